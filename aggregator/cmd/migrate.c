#include <string.h>
#include <time.h>

#include "cmd/command.h"
#include "db/conninfo.h"
#include "db/migrate.h"
#include "db/roles.h"
#include "db/settings.h"
#include "indicator/evaluate.h"
#include "policy/policy.h"

enum { STATEMENT_MS = 0, RETRY_NS = 20000000 };

static void print_step(void *user, const char *step) {
  (void)user;
  if (strncmp(step, "schema ", 7) == 0) command_print("%s\n", step);
}

/* Functions have rights of their own in each database. */
static bool close_cage(struct command_call *call, const char *admin_conninfo, const char *name, struct vg_error *err) {
  DB(admin);
  if (admin_conninfo == NULL)
    return db_open_admin(&admin, call->config, name, STATEMENT_MS, err) && roles_close_cage(admin, err);
  const char *there = conninfo_set(call->arena, admin_conninfo, "dbname", name);
  struct db_conf conf = {.conninfo = there, .application = "vigie migrate", .timeout_ms = STATEMENT_MS};
  return db_open(&admin, &conf, err) && roles_close_cage(admin, err);
}

static bool create_external(struct command_call *call, const char *admin_conninfo, struct vg_error *err) {
  struct db *admin = NULL;
  const char *own = call->config->database;
  if (own == NULL) return vg_fail(err, VG_E_USAGE, "--create-roles: the embedded cluster makes its own roles");
  if (!conninfo_check(own, err) || !conninfo_check(admin_conninfo, err)) return false;
  const char *name = conninfo_get(call->arena, own, "dbname");
  if (name == NULL) return vg_fail(err, VG_E_CONFIG, "setting database: it must have a dbname");
  struct db_conf conf = {.conninfo = admin_conninfo, .application = "vigie migrate", .timeout_ms = STATEMENT_MS};
  bool ok = db_open(&admin, &conf, err) && roles_create(admin, name, err) && close_cage(call, admin_conninfo, name, err);
  db_close(admin);
  if (ok)
    command_print("The roles vigie_owner, vigie_web, vigie_collect and vigie_reader and the database %s are there. Set how each role proves "
                  "who it is (pg_hba.conf, ~/.pgpass).\n",
                  name);
  return ok;
}

/* A cluster made by an earlier version may lack a role, or leave its cage open. */
static bool make_roles(struct command_call *call, struct vg_error *err) {
  DB(admin);
  return db_open_admin(&admin, call->config, DB_EMBEDDED_HOME, STATEMENT_MS, err) && roles_make(admin, err) &&
         close_cage(call, NULL, DB_EMBEDDED_NAME, err);
}

static bool create_embedded(struct command_call *call, struct vg_error *err) {
  DB(admin);
  return db_open_admin(&admin, call->config, DB_EMBEDDED_HOME, STATEMENT_MS, err) && roles_create(admin, DB_EMBEDDED_NAME, err) &&
         close_cage(call, NULL, DB_EMBEDDED_NAME, err);
}

static bool open_owner(struct command_call *call, struct db **out, struct vg_error *err) {
  return db_open_as(out, call->config, "vigie_owner", "vigie migrate", STATEMENT_MS, err);
}

/* The server may still be starting, and a new embedded cluster has neither roles nor database yet. */
static bool open_when_ready(struct command_call *call, struct db **out, struct vg_error *err) {
  int64_t until = clock_monotonic_ms() + command_int(call, "wait") * 1000;
  for (;;) {
    struct vg_error failed = {0};
    if (open_owner(call, out, &failed)) return call->config->database != NULL || command_flag(call, "check") || make_roles(call, err);
    if (failed.code == VG_E_CONFIG && call->config->database == NULL && !command_flag(call, "check"))
      return create_embedded(call, err) && open_owner(call, out, err);
    if (failed.code != VG_E_UNAVAILABLE || clock_monotonic_ms() >= until) {
      (void)vg_fail(err, failed.code, "%s", failed.message);
      return vg_hint(err, "%s", failed.hint);
    }
    (void)nanosleep(&(struct timespec){.tv_nsec = RETRY_NS}, NULL);
  }
}

/* What of the program and its settings the database must know. */
static bool install(struct command_call *call, struct db *db, struct vg_error *err) {
  return db_run(db, NULL, SQL_SETTING_ZONE, DB_NONE, err, P_TEXT(zone_name(call->config->zone)), P_TIME(clock_now())) &&
         indicator_install(db, err) && policy_install(db, err);
}

static bool run(struct command_call *call, struct vg_error *err) {
  struct db *db = NULL;
  struct migrate_state state;
  const char *admin = command_text(call, "create-roles");
  if (admin != NULL && !create_external(call, admin, err)) return false;
  if (!open_when_ready(call, &db, err)) return false;
  bool check = command_flag(call, "check");
  bool ok = check ? migrate_check(db, &state, err)
                  : migrate_run(db, print_step, NULL, &state, err) && install(call, db, err);
  db_close(db);
  if (ok && check) command_print("up to date: %d of %d schema files\n", state.applied, state.known);
  return ok;
}

static const struct command_option options[] = {
    {"check", COMMAND_FLAG, .help = "change nothing: say whether something is to be done (exit status 3)"},
    {"create-roles", COMMAND_TEXT, .argument = "CONNINFO",
     .help = "first make the roles and the database of an external server, as the administrator of this connection"},
    {"wait", COMMAND_INT, .argument = "SECONDS", .dflt = "0", .min = 0, .max = 3600,
     .help = "how long to wait for a server that is still starting"},
    {NULL}};

const struct command command_migrate = {
    .name = "migrate",
    .summary = "Bring the database to the schema of this program.",
    .help = "Applies what is missing, each file all or nothing, and grants each role what it needs. Running it again changes "
            "nothing. vigie run does it by itself.",
    .options = options,
    .run = run,
};
