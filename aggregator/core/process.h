/* core/process.h — runs another program without a shell, with limits, and never loses it.
 *
 * argv only, posix_spawn or fork+exec without work in between, an environment built from an allow-list, descriptors
 * closed, its own process group. A program past its deadline or its output limit gets SIGTERM, 2 s later SIGKILL, and
 * so does its group; what is left of the group after a normal end is killed too. It dies with the calling thread.
 * Thread-safe.                                                                                                  */
#ifndef VG_CORE_PROCESS_H
#define VG_CORE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/buf.h"
#include "core/error.h"

struct process_spec {
  const char *const *argv;        /* NULL-terminated; argv[0] is looked up in PATH of the child's environment */
  const char *const *environment; /* NULL-terminated NAME=value; PATH, HOME, LANG=C.UTF-8 and TZ=UTC are added */
  const char *directory;          /* working directory, NULL for "/" */
  const char *input;              /* text for standard input, NULL for none */
  size_t input_length;
  int timeout_ms;                 /* 1 .. 3600000 */
  size_t output_limit;            /* bytes of standard output; standard error keeps its last 4 KiB */
};

struct process_result {
  int exit_status;     /* 0..255, or -1 when a signal ended it */
  int signal;          /* 0, or the signal */
  struct buf output;   /* yours: buf_free() */
  char errors[4097];   /* the end of standard error, valid UTF-8, one line: newlines become " / " */
  int duration_ms;
};

/* True when the program ran to an end, whatever its exit status. VG_E_NOTFOUND (no such program, with a hint),
 * VG_E_TIMEOUT, VG_E_LIMIT (output), VG_E_INTERNAL. *result is always safe to free with process_result_free().     */
bool process_run(const struct process_spec *, struct process_result *result, struct vg_error *err);
void process_result_free(struct process_result *);

#endif
