#include "supervise/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

enum { KILL_MS = 5000, TAIL_BYTES = 2000, ORPHAN_MS = 20 };

bool supervisor_open(struct supervisor *s, struct vg_error *err) {
  *s = (struct supervisor){.signal_fd = -1};
  sigset_t mine;
  (void)sigemptyset(&mine);
  for (size_t i = 0; i < 4; i++) (void)sigaddset(&mine, (const int[]){SIGCHLD, SIGINT, SIGTERM, SIGHUP}[i]);
  (void)sigprocmask(SIG_BLOCK, &mine, NULL);
  s->signal_fd = signalfd(-1, &mine, SFD_CLOEXEC | SFD_NONBLOCK);
  if (s->signal_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
    return vg_fail(err, VG_E_INTERNAL, "supervisor: %s", strerrordesc_np(errno));
  return true;
}

void supervisor_close(struct supervisor *s) {
  if (s->signal_fd >= 0) (void)close(s->signal_fd);
  s->signal_fd = -1;
}

static bool is_service(const struct supervisor *s, pid_t pid, pid_t other) {
  for (size_t i = 0; i < s->count; i++) {
    if (s->services[i].pid == pid) return true;
  }
  return pid == other;
}

/* What dead services have left behind is ours now. How many there are. */
static int signal_orphans(const struct supervisor *s, pid_t other, int signal) {
  char list[8192];
  int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? 0 : read(fd, list, sizeof list - 1);
  if (fd >= 0) (void)close(fd);
  list[n > 0 ? n : 0] = '\0';
  int count = 0;
  for (char *p = list, *end; *p != '\0'; p = end) {
    long pid = strtol(p, &end, 10);
    if (end == p) break;
    if (pid > 0 && !is_service(s, (pid_t)pid, other)) count += kill((pid_t)pid, signal) == 0;
  }
  return count;
}

static void give_up(struct supervisor *s, const struct service *dead, enum vg_code final) {
  char end[80], tail[TAIL_BYTES];
  s->stopping = true;
  (void)service_end_text(dead->status, end, sizeof end);
  if (final != VG_OK) {
    (void)vg_fail(&s->failure, final, "%s %s: Vigie stops", dead->spec->name, end);
  } else {
    (void)vg_fail(&s->failure, VG_E_UNAVAILABLE, "%s %s, %d times within %d s: Vigie stops", dead->spec->name, end,
                  BUDGET_RESTARTS + 1, BUDGET_WINDOW_MS / 1000);
  }
  if (dead->spec->log == NULL) return;
  (void)vg_hint(&s->failure, "its log is %s", dead->spec->log);
  (void)fprintf(stderr, "%s, the end of its log:\n%s\n", dead->spec->name,
                service_log_tail(dead->spec, tail, sizeof tail));
}

/* A program of ours that tells a wrong setting or a taken port will tell it again: its code, or VG_OK. */
static enum vg_code final_code(const struct service *dead) {
  static const enum vg_code finals[] = {VG_E_USAGE, VG_E_CONFIG, VG_E_CONFLICT, VG_E_DENIED};
  if (dead->spec->program != NULL || !WIFEXITED(dead->status)) return VG_OK;
  for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
    if (vg_error_info(finals[i])->exit_code == WEXITSTATUS(dead->status)) return finals[i];
  }
  return VG_OK;
}

static void plan_restart(struct supervisor *s, struct service *dead) {
  char end[80];
  int delay;
  log_event(s->stopping ? LOG_DEBUG : LOG_WARNING, "service.ended", LOG_TEXT("service", dead->spec->name),
            LOG_TEXT("how", service_end_text(dead->status, end, sizeof end)));
  if (s->stopping || !dead->wanted) return;
  int64_t now = clock_monotonic_ms();
  enum vg_code final = final_code(dead);
  if (final != VG_OK || !budget_take(&dead->budget, now, &delay)) {
    give_up(s, dead, final);
    return;
  }
  dead->restart_at = now + delay;
}

static void reap(struct supervisor *s, struct service *other) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (other != NULL && other->pid == pid) {
      if (other->ready_fd >= 0) (void)service_read_ready(other);
      service_ended(other, status);
      continue;
    }
    for (size_t i = 0; i < s->count; i++) {
      if (s->services[i].pid != pid) continue;
      service_ended(&s->services[i], status);
      (void)signal_orphans(s, other == NULL ? 0 : other->pid, SIGQUIT);
      plan_restart(s, &s->services[i]);
    }
  }
}

static void read_signals(struct supervisor *s) {
  struct signalfd_siginfo info;
  while (read(s->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo != SIGCHLD) s->stopping = true;
  }
}

static void restart_due(struct supervisor *s, const struct service *other) {
  int64_t now = clock_monotonic_ms();
  for (size_t i = 0; i < s->count && !s->stopping; i++) {
    struct service *dead = &s->services[i];
    struct vg_error err = {0};
    if (dead->restart_at == 0 || dead->restart_at > now) continue;
    if (signal_orphans(s, other == NULL ? 0 : other->pid, SIGKILL) > 0) {
      dead->restart_at = now + ORPHAN_MS;
      continue;
    }
    dead->restart_at = 0;
    if (service_start(dead, &err)) {
      log_event(LOG_INFO, "service.restarted", LOG_TEXT("service", dead->spec->name));
    } else {
      log_error("service.refused", &err);
      dead->status = 127 << 8;
      plan_restart(s, dead);
    }
  }
}

/* Until the next planned restart, at most until `deadline`; -1: nothing planned. */
static int sleep_ms(const struct supervisor *s, int64_t deadline) {
  int64_t until = deadline;
  for (size_t i = 0; i < s->count; i++) {
    int64_t at = s->services[i].restart_at;
    if (at > 0 && !s->stopping && at < until) until = at;
  }
  if (until == INT64_MAX) return -1;
  int64_t left = until - clock_monotonic_ms();
  return left < 0 ? 0 : (int)left;
}

/* One turn: waits for what comes next and deals with it. */
static void turn(struct supervisor *s, struct service *other, int64_t deadline) {
  struct pollfd p[SERVICES_MAX + 1] = {{.fd = s->signal_fd, .events = POLLIN}};
  for (size_t i = 0; i < s->count; i++) p[i + 1] = (struct pollfd){.fd = s->services[i].ready_fd, .events = POLLIN};
  (void)poll(p, s->count + 1, sleep_ms(s, deadline));
  for (size_t i = 0; i < s->count; i++) {
    if (p[i + 1].revents != 0) (void)service_read_ready(&s->services[i]);
  }
  read_signals(s);
  reap(s, other);
  restart_due(s, other);
}

struct service *supervisor_add(struct supervisor *s, const struct service_spec *spec, struct vg_error *err) {
  if (s->count == SERVICES_MAX) return (void)vg_fail(err, VG_E_INTERNAL, "too many services"), NULL;
  struct service *added = &s->services[s->count];
  service_init(added, spec);
  if (!service_start(added, err)) return NULL;
  added->wanted = true;
  s->count++;
  return added;
}

static void end_service(struct supervisor *s, struct service *one, struct service *other) {
  const struct service_spec *spec = one->spec;
  const int signals[] = {spec->stop_signal, spec->quit_signal, SIGKILL};
  const int times[] = {spec->stop_ms, KILL_MS, KILL_MS};
  for (size_t i = 0; i < 3 && one->pid > 0; i++) {
    if (signals[i] == 0) continue;
    int64_t deadline = clock_monotonic_ms() + times[i];
    (void)kill(signals[i] == SIGKILL ? -one->pid : one->pid, signals[i]);
    while (one->pid > 0 && clock_monotonic_ms() < deadline) turn(s, other, deadline);
  }
}

bool supervisor_run(struct supervisor *s, const struct service_spec *spec, int *status, char answer[256],
                    struct vg_error *err) {
  struct service once;
  service_init(&once, spec);
  if (s->stopping) return vg_fail(err, VG_E_UNAVAILABLE, "%s: Vigie is stopping", spec->name);
  if (!service_start(&once, err)) return false;
  while (once.pid > 0 && !s->stopping) turn(s, &once, INT64_MAX);
  if (once.pid > 0) {
    end_service(s, &once, &once);
    return vg_fail(err, VG_E_UNAVAILABLE, "%s: interrupted", spec->name);
  }
  *status = once.status;
  if (answer != NULL) (void)snprintf(answer, 256, "%s", once.ready);
  return true;
}

bool supervisor_wait(struct supervisor *s, const struct service *service, int timeout_ms) {
  int64_t deadline = timeout_ms < 0 ? INT64_MAX : clock_monotonic_ms() + timeout_ms;
  while (!s->stopping) {
    if (service != NULL && service->ready[0] != '\0' && service->ready_fd < 0) return true;
    if (clock_monotonic_ms() >= deadline) return false;
    turn(s, NULL, deadline);
  }
  return false;
}

static void end_orphans(const struct supervisor *s) {
  int64_t deadline = clock_monotonic_ms() + KILL_MS;
  pid_t pid;
  (void)signal_orphans(s, 0, SIGKILL);
  while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0 && clock_monotonic_ms() < deadline) {
    if (pid > 0) continue;
    struct pollfd p = {.fd = s->signal_fd, .events = POLLIN};
    struct signalfd_siginfo info;
    (void)poll(&p, 1, 50);
    (void)!read(s->signal_fd, &info, sizeof info);
    (void)signal_orphans(s, 0, SIGKILL);
  }
}

void supervisor_stop(struct supervisor *s) {
  s->stopping = true;
  for (size_t i = 0; i < 2 * s->count; i++) {
    struct service *one = &s->services[i % s->count];
    if (one->spec->stops_last == (i >= s->count)) end_service(s, one, NULL);
  }
  end_orphans(s);
}
