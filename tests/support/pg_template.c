/* pg_template HOST: waits for the cluster whose socket is in HOST, then makes the roles and the migrated database
 * "vigie_template" that tests clone.                                                                             */
#include <stdio.h>
#include <time.h>

#include "core/arena.h"
#include "db/migrate.h"
#include "db/roles.h"

enum { WAIT_MS = 30000 };

static bool connect_admin(struct db **out, const char *conninfo, struct vg_error *err) {
  int64_t until = clock_monotonic_ms() + WAIT_MS;
  struct db_conf conf = {.conninfo = conninfo, .role = "postgres", .timeout_ms = 60000};
  for (;;) {
    struct vg_error again = {0};
    if (db_open(out, &conf, &again)) return true;
    if (again.code != VG_E_UNAVAILABLE || clock_monotonic_ms() > until)
      return vg_fail(err, again.code, "%s", again.message);
    (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
  }
}

static bool make(const char *host, struct vg_error *err) {
  VG_ARENA(arena, 1 << 16);
  struct db *admin = NULL, *owner = NULL, *inside = NULL;
  const char *any = vg_printf(arena, "host=%s dbname=postgres", host);
  const char *template = vg_printf(arena, "host=%s dbname=vigie_template", host);
  struct db_conf conf = {.conninfo = template, .role = "vigie_owner", .timeout_ms = 60000};
  bool ok = connect_admin(&admin, any, err) && roles_create(admin, "vigie_template", err) &&
            db_open(&owner, &conf, err) && migrate_run(owner, NULL, NULL, NULL, err);
  conf.role = "postgres";
  ok = ok && db_open(&inside, &conf, err) && roles_close_cage(inside, err);
  db_close(inside);
  db_close(owner);
  db_close(admin);
  return ok;
}

int main(int argc, char **argv) {
  struct vg_error err = {0};
  if (argc != 2) return fprintf(stderr, "usage: pg_template HOST\n"), 2;
  if (make(argv[1], &err)) return 0;
  (void)fprintf(stderr, "pg_template: %s\n%s\n", err.message, err.hint);
  return vg_error_info(err.code)->exit_code;
}
