#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(engine, .init = indicator_world_init, .fini = indicator_world_fini);

/* One system, two sources: an inventory at the top, backups at the site. */
#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                     \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"  \
  " 'environment', 'production', 'status', 'in_service', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = "   \
  "'site')))"                                                                                                          \
  " FROM generate_series(1, 4) n;"                                                                                     \
  "SELECT t.cover('inventory', '2026-01-01', '2026-02-01'); SELECT t.cover('restic', '2026-01-01', '2026-02-01');"
#define BACKUP(key, system, at)                                                                                        \
  "SELECT t.put('backup', 'restic', '" key "', '" at "', '{\"asset\": \"" system                                       \
  "\", \"status\": \"ok\", \"finished_at\": \"" at "\"}');"

Test(engine, periods_of_one_subject) {
  indicator_evaluate_all(WORLD BACKUP("b1", "s1", "2026-01-10T02:00:00Z"), "2026-01-20T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 01:59:59.999999+00')", "deviating"},
         {"t.verdict('backup_daily', 's1', '2026-01-10 02:00+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-01-11 03:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-01-11 04:00+00')", "deviating"},
         {"t.verdict('backup_daily', 's1', '2025-12-31 23:59+00')", "outside"},
         {"t.verdict('backup_daily', 's2', '2026-01-10 02:00+00')", "deviating"},
         {"t.verdict('backup_daily', 's1', '2026-01-31 23:59+00')", "deviating"},
         {"t.verdict('backup_daily', 's1', '2026-02-01 00:00+00')", "unknown"},
         {"t.verdict('backup_daily', 's1', '2030-01-01 00:00+00')", "unknown"},
         {"t.line('backup_daily', 'site', '2026-01-10 12:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('backup_daily', 'all', '2026-01-10 12:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('backup_daily', 'office', '2026-01-10 12:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('backup_daily', 'site', '2026-02-10 12:00+00')", "unknown 0/4 d0 u4 p0 w0 -"});
}

Test(engine, parts_are_disjoint_and_make_the_whole) {
  indicator_evaluate_all(WORLD BACKUP("b1", "s1", "2026-01-10T02:00:00Z") BACKUP("b2", "s2", "2026-01-31T12:00:00Z"),
                     "2026-01-20T00:00:00Z");
  EXPECT(
      {"SELECT count(*) FROM vg.verdict v WHERE v.judged <> v.conforming + v.deviating + v.pending + v.unknown", "0"},
      {"SELECT count(*) FROM vg.verdict v WHERE v.conforming && v.deviating OR v.conforming && v.pending OR "
       "v.conforming && v.unknown"
       " OR v.deviating && v.pending OR v.deviating && v.unknown OR v.pending && v.unknown OR NOT v.deviating @> "
       "v.waived",
       "0"},
      {"SELECT count(*) FROM vg.timeline a JOIN vg.timeline b USING (indicator, perimeter_id)"
       " WHERE a.from_at < b.from_at AND a.to_at > b.from_at",
       "0"},
      {"SELECT bool_and(to_at = 'infinity') FROM (SELECT DISTINCT ON (indicator, perimeter_id) to_at FROM vg.timeline"
       " ORDER BY indicator, perimeter_id, from_at DESC) x",
       "true"});
}

Test(engine, a_silent_source_turns_exactly_its_dependants_unknown) {
  indicator_evaluate_all(
      WORLD "SELECT t.source('other', 'site', '{backup}'); SELECT t.cover('other', '2026-01-01', '2026-03-01');"
            "SELECT t.cover('inventory', '2026-02-01', '2026-03-01');"
            "SELECT t.put('backup', 'other', 'o1', '2026-02-05', '{\"asset\": \"s2\", \"status\": \"ok\", "
            "\"finished_at\": \"2026-02-05\"}');" BACKUP("b1", "s1", "2026-01-31T12:00:00Z"),
      "2026-02-06T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-31 13:00+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-02-01 00:00+00')", "unknown"},    /* only restic speaks of s1 */
         {"t.verdict('backup_daily', 's2', '2026-02-05 12:00+00')", "conforming"}, /* only other speaks of s2 */
         {"t.verdict('backup_daily', 's3', '2026-02-05 12:00+00')", "unknown"},    /* nobody spoke of it: both could */
         {"t.line('asset_classified', 'all', '2026-02-05 12:00+00')", "not_applied! 0/4 d4 u0 p0 w0 0"});
}

Test(engine, sources_added_disabled_and_never_read) {
  indicator_evaluate_all(
      WORLD BACKUP("b1", "s1", "2026-01-10T02:00:00Z") "SELECT t.source('new', 'site', '{backup}'); SELECT "
                                                       "t.cover('new', '2026-01-15', '2026-02-01');"
                                                       "SELECT t.source('mute', 'site', '{backup}');"
                                                       "SELECT t.source('old', 'site', '{backup}'); SELECT "
                                                       "t.cover('old', '2026-01-01', '2026-01-05');"
                                                       "UPDATE vg.source SET enabled = false WHERE code = 'old';",
      "2026-01-20T00:00:00Z");
  EXPECT(
      {"t.verdict('backup_daily', 's3', '2026-01-12 00:00+00')", "deviating"}, /* before the new one: it asks nothing */
      {"t.verdict('backup_daily', 's3', '2026-01-16 00:00+00')", "deviating"},
      {"t.verdict('backup_daily', 's3', '2026-01-06 00:00+00')", "deviating"}); /* after the disabled one ended */
  indicator_evaluate_all("UPDATE vg.source SET enabled = true WHERE code = 'old';", "2026-01-20T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's3', '2026-01-04 00:00+00')", "deviating"},
         {"t.verdict('backup_daily', 's3', '2026-01-06 00:00+00')", "unknown"}); /* enabled again: it is silent */
}

Test(engine, states_of_a_ratio) {
  /* target 100, warning 98, critical 90: 4 systems; s1 to s4 backed up, or not */
  indicator_evaluate_all(
      WORLD BACKUP("b1", "s1", "2026-01-10T02:00:00Z") BACKUP("b2", "s2", "2026-01-10T02:00:00Z")
          BACKUP("b3", "s3", "2026-01-10T02:00:00Z")
              BACKUP("b4", "s4", "2026-01-10T04:00:00Z") "INSERT INTO vg.threshold (indicator, perimeter_id, target, "
                                                         "warning, critical, from_at, author, reason)"
                                                         " SELECT 'backup_daily', id, 1, 0.75, 0.5, '2026-01-05', 'x', "
                                                         "'x' FROM vg.perimeter WHERE code = 'site';"
                                                         "INSERT INTO vg.waiver (indicator, perimeter_id, subjects, "
                                                         "during, reason, requester, approver, status)"
                                                         " SELECT 'backup_daily', id, '{s4}', '[2026-01-10 03:00+00, "
                                                         "2026-01-10 03:30+00)', 'x', 'a', 'b', 'approved' FROM vg.perimeter"
                                                         " WHERE code = 'all';",
      "2026-01-20T00:00:00Z");
  EXPECT(
      {"t.line('backup_daily', 'site', '2026-01-10 02:30+00')", "watch 3/4 d1 u0 p0 w0 0.75"},
      {"t.line('backup_daily', 'all', '2026-01-10 02:30+00')",
       "not_applied! 3/4 d1 u0 p0 w0 0.75"}, /* its own thresholds */
      {"t.line('backup_daily', 'site', '2026-01-10 03:00+00')", "waived 3/4 d1 u0 p0 w1 0.75"},
      {"t.verdict('backup_daily', 's4', '2026-01-10 03:29:59+00')", "waived"},
      {"t.line('backup_daily', 'site', '2026-01-10 03:30+00')", "watch 3/4 d1 u0 p0 w0 0.75"}, /* it ended by itself */
      {"t.line('backup_daily', 'site', '2026-01-10 04:00+00')", "applied 4/4 d0 u0 p0 w0 1"},
      {"t.line('backup_daily', 'site', '2026-01-11 04:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
      {"t.line('backup_daily', 'site', '2026-01-12 00:00+00')", "not_applied! 0/4 d4 u0 p0 w0 0"});
}

Test(engine, unknown_is_the_state_when_it_is_the_reason) {
  indicator_evaluate_all(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('a', 'site', '{backup}');"
      "SELECT t.source('b', 'site', '{backup}'); SELECT t.cover('a', '2026-01-01', '2026-02-01');"
      "SELECT t.cover('b', '2026-01-01', '2026-01-15'); SELECT t.cover('inventory', '2026-01-01', '2026-02-01');"
      "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', "
      "'server',"
      " 'environment', 'production', 'status', 'in_service', 'perimeter_id',"
      " (SELECT id FROM vg.perimeter WHERE code = 'site'))) FROM generate_series(1, 2) n;"
      "SELECT t.put('backup', x, 'k' || d || x, '2026-01-01'::timestamptz + d * interval '1 day', "
      "jsonb_build_object('asset',"
      " CASE x WHEN 'a' THEN 's1' ELSE 's2' END, 'status', 'ok', 'finished_at', '2026-01-01'::timestamptz + d * "
      "interval '1 day'))"
      " FROM generate_series(0, 13) d, unnest('{a,b}'::text[]) x;"
      "SELECT t.put('backup', 'a', 'last', '2026-01-15', '{\"asset\": \"s1\", \"status\": \"ok\", \"finished_at\": "
      "\"2026-01-15\"}');",
      "2026-01-20T00:00:00Z");
  EXPECT(
      {"t.line('backup_daily', 'site', '2026-01-13 12:00+00')", "applied 2/2 d0 u0 p0 w0 1"},
      {"t.line('backup_daily', 'site', '2026-01-15 12:00+00')", "unknown 1/2 d0 u1 p0 w0 0.5"},
      {"t.line('backup_daily', 'site', '2026-01-17 12:00+00')", "not_applied! 0/2 d1 u1 p0 w0 0"}, /* s1 alone fails */
      {"t.line('backup_daily', 'site', '2026-02-02 12:00+00')", "unknown 0/2 d0 u2 p0 w0 -"});
}

Test(engine, a_parent_is_the_union_of_its_children) {
  indicator_evaluate_all(
      WORLD
      "SELECT t.source('nas', 'office', '{backup}'); SELECT t.cover('nas', '2026-01-01', '2026-02-01');"
      "SELECT t.put('asset', 'inventory', 'N1', '2026-01-01', jsonb_build_object('name', 'nas', 'type', 'storage',"
      " 'environment', 'production', 'status', 'in_service', 'perimeter_id',"
      " (SELECT id FROM vg.perimeter WHERE code = 'office')));"
      "SELECT t.put('backup', 'nas', 'n1', '2026-01-10', '{\"asset\": \"nas\", \"status\": \"ok\", \"finished_at\": "
      "\"2026-01-10\"}');" BACKUP("b1", "s1", "2026-01-10T00:00:00Z"),
      "2026-01-20T00:00:00Z");
  EXPECT({"t.line('backup_daily', 'site', '2026-01-10 12:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('backup_daily', 'office', '2026-01-10 12:00+00')", "applied 1/1 d0 u0 p0 w0 1"},
         {"t.line('backup_daily', 'all', '2026-01-10 12:00+00')",
          "not_applied! 2/5 d3 u0 p0 w0 0.4"}); /* not the mean 0.625 */
}

Test(engine, known_at_travels_in_time) {
  const char *late = "SELECT t.put('backup', 'restic', 'late', '2026-01-12', '{\"asset\": \"s1\", \"status\": \"ok\","
                     " \"finished_at\": \"2026-01-10T02:00:00Z\"}'); SELECT t.pull('restic', '2026-01-12');";
  indicator_evaluate_all(WORLD, "2026-01-11T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 12:00+00')", "deviating"});
  indicator_evaluate_all(late, "2026-01-11T12:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 12:00+00')", "deviating"}); /* not learnt yet */
  indicator_evaluate_all("SELECT t.cover('restic', '2026-01-12', '2026-02-10');", "2026-01-13T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 12:00+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-02-05 12:00+00')", "unknown"}); /* the inventory ends on 1 February */
  indicator_evaluate_all(NULL, "2026-01-11T12:00:00Z");                              /* back: as known then */
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 12:00+00')", "deviating"});
  indicator_evaluate_all(NULL, "2026-01-13T00:00:00Z"); /* and forth */
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-10 12:00+00')", "conforming"});
}

Test(engine, measurements_are_revised_never_changed) {
  indicator_evaluate_all(WORLD BACKUP("b1", "s1", "2026-01-10T20:00:00Z"), "2026-01-11T06:00:00Z");
  const char *day = "SELECT string_agg(m.revision || ':' || m.conforming || '/' || m.judged, ' ' ORDER BY m.revision) "
                    "FROM vg.measurement m"
                    " JOIN vg.perimeter p ON p.id = m.perimeter_id WHERE m.indicator = 'backup_daily' AND p.code = "
                    "'site' AND m.day = '2026-01-10'";
  EXPECT({day, "1:1/4"}, {"SELECT max(day) FROM vg.measurement WHERE indicator = 'backup_daily'", "2026-01-10"},
         {"SELECT m.at FROM vg.measurement m WHERE m.indicator = 'backup_daily' AND m.day = '2026-01-10' LIMIT 1",
          "2026-01-10 23:00:00+00"},
         {"SELECT count(*) FROM vg.measurement m WHERE m.indicator = 'backup_daily' AND m.revision > 1", "0"});
  indicator_evaluate_all(
      "SELECT t.put('backup', 'restic', 'late', '2026-01-12', '{\"asset\": \"s2\", \"status\": \"ok\","
      " \"finished_at\": \"2026-01-10T21:00:00Z\"}'); SELECT t.cover('restic', '2026-01-12', '2026-02-10');",
      "2026-01-13T00:30:00Z");
  EXPECT(
      {day, "1:1/4 2:2/4"},
      {"SELECT count(DISTINCT day) FROM vg.measurement WHERE indicator = 'backup_daily' AND day > '2026-01-10'", "2"},
      {"SELECT count(*) FROM vg.measurement WHERE indicator = 'backup_daily' AND revision > 1 AND day <> '2026-01-10'"
       " AND perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'site')",
       "0"});
  indicator_evaluate_all("SELECT t.cover('restic', '2026-01-13 00:00+00', '2026-02-10');", "2026-01-13T01:00:00Z");
  EXPECT({day, "1:1/4 2:2/4"}, {"SELECT count(*) FROM vg.measurement WHERE revision > 2", "0"});
}

/* The last evaluation ran as many indicators as there are such ones. */
#define LAST_RAN(which)                                                                                                \
  "SELECT e.indicators = (SELECT count(*) FROM vg.indicator i WHERE " which ") FROM vg.evaluation e ORDER BY e.id DESC LIMIT 1"

Test(engine, only_what_was_touched_runs_again) {
  indicator_evaluate_all(WORLD, "2026-01-05T00:00:00Z");
  EXPECT({LAST_RAN("true"), "true"});
  indicator_evaluate_all("SELECT t.cover('restic', '2026-01-05 01:00+00', '2026-02-01');", "2026-01-05T02:00:00Z");
  EXPECT({LAST_RAN("('backup' = ANY (i.kinds || i.optional) OR (i.kinds || i.optional) = '{}' OR i.form = 'composite') AND i.reads <> 'rules'"), "true"},
         {"SELECT count(*) FROM vg.pull WHERE evaluation_id IS NULL", "0"});
  indicator_evaluate_all(NULL, "2026-01-05T03:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.evaluation", "2"}); /* nothing to do: nothing written */
  indicator_evaluate_all("INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"
                     " VALUES ('asset_owned', 0.9, 0.8, 0.7, '2026-01-04', 'x', 'x');",
                     "2026-01-05T03:00:00Z");
  EXPECT({LAST_RAN("i.code = 'asset_owned' OR i.form = 'composite'"), "true"}); /* no state of a rule is another */
  indicator_evaluate_all("INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"
                     " VALUES ('asset_classified', 0, 0, 0, '2026-01-04 01:00+00', 'x', 'x');",
                     "2026-01-05T03:30:00Z");
  EXPECT({LAST_RAN("i.code = 'asset_classified' OR i.form = 'composite' OR i.reads = 'rules'"), "true"},
         {"t.rule('3.2', 'site', '2026-01-05 00:00+00')", "applied"});
}

#define OF_NO_PERIMETER(table) "(SELECT count(*) FROM vg." table " x WHERE NOT EXISTS (SELECT FROM vg.perimeter p WHERE p.id = x.perimeter_id))"

Test(engine, verdicts_go_with_their_perimeter) {
  indicator_evaluate_all(WORLD "INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'extra', 'x', id FROM vg.perimeter WHERE code = 'all';",
                     "2026-01-05T00:00:00Z");
  EXPECT({"SELECT count(*) > 0 FROM vg.verdict v JOIN vg.perimeter p ON p.id = v.perimeter_id WHERE p.code = 'extra'", "true"},
         {"SELECT count(*) > 0 FROM vg.verdict_edge e JOIN vg.perimeter p ON p.id = e.perimeter_id WHERE p.code = 'extra'", "true"});
  db_fixture_sql(indicator_world(), "DELETE FROM vg.perimeter WHERE code = 'extra'");
  EXPECT({"SELECT " OF_NO_PERIMETER("verdict") " + " OF_NO_PERIMETER("verdict_edge") " + " OF_NO_PERIMETER("verdict_scope"), "0"},
         {"SELECT count(*) > 0 FROM vg.verdict", "true"});
}

Test(engine, nothing_covered_nothing_known) {
  indicator_evaluate_all(NULL, "2026-01-05T00:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT t.state, ',') FROM vg.timeline t JOIN vg.indicator i ON i.code = t.indicator WHERE i.reads = 'records'", "unknown"},
         {"SELECT count(*) FROM vg.timeline t JOIN vg.indicator i ON i.code = t.indicator WHERE t.value IS NOT NULL AND i.reads = 'records'", "0"},
         {"SELECT count(DISTINCT (indicator, perimeter_id)) = 3 * (SELECT count(*) FROM vg.indicator) FROM vg.timeline", "true"});
}
