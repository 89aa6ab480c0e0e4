#include "db/roles.h"

#include <stdio.h>
#include <string.h>

#include "db/cage.h"
#include "db/database.h"
#include "db/direct.h"

const char *const db_roles[] = {"vigie_owner", "vigie_web", "vigie_collect", CAGE_ROLE, NULL};

static bool exists(struct db *admin, const char *sql, const char *name, bool *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_direct(admin, &r, sql, DB_MANY, err, &P_TEXT(name), 1)) return false;
  *out = row_count(r) > 0;
  return true;
}

static bool create_role(struct db *admin, const char *role, struct vg_error *err) {
  bool there;
  char sql[256];
  if (!exists(admin, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1", role, &there, err)) return false;
  (void)snprintf(sql, sizeof sql,
                 "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS", role);
  return there || db_direct(admin, NULL, sql, DB_NONE, err, NULL, 0);
}

/* Limits that statements of the cage cannot lift: only a superuser may set the first one, hence not on every server. */
static bool limit_cage(struct db *admin, struct vg_error *err) {
  struct vg_error ignored = {0};
  (void)db_direct(admin, NULL, "ALTER ROLE " CAGE_ROLE " SET temp_file_limit = '512MB'", DB_NONE, &ignored, NULL, 0);
  return db_direct(admin, NULL, "ALTER ROLE " CAGE_ROLE " CONNECTION LIMIT 8", DB_NONE, err, NULL, 0);
}

bool roles_make(struct db *admin, struct vg_error *err) {
  for (const char *const *role = db_roles; *role != NULL; role++) {
    if (!create_role(admin, *role, err)) return false;
  }
  return limit_cage(admin, err);
}

static bool close_function(struct db *admin, const char *function, const char *keepers, struct vg_error *err) {
  char sql[600];
  (void)snprintf(sql, sizeof sql, "REVOKE EXECUTE ON FUNCTION %.200s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %.200s TO %.100s", function, function,
                 keepers);
  return db_direct(admin, NULL, sql, DB_NONE, err, NULL, 0) || vg_context(err, "%.100s: ", function);
}

bool roles_close_cage(struct db *admin, struct vg_error *err) {
  DB_RESULT(r);
  DB_TX(tx);
  if (!db_begin(admin, &tx, err) ||
      !db_direct(admin, NULL, "SELECT pg_catalog.pg_advisory_xact_lock(hashtext('vigie.cage'))", DB_MANY, err, NULL, 0) ||
      !db_run(admin, &r, SQL_CAGE_OPEN, DB_MANY, err))
    return false;
  for (size_t i = 0; i < row_count(r); i++)
    if (!close_function(admin, row_text(r, i, "function"), row_text(r, i, "keepers"), err)) return false;
  return row_ok(r, err) && db_commit(&tx, err);
}

bool roles_create(struct db *admin, const char *name, struct vg_error *err) {
  bool there;
  if (!database_exists(admin, name, &there, err) || !roles_make(admin, err)) return false;
  return there || database_create(admin, name, err);
}
