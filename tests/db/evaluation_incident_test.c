/* Indicators of incidents, asked about those only of which something was learnt, say what they say when they are asked about all. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"
#include "support/dice.h"

TestSuite(incremental_incident, .init = indicator_world_init, .fini = indicator_world_fini);

/* Four systems, one of them under another name too; two registers of incidents that may keep the same one. */
#define WORLD                                                                                                                      \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('tracker', 'site', '{incident}');"                               \
  "SELECT t.source('soc', 'all', '{incident}');"                                                                                    \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"              \
  " 'environment', 'production', 'status', 'in_service', 'aliases', CASE WHEN n = 1 THEN jsonb_build_array('web1') ELSE '[]' END,"   \
  " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = CASE WHEN n > 2 THEN 'office' ELSE 'site' END))) FROM generate_series(1, 4) n;"
#define COVER(at) "SELECT t.cover(c, '" at "', '2026-12-01') FROM unnest('{inventory,tracker,soc}'::text[]) c;"
#define INCIDENT(source, key, at, fields)                                                                                          \
  "SELECT t.put('incident', '" source "', '" key "', '" at "', '{\"title\": \"x\", \"severity\": \"high\", \"security\": true, \"personal_data\": true," \
  " \"occurred_at\": \"2026-02-01T00:00:00Z\"" fields "}');"

#define OF_THEM                                                                                                                    \
  "indicator IN ('incident_count', 'incident_quarter', 'incident_mttr', 'incident_reported_fast', 'incident_resolution', 'incident_reviewed',"       \
  " 'incident_recurrence', 'breach_notified')"

/* All that is kept of them. */
static const char *said(void) {
  return db_fixture_text(indicator_world(),
                         "SELECT coalesce(string_agg(x, E'\\n' ORDER BY x COLLATE \"C\"), '') FROM ("
                         "SELECT 'verdict ' || v::text AS x FROM vg.verdict v WHERE " OF_THEM
                         " UNION ALL SELECT 'value ' || v::text FROM vg.dated_value v WHERE " OF_THEM
                         " UNION ALL SELECT 'line ' || t::text FROM vg.timeline t WHERE " OF_THEM ") x");
}

/* Everything anew says the same. */
static void agree(const char *known) {
  struct vg_error err = {0};
  char *before = strdup(said());
  cr_assert(evaluation_run_all(db_fixture_open("vigie_collect"), at(known), &err), "%s", err.message);
  cr_expect_str_eq(before, said(), "at %s", known);
  free(before);
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "0"});
}

static void then(const char *setup, const char *known) {
  indicator_evaluate_all(setup, known);
  agree(known);
}

#define MARKED "SELECT coalesce(string_agg(subject, ', ' ORDER BY subject), '') FROM vg.dated_value WHERE indicator = 'incident_count' AND detail = 'marked'"
#define SUBJECTS "SELECT string_agg(subject, ', ' ORDER BY subject) FROM vg.dated_value WHERE indicator = 'incident_count'"

Test(incremental_incident, one_is_asked_about_alone) {
  then(WORLD INCIDENT("tracker", "i1", "2026-02-02T00:00:00Z", "") INCIDENT("tracker", "i2", "2026-02-02T00:00:00Z", "") COVER("2026-02-02T00:00:00Z"), "2026-02-02T01:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE vg.dated_value SET detail = 'marked' WHERE indicator = 'incident_count'");
  indicator_evaluate_all(INCIDENT("tracker", "i2", "2026-02-03T00:00:00Z", ", \"resolved_at\": \"2026-02-02T12:00:00Z\"") COVER("2026-02-03T00:00:00Z"), "2026-02-03T01:00:00Z");
  EXPECT({MARKED, "i1"}, {"SELECT string_agg(subject, ', ') FROM vg.dated_value WHERE indicator = 'incident_mttr'", "i2"});
}

Test(incremental_incident, none_is_asked_about_for_one_asset_more) {
  then(WORLD INCIDENT("tracker", "i1", "2026-02-02T00:00:00Z", ", \"asset\": \"s1\"") INCIDENT("tracker", "i2", "2026-02-02T00:00:00Z", "") COVER("2026-02-02T00:00:00Z"), "2026-02-02T01:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE vg.dated_value SET detail = 'marked' WHERE indicator = 'incident_count'");
  indicator_evaluate_all("SELECT t.put('asset', 'inventory', 'A9', '2026-02-03', '{\"name\": \"s9\", \"type\": \"server\", \"status\": \"in_service\"}');" COVER("2026-02-03T00:00:00Z"), "2026-02-03T01:00:00Z");
  EXPECT({MARKED, "i1, i2"});
}

Test(incremental_incident, a_system_that_moves_takes_its_incidents_along) {
  then(WORLD INCIDENT("soc", "i1", "2026-02-02T00:00:00Z", ", \"asset\": \"s1\"") INCIDENT("soc", "i2", "2026-02-02T00:00:00Z", ", \"asset\": \"s3\"") COVER("2026-02-02T00:00:00Z"), "2026-02-02T01:00:00Z");
  then("SELECT t.put('asset', 'inventory', 'A1', '2026-02-03', jsonb_build_object('name', 's1', 'type', 'server', 'status', 'in_service', 'perimeter_id',"
       " (SELECT id FROM vg.perimeter WHERE code = 'office')));" COVER("2026-02-03T00:00:00Z"), "2026-02-03T01:00:00Z");
  EXPECT({"SELECT string_agg(p.code, ' ') FROM vg.dated_value v JOIN vg.perimeter p ON p.id = v.perimeter_id WHERE indicator = 'incident_count' AND subject = 'i1'", "office"});
}

#define NAMED "SELECT string_agg(v.subject, ', ' ORDER BY v.subject) FROM vg.dated_value v WHERE v.indicator = 'incident_count'"
#define WITH(source) "SELECT 'i1, i1 #' || id FROM vg.source WHERE code = '" source "'"

/* The soc is the source that was made last. */
Test(incremental_incident, one_keeps_its_name_and_its_waiver_when_a_second_register_brings_it_too) {
  then(WORLD INCIDENT("soc", "i1", "2026-02-02T00:00:00Z", "")
           "SELECT t.waive('breach_notified', NULL, 'all', '{i1}', '[2026-02-01,2026-12-01)');" COVER("2026-02-02T00:00:00Z"), "2026-02-06T00:00:00Z");
  EXPECT({NAMED, "i1"}, {"t.verdict('breach_notified', 'i1', '2026-02-05 00:00+00')", "waived"});
  /* another version of it does not make it the last; the second register does not count it in security yet */
  then(INCIDENT("tracker", "i1", "2026-02-06T00:00:00Z", ", \"security\": false") COVER("2026-02-06T00:00:00Z"), "2026-02-06T01:00:00Z");
  then(INCIDENT("soc", "i1", "2026-02-07T00:00:00Z", ", \"severity\": \"low\"") COVER("2026-02-07T00:00:00Z"), "2026-02-07T01:00:00Z");
  EXPECT({NAMED, "i1"});
  then(INCIDENT("tracker", "i1", "2026-02-08T00:00:00Z", "") COVER("2026-02-08T00:00:00Z"), "2026-02-08T01:00:00Z");
  EXPECT({"(" NAMED ") = (" WITH("tracker") ")", "true"}, {"t.verdict('breach_notified', 'i1', '2026-02-08 00:30+00')", "waived"},
         {"SELECT detail FROM vg.dated_value WHERE indicator = 'incident_count' AND subject = 'i1'", "low"});
  then("SELECT t.gone('incident', 'soc', 'i1', '2026-02-09'); " COVER("2026-02-09T00:00:00Z"), "2026-02-09T01:00:00Z");
  EXPECT({"SELECT string_agg(subject, ', ') FROM vg.verdict WHERE indicator = 'breach_notified' AND NOT isempty(judged) AND subject = 'i1'", "i1"});
}

/* ---- whatever may happen ---- */

static void any_incident(struct dice *d, const char *now, struct buf *out) {
  static const char *const severities[] = {"critical", "high", "medium", "low"};
  const char *source = dice_roll(d, 2) ? "tracker" : "soc", *asset[] = {"", "s1", "web1", "s2", "s3", "s4", "s9"};
  unsigned key = dice_roll(d, 8);
  if (dice_roll(d, 6) == 0) {
    buf_printf(out, "SELECT t.gone('incident', '%s', 'i%u', '%s');", source, key, now);
    return;
  }
  buf_printf(out, "SELECT t.put('incident', '%s', 'i%u', '%s', jsonb_strip_nulls(jsonb_build_object('title', 'x', 'severity', '%s', 'security', %s, 'personal_data', %s,"
                  " 'asset', nullif('%s', ''), 'cause', '%s', 'occurred_at', '%s'::timestamptz - interval '%u hours', 'reported_at', CASE WHEN %s THEN '%s'::timestamptz END,"
                  " 'resolved_at', CASE WHEN %s THEN '%s'::timestamptz END, 'closed_at', CASE WHEN %s THEN '%s'::timestamptz END)));",
             source, key, now, severities[dice_roll(d, 4)], dice_roll(d, 4) ? "true" : "false", dice_roll(d, 2) ? "true" : "false", asset[dice_roll(d, 7)],
             dice_roll(d, 2) ? "disk" : "phishing", now, dice_roll(d, 400), dice_roll(d, 2) ? "true" : "false", now, dice_roll(d, 2) ? "true" : "false", now,
             dice_roll(d, 3) ? "false" : "true", now);
}

/* As it was, elsewhere, gone, or with another name too. */
static void any_asset(struct dice *d, const char *now, struct buf *out) {
  unsigned n = 1 + dice_roll(d, 4);
  if (dice_roll(d, 5) == 0) {
    buf_printf(out, "SELECT t.gone('asset', 'inventory', 'A%u', '%s');", n, now);
    return;
  }
  buf_printf(out, "SELECT t.put('asset', 'inventory', 'A%u', '%s', jsonb_build_object('name', 's%u', 'type', 'server', 'status', 'in_service',"
                  " 'aliases', to_jsonb(ARRAY['%s']), 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = '%s')));",
             n, now, n, dice_roll(d, 2) ? "web1" : "s9", dice_roll(d, 2) ? "office" : "site");
}

static void tell(uint64_t seed) {
  struct dice d = {seed};
  indicator_evaluate_all(WORLD COVER("2026-01-31T00:00:00Z"), "2026-01-31T00:00:00Z");
  for (int day = 1; day <= 12; day++) {
    char now[40];
    BUF(sql, 1 << 16);
    (void)snprintf(now, sizeof now, "2026-02-%02dT%02d:00:00Z", day, (int)dice_roll(&d, 20));
    for (unsigned n = dice_roll(&d, 5); n > 0; n--) any_incident(&d, now, &sql);
    if (dice_roll(&d, 3) == 0) any_asset(&d, now, &sql);
    buf_printf(&sql, "SELECT t.cover(c, '%s', '2026-12-01') FROM unnest('{inventory,tracker,soc}'::text[]) c;", now);
    indicator_evaluate_all(sql.data, now);
    if (day % 2 == 0) agree(now);
  }
}

Test(incremental_incident, whatever_happens_what_is_said_of_some_is_what_is_said_of_all) { tell(20261126); }
Test(incremental_incident, and_in_another_story) { tell(7); }
Test(incremental_incident, and_in_a_third) { tell(404); }
