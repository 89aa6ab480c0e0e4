/* bench_evaluate HOST DBNAME SCALE WORLD.sql: how long an evaluation takes, beside one scan of the same rows, in the
 * same run.
 *
 * The yardstick × SCALE: 1,400 systems in 20 perimeters with two years of nights (1,000,000 backups), alerts,
 * incidents, persons, trainings, accounts, patch states. DBNAME is the migrated template; the data set lives in a
 * clone.        */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "db/direct.h"
#include "indicator/backfill.h"
#include "indicator/evaluate.h"
#include "policy/policy.h"

#define KNOWN "2026-11-01T12:00:00Z"
#define NIGHT "2026-11-02T03:00:00Z" /* a day has ended since, and a night without a backup begun to count */

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

/* Each a second after the one before: no two evaluations know as much. */
static double timed(struct db *db, bool (*run)(struct db *, vg_time known_at, struct vg_error *), const char *known_at) {
  static int times;
  struct vg_error err = {0};
  vg_time known = 0;
  if (!time_parse(known_at, &known, &err)) die("known", &err);
  known += ++times * VG_SECOND;
  double from = seconds();
  if (!run(db, known, &err)) die(known_at, &err);
  return seconds() - from;
}

static double evaluate(struct db *db) { return timed(db, evaluation_run, KNOWN); }
static double evaluate_by_night(struct db *db) { return timed(db, evaluation_run, NIGHT); }

/* The nightly evaluation: everything is worked out anew from the records and compared with what is kept; what changes with time alone is
 * written. Nothing is told to have come out otherwise. */
static double check(struct db *db) {
  double took = timed(db, evaluation_run_all, NIGHT);
  sql(db, "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM vg.journal WHERE action = 'evaluation.disagreed'), 'the check disagrees'; END $$");
  return took;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

enum { TIMES = 5 };

/* Five times, each after `before`: the one in the middle. */
static double median(struct db *db, void (*before)(struct db *), double (*run)(struct db *)) {
  double took[TIMES];
  for (int i = 0; i < TIMES; i++) before(db), took[i] = run(db);
  qsort(took, TIMES, sizeof *took, by_value);
  return took[TIMES / 2];
}

static void line(const char *what, double took, double limit, const char *bar) {
  (void)printf("  %-44s %8.3f s   %6.1f scans   %s\n", what, took, took / limit, bar);
}

/* What PostgreSQL takes to write again, as they are, the rows that the last evaluation wrote: the limit of one that writes them. */
static double rewrite(struct db *db, int64_t *rows) {
  struct vg_error err = {0};
  DB_RESULT(r);
  if (!db_direct(db, &r, "SELECT r.seconds, r.rows FROM pg_temp.rewrite() r", DB_ONE, &err, NULL, 0)) die("rewrite", &err);
  *rows = row_int(r, 0, "rows");
  return row_real(r, 0, "seconds");
}

/* After a pull, the median of five; its limit is that of the last of them. */
static void after_pull(struct db *db, const char *what, void (*pull)(struct db *), double (*run)(struct db *)) {
  int64_t rows = 0;
  double took = median(db, pull, run), limit = rewrite(db, &rows);
  (void)printf("  %-44s %8.3f s   bar 0.1 s; median of 5; the %lld rows written: %.3f s\n", what, took, (long long)rows, limit);
}

static void all_stale(struct db *db) { sql(db, "UPDATE vg.indicator SET stale = true"); }

#define AT "current_setting('bench.at')::timestamptz"
#define TIMES "current_setting('bench.times')"

/* A pull after 11:00, each one second later than the one before; fresh until so long after 11:00. What is written then finds in the session's
 * settings the instant that it read, bench.at, and how many there were, bench.times. */
static void pull(struct db *db, const char *source, const char *kind, int minutes) {
  static int times;
  char text[700];
  times++;
  (void)snprintf(text, sizeof text,
                 "SELECT set_config('bench.times', '%d', false), set_config('bench.at', '2026-11-01 11:%02d:%02d+00', false);"
                 "WITH p AS (INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT id, 'ok', t, t FROM vg.source, (SELECT " AT " AS t) x"
                 " WHERE code = '%s' RETURNING id, source_id, read_at) INSERT INTO vg.coverage SELECT source_id, '%s', id,"
                 " tstzrange(read_at, '2026-11-01 11:00+00'::timestamptz + %d * interval '1 minute') FROM p",
                 times, times / 60, times % 60, source, kind, minutes);
  sql(db, text);
}

/* 1,000 patch states, written as a pull writes them (db/kind_diff.c): the version before goes to the history, a new one takes its place. */
static void pull_patches(struct db *db, int minutes, const char *security_pending) {
  char text[1000];
  pull(db, "tools", "patch", minutes);
  (void)snprintf(text, sizeof text,
                 "WITH gone AS (DELETE FROM rec.patch WHERE key IN (SELECT key FROM rec.patch ORDER BY key LIMIT 1000) RETURNING *)"
                 " INSERT INTO rec.patch_history SELECT gone.*, " AT ", (SELECT max(id) FROM vg.pull), false FROM gone;"
                 "INSERT INTO rec.patch (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, pending, security_pending,"
                 " oldest_security_at) SELECT source_id, key, perimeter_id, superseded_at, superseded_at, superseded_by, hash, asset, pending, %s,"
                 " oldest_security_at FROM rec.patch_history WHERE superseded_at = " AT,
                 security_pending);
  sql(db, text);
}

/* More updates wait: the state of no server is another. What is fresh is for no longer than before. */
static void pull_within(struct db *db) { pull_patches(db, 90, "security_pending + 1"); }

/* Each server is current that was not, or the reverse. */
static void pull_turning(struct db *db) { pull_patches(db, 90, "CASE security_pending WHEN 0 THEN 1 ELSE 0 END"); }

/* And all that the source tells, touched or not, is fresh for a quarter of an hour longer. */
static void pull_longer(struct db *db) {
  static int times;
  pull_patches(db, 30 * 60 + 15 * ++times, "CASE security_pending WHEN 0 THEN 1 ELSE 0 END");
}

#define LATELY "LATERAL (SELECT '2026-11-01 10:00+00'::timestamptz + " TIMES "::integer * interval '1 minute' AS t) x"

/* A second good backup in the day of 1,000 systems: indicators of backups and of what is seen. */
static void pull_backups(struct db *db) {
  pull(db, "restic", "backup", 90);
  sql(db, "INSERT INTO rec.backup (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, status, finished_at, datacenter)"
          " SELECT b.source_id, b.asset || '-again-' || " TIMES ", b.perimeter_id, t, " AT ", 0, 'x', b.asset, 'ok', t, 'DC2'"
          " FROM (SELECT DISTINCT source_id, asset, perimeter_id FROM rec.backup) b, " LATELY " ORDER BY b.asset LIMIT 1000");
}

/* And retention removes the oldest of each, as it does day after day. */
static void pull_retained(struct db *db) {
  pull_backups(db);
  sql(db, "WITH at AS (SELECT id, read_at FROM vg.pull ORDER BY id DESC LIMIT 1),"
          " gone AS (DELETE FROM rec.backup WHERE key IN (SELECT DISTINCT ON (asset) key FROM rec.backup ORDER BY asset, finished_at LIMIT 1000) RETURNING *)"
          " INSERT INTO rec.backup_history SELECT gone.*, at.read_at, at.id, true FROM gone, at");
  sql(db, "ANALYZE rec.backup_history"); /* as autovacuum does within a minute: it was empty */
}

/* 1,000 alerts more, of one system each. */
static void pull_alerts(struct db *db) {
  pull(db, "tools", "alert", 90);
  sql(db, "INSERT INTO rec.alert (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, name, severity, raised_at)"
          " SELECT p.source_id, p.key || '-alert-' || " TIMES ", p.perimeter_id, t, " AT ", 0, 'x', p.asset, 'Down', 'warning', t"
          " FROM rec.patch p, " LATELY " ORDER BY p.key LIMIT 1000");
}

/* One system more in the inventory. */
static void pull_asset(struct db *db) {
  pull(db, "inventory", "asset", 90);
  sql(db, "INSERT INTO rec.asset (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, type, environment, status, owner)"
          " SELECT source_id, 'new-' || " TIMES ", perimeter_id, " AT ", " AT ", 0, 'x', 'new-' || " TIMES ", 'server', 'production', 'in_service',"
          " owner FROM rec.asset ORDER BY key LIMIT 1");
}

/* Each of 1,000 systems had another patch state each day of a year before; everything was evaluated since. */
static void age_patches(struct db *db) {
  sql(db, "INSERT INTO rec.patch_history (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, pending, security_pending,"
          " oldest_security_at, superseded_at, superseded_by, vanished) SELECT -400 * place - n, source_id, key, perimeter_id, t - n * interval '1 day',"
          " t - n * interval '1 day', 0, hash, asset, pending, n % 3, t - n * interval '1 day', t - (n - 1) * interval '1 day', 0, false"
          " FROM (SELECT *, row_number() OVER (ORDER BY key) AS place FROM rec.patch ORDER BY key LIMIT 1000) p, generate_series(1, 365) n, (SELECT '2026-10-01 00:00+00'::timestamptz AS t) x");
  sql(db, "ANALYZE rec.patch_history");
  all_stale(db);
  (void)evaluate_by_night(db);
}

static double five_years(struct db *db) {
  struct vg_error err = {0};
  sql(db, "DELETE FROM vg.measurement; DELETE FROM vg.backfill");
  if (!backfill_want(db, "asset_classified", &err)) die("history", &err);
  double from = seconds();
  if (!backfill_run(db, "asset_classified", NULL, NULL, &err)) die("history", &err);
  return seconds() - from;
}

static double lifelines(struct db *db) {
  struct vg_error err = {0};
  vg_time to = 0;
  DB_RESULT(rules);
  DB_RESULT(root);
  if (!time_parse(KNOWN, &to, &err) ||
      !db_direct(db, &root, "SELECT id FROM vg.perimeter WHERE code = 'all'", DB_ONE, &err, NULL, 0) ||
      !db_direct(db, &rules, "SELECT DISTINCT number FROM vg.rule", DB_MANY, &err, NULL, 0))
    die("rules", &err);
  double from = seconds();
  for (size_t i = 0; i < row_count(rules); i++) {
    DB_RESULT(steps);
    if (!db_run(db, &steps, SQL_BOARD_LIFELINE, DB_MANY, &err, P_INT(row_int(root, 0, "id")),
                P_TEXT(row_text(rules, i, "number")), P_TIME(to - 365 * VG_DAY), P_TIME(to)))
      die("lifeline", &err);
  }
  return seconds() - from;
}

static double scan(struct db *db, const char *text) {
  sql(db, text);
  double from = seconds();
  sql(db, text);
  return seconds() - from;
}

static void measure(struct db *db) {
  double pass = (one_pass(db), one_pass(db));
  line("one pass over the records", pass, pass, "");
  line("first evaluation, nothing there", evaluate(db), pass, "");
  sql(db, "VACUUM ANALYZE"); /* as autovacuum does within a minute */
  line("all asked again, what differs written", median(db, all_stale, evaluate), pass, "median of 5");
  after_pull(db, "after a pull: 1,000 subjects turn", pull_turning, evaluate);
  after_pull(db, "... and all is fresh for longer", pull_longer, evaluate);
  after_pull(db, "... nothing turns of what they say", pull_within, evaluate);
  line("full evaluation, as each night", check(db), pass, "bar 1.5 s on 1 M records, 12 s on 10 M");
  after_pull(db, "after a pull of 1,000 backups", pull_backups, evaluate_by_night);
  after_pull(db, "... and the oldest of each removed", pull_retained, evaluate_by_night);
  after_pull(db, "after a pull of 1,000 alerts", pull_alerts, evaluate_by_night);
  after_pull(db, "after a pull of one new asset", pull_asset, evaluate_by_night);
  age_patches(db);
  after_pull(db, "1,000 subjects turn, after a year of states", pull_turning, evaluate_by_night);
  double verdicts =
      scan(db, "SELECT count(judged), count(conforming) FROM vg.verdict WHERE indicator = 'asset_classified'; SELECT "
               "count(value) FROM vg.timeline WHERE indicator = 'asset_classified'");
  line("five years of days of one indicator", five_years(db), verdicts, "bar 5 s");
  double states = scan(db, "SELECT count(state) FROM vg.rule_timeline");
  line("365 days of the life of each rule", lifelines(db), states, "bar 0.05 s");
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
  (void)printf("evaluation of %d systems, five years of readings, 20 perimeters\n", systems);
  measure(owner);
  db_close(owner);
  sql(admin, "DROP DATABASE bench_evaluate");
  db_close(admin);
  return 0;
}
