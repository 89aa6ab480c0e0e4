#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cluster/backup.h"
#include "cluster/cluster.h"
#include "cluster/lock.h"
#include "cluster/privilege.h"
#include "cmd/command.h"
#include "db/settings.h"

enum { STATEMENT_MS = 30000 };

static bool embedded(const struct command_call *call, struct vg_error *err) {
  if (call->config->database == NULL) return true;
  return vg_fail(err, VG_E_CONFIG, "the setting database names an external server, which is looked after elsewhere");
}

/* Alone with the cluster, as the user that owns it. */
static bool take(struct command_call *call, struct cluster *c, int *lock, struct vg_error *err) {
  const char *user;
  *lock = -1;
  return embedded(call, err) && privilege_prepare(call->config, call->arena, &user, err) &&
         lock_take(call->config, lock, err) && cluster_open(c, call->config, call->arena, err);
}

static bool init(struct command_call *call, struct vg_error *err) {
  struct cluster c;
  int lock;
  bool ok = take(call, &c, &lock, err) && cluster_init(&c, err) && cluster_configure(&c, err);
  if (lock >= 0) (void)close(lock);
  if (ok) command_print("%s: made with PostgreSQL %d\n", c.data, c.binaries.major);
  return ok;
}

static bool start(struct command_call *call, struct vg_error *err) {
  struct cluster c;
  int lock;
  bool ok = take(call, &c, &lock, err) && (cluster_exists(&c) || cluster_init(&c, err)) && cluster_start(&c, err);
  if (lock >= 0) (void)close(lock);
  return ok;
}

static bool stop(struct command_call *call, struct vg_error *err) {
  struct cluster c;
  int lock;
  bool ok = take(call, &c, &lock, err) && (cluster_server(&c) > 0 || vg_fail(err, VG_E_NOTFOUND, "the database does not run")) &&
            cluster_stop(&c, err);
  if (lock >= 0) (void)close(lock);
  return ok;
}

static bool status(struct command_call *call, struct vg_error *err) {
  DB(db);
  DB_RESULT(r);
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie db status", STATEMENT_MS, err) ||
      !db_run(db, &r, SQL_DATABASE_SIZE, DB_ONE, err))
    return false;
  command_print("%s, PostgreSQL %s, checksums %s, %lld MiB, last backup: %s\n",
                call->config->database == NULL ? "embedded cluster" : "external server", row_text(r, 0, "server"),
                row_bool(r, 0, "checksums") ? "on" : "off", (long long)(row_int(r, 0, "bytes") >> 20),
                row_null(r, 0, "backup_at") ? "never" : row_text(r, 0, "backup_at"));
  return row_ok(r, err);
}

/* Programs run in "/": a relative name is relative to where we are. */
static const char *absolute(struct command_call *call, const char *file) {
  if (*file == '/') return file;
  char *here = getcwd(NULL, 0);
  const char *path = here == NULL ? NULL : vg_printf(call->arena, "%s/%s", here, file);
  free(here);
  return path == NULL ? file : path;
}

static bool backup(struct command_call *call, struct vg_error *err) {
  return backup_write(call->config, call->arena, absolute(call, command_argument(call, 0)), command_flag(call, "force"), err);
}

/* vigie run would begin an empty installation, that nothing is restored over. */
static bool has_cluster(struct command_call *call, struct vg_error *err) {
  const char *version = vg_printf(call->arena, "%s/pg/PG_VERSION", call->config->data_dir);
  if (call->config->database != NULL || version == NULL || access(version, F_OK) == 0 || errno != ENOENT) return true;
  (void)vg_fail(err, VG_E_NOTFOUND, "%s/pg: there is no database yet", call->config->data_dir);
  return vg_hint(err, "vigie db start makes one to restore into; then vigie db stop, and vigie run");
}

static bool restore(struct command_call *call, struct vg_error *err) {
  return has_cluster(call, err) && backup_restore(call->config, call->arena, absolute(call, command_argument(call, 0)), command_text(call, "admin"),
                        command_flag(call, "force"), err);
}

static const struct command_argument file_argument[] = {{"FILE", .help = "the backup"}, {NULL}};
static const struct command_option backup_options[] = {{"force", COMMAND_FLAG, .help = "write over a file that exists"}, {NULL}};
static const struct command_option restore_options[] = {
    {"force", COMMAND_FLAG, .help = "put it in the place of the database that is there"},
    {"admin", COMMAND_TEXT, .argument = "CONNINFO", .help = "an administrator's connection, for an external server"},
    {NULL}};

static const struct command command_init = {.name = "init", .summary = "Make the embedded cluster.", .run = init};
static const struct command command_start = {
    .name = "start",
    .summary = "Start the embedded database alone, in the background.",
    .help = "For maintenance: vigie run starts it by itself. Makes the cluster when there is none.",
    .run = start};
static const struct command command_stop = {.name = "stop", .summary = "Stop a database started by vigie db start.", .run = stop};
static const struct command command_status = {.name = "status", .summary = "Say whether the database answers, and what it is.",
                                              .run = status};
static const struct command command_backup = {.name = "backup",
                                              .summary = "Write the whole database into one file.",
                                              .help = "The file appears complete or not at all, readable by you alone. It holds "
                                                      "personal data and sealed secrets; keep it with DATA/keys elsewhere.",
                                              .options = backup_options,
                                              .arguments = file_argument,
                                              .run = backup};
static const struct command command_restore = {.name = "restore",
                                               .summary = "Put a backup in the place of the database.",
                                               .help = "All or nothing: read into a fresh database, brought to this program's "
                                                       "schema, then swapped. Whoever is connected is sent away. The database must run: on a new machine, "
                                                       "vigie db start makes and starts one.",
                                               .options = restore_options,
                                               .arguments = file_argument,
                                               .run = restore};

static const struct command *const subcommands[] = {&command_init,   &command_start,  &command_stop, &command_status,
                                                    &command_backup, &command_restore, NULL};

const struct command command_db = {
    .name = "db",
    .summary = "Look after the database: start, stop, back up, restore.",
    .subcommands = subcommands,
};
