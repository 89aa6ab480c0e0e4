#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/parse.h"
#include "core/text.h"
#include "core/version.h"

enum { COMMAND_MEMORY = 64 << 20, HELP_MAX = 1 << 20, PRINT_MAX = 256 << 20 };

static int output_failure; /* the errno of the first write on standard output that failed; 0: none */

static void remember(bool written) {
  if (!written && output_failure == 0) output_failure = errno;
}

/* What is shown may come from a source: a terminal must not obey it. */
__attribute__((format(printf, 2, 0))) static bool write_fit(FILE *to, const char *format, va_list ap) {
  BUF(fit, PRINT_MAX);
  char *text = NULL;
  int length = vasprintf(&text, format, ap);
  if (length < 0) return false;
  text_fit(&fit, text, (size_t)length);
  free(text);
  errno = ENOMEM;
  return buf_ok(&fit) && fwrite(fit.data, 1, fit.length, to) == fit.length;
}

void command_print(const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  remember(write_fit(stdout, format, ap));
  va_end(ap);
}

__attribute__((format(printf, 1, 2))) static void complain(const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  (void)write_fit(stderr, format, ap);
  va_end(ap);
}

void command_write(const struct buf *text) { remember(fwrite(text->data, 1, text->length, stdout) == text->length); }

void command_flush(void) { remember(fflush(stdout) == 0); }

static int report(const struct parsed *p, const struct vg_error *err) {
  (void)fflush(stdout);
  complain("%s: %s\n", p->call.path == NULL ? "vigie" : p->call.path, err->message);
  if (err->hint[0] != '\0') complain("%s\n", err->hint);
  return vg_error_info(err->code)->exit_code;
}

/* What was printed by other ways than ours has failed without a reason: the pipe itself tells. */
static bool reader_left(void) {
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return output_failure == EPIPE || (output_failure == 0 && poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0);
}

/* A reader that left (`| head`) wants no more: without a word, as the programs that SIGPIPE ends. */
static bool flushed(struct vg_error *err) {
  command_flush();
  if (output_failure == 0 && ferror(stdout) == 0) return true;
  if (reader_left()) {
    (void)signal(SIGPIPE, SIG_DFL);
    (void)raise(SIGPIPE);
  }
  return vg_fail(err, VG_E_STORAGE, "standard output cannot be written%s%s", output_failure == 0 ? "" : ": ",
                 output_failure == 0 ? "" : strerrordesc_np(output_failure));
}

static bool show_help(const struct parsed *p, const struct command *const *list, struct vg_error *err) {
  BUF(out, HELP_MAX);
  if (p->version) {
    buf_printf(&out, "vigie %s\n", vigie_version());
  } else if (p->call.command == NULL) {
    command_help_all(&out, list);
  } else {
    command_help_one(&out, p->call.command, p->call.path);
  }
  command_write(&out);
  return flushed(err);
}

static bool run(struct parsed *p, struct config *config, struct vg_error *err) {
  struct command_call *call = &p->call;
  if (!call->command->bare) {
    if (!config_load(config, p->config_file, call->config_flags, call->config_flag_count, err)) return false;
    log_set_level(config->log_level);
    call->config = config;
  }
  return command_check(p, err) && call->command->run(call, err) && flushed(err);
}

int command_main(int argc, char **argv, const struct command *const *list) {
  VG_ARENA(arena, COMMAND_MEMORY);
  struct parsed p = {.call = {.arena = arena, .program = argc > 0 ? argv[0] : "vigie"}};
  struct config config = {0};
  struct vg_error err = {0};
  (void)signal(SIGPIPE, SIG_IGN);
  bool ok;
  if (arena == NULL) {
    ok = vg_fail(&err, VG_E_INTERNAL, "out of memory");
  } else if (argc <= 1) {
    ok = show_help(&p, list, &err);
  } else {
    ok = command_parse(&p, argc - 1, argv + 1, list, &err);
    if (ok) ok = p.help || p.version ? show_help(&p, list, &err) : run(&p, &config, &err);
  }
  int status = ok ? p.call.exit_status : report(&p, &err);
  config_free(&config);
  return status;
}
