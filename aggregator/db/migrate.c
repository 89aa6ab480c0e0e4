#include "db/migrate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/direct.h"
#include "db/kind_tables.h"

/* "vigie", read as a number. */
#define LOCK_KEY "508758092133"

static const char create_home[] =
    "CREATE SCHEMA IF NOT EXISTS migration;"
    "CREATE TABLE IF NOT EXISTS migration.applied ("
    " number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT pg_catalog.now())";

static int count_files(const struct sql_file *files) {
  int n = 0;
  while (files[n].name != NULL) n++;
  return n;
}

static void tell(migrate_progress *progress, void *user, const char *what, const char *name) {
  char step[128];
  if (progress == NULL) return;
  (void)snprintf(step, sizeof step, "%s%s%s", what, *name != '\0' ? " " : "", name);
  progress(user, step);
}

static bool verify_one(const struct db_result *r, size_t i, const struct sql_file *files, int known,
                       struct vg_error *err) {
  char checksum[SQL_CHECKSUM_TEXT];
  int64_t number = row_int(r, i, "number");
  if (number > known) {
    (void)vg_fail(err, VG_E_CONFIG, "the database has schema %04" PRId64 " (%s), this program knows %04d only", number,
                  row_text(r, i, "name"), known);
    return vg_hint(err, "a newer Vigie has used this database: run that version, or restore a backup made before it");
  }
  const struct sql_file *file = &files[number - 1];
  if (strcmp(sql_file_checksum(file, checksum), row_text(r, i, "checksum")) == 0) return true;
  (void)vg_fail(err, VG_E_CONFIG, "schema %s is applied, but its file has another content than then", file->name);
  return vg_hint(err, "applied files never change: add a new one; this build does not fit this database");
}

static bool verify(struct db *db, const struct sql_file *files, struct migrate_state *state, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_MIGRATION_LIST, DB_MANY, err)) return false;
  state->known = count_files(files);
  state->applied = (int)row_count(r);
  for (size_t i = 0; i < row_count(r); i++) {
    if (row_int(r, i, "number") != (int64_t)i + 1)
      return vg_fail(err, VG_E_CONFIG, "migration.applied: schema %04zu is missing among those applied", i + 1);
    if (!verify_one(r, i, files, state->known, err)) return false;
  }
  return row_ok(r, err);
}

static bool apply(struct db *db, const struct sql_file *file, int number, struct vg_error *err) {
  char checksum[SQL_CHECKSUM_TEXT];
  DB_TX(tx);
  (void)sql_file_checksum(file, checksum);
  if (!db_begin(db, &tx, err) || !db_direct(db, NULL, file->text, DB_NONE, err, NULL, 0) ||
      !db_run(db, NULL, SQL_MIGRATION_ADD, DB_NONE, err, P_INT(number), P_TEXT(file->name), P_TEXT(checksum)) ||
      !db_commit(&tx, err))
    return vg_context(err, "schema %s: ", file->name);
  return true;
}

bool migrate_files(struct db *db, const struct sql_file *files, migrate_progress *progress, void *user,
                   struct migrate_state *state, struct vg_error *err) {
  struct migrate_state found = {0};
  if (!db_direct(db, NULL, create_home, DB_NONE, err, NULL, 0) || !verify(db, files, &found, err)) return false;
  if (state != NULL) *state = found;
  for (int i = found.applied; i < found.known; i++) {
    tell(progress, user, "schema", files[i].name);
    if (!apply(db, &files[i], i + 1, err)) return false;
  }
  return true;
}

static bool grant(struct db *db, const struct sql_file *file, struct vg_error *err) {
  DB_TX(tx);
  if (db_begin(db, &tx, err) && db_direct(db, NULL, file->text, DB_NONE, err, NULL, 0) && db_commit(&tx, err))
    return true;
  return vg_context(err, "role %s: ", file->name);
}

static bool steps(struct db *db, migrate_progress *progress, void *user, struct migrate_state *state,
                  struct vg_error *err) {
  if (!migrate_files(db, sql_schema, progress, user, state, err)) return false;
  tell(progress, user, "kinds", "");
  if (!kind_tables_install(db, err)) return false;
  for (const struct sql_file *f = sql_roles; f->name != NULL; f++) {
    tell(progress, user, "role", f->name);
    if (!grant(db, f, err)) return false;
  }
  return true;
}

bool migrate_run(struct db *db, migrate_progress *progress, void *user, struct migrate_state *state,
                 struct vg_error *err) {
  struct vg_error ignored = {0};
  if (!db_direct(db, NULL, "SELECT FROM pg_catalog.pg_advisory_lock(" LOCK_KEY ")", DB_MANY, err, NULL, 0))
    return vg_context(err, "another migration is under way: ");
  bool ok = steps(db, progress, user, state, err);
  (void)db_direct(db, NULL, "SELECT FROM pg_catalog.pg_advisory_unlock(" LOCK_KEY ")", DB_MANY, &ignored, NULL, 0);
  return ok;
}

bool migrate_check(struct db *db, struct migrate_state *state, struct vg_error *err) {
  struct migrate_state found = {.known = count_files(sql_schema)};
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_MIGRATION_PRESENT, DB_ONE, err)) return false;
  bool ok = !row_bool(r, 0, "present") || verify(db, sql_schema, &found, err);
  if (state != NULL) *state = found;
  if (!ok || !row_ok(r, err)) return false;
  if (found.applied == found.known) return true;
  (void)vg_fail(err, VG_E_CONFIG, "the database has %d of the %d schema files of this program", found.applied,
                found.known);
  return vg_hint(err, "run vigie migrate");
}
