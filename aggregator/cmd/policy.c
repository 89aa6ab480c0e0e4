#include <stdio.h>

#include "cmd/command.h"
#include "db/settings.h"
#include "policy/policy.h"

enum { TIMEOUT_MS = 60000, FILE_LIMIT = 1 << 20 };

static void close_db(struct db **db) {
  db_close(*db);
}
static void free_policy(struct policy **policy) {
  policy_free(*policy);
}
#define DB(name) __attribute__((cleanup(close_db))) struct db *name = NULL
#define POLICY(name) __attribute__((cleanup(free_policy))) struct policy *name = NULL

static bool read_file(const char *path, struct buf *out, struct vg_error *err) {
  char part[8192];
  FILE *f = fopen(path, "re");
  if (f == NULL) return vg_fail(err, VG_E_INPUT, "%s cannot be read", path);
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(out, part, n);
  bool ok = ferror(f) == 0 || vg_fail(err, VG_E_INPUT, "%s cannot be read", path);
  (void)fclose(f);
  return ok && buf_check(out, path, err);
}

/* A file, or the pack of that name compiled in when no argument is given. */
static bool get(struct command_call *call, struct policy **out, struct vg_error *err) {
  const char *path = command_argument(call, 0);
  if (path == NULL) return policy_builtin("coreoz-2024", out, err);
  BUF(text, FILE_LIMIT);
  return read_file(path, &text, err) && policy_parse(path, text.data, text.length, out, err);
}

static bool check(struct command_call *call, struct vg_error *err) {
  POLICY(policy);
  if (!get(call, &policy, err)) return false;
  command_print("%s: %u chapters, %u rules, %u thresholds: nothing wrong\n", policy->code, policy->chapters_count,
                policy_rules(policy), policy->thresholds_count);
  return true;
}

static bool load(struct command_call *call, struct vg_error *err) {
  DB(db);
  POLICY(policy);
  if (!get(call, &policy, err) || !db_open_as(&db, call->config, "vigie_owner", "vigie policy", TIMEOUT_MS, err) ||
      !policy_store(db, policy, err))
    return false;
  command_print("%s is loaded: %u rules\n", policy->code, policy_rules(policy));
  return true;
}

static bool show(struct command_call *call, struct vg_error *err) {
  POLICY(policy);
  if (!get(call, &policy, err)) return false;
  command_print("%s, in force since %s\n", policy->title_en, policy->effective_on);
  for (unsigned i = 0; i < policy->chapters_count; i++) {
    const struct policy_chapter *c = &policy->chapters[i];
    command_print("\n%d. %s\n", c->number, c->title_en);
    for (unsigned n = 0; n < c->rules_count; n++) {
      const struct policy_rule *r = &c->rules[n];
      command_print("  %-6s %-32s", r->number, r->title_en);
      for (unsigned k = 0; k < r->indicators_count; k++) command_print("%s%s", k == 0 ? " " : ", ", r->indicators[k]);
      command_print("\n");
    }
  }
  return true;
}

static const struct command_argument file[] = {
    {"FILE", .optional = true, .help = "a pack in YAML (default: the one that comes with the program)"}, {NULL}};

static const struct command *const subcommands[] = {
    &(const struct command){.name = "check",
                            .summary = "Check a policy pack; change nothing.",
                            .arguments = file,
                            .bare = true,
                            .run = check},
    &(const struct command){
        .name = "load", .summary = "Load a policy pack, whole or not at all.", .arguments = file, .run = load},
    &(const struct command){.name = "show",
                            .summary = "Show the rules of a pack and their indicators.",
                            .arguments = file,
                            .bare = true,
                            .run = show},
    NULL};

const struct command command_policy = {
    .name = "policy",
    .summary = "Check, load and show the policy: chapters, rules, thresholds.",
    .subcommands = subcommands,
};
