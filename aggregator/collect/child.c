#include "collect/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"

/* Only async-signal-safe calls. */
_Noreturn static void become(const char *const *argv, pid_t parent) {
  sigset_t none;
  (void)sigemptyset(&none);
  (void)setpgid(0, 0);
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  int null = open("/dev/null", O_RDWR);
  if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0) _exit(127);
  (void)close_range(3, ~0U, 0);
  for (int s = 1; s < NSIG; s++) {
    if (s != SIGKILL && s != SIGSTOP) (void)signal(s, SIG_DFL);
  }
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  (void)execv(argv[0], (char *const *)(uintptr_t)argv);
  _exit(127);
}

bool child_start(struct children *c, const char *const *argv, const struct child *what, struct vg_error *err) {
  if (c->count == CHILDREN_MAX) return vg_fail(err, VG_E_LIMIT, "%d processes run already", CHILDREN_MAX);
  pid_t parent = getpid(), pid = fork();
  if (pid < 0) return vg_fail(err, VG_E_UNAVAILABLE, "fork: %s", vg_errno(errno));
  if (pid == 0) become(argv, parent);
  (void)setpgid(pid, pid);
  c->list[c->count] = *what;
  c->list[c->count++].pid = pid;
  return true;
}

void children_kill_late(struct children *c) {
  int64_t now = clock_monotonic_ms();
  for (size_t i = 0; i < c->count; i++) {
    if (now < c->list[i].deadline_ms) continue;
    c->list[i].late = true;
    (void)kill(-c->list[i].pid, SIGKILL);
  }
}

void children_kill(struct children *c) {
  for (size_t i = 0; i < c->count; i++) (void)kill(-c->list[i].pid, SIGKILL);
}

static void how(const struct child *c, int status, struct vg_error *why) {
  *why = (struct vg_error){0};
  if (c->late) (void)vg_fail(why, VG_E_INTERNAL, "ran for more than its deadline and was killed");
  else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) (void)vg_fail(why, VG_E_INTERNAL, "used more processor time than is allowed");
  else if (WIFSIGNALED(status)) (void)vg_fail(why, VG_E_INTERNAL, "the process of the pull was ended by signal %d", WTERMSIG(status));
  else if (WEXITSTATUS(status) != 0) (void)vg_fail(why, VG_E_INTERNAL, "the process of the pull ended with status %d", WEXITSTATUS(status));
}

bool children_ended(struct children *c, bool wait, struct child *out, struct vg_error *why) {
  for (size_t i = 0; i < c->count; i++) {
    int status;
    pid_t pid;
    do pid = waitpid(c->list[i].pid, &status, wait ? 0 : WNOHANG);
    while (pid < 0 && errno == EINTR);
    if (pid == 0) continue;
    *out = c->list[i];
    how(out, pid < 0 ? 0 : status, why);
    (void)kill(-out->pid, SIGKILL); /* what it may have left in its group */
    c->list[i] = c->list[--c->count];
    return true;
  }
  return false;
}
