/* supervise/service.h — one child process: how it is started, watched and stopped. For a single-threaded parent.
 *
 * A child has a process group of its own (Ctrl-C reaches the supervisor alone), no standard input, its output in a log
 * file, no descriptor but these, and a signal that the kernel sends it when the supervisor dies, however it dies.     */
#ifndef VG_SUPERVISE_SERVICE_H
#define VG_SUPERVISE_SERVICE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/error.h"
#include "supervise/budget.h"

struct service_spec {
  const char *name;        /* "postgres": named in messages */
  const char *program;     /* its file; NULL: `program_fd` */
  int program_fd;          /* an open descriptor of the program, for one whose folder this user may not enter */
  const char *const *argv; /* NULL-terminated */
  const char *log;         /* file that its output is appended to; NULL: the supervisor's own standard error */
  int death_signal;        /* when the supervisor dies */
  int stop_signal;         /* asks it to end */
  int stop_ms;             /* how long it may take */
  int quit_signal;         /* then; 0: SIGKILL at once */
  bool stops_last;         /* others need it */
  bool tells_ready;        /* it calls ready_tell() */
  bool keeps_output;       /* one-shot programs: standard output is the supervisor's own */
  bool answers;            /* one-shot programs: the first line of its standard output is kept in `ready` */
};

struct service {
  const struct service_spec *spec;
  pid_t pid; /* 0: not running */
  int ready_fd;
  char ready[256]; /* what it told; "" until then */
  bool wanted;     /* to be started again when it ends */
  int64_t restart_at; /* monotonic ms; 0: nothing planned */
  struct budget budget;
  int status; /* of its last end, as waitpid() gives it */
};

void service_init(struct service *, const struct service_spec *);
/* Starts it. VG_E_NOTFOUND, VG_E_DENIED (with a hint) when the program cannot be executed, VG_E_INTERNAL. */
bool service_start(struct service *, struct vg_error *err);
/* Reads what it told; call when ready_fd is readable. True once the line is whole. */
bool service_read_ready(struct service *);
/* To call when waitpid() gave its end. */
void service_ended(struct service *, int status);
/* "ended with status 3", "was killed by signal 9 (Killed)". Returns `out`. */
char *service_end_text(int status, char *out, size_t size);

/* The last lines of its log, at most `size` - 1 bytes. "" when there are none. Returns `out`. */
char *service_log_tail(const struct service_spec *, char *out, size_t size);

#endif
