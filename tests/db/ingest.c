#include "db/ingest.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_source(struct ingest *t, const char *kind) {
  const struct option_value options[] = {{"path", "/srv/test.csv"}, {"kind", kind}};
  const struct source_draft draft = {.code = "test", .name = "Test", .connector = "csv", .perimeter = "client-a",
                                     .options = options, .options_count = 2, .period_s = 3600, .staleness_s = 7200,
                                     .enabled = true, .actor = "command line", .now = t->now};
  struct source_saved saved;
  struct vg_error err = {0};
  cr_assert(source_save(t->owner, &draft, &saved, &err), "%s", err.message);
  t->source = saved.id;
}

void ingest_init(struct ingest *t, const char *kind) {
  struct collector_key key;
  struct vg_error err = {0};
  char path[128];
  *t = (struct ingest){.owner = db_fixture_open("vigie_owner"), .db = db_fixture_open("vigie_collect")};
  cr_assert(time_parse("2026-11-01T00:00:00Z", &t->now, NULL));
  (void)snprintf(t->data_dir, sizeof t->data_dir, "/tmp/vigie-ingest-XXXXXX");
  cr_assert_not_null(mkdtemp(t->data_dir));
  (void)snprintf(t->answers, sizeof t->answers, "%s/answers", t->data_dir);
  static const char *const folders[] = {"", "/file", "/file/srv"};
  for (size_t i = 0; i < 3; i++) {
    (void)snprintf(path, sizeof path, "%s%s", t->answers, folders[i]);
    cr_assert_eq(mkdir(path, 0700), 0);
  }
  db_fixture_sql(t->owner, "INSERT INTO vg.perimeter (code, name) SELECT 'all', 'All' WHERE NOT EXISTS (SELECT FROM vg.perimeter);"
                           "INSERT INTO vg.perimeter (parent_id, code, name) SELECT id, c, c FROM vg.perimeter,"
                           " unnest(ARRAY['client-a', 'other']) c WHERE parent_id IS NULL;"
                           "INSERT INTO vg.perimeter (parent_id, code, name) SELECT id, 'site', 'Site' FROM vg.perimeter WHERE code = 'client-a'");
  cr_assert(collector_key_load(t->data_dir, &key, &err), "%s", err.message);
  cr_assert(collector_key_publish(t->db, &key, t->now, &err), "%s", err.message);
  make_source(t, kind);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
  (void)st, (void)type, (void)ftw;
  return remove(path);
}

void ingest_free(struct ingest *t) { (void)nftw(t->data_dir, remove_one, 16, FTW_DEPTH | FTW_PHYS); }

void ingest_file(struct ingest *t, const char *csv) {
  char path[160];
  (void)snprintf(path, sizeof path, "%s/file/srv/test.csv", t->answers);
  FILE *f = fopen(path, "w");
  cr_assert_not_null(f);
  cr_assert(fputs(csv, f) >= 0 && fclose(f) == 0);
}

struct pull_conf ingest_conf(struct ingest *t, struct transport_recorded *recorded) {
  transport_recorded_init(recorded, t->answers);
  return (struct pull_conf){.data_dir = t->data_dir, .trigger = "schedule", .transport = &recorded->base};
}

void ingest_pull(struct ingest *t, enum pull_status expected) {
  struct transport_recorded recorded;
  struct pull_conf conf = ingest_conf(t, &recorded);
  struct vg_error err = {0};
  t->now += VG_HOUR;
  clock_set_fake(t->now);
  cr_assert(pull_run(t->db, t->source, &conf, t->now, &t->result, &err), "%s", err.message);
  cr_assert_eq(t->result.status, expected, "status %d: %s; refused: %s", t->result.status, t->result.error.message,
               ingest_sql(t, "SELECT place, reason FROM vg.reject ORDER BY pull_id, ord"));
}

void ingest_read(struct ingest *t, const char *csv, enum pull_status expected) {
  ingest_file(t, csv);
  ingest_pull(t, expected);
}

const char *ingest_counts(const struct ingest *t) {
  static char text[80];
  (void)snprintf(text, sizeof text, "%lld/%lld/%lld/%lld", (long long)t->result.opened, (long long)t->result.changed,
                 (long long)t->result.vanished, (long long)t->result.rejected);
  return text;
}

const char *ingest_sql(struct ingest *t, const char *sql) {
  char wrapped[4096];
  (void)snprintf(wrapped, sizeof wrapped,
                 "SELECT coalesce(string_agg(trim(both '()' from q::text), ';'), '') FROM (%s) AS q", sql);
  return db_fixture_text(t->owner, wrapped);
}
