#include <stdio.h>
#include <string.h>

#include "cli/parse.h"

enum { WIDTH = 100, COLUMN = 26 };

/* Of the first n bytes: a character of several bytes takes one column. */
static size_t columns(const char *text, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

/* Words of `text` from column `indent` on, in lines of at most WIDTH; '\n' starts a line. */
static void wrapped(struct buf *out, const char *text, size_t indent) {
  size_t column = indent;
  while (*text != '\0') {
    size_t n = strcspn(text, " \n");
    if (column > indent && column + 1 + columns(text, n) > WIDTH) {
      buf_printf(out, "\n%*s", (int)indent, "");
      column = indent;
    } else if (column > indent) {
      buf_char(out, ' ');
      column++;
    }
    buf_put(out, text, n);
    column += columns(text, n);
    text += n;
    if (*text == '\n') {
      buf_printf(out, "\n%*s", text[1] == '\n' || text[1] == '\0' ? 0 : (int)indent, "");
      column = indent;
    }
    text += *text != '\0';
  }
  buf_char(out, '\n');
}

static void row(struct buf *out, const char *left, const char *right) {
  size_t n = columns(left, strlen(left)) + 2;
  buf_printf(out, "  %s", left);
  if (n + 1 > COLUMN) {
    buf_printf(out, "\n%*s", COLUMN, "");
  } else {
    buf_printf(out, "%*s", (int)(COLUMN - n), "");
  }
  wrapped(out, right, COLUMN);
}

static void commands_of(struct buf *out, const struct command *const *list) {
  buf_text(out, "\nCommands:\n");
  for (; *list != NULL; list++) {
    if (!(*list)->internal) row(out, (*list)->name, (*list)->summary);
  }
}

static void setting_rows(struct buf *out) {
  buf_text(out, "\nSettings (all: vigie help settings):\n");
  row(out, "--config FILE", "the file of settings");
  static const char *const shown[] = {"data_dir", "log_level"};
  for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
    const struct config_key *k = config_key_find(shown[i]);
    char left[60];
    (void)snprintf(left, sizeof left, "--%s %s", k->name, k->argument);
    left[strcspn(left, "_")] = '-';
    row(out, left, k->help);
  }
}

void command_help_all(struct buf *out, const struct command *const *list) {
  buf_text(out, "Vigie shows whether a security policy is applied, from the records of your own systems.\n\n"
                "Usage: vigie COMMAND [OPTIONS]\n");
  commands_of(out, list);
  setting_rows(out);
  buf_text(out, "\nvigie COMMAND --help says more of a command; vigie help exit-codes explains exit statuses.\n");
}

static void usage_line(struct buf *out, const struct command *c, const char *path) {
  buf_printf(out, "Usage: %s", path);
  for (const struct command_option *o = c->options; o != NULL && o->name != NULL; o++) {
    if (o->required) buf_printf(out, " --%s %s", o->name, o->argument != NULL ? o->argument : "VALUE");
  }
  buf_text(out, c->subcommands != NULL ? " COMMAND" : "");
  for (const struct command_argument *a = c->arguments; a != NULL && a->name != NULL; a++) {
    buf_printf(out, a->optional ? " [%s%s]" : " %s%s", a->name, a->many ? "…" : "");
  }
  buf_text(out, " [OPTIONS]\n\n");
}

static void option_row(struct buf *out, const struct command_option *o) {
  char left[100];
  (void)snprintf(left, sizeof left, "--%s%s%s%s%s%s", o->name, o->synonym != NULL ? ", --" : "",
                 o->synonym != NULL ? o->synonym : "", o->type == COMMAND_FLAG ? "" : " ",
                 o->type == COMMAND_FLAG ? "" : o->argument != NULL ? o->argument : "VALUE", o->repeated ? " …" : "");
  BUF(right, 4096);
  buf_text(&right, o->help);
  for (const char *const *c = o->choices; c != NULL && *c != NULL; c++) {
    buf_printf(&right, "%s%s", c == o->choices ? ": " : ", ", *c);
  }
  if (o->dflt != NULL) buf_printf(&right, " (default: %s)", o->dflt);
  if (o->required) buf_text(&right, " (required)");
  row(out, left, right.data);
}

static void options_of(struct buf *out, const struct command *c) {
  if (c->arguments != NULL && c->arguments->name != NULL) buf_text(out, "\nArguments:\n");
  for (const struct command_argument *a = c->arguments; a != NULL && a->name != NULL; a++) row(out, a->name, a->help);
  if (c->options != NULL && c->options->name != NULL) buf_text(out, "\nOptions:\n");
  for (const struct command_option *o = c->options; o != NULL && o->name != NULL; o++) option_row(out, o);
}

void command_help_one(struct buf *out, const struct command *c, const char *path) {
  usage_line(out, c, path);
  wrapped(out, c->summary, 0);
  if (c->help != NULL) {
    buf_char(out, '\n');
    wrapped(out, c->help, 0);
  }
  if (c->subcommands != NULL) commands_of(out, c->subcommands);
  options_of(out, c);
  if (!c->bare) setting_rows(out);
}

void command_help_exit_codes(struct buf *out) {
  buf_text(out, "| status | name | meaning | worth trying again |\n| ---: | --- | --- | --- |\n");
  for (int code = VG_OK; code < VG_CODE_COUNT; code++) {
    const struct vg_error_info *info = vg_error_info((enum vg_code)code);
    buf_printf(out, "| %d | %s | %s | %s |\n", info->exit_code, info->name, info->title,
               code == VG_OK ? "" : info->retry ? "yes" : "no");
  }
  buf_text(out, "\nA command whose output nobody reads any more (`| head`) ends by SIGPIPE, without a word: 141 for a shell.\n\n"
                "`vigie doctor` has its own: 0 all is fine, 1 there are warnings or a check could not be made, 2 there are failures.\n"
                "`vigie migrate --check` ends with 3 when something is to be done.\n");
}

static void reference_of(struct buf *out, const struct command *c, const char *path) {
  buf_printf(out, "\n## %s\n\n```text\n", path);
  command_help_one(out, c, path);
  buf_text(out, "```\n");
  for (const struct command *const *s = c->subcommands; s != NULL && *s != NULL; s++) {
    char longer[200];
    (void)snprintf(longer, sizeof longer, "%s %s", path, (*s)->name);
    if (!(*s)->internal) reference_of(out, *s, longer);
  }
}

void command_reference(struct buf *out, const struct command *const *list) {
  buf_text(out, "# Commands\n\n<!-- Made by `vigie help commands --markdown`; tests/lint checks that it is current. -->\n\n"
                "## Exit statuses\n\n");
  command_help_exit_codes(out);
  for (; *list != NULL; list++) {
    char path[100];
    (void)snprintf(path, sizeof path, "vigie %s", (*list)->name);
    if (!(*list)->internal) reference_of(out, *list, path);
  }
}
