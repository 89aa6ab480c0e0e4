/* bench_evaluate HOST DBNAME SCALE WORLD.sql: how long an evaluation takes, beside one pass over the same records, in
 * the same run.
 *
 * The yardstick × SCALE: 1,400 systems in 20 perimeters with two years of nights (1,000,000 backups), alerts,
 * incidents, persons, trainings, accounts, patch states. DBNAME is the migrated template; the data set lives in a
 * clone.        */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "db/direct.h"
#include "indicator/evaluate.h"
#include "policy/policy.h"

#define KNOWN "2026-11-01T12:00:00Z"

_Noreturn static void die(const char *what, const struct vg_error *err) {
  (void)fprintf(stderr, "%s: %s\n", what, err->message);
  exit(1);
}

static double seconds(void) {
  struct timespec t;
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct db *open_as(const char *host, const char *name, const char *role) {
  char info[300];
  struct vg_error err = {0};
  struct db *db = NULL;
  (void)snprintf(info, sizeof info, "host=%s dbname=%s", host, name);
  const struct db_conf conf = {.conninfo = info, .role = role, .application = "bench"};
  if (!db_open(&db, &conf, &err)) die(role, &err);
  return db;
}

static void sql(struct db *db, const char *text) {
  struct vg_error err = {0};
  if (!db_direct(db, NULL, text, DB_ANY, &err, NULL, 0)) die(text, &err);
}

/* The file of SQL that makes the data set, into `out`. */
static void read_world(const char *path, struct buf *out) {
  char part[8192];
  struct vg_error err = {0};
  FILE *f = fopen(path, "re");
  if (f == NULL) (void)vg_fail(&err, VG_E_INPUT, "it cannot be read"), die(path, &err);
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(out, part, n);
  (void)fclose(f);
  if (!buf_check(out, path, &err)) die(path, &err);
}

static double one_pass(struct db *db) {
  double from = seconds();
  sql(db, "SELECT count(finished_at), count(asset) FROM rec.backup; SELECT count(asset) FROM rec.alert; SELECT "
          "count(person) FROM rec.training");
  return seconds() - from;
}

static double evaluate(struct db *db, bool all) {
  struct vg_error err = {0};
  vg_time known = 0;
  if (!time_parse(KNOWN, &known, &err)) die("known", &err);
  double from = seconds();
  if (!(all ? evaluation_run_all : evaluation_run)(db, known, &err)) die("evaluation", &err);
  return seconds() - from;
}

int main(int argc, char **argv) {
  struct vg_error err = {0};
  if (argc != 5) return fprintf(stderr, "usage: bench_evaluate HOST DBNAME SCALE WORLD.sql\n"), 2;
  int systems = (int)(1400 * strtod(argv[3], NULL));
  char text[200];
  BUF(world, 1 << 20);
  struct db *admin = open_as(argv[1], "postgres", "postgres");
  (void)snprintf(text, sizeof text, "CREATE DATABASE bench_evaluate OWNER vigie_owner TEMPLATE %.60s", argv[2]);
  sql(admin, "DROP DATABASE IF EXISTS bench_evaluate");
  sql(admin, text);
  struct db *owner = open_as(argv[1], "bench_evaluate", "postgres");
  if (!indicator_install(owner, &err) || !policy_install(owner, &err)) die("install", &err);
  (void)snprintf(text, sizeof text, "SET bench.systems = %d", systems > 0 ? systems : 1);
  read_world(argv[4], &world);
  sql(owner, text);
  sql(owner, world.data);
  (void)printf("evaluation of %d systems, 730 days, 20 perimeters\n", systems);
  (void)one_pass(owner);
  double pass = one_pass(owner), first = evaluate(owner, true), again = evaluate(owner, true);
  sql(owner, "WITH p AS (INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT id, 'ok', '2026-11-01 "
             "11:00+00', '2026-11-01 11:00+00'"
             " FROM vg.source WHERE code = 'tools' RETURNING id, source_id) INSERT INTO vg.coverage SELECT source_id, "
             "'patch', id,"
             " tstzrange('2026-11-01 11:00+00', '2026-11-02 17:00+00') FROM p");
  double pull = evaluate(owner, false);
  (void)printf(
      "  one pass over the records           %8.3f s\n  first evaluation, 730 days measured %8.3f s   %6.1f passes\n"
      "  full evaluation, nothing changed    %8.3f s   %6.1f passes\n  after a pull of patch states        %8.3f s   "
      "%6.1f passes\n",
      pass, first, first / pass, again, again / pass, pull, pull / pass);
  db_close(owner);
  sql(admin, "DROP DATABASE bench_evaluate");
  db_close(admin);
  return 0;
}
