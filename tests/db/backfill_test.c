/* Measurements of past days, appended batch by batch: interrupted, killed, resumed, done twice. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indicator/backfill.h"
#include "support/db_indicator.h"

TestSuite(backfill, .init = indicator_world_init, .fini = indicator_world_fini);

/* Read from 1 January to 29 July, Paris time: 210 days that ended, of which the last 31 are measured at once. */
#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2026-08-01');"           \
  "SELECT t.put('asset', 'inventory', 'A1', '2026-01-01', '{\"name\": \"s1\", \"type\": \"server\", \"status\": "      \
  "\"in_service\"}');"
#define OF_CLASSIFIED                                                                                                  \
  " FROM vg.measurement m JOIN vg.perimeter p ON p.id = m.perimeter_id WHERE p.code = 'all' AND m.indicator = "        \
  "'asset_classified'"

static int batches;

static bool two_batches(void *user, const struct backfill_progress *p) {
  (void)user;
  cr_expect(p->done > p->from && p->done <= p->to);
  return ++batches < 2;
}

static bool die_at_the_second(void *user, const struct backfill_progress *p) {
  (void)user;
  (void)p;
  if (++batches == 2) (void)raise(SIGKILL);
  return true;
}

static void run(const char *code, backfill_tell *tell) {
  struct vg_error err = {0};
  batches = 0;
  cr_assert(backfill_run(db_fixture_open("vigie_collect"), code, tell, NULL, &err), "%s", err.message);
}

Test(backfill, an_evaluation_measures_a_month_and_leaves_the_rest) {
  indicator_evaluate_all(WORLD, "2026-07-30T00:00:00Z");
  EXPECT({"SELECT count(*)" OF_CLASSIFIED, "31"},
         {"SELECT (SELECT count(*) FROM vg.backfill) = (SELECT count(*) FROM vg.indicator)", "true"});
  run("asset_classified", two_batches);
  EXPECT({"SELECT count(*)" OF_CLASSIFIED, "151"},
         {"SELECT next_at FROM vg.backfill WHERE indicator = 'asset_classified'", "2026-05-01 00:00:00+00"});
  run("asset_classified", NULL);
  EXPECT({"SELECT count(*) || ' ' || max(m.revision)" OF_CLASSIFIED, "210 1"},
         {"SELECT count(*) FROM vg.backfill WHERE indicator = 'asset_classified'", "0"},
         {"SELECT string_agg(DISTINCT m.conforming || '/' || m.judged, ' ')" OF_CLASSIFIED, "0/1"});
}

Test(backfill, killed_midway_it_goes_on_from_the_last_batch) {
  indicator_evaluate(WORLD, "2026-07-30T00:00:00Z");
  pid_t child = fork();
  if (child == 0) {
    run("asset_classified", die_at_the_second);
    _exit(0);
  }
  int status = 0;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT({"SELECT count(*)" OF_CLASSIFIED, "151"}); /* what was committed is there, and nothing else */
  run("asset_classified", NULL);
  EXPECT({"SELECT count(*) || ' ' || count(DISTINCT m.day) || ' ' || max(m.revision)" OF_CLASSIFIED, "210 210 1"});
}

Test(backfill, step_by_step_until_nothing_waits_and_twice_changes_nothing) {
  struct vg_error err = {0};
  struct db *collector = db_fixture_open("vigie_collect");
  bool more = true;
  indicator_evaluate(WORLD, "2026-07-30T00:00:00Z");
  db_fixture_sql(indicator_world(),
                 "DELETE FROM vg.backfill WHERE indicator NOT IN ('asset_classified', 'asset_owned')");
  for (batches = 0; more; batches++) cr_assert(backfill_step(collector, &more, &err), "%s", err.message);
  cr_expect_eq(batches, 7); /* 179 days are three batches of each; then none */
  EXPECT({"SELECT count(*) || ' ' || max(m.revision)" OF_CLASSIFIED, "210 1"},
         {"SELECT count(*) FROM vg.backfill", "0"});
  cr_assert(backfill_want(collector, "asset_classified", &err), "%s", err.message);
  run(NULL, NULL);
  EXPECT({"SELECT count(*) || ' ' || max(m.revision)" OF_CLASSIFIED, "210 1"});
  indicator_evaluate(
      "SELECT t.put('asset', 'inventory', 'A1', '2026-07-30', '{\"name\": \"s1\", \"type\": \"server\", \"status\":"
      " \"in_service\", \"classification\": \"internal\"}'); UPDATE vg.indicator SET stale = true;",
      "2026-07-30T12:00:00Z");
  EXPECT({"SELECT max(m.revision)" OF_CLASSIFIED, "1"}); /* what changed, changed today */
}

Test(backfill, nothing_evaluated_nothing_to_measure) {
  struct vg_error err = {0};
  cr_expect(!backfill_want(db_fixture_open("vigie_collect"), "asset_classified", &err));
  cr_expect_eq(err.code, VG_E_CONFLICT);
  run(NULL, NULL);
  EXPECT({"SELECT count(*) FROM vg.measurement", "0"});
}
