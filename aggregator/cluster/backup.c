#include "cluster/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/process.h"
#include "db/conninfo.h"
#include "db/database.h"
#include "db/migrate.h"
#include "db/roles.h"
#include "db/settings.h"

enum { TOOL_MS = 3600000, TOOL_OUTPUT = 8 << 20, ENVIRONMENT_MAX = 64, STATEMENT_MS = 600000 };

#define FRESH "vigie_restored"
#define FORMER "vigie_before_restore"

/* libpq's own variables reach the tool; a password goes there rather than on its command line. */
static const char *const *environment(struct vg_arena *a, const char *conninfo) {
  const char **all = vg_alloc(a, (ENVIRONMENT_MAX + 2) * sizeof *all);
  size_t n = 0;
  const char *password = conninfo_get(a, conninfo, "password");
  if (all == NULL) return NULL;
  for (char **e = environ; *e != NULL && n < ENVIRONMENT_MAX; e++) {
    if (strncmp(*e, "PG", 2) == 0) all[n++] = *e;
  }
  if (password != NULL) all[n++] = vg_printf(a, "PGPASSWORD=%s", password);
  return all;
}

/* "host='…' dbname='…' user='vigie_owner'", without the password. */
static const char *for_tool(struct vg_arena *a, const char *conninfo, const char *dbname) {
  const char *info = conninfo_set(a, conninfo, "user", "vigie_owner");
  if (info != NULL && dbname != NULL) info = conninfo_set(a, info, "dbname", dbname);
  if (info != NULL && conninfo_get(a, info, "password") != NULL) info = conninfo_set(a, info, "password", "");
  return info;
}

static bool tool(struct vg_arena *a, const char *conninfo, const char *const *argv, enum vg_code code,
                 struct vg_error *err) {
  struct process_result result = {0};
  struct process_spec spec = {.argv = argv, .environment = environment(a, conninfo), .timeout_ms = TOOL_MS,
                              .output_limit = TOOL_OUTPUT};
  bool ok = process_run(&spec, &result, err);
  if (ok && result.exit_status != 0) {
    bool full = strstr(result.errors, "No space left") != NULL;
    ok = vg_fail(err, full ? VG_E_STORAGE : code, "%.300s", result.errors);
  }
  process_result_free(&result);
  return ok;
}

/* The tools of the server's version or newer: the embedded cluster's own. */
static const char *program(const struct config *config, struct vg_arena *a, const char *name, struct vg_error *err) {
  struct binaries found;
  if (!binaries_find(a, config->postgres_bin, 0, &found, err)) return NULL;
  return vg_printf(a, "%s/%s", found.dir, name);
}

static bool sync_and_rename(const char *from, const char *to, struct vg_error *err) {
  int fd = open(from, O_RDONLY | O_CLOEXEC);
  bool ok = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) (void)close(fd);
  ok = ok && rename(from, to) == 0;
  return ok || vg_fail(err, VG_E_STORAGE, "%s: %s", to, strerrordesc_np(errno));
}

static bool note(const struct config *config, struct vg_error *err) {
  DB(db);
  char now[TIME_TEXT];
  return db_open_as(&db, config, "vigie_owner", "vigie db backup", STATEMENT_MS, err) &&
         db_run(db, NULL, SQL_BACKUP_MARK, DB_NONE, err, P_TEXT(time_format(clock_now(), now)), P_TIME(clock_now()));
}

/* Asked first: pg_dump says no more than that nobody answers. */
static bool reachable(const struct config *config, struct vg_error *err) {
  DB(db);
  return db_open_as(&db, config, "vigie_owner", "vigie db backup", STATEMENT_MS, err);
}

bool backup_write(const struct config *config, struct vg_arena *a, const char *file, bool force, struct vg_error *err) {
  const char *info = conninfo_of(a, config), *target = info == NULL ? NULL : for_tool(a, info, NULL);
  const char *dump = program(config, a, "pg_dump", err), *list = program(config, a, "pg_restore", err);
  const char *partial = vg_printf(a, "%s.partial", file);
  if (dump == NULL || list == NULL) return false;
  if (target == NULL || partial == NULL) return vg_fail(err, VG_E_CONFIG, "setting database: not a connection string");
  if (!force && access(file, F_OK) == 0) {
    (void)vg_fail(err, VG_E_CONFLICT, "%s exists already", file);
    return vg_hint(err, "give another name, or --force");
  }
  if (!reachable(config, err)) return false;
  int fd = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", partial, strerrordesc_np(errno));
  (void)close(fd);
  const char *const argv[] = {dump, "--format=custom", "--file", partial, "--dbname", target, NULL};
  const char *const check[] = {list, "--list", partial, NULL};
  bool ok = tool(a, info, argv, VG_E_UNAVAILABLE, err) && tool(a, info, check, VG_E_STORAGE, err) &&
            sync_and_rename(partial, file, err) && note(config, err);
  if (!ok) (void)unlink(partial);
  return ok;
}

/* `database`: NULL for the one that an administrator works from. */
static bool open_admin(const struct config *config, struct vg_arena *a, const char *admin, const char *database, struct db **out,
                       struct vg_error *err) {
  if (config->database == NULL)
    return db_open_admin(out, config, database != NULL ? database : DB_EMBEDDED_HOME, STATEMENT_MS, err);
  if (admin == NULL) {
    (void)vg_fail(err, VG_E_USAGE, "restoring into an external server needs an administrator's connection");
    return vg_hint(err, "--admin 'host=… dbname=postgres user=…'");
  }
  if (!conninfo_check(admin, err)) return false;
  struct db_conf conf = {.conninfo = database != NULL ? conninfo_set(a, admin, "dbname", database) : admin,
                         .application = "vigie db restore",
                         .timeout_ms = STATEMENT_MS};
  return db_open(out, &conf, err);
}

static bool may_replace(struct db *admin, const char *name, bool force, struct vg_error *err) {
  bool there;
  if (!database_exists(admin, name, &there, err)) return false;
  if (!there || force) return true;
  (void)vg_fail(err, VG_E_CONFLICT, "there is a database already: %s", name);
  return vg_hint(err, "--force puts the backup in its place; what it holds now is lost");
}

static bool fill(const struct config *config, struct vg_arena *a, const char *file, struct vg_error *err) {
  const char *info = conninfo_of(a, config), *target = for_tool(a, info, FRESH);
  const char *restore = program(config, a, "pg_restore", err), *own = conninfo_set(a, info, "dbname", FRESH);
  DB(db);
  if (restore == NULL) return false;
  if (target == NULL || own == NULL) return vg_fail(err, VG_E_CONFIG, "setting database: not a connection string");
  const char *const argv[] = {restore, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--dbname", target, file, NULL};
  if (!tool(a, info, argv, VG_E_INPUT, err)) return vg_context(err, "%s: ", file);
  struct db_conf conf = {.conninfo = own, .role = "vigie_owner", .application = "vigie db restore"};
  return db_open(&db, &conf, err) && migrate_run(db, NULL, NULL, NULL, err);
}

static bool close_cage(const struct config *config, struct vg_arena *a, const char *admin_info, struct vg_error *err) {
  DB(admin);
  return open_admin(config, a, admin_info, FRESH, &admin, err) && roles_close_cage(admin, err);
}

bool backup_restore(const struct config *config, struct vg_arena *a, const char *file, const char *admin_info, bool force,
                    struct vg_error *err) {
  struct db *admin = NULL;
  struct vg_error ignored = {0};
  const char *info = conninfo_of(a, config), *name = info == NULL ? NULL : conninfo_get(a, info, "dbname");
  if (name == NULL) return vg_fail(err, VG_E_CONFIG, "setting database: it must have a dbname");
  if (access(file, R_OK) != 0) return vg_fail(err, VG_E_NOTFOUND, "%s: %s", file, strerrordesc_np(errno));
  if (!open_admin(config, a, admin_info, NULL, &admin, err)) return false;
  bool ok = may_replace(admin, name, force, err) && roles_make(admin, err) && database_drop(admin, FRESH, err) && database_create(admin, FRESH, err);
  if (ok) {
    ok = fill(config, a, file, err) && close_cage(config, a, admin_info, err) && database_drop(admin, FORMER, err) &&
         database_replace(admin, name, FRESH, FORMER, err);
    if (!ok) (void)database_drop(admin, FRESH, &ignored);
  }
  if (ok) ok = database_drop(admin, FORMER, err);
  db_close(admin);
  return ok;
}
