/* What people decide waits for an evaluation, and is known to until one has brought it in. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "indicator/board.h"
#include "support/db_indicator.h"

#define WORLD                                                                                                          \
  SOURCE("inventory", "all", "asset", "2027-01-01")                                                                    \
  PUT("asset", "inventory", "A1", "2026-01-01", "{\"name\": \"s1\", \"type\": \"server\", \"status\": \"in_service\"}") \
  SOURCE("register", "all", "attestation", "2027-01-01") SOURCE("places", "all", "place", "2027-01-01")

static void init(void) {
  indicator_world_init();
  indicator_evaluate_all(WORLD, "2026-02-01T00:00:00Z");
}

TestSuite(waits, .init = init, .fini = indicator_world_fini);

#define WAITING {"SELECT count(*) > 0 FROM vg.waiting_change WHERE since > now() - interval '1 minute'", "true"}
#define NOTHING_WAITS {"SELECT count(*) FROM vg.waiting_change", "0"}
#define ALL "(SELECT id FROM vg.perimeter WHERE code = 'all')"

Test(waits, each_change_that_figures_lack_until_an_evaluation) {
  static const char *const changes[] = {
      "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason) VALUES ('asset_owned', 0.5, 0.4, 0.1, '2026-01-15', 'a', 'x')",
      "SELECT t.waive('asset_owned', NULL, 'all', '{s1}', '[2026-01-01, 2026-03-01)')",
      "SELECT t.waive(NULL, '3.3', 'all', NULL, '[2026-01-01, 2026-03-01)')",
      "SELECT t.applies('3.3', 'all', false, '2026-01-15')",
      "INSERT INTO vg.attestation (control, perimeter_id, subject, result, statement, attested_at, valid_until, author, written_at, status, reviewer,"
      " reviewed_at) VALUES ('secure_area', " ALL ", 'x', 'failed', 'x', '2026-01-10', '2026-06-10', 'a', '2026-01-10', 'accepted', 'b', '2026-01-11')",
      "UPDATE vg.source SET enabled = false WHERE code = 'inventory'",
      "UPDATE vg.policy SET effective_on = effective_on + 1"};
  char known[32];
  EXPECT(NOTHING_WAITS);
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
    db_fixture_sql(indicator_world(), changes[i]);
    EXPECT(WAITING);
    (void)snprintf(known, sizeof known, "2026-02-01T00:%02zu:00Z", i + 1);
    indicator_evaluate_all("SELECT 1", known);
    EXPECT(NOTHING_WAITS);
  }
}

Test(waits, since_the_first_of_them_and_also_where_it_was_to_be_made_anew) {
  struct vg_error err = {0};
  struct vg_arena *arena = vg_arena_new(1 << 20);
  struct title_block title;
  struct moment all;
  struct db *web = db_fixture_open("vigie_web");
  db_fixture_sql(indicator_world(), "UPDATE vg.indicator SET stale = true");
  EXPECT(NOTHING_WAITS);
  db_fixture_sql(indicator_world(), "SELECT t.waive('asset_owned', NULL, 'all', NULL, '[2026-01-01, 2026-03-01)');"
                                    "UPDATE vg.waiting_change SET since = '2026-01-31T10:00:00Z';"
                                    "SELECT t.applies('3.3', 'all', false, '2026-01-15')");
  EXPECT({"SELECT count(DISTINCT since) > 1 FROM vg.waiting_change", "true"});
  cr_assert(board_moment(web, arena, "all", at("2026-02-01T00:00:00Z"), VG_NEVER, &all, &err), "%s", err.message);
  cr_assert(board_title(web, arena, all.perimeter.id, all.at, &title, &err), "%s", err.message);
  cr_expect_eq(title.waits_since, at("2026-01-31T10:00:00Z"));
  vg_arena_free(arena);
}

/* A waiver of a rule is not one of every indicator. */
Test(waits, only_for_those_that_lack_it) {
  db_fixture_sql(indicator_world(), "SELECT t.waive(NULL, '3.3', 'all', NULL, '[2026-01-01, 2026-03-01)')");
  EXPECT({"SELECT string_agg(coalesce(w.indicator, 'all'), ',' ORDER BY w.indicator) = (SELECT string_agg(DISTINCT l.indicator, ',') FROM"
          " vg.rule_indicator l WHERE l.rule = '3.3') FROM vg.waiting_change w", "true"});
}

/* Somebody decides while an evaluation is under way that has taken what was decided before: the next one is asked for, and brings it in. */
Test(waits, a_change_made_while_another_is_brought_in_is_not_lost) {
  static const char decide[] = "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"
                               " VALUES ('asset_owned', 0.5, 0.4, 0.1, '2026-01-15', 'a', 'x')";
  struct vg_error err = {0};
  DB_RESULT(taken);
  DB_RESULT(again);
  DB_RESULT(wanted);
  struct db *collector = db_fixture_open("vigie_collect");
  db_fixture_sql(indicator_world(), decide);
  {
    DB_TX(tx);
    cr_assert(db_begin(collector, &tx, &err) && db_run(collector, &taken, SQL_EVALUATION_STALE, DB_MANY, &err), "%s", err.message);
    db_fixture_sql(indicator_world(), decide);
    cr_assert(db_commit(&tx, &err), "%s", err.message);
  }
  cr_assert_eq(row_count(taken), 1);
  cr_assert(db_run(collector, &wanted, SQL_EVALUATION_WANTED, DB_ONE, &err) && row_bool(wanted, 0, "wanted"), "%s", err.message);
  EXPECT({"SELECT count(*) FROM vg.indicator WHERE stale", "0"}, {"SELECT count(*) FROM vg.waiting_change", "1"});
  cr_assert(db_run(collector, &again, SQL_EVALUATION_STALE, DB_MANY, &err), "%s", err.message);
  cr_assert_eq(row_count(again), 1);
  cr_expect_str_eq(row_text(again, 0, "code"), "asset_owned");
  EXPECT(NOTHING_WAITS, {"SELECT count(*) FROM vg.indicator WHERE stale", "0"});
}
