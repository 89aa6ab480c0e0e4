#include <string.h>

#include "cli/parse.h"

/* Walks the words before the one being typed: which command they name, values of options left out; then offers what its tables hold. "=" is a
 * word of its own for bash. Options are offered once a "-" is typed.
 * What is no word of ours is left to bash: the names of files. */
static const char head[] =
    "# Completion of vigie for bash. Made by `vigie completion bash`.\n"
    "_vigie() {\n"
    "  local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path=vigie words='' i=1\n"
    "  if [ \"$cur\" = = ]; then cur=''; elif [ \"$before\" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
    "  for (( ; i < COMP_CWORD; i++)); do\n"
    "    case \"$path ${COMP_WORDS[i]}\" in\n";
static const char middle[] =
    "    esac\n"
    "  done\n";
static const char tail[] =
    "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\" | if [ \"${cur:0:1}\" = - ]; then cat; else grep -v ^-; fi)\n"
    "}\n"
    "complete -o default -F _vigie vigie\n";

/* Calls `each` for every command that people may call, those above first. */
struct visit {
  struct buf *out;
  void (*each)(struct buf *, const struct command *, const char *path);
};

static void visit(const struct visit *v, const struct command *const *list, const char *path) {
  for (; *list != NULL; list++) {
    BUF(longer, 200);
    if ((*list)->internal) continue;
    buf_printf(&longer, "%s %s", path, (*list)->name);
    v->each(v->out, *list, longer.data);
    if ((*list)->subcommands != NULL) visit(v, (*list)->subcommands, longer.data);
  }
}

static void setting_name(struct buf *out, const struct config_key *k) {
  for (const char *p = k->name; *p != '\0'; p++) buf_char(out, *p == '_' ? '-' : *p);
}

/* ---- the words before ---- */

static void step_of(struct buf *out, const struct command *c, const char *path) {
  buf_printf(out, "      \"%s\") path=\"%s\" ;;\n", path, path);
  for (const struct command_option *o = c->options; o != NULL && o->name != NULL; o++) {
    if (o->type == COMMAND_FLAG) continue;
    buf_printf(out, "      \"%s --%s\"", path, o->name);
    if (o->synonym != NULL) buf_printf(out, "|\"%s --%s\"", path, o->synonym);
    buf_text(out, ") i=$((i + 1)); if [ \"${COMP_WORDS[i]}\" = = ]; then i=$((i + 1)); fi ;;\n");
  }
}

static void steps_of_settings(struct buf *out) {
  buf_text(out, "      *' --config'");
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    if (k->type == CONFIG_BOOL) continue;
    buf_text(out, "|*' --");
    setting_name(out, k);
    buf_char(out, '\'');
  }
  buf_text(out, ") i=$((i + 1)); if [ \"${COMP_WORDS[i]}\" = = ]; then i=$((i + 1)); fi ;;\n");
}

/* ---- the value of an option ---- */

static void words_of(struct buf *out, const char *const *list) {
  for (; list != NULL && *list != NULL; list++) buf_printf(out, " %s", *list);
}

static void value_of(struct buf *out, const struct command *c, const char *path) {
  for (const struct command_option *o = c->options; o != NULL && o->name != NULL; o++) {
    if (o->type == COMMAND_FLAG) continue;
    buf_printf(out, "    \"%s --%s\"", path, o->name);
    if (o->synonym != NULL) buf_printf(out, "|\"%s --%s\"", path, o->synonym);
    buf_text(out, ") words='");
    words_of(out, o->choices);
    buf_text(out, " ' ;;\n");
  }
}

static void values_of_settings(struct buf *out) {
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    if (k->type == CONFIG_BOOL) continue;
    buf_text(out, "    *' --");
    setting_name(out, k);
    buf_text(out, "') words='");
    words_of(out, k->choices);
    buf_text(out, " ' ;;\n");
  }
  buf_text(out, "    *' --config') words=' ' ;;\n");
}

/* ---- what may follow a command ---- */

static void names_of(struct buf *out, const struct command *const *list) {
  for (; list != NULL && *list != NULL; list++)
    if (!(*list)->internal) buf_printf(out, " %s", (*list)->name);
}

static void settings_of(struct buf *out) {
  buf_text(out, " --help --config");
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    buf_text(out, " --");
    setting_name(out, k);
  }
}

static void offer_of(struct buf *out, const struct command *c, const char *path) {
  buf_printf(out, "    \"%s\") words='", path);
  names_of(out, c->subcommands);
  for (const struct command_argument *a = c->arguments; a != NULL && a->name != NULL; a++) words_of(out, a->choices);
  for (const struct command_option *o = c->options; o != NULL && o->name != NULL; o++) buf_printf(out, " --%s", o->name);
  if (c->bare) buf_text(out, " --help");
  else settings_of(out);
  buf_text(out, "' ;;\n");
}

/* ---- vigie help: it takes the names of commands ---- */

static void step_of_help(struct buf *out, const struct command *c, const char *path) {
  (void)c;
  buf_printf(out, "      \"%s\") path=\"%s\" ;;\n", path, path);
}

static void offer_of_help(struct buf *out, const struct command *c, const char *path) {
  buf_printf(out, "    \"%s\") words='", path);
  names_of(out, c->subcommands);
  buf_text(out, " ' ;;\n");
}

/* Before what its own table offers: the first that matches counts. */
static void offers_of_help(struct buf *out, const struct command *const *list) {
  buf_text(out, "    'vigie help') words='");
  names_of(out, list);
  for (const struct command *const *c = list; *c != NULL; c++)
    if (strcmp((*c)->name, "help") == 0 && (*c)->arguments != NULL) words_of(out, (*c)->arguments->choices);
  buf_text(out, " --markdown' ;;\n");
  visit(&(struct visit){out, offer_of_help}, list, "vigie help");
}

void command_completion_bash(struct buf *out, const struct command *const *list) {
  buf_text(out, head);
  visit(&(struct visit){out, step_of}, list, "vigie");
  visit(&(struct visit){out, step_of_help}, list, "vigie help");
  steps_of_settings(out);
  buf_text(out, middle);
  buf_text(out, "  case \"$path $before\" in\n");
  visit(&(struct visit){out, value_of}, list, "vigie");
  values_of_settings(out);
  buf_text(out, "  esac\n  if [ -z \"$words\" ]; then case $path in\n    vigie) words='");
  names_of(out, list);
  settings_of(out);
  buf_text(out, "' ;;\n");
  offers_of_help(out, list);
  visit(&(struct visit){out, offer_of}, list, "vigie");
  buf_text(out, "  esac; fi\n");
  buf_text(out, tail);
}
