/* Nothing is tied to the policy of the program: another one alone, then two versions of it, evaluated. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "indicator/board.h"
#include "policy/policy.h"
#include "support/db_indicator.h"

/* clang-format off */
#define WORLD \
  "DELETE FROM vg.policy; DELETE FROM vg.threshold;" \
  "SELECT t.source('inventory', 'all', '{asset,person}'); SELECT t.source('restic', 'all', '{backup}');" \
  "SELECT t.source('tracker', 'all', '{incident}');" \
  "SELECT t.cover(s, '2026-01-01', '2027-01-01') FROM unnest('{inventory,restic,tracker}'::text[]) s;" \
  "SELECT t.put('person', 'inventory', 'ada@x.test', '2026-01-01', '{\"mail\": \"ada@x.test\", \"name\": \"Ada\", \"status\": \"active\"," \
  " \"job\": \"ciso\", \"arrived_on\": \"2020-01-01\"}');" \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'classification', 'secret', 'owner', 'ada@x.test')) FROM (VALUES ('s1'), ('s2')) v(n);" \
  "SELECT t.put('backup', 'restic', n || d, d, jsonb_build_object('asset', n, 'status', 'ok', 'finished_at', d)) FROM (VALUES ('s1'), ('s2')) v(n)," \
  " generate_series('2026-01-01 02:00+00'::timestamptz, '2026-03-10 02:00+00', '1 day') d;"
#define NEXT "code: next\ntitle_fr: t\ntitle_en: t\neffective_on: \"2026-03-10\"\nchapters:\n  - number: 3\n    title_fr: c\n" \
  "    title_en: c\n    rules:\n" \
  "      - {number: \"3.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, indicators: [backup_daily, asset_owned]}\n" \
  "registers:\n  deadlines: [{topic: incident, severity: critical, days: 4}]\n" \
  "thresholds:\n  - {indicator: backup_daily, target: 99, warning: 50, critical: 10}\n"
#define TO_COME "code: tocome\ntitle_fr: t\ntitle_en: t\neffective_on: \"2126-03-10\"\nchapters:\n  - number: 3\n    title_fr: c\n" \
  "    title_en: c\n    rules:\n" \
  "      - {number: \"3.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, indicators: [asset_owned]}\n" \
  "thresholds: []\n"
/* clang-format on */

static struct vg_error err;

static void load(const char *text) {
  cr_assert(policy_load(db_fixture_open("vigie_owner"), "p.yaml", text, strlen(text), "tester", NULL, &err), "%s", err.message);
}

static void start(void) {
  indicator_world_init();
  db_fixture_sql(indicator_world(), WORLD);
  load(policy_builtin_text("hygiene-minimal"));
  indicator_evaluate(NULL, "2026-03-10T12:00:00Z");
}

TestSuite(policy_second, .init = start, .fini = indicator_world_fini);

Test(policy_second, boards_know_no_other_rules) {
  struct db *web = db_fixture_open("vigie_web");
  struct moment m;
  struct board *b;
  vg_time now = at("2026-03-10T12:00:00Z");
  VG_ARENA(arena, 8 << 20);
  cr_assert(board_moment(web, arena, NULL, now, now - 30 * VG_DAY, &m, &err) && board_load(web, arena, &m, &b, &err), "%s", err.message);
  cr_expect_str_eq(b->policy, "hygiene-minimal");
  cr_expect(b->rule_count == 8 && b->chapter_count == 3 && b->now.of == 8 - b->now.by_state[STATE_NOT_APPLICABLE]);
  cr_expect_eq(board_rule(b, "3.1")->now, STATE_APPLIED);
  cr_expect_eq(board_rule(b, "1.2")->now, STATE_UNKNOWN);
  cr_expect_null(board_rule(b, "12.1"));
  EXPECT({"SELECT string_agg(DISTINCT policy, ',') FROM vg.rule_timeline", "hygiene-minimal"},
         {"SELECT count(*) FROM vg.threshold WHERE author <> 'policy hygiene-minimal'", "0"});
}

Test(policy_second, a_version_that_comes_later_is_evaluated_over_all_time) {
  load(NEXT);
  EXPECT({"SELECT count(*) > 0 FROM vg.indicator WHERE stale", "true"});
  indicator_evaluate(NULL, "2026-03-10T13:00:00Z");
#define STATE(day)                                                                                                     \
  "SELECT t.policy || ' ' || t.state FROM vg.rule_timeline t JOIN vg.policy_period e USING (policy)"                   \
  " WHERE t.rule = '3.1' AND t.perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'all')"                        \
  " AND t.from_at <= '" day "' AND t.to_at > '" day "' AND e.during @> '" day "'::timestamptz"
  EXPECT({STATE("2026-03-09 12:30+00"), "hygiene-minimal applied"}, {STATE("2026-03-10 12:30+00"), "next applied"},
         {"SELECT string_agg(d.days::text, ',' ORDER BY d.during) FROM vg.deadline() d WHERE d.severity = 'critical' AND d.topic = 'incident'",
          "2,4"},
         {"SELECT string_agg(trim_scale(target)::text, ',' ORDER BY during) FROM vg.threshold_period WHERE indicator = 'backup_daily'"
          " AND perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'all')",
          "0.98,0.99"});
}

Test(policy_second, a_version_that_is_removed_leaves_no_figures) {
  struct policy_removed removed;
  VG_ARENA(arena, 1 << 20);
  const char *kept = "SELECT md5(string_agg((t.policy, t.rule, t.perimeter_id, t.state, t.from_at, t.to_at)::text, ',' ORDER BY t.*))"
                     " FROM vg.rule_timeline t";
  char before[64];
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(indicator_world(), kept));
  load(TO_COME);
  indicator_evaluate(NULL, "2026-03-10T13:00:00Z");
  EXPECT({"SELECT count(*) > 0 FROM vg.rule_timeline WHERE policy = 'tocome'", "true"});
  cr_assert(policy_remove(db_fixture_open("vigie_owner"), arena, "tocome", "tester", &removed, &err), "%s", err.message);
  indicator_evaluate(NULL, "2026-03-10T14:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT policy, ',') FROM vg.rule_timeline", "hygiene-minimal"}, {kept, before});
}
