#include "db/database.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "db/direct.h"

enum { TRIES = 20, PAUSE_NS = 100000000 };

static bool check_name(const char *name, struct vg_error *err) {
  size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
  if (n > 0 && n < 64 && name[n] == '\0' && (name[0] < '0' || name[0] > '9')) return true;
  return vg_fail(err, VG_E_CONFIG, "name of the database: expected [a-z_][a-z0-9_]*, got \"%.64s\"", name);
}

bool database_exists(struct db *admin, const char *name, bool *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_direct(admin, &r, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", DB_MANY, err, &P_TEXT(name), 1))
    return false;
  *out = row_count(r) > 0;
  return true;
}

static bool with_name(struct db *admin, const char *before, const char *name, const char *after, struct vg_error *err) {
  char sql[300];
  if (!check_name(name, err)) return false;
  (void)snprintf(sql, sizeof sql, "%s %s %s", before, name, after);
  return db_direct(admin, NULL, sql, DB_ANY, err, NULL, 0);
}

/* Bytes are compared as they are: in UTF-8 that is the order of C.UTF-8, without a call of the C library for each pair. */
bool database_create(struct db *admin, const char *name, struct vg_error *err) {
  return with_name(admin, "CREATE DATABASE", name,
                   "OWNER vigie_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'", err);
}

bool database_drop(struct db *admin, const char *name, struct vg_error *err) {
  return with_name(admin, "DROP DATABASE IF EXISTS", name, "WITH (FORCE)", err);
}

static bool send_away(struct db *admin, const char *name, struct vg_error *err) {
  return db_direct(admin, NULL,
                   "SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity WHERE datname = $1 "
                   "AND pid <> pg_catalog.pg_backend_pid()",
                   DB_MANY, err, &P_TEXT(name), 1);
}

static bool rename_both(struct db *admin, const char *name, bool there, const char *fresh, const char *former,
                        struct vg_error *err) {
  char away[200], back[200];
  DB_TX(tx);
  (void)snprintf(away, sizeof away, "RENAME TO %s", former);
  (void)snprintf(back, sizeof back, "RENAME TO %s", name);
  if (!send_away(admin, fresh, err) || (there && !send_away(admin, name, err)) || !db_begin(admin, &tx, err)) return false;
  if (there && !with_name(admin, "ALTER DATABASE", name, away, err)) return false;
  return with_name(admin, "ALTER DATABASE", fresh, back, err) && db_commit(&tx, err);
}

bool database_replace(struct db *admin, const char *name, const char *fresh, const char *former, struct vg_error *err) {
  bool there;
  struct vg_error failed = {0};
  if (!check_name(name, err) || !check_name(fresh, err) || !check_name(former, err)) return false;
  if (!database_exists(admin, name, &there, err)) return false;
  if (there && !with_name(admin, "ALTER DATABASE", name, "CONNECTION LIMIT 0", err)) return false;
  bool ok = false;
  for (int i = 0; i < TRIES && !ok; i++) {
    failed = (struct vg_error){0};
    ok = rename_both(admin, name, there, fresh, former, &failed);
    if (!ok) (void)nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
  }
  if (ok) return true;
  struct vg_error ignored = {0};
  if (there) (void)with_name(admin, "ALTER DATABASE", name, "CONNECTION LIMIT -1", &ignored);
  return vg_fail(err, VG_E_UNAVAILABLE, "the database %s could not be replaced: %s", name, failed.message);
}
