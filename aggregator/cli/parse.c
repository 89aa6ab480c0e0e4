#include "cli/parse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

enum { NAMES_MAX = 128 };

struct reader {
  struct parsed *out;
  struct command_given *given;
  struct config_flag *flags;
  const char **arguments;
  char **argv;
  int argc, at;
  const struct command *const *list; /* where the next command is looked up */
  bool only_arguments;               /* after "--" */
};

static bool usage(const struct reader *r, struct vg_error *err) {
  return vg_hint(err, "See %s --help", r->out->call.path);
}

const char *command_nearest(const struct command *const *list, const char *name) {
  const char *names[NAMES_MAX];
  size_t count = 0;
  for (size_t i = 0; list[i] != NULL && count < NAMES_MAX; i++) {
    if (!list[i]->internal) names[count++] = list[i]->name;
  }
  return text_nearest(name, names, count);
}

static bool no_command(const struct reader *r, const char *name, struct vg_error *err) {
  char shown[60];
  (void)vg_fail(err, VG_E_USAGE, "no command is named \"%s\"", text_show(name, shown, sizeof shown));
  const char *nearest = command_nearest(r->list, name);
  return nearest != NULL ? vg_hint(err, "Did you mean %s %s?", r->out->call.path, nearest) : usage(r, err);
}

static bool descend(struct reader *r, const char *name, struct vg_error *err) {
  struct command_call *call = &r->out->call;
  size_t i = 0;
  while (r->list[i] != NULL && strcmp(r->list[i]->name, name) != 0) i++;
  if (r->list[i] == NULL) return no_command(r, name, err);
  call->command = r->list[i];
  call->path = vg_printf(call->arena, "%s %s", call->path, name);
  r->list = call->command->subcommands;
  return call->path != NULL || vg_fail(err, VG_E_LIMIT, "command line too long");
}

static bool is_named(const char *name, const char *given, size_t length) {
  return name != NULL && strncmp(name, given, length) == 0 && name[length] == '\0';
}

static const struct command_option *find_option(const struct command *command, const char *name, size_t length) {
  for (const struct command_option *o = command == NULL ? NULL : command->options; o != NULL && o->name != NULL; o++) {
    if (is_named(o->name, name, length) || is_named(o->synonym, name, length)) return o;
  }
  return NULL;
}

static bool no_option(const struct reader *r, const char *name, struct vg_error *err) {
  const char *names[NAMES_MAX] = {"help", "config", "version"};
  size_t count = 3;
  const struct command *c = r->out->call.command;
  for (const struct command_option *o = c == NULL ? NULL : c->options; o != NULL && o->name != NULL && count < 64; o++) {
    names[count++] = o->name;
  }
  for (const struct config_key *k = config_keys; k->name != NULL && count < NAMES_MAX; k++) names[count++] = k->name;
  char shown[60];
  (void)vg_fail(err, VG_E_USAGE, "no option is named \"--%s\"", text_show(name, shown, sizeof shown));
  const char *nearest = text_nearest(name, names, count);
  if (nearest == NULL) return usage(r, err);
  char dashed[64];
  (void)snprintf(dashed, sizeof dashed, "%s", nearest);
  for (char *p = dashed; *p != '\0'; p++) *p = *p == '_' ? '-' : *p;
  return vg_hint(err, "Did you mean --%s?", dashed);
}

/* What follows '=', or the next word. NULL and an error when there is none. */
static const char *value_of(struct reader *r, const char *name, const char *equal, struct vg_error *err) {
  if (equal != NULL) return equal + 1;
  if (r->at < r->argc && strncmp(r->argv[r->at], "--", 2) != 0) return r->argv[r->at++];
  (void)vg_fail(err, VG_E_USAGE, "--%s: expected a value, got %s", name, r->at < r->argc ? r->argv[r->at] : "nothing");
  (void)usage(r, err);
  return NULL;
}

static bool given_before(const struct reader *r, const struct command_option *option) {
  for (size_t i = 0; i < r->out->call.given_count; i++) {
    if (r->given[i].option == option) return true;
  }
  return false;
}

/* `name`: the one that was typed, the option's own or its synonym. */
static bool take_option(struct reader *r, const struct command_option *o, const char *name, const char *equal, struct vg_error *err) {
  const char *value = NULL;
  if (!o->repeated && given_before(r, o)) return vg_fail(err, VG_E_USAGE, "--%s: given twice", o->name);
  if (o->type == COMMAND_FLAG && equal != NULL) {
    return vg_fail(err, VG_E_USAGE, "--%s: expected no value, got \"%.60s\"", name, equal + 1);
  }
  if (o->type != COMMAND_FLAG && (value = value_of(r, name, equal, err)) == NULL) return false;
  r->given[r->out->call.given_count++] = (struct command_given){o, value};
  return true;
}

static bool take_setting(struct reader *r, const char *name, const char *equal, struct vg_error *err) {
  const struct config_key *key = strcmp(name, "config") == 0 ? NULL : config_key_find(name);
  if (key == NULL && strcmp(name, "config") != 0) return no_option(r, name, err);
  const char *value;
  if (key != NULL && key->type == CONFIG_BOOL && equal == NULL && (r->at >= r->argc || r->argv[r->at][0] == '-')) {
    value = "yes";
  } else if ((value = value_of(r, name, equal, err)) == NULL) {
    return false;
  }
  if (key == NULL) r->out->config_file = value;
  r->flags[r->out->call.config_flag_count++] = (struct config_flag){key == NULL ? "config" : key->name, value};
  return true;
}

static bool take_word(struct reader *r, const char *word, struct vg_error *err) {
  const char *equal = strchr(word, '=');
  size_t length = equal == NULL ? strlen(word) : (size_t)(equal - word);
  const struct command_option *o = find_option(r->out->call.command, word, length);
  const char *name = vg_strndup(r->out->call.arena, word, length);
  if (name == NULL) return vg_fail(err, VG_E_LIMIT, "command line too long");
  if (o != NULL) return take_option(r, o, name, equal, err);
  if (strcmp(word, "help") == 0) return r->out->help = true;
  if (strcmp(word, "version") == 0) return r->out->version = true;
  return take_setting(r, name, equal, err);
}

static bool take(struct reader *r, struct vg_error *err) {
  const char *word = r->argv[r->at++];
  if (!r->only_arguments && strcmp(word, "--") == 0) return r->only_arguments = true;
  if (!r->only_arguments && strncmp(word, "--", 2) == 0) return take_word(r, word + 2, err);
  if (!r->only_arguments && strcmp(word, "-h") == 0) return r->out->help = true;
  if (!r->only_arguments && word[0] == '-' && word[1] != '\0' && !isdigit((unsigned char)word[1])) {
    (void)vg_fail(err, VG_E_USAGE, "expected an option such as --help, got \"%.60s\"", word);
    return usage(r, err);
  }
  if (r->list != NULL) return descend(r, word, err);
  r->arguments[r->out->call.argument_count++] = word;
  return true;
}

bool command_parse(struct parsed *out, int argc, char **argv, const struct command *const *list, struct vg_error *err) {
  struct command_call *call = &out->call;
  size_t most = (size_t)argc + 1;
  struct reader r = {.out = out, .argv = argv, .argc = argc, .list = list};
  r.given = vg_alloc(call->arena, most * sizeof *r.given);
  r.flags = vg_alloc(call->arena, most * sizeof *r.flags);
  r.arguments = vg_alloc(call->arena, most * sizeof *r.arguments);
  if (r.given == NULL || r.flags == NULL || r.arguments == NULL) return vg_fail(err, VG_E_LIMIT, "command line too long");
  call->given = r.given;
  call->config_flags = r.flags;
  call->arguments = r.arguments;
  call->path = "vigie";
  while (r.at < argc) {
    if (!take(&r, err)) return false;
  }
  if (out->help || out->version || r.list == NULL) return true;
  (void)vg_fail(err, VG_E_USAGE, "expected a command");
  return usage(&r, err);
}

/* ---- types ---- */

static bool value_ok(const struct command_option *o, const char *value, const struct zone *zone) {
  int64_t integer;
  double real;
  vg_time at;
  struct vg_error ignored = {0};
  bool whole = o->min == 0 && o->max == 0;
  switch (o->type) {
  case COMMAND_INT: return text_int(value, whole ? INT64_MIN : o->min, whole ? INT64_MAX : o->max, &integer);
  case COMMAND_REAL: return text_real(value, &real);
  case COMMAND_TIME: return zone_parse(zone, value, &at, &ignored);
  case COMMAND_CHOICE: break;
  case COMMAND_FLAG:
  case COMMAND_TEXT: return true;
  }
  for (const char *const *c = o->choices; *c != NULL; c++) {
    if (strcmp(*c, value) == 0) return true;
  }
  return false;
}

static void expects(const struct command_option *o, char *out, size_t size) {
  static const char *const texts[] = {[COMMAND_FLAG] = "no value", [COMMAND_TEXT] = "a text", [COMMAND_INT] = "an integer",
                                      [COMMAND_REAL] = "a number", [COMMAND_CHOICE] = "one of",
                                      [COMMAND_TIME] = "an instant or a date"};
  (void)snprintf(out, size, "%s", texts[o->type]);
  if (o->type == COMMAND_INT && (o->min != 0 || o->max != 0)) {
    (void)snprintf(out, size, "an integer between %lld and %lld", (long long)o->min, (long long)o->max);
  }
  for (const char *const *c = o->choices; c != NULL && *c != NULL; c++) {
    size_t used = strlen(out);
    (void)snprintf(out + used, size - used, "%s %s", c == o->choices ? "" : ",", *c);
  }
}

static bool check_values(const struct command_call *call, const struct zone *zone, struct vg_error *err) {
  for (size_t i = 0; i < call->given_count; i++) {
    const struct command_option *o = call->given[i].option;
    if (o->type == COMMAND_FLAG || value_ok(o, call->given[i].value, zone)) continue;
    char expected[300], shown[80];
    expects(o, expected, sizeof expected);
    return vg_fail(err, VG_E_USAGE, "--%s: expected %s, got \"%s\"", o->name, expected,
                   text_show(call->given[i].value, shown, sizeof shown));
  }
  return true;
}

static bool check_required(const struct command_call *call, struct vg_error *err) {
  for (const struct command_option *o = call->command->options; o != NULL && o->name != NULL; o++) {
    if (o->required && !command_given(call, o->name)) return vg_fail(err, VG_E_USAGE, "--%s: required", o->name);
  }
  const struct command_argument *a = call->command->arguments;
  size_t most = 0;
  bool many = false;
  for (; a != NULL && a->name != NULL; a++) {
    if (!a->optional && call->argument_count <= most) {
      return vg_fail(err, VG_E_USAGE, "expected %s, got nothing", a->name);
    }
    most++;
    many = many || a->many;
  }
  if (many || call->argument_count <= most) return true;
  return vg_fail(err, VG_E_USAGE, "expected %zu %s at most, got \"%.60s\" too", most,
                 most == 1 ? "argument" : "arguments", call->arguments[most]);
}

bool command_check(const struct parsed *p, struct vg_error *err) {
  const struct zone *zone = p->call.config != NULL ? p->call.config->zone : zone_utc();
  if (check_values(&p->call, zone, err) && check_required(&p->call, err)) return true;
  return vg_hint(err, "See %s --help", p->call.path);
}
