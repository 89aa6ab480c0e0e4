/* The sample organisation, loaded through the real connectors into a real database, then removed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "governance/waiver.h"
#include "indicator/evaluate.h"
#include "indicator/snapshot.h"
#include "policy/policy.h"
#include "sample/sample.h"
#include "sample/sources.h"
#include "sample/story.h"
#include "support/board_same.h"
#include "support/db_fixture.h"

#define ORIGIN "2026-11-23T18:30:00Z"

TestSuite(sample, .init = db_fixture_init, .fini = db_fixture_fini, .timeout = 600);

static char data_dir[] = "/tmp/vigie-sample-XXXXXX";

static struct sample_conf conf_at(const char *now, int months) {
  struct sample_conf conf = {.data_dir = data_dir, .seed = SAMPLE_SEED, .months = months};
  struct vg_error err = {0};
  cr_assert(time_parse(now, &conf.now, &err));
  cr_assert_not_null(mkdtemp(data_dir));
  return conf;
}

static void done(void) {
  struct vg_error err = {0};
  cr_assert(story_remove(data_dir, &err), "%s", err.message);
}

static long number(struct db *db, const char *sql) {
  return (long)db_fixture_int(db, sql);
}

static void load(struct db *db, const struct sample_conf *conf, struct sample_loaded *loaded) {
  struct vg_error err = {0};
  int64_t start = clock_monotonic_ms();
  cr_assert(indicator_install(db, &err) && policy_install(db, &err), "%s", err.message);
  cr_assert(sample_load(db, conf, loaded, &err), "%s", err.message);
  cr_log_info("loaded in %ld ms: %ld pulls, %ld records", (long)(clock_monotonic_ms() - start), (long)loaded->pulls,
              (long)loaded->records);
}

/* "26/27 1 deviating 0 unknown not_applied" of an indicator for the whole organisation at an instant. */
static const char *figure(struct db *db, const char *indicator, const char *at) {
  char sql[900];
  (void)snprintf(
      sql, sizeof sql,
      "SELECT conforming || '/' || judged || ' ' || unknown || '? ' || waived || 'w ' || state FROM vg.timeline WHERE "
      "indicator = '%s' AND perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'all') AND from_at <= '%s' AND "
      "to_at > '%s'",
      indicator, at, at);
  return db_fixture_text(db, sql);
}

static double value(struct db *db, const char *indicator, const char *at) {
  char sql[600];
  (void)snprintf(
      sql, sizeof sql,
      "SELECT value FROM vg.timeline WHERE indicator = '%s' AND perimeter_id = (SELECT id FROM vg.perimeter WHERE "
      "code = 'all') AND from_at <= '%s' AND to_at > '%s'",
      indicator, at, at);
  return strtod(db_fixture_text(db, sql), NULL);
}

static void check_today(struct db *db) {
  static const char *const expected[][2] = {{"backup_daily", "26/27 0? 0w not_applied"},
                                            {"backup_offsite", "26/27 0? 1w waived"},
                                            {"application_monitored", "11/12 0? 0w not_applied"},
                                            {"restore_tested", "24/27 0? 0w watch"},
                                            {"leaver_accounts_closed", "7/8 0? 0w not_applied"},
                                            {"patch_current", "15/18 2? 0w not_applied"},
                                            {"awareness_current", "55/57 0? 0w applied"},
                                            {"onboarding_training", "19/19 0? 0w applied"},
                                            {"asset_owned", "103/105 0? 0w applied"},
                                            {"asset_classified", "100/105 0? 0w watch"},
                                            {"inventory_coverage", "105/106 0? 0w applied"},
                                            {"incident_resolution", "8/8 0? 0w applied"}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    cr_expect_str_eq(figure(db, expected[i][0], ORIGIN), expected[i][1], "%s: %s", expected[i][0],
                     figure(db, expected[i][0], ORIGIN));
  cr_expect_eq(value(db, "alert_open", ORIGIN), 2);
  cr_expect_geq(value(db, "availability", ORIGIN), 0.999);
  cr_expect_float_eq(value(db, "budget_committed", ORIGIN), 68150.0 / 78000, 1e-6);
}

/* The campaign, the wave of spring, the summer in which nobody exported the patches. */
static void check_past(struct db *db) {
  cr_expect_lt(value(db, "awareness_current", "2025-12-15T12:00:00Z"), 0.70);
  cr_expect_gt(value(db, "awareness_current", "2026-03-31T12:00:00Z"), 0.95);
  cr_expect_lt(value(db, "incident_resolution", "2026-05-15T12:00:00Z"), 0.70);
  cr_expect_gt(value(db, "incident_mttr", "2026-05-15T12:00:00Z"), 72);
  cr_expect_not_null(strstr(figure(db, "patch_current", "2026-08-15T12:00:00Z"), "/18 16? 0w unknown"), "%s",
                     figure(db, "patch_current", "2026-08-15T12:00:00Z"));
  cr_expect_float_eq(value(db, "budget_committed", "2026-03-05T12:00:00Z"), 24450.0 / 78000, 1e-6); /* what was read by then */
  cr_expect_lt(value(db, "onboarding_training", "2024-12-15T12:00:00Z"), 0.5);
  cr_expect_str_eq(figure(db, "backup_daily", "2026-03-15T12:00:00Z"), "27/27 0? 0w applied", "%s",
                   figure(db, "backup_daily", "2026-03-15T12:00:00Z"));
}

/* How many waivers are in force or ending, then how the others stand. */
static const char *waivers_at(struct db *db, const char *at) {
  static char said[200];
  VG_ARENA(arena, 1 << 20);
  struct vg_error err = {0};
  struct waivers all;
  struct waiver_query q = {0};
  int held = 0;
  BUF(others, 150);
  cr_assert(time_parse(at, &q.at, &err) && waiver_list(db, arena, &q, &all, &err), "%s", err.message);
  for (size_t i = 0; i < all.count; i++) {
    if (all.items[i].stand == WAIVER_IN_FORCE || all.items[i].stand == WAIVER_ENDING) held++;
    else buf_printf(&others, "%s%s", others.length > 0 ? ", " : "", waiver_stand_name(all.items[i].stand));
  }
  (void)snprintf(said, sizeof said, "%d %s", held, others.data);
  return said;
}

/* What is kept in memory says of two years what the database says. */
static void check_snapshot(vg_time now) {
  struct vg_error err = {0};
  struct snapshots *store;
  struct db *plain = db_fixture_open("vigie_web"), *kept = db_fixture_open("vigie_web");
  cr_assert(snapshots_new(&store, 12 << 20, &err), "%s", err.message);
  struct snapshot *snapshot = snapshot_take(store, 1);
  int parts;
  db_set_aside(kept, snapshot);
  board_same(plain, kept, now - 740 * VG_DAY, now + 20 * VG_DAY, 12);
  cr_log_info("snapshot: %zu bytes in %d parts", snapshot_held(snapshot, &parts), parts);
  cr_assert_lt(snapshot_held(snapshot, &parts), 12 << 20);
  db_set_aside(kept, NULL);
  snapshot_give_back(snapshot);
  snapshots_free(store);
}

Test(sample, loads_its_history_through_the_connectors) {
  struct db *db = db_fixture_open("vigie_owner");
  struct sample_conf conf = conf_at(ORIGIN, SAMPLE_MONTHS);
  struct sample_loaded loaded;
  load(db, &conf, &loaded);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.pull WHERE status NOT IN ('ok', 'failed')"), 0);
  cr_assert_eq(number(db, "SELECT count(DISTINCT reason) FROM vg.reject"), 2, "only the two refused on purpose");
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.source WHERE is_sample AND enabled"), SAMPLE_SOURCES);
  cr_assert_eq(number(db, "SELECT count(*) FROM rec.asset WHERE type NOT IN ('laptop')"), SAMPLE_SYSTEMS);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.perimeter WHERE is_sample"), 6);
  cr_assert_eq(
      number(db, "SELECT count(*) FROM vg.pull p JOIN vg.source s ON s.id = p.source_id WHERE p.status = 'failed' AND "
                 "s.code NOT IN ('correctifs', 'correctifs-quelune', 'alertmanager')"),
      0);
  cr_assert_str_eq(db_fixture_text(db, "SELECT max(read_at) AT TIME ZONE 'UTC' FROM vg.pull"), "2026-11-23 18:30:00");
  cr_expect_str_eq(waivers_at(db, ORIGIN), "2 requested, ended, refused");
  cr_expect_str_eq(waivers_at(db, "2026-10-01T12:00:00Z"), "3 refused");
  cr_expect_str_eq(waivers_at(db, "2026-09-23T12:00:00Z"), "3 requested");
  cr_expect_str_eq(figure(db, "session_isolated", "2026-10-01T12:00:00Z"), "11/12 0? 1w waived", "%s", figure(db, "session_isolated", "2026-10-01T12:00:00Z"));
  check_today(db);
  check_past(db);
  check_snapshot(conf.now);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.source_state WHERE due_at <= '" ORIGIN "'"), 0);
  done();
}

Test(sample, refuses_to_load_twice_and_cleans_what_was_interrupted) {
  struct db *db = db_fixture_open("vigie_owner");
  struct sample_conf conf = conf_at(ORIGIN, 1);
  struct sample_loaded loaded;
  struct vg_error err = {0};
  load(db, &conf, &loaded);
  cr_assert_not(sample_load(db, &conf, &loaded, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  db_fixture_sql(db, "UPDATE vg.setting SET value = 'loading' WHERE key = 'sample.state'");
  load(db, &conf, &loaded);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.source"), SAMPLE_SOURCES);
  done();
}

Test(sample, removal_leaves_nothing) {
  struct db *db = db_fixture_open("vigie_owner");
  struct sample_conf conf = conf_at(ORIGIN, 1);
  struct sample_loaded loaded;
  struct vg_error err = {0};
  load(db, &conf, &loaded);
  cr_assert(sample_remove(db_fixture_open("vigie_collect"), data_dir, "test", conf.now + VG_HOUR, &err), "%s",
            err.message);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.source"), 0);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.pull"), 0);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.perimeter WHERE code <> 'all'"), 0);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.waiver"), 0);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.verdict v JOIN vg.indicator i ON i.code = v.indicator WHERE i.kinds <> '{}' AND v.unknown <> v.judged"), 0);
  cr_assert_eq(number(db, "SELECT count(*) FROM vg.verdict v WHERE v.indicator NOT IN ('process_documented', 'rule_reviewed', 'watch_current', 'perimeter_coverage', 'board_published')"), 0,
               "only what the policy itself asks for is judged");
  for (int k = 0; k < KIND_COUNT; k++) {
    char sql[200];
    (void)snprintf(sql, sizeof sql, "SELECT (SELECT count(*) FROM rec.%s) + (SELECT count(*) FROM rec.%s_history)",
                   kind_get((enum kind_id)k)->name, kind_get((enum kind_id)k)->name);
    cr_assert_eq(number(db, sql), 0, "%s", sql);
  }
  char state[16], folder[64];
  cr_assert(sample_state(db, state, &err));
  cr_assert_str_eq(state, "");
  (void)snprintf(folder, sizeof folder, "%s/sample", data_dir);
  cr_assert_neq(access(folder, F_OK), 0);
  done();
}

Test(sample, stays_alive_day_after_day) {
  struct db *db = db_fixture_open("vigie_owner");
  struct sample_conf conf = conf_at(ORIGIN, 1);
  struct sample_loaded loaded;
  load(db, &conf, &loaded);
  const struct pull_conf pull = {.data_dir = data_dir, .trigger = "schedule", .sample = sample_answer};
  for (int day = 1; day <= 3; day++) {
    struct pull_result result = {0};
    struct vg_error err = {0};
    int64_t id = number(db, "SELECT id FROM vg.source WHERE code = 'restic-ouest'");
    cr_assert(pull_run(db, id, &pull, conf.now + day * VG_DAY, &result, &err), "%s", err.message);
    cr_assert_eq(result.status, PULL_OK, "%s", result.error.message);
    cr_assert_gt(result.opened, 20);
  }
  done();
}

Test(sample, a_source_of_ones_own_holds_the_removal) {
  struct db *db = db_fixture_open("vigie_owner");
  struct sample_conf conf = conf_at(ORIGIN, 1);
  struct sample_loaded loaded;
  struct vg_error err = {0};
  load(db, &conf, &loaded);
  db_fixture_sql(
      db, "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "
          "SELECT 'mine', 'Mine', 'csv', id, 60, 60, '2026-11-23T00:00:00Z', 'me' FROM vg.perimeter WHERE code = "
          "'solvene-si'");
  cr_assert_not(sample_remove(db, data_dir, "test", conf.now, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  cr_assert_not_null(strstr(err.message, "mine"));
  done();
}
