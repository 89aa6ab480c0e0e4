#include "supervise/service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOG_MAX_BYTES = 16 << 20, READY_FD = 3, SELF_FD = 4 };

void service_init(struct service *s, const struct service_spec *spec) {
  *s = (struct service){.spec = spec, .ready_fd = -1};
}

/* One former log is kept. */
static int open_log(const char *path) {
  struct stat st;
  char former[4096];
  if (stat(path, &st) == 0 && st.st_size > LOG_MAX_BYTES) {
    (void)snprintf(former, sizeof former, "%s.1", path);
    (void)rename(path, former);
  }
  return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

_Noreturn static void child_fail(int failure) {
  int code = errno;
  (void)!write(failure, &code, sizeof code);
  _exit(127);
}

static void default_signals(void) {
  sigset_t none;
  (void)sigemptyset(&none);
  for (int s = 1; s < NSIG; s++) {
    if (s != SIGKILL && s != SIGSTOP) (void)signal(s, SIG_DFL);
  }
  (void)signal(SIGPIPE, SIG_IGN);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Puts `fd` at `place`, kept over exec or not. */
static bool place_fd(int fd, int place, bool keep) {
  return fd < 0 ? (close(place), true) : dup3(fd, place, keep ? 0 : O_CLOEXEC) == place;
}

struct ends {
  int input, log, ready, failure;
};

_Noreturn static void child(const struct service_spec *spec, pid_t parent, const struct ends *given) {
  struct ends high = {fcntl(given->input, F_DUPFD, 20), given->log < 0 ? -1 : fcntl(given->log, F_DUPFD, 20),
                      given->ready < 0 ? -1 : fcntl(given->ready, F_DUPFD, 20), fcntl(given->failure, F_DUPFD_CLOEXEC, 20)};
  int program = spec->program == NULL ? fcntl(spec->program_fd, F_DUPFD_CLOEXEC, 20) : -1;
  (void)setpgid(0, 0);
  (void)prctl(PR_SET_PDEATHSIG, spec->death_signal);
  if (getppid() != parent) _exit(127);
  default_signals();
  if (dup2(high.input, 0) < 0) child_fail(high.failure);
  if (high.log >= 0 && (dup2(high.log, 2) < 0 || (!spec->keeps_output && dup2(high.log, 1) < 0)))
    child_fail(high.failure);
  if (spec->answers && dup2(high.ready, 1) < 0) child_fail(high.failure);
  if (!place_fd(spec->tells_ready ? high.ready : -1, READY_FD, true) || !place_fd(program, SELF_FD, false) || !place_fd(high.failure, 5, false))
    child_fail(high.failure);
  (void)close_range(6, ~0U, 0);
  char *const *argv = (char *const *)(uintptr_t)spec->argv;
  if (chdir("/") != 0) child_fail(5);
  if (spec->program != NULL) {
    (void)execv(spec->program, argv);
  } else {
    (void)execveat(SELF_FD, "", argv, environ, AT_EMPTY_PATH);
  }
  child_fail(5);
}

static bool started(struct service *s, int failure, struct vg_error *err) {
  int code;
  ssize_t n;
  do n = read(failure, &code, sizeof code);
  while (n < 0 && errno == EINTR);
  if (n != (ssize_t)sizeof code) return true;
  (void)waitpid(s->pid, NULL, 0);
  s->pid = 0;
  (void)vg_fail(err, code == ENOENT ? VG_E_NOTFOUND : code == EACCES ? VG_E_DENIED : VG_E_INTERNAL,
                "%s: cannot be started: %s", s->spec->name, strerrordesc_np(code));
  if (code != EACCES) return false;
  return vg_hint(err, "the program must be executable by everybody: chmod a+x, or install it in /usr/local/bin");
}

static bool open_ends(const struct service_spec *spec, struct ends *mine, int ready[2], int failure[2],
                      struct vg_error *err) {
  *mine = (struct ends){-1, -1, -1, -1};
  if (spec->log != NULL) {
    mine->log = open_log(spec->log);
    if (mine->log < 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", spec->log, strerrordesc_np(errno));
  }
  mine->input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  bool ok = mine->input >= 0 && ((!spec->tells_ready && !spec->answers) || pipe2(ready, O_CLOEXEC) == 0) && pipe2(failure, O_CLOEXEC) == 0;
  mine->ready = ready[1];
  mine->failure = failure[1];
  return ok || vg_fail(err, VG_E_INTERNAL, "%s: no descriptor left: %s", spec->name, strerrordesc_np(errno));
}

static void close_fd(int fd) {
  if (fd >= 0) (void)close(fd);
}

bool service_start(struct service *s, struct vg_error *err) {
  int ready[2] = {-1, -1}, failure[2] = {-1, -1};
  struct ends mine;
  pid_t parent = getpid();
  bool ok = open_ends(s->spec, &mine, ready, failure, err);
  if (ok) {
    if (s->spec->tells_ready) (void)setenv("VIGIE_READY_FD", "3", 1);
    s->pid = fork();
    if (s->pid == 0) child(s->spec, parent, &mine);
    ok = s->pid > 0 || vg_fail(err, VG_E_UNAVAILABLE, "%s: fork: %s", s->spec->name, strerrordesc_np(errno));
    (void)unsetenv("VIGIE_READY_FD");
  }
  close_fd(mine.input);
  close_fd(mine.log);
  close_fd(mine.ready);
  close_fd(mine.failure);
  if (ok) (void)setpgid(s->pid, s->pid);
  ok = ok && started(s, failure[0], err);
  close_fd(failure[0]);
  close_fd(s->ready_fd);
  s->ready_fd = ok ? ready[0] : -1;
  s->ready[0] = '\0';
  if (!ok) close_fd(ready[0]);
  if (!ok && s->pid < 0) s->pid = 0;
  return ok;
}

bool service_read_ready(struct service *s) {
  size_t have = strlen(s->ready);
  ssize_t n = read(s->ready_fd, s->ready + have, sizeof s->ready - 1 - have);
  if (n > 0) s->ready[have + (size_t)n] = '\0';
  char *end = strchr(s->ready, '\n');
  if (n > 0 && end == NULL && have + (size_t)n < sizeof s->ready - 1) return false;
  if (end != NULL) *end = '\0';
  (void)close(s->ready_fd);
  s->ready_fd = -1;
  return end != NULL;
}

void service_ended(struct service *s, int status) {
  s->pid = 0;
  s->status = status;
  close_fd(s->ready_fd);
  s->ready_fd = -1;
}

char *service_end_text(int status, char *out, size_t size) {
  if (WIFSIGNALED(status)) {
    (void)snprintf(out, size, "was killed by signal %d (%s)", WTERMSIG(status), sigdescr_np(WTERMSIG(status)));
  } else {
    (void)snprintf(out, size, "ended with status %d", WEXITSTATUS(status));
  }
  return out;
}

char *service_log_tail(const struct service_spec *spec, char *out, size_t size) {
  out[0] = '\0';
  int fd = spec->log == NULL ? -1 : open(spec->log, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return out;
  off_t end = lseek(fd, 0, SEEK_END);
  off_t from = end > (off_t)size - 1 ? end - (off_t)size + 1 : 0;
  ssize_t n = pread(fd, out, size - 1, from);
  (void)close(fd);
  out[n > 0 ? n : 0] = '\0';
  char *line = from > 0 ? strchr(out, '\n') : NULL;
  if (line != NULL) memmove(out, line + 1, strlen(line));
  return out;
}
