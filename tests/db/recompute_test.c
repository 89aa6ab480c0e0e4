/* A published figure, made anew from what was known then, is the same; a late record makes a revision, not another past. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/db_indicator.h"

TestSuite(recompute, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 120);

#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                     \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"  \
  " 'environment', 'production', 'status', 'in_service')) FROM generate_series(1, 2) n;"                               \
  "SELECT t.cover('inventory', '2026-01-01', '2026-02-01'); SELECT t.cover('restic', '2026-01-01', '2026-01-12');"
#define BACKUP(key, system, at, learnt)                                                                                \
  "SELECT t.put('backup', 'restic', '" key "', '" learnt "', '{\"asset\": \"" system "\", \"status\": \"ok\", \"finished_at\": \"" at "\", \"effective_at\": \"" at "\"}');"

static int vigie(const char *arguments, char *out, size_t size) { return db_fixture_vigie("indicator", arguments, "", out, size); }

Test(recompute, the_present_figure_is_explained) {
  static char out[32 << 10];
  indicator_evaluate(WORLD BACKUP("b1", "s1", "2026-01-10T20:00:00Z", "2026-01-10T21:00:00Z"), "2026-01-11T12:00:00Z");
  cr_assert_eq(vigie("explain backup_daily", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, " in all: no value, unknown since 2026-01-12T00:00:00Z"), "%s", out);
  cr_assert_not_null(strstr(out, "0 conforming, "), "%s", out);
  cr_assert_eq(vigie("explain backup_daily --at 2026-01-10", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "backup_daily at 2026-01-10T23:00:00Z in all: 1/2, not_applied since "), "%s", out);
}

/* As on pages: a percentage of fewer than five says more than is known. */
Test(recompute, no_percentage_below_five) {
  static char out[32 << 10];
  indicator_evaluate(WORLD BACKUP("b1", "s1", "2026-01-10T20:00:00Z", "2026-01-10T21:00:00Z"), "2026-01-11T12:00:00Z");
  cr_assert_eq(vigie("eval backup_daily --at 2026-01-10", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "in all: 1/2, not_applied"), "%s", out);
  indicator_evaluate("SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"
                     " 'environment', 'production', 'status', 'in_service')) FROM generate_series(3, 5) n;", "2026-01-11T13:00:00Z");
  cr_assert_eq(vigie("eval backup_daily --at 2026-01-10", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "in all: 1/5 20.0 %, not_applied"), "%s", out);
}

/* A day alone is the end of that day where the organisation is, as on pages. */
Test(recompute, a_day_is_the_one_that_pages_show) {
  static char out[32 << 10];
  indicator_evaluate(WORLD BACKUP("b1", "s1", "2026-01-10T20:00:00Z", "2026-01-10T21:00:00Z"), "2026-01-11T12:00:00Z");
  cr_assert_eq(db_fixture_vigie("indicator", "explain backup_daily --at 2026-01-10", "VIGIE_ZONE=Europe/Paris", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "revision 1, evaluation 1, as known at 2026-01-11T12:00:00Z: 1/2, not_applied"), "%s", out);
  cr_assert_eq(db_fixture_vigie("indicator", "eval backup_daily --at 2026-01-10", "VIGIE_ZONE=Europe/Paris", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "backup_daily at 2026-01-10T23:00:00Z in all: 1/2"), "%s", out);
  cr_assert_eq(vigie("eval backup_daily --at 2026-01-09", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, " in all: 0/2"), "%s", out);
  cr_assert_eq(vigie("eval backup_daily --as-of 2026-01-10", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "backup_daily at 2026-01-10T23:00:00Z in all: 1/2"), "%s", out);
  cr_assert_eq(vigie("list --at 2999-01-01", out, sizeof out), vg_error_info(VG_E_USAGE)->exit_code, "%s", out);
  cr_assert_not_null(strstr(out, "--at: expected a day that has begun, got 2999-01-01"), "%s", out);
}

#define EXPLAIN "explain backup_daily --at 2026-01-10T12:00:00Z --perimeter all"

Test(recompute, says_the_same_until_someone_rewrites_the_past) {
  static char out[32 << 10];
  indicator_evaluate(WORLD BACKUP("b1", "s1", "2026-01-10T20:00:00Z", "2026-01-10T21:00:00Z"), "2026-01-11T12:00:00Z");
  cr_assert_eq(vigie(EXPLAIN, out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "revision 1, evaluation 1, as known at 2026-01-11T12:00:00Z: 1/2, not_applied"), "%s", out);
  cr_assert_not_null(strstr(out, "1/2, not_applied: the same"), "%s", out);
  cr_assert_not_null(strstr(out, "fresh, last good reading 2026-01-01T00:00:00Z (0 read, 0 refused), good until 2026-01-12T00:00:00Z; stale after 11 d"), "%s", out);
  cr_assert_not_null(strstr(out, "completeness: 2 of 2 sources fresh, 2 of 2 subjects known\n"), "%s", out);
  indicator_evaluate("SELECT t.cover('restic', '2026-01-12', '2026-01-20');" BACKUP("b2", "s2", "2026-01-10T21:00:00Z", "2026-01-12T00:00:00Z"),
                     "2026-01-13T12:00:00Z");
  cr_assert_eq(vigie(EXPLAIN, out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "revision 1, evaluation 1, as known at 2026-01-11T12:00:00Z: 1/2"), "%s", out);
  cr_assert_not_null(strstr(out, ", as known at 2026-01-13T12:00:00Z: 2/2"), "%s", out);
  cr_assert_not_null(strstr(out, "2/2, applied: the same"), "%s", out);
  db_fixture_sql(indicator_world(), "DELETE FROM rec.backup WHERE key = 'b1'");
  cr_assert_neq(vigie(EXPLAIN, out, sizeof out), 0);
  cr_assert_not_null(strstr(out, "1/2, not_applied: ANOTHER FIGURE"), "%s", out);
  cr_assert_not_null(strstr(out, "the figure is not the one that was published"), "%s", out);
  cr_assert_eq(vigie("explain backup_daily --at 2025-06-01T12:00:00Z", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "nothing was published for that day"), "%s", out);
  cr_assert_not_null(strstr(out, "stale, never read by then; stale after"), "%s", out);
  cr_assert_not_null(strstr(out, "completeness: 0 of 2 sources fresh; no source has given asset, backup\n"), "%s", out);
}

/* Rule 3.2 is measured by asset_classified alone. Boards say that it does not apply; what was published is what the indicator says. */
Test(recompute, where_its_rules_do_not_apply_a_figure_is_the_same) {
  static char out[32 << 10];
  indicator_evaluate_all(WORLD "SELECT t.applies('3.2', 'site', false, '2026-01-05');", "2026-01-11T12:00:00Z");
  cr_assert_eq(vigie("explain asset_classified --at 2026-01-10 --perimeter site", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "asset_classified at 2026-01-10T23:00:00Z in site: no value, not_applicable since 2026-01-05T00:00:00Z\n"), "%s", out);
  cr_assert_not_null(strstr(out, ": no value, unknown: the same"), "%s", out);
}

Test(recompute, before_the_first_evaluation_nothing_is_said_since_when) {
  static const char *const commands[] = {"explain backup_daily", "eval backup_daily", "eval alert_resolution --at 2026-01-10", "explain alert_resolution"};
  static char out[32 << 10];
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    cr_expect_eq(vigie(commands[i], out, sizeof out), 0, "%s", out);
    cr_expect_null(strstr(out, "since \n"), "%s: %s", commands[i], out);
  }
  cr_expect_eq(vigie("explain backup_daily", out, sizeof out), 0, "%s", out);
  cr_expect_not_null(strstr(out, " in all: no value, unknown\n"), "%s", out);
  cr_expect_not_null(strstr(out, "\nnot evaluated yet\nsources in all:\n"), "%s", out);
}
