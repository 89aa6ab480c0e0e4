#include "supervise/launch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cluster/cluster.h"
#include "cluster/lock.h"
#include "cluster/privilege.h"
#include "core/version.h"
#include "supervise/launch_settings.h"
#include "supervise/supervisor.h"

enum { WEB_READY_MS = 30000, SERVER_GONE_MS = 30000, POSTGRES_STOP_MS = 30000, SERVICE_STOP_MS = 15000 };

enum { POSTGRES, SERVE, COLLECT, SPECS };

struct running {
  const struct launch *launch;
  struct vg_arena *arena;
  struct cluster cluster;
  struct supervisor supervisor;
  struct service_spec specs[SPECS];
  int self, lock;
};

static void say(const char *text) {
  (void)printf("%s\n", text);
  (void)fflush(stdout);
}

static const char *log_of(const struct running *r, const char *name) {
  return r->launch->log_stderr ? NULL : vg_printf(r->arena, "%s/log/%s.log", r->launch->config->data_dir, name);
}

static bool prepare(struct running *r, struct vg_error *err) {
  const struct config *config = r->launch->config;
  const char *user;
  char *text;
  if (!launch_settings_read(config, r->arena, &text, err)) return false;
  r->self = privilege_self();
  if (r->self < 0) return vg_fail(err, VG_E_INTERNAL, "/proc/self/exe: %s", strerrordesc_np(errno));
  if (!privilege_prepare(config, r->arena, &user, err)) return false;
  (void)printf("Vigie %s, data in %s%s%s\n", vigie_version(), config->data_dir, user == NULL ? "" : ", as user ",
               user == NULL ? "" : user);
  (void)fflush(stdout);
  return lock_take(config, &r->lock, err) && launch_settings_hand(config, r->arena, text, err);
}

static bool step(struct running *r, const char *const *command, bool answers, char answer[256], struct vg_error *err) {
  struct service_spec spec = {.name = command[0],
                              .program_fd = r->self,
                              .argv = launch_argv(r->launch, r->arena, command),
                              .death_signal = SIGKILL,
                              .stop_signal = SIGTERM,
                              .stop_ms = SERVICE_STOP_MS,
                              .answers = answers,
                              .keeps_output = !answers};
  int status = 0;
  if (spec.argv == NULL) return vg_fail(err, VG_E_LIMIT, "%s: too many settings", command[0]);
  if (!supervisor_run(&r->supervisor, &spec, &status, answer, err)) return false;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  for (int code = VG_E_USAGE; code < VG_CODE_COUNT; code++) {
    if (WIFEXITED(status) && vg_error_info((enum vg_code)code)->exit_code == WEXITSTATUS(status))
      return vg_fail(err, (enum vg_code)code, "vigie %s failed: its message is above", command[0]);
  }
  char end[80];
  return vg_fail(err, VG_E_INTERNAL, "vigie %s %s", command[0], service_end_text(status, end, sizeof end));
}

static bool start_postgres(struct running *r, struct vg_error *err) {
  if (r->launch->config->database != NULL) return true;
  if (!cluster_open(&r->cluster, r->launch->config, r->arena, err)) return false;
  if (!cluster_exists(&r->cluster)) {
    (void)printf("First start: making the database with PostgreSQL %d\n", r->cluster.binaries.major);
    (void)fflush(stdout);
    if (!cluster_init(&r->cluster, err)) return false;
  }
  int other = (int)cluster_server(&r->cluster);
  if (other > 0) {
    (void)printf("Waiting up to %d s for the PostgreSQL server (process %d) that uses %s to end\n", SERVER_GONE_MS / 1000, other, r->cluster.data);
    (void)fflush(stdout);
  }
  if (!cluster_wait_gone(&r->cluster, SERVER_GONE_MS, err) || !cluster_configure(&r->cluster, err)) return false;
  r->specs[POSTGRES] = (struct service_spec){.name = "postgres",
                                             .program = r->cluster.argv[0],
                                             .program_fd = -1,
                                             .argv = r->cluster.argv,
                                             .log = r->cluster.log,
                                             .death_signal = SIGINT,
                                             .stop_signal = SIGINT,
                                             .stop_ms = POSTGRES_STOP_MS,
                                             .quit_signal = SIGQUIT,
                                             .stops_last = true};
  return supervisor_add(&r->supervisor, &r->specs[POSTGRES], err) != NULL;
}

static struct service *start_own(struct running *r, int which, const char *name, bool tells_ready,
                                 struct vg_error *err) {
  const char *const command[] = {name, NULL};
  r->specs[which] = (struct service_spec){.name = name,
                                          .program_fd = r->self,
                                          .argv = launch_argv(r->launch, r->arena, command),
                                          .log = log_of(r, name),
                                          .death_signal = SIGKILL,
                                          .stop_signal = SIGTERM,
                                          .stop_ms = SERVICE_STOP_MS,
                                          .tells_ready = tells_ready};
  return supervisor_add(&r->supervisor, &r->specs[which], err);
}

static bool start_web(struct running *r, struct vg_error *err) {
  struct service *web = start_own(r, SERVE, "serve", true, err);
  if (web == NULL) return false;
  if (supervisor_wait(&r->supervisor, web, WEB_READY_MS)) {
    say(web->ready);
    bool any_port = r->launch->config->listen_port == 0;
    if (any_port) (void)setenv("VIGIE_PUBLIC_URL", web->ready, 1);
    lock_tell(r->lock, any_port ? web->ready : r->launch->config->public_url);
    return true;
  }
  if (r->supervisor.stopping) return true;
  (void)vg_fail(err, VG_E_TIMEOUT, "the web server does not answer within %d s", WEB_READY_MS / 1000);
  return vg_hint(err, "its log: %s", r->specs[SERVE].log == NULL ? "above" : r->specs[SERVE].log);
}

static bool welcome(struct running *r, bool sample, struct vg_error *err) {
  char link[256] = "";
  if (!step(r, (const char *const[]){"user", "first", NULL}, true, link, err)) return false;
  if (link[0] != '\0') {
    (void)printf("Choose the administrator's password there (once, login: admin): %s\n", link);
    (void)fflush(stdout);
  }
  if (!sample || r->launch->empty) return true;
  struct vg_error failed = {0};
  say("Loading the sample organisation (remove it later with: vigie sample remove)");
  if (step(r, (const char *const[]){"sample", "load", NULL}, false, NULL, &failed) || r->supervisor.stopping) return true;
  (void)fprintf(stderr, "The sample was not loaded: %s. Try again with: vigie sample load\n", failed.message);
  return true;
}

static bool start_all(struct running *r, struct vg_error *err) {
  char answer[256] = "";
  if (!start_postgres(r, err)) return false;
  if (!step(r, (const char *const[]){"migrate", "--wait=60", NULL}, false, NULL, err)) return false;
  if (!step(r, (const char *const[]){"first-start", NULL}, true, answer, err)) return false;
  bool sample = strcmp(answer, "first") == 0 || strcmp(answer, "interrupted") == 0;
  if (!start_web(r, err) || !welcome(r, sample, err)) return false;
  if (start_own(r, COLLECT, "collect", false, err) == NULL) return false;
  say("Stop with Ctrl-C");
  return true;
}

static bool run(struct running *r, struct vg_error *err) {
  bool ok = start_all(r, err);
  if (ok) (void)supervisor_wait(&r->supervisor, NULL, -1);
  bool asked = r->supervisor.stopping && r->supervisor.failure.code == VG_OK;
  if (asked) say("Stopping");
  supervisor_stop(&r->supervisor);
  if (r->supervisor.failure.code != VG_OK) {
    struct vg_error failed = r->supervisor.failure;
    *err = failed;
    return false;
  }
  return ok || asked;
}

bool launch_run(const struct launch *launch, struct vg_arena *arena, struct vg_error *err) {
  struct running r = {.launch = launch, .arena = arena, .self = -1, .lock = -1};
  bool ok = prepare(&r, err) && supervisor_open(&r.supervisor, err) && run(&r, err);
  supervisor_close(&r.supervisor);
  if (r.self >= 0) (void)close(r.self);
  if (r.lock >= 0) (void)close(r.lock);
  return ok;
}
