#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/source/show.h"
#include "connectors/shared/csv_kind.h"
#include "db/settings.h"
#include "indicator/evaluate.h"
#include "sample/sample.h"
#include "source/options.h"

enum { TIMEOUT_MS = 60000, TEST_ARENA = 384 << 20, SECRET_LINE = 64 << 10 };
#define ACTOR "command line"

static bool open_owner(struct command_call *call, struct db **db, struct vg_error *err) {
  return db_open_as(db, call->config, "vigie_owner", "vigie source", TIMEOUT_MS, err);
}
static bool open_collector(struct command_call *call, struct db **db, struct vg_error *err) {
  return db_open_as(db, call->config, "vigie_collect", "vigie source", TIMEOUT_MS, err);
}

static struct pull_conf pull_conf(struct command_call *call) {
  return (struct pull_conf){.data_dir = call->config->data_dir, .trigger = "person", .sample = sample_answer};
}

static bool find(struct command_call *call, struct db *db, struct source **out, struct vg_error *err) {
  *out = vg_alloc(call->arena, sizeof **out);
  return *out != NULL ? source_find(db, call->arena, command_argument(call, 0), *out, err) : vg_fail(err, VG_E_LIMIT, "out of memory");
}

/* ---- list, show, template ---- */

static bool list(struct command_call *call, struct vg_error *err) {
  DB(db);
  return open_collector(call, &db, err) && show_list(db, clock_now(), err);
}

static bool show(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct source *s;
  return open_collector(call, &db, err) && find(call, db, &s, err) && show_source(db, s, err);
}

static bool template(struct command_call *call, struct vg_error *err) {
  const struct kind *kind = kind_find(command_argument(call, 0));
  BUF(names, 1000);
  BUF(text, 64 << 10);
  for (int i = 0; i < KIND_COUNT; i++) buf_printf(&names, "%s%s", i == 0 ? "" : ", ", kind_get((enum kind_id)i)->name);
  if (kind == NULL) return vg_fail(err, VG_E_USAGE, "expected one of %s, got \"%.60s\"", names.data, command_argument(call, 0));
  csv_template(kind, &text);
  command_write(&text);
  return buf_check(&text, "template", err);
}

/* ---- add, edit ---- */

static bool split(struct command_call *call, const char *given, const char *what, struct option_value *out, struct vg_error *err) {
  const char *equal = strchr(given, '=');
  if (equal == NULL || equal == given) return vg_fail(err, VG_E_USAGE, "%s: expected NAME=VALUE, got \"%.60s\"", what, given);
  *out = (struct option_value){vg_strndup(call->arena, given, (size_t)(equal - given)), vg_strdup(call->arena, equal + 1)};
  return true;
}

static bool read_line(struct command_call *call, FILE *f, const char *name, const char **out, struct vg_error *err) {
  char line[SECRET_LINE];
  if (fgets(line, sizeof line, f) == NULL) return vg_fail(err, VG_E_INPUT, "secret %s: no line to read", name);
  size_t n = strcspn(line, "\r\n");
  *out = vg_strndup(call->arena, line, n);
  explicit_bzero(line, sizeof line);
  return *out != NULL || vg_fail(err, VG_E_LIMIT, "secret %s: out of memory", name);
}

struct typed {
  struct option_value list[SOURCE_OPTIONS_MAX];
  size_t count;
};

static bool add_typed(struct typed *t, struct option_value v, struct vg_error *err) {
  if (t->count == SOURCE_OPTIONS_MAX) return vg_fail(err, VG_E_LIMIT, "more than %d options", SOURCE_OPTIONS_MAX);
  t->list[t->count++] = v;
  return true;
}

static bool read_secret_file(struct command_call *call, struct option_value *v, struct vg_error *err) {
  FILE *f = fopen(v->value, "re");
  if (f == NULL) return vg_fail(err, VG_E_INPUT, "secret %s: %s cannot be read", v->name, v->value);
  bool ok = read_line(call, f, v->name, &v->value, err);
  (void)fclose(f);
  return ok;
}

static bool read_typed(struct command_call *call, struct typed *t, struct vg_error *err) {
  struct option_value v;
  const char *given;
  for (size_t i = 0; (given = command_each(call, "set", i)) != NULL; i++) {
    if (!split(call, given, "--set", &v, err) || !add_typed(t, v, err)) return false;
  }
  for (size_t i = 0; (given = command_each(call, "secret-file", i)) != NULL; i++) {
    if (!split(call, given, "--secret-file", &v, err) || !read_secret_file(call, &v, err) || !add_typed(t, v, err)) return false;
  }
  for (size_t i = 0; (given = command_each(call, "secret", i)) != NULL; i++) {
    v.name = given;
    if (!read_line(call, stdin, given, &v.value, err) || !add_typed(t, v, err)) return false;
  }
  return true;
}

/* A secret given by --set would be seen by all who list the processes. */
static bool refuse_open_secrets(struct command_call *call, const struct connector *c, struct vg_error *err) {
  struct option_value v;
  const char *given;
  for (size_t i = 0; (given = command_each(call, "set", i)) != NULL; i++) {
    if (!split(call, given, "--set", &v, err)) return false;
    const struct option_spec *o = option_spec_of(c, v.name);
    if (o == NULL || o->type != OPTION_SECRET) continue;
    vg_fail(err, VG_E_USAGE, "%s is a secret: it must not be on the command line", v.name);
    return vg_hint(err, "--secret %s reads it from the standard input, --secret-file %s=PATH from a file", v.name, v.name);
  }
  return true;
}

static bool duration(struct command_call *call, const char *option, int64_t *out, struct vg_error *err) {
  const char *text = command_text(call, option);
  *out = 0;
  return text == NULL || duration_parse(text, out) || vg_fail(err, VG_E_USAGE, "--%s: expected a duration such as 10 min or 26h, got \"%.40s\"", option, text);
}

static bool test_plan(struct command_call *call, struct db *db, const struct source_plan *plan, struct vg_error *err) {
  VG_ARENA(arena, TEST_ARENA);
  struct preview *preview = arena != NULL ? vg_alloc(arena, sizeof *preview) : NULL;
  struct pull_conf conf = pull_conf(call);
  struct preview_of of = {.source = &plan->wanted, .draft = true, .typed = plan->secrets, .typed_count = plan->secrets_count};
  if (preview == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!preview_run(db, &conf, &of, clock_now(), arena, preview, err)) {
    vg_context(err, "the test failed, nothing was saved: ");
    return vg_hint(err, "--no-test saves it all the same");
  }
  show_preview(preview);
  return true;
}

static bool save(struct command_call *call, struct db *db, struct source_draft *draft, struct vg_error *err) {
  struct typed typed = {.count = 0};
  struct source_plan *plan = vg_alloc(call->arena, sizeof *plan);
  struct source_saved saved;
  if (plan == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  draft->name = command_text(call, "name"), draft->perimeter = command_text(call, "perimeter");
  draft->options = typed.list, draft->actor = ACTOR, draft->now = clock_now();
  const struct connector *connector = connector_find(draft->connector);
  if (connector == NULL) return vg_fail(err, VG_E_INPUT, "connector: there is none named \"%.60s\"", draft->connector);
  if (!refuse_open_secrets(call, connector, err) || !read_typed(call, &typed, err) ||
      !duration(call, "period", &draft->period_s, err) || !duration(call, "staleness", &draft->staleness_s, err)) {
    return false;
  }
  draft->options_count = typed.count;
  if (!source_plan(db, call->arena, draft, plan, err) || (!command_flag(call, "no-test") && !test_plan(call, db, plan, err)) ||
      !source_save(db, draft, &saved, err)) {
    return false;
  }
  if (saved.secrets_wiped) command_print("The address changed: the secrets given for the former one were forgotten.\n");
  if (draft->enabled && plan->connector->entered) command_print("Source %s is saved: people enter its records on its page.\n", plan->wanted.code);
  else if (draft->enabled) command_print("Source %s is saved; it is pulled at once, then every %lld s.\n", plan->wanted.code, (long long)plan->wanted.period_s);
  else command_print("Source %s is saved; it is switched off: nothing is pulled.\n", plan->wanted.code);
  return true;
}

static bool add(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct source_draft draft = {.code = command_argument(call, 0), .connector = command_text(call, "connector"),
                               .enabled = !command_flag(call, "disabled")};
  return open_owner(call, &db, err) && save(call, db, &draft, err);
}

static bool edit(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct source *s;
  if (!open_owner(call, &db, err) || !find(call, db, &s, err)) return false;
  struct source_draft draft = {.id = s->id, .version = s->version, .connector = s->connector, .enabled = s->enabled};
  return save(call, db, &draft, err);
}

/* ---- test, pull ---- */

static bool test(struct command_call *call, struct vg_error *err) {
  DB(db);
  VG_ARENA(arena, TEST_ARENA);
  struct source *s;
  struct preview *preview = arena != NULL ? vg_alloc(arena, sizeof *preview) : NULL;
  struct pull_conf conf = pull_conf(call);
  conf.record = command_text(call, "record");
  if (preview == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!open_collector(call, &db, err) || !find(call, db, &s, err)) return false;
  struct preview_of of = {.source = s};
  if (!preview_run(db, &conf, &of, clock_now(), arena, preview, err)) return false;
  show_preview(preview);
  return true;
}

static bool pull(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct source *s;
  struct pull_conf conf = pull_conf(call);
  struct pull_result result;
  if (!open_collector(call, &db, err) || !find(call, db, &s, err) || !pull_run(db, s->id, &conf, clock_now(), &result, err)) return false;
  show_result(&result);
  if (result.status == PULL_OK) return evaluation_run(db, clock_now(), err);
  *err = result.error;
  return false;
}

/* ---- enable, disable, remove, accept, refuse ---- */

static bool set_enabled(struct command_call *call, bool enabled, struct vg_error *err) {
  DB(db);
  struct source *s;
  return open_owner(call, &db, err) && find(call, db, &s, err) && source_enable(db, s->id, enabled, ACTOR, clock_now(), err);
}
static bool enable(struct command_call *call, struct vg_error *err) { return set_enabled(call, true, err); }
static bool disable(struct command_call *call, struct vg_error *err) { return set_enabled(call, false, err); }

static bool removal(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct source *s;
  return open_owner(call, &db, err) && find(call, db, &s, err) && source_remove(db, s->id, ACTOR, clock_now(), err) &&
         evaluation_run_all(db, clock_now(), err);
}

static bool held_pull(struct command_call *call, struct db *db, int64_t *id, struct vg_error *err) {
  DB_RESULT(r);
  struct source *s;
  if (!find(call, db, &s, err) || !db_run(db, &r, SQL_SOURCE_HELD, DB_ZERO_OR_ONE, err, P_INT(s->id))) return false;
  if (row_count(r) == 0) return vg_fail(err, VG_E_NOTFOUND, "source %s: no reading waits for an answer", s->code);
  *id = row_int(r, 0, "id");
  return row_ok(r, err);
}

static bool accept(struct command_call *call, struct vg_error *err) {
  DB(db);
  int64_t id;
  struct pull_result result;
  if (!open_collector(call, &db, err) || !held_pull(call, db, &id, err) || !pull_accept(db, id, ACTOR, clock_now(), &result, err)) return false;
  show_result(&result);
  return evaluation_run(db, clock_now(), err);
}

static bool refuse(struct command_call *call, struct vg_error *err) {
  DB(db);
  int64_t id;
  return open_collector(call, &db, err) && held_pull(call, db, &id, err) && pull_refuse(db, id, ACTOR, clock_now(), err);
}

/* ---- tables ---- */

#define EDITED                                                                                                         \
  {"set", COMMAND_TEXT, .argument = "NAME=VALUE", .repeated = true, .help = "an option of the connector; an empty value clears it"},              \
      {"secret", COMMAND_TEXT, .argument = "NAME", .repeated = true, .help = "read this secret from a line of the standard input"},             \
      {"secret-file", COMMAND_TEXT, .argument = "NAME=PATH", .repeated = true, .help = "read this secret from the first line of a file"},        \
      {"perimeter", COMMAND_TEXT, .argument = "CODE", .help = "what it speaks of (all: everything)"},                                          \
      {"name", COMMAND_TEXT, .argument = "NAME", .help = "as shown in the pages"},                                                             \
      {"period", COMMAND_TEXT, .argument = "DURATION", .help = "how often it is pulled"},                                                      \
      {"staleness", COMMAND_TEXT, .argument = "DURATION", .help = "how long a reading stays good"},                                            \
      {"no-test", COMMAND_FLAG, .help = "save without reading the source first"}

static const struct command_option add_options[] = {
    {"connector", COMMAND_TEXT, .argument = "NAME", .required = true, .help = "what kind of system it is"},
    {"disabled", COMMAND_FLAG, .help = "save it without pulling it"},
    EDITED,
    {NULL}};
static const struct command_option edit_options[] = {EDITED, {NULL}};
static const struct command_option test_options[] = {
    {"record", COMMAND_TEXT, .argument = "DIR", .help = "keep what the source answers there: a test of its connector can be made of it"}, {NULL}};
static const struct command_argument one[] = {{"SOURCE", .help = "its code"}, {NULL}};
static const struct command_argument new_one[] = {{"CODE", .help = "a short name for life: a-z, 0-9, - and _"}, {NULL}};
static const struct command_argument a_kind[] = {{"KIND", .help = "person, training, incident, asset, account, restore_test …"}, {NULL}};

static const struct command *const subcommands[] = {
    &(const struct command){.name = "list", .summary = "List the sources, their state and their last good reading.", .run = list},
    &(const struct command){.name = "show", .summary = "Show a source, its last pulls and what was refused.", .arguments = one, .run = show},
    &(const struct command){.name = "add", .summary = "Declare a source: it is read once, its first records are shown, then it is saved.",
                            .options = add_options, .arguments = new_one, .run = add},
    &(const struct command){.name = "edit", .summary = "Change a source. A new address makes it forget its secrets.", .options = edit_options,
                            .arguments = one, .run = edit},
    &(const struct command){.name = "test", .summary = "Read a source and show the first records; nothing is stored.", .options = test_options,
                            .arguments = one, .run = test},
    &(const struct command){.name = "pull", .summary = "Pull a source now, and evaluate.", .arguments = one, .run = pull},
    &(const struct command){.name = "enable", .summary = "Pull it again when it is due.", .arguments = one, .run = enable},
    &(const struct command){.name = "disable", .summary = "Stop pulling it; its records stay.", .arguments = one, .run = disable},
    &(const struct command){.name = "remove", .summary = "Remove it with its records and their history.", .arguments = one, .run = removal},
    &(const struct command){.name = "accept", .summary = "Apply the suspect reading that is held.", .arguments = one, .run = accept},
    &(const struct command){.name = "refuse", .summary = "Drop the suspect reading that is held.", .arguments = one, .run = refuse},
    &(const struct command){.name = "template", .summary = "Print the CSV template of a kind of records.", .arguments = a_kind, .bare = true, .run = template},
    NULL};

const struct command command_source = {
    .name = "source",
    .summary = "Declare, test and pull the systems that are read.",
    .subcommands = subcommands,
};
