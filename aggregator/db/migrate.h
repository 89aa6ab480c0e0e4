/* db/migrate.h — brings a database to the schema of this program: forward only, all or nothing for each file.
 *
 * In order: the numbered files of sql/schema that are not applied yet, each in a transaction of its own with its row of
 * migration.applied (number, name, checksum); the tables of the kinds; the grants of sql/role. One migration at a time
 * (advisory lock). An applied file whose text has changed since, or a database that is newer than this program, is
 * refused with VG_E_CONFIG before anything is written.                                                            */
#ifndef VG_DB_MIGRATE_H
#define VG_DB_MIGRATE_H

#include "db/db.h"
#include "db/sql_file.h"

struct migrate_state {
  int applied; /* how many files the database has */
  int known;   /* how many this program has */
};

/* Called before each step, with what is done: "schema 0001_foundation", "kinds", "role web". May be NULL. */
typedef void migrate_progress(void *user, const char *step);

/* Needs vigie_owner. `state` (may be NULL): as it was found. VG_E_UNAVAILABLE when another migration does not end. */
bool migrate_run(struct db *, migrate_progress *, void *user, struct migrate_state *state, struct vg_error *err);

/* Reads only, any role. True when nothing is to be done; VG_E_CONFIG, with what is missing, when the schema is not that
 * of this program. `state` (may be NULL) is filled in both cases.                                                  */
bool migrate_check(struct db *, struct migrate_state *state, struct vg_error *err);

/* The numbered part alone, with files of the caller's: for tests. */
bool migrate_files(struct db *, const struct sql_file *files, migrate_progress *, void *user,
                   struct migrate_state *state, struct vg_error *err);

#endif
