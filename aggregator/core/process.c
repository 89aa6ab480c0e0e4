#include "core/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"

enum { ARGUMENTS_MAX = 1 << 20, GRACE_MS = 2000, ERRORS_KEPT = 4096 };

struct run {
  const struct process_spec *spec;
  const char *path;            /* the program's file */
  const char **environment;
  int input, output, errors, failure; /* our ends: memory file, pipes; `failure` tells why exec did not happen */
  pid_t pid;
  int pidfd;
  int64_t deadline;
  char tail[2 * ERRORS_KEPT]; /* end of standard error */
  size_t tail_length;
};

static void close_fd(int *fd) {
  if (*fd >= 0) (void)close(*fd);
  *fd = -1;
}

static bool internal(const char *what, struct vg_error *err) {
  return vg_fail(err, VG_E_INTERNAL, "cannot start a program: %s: %s", what, vg_errno(errno));
}

/* ---- before the fork ---- */

static bool has_name(const char *const *environment, const char *name) {
  size_t n = strlen(name);
  for (size_t i = 0; environment != NULL && environment[i] != NULL; i++) {
    if (strncmp(environment[i], name, n) == 0 && environment[i][n] == '=') return true;
  }
  return false;
}

static const char **make_environment(struct vg_arena *a, const char *const *given) {
  static const struct {
    const char *name, *fixed, *dflt;
  } base[] = {{"PATH", NULL, "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
              {"HOME", NULL, "/"},
              {"LANG", "C.UTF-8", NULL},
              {"TZ", "UTC", NULL}};
  size_t count = 0, used = 0, extra = sizeof base / sizeof *base;
  while (given != NULL && given[count] != NULL) count++;
  const char **all = vg_alloc(a, (count + extra + 1) * sizeof *all);
  if (all == NULL) return NULL;
  for (size_t i = 0; i < count; i++) all[used++] = given[i];
  for (size_t i = 0; i < extra; i++) {
    if (has_name(given, base[i].name)) continue;
    const char *value = base[i].fixed != NULL ? base[i].fixed : getenv(base[i].name);
    all[used] = vg_printf(a, "%s=%s", base[i].name, value != NULL && *value != '\0' ? value : base[i].dflt);
    if (all[used++] == NULL) return NULL;
  }
  return all;
}

static const char *value_of(const char *const *environment, const char *name) {
  size_t n = strlen(name);
  for (; *environment != NULL; environment++) {
    if (strncmp(*environment, name, n) == 0 && (*environment)[n] == '=') return *environment + n + 1;
  }
  return "";
}

static bool runnable(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static const char *find_program(struct vg_arena *a, const char *name, const char *search) {
  if (strchr(name, '/') != NULL) return runnable(name) ? name : NULL;
  while (*search != '\0') {
    size_t n = strcspn(search, ":");
    const char *path = vg_printf(a, "%.*s/%s", (int)n, search, name);
    if (path != NULL && n > 0 && runnable(path)) return path;
    search += n + (search[n] == ':');
  }
  return NULL;
}

static bool check(const struct process_spec *spec, struct vg_error *err) {
  if (spec->argv == NULL || spec->argv[0] == NULL || spec->argv[0][0] == '\0') {
    return vg_fail(err, VG_E_INTERNAL, "cannot start a program: no name given");
  }
  if (spec->timeout_ms < 1 || spec->timeout_ms > 3600000) {
    return vg_fail(err, VG_E_INTERNAL, "%s: expected a time-out of 1 to 3600000 ms, got %d", spec->argv[0],
                   spec->timeout_ms);
  }
  return true;
}

static bool prepare(struct run *r, struct vg_arena *a, struct vg_error *err) {
  const char *name = r->spec->argv[0];
  r->environment = make_environment(a, r->spec->environment);
  if (r->environment == NULL) return vg_fail(err, VG_E_LIMIT, "%s: environment of more than 1 MiB", name);
  r->path = find_program(a, name, value_of(r->environment, "PATH"));
  if (r->path != NULL) return true;
  (void)vg_fail(err, VG_E_NOTFOUND, "%s: no such program", name);
  return vg_hint(err, "Install it, or give the path of the program; searched in %.150s",
                 value_of(r->environment, "PATH"));
}

/* A memory file as standard input: nothing to pump, no SIGPIPE. */
static bool make_input(struct run *r, struct vg_error *err) {
  if (r->spec->input == NULL) {
    r->input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return r->input >= 0 || internal("/dev/null", err);
  }
  r->input = memfd_create("input", MFD_CLOEXEC);
  if (r->input < 0) return internal("memory file", err);
  for (size_t done = 0; done < r->spec->input_length;) {
    ssize_t n = write(r->input, r->spec->input + done, r->spec->input_length - done);
    if (n < 0 && errno != EINTR) return internal("memory file", err);
    if (n > 0) done += (size_t)n;
  }
  return lseek(r->input, 0, SEEK_SET) == 0 || internal("memory file", err);
}

/* ---- the child: only async-signal-safe calls ---- */

_Noreturn static void child_fail(int fd) {
  int code = errno;
  (void)!write(fd, &code, sizeof code);
  _exit(127);
}

_Noreturn static void child(const struct run *r, pid_t parent, int out, int errors, int failure) {
  sigset_t none;
  (void)sigemptyset(&none);
  (void)setpgid(0, 0);
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  int in = fcntl(r->input, F_DUPFD, 10), high = fcntl(failure, F_DUPFD, 10);
  out = fcntl(out, F_DUPFD, 10);
  errors = fcntl(errors, F_DUPFD, 10);
  if (in < 0 || out < 0 || errors < 0 || high < 0) child_fail(failure);
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(errors, 2) < 0 || dup3(high, 3, O_CLOEXEC) < 0) child_fail(high);
  (void)close_range(4, ~0U, 0);
  for (int s = 1; s < NSIG; s++) {
    if (s != SIGKILL && s != SIGSTOP) (void)signal(s, SIG_DFL);
  }
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  if (chdir(r->spec->directory == NULL ? "/" : r->spec->directory) != 0) child_fail(3);
  (void)execve(r->path, (char *const *)(uintptr_t)r->spec->argv, (char *const *)(uintptr_t)r->environment);
  child_fail(3);
}

/* ---- starting ---- */

static bool fork_child(struct run *r, int out, int errors, int failure, struct vg_error *err) {
  sigset_t all, before;
  (void)sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  r->pid = fork();
  if (r->pid == 0) child(r, parent, out, errors, failure);
  int code = errno;
  (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = code;
  if (r->pid < 0) return internal("fork", err);
  (void)setpgid(r->pid, r->pid);
  r->pidfd = pidfd_open(r->pid, 0);
  return r->pidfd >= 0 || internal("pidfd_open", err);
}

static bool exec_worked(struct run *r, struct vg_error *err) {
  int code;
  ssize_t n;
  do n = read(r->failure, &code, sizeof code);
  while (n < 0 && errno == EINTR);
  if (n != (ssize_t)sizeof code) return true;
  enum vg_code reaction = code == ENOENT || code == ENOTDIR ? VG_E_NOTFOUND : code == EACCES ? VG_E_DENIED : VG_E_INTERNAL;
  return vg_fail(err, reaction, "%s: cannot be started in %s: %s", r->path,
                 r->spec->directory == NULL ? "/" : r->spec->directory, vg_errno(code));
}

static bool start(struct run *r, struct vg_error *err) {
  int out[2] = {-1, -1}, errors[2] = {-1, -1}, failure[2] = {-1, -1};
  bool ok = make_input(r, err);
  if (ok && (pipe2(out, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0 || pipe2(failure, O_CLOEXEC) != 0)) {
    ok = internal("pipe", err);
  }
  r->output = out[0];
  r->errors = errors[0];
  r->failure = failure[0];
  if (ok) {
    (void)fcntl(out[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(errors[0], F_SETFL, O_NONBLOCK);
    ok = fork_child(r, out[1], errors[1], failure[1], err);
  }
  close_fd(&out[1]);
  close_fd(&errors[1]);
  close_fd(&failure[1]);
  return ok && exec_worked(r, err);
}

/* ---- reading ---- */

static void keep_errors(struct run *r, const char *bytes, size_t n) {
  if (r->tail_length + n > sizeof r->tail) {
    size_t keep = r->tail_length < ERRORS_KEPT ? r->tail_length : ERRORS_KEPT;
    memmove(r->tail, r->tail + r->tail_length - keep, keep);
    r->tail_length = keep;
  }
  memcpy(r->tail + r->tail_length, bytes, n);
  r->tail_length += n;
}

/* Reads a bounded part of what is there; closes at the end of a stream. True when there was something. */
static bool drain(struct run *r, struct buf *output) {
  char chunk[65536];
  bool some = false;
  ssize_t n;
  if (r->errors >= 0 && (n = read(r->errors, chunk, ERRORS_KEPT)) != -1) {
    some = n > 0;
    if (n == 0) close_fd(&r->errors);
    keep_errors(r, chunk, (size_t)n);
  }
  if (r->output >= 0 && (n = read(r->output, chunk, sizeof chunk)) != -1) {
    some = some || n > 0;
    if (n == 0) close_fd(&r->output);
    buf_put(output, chunk, (size_t)n);
  }
  return some;
}

/* True when the child has ended within `ms`. */
static bool ended(struct run *r, int64_t ms) {
  struct pollfd p = {.fd = r->pidfd, .events = POLLIN};
  return poll(&p, 1, ms < 0 ? 0 : (int)ms) == 1;
}

static bool output_fits(const struct run *r, const struct buf *output, struct vg_error *err) {
  if (buf_ok(output)) return true;
  return vg_fail(err, VG_E_LIMIT, "%s: more than %zu bytes of output", r->spec->argv[0], output->limit);
}

static bool in_time(const struct run *r, struct vg_error *err) {
  if (clock_monotonic_ms() < r->deadline) return true;
  return vg_fail(err, VG_E_TIMEOUT, "%s: still running after %d ms", r->spec->argv[0], r->spec->timeout_ms);
}

static bool pump(struct run *r, struct buf *output, struct vg_error *err) {
  bool over = false;
  while (!over) {
    if (!output_fits(r, output, err) || !in_time(r, err)) return false;
    struct pollfd fds[3] = {{.fd = r->pidfd, .events = POLLIN},
                            {.fd = r->output, .events = POLLIN},
                            {.fd = r->errors, .events = POLLIN}};
    int64_t left = r->deadline - clock_monotonic_ms();
    if (poll(fds, 3, left < 0 ? 0 : (int)left) < 0 && errno != EINTR) return internal("poll", err);
    over = (fds[0].revents & POLLIN) != 0;
    (void)drain(r, output);
  }
  (void)kill(-r->pid, SIGKILL); /* nobody of the group writes any more: what the pipes hold is all */
  while (drain(r, output)) {
    if (!output_fits(r, output, err) || !in_time(r, err)) return false;
  }
  return output_fits(r, output, err);
}

/* The child is not reaped before its group is killed, so that the group's number cannot be another's. */
static void end_group(struct run *r, bool politely, int *status) {
  if (r->pid <= 0) return;
  if (politely && !ended(r, 0)) {
    (void)kill(-r->pid, SIGTERM);
    (void)ended(r, GRACE_MS);
  }
  (void)kill(-r->pid, SIGKILL);
  (void)kill(r->pid, SIGKILL);
  while (waitpid(r->pid, status, 0) < 0 && errno == EINTR) continue;
}

/* ---- the result ---- */

static void fill_errors(struct run *r, char out[ERRORS_KEPT + 1]) {
  size_t length = r->tail_length, from = length > ERRORS_KEPT ? length - ERRORS_KEPT : 0;
  while (length > from && strchr(" \r\n\t", r->tail[length - 1]) != NULL) length--;
  BUF(line, ERRORS_KEPT * 3);
  for (size_t i = from; i < length; i++) {
    char c = r->tail[i];
    buf_text(&line, c == '\n' ? " / " : "");
    if (c != '\n') buf_char(&line, c == '\t' || c == '\0' ? ' ' : c);
  }
  char shown[ERRORS_KEPT * 9 + 8];
  size_t n = strlen(text_show(line.data, shown, sizeof shown)), start = n > ERRORS_KEPT ? n - ERRORS_KEPT : 0;
  while (((unsigned char)shown[start] & 0xC0) == 0x80) start++;
  (void)snprintf(out, ERRORS_KEPT + 1, "%s", shown + start);
}

static void finish(struct run *r, struct process_result *result, int status, int64_t began) {
  result->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result->duration_ms = (int)(clock_monotonic_ms() - began);
  fill_errors(r, result->errors);
}

bool process_run(const struct process_spec *spec, struct process_result *result, struct vg_error *err) {
  *result = (struct process_result){.exit_status = -1};
  buf_init(&result->output, spec->output_limit);
  VG_ARENA(a, ARGUMENTS_MAX);
  if (a == NULL) return vg_fail(err, VG_E_INTERNAL, "out of memory");
  int64_t began = clock_monotonic_ms();
  struct run r = {.spec = spec, .input = -1, .output = -1, .errors = -1, .failure = -1, .pidfd = -1,
                  .deadline = began + spec->timeout_ms};
  int status = 0;
  bool ok = check(spec, err) && prepare(&r, a, err) && start(&r, err) && pump(&r, &result->output, err);
  end_group(&r, !ok, &status);
  finish(&r, result, status, began);
  close_fd(&r.input);
  close_fd(&r.output);
  close_fd(&r.errors);
  close_fd(&r.failure);
  close_fd(&r.pidfd);
  return ok;
}

void process_result_free(struct process_result *result) { buf_free(&result->output); }
