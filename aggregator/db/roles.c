#include "db/roles.h"

#include <stdio.h>
#include <string.h>

#include "db/direct.h"

const char *const db_roles[] = {"vigie_owner", "vigie_web", "vigie_collect", NULL};

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

static bool create_database(struct db *admin, const char *name, struct vg_error *err) {
  bool there;
  char sql[256];
  if (!exists(admin, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", name, &there, err)) return false;
  if (there) return true;
  (void)snprintf(sql, sizeof sql,
                 "CREATE DATABASE %s OWNER vigie_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' "
                 "LC_CTYPE 'C.UTF-8'",
                 name);
  return db_direct(admin, NULL, sql, DB_NONE, err, NULL, 0);
}

static bool name_ok(const char *name) {
  size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return n > 0 && n < 64 && name[n] == '\0' && (name[0] < '0' || name[0] > '9');
}

bool roles_create(struct db *admin, const char *name, struct vg_error *err) {
  if (!name_ok(name))
    return vg_fail(err, VG_E_CONFIG, "name of the database: expected [a-z_][a-z0-9_]*, got \"%.64s\"", name);
  for (const char *const *role = db_roles; *role != NULL; role++) {
    if (!create_role(admin, *role, err)) return false;
  }
  return create_database(admin, name, err);
}
