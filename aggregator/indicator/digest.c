#include "indicator/digest.h"

#include <string.h>

static bool make(struct db *db, vg_time known_at, struct vg_error *err) {
  return db_run(db, NULL, SQL_BACKUP_BLOCK_CLEAR, DB_NONE, err) && db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(true)) &&
         db_run(db, NULL, SQL_BACKUP_BLOCK_FILL, DB_NONE, err, P_TIME(known_at)) &&
         db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(false)) &&
         db_run(db, NULL, SQL_NAME_SEEN_CLEAR, DB_NONE, err, P_NULL, P_NULL) &&
         db_run(db, NULL, SQL_NAME_SEEN_FILL, DB_NONE, err, P_NULL, P_NULL, P_TIME(known_at)) &&
         db_run(db, NULL, SQL_DIGEST_MARK, DB_NONE, err);
}

/* Does vg.name_shown() read it? */
static bool shows_names(const char *kind) {
  static const char *const kinds[] = {"backup", "alert", "availability", "hardening", "tls", "vulnerability"};
  bool found = false;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) found |= strcmp(kinds[i], kind) == 0;
  return found;
}

/* Names are read from the blocks: these come first. */
static bool renew(struct db *db, vg_time known_at, const char *kind, vg_time since, struct vg_error *err) {
  bool backup = strcmp(kind, "backup") == 0;
  if (!shows_names(kind)) return true;
  return (!backup || db_run(db, NULL, SQL_BACKUP_BLOCK_RENEW, DB_NONE, err, P_TIME(known_at), P_TIME(since))) &&
         db_run(db, NULL, SQL_NAME_SEEN_CLEAR, DB_NONE, err, P_TEXT(kind), P_TIME(since)) &&
         db_run(db, NULL, SQL_NAME_SEEN_FILL, DB_NONE, err, P_TEXT(kind), P_TIME(since), P_TIME(known_at));
}

bool digest_bring(struct db *db, vg_time known_at, const struct digest_news *news, struct vg_error *err) {
  DB_RESULT(kept);
  if (news == NULL) return make(db, known_at, err);
  if (!db_run(db, &kept, SQL_DIGEST_WHOLE, DB_ONE, err)) return false;
  if (!row_bool(kept, 0, "whole")) return row_ok(kept, err) && make(db, known_at, err);
  for (size_t i = 0; i < news->kind_count; i++)
    if (!renew(db, known_at, news->kinds[i], news->since, err)) return false;
  return true;
}
