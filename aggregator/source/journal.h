/* source/journal.h — a line of vg.journal: who did what to which source. */
#ifndef VG_SOURCE_JOURNAL_H
#define VG_SOURCE_JOURNAL_H

#include "db/db.h"

/* `action`: "source.created". `detail`: a JSON object without secrets; NULL: {}. Within the caller's transaction. */
bool source_journal(struct db *, const char *actor, const char *action, const char *code, const char *detail, vg_time now,
                    struct vg_error *err);

#endif
