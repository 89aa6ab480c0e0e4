/* cli/parse.h — from argv to a call, and help texts from the tables; for cli/ only. */
#ifndef VG_CLI_PARSE_H
#define VG_CLI_PARSE_H

#include "cli/command.h"

struct command_given {
  const struct command_option *option;
  const char *value; /* NULL for a flag */
};

struct parsed {
  struct command_call call;
  const char *config_file; /* --config */
  bool help, version;
};

/* Reads argv (without the program) into *out, whose arena is set. VG_E_USAGE with what was expected and found. On failure
 * out->call.command is the command that was meant, when it is known: its help is worth showing.                      */
bool command_parse(struct parsed *out, int argc, char **argv, const struct command *const *list, struct vg_error *err);
/* Types and required options and arguments; needs the zone of the settings. */
bool command_check(const struct parsed *, struct vg_error *err);

/* `vigie --help` and `vigie NAME --help`. */
void command_help_all(struct buf *out, const struct command *const *list);
void command_help_one(struct buf *out, const struct command *, const char *path);
/* The one of `list` that people may call and whose name is nearest; NULL: none is near. */
const char *command_nearest(const struct command *const *list, const char *name);
/* The table of exit statuses. */
void command_help_exit_codes(struct buf *out);
/* What bash sources to complete command lines, with functions of bash 4. */
void command_completion_bash(struct buf *out, const struct command *const *list);
/* docs/reference/commands.md. */
void command_reference(struct buf *out, const struct command *const *list);

#endif
