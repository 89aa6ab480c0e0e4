/* bench_ingest HOST DBNAME SCALE: the bars of ingest beside their physical limits, measured in the same run.
 *
 * The yardstick is 1,000,000 backups × SCALE of one source. What is timed is all that Vigie does between the connector's
 * values and the commit: record built, checked, hashed, spooled, compared, written.                              */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collect/apply.h"
#include "collect/plausible.h"
#include "collect/pull_state.h"
#include "collect/spool.h"
#include "core/text.h"
#include "db/direct.h"
#include "db/kind_tables.h"

struct given;
struct bench {
  struct db *owner, *db;
  struct given *given;
  int64_t rows, source, perimeter;
  vg_time now;
};

_Noreturn static void die(const char *what, const struct vg_error *err) {
  (void)fprintf(stderr, "%s: %s\n", what, err->message);
  exit(1);
}

static double seconds(void) {
  struct timespec t;
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What this process itself has computed: on a busy machine the clock says less. */
static double computed(void) {
  struct timespec t;
  (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sql(struct bench *b, const char *text) {
  struct vg_error err = {0};
  if (!db_direct(b->owner, NULL, text, DB_NONE, &err, NULL, 0)) die(text, &err);
}

static int64_t number(struct bench *b, const char *text) {
  struct vg_error err = {0};
  DB_RESULT(r);
  if (!db_direct(b->owner, &r, text, DB_ONE, &err, NULL, 0)) die(text, &err);
  return row_int(r, 0, "n");
}

/* ---- what a connector gives ---- */

/* The values of one record as a connector has parsed them: making them is not ingest. */
struct given {
  char key[48], asset[40], repository[40], place[16];
};

static struct given *give(int64_t rows) {
  struct given *all = malloc((size_t)rows * sizeof *all);
  if (all == NULL) exit(1);
  for (int64_t i = 0; i < rows; i++) {
    (void)snprintf(all[i].key, sizeof all[i].key, "restic-%08llx%016llx", (unsigned long long)i,
                   (unsigned long long)(i * INT64_C(2654435761)));
    (void)snprintf(all[i].asset, sizeof all[i].asset, "srv-%lld.corp.example", (long long)(i % 2857));
    (void)snprintf(all[i].repository, sizeof all[i].repository, "sftp:backup@depot-%lld:/srv/restic", (long long)(i % 7));
    (void)snprintf(all[i].place, sizeof all[i].place, "$[%lld]", (long long)i);
  }
  return all;
}

static void backup(struct record *r, const struct given *g, int64_t i, bool changed) {
  record_begin(r, KIND_BACKUP, g->key);
  record_text(r, "asset", g->asset);
  record_text(r, "dataset", "/srv/data,/etc,/home");
  record_text(r, "tool", "restic");
  record_text(r, "status", changed ? "warning" : "ok");
  record_time(r, "started_at", INT64_C(1600000000) * VG_SECOND + i * 60 * VG_SECOND);
  record_time(r, "finished_at", INT64_C(1600000000) * VG_SECOND + i * 60 * VG_SECOND + 840 * VG_SECOND);
  record_int(r, "size", 48211000 + i);
  record_text(r, "repository", g->repository);
  record_text(r, "datacenter", "DC-Roubaix");
  record_extra(r, "hostname", json_string("srv-db-01"));
  record_extra(r, "username", json_string("root"));
}

static void read_all(struct bench *b, struct reading *reading, int64_t changed_every) {
  struct vg_error err = {0};
  struct record record;
  if (!record_init(&record, &err)) die("record", &err);
  for (int64_t i = 0; i < b->rows; i++) {
    backup(&record, &b->given[i], i, changed_every > 0 && i % changed_every == 0);
    if (!sink_put(&reading->sink, &record, b->given[i].place, &err)) die("put", &err);
  }
  record_free(&record);
}

/* ---- a pull ---- */

struct times {
  double read, compare, write, computed;
};

static struct times pull(struct bench *b, int64_t changed_every, struct apply_counts *counts) {
  struct vg_error err = {0};
  struct vg_arena *arena = vg_arena_new(16 << 20);
  struct pull_open open;
  struct pull_locked locked;
  struct reading *reading = calloc(1, sizeof *reading);
  struct apply *apply = NULL;
  struct times t;
  DB_TX(tx);
  b->now += VG_HOUR;
  if (reading == NULL || !pull_start(b->db, b->source, "bench", "schedule", b->now, &open, &err)) die("start", &err);
  double t0 = seconds(), c0 = computed();
  reading_init(reading, arena, b->source, open.id, b->perimeter, b->now);
  struct reading_kind *k = &reading->kinds[KIND_BACKUP];
  k->given = k->complete = true, k->covers_from = VG_NEVER, k->covers_to = b->now + VG_HOUR;
  read_all(b, reading, changed_every);
  double t1 = seconds();
  if (!db_begin(b->db, &tx, &err) || !pull_lock(b->db, open.id, "running", &locked, &err) ||
      !apply_compare(b->db, reading, &apply, &err)) {
    die("compare", &err);
  }
  double t2 = seconds();
  struct pull_result result = {.pull_id = open.id, .read = b->rows};
  if (!apply_write(b->db, reading, apply, counts, &err) || !pull_close(b->db, &result, "ok", b->now, &err) ||
      !pull_next(b->db, b->source, 0, b->now, b->now, &err) || !db_commit(&tx, &err)) {
    die("write", &err);
  }
  double t3 = seconds();
  apply_free(apply);
  reading_free(reading);
  free(reading);
  vg_arena_free(arena);
  t.read = t1 - t0, t.compare = t2 - t1, t.write = t3 - t2, t.computed = computed() - c0;
  return t;
}

/* ---- physical limits ---- */

struct copied {
  struct spool spool;
};

static bool keep_row(void *user, const char *data, size_t length, struct vg_error *err) {
  return spool_put(&((struct copied *)user)->spool, data, length, err);
}
static bool send_block(void *user, const char *data, size_t length, bool last, size_t *used, struct vg_error *err) {
  (void)last;
  *used = length;
  return db_copy_data(user, data, length, err);
}

#define COLUMNS                                                                                                        \
  "id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, dataset, tool, status, started_at, "  \
  "finished_at, size, repository, datacenter, message, extra"

/* Rows a second of a logged COPY of the stored rows into an empty table of the same shape, in this format. */
static double copy_limit(struct bench *b, const char *format) {
  struct vg_error err = {0};
  struct copied c;
  char text[600];
  int64_t rows;
  spool_init(&c.spool, 1u << 30, UINT64_C(16) << 30);
  (void)snprintf(text, sizeof text, "COPY (SELECT " COLUMNS " FROM rec.backup ORDER BY id) TO STDOUT (FORMAT %s)", format);
  if (!db_copy_out(b->owner, text, keep_row, &c, &err)) die("copy out", &err);
  sql(b, "DROP TABLE IF EXISTS rec.bench_shape");
  sql(b, "CREATE TABLE rec.bench_shape (LIKE rec.backup INCLUDING ALL)");
  sql(b, "CHECKPOINT");
  (void)snprintf(text, sizeof text, "COPY rec.bench_shape (" COLUMNS ") FROM STDIN (FORMAT %s)", format);
  double t0 = seconds();
  if (!db_copy_direct(b->owner, text, &err) || !spool_read(&c.spool, send_block, b->owner, &err) ||
      !db_copy_end(b->owner, &rows, &err)) {
    die("copy in", &err);
  }
  double spent = seconds() - t0;
  spool_free(&c.spool);
  sql(b, "DROP TABLE rec.bench_shape");
  return (double)rows / spent;
}

static bool ignore_current(void *user, const struct kind_current *c, struct vg_error *err) {
  (void)user, (void)c, (void)err;
  return true;
}

/* Rows a second of reading back key and hash: what a comparison cannot do without. */
static double scan_limit(struct bench *b) {
  struct vg_error err = {0};
  double t0 = seconds();
  if (!kind_current_each(b->db, kind_get(KIND_BACKUP), b->source, ignore_current, NULL, &err)) die("scan", &err);
  return (double)b->rows / (seconds() - t0);
}

/* ---- report ---- */

enum { ROUNDS = 3 };

/* The best of the rounds: whatever else the machine does only makes a round slower. */
static void keep_best(struct times *best, struct times t) {
  double old = best->read + best->compare + best->write;
  if (old == 0 || t.read + t.compare + t.write < old) *best = t;
}
static void keep_most(double *most, double value) {
  if (value > *most) *most = value;
}

static void bar(const char *what, double got, double limit, const char *limit_what, double wanted) {
  (void)printf("%-28s %9.0f rows/s   %-44s %9.0f rows/s   bar ≥ %7.0f   %s\n", what, got, limit_what, limit, wanted,
               got >= wanted ? "met" : "MISSED");
}

static void make_source(struct bench *b) {
  sql(b, "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All') ON CONFLICT DO NOTHING");
  b->perimeter = number(b, "SELECT id AS n FROM vg.perimeter WHERE code = 'all'");
  sql(b, "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"
         " SELECT 'bench', 'Bench', 'restic', id, 3600, 7200, now(), 'bench' FROM vg.perimeter WHERE code = 'all'");
  b->source = number(b, "SELECT id AS n FROM vg.source WHERE code = 'bench'");
  sql(b, "INSERT INTO vg.source_state (source_id, due_at) SELECT id, now() FROM vg.source");
}

static void open_db(struct db **out, const char *conninfo, const char *role) {
  struct vg_error err = {0};
  struct db_conf conf = {.conninfo = conninfo, .role = role, .application = "bench", .timeout_ms = 600000};
  if (!db_open(out, &conf, &err)) die(role, &err);
}

int main(int argc, char **argv) {
  struct bench b = {.now = clock_now()};
  struct apply_counts n;
  char conninfo[500];
  double scale = 0;
  if (argc != 4 || !text_real(argv[3], &scale) || scale <= 0) return (void)fprintf(stderr, "usage: bench_ingest HOST DBNAME SCALE\n"), 2;
  (void)snprintf(conninfo, sizeof conninfo, "host=%s dbname=%s", argv[1], argv[2]);
  open_db(&b.owner, conninfo, "postgres");
  open_db(&b.db, conninfo, "vigie_collect");
  b.rows = (int64_t)(1000000 * scale);
  b.given = give(b.rows);
  make_source(&b);
  struct times first = {0}, again = {0}, some = {0};
  double text = 0, binary = 0, scan = 0;
  for (int round = 0; round < ROUNDS; round++) {
    sql(&b, "TRUNCATE rec.backup, rec.backup_history");
    sql(&b, "CHECKPOINT");
    keep_best(&first, pull(&b, 0, &n));
    if (n.opened != b.rows) return (void)fprintf(stderr, "expected %lld opened, got %lld\n", (long long)b.rows, (long long)n.opened), 1;
    keep_most(&text, copy_limit(&b, "text"));
    keep_most(&binary, copy_limit(&b, "binary"));
    keep_most(&scan, scan_limit(&b));
    keep_best(&again, pull(&b, 0, &n));
    if (n.opened + n.changed + n.vanished != 0) return (void)fprintf(stderr, "an unchanged reading changed something\n"), 1;
    keep_best(&some, pull(&b, 20, &n));
  }
  double rows = (double)b.rows, best = text > binary ? text : binary;
  (void)printf("ingest of %lld records (%.0f MB of tables)\n", (long long)b.rows, (double)number(&b, "SELECT pg_total_relation_size('rec.backup') / 1000000 AS n"));
  bar("first load", rows / (first.read + first.compare + first.write), best, "logged COPY, same rows, same table", best / 2);
  bar("unchanged re-pull", rows / (again.read + again.compare + again.write), scan, "reading back keys and hashes", 200000);
  (void)printf("  COPY text %.0f, binary %.0f rows/s\n", text, binary);
  (void)printf("  first load: read %.2f s, compare %.2f s, write %.2f s; own processor time %.2f s\n", first.read, first.compare,
               first.write, first.computed);
  (void)printf("  unchanged:  read %.2f s, compare %.2f s, write %.2f s; own processor time %.2f s: %.0f rows/s of one core\n",
               again.read, again.compare, again.write, again.computed, rows / again.computed);
  (void)printf("  5 %% changed: read %.2f s, compare %.2f s, write %.2f s: %.0f rows/s\n", some.read, some.compare, some.write,
               rows / (some.read + some.compare + some.write));
  free(b.given);
  db_close(b.db);
  db_close(b.owner);
  return 0;
}
