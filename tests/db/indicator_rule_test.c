/* What people decide about rules: where they apply, what is accepted. */
#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(rule, .init = indicator_world_init, .fini = indicator_world_fini);

#define ASSET(key, perimeter, more)                                                                                    \
  "SELECT t.put('asset', 'inventory', '" key "', '2026-01-01', jsonb_build_object('name', '" key                       \
  "', 'type', 'server', 'environment', 'production', 'status', 'in_service', 'perimeter_id',"                          \
  " (SELECT id FROM vg.perimeter WHERE code = '" perimeter "')) || '" more "');"
/* Rule 3.2 is measured by asset_classified alone: applied in the office, not at the site, not in its rack. */
#define WORLD                                                                                                          \
  "SELECT t.perimeter('rack', 'site'); SELECT t.source('inventory', 'all', '{asset}');"                                \
  "SELECT t.cover('inventory', '2026-01-01', '2026-06-01');" ASSET("s1", "site", "{}") ASSET("r1", "rack", "{}")       \
      ASSET("o1", "office", "{\"classification\": \"internal\"}")

Test(rule, a_rule_said_not_to_apply_does_not_from_then_on) {
  indicator_evaluate(WORLD
                     "SELECT t.applies('3.2', 'site', false, '2026-02-01'); SELECT t.applies('3.2', 'site', true, "
                     "'2026-04-01');",
                     "2026-05-01T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-01-31 23:59:59.999999+00')", "not_applied"}, /* what was is not rewritten */
         {"t.rule('3.2', 'site', '2026-02-01 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'rack', '2026-02-01 00:00+00')", "not_applicable"}, /* and below */
         {"t.rule('3.2', 'office', '2026-02-01 00:00+00')", "applied"},
         {"t.rule('3.2', 'all', '2026-02-01 00:00+00')", "not_applied"}, /* above, all subjects count */
         {"t.rule('3.2', 'rack', '2026-03-31 23:59:59.999999+00')", "not_applicable"},
         {"t.rule('3.2', 'site', '2026-04-01 00:00+00')", "not_applied"},
         {"t.rule('3.2', 'rack', '2026-04-01 00:00+00')", "not_applied"},
         {"t.rule('3.2', 'site', '2026-06-01 00:00+00')", "unknown"},
         {"t.line('asset_classified', 'site', '2026-03-01 00:00+00')", "not_applied! 0/2 d2 u0 p0 w0 0"});
  indicator_evaluate("SELECT t.applies('3.2', 'site', false, '2026-04-15');", "2026-05-02T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-04-14 23:59:59+00')", "not_applied"},
         {"t.rule('3.2', 'site', '2026-04-15 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'rack', '2026-07-01 00:00+00')", "not_applicable"}); /* without data as well */
  indicator_evaluate("DELETE FROM vg.applicability;", "2026-05-03T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-03-01 00:00+00')", "not_applied"},
         {"SELECT count(*) FROM vg.rule_timeline WHERE rule = '3.2' AND state = 'not_applicable'", "0"});
}

Test(rule, the_nearest_perimeter_has_the_last_word) {
  indicator_evaluate(WORLD "SELECT t.applies('3.2', 'all', false, '2026-02-01'); SELECT t.applies('3.2', 'rack', true, "
                           "'2026-03-01'); SELECT t.applies('3.2', 'all', true, '2026-04-01'); SELECT t.applies('3.2', "
                           "'rack', false, '2026-04-10');",
                     "2026-05-01T00:00:00Z");
  EXPECT({"t.rule('3.2', 'rack', '2026-02-15 00:00+00')", "not_applicable"}, /* it has said nothing yet */
         {"t.rule('3.2', 'rack', '2026-03-01 00:00+00')", "not_applied"},
         {"t.rule('3.2', 'site', '2026-03-01 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'rack', '2026-04-10 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'site', '2026-04-10 00:00+00')", "not_applied"},
         {"t.rule('3.2', 'office', '2026-02-15 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'office', '2026-04-01 00:00+00')", "applied"});
}

Test(rule, of_two_statements_of_one_instant_the_later_one_holds) {
  indicator_evaluate(WORLD
                     "SELECT t.applies('3.2', 'site', false, '2026-02-01'); SELECT t.applies('3.2', 'site', true, "
                     "'2026-02-01');",
                     "2026-05-01T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-02-15 00:00+00')", "not_applied"},
         {"SELECT count(*) FROM vg.not_applicable_period", "0"});
}

Test(rule, a_rule_that_nothing_measures_may_be_said_not_to_apply) {
  indicator_evaluate(WORLD
                     "DELETE FROM vg.rule_indicator WHERE rule = '3.2';"
                     "SELECT t.applies('3.2', 'site', false, '2026-02-01'); SELECT t.applies('3.2', 'site', true, "
                     "'2026-04-01');",
                     "2026-05-01T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-01-15 00:00+00')", "none"},
         {"t.rule('3.2', 'site', '2026-02-01 00:00+00')", "not_applicable"},
         {"t.rule('3.2', 'site', '2026-04-01 00:00+00')", "unknown"},
         {"t.rule('3.2', 'all', '2026-02-01 00:00+00')", "none"});
}

Test(rule, a_waiver_of_a_rule_reaches_its_indicators_and_ends_by_itself) {
  indicator_evaluate(WORLD "SELECT t.waive(NULL, '3.2', 'site', NULL, '[2026-02-01 00:00+00, 2026-03-01 00:00+00)');",
                     "2026-05-01T00:00:00Z");
  EXPECT(
      {"t.rule('3.2', 'site', '2026-01-31 23:59:59.999999+00')", "not_applied"},
      {"t.rule('3.2', 'site', '2026-02-01 00:00+00')", "waived"},
      {"t.rule('3.2', 'rack', '2026-02-01 00:00+00')", "waived"},
      {"t.rule('3.2', 'all', '2026-02-15 00:00+00')", "waived"}, /* the office conforms, all that deviates is waived */
      {"t.verdict('asset_classified', 's1', '2026-02-28 23:59:59.999999+00')", "waived"},
      {"t.verdict('asset_classified', 's1', '2026-03-01 00:00+00')", "deviating"},
      {"t.rule('3.2', 'site', '2026-03-01 00:00+00')", "not_applied"},
      {"t.verdict('asset_owned', 's1', '2026-02-15 00:00+00')", "unknown"}); /* another rule: nobody was read */
}

Test(rule, a_waiver_of_a_rule_may_name_subjects_and_asked_ones_do_not_count) {
  indicator_evaluate(WORLD "SELECT t.waive(NULL, '3.2', 'all', '{r1}', '[2026-02-01 00:00+00, 2026-03-01 00:00+00)');"
                           "SELECT t.waive(NULL, '3.2', 'all', NULL, '[2026-02-01 00:00+00, 2026-03-01 00:00+00)');"
                           "UPDATE vg.waiver SET status = 'requested' WHERE subjects IS NULL;",
                     "2026-05-01T00:00:00Z");
  EXPECT({"t.rule('3.2', 'rack', '2026-02-01 00:00+00')", "waived"},
         {"t.rule('3.2', 'site', '2026-02-01 00:00+00')", "not_applied"},
         {"t.line('asset_classified', 'site', '2026-02-01 00:00+00')", "not_applied! 0/2 d2 u0 p0 w1 0"});
  indicator_evaluate("UPDATE vg.waiver SET status = 'approved';", "2026-05-02T00:00:00Z");
  EXPECT({"t.rule('3.2', 'site', '2026-02-01 00:00+00')", "waived"});
  indicator_evaluate(
      "UPDATE vg.waiver SET during = '[2026-02-01 00:00+00, 2026-02-10 00:00+00)' WHERE subjects IS NULL;",
      "2026-05-03T00:00:00Z"); /* ended early */
  EXPECT({"t.rule('3.2', 'site', '2026-02-09 23:59:59+00')", "waived"},
         {"t.rule('3.2', 'site', '2026-02-10 00:00+00')", "not_applied"});
}

Test(rule, a_composite_may_be_waived) {
  indicator_evaluate(
      WORLD ASSET("c1", "site", "{\"critical\": true}") "SELECT t.waive('critical_asset_sound', NULL, 'all', NULL, "
                                                        "'[2026-02-01 00:00+00, 2026-03-01 00:00+00)');",
      "2026-05-01T00:00:00Z");
  EXPECT({"t.verdict('critical_asset_sound', 'c1', '2026-01-31 00:00+00')", "deviating"},
         {"t.verdict('critical_asset_sound', 'c1', '2026-02-01 00:00+00')", "waived"},
         {"t.line('critical_asset_sound', 'site', '2026-02-01 00:00+00')", "waived 0/1 d1 u0 p0 w1 0"},
         {"t.verdict('critical_asset_sound', 'c1', '2026-03-01 00:00+00')", "deviating"});
}

/* ---- of figures that have no subjects ---- */

/* Rule 13.4 is measured by counts, means and medians, and by ratios. In March: i2 recurs in the rack, and it was resolved late. */
#define INCIDENT(key, perimeter, occurred, resolved)                                                                                          \
  "SELECT t.put('incident', 'tracker', '" key "', '2026-01-01', jsonb_build_object('title', '" key "', 'severity', 'critical', 'security', true," \
  " 'asset', 's', 'cause', 'disk full', 'occurred_at', '" occurred "', 'resolved_at', '" resolved "', 'perimeter_id',"                            \
  " (SELECT id FROM vg.perimeter WHERE code = '" perimeter "')));"
#define INCIDENTS                                                                                                                  \
  "SELECT t.perimeter('rack', 'site'); SELECT t.source('tracker', 'all', '{incident}'); SELECT t.cover('tracker', '2026-01-01', '2026-06-01');" \
  INCIDENT("i1", "rack", "2026-02-01 00:00+00", "2026-02-01 12:00+00") INCIDENT("i2", "rack", "2026-03-01 00:00+00", "2026-03-01 12:00+00")
#define LATE INCIDENT("i3", "rack", "2026-03-01 00:00+00", "2026-03-05 00:00+00")

Test(rule, a_waiver_of_a_rule_reaches_its_statistics) {
  indicator_evaluate(INCIDENTS "SELECT t.waive(NULL, '13.4', 'site', NULL, '[2026-03-10 00:00+00, 2026-04-01 00:00+00)');", "2026-03-20T00:00:00Z");
  EXPECT({"t.line('incident_recurrence', 'site', '2026-03-09 23:59:59.999999+00')", "not_applied! 0/2 d0 u0 p0 w0 0.5"},
         {"t.rule('13.4', 'site', '2026-03-09 23:59:59.999999+00')", "not_applied"},
         {"t.line('incident_recurrence', 'site', '2026-03-10 00:00+00')", "waived 0/2 d0 u0 p0 w0 0.5"}, /* the figure is what it is */
         {"t.rule('13.4', 'site', '2026-03-10 00:00+00')", "waived"},
         {"t.rule('13.4', 'rack', '2026-03-31 23:59:59.999999+00')", "waived"},                          /* and below */
         {"t.rule('13.4', 'all', '2026-03-15 00:00+00')", "not_applied"},                               /* not above: it has a figure of its own */
         {"t.line('incident_count', 'site', '2026-03-15 00:00+00')", "applied 0/1 d0 u0 p0 w0 1"},      /* what is met stays so */
         {"t.line('incident_recurrence', 'rack', '2026-04-01 00:00+00')", "not_applied! 0/2 d0 u0 p0 w0 0.5"},
         {"t.rule('13.4', 'site', '2026-04-01 00:00+00')", "not_applied"}, /* it ends by itself */
         {"t.rule('13.4', 'site', '2026-06-01 00:00+00')", "unknown"});    /* what is unknown is not waived */
}

Test(rule, a_waiver_of_a_rule_reaches_ratios_and_statistics_together) {
  indicator_evaluate(INCIDENTS LATE, "2026-03-20T00:00:00Z");
  EXPECT({"t.line('incident_resolution', 'site', '2026-03-20 00:00+00')", "not_applied! 2/3 d1 u0 p0 w0 0.667"}, {"t.rule('13.4', 'site', '2026-03-20 00:00+00')", "not_applied"});
  indicator_evaluate("SELECT t.waive(NULL, '13.4', 'all', NULL, '[2026-03-20 00:00:00.000001+00, 2026-05-01 00:00+00)');", "2026-03-21T00:00:00Z");
  EXPECT({"t.rule('13.4', 'site', '2026-03-20 00:00+00')", "not_applied"}, {"t.rule('13.4', 'site', '2026-03-20 00:00:00.000001+00')", "waived"},
         {"t.line('incident_resolution', 'site', '2026-03-21 00:00+00')", "waived 2/3 d1 u0 p0 w1 0.667"}, {"t.rule('13.4', 'all', '2026-03-21 00:00+00')", "waived"},
         {"SELECT count(*) FROM vg.measurement WHERE revision > 1", "0"}, /* nothing published moved */
         {"SELECT string_agg(m.day || ' ' || m.state, ', ' ORDER BY m.day) FROM vg.measurement m JOIN vg.perimeter p ON p.id = m.perimeter_id"
          " WHERE p.code = 'site' AND m.indicator = 'incident_recurrence' AND m.day >= '2026-03-18'", "2026-03-18 not_applied, 2026-03-19 not_applied, 2026-03-20 waived"});
  indicator_evaluate("UPDATE vg.waiver SET during = tstzrange(lower(during), '2026-03-25 12:00+00');", "2026-03-25T12:00:00Z"); /* ended early */
  EXPECT({"t.rule('13.4', 'site', '2026-03-25 11:59:59.999999+00')", "waived"}, {"t.rule('13.4', 'site', '2026-03-25 12:00+00')", "not_applied"},
         {"t.rule('13.4', 'rack', '2026-04-15 00:00+00')", "not_applied"});
  db_fixture_sql(indicator_world(), "DROP TABLE IF EXISTS t.kept; CREATE TABLE t.kept AS SELECT * FROM vg.rule_timeline WHERE rule = '13.4';"
                                    " TRUNCATE vg.timeline_scope, vg.rule_scope, vg.timeline, vg.rule_timeline; UPDATE vg.indicator SET stale = true;");
  indicator_evaluate("", "2026-03-25T12:00:00Z");
  EXPECT({"SELECT count(*) > 8 FROM t.kept", "true"},
         {"SELECT count(*) FROM t.kept k FULL JOIN (SELECT * FROM vg.rule_timeline WHERE rule = '13.4') r USING (policy, rule, perimeter_id, from_at, to_at, state)"
          " WHERE k IS NULL OR r IS NULL", "0"});
}

Test(rule, a_statistic_may_be_waived_alone) {
  indicator_evaluate(INCIDENTS LATE "SELECT t.waive('incident_recurrence', NULL, 'site', NULL, '[2026-03-10 00:00+00, 2026-04-01 00:00+00)');"
                     "SELECT t.waive('incident_recurrence', NULL, 'all', '{i3}', '[2026-03-10 00:00+00, 2026-04-01 00:00+00)');", "2026-03-20T00:00:00Z");
  EXPECT({"t.line('incident_recurrence', 'site', '2026-03-15 00:00+00')", "waived 0/3 d0 u0 p0 w0 0.667"},
         {"t.line('incident_recurrence', 'all', '2026-03-15 00:00+00')", "not_applied! 0/3 d0 u0 p0 w0 0.667"}, /* a subject does not make a figure */
         {"t.rule('13.4', 'site', '2026-03-15 00:00+00')", "not_applied"});                                    /* the ratio is not waived */
}
