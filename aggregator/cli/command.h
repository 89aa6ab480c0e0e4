/* cli/command.h — what a subcommand is: one file aggregator/cmd/NAME.c that exports `const struct command command_NAME`.
 *
 * The build finds it by its file name; '_' in the file's name is '-' on the command line. Options and arguments are declared
 * in tables, from which parsing, `--help` and docs/reference/commands.md are made. A failure is printed on standard error
 * ("vigie NAME: message" and the hint) and gives the exit status of its code (core/error.h).                              */
#ifndef VG_CLI_COMMAND_H
#define VG_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"

enum command_type {
  COMMAND_FLAG, /* --name, no value */
  COMMAND_TEXT,
  COMMAND_INT,  /* min..max */
  COMMAND_REAL,
  COMMAND_TIME, /* RFC 3339, or a date: midnight in the configured zone */
  COMMAND_CHOICE
};

struct command_option {
  const char *name;     /* "keep-going" for --keep-going; NULL ends the table */
  enum command_type type;
  const char *argument; /* in help: "N", "DIR" */
  const char *dflt;     /* as text; NULL: none */
  int64_t min, max;     /* INT; both 0: the whole range */
  const char *const *choices; /* CHOICE: NULL-terminated */
  bool required;
  bool repeated;        /* may be given several times: command_each() */
  const char *help;
  const char *synonym;  /* another name that it may be given by; NULL: none */
};

struct command_argument {
  const char *name; /* "SOURCE"; NULL ends the table */
  bool optional;    /* only after required ones */
  bool many;        /* only the last: any number (at least one unless optional) */
  const char *help;
  const char *const *choices; /* words that it may be, among others: to complete a command line; NULL: none */
};

struct command_call;

struct command {
  const char *name;    /* "collect-one" */
  const char *summary; /* one line, for lists */
  const char *help;    /* more paragraphs, or NULL */
  const struct command_option *options;
  const struct command_argument *arguments;
  const struct command *const *subcommands; /* NULL-terminated; then `run` is not used */
  bool internal;                            /* started by Vigie itself: not in lists */
  bool bare;                                /* runs without reading the settings: call->config is NULL */
  bool (*run)(struct command_call *, struct vg_error *err);
};

struct command_call {
  const struct config *config;
  const struct command *command;
  const char *program;    /* as typed; the binary itself is /proc/self/exe */
  const char *path;       /* "vigie source add" */
  struct vg_arena *arena; /* lives as long as the command; 64 MiB */
  int exit_status;        /* set by run() when it succeeds but wants another status than 0 */
  /* as given; read by the accessors */
  const struct command_given *given;
  size_t given_count;
  const char *const *arguments;
  size_t argument_count;
  const struct config_flag *config_flags; /* the settings given on the command line, with --config as "config": to hand to a child */
  size_t config_flag_count;
};

/* Values of declared options; one that is not declared is an assertion failure. Types were checked before run(). */
bool command_flag(const struct command_call *, const char *option);
const char *command_text(const struct command_call *, const char *option); /* default, or NULL */
int64_t command_int(const struct command_call *, const char *option);      /* default, or 0 */
double command_real(const struct command_call *, const char *option);
vg_time command_time(const struct command_call *, const char *option); /* default, or VG_NEVER */
/* The situation that a TIME option asks for, as ?au= of pages does: a date alone is the end of that day in the configured zone, the
 * present (`now`) when it is today or the option is not given. VG_E_USAGE for a day that has not begun.                           */
bool command_situation(const struct command_call *, const char *option, vg_time now, vg_time *out, struct vg_error *err);
bool command_given(const struct command_call *, const char *option);
/* The i-th value of a repeated option, NULL past the last. */
const char *command_each(const struct command_call *, const char *option, size_t i);
/* The i-th argument, NULL when not given. */
const char *command_argument(const struct command_call *, size_t i);

/* The UTF-8 text of a file of at most `most` bytes, in the command's arena. VG_E_INPUT names the path: it cannot be read, is empty or holds
 * a NUL; VG_E_LIMIT when it is longer. */
bool command_file(const struct command_call *, const char *path, size_t most, const char **text, struct vg_error *err);

/* Prints on standard output; command_print() as text_fit() does, command_write() byte by byte. What fails is remembered until the end of a
 * command that has not failed otherwise: a full disk becomes VG_E_STORAGE, a pipe whose reader left ends the program by SIGPIPE. */
void command_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void command_write(const struct buf *);
/* After a noun that it counts: "1 rule", "2 rules". */
#define COMMAND_S(n) ((n) == 1 ? "" : "s")
/* Writes what was printed so far: for what takes long. */
void command_flush(void);

/* All subcommands by name, NULL-terminated (generated from the file names of aggregator/cmd). */
extern const struct command *const commands[];

/* The whole program: dispatch, help, settings, run, exit status. */
int command_main(int argc, char **argv, const struct command *const *list);

#endif
