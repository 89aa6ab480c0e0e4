#include "cluster/binaries.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/process.h"

enum { OLDEST = 15, ASK_MS = 10000 };

static bool holds_server(struct vg_arena *a, const char *dir) {
  const char *const names[] = {"initdb", "postgres", "pg_ctl"};
  for (size_t i = 0; i < 3; i++) {
    const char *path = vg_printf(a, "%s/%s", dir, names[i]);
    if (path == NULL || access(path, X_OK) != 0) return false;
  }
  return true;
}

static char *first_line(struct vg_arena *a, const char *const *argv) {
  struct process_result result = {0};
  struct vg_error ignored = {0};
  struct process_spec spec = {.argv = argv, .timeout_ms = ASK_MS, .output_limit = 4096};
  char *line = NULL;
  if (process_run(&spec, &result, &ignored) && result.exit_status == 0)
    line = vg_strndup(a, result.output.data, strcspn(result.output.data, "\n"));
  process_result_free(&result);
  return line;
}

/* "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" */
static int ask_major(struct vg_arena *a, const char *dir) {
  const char *program = vg_printf(a, "%s/postgres", dir);
  const char *line = program == NULL ? NULL : first_line(a, (const char *const[]){program, "--version", NULL});
  const char *number = line == NULL ? NULL : strpbrk(line, "0123456789");
  return number == NULL ? 0 : (int)strtol(number, NULL, 10);
}

static void consider(struct vg_arena *a, const char *dir, int known, int wanted, struct binaries *best) {
  if (dir == NULL || !holds_server(a, dir)) return;
  int major = known > 0 ? known : ask_major(a, dir);
  if (major < OLDEST || (wanted > 0 && major != wanted) || major <= best->major) return;
  *best = (struct binaries){.dir = dir, .major = major};
}

static void look_in_debian(struct vg_arena *a, int wanted, struct binaries *best) {
  glob_t found = {0};
  if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++) {
      int major = (int)strtol(found.gl_pathv[i] + strlen("/usr/lib/postgresql/"), NULL, 10);
      if (major > 0) consider(a, vg_strdup(a, found.gl_pathv[i]), major, wanted, best);
    }
  }
  globfree(&found);
}

static bool take_wanted(struct vg_arena *a, const char *dir, int major, struct binaries *out, struct vg_error *err) {
  if (!holds_server(a, dir)) {
    (void)vg_fail(err, VG_E_CONFIG, "setting postgres_bin: %s holds no PostgreSQL server", dir);
    return vg_hint(err, "it is the folder of initdb and postgres, such as /usr/lib/postgresql/15/bin");
  }
  *out = (struct binaries){.dir = vg_strdup(a, dir), .major = ask_major(a, dir)};
  if (out->major < OLDEST)
    return vg_fail(err, VG_E_CONFIG, "setting postgres_bin: expected PostgreSQL %d or newer, got %d", OLDEST, out->major);
  if (major > 0 && out->major != major)
    return vg_fail(err, VG_E_CONFIG, "setting postgres_bin: the data was made by PostgreSQL %d, %s is %d", major, dir,
                   out->major);
  return true;
}

bool binaries_find(struct vg_arena *a, const char *wanted, int major, struct binaries *out, struct vg_error *err) {
  *out = (struct binaries){0};
  if (wanted != NULL) return take_wanted(a, wanted, major, out, err);
  look_in_debian(a, major, out);
  if (out->dir == NULL) consider(a, first_line(a, (const char *const[]){"pg_config", "--bindir", NULL}), 0, major, out);
  if (out->dir != NULL) return true;
  if (major > 0) {
    (void)vg_fail(err, VG_E_CONFIG, "the data was made by PostgreSQL %d, which is not installed", major);
    return vg_hint(err, "install postgresql-%d; to go to another version: vigie db backup with the old one, then vigie db "
                        "restore, or pg_upgrade", major);
  }
  (void)vg_fail(err, VG_E_NOTFOUND, "no PostgreSQL server of version %d or newer is installed", OLDEST);
  return vg_hint(err, "apt install postgresql, or set postgres_bin to its programs, or database to a server elsewhere");
}
