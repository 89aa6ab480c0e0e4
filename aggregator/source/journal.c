#include "source/journal.h"

#include <stdio.h>

bool source_journal(struct db *db, const char *actor, const char *action, const char *code, const char *detail, vg_time now,
                    struct vg_error *err) {
  char object[128];
  (void)snprintf(object, sizeof object, "source %s", code);
  return db_run(db, NULL, SQL_JOURNAL_ADD, DB_NONE, err, P_TIME(now), P_TEXT(actor != NULL ? actor : "vigie"), P_TEXT(action),
                P_TEXT(object), P_TEXT(detail != NULL ? detail : "{}"), P_TEXT(""));
}
