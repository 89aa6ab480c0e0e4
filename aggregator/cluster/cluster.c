#include "cluster/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/process.h"
#include "core/text.h"

enum { SOCKET_DIR_MAX = 90, INIT_MS = 300000, CONTROL_MS = 120000 };

/* The first line of a small file as a number, 0 when there is none. */
static int64_t read_number(const char *path) {
  char line[64];
  int64_t value = 0;
  FILE *f = fopen(path, "re");
  if (f == NULL) return 0;
  if (fgets(line, sizeof line, f) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    (void)text_int(line, 0, INT32_MAX, &value);
  }
  (void)fclose(f);
  return value;
}

static int made_by(const struct cluster *c) {
  const char *path = vg_printf(c->arena, "%s/PG_VERSION", c->data);
  return path == NULL ? 0 : (int)read_number(path);
}

bool cluster_exists(const struct cluster *c) { return made_by(c) > 0; }

bool cluster_open(struct cluster *out, const struct config *config, struct vg_arena *arena, struct vg_error *err) {
  *out = (struct cluster){.arena = arena, .run = config->run_dir, .data_dir = config->data_dir};
  out->data = vg_printf(arena, "%s/pg", config->data_dir);
  out->log = vg_printf(arena, "%s/log/postgres.log", config->data_dir);
  if (out->data == NULL || out->log == NULL) return vg_fail(err, VG_E_LIMIT, "setting data_dir: too long");
  if (strlen(out->run) > SOCKET_DIR_MAX) {
    (void)vg_fail(err, VG_E_CONFIG, "setting run_dir: %zu bytes, at most %d fit the path of a unix socket", strlen(out->run),
                  SOCKET_DIR_MAX);
    return vg_hint(err, "set run_dir to a shorter path, for example /run/vigie");
  }
  if (!binaries_find(arena, config->postgres_bin, made_by(out), &out->binaries, err)) return false;
  const char *program = vg_printf(arena, "%s/postgres", out->binaries.dir);
  if (program == NULL) return vg_fail(err, VG_E_LIMIT, "setting postgres_bin: too long");
  out->argv[0] = program;
  out->argv[1] = "-D";
  out->argv[2] = out->data;
  return true;
}

/* Runs one of PostgreSQL's programs; what it says becomes the error. */
static bool run(const char *what, const char *const *argv, int timeout_ms, int *status, struct vg_error *err) {
  struct process_result result = {0};
  struct process_spec spec = {.argv = argv, .timeout_ms = timeout_ms, .output_limit = 1 << 20};
  bool ok = process_run(&spec, &result, err);
  if (ok && status != NULL) {
    *status = result.exit_status;
  } else if (ok && result.exit_status != 0) {
    bool full = strstr(result.errors, "No space left") != NULL;
    ok = vg_fail(err, full ? VG_E_STORAGE : VG_E_UNAVAILABLE, "%s: %.400s", what, result.errors);
  }
  process_result_free(&result);
  return ok;
}

static bool remove_tree(const char *path, struct vg_error *err) {
  return run("rm", (const char *const[]){"rm", "-rf", "--", path, NULL}, CONTROL_MS, NULL, err);
}

bool cluster_init(struct cluster *c, struct vg_error *err) {
  const char *fresh = vg_printf(c->arena, "%s.new", c->data);
  const char *program = vg_printf(c->arena, "%s/initdb", c->binaries.dir);
  if (fresh == NULL || program == NULL) return vg_fail(err, VG_E_LIMIT, "setting data_dir: too long");
  if (cluster_exists(c)) return vg_fail(err, VG_E_CONFLICT, "%s: there is a cluster already", c->data);
  const char *const argv[] = {program,  "-D",      fresh,           "-U",      "postgres", "-E",
                              "UTF8",   "--locale=C.UTF-8", "--lc-collate=C", "--data-checksums", "--auth-local=peer",
                              "--auth-host=reject", "--no-instructions", NULL};
  if (!remove_tree(fresh, err) || !run("initdb", argv, INIT_MS, NULL, err)) return false;
  if (rename(fresh, c->data) == 0) return true;
  (void)vg_fail(err, VG_E_STORAGE, "%s: %s", c->data, strerrordesc_np(errno));
  return vg_hint(err, "this folder must be empty or absent");
}

pid_t cluster_server(const struct cluster *c) {
  const char *path = vg_printf(c->arena, "%s/postmaster.pid", c->data);
  pid_t pid = path == NULL ? 0 : (pid_t)read_number(path);
  return pid > 1 && (kill(pid, 0) == 0 || errno == EPERM) ? pid : 0;
}

bool cluster_wait_gone(const struct cluster *c, int wait_ms, struct vg_error *err) {
  int64_t until = clock_monotonic_ms() + wait_ms;
  while (cluster_server(c) > 0) {
    if (clock_monotonic_ms() > until) {
      (void)vg_fail(err, VG_E_CONFLICT, "a PostgreSQL server (process %d) uses %s already", (int)cluster_server(c), c->data);
      return vg_hint(err, "vigie db stop ends it");
    }
    (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
  }
  return true;
}

bool cluster_start(struct cluster *c, struct vg_error *err) {
  const char *program = vg_printf(c->arena, "%s/pg_ctl", c->binaries.dir);
  if (program == NULL) return vg_fail(err, VG_E_LIMIT, "setting postgres_bin: too long");
  if (cluster_server(c) > 0) return vg_fail(err, VG_E_CONFLICT, "the database runs already (process %d)", (int)cluster_server(c));
  const char *const argv[] = {program, "start", "-D", c->data, "-l", c->log, "-w", "-s", "-t", "60", NULL};
  if (!cluster_configure(c, err)) return false;
  if (run("pg_ctl start", argv, CONTROL_MS, NULL, err)) return true;
  return vg_hint(err, "the reason is in %s", c->log);
}

bool cluster_stop(struct cluster *c, struct vg_error *err) {
  const char *program = vg_printf(c->arena, "%s/pg_ctl", c->binaries.dir);
  if (program == NULL) return vg_fail(err, VG_E_LIMIT, "setting postgres_bin: too long");
  const char *const argv[] = {program, "stop", "-D", c->data, "-m", "fast", "-w", "-s", "-t", "60", NULL};
  return run("pg_ctl stop", argv, CONTROL_MS, NULL, err);
}
