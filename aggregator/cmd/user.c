
#include <string.h>

#include "cluster/lock.h"
#include "cmd/command.h"
#include "db/settings.h"
#include "web/auth/user.h"

enum { TIMEOUT_MS = 10000 };

static const char *const roles[] = {"administrator", "ciso", "operator", "leadership", "reader", NULL};
static const char *const langs[] = {"fr", "en", NULL};
static const char *const mails[] = {"never", "daily", "weekly", NULL};

static bool open_db(struct command_call *call, struct db **db, struct vg_error *err) {
  return db_open_as(db, call->config, "vigie_owner", "vigie user", TIMEOUT_MS, err);
}

static struct actor me(void) { return (struct actor){"command line", "", clock_now()}; }

static bool find(struct db *db, const struct command_call *call, int64_t *id, struct vg_error *err) {
  return user_find(db, command_argument(call, 0), id, err);
}

static bool print_link(struct command_call *call, struct db *db, int64_t id, struct vg_error *err) {
  struct actor actor = me();
  char token[TOKEN_TEXT];
  if (!user_setup_link(db, &actor, id, token, err)) return false;
  command_print("%s/setup/%s\n", lock_pages(call->config, call->arena), token);
  return true;
}

static bool add(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct actor actor = me();
  int64_t id;
  const char *name = command_text(call, "name"), *login = command_argument(call, 0);
  struct new_user user = {login, name != NULL ? name : login, role_parse(command_text(call, "role")), command_text(call, "lang"),
                          command_text(call, "email"), command_text(call, "mail")};
  return open_db(call, &db, err) && user_add(db, &actor, &user, &id, err) && print_link(call, db, id, err);
}

static bool list(struct command_call *call, struct vg_error *err) {
  DB(db);
  DB_RESULT(rows);
  if (!open_db(call, &db, err) || !db_run(db, &rows, SQL_USER_LIST, DB_MANY, err, P_TIME(clock_now()))) return false;
  command_print("%-24s %-14s %-9s %-27s %s\n", "LOGIN", "ROLE", "STATE", "LAST LOGIN", "NAME");
  for (size_t i = 0; i < row_count(rows); i++) {
    char seen[TIME_TEXT];
    command_print("%-24s %-14s %-9s %-27s %s\n", row_text(rows, i, "login"), row_text(rows, i, "role"),
                  !row_bool(rows, i, "enabled") ? "disabled" : row_bool(rows, i, "has_password") ? "ready" : "invited",
                  time_format(row_time(rows, i, "last_login_at"), seen), row_text(rows, i, "name"));
  }
  return row_ok(rows, err);
}

static bool role(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct actor actor = me();
  int64_t id;
  enum role wanted = role_parse(command_argument(call, 1));
  if (wanted == ROLE_NONE)
    return vg_fail(err, VG_E_USAGE, "expected administrator, ciso, operator, leadership or reader, got %s", command_argument(call, 1));
  return open_db(call, &db, err) && find(db, call, &id, err) && user_set_role(db, &actor, id, wanted, err);
}

static bool set_enabled(struct command_call *call, bool enabled, struct vg_error *err) {
  DB(db);
  struct actor actor = me();
  int64_t id;
  return open_db(call, &db, err) && find(db, call, &id, err) && user_set_enabled(db, &actor, id, enabled, err);
}
static bool enable(struct command_call *call, struct vg_error *err) { return set_enabled(call, true, err); }
static bool disable(struct command_call *call, struct vg_error *err) { return set_enabled(call, false, err); }

static bool email(struct command_call *call, struct vg_error *err) {
  DB(db);
  DB_RESULT(user);
  struct actor actor = me();
  int64_t id;
  const char *wanted = command_argument(call, 1), *mail = command_text(call, "mail");
  if (strcmp(wanted, "none") == 0) wanted = NULL;
  if (!open_db(call, &db, err) || !find(db, call, &id, err) || !db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  return user_set_mail(db, &actor, id, wanted, mail != NULL ? mail : row_text(user, 0, "mail"), err);
}

static bool setup_link(struct command_call *call, struct vg_error *err) {
  DB(db);
  int64_t id;
  return open_db(call, &db, err) && find(db, call, &id, err) && print_link(call, db, id, err);
}

/* The administrator of a new installation: made if missing, and given a new link until a password is chosen. */
static bool first(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct actor actor = me();
  bool ready;
  int64_t id;
  struct vg_error absent = {0};
  if (!open_db(call, &db, err) || !user_any_ready(db, &ready, err)) return false;
  if (ready) return true;
  struct new_user user = {.login = "admin", .name = "Administrator", .role = ROLE_ADMINISTRATOR, .lang = "fr"};
  if (!user_find(db, user.login, &id, &absent) && !user_add(db, &actor, &user, &id, err)) return false;
  return print_link(call, db, id, err);
}

static const struct command_argument one_login[] = {{"LOGIN", .help = "the user's login"}, {NULL}};
static const struct command_argument login_role[] = {
    {"LOGIN", .help = "the user's login"}, {"ROLE", .help = "administrator, ciso, operator, leadership or reader"}, {NULL}};
static const struct command_option add_options[] = {
    {"name", COMMAND_TEXT, "NAME", .help = "as it is shown; the login by default"},
    {"role", COMMAND_CHOICE, "ROLE", "reader", .choices = roles, .help = "what the user may do"},
    {"lang", COMMAND_CHOICE, "LANG", "fr", .choices = langs, .help = "the language of the pages and of messages"},
    {"email", COMMAND_TEXT, "ADDRESS", .help = "where the user is told what waits for them; none: nowhere"},
    {"mail", COMMAND_CHOICE, "WHEN", .choices = mails, .help = "how often; as the role says by default: an administrator or operator daily, a ciso weekly, others never"},
    {NULL}};
static const struct command_argument login_email[] = {
    {"LOGIN", .help = "the user's login"}, {"ADDRESS", .help = "an e-mail address, or none"}, {NULL}};
static const struct command_option email_options[] = {
    {"mail", COMMAND_CHOICE, "WHEN", .choices = mails, .help = "how often the user is written to; as it was by default"}, {NULL}};

static const struct command command_add = {.name = "add", .summary = "Add a user and print the one-time link to choose a password.",
                                           .options = add_options, .arguments = one_login, .run = add};
static const struct command command_list = {.name = "list", .summary = "List users: login, role, state, last sign-in, name.", .run = list};
static const struct command command_role = {.name = "role", .summary = "Change a user's role; their sessions end.", .arguments = login_role, .run = role};
static const struct command command_email = {.name = "email", .summary = "Say where, and how often, a user is told by e-mail what waits for them.",
                                             .options = email_options, .arguments = login_email, .run = email};
static const struct command command_disable = {.name = "disable", .summary = "Keep a user out; their sessions end.", .arguments = one_login, .run = disable};
static const struct command command_enable = {.name = "enable", .summary = "Let a user in again.", .arguments = one_login, .run = enable};
static const struct command command_setup_link = {.name = "setup-link", .summary = "Print a new one-time link to choose a password.",
                                                  .arguments = one_login, .run = setup_link};
static const struct command command_first = {
    .name = "first",
    .summary = "Print the set-up link of the first administrator, while there is none.",
    .help = "Prints nothing once an enabled administrator has a password.",
    .run = first};

static const struct command *const subcommands[] = {&command_add,    &command_list,       &command_role,  &command_email, &command_disable,
                                                    &command_enable, &command_setup_link, &command_first, NULL};

const struct command command_user = {
    .name = "user",
    .summary = "Manage the people who use Vigie.",
    .help = "Nobody is given a password: a one-time link, good for three days, lets each choose theirs.",
    .subcommands = subcommands,
};
