#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_event, .init = indicator_world_init, .fini = indicator_world_fini);

#define INCIDENTS(values)                                                                                              \
  "SELECT t.put('incident', 'tracker', k, '2026-01-01', jsonb_strip_nulls(jsonb_build_object('title', k, 'severity', " \
  "s, 'security', y,"                                                                                                  \
  " 'occurred_at', o, 'detected_at', d, 'reported_at', p, 'resolved_at', r))) FROM (VALUES " values                    \
  ") v(k, s, y, o, d, p, r);"
#define TRACKER                                                                                                        \
  "SELECT t.source('tracker', 'site', '{incident}'); SELECT t.cover('tracker', '2026-01-01', '2027-06-01');"

Test(indicator_event, incidents_are_counted_for_30_days_from_their_date) {
  indicator_evaluate(
      TRACKER INCIDENTS(
          "('i1', 'high', true, '2026-03-01 10:00+00', NULL, NULL, NULL), ('i2', 'low', true, '2026-03-20 10:00+00', "
          "NULL, NULL, NULL),"
          "('i3', 'low', false, '2026-03-20 10:00+00', NULL, NULL, NULL), ('i4', 'critical', true, '2026-03-21 "
          "10:00+00', NULL, NULL, NULL)") "SELECT t.gone('incident', 'tracker', 'i4', '2026-03-22');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.line('incident_count', 'all', '2026-03-01 09:59:59+00')", "applied 0/0 d0 u0 p0 w0 0"}, /* none is a figure */
      {"t.line('incident_count', 'all', '2026-03-01 10:00+00')", "applied 0/1 d0 u0 p0 w0 1"},
      {"t.line('incident_count', 'site', '2026-03-21 12:00+00')", "applied 0/3 d0 u0 p0 w0 3"},
      {"t.line('incident_count', 'site', '2026-03-22 00:00+00')", "applied 0/2 d0 u0 p0 w0 2"},
      {"t.line('incident_count', 'site', '2026-03-31 10:00+00')", "applied 0/1 d0 u0 p0 w0 1"},
      {"t.line('incident_count', 'office', '2026-03-21 12:00+00')",
       "unknown 0/0 d0 u0 p0 w0 -"}, /* no source speaks of it */
      {"t.line('incident_quarter', 'all', '2026-06-01 09:59+00')", "applied 0/2 d0 u0 p0 w0 2"},
      {"t.line('incident_quarter', 'all', '2026-06-01 10:00+00')", "applied 0/1 d0 u0 p0 w0 1"},
      {"t.line('incident_count', 'site', '2027-06-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(indicator_event, incidents_have_the_deadline_of_their_severity) {
  indicator_evaluate(
      TRACKER INCIDENTS(
          "('c1', 'critical', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-02 00:00+00'),"
          "('c2', 'critical', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-02 00:00:01+00'),"
          "('h1', 'high', true, '2026-03-01 00:00+00', '2026-03-05 00:00+00', NULL, '2026-03-08 00:00+00'),"
          "('m1', 'medium', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-11 00:00:01+00'),"
          "('l1', 'low', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-31 00:00+00'), ('l2', 'low', true, "
          "'2026-03-01 00:00+00', NULL, NULL, NULL)"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('incident_resolution', 'c1', '2026-03-02 00:00+00')", "conforming"},
         {"t.verdict('incident_resolution', 'c2', '2026-03-03 00:00+00')", "deviating"},
         {"t.verdict('incident_resolution', 'h1', '2026-03-09 00:00+00')", "conforming"}, /* from its detection */
         {"t.verdict('incident_resolution', 'm1', '2026-03-12 00:00+00')", "deviating"},
         {"t.verdict('incident_resolution', 'l1', '2026-03-31 00:00+00')", "conforming"},
         {"t.verdict('incident_resolution', 'l2', '2026-04-30 00:00+00')", "none"},
         {"t.verdict('incident_resolution', 'c1', '2026-05-30 23:59+00')", "conforming"},
         {"t.verdict('incident_resolution', 'c1', '2026-05-31 00:00+00')", "outside"},
         {"t.line('incident_resolution', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('incident_mttr', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('incident_mttr', 'all', '2026-03-02 00:00+00')", "applied 0/1 d0 u0 p0 w0 24"},
         {"t.line('incident_mttr', 'all', '2026-03-08 00:00+00')", "watch 0/3 d0 u0 p0 w0 24"},
         {"t.line('incident_mttr', 'all', '2026-03-12 00:00+00')", "watch 0/4 d0 u0 p0 w0 48"}, /* 24, 24, 72, 240 */
         {"t.line('incident_mttr', 'all', '2026-05-31 00:00:01+00')",
          "not_applied! 0/3 d0 u0 p0 w0 240"}); /* 72, 240, 720 */
}

/* A policy that gives deadlines to some severities, and one of 2026-04-01 with others. */
Test(indicator_event, incidents_have_the_deadline_that_the_policy_in_force_gives) {
  indicator_evaluate(
      "UPDATE vg.policy SET registers = '{\"deadlines\": [{\"topic\": \"incident\", \"severity\": \"critical\", "
      "\"days\": 2}, {\"topic\": \"vulnerability\", \"severity\": \"high\", \"days\": 90}]}';"
      "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, registers) VALUES ('next', 'n', 'n', '2026-04-01',"
      " '{\"deadlines\": [{\"topic\": \"incident\", \"severity\": \"high\", \"days\": 5}]}');" TRACKER INCIDENTS(
          "('c1', 'critical', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-03 00:00+00'),"
          "('c2', 'critical', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-03 00:00:01+00'),"
          "('h1', 'high', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-06 00:00+00'),"
          "('h2', 'high', true, '2026-03-01 00:00+00', NULL, NULL, '2026-03-04 00:00+00')"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('incident_resolution', 'c1', '2026-03-03 00:00+00')", "conforming"}, /* two days, not one */
         {"t.verdict('incident_resolution', 'c2', '2026-03-04 00:00+00')", "deviating"},
         {"t.verdict('incident_resolution', 'h1', '2026-03-31 23:59:59+00')", "deviating"}, /* none given: three days */
         {"t.verdict('incident_resolution', 'h1', '2026-04-01 00:00:01+00')", "conforming"}, /* the next policy gives five */
         {"t.verdict('incident_resolution', 'h2', '2026-03-31 23:59:59+00')", "conforming"},
         {"t.verdict('incident_resolution', 'h2', '2026-04-01 00:00:01+00')", "conforming"},
         {"t.verdict('incident_resolution', 'c1', '2026-04-01 00:00:01+00')", "deviating"}); /* and a critical one none */
  indicator_expect_alone("incident_resolution", "2026-06-01T00:00:00Z");
}

Test(indicator_event, incidents_are_reported_within_24_hours) {
  indicator_evaluate(
      TRACKER INCIDENTS("('a', 'low', true, '2026-03-01 00:00+00', '2026-03-05 00:00+00', '2026-03-06 00:00+00', NULL),"
                        "('b', 'low', true, '2026-03-01 00:00+00', NULL, '2026-03-02 00:00:01+00', NULL), ('c', 'low', "
                        "true, '2026-03-01 00:00+00', NULL, NULL, NULL)"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('incident_reported_fast', 'a', '2026-03-04 00:00+00')", "outside"},
         {"t.verdict('incident_reported_fast', 'a', '2026-03-05 23:59+00')", "pending"},
         {"t.verdict('incident_reported_fast', 'a', '2026-03-06 00:00+00')", "conforming"},
         {"t.verdict('incident_reported_fast', 'b', '2026-03-01 23:59+00')", "pending"},
         {"t.verdict('incident_reported_fast', 'b', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('incident_reported_fast', 'c', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('incident_reported_fast', 'b', '2027-02-28 23:59+00')", "deviating"},
         {"t.verdict('incident_reported_fast', 'b', '2027-03-01 00:00+00')", "outside"});
}

#define ALERT(source, key, asset, severity, raised, resolved)                                                          \
  "SELECT t.put('alert', '" source "', '" key "', '2026-01-01', jsonb_strip_nulls(jsonb_build_object('asset', '" asset \
  "', 'name', 'Down', 'severity', '" severity "', 'raised_at', '" raised "', 'resolved_at', nullif('" resolved         \
  "', ''))));"

Test(indicator_event, alerts_are_open_until_resolved_or_no_longer_shown) {
  indicator_evaluate(
      "SELECT t.source('am', 'site', '{alert}'); SELECT t.source('prom', 'site', '{alert}');"
      "SELECT t.cover('am', '2026-01-01', '2026-06-01'); SELECT t.cover('prom', '2026-01-01', '2026-05-01');" ALERT(
          "am", "a1", "s1", "critical", "2026-03-01 00:00+00", "")
          ALERT("prom", "p1", "s1", "critical", "2026-03-01 00:05+00", "2026-03-01 09:00+00")
              ALERT("am", "a2", "s2", "warning", "2026-03-01 00:00+00", "2026-03-01 02:00+00")
                  ALERT("am", "a3", "", "none", "2026-01-02 00:00+00", "")
                      ALERT("am", "a4", "s1", "info", "2026-03-01 00:00+00", "")
                          ALERT("prom", "p2", "s1", "warning", "2026-04-01 00:00+00",
                                "") "SELECT t.gone('alert', 'am', 'a1', '2026-03-01 10:00+00');",
      "2026-04-10T00:00:00Z");
  EXPECT({"t.line('alert_open', 'site', '2026-02-28 23:59+00')", "applied 0/0 d0 u0 p0 w0 0"},
         {"t.line('alert_open', 'site', '2026-03-01 01:00+00')",
          "watch 0/2 d0 u0 p0 w0 2"}, /* seen by two sources, once */
         {"t.line('alert_open', 'site', '2026-03-01 02:00+00')", "watch 0/1 d0 u0 p0 w0 1"},
         {"t.line('alert_open', 'site', '2026-03-01 10:00+00')", "applied 0/0 d0 u0 p0 w0 0"}, /* vanished: resolved */
         {"t.line('alert_open', 'all', '2026-04-30 10:00+00')", "watch 0/1 d0 u0 p0 w0 1"},
         {"t.line('alert_open', 'all', '2026-05-01 00:00+00')", "unknown 0/1 d0 u0 p0 w0 -"}, /* one source is silent */
         {"t.line('alert_resolution', 'site', '2026-02-28 23:59+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('alert_resolution', 'site', '2026-03-01 02:00+00')", "applied 0/1 d0 u0 p0 w0 2"},
         {"t.line('alert_resolution', 'site', '2026-03-01 10:00+00')", "watch 0/2 d0 u0 p0 w0 6"},
         {"t.line('alert_resolution', 'site', '2026-03-31 02:00+00')", "not_applied 0/1 d0 u0 p0 w0 10"},
         {"t.line('alert_resolution', 'site', '2026-03-31 10:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"});
}

/* The shop is s1 too. Each of "am" and "prom" shows an alert once at a time: two that one of them shows together are two. */
Test(indicator_event, an_alert_is_open_while_one_of_its_sources_says_so) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.asset('s1', 'server', '{\"aliases\": [\"shop\"]}');"
      "SELECT t.source('am', 'site', '{alert}'); SELECT t.source('prom', 'site', '{alert}');"
      "SELECT t.cover(s, '2026-01-01', '2026-06-01') FROM unnest('{inventory,am,prom}'::text[]) s;"
      ALERT("am", "a1", "s1", "warning", "2026-03-01 00:00+00", "2026-03-03 00:00+00")
      ALERT("prom", "p1", "shop", "critical", "2026-03-02 00:00+00", "")
      /* it comes and goes, the other source shows it all along, and says when it ended; a third one comes later */
      ALERT("am", "b1", "s2", "warning", "2026-03-01 06:00+00", "2026-03-01 07:00+00")
      ALERT("am", "b2", "s2", "warning", "2026-03-01 08:00+00", "2026-03-01 09:00+00")
      ALERT("prom", "q1", "s2", "warning", "2026-03-01 05:00+00", "2026-03-01 11:00+00")
      ALERT("am", "b3", "s2", "warning", "2026-03-01 11:00+00", "2026-03-01 13:00+00")
      /* two at a time, of which one goes on */
      ALERT("am", "c1", "s3", "warning", "2026-03-01 00:00+00", "2026-03-01 03:00+00")
      ALERT("am", "c2", "s3", "warning", "2026-03-01 01:00+00", "2026-03-01 09:00+00")
      ALERT("prom", "r1", "s3", "warning", "2026-03-01 05:00+00", "2026-03-01 12:00+00"),
      "2026-04-10T00:00:00Z");
#define OPEN(condition) "SELECT string_agg(a.label || ' ' || a.key || ' ' || a.severity || ' ' || to_char(lower(a.over), 'DD HH24') || coalesce(to_char(upper(a.over), '-DD HH24'), ''), ', ' ORDER BY lower(a.over), a.key)" \
                        " FROM vg.alert_open('2026-04-10') a WHERE a.label LIKE 'Down, " condition "'"
  EXPECT({OPEN("s1"), "Down, s1 a1 critical 01 00"},
         {OPEN("s2"), "Down, s2 b1 warning 01 05-01 11, Down, s2 b3 warning 01 11-01 13"},
         {OPEN("s3"), "Down, s3 c1 warning 01 00-01 03, Down, s3 c2 warning 01 01-01 12"},
         {"t.line('alert_open', 'site', '2026-03-10 00:00+00')", "watch 0/1 d0 u0 p0 w0 1"},
         {"t.line('alert_open', 'site', '2026-03-01 02:00+00')", "watch 0/3 d0 u0 p0 w0 3"},
         {"t.line('alert_open', 'site', '2026-03-01 08:30+00')", "watch 0/3 d0 u0 p0 w0 3"},
         {"t.line('alert_open', 'site', '2026-03-01 11:30+00')", "watch 0/3 d0 u0 p0 w0 3"},
         {"SELECT string_agg(subject || ' ' || trim_scale(value), ', ' ORDER BY subject) FROM vg.dated_value WHERE indicator = 'alert_resolution'",
          "b1 6, b3 2, c1 3, c2 11"});
  indicator_expect_alone("alert_open", "2026-04-10T00:00:00Z");
  indicator_expect_alone("alert_resolution", "2026-04-10T00:00:00Z");
}
