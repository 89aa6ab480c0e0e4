#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/command.h"
#include "db/settings.h"
#include "db/sql_file.h"
#include "indicator/catalogue.h"
#include "policy/diff.h"
#include "policy/policy.h"

enum { TIMEOUT_MS = 60000 };

static void free_policy(struct policy **policy) {
  policy_free(*policy);
}
#define POLICY(name) __attribute__((cleanup(free_policy))) struct policy *name = NULL

/* ---- where a pack comes from ---- */

struct pack {
  const char *path, *text; /* in the command's arena, or compiled in */
  bool builtin;
};

static bool read_file(struct command_call *call, const char *path, struct pack *out, struct vg_error *err) {
  *out = (struct pack){.path = path};
  return command_file(call, path, POLICY_BYTES_MAX, &out->text, err);
}

static bool builtin(struct command_call *call, const char *code, struct pack *out) {
  *out = (struct pack){vg_printf(call->arena, "sql/policy/%s.yaml", code), policy_builtin_text(code), true};
  return out->text != NULL;
}

/* Always false: names the packs of the program, as the hint of a name that is none. */
static bool hint_packs(struct vg_arena *arena, struct vg_error *err) {
  const char *names = NULL;
  for (const struct sql_file *f = sql_policies; f->name != NULL; f++) names = names == NULL ? f->name : vg_printf(arena, "%s, %s", names, f->name);
  return vg_hint(err, "the packs of the program: %s; vigie policy list names the versions that are loaded", names != NULL ? names : "none");
}

/* A file, or the code of a pack that comes with the program; by default the one it installs. */
static bool find(struct command_call *call, const char *name, struct pack *out, struct vg_error *err) {
  if (name == NULL) name = "coreoz-2024";
  if (access(name, F_OK) == 0) return read_file(call, name, out, err);
  if (builtin(call, name, out)) return true;
  (void)vg_fail(err, VG_E_NOTFOUND, "%s: expected a file, or the code of a pack of the program", name);
  return hint_packs(call->arena, err);
}

/* The same, or the code of a version that is loaded. */
static bool find_any(struct command_call *call, const char *name, struct pack *out, struct vg_error *err) {
  DB(db);
  DB_RESULT(r);
  if (access(name, F_OK) == 0) return read_file(call, name, out, err);
  if (builtin(call, name, out)) return true;
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie policy", TIMEOUT_MS, err) ||
      !db_run(db, &r, SQL_POLICY_TEXT, DB_ZERO_OR_ONE, err, P_TEXT(name)))
    return vg_context(err, "%s is no file and no pack of the program: ", name);
  if (row_count(r) == 0) {
    (void)vg_fail(err, VG_E_NOTFOUND, "%s: expected a file, or the code of a pack of the program or of a version that is loaded", name);
    return hint_packs(call->arena, err);
  }
  *out = (struct pack){.path = vg_strdup(call->arena, name), .text = vg_strdup(call->arena, row_text(r, 0, "pack"))};
  return row_ok(r, err);
}

static bool parse(const struct pack *pack, struct policy **out, struct vg_error *err) {
  return policy_parse(pack->path, pack->text, strlen(pack->text), out, err);
}

/* ---- check ---- */

/* What this program measures. */
static bool vocabulary(struct command_call *call, struct policy_vocabulary *out, struct vg_error *err) {
  size_t n;
  const struct indicator *all = indicator_all(&n, err);
  if (all == NULL) return false;
  const char **codes = vg_alloc(call->arena, (n + 1) * sizeof *codes);
  bool *up = vg_alloc(call->arena, (n + 1) * sizeof *up);
  bool *percent = vg_alloc(call->arena, (n + 1) * sizeof *percent);
  if (codes == NULL || up == NULL || percent == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < n; i++) {
    codes[i] = all[i].code;
    up[i] = all[i].higher_is_better;
    percent[i] = strcmp(all[i].unit, "%") == 0;
  }
  *out = (struct policy_vocabulary){codes, up, percent, n};
  return true;
}

static void print_missing(const struct policy *p, const struct policy_vocabulary *v) {
  const char *before = "not measured yet: ";
  for (unsigned i = 0; i < p->thresholds_count; i++) {
    if (policy_knows(v, p->thresholds[i].indicator)) continue;
    command_print("%s%s", before, p->thresholds[i].indicator);
    before = ", ";
  }
  if (strcmp(before, ", ") == 0) command_print("\n");
}

static bool has_threshold(const struct policy *p, const char *indicator) {
  for (unsigned i = 0; i < p->thresholds_count; i++)
    if (strcmp(p->thresholds[i].indicator, indicator) == 0) return true;
  return false;
}

/* Not wrong: one may be in force already, or be set on its page. */
static void print_untargeted(const struct policy *p) {
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      const struct policy_rule *rule = &p->chapters[i].rules[r];
      for (unsigned k = 0; k < rule->indicators_count; k++)
        if (!has_threshold(p, rule->indicators[k]))
          command_print("  no threshold in this pack: %s %s (no state unless one was set before, or on its page)\n", rule->number, rule->indicators[k]);
    }
  }
}

static void print_measurable(const struct policy *p, const struct policy_vocabulary *v) {
  unsigned measurable = 0;
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) measurable += policy_measurable(p, v, &p->chapters[i].rules[r]);
  }
  command_print("%u of %u rules measurable\n", measurable, policy_rules(p));
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      const struct policy_rule *rule = &p->chapters[i].rules[r];
      if (!policy_measurable(p, v, rule)) command_print("  not measurable: %s %s\n", rule->number, rule->title_en);
    }
  }
}

#define NOT_LOOKED_AT "indicators of the organisation, its perimeters and what was published could not be looked at: %s"

/* The database knows what loading would refuse; without it, the pack is held against the program alone. */
static bool judge(struct command_call *call, const struct pack *pack, const struct policy *policy, struct policy_vocabulary *v,
                  struct vg_error *away, struct vg_error *err) {
  DB(db);
  if (db_open_as(&db, call->config, "vigie_owner", "vigie policy", TIMEOUT_MS, away) &&
      policy_try(db, call->arena, pack->path, pack->text, policy, v, away))
    return true;
  if (away->code == VG_E_INPUT) return vg_fail(err, VG_E_INPUT, "%s", away->message) || vg_hint(err, "%s", away->hint);
  return vocabulary(call, v, err) &&
         (policy_check(pack->path, pack->text, policy, v, pack->builtin, err) || vg_hint(err, NOT_LOOKED_AT, away->message));
}

static bool check(struct command_call *call, struct vg_error *err) {
  POLICY(policy);
  struct pack pack;
  struct policy_vocabulary v;
  struct vg_error away = {0};
  if (!find(call, command_argument(call, 0), &pack, err) || !parse(&pack, &policy, err) || !judge(call, &pack, policy, &v, &away, err))
    return false;
  command_print("%s: %u chapter%s, %u rule%s, %u threshold%s: nothing wrong\n", policy->code, policy->chapters_count,
                COMMAND_S(policy->chapters_count), policy_rules(policy), COMMAND_S(policy_rules(policy)), policy->thresholds_count,
                COMMAND_S(policy->thresholds_count));
  print_measurable(policy, &v);
  print_untargeted(policy);
  print_missing(policy, &v);
  if (away.code != VG_OK) command_print(NOT_LOOKED_AT "\n", away.message);
  return true;
}

/* ---- load, remove, list, diff, show ---- */

static bool load(struct command_call *call, struct vg_error *err) {
  DB(db);
  POLICY(policy);
  struct pack pack;
  if (!find(call, command_argument(call, 0), &pack, err) ||
      !db_open_as(&db, call->config, "vigie_owner", "vigie policy", TIMEOUT_MS, err) ||
      !policy_load(db, pack.path, pack.text, strlen(pack.text), "command line", &policy, err))
    return false;
  command_print("%s is loaded: %u rule%s, in force from %s\n", policy->code, policy_rules(policy), COMMAND_S(policy_rules(policy)),
                policy->effective_on);
  return true;
}

static bool removal(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct policy_removed removed;
  const char *code = command_argument(call, 0);
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie policy", TIMEOUT_MS, err) ||
      !policy_remove(db, call->arena, code, "command line", &removed, err))
    return false;
  command_print("%s is removed: it was to be in force from %s.", code, removed.effective_on);
  if (removed.former != NULL) command_print(" %s goes on.", removed.former);
  command_print("\n");
  return true;
}

static bool list(struct command_call *call, struct vg_error *err) {
  DB(db);
  DB_RESULT(r);
  if (!db_open_as(&db, call->config, "vigie_web", "vigie policy", TIMEOUT_MS, err) ||
      !db_run(db, &r, SQL_POLICY_VERSIONS, DB_MANY, err))
    return false;
  command_print("%-24s %-12s %-12s %6s  %s\n", "POLICY", "FROM", "IN FORCE", "RULES", "TITLE");
  vg_time now = clock_now();
  for (size_t i = 0; i < row_count(r); i++) {
    bool ended = row_bool(r, i, "never") || (!row_null(r, i, "to_at") && row_time(r, i, "to_at") <= now);
    const char *state = ended ? "no longer" : row_time(r, i, "from_at") > now ? "to come" : "yes";
    command_print("%-24s %-12s %-12s %6d  %s\n", row_text(r, i, "code"), row_text(r, i, "effective_on"), state,
                  (int)row_int(r, i, "rules"), row_text(r, i, "title_en"));
  }
  return row_ok(r, err);
}

static void print_difference(const struct policy_difference *d) {
  const char *title = policy_part_name(d->part), *space = *d->name == '\0' ? "" : " ";
  if (d->before == NULL)
    command_print("+ %s%s%s%s%s\n", title, space, d->name, *d->after == '\0' ? "" : ": ", d->after);
  else if (d->after == NULL)
    command_print("- %s%s%s%s%s\n", title, space, d->name, *d->before == '\0' ? "" : ": ", d->before);
  else
    command_print("~ %s%s%s: %s -> %s\n", title, space, d->name, d->before, d->after);
}

static bool diff(struct command_call *call, struct vg_error *err) {
  POLICY(before);
  POLICY(after);
  struct pack a, b;
  struct policy_differences d;
  if (!find_any(call, command_argument(call, 0), &a, err) || !find_any(call, command_argument(call, 1), &b, err) ||
      !parse(&a, &before, err) || !parse(&b, &after, err) || !policy_diff(call->arena, before, after, false, &d, err))
    return false;
  for (size_t i = 0; i < d.count; i++) print_difference(&d.items[i]);
  if (d.count == 0) command_print("no difference\n");
  return true;
}

static bool show(struct command_call *call, struct vg_error *err) {
  POLICY(policy);
  struct pack pack;
  if (!find(call, command_argument(call, 0), &pack, err) || !parse(&pack, &policy, err)) return false;
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

static const struct command_argument one[] = {
    {"FILE|CODE", .optional = true, .help = "a pack in YAML, or the code of one that comes with the program (default: coreoz-2024)"},
    {NULL}};
static const struct command_argument loaded[] = {{"CODE", .help = "the code of a version that is loaded"}, {NULL}};
static const struct command_argument two[] = {
    {"A", .help = "a pack in YAML, or the code of one that comes with the program or of a version that is loaded"},
    {"B", .help = "the same, to compare with"},
    {NULL}};

static const struct command *const subcommands[] = {
    &(const struct command){.name = "check",
                            .summary = "Check a policy pack and count the rules that can be measured; change nothing.",
                            .help = "Refuses what load would: with the database, that is a date of effect that would change published "
                                    "figures and a perimeter that does not exist or has another place, too. Without it, it says so.",
                            .arguments = one,
                            .run = check},
    &(const struct command){.name = "load",
                            .summary = "Load a version of the policy, whole or not at all.",
                            .help = "Refused when it would change a day for which figures were published, or takes effect on the day "
                                    "of another version: give a new version a code of its own and a date of effect of its own to come.",
                            .arguments = one,
                            .run = load},
    &(const struct command){.name = "remove",
                            .summary = "Remove a version of the policy that is not in force yet.",
                            .help = "Its rules, thresholds and statements go; the version before it goes on. Refused once it is in force, "
                                    "or while another version comes after it: remove that one first, then load it again.",
                            .arguments = loaded,
                            .run = removal},
    &(const struct command){.name = "list", .summary = "List the versions of the policy and when each is in force.", .run = list},
    &(const struct command){.name = "diff",
                            .summary = "Say what differs between two packs: rules, texts, indicators, thresholds, registers.",
                            .help = "Exit status: 0 when they could be compared, whether they differ or not. The two packs are only read, "
                                    "vigie policy check judges one.",
                            .arguments = two,
                            .run = diff},
    &(const struct command){.name = "show",
                            .summary = "Show the rules of a pack and their indicators.",
                            .arguments = one,
                            .bare = true,
                            .run = show},
    NULL};

const struct command command_policy = {
    .name = "policy",
    .summary = "Check, load, remove, compare and show versions of the policy: chapters, rules, thresholds, registers.",
    .subcommands = subcommands,
};
