/* Incidents, alerts and the procedures that answer them: breach_notified, incident_reviewed, incident_recurrence,
 * alert_delay, incident_procedure_known, incident_procedure_tested. */
#include <criterion/criterion.h>
#include <string.h>

#include "indicator/catalogue.h"
#include "support/db_indicator.h"

TestSuite(indicator_incident, .init = indicator_world_init, .fini = indicator_world_fini);

#define TRACKER                                                                                                        \
  "SELECT t.source('tracker', 'site', '{incident}'); SELECT t.cover('tracker', '2026-01-01', '2027-06-01');"
#define INCIDENT(key, occurred, more)                                                                                  \
  PUT("incident", "tracker", key, "2026-01-01",                                                                        \
      "{\"title\": \"t\", \"severity\": \"high\", \"security\": true, \"occurred_at\": \"" occurred "\"" more "}")

#define BREACH(key, occurred, more) INCIDENT(key, occurred, ", \"personal_data\": true" more)

Test(indicator_incident, breaches_are_notified_within_72_hours_or_with_a_reason_not_to) {
  indicator_evaluate(
      TRACKER BREACH("b1", "2026-03-01T00:00:00Z",
                     ", \"detected_at\": \"2026-03-02T00:00:00Z\", \"notified_at\": \"2026-03-05T00:00:00Z\"")
          BREACH("b2", "2026-03-01T00:00:00Z",
                 ", \"notified_at\": \"2026-03-04T00:00:01Z\", \"notification_reason\": \"late\"")
              BREACH("b3", "2026-03-01T00:00:00Z", ", \"notification_reason\": \"no risk for persons\"")
                  BREACH("b4", "2026-03-01T00:00:00Z", ", \"notification_reason\": \" \"")
                      BREACH("b5", "2026-03-01T00:00:00Z", "") INCIDENT("i6", "2026-03-01T00:00:00Z", "")
                          PUT("incident", "tracker", "b7", "2026-01-01",
                              "{\"title\": \"t\", \"severity\": \"low\", \"security\": false, \"personal_data\": true, "
                              "\"occurred_at\": "
                              "\"2026-03-01T00:00:00Z\"}") "SELECT t.gone('incident', 'tracker', 'b5', '2026-04-01');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('breach_notified', 'b1', '2026-03-01 23:59:59.999999+00')",
       "outside"}, /* the time runs from detection */
      {"t.verdict('breach_notified', 'b1', '2026-03-02 00:00+00')", "pending"},
      {"t.verdict('breach_notified', 'b1', '2026-03-04 23:59:59.999999+00')", "pending"},
      {"t.verdict('breach_notified', 'b1', '2026-03-05 00:00+00')", "conforming"}, /* 72 hours exactly */
      {"t.verdict('breach_notified', 'b2', '2026-03-03 23:59:59.999999+00')", "pending"},
      {"t.verdict('breach_notified', 'b2', '2026-03-04 00:00+00')", "deviating"},
      {"t.verdict('breach_notified', 'b2', '2026-03-05 00:00+00')", "deviating"}, /* late stays late, reason or not */
      {"t.verdict('breach_notified', 'b3', '2026-03-01 00:00+00')", "conforming"},
      {"t.verdict('breach_notified', 'b4', '2026-03-04 00:00+00')", "deviating"}, /* a blank is no reason */
      {"t.verdict('breach_notified', 'b5', '2026-03-31 23:59:59.999999+00')", "deviating"},
      {"t.verdict('breach_notified', 'b5', '2026-04-01 00:00+00')", "outside"}, /* withdrawn from the register */
      {"t.verdict('breach_notified', 'i6', '2026-03-04 00:00+00')", "none"},
      {"t.verdict('breach_notified', 'b7', '2026-03-04 00:00+00')",
       "deviating"}, /* a breach, whatever the register calls it */
      {"t.verdict('breach_notified', 'b2', '2027-02-28 23:59:59.999999+00')", "deviating"},
      {"t.verdict('breach_notified', 'b2', '2027-03-01 00:00+00')", "outside"});
  EXPECT({"t.line('breach_notified', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('breach_notified', 'all', '2026-03-02 12:00+00')", "applied 1/1 d0 u0 p5 w0 1"},
         {"t.line('breach_notified', 'site', '2026-05-01 00:00+00')", "not_applied! 2/5 d3 u0 p0 w0 0.4"});
  indicator_expect_alone("breach_notified", "2026-06-01T00:00:00Z");
}

Test(indicator_incident, a_silent_tracker_says_nothing_of_breaches_and_lessons) {
  indicator_evaluate(
      "SELECT t.source('tracker', 'site', '{incident}'); SELECT t.cover('tracker', '2026-01-01', '2026-03-20');" BREACH(
          "b1", "2026-03-01T00:00:00Z",
          ", \"notified_at\": \"2026-03-02T00:00:00Z\", \"closed_at\": \"2026-03-03T00:00:00Z\", "
          "\"lessons_at\": \"2026-03-04T00:00:00Z\", \"cause\": \"c\", \"asset\": \"s1\""),
      "2026-03-10T00:00:00Z");
  EXPECT({"t.verdict('breach_notified', 'b1', '2026-03-19 23:59:59.999999+00')", "conforming"},
         {"t.verdict('breach_notified', 'b1', '2026-03-20 00:00+00')", "unknown"},
         {"t.verdict('incident_reviewed', 'b1', '2026-03-19 23:59:59.999999+00')", "conforming"},
         {"t.verdict('incident_reviewed', 'b1', '2026-03-20 00:00+00')", "unknown"},
         {"t.line('incident_recurrence', 'site', '2026-03-19 00:00+00')", "applied 0/1 d0 u0 p0 w0 0"},
         {"t.line('incident_recurrence', 'site', '2026-03-20 00:00+00')", "unknown 0/1 d0 u0 p0 w0 -"},
         {"t.line('breach_notified', 'office', '2026-03-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

#define CLOSED(key, severity, closed, lessons)                                                                         \
  PUT("incident", "tracker", key, "2026-01-01",                                                                        \
      "{\"title\": \"t\", \"severity\": \"" severity                                                                   \
      "\", \"security\": true, \"occurred_at\": \"2026-02-01T00:00:00Z\", "                                            \
      "\"closed_at\": " closed ", \"lessons_at\": " lessons "}")

Test(indicator_incident, serious_incidents_leave_lessons_within_30_days) {
  indicator_evaluate(
      TRACKER CLOSED("c1", "critical", "\"2026-03-01T00:00:00Z\"", "\"2026-03-31T00:00:00Z\"")
          CLOSED("c2", "high", "\"2026-03-01T00:00:00Z\"", "\"2026-03-31T00:00:01Z\"")
              CLOSED("c3", "high", "\"2026-03-01T00:00:00Z\"", "null")
                  CLOSED("c4", "medium", "\"2026-03-01T00:00:00Z\"", "null") CLOSED("c5", "critical", "null", "null")
                      CLOSED("c6", "critical", "\"2026-03-01T00:00:00Z\"", "\"2026-02-20T00:00:00Z\""),
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('incident_reviewed', 'c1', '2026-02-28 23:59:59.999999+00')", "outside"},
      {"t.verdict('incident_reviewed', 'c1', '2026-03-30 23:59:59.999999+00')", "pending"},
      {"t.verdict('incident_reviewed', 'c1', '2026-03-31 00:00+00')", "conforming"},
      {"t.verdict('incident_reviewed', 'c2', '2026-03-31 00:00+00')", "deviating"},
      {"t.verdict('incident_reviewed', 'c2', '2026-04-30 00:00+00')", "deviating"},
      {"t.verdict('incident_reviewed', 'c3', '2026-03-30 23:59:59.999999+00')", "pending"},
      {"t.verdict('incident_reviewed', 'c3', '2026-03-31 00:00+00')", "deviating"},
      {"t.verdict('incident_reviewed', 'c4', '2026-04-30 00:00+00')", "none"},
      {"t.verdict('incident_reviewed', 'c5', '2026-04-30 00:00+00')", "none"},
      {"t.verdict('incident_reviewed', 'c6', '2026-03-01 00:00+00')", "conforming"}, /* written before it was closed */
      {"t.verdict('incident_reviewed', 'c1', '2027-02-28 23:59:59.999999+00')", "conforming"},
      {"t.verdict('incident_reviewed', 'c1', '2027-03-01 00:00+00')", "outside"},
      {"t.line('incident_reviewed', 'all', '2026-02-15 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
      {"t.line('incident_reviewed', 'all', '2026-03-15 00:00+00')", "applied 1/1 d0 u0 p3 w0 1"},
      {"t.line('incident_reviewed', 'all', '2026-04-15 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"});
  indicator_expect_alone("incident_reviewed", "2026-06-01T00:00:00Z");
}

#define CAUSED(key, occurred, asset, cause) INCIDENT(key, occurred, ", \"asset\": " asset ", \"cause\": " cause)

Test(indicator_incident, incidents_recur_when_cause_and_system_are_those_of_an_earlier_one) {
  indicator_evaluate(
      TRACKER
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2027-06-01');" PUT(
          "asset", "inventory", "A1", "2026-01-01",
          "{\"name\": \"s1\", \"type\": \"server\", \"status\": \"in_service\", \"aliases\": [\"old1\"]}")
          CAUSED("r1", "2026-03-01T00:00:00Z", "\"s1\"", "\"Weak password\"") CAUSED("r2", "2026-03-02T00:00:00Z",
                                                                                     "\"old1\"", "\"weak password \"")
              CAUSED("r3", "2026-03-03T00:00:00Z", "\"s1\"", "\"phishing\"") CAUSED("r4", "2026-03-04T00:00:00Z",
                                                                                    "\"s2\"", "\"weak password\"")
                  CAUSED("r5", "2026-03-05T00:00:00Z", "null", "\"weak password\"") CAUSED("r6", "2026-03-06T00:00:00Z",
                                                                                           "null", "\"weak password\"")
                      CAUSED("r7", "2026-03-07T00:00:00Z", "\"s1\"", "null")
                          CAUSED("r8", "2026-03-08T00:00:00Z", "\"s1\"", "null") CAUSED("x1", "2026-03-09T00:00:00Z",
                                                                                        "\"s3\"", "\"disk\"")
                              CAUSED("r9", "2026-03-10T00:00:00Z", "\"s3\"", "\"disk\"")
                                  CAUSED("r10", "2025-01-05T00:00:00Z", "\"s4\"", "\"power\"") CAUSED(
                                      "r11", "2026-03-11T00:00:00Z", "\"s4\"",
                                      "\"power\"") "SELECT t.gone('incident', 'tracker', 'x1', '2026-03-09 12:00+00');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"SELECT string_agg(v.subject || ' ' || v.value, ' ' ORDER BY v.during, v.subject) FROM vg.dated_value v WHERE "
       "v.indicator = "
       "'incident_recurrence'",
       "r10 0 r1 0 r2 1 r3 0 r4 0 r5 0 r6 0 r7 0 r8 0 x1 0 r9 0 r11 1"}, /* r9: the earlier one was withdrawn */
      {"t.line('incident_recurrence', 'all', '2026-03-01 23:59:59.999999+00')", "applied 0/1 d0 u0 p0 w0 0"},
      {"t.line('incident_recurrence', 'all', '2026-03-02 00:00+00')", "not_applied! 0/2 d0 u0 p0 w0 0.5"},
      {"t.line('incident_recurrence', 'site', '2026-03-12 00:00+00')",
       "not_applied 0/5 d0 u0 p0 w0 0.2"}, /* those of s1 are where the inventory says */
      {"t.line('incident_recurrence', 'all', '2027-03-01 23:59:59.999999+00')", "not_applied! 0/9 d0 u0 p0 w0 0.222"},
      {"t.line('incident_recurrence', 'all', '2027-03-02 00:00+00')", "not_applied 0/8 d0 u0 p0 w0 0.125"},
      {"t.line('incident_recurrence', 'all', '2027-04-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("incident_recurrence", "2026-06-01T00:00:00Z");
}

/* "i1 #SOURCE 0 …": what is kept of each, by when it began. */
#define RECURRING                                                                                                      \
  "SELECT string_agg(regexp_replace(v.subject, '#[0-9]+', '#') || ' ' || v.value, ' ' ORDER BY v.during, v.subject)"   \
  " FROM vg.dated_value v WHERE v.indicator = 'incident_recurrence'"
#define BY_DESK(key, occurred)                                                                                         \
  PUT("incident", "desk", key, "2026-01-01",                                                                           \
      "{\"title\": \"t\", \"severity\": \"high\", \"security\": true, \"occurred_at\": \"" occurred                       \
      "\", \"asset\": \"s1\", \"cause\": \"phishing\"}")

/* Two registers keep the same incidents: what the second one says of an incident is not the incident again. */
Test(indicator_incident, an_incident_that_two_registers_keep_does_not_recur_by_itself) {
  indicator_evaluate(TRACKER "SELECT t.source('desk', 'site', '{incident}'); SELECT t.cover('desk', '2026-01-01', '2027-06-01');"
                     CAUSED("i1", "2026-03-01T00:00:00Z", "\"s1\"", "\"phishing\"") BY_DESK("i1", "2026-03-01T00:10:00Z"),
                     "2026-06-01T00:00:00Z");
  EXPECT({RECURRING, "i1 0 i1 # 0"}, {"t.line('incident_recurrence', 'site', '2026-03-02 00:00+00')", "applied 0/2 d0 u0 p0 w0 0"});
  indicator_evaluate(CAUSED("i2", "2026-04-01T00:00:00Z", "\"s1\"", "\"phishing\"") BY_DESK("i2", "2026-04-01T00:10:00Z")
                     "SELECT t.cover('tracker', '2026-05-01', '2027-06-01');", "2026-06-01T00:00:00Z");
  EXPECT({RECURRING, "i1 0 i1 # 0 i2 1 i2 # 1"});
  indicator_evaluate(BY_DESK("i0", "2026-03-01T00:05:00Z") "SELECT t.cover('desk', '2026-05-02', '2027-06-01');", "2026-06-01T01:00:00Z");
  EXPECT({RECURRING, "i1 0 i0 1 i1 # 0 i2 1 i2 # 1"}); /* i1 began before it, whoever told of it later */
  indicator_expect_alone("incident_recurrence", "2026-06-01T01:00:00Z");
}

/* Each register numbers its own: a shared reference is no proof that it is one incident, and a figure that hides one would flatter. */
Test(indicator_incident, what_two_registers_number_alike_is_two_incidents_and_each_sheet_says_so) {
  indicator_evaluate(TRACKER "SELECT t.source('desk', 'site', '{incident}'); SELECT t.cover('desk', '2026-01-01', '2027-06-01');"
                     CAUSED("i1", "2026-03-01T00:00:00Z", "\"s1\"", "\"phishing\"") BY_DESK("i1", "2026-03-09T00:00:00Z"),
                     "2026-03-10T00:00:00Z");
  EXPECT({"SELECT string_agg(regexp_replace(v.subject, '#[0-9]+', '#'), ' ' ORDER BY v.subject) FROM vg.dated_value v WHERE v.indicator = 'incident_count'",
          "i1 i1 #"});
  size_t count;
  struct vg_error err = {0};
  const struct indicator *all = indicator_all(&count, &err);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(all[i].subject, "incident") != 0) continue;
    cr_expect_not_null(strstr(all[i].limits.en, "two registers keep counts twice"), "%s", all[i].code);
    cr_expect_not_null(strstr(all[i].limits.fr, "deux registres tiennent compte deux fois"), "%s", all[i].code);
  }
}

#define ALERT(source, key, name, raised, notified, more)                                                               \
  PUT("alert", source, key, "2026-01-01",                                                                              \
      "{\"asset\": \"s1\", \"name\": \"" name "\", \"severity\": \"warning\", \"raised_at\": \"" raised                \
      "\", \"notified_at\": " notified more "}")

Test(indicator_incident, alerts_reach_people_within_five_minutes) {
  indicator_evaluate(
      "SELECT t.source('am', 'site', '{alert}'); SELECT t.source('prom', 'site', '{alert}'); SELECT t.source('mute', "
      "'site', '{alert}');"
      "SELECT t.cover('am', '2026-01-01', '2026-03-20'); SELECT t.cover('prom', '2026-01-01', '2026-05-01');"
      "SELECT t.cover('mute', '2026-01-01', '2026-06-01');" ALERT("am", "a1", "One", "2026-03-01T00:00:00Z",
                                                                  "\"2026-03-01T00:05:00Z\"", "")
          ALERT("am", "a2", "Two", "2026-03-01T00:00:00Z", "\"2026-03-01T00:05:01Z\"",
                "") ALERT("am", "a3", "Three", "2026-03-01T00:00:00Z", "null", "")
              ALERT("am", "a4", "Four", "2026-03-01T00:00:00Z", "null", ", \"suppressed\": true")
                  ALERT("am", "a5", "Five", "2026-03-01T00:01:00Z", "\"2026-03-01T00:02:00Z\"", "")
                      ALERT("prom", "p5", "Five", "2026-03-01T00:00:00Z", "null", "")
                          ALERT("prom", "a1", "Six", "2026-03-01T00:00:00Z", "null", "")
                              ALERT("mute", "m1", "Seven", "2026-03-01T00:00:00Z", "null", "")
                                  ALERT("am", "a8", "Eight", "2026-03-01T00:00:00Z", "null",
                                        ", \"severity\": \"info\"") "SELECT t.gone('alert', 'am', 'a3', '2026-03-02');",
      "2026-04-10T00:00:00Z");
  EXPECT({"SELECT string_agg(regexp_replace(v.subject, '#.*', '#'), ' ' ORDER BY v.subject) FROM vg.verdict v WHERE "
          "v.indicator = 'alert_delay'",
          "a1 a1 # a2 a3 a5 m1"}, /* a4 was muted, a8 is for information, p5 is known to who tells */
         {"t.verdict('alert_delay', 'a2', '2026-02-28 23:59:59.999999+00')", "outside"},
         {"t.verdict('alert_delay', 'a2', '2026-03-01 00:04:59.999999+00')", "pending"},
         {"t.verdict('alert_delay', 'a2', '2026-03-01 00:05+00')", "deviating"},
         {"t.verdict('alert_delay', 'a3', '2026-03-19 23:59:59.999999+00')",
          "deviating"}, /* it was raised, shown or not */
         {"t.verdict('alert_delay', 'a3', '2026-03-20 00:00+00')", "unknown"},
         {"t.verdict('alert_delay', 'a3', '2026-03-30 23:59:59.999999+00')", "unknown"},
         {"t.verdict('alert_delay', 'a3', '2026-03-31 00:00+00')", "outside"},
         {"t.verdict('alert_delay', 'a5', '2026-03-01 00:01:59.999999+00')", "pending"},
         {"t.verdict('alert_delay', 'a5', '2026-03-01 00:02+00')", "conforming"},
         {"t.verdict('alert_delay', 'm1', '2026-03-02 00:00+00')",
          "unknown"}, /* a source that never says when people are told */
         {"t.line('alert_delay', 'site', '2026-03-01 00:04:59.999999+00')", "applied 1/1 d0 u0 p5 w0 1"},
         {"t.line('alert_delay', 'site', '2026-03-01 00:05+00')",
          "not_applied! 2/6 d2 u2 p0 w0 0.333"}, /* told at five minutes exactly */
         {"t.line('alert_delay', 'site', '2026-02-28 23:59+00')", "not_applicable 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("alert_delay", "2026-04-10T00:00:00Z");
}

/* ---- procedures ---- */

#define WORLD                                                                                                          \
  "SELECT t.source('hr', 'all', '{person}'); SELECT t.source('ged', 'all', '{document,exercise}');"                    \
  "SELECT t.source('lms', 'all', '{training}'); SELECT t.cover(s, '2026-01-01', '2027-06-01') FROM "                   \
  "unnest('{hr,ged}'::text[]) s;"                                                                                      \
  "SELECT t.cover('lms', '2026-01-01', '2026-12-01');"
#define PERSON(mail, hired)                                                                                            \
  PUT("person", "hr", mail, "2026-01-01", "{\"mail\": \"" mail "\", \"name\": \"P\", \"hired_on\": \"" hired "\"}")
#define DOCUMENT(reference, at, type, status, version, more)                                                           \
  PUT("document", "ged", reference, at,                                                                                \
      "{\"reference\": \"" reference "\", \"title\": \"T\", \"type\": \"" type "\", \"status\": \"" status             \
      "\", \"version\": \"" version "\"" more "}")
#define READ(key, person, document, version, at, more)                                                                 \
  PUT("training", "lms", key, "2026-01-01",                                                                            \
      "{\"person\": \"" person "\", \"course\": \"c\", \"theme\": \"procedure\", \"document\": \"" document            \
      "\", \"version\": \"" version "\", \"completed_at\": " at more "}")

Test(indicator_incident, each_person_reads_the_version_in_force_within_30_days) {
  indicator_evaluate(
      WORLD PERSON("ann@x", "2020-01-01") PERSON("bob@x", "2026-06-10") PERSON("cid@x", "2020-01-01")
          DOCUMENT("P1", "2026-01-01", "incident_procedure", "in_force", "1", ", \"approved_at\": \"2025-01-01\"")
              DOCUMENT("P1", "2026-05-01", "incident_procedure", "in_force", "2", ", \"approved_at\": \"2026-05-01\"")
                  DOCUMENT("P2", "2026-01-01", "procedure", "in_force", "1", "")
                      DOCUMENT("P3", "2026-01-01", "incident_procedure", "draft", "1", "")
                          READ("t1", "ann@x", "P1", "1", "\"2025-06-01T00:00:00Z\"", "")
                              READ("t2", "ann@x", "P1", "2", "\"2026-05-31T00:00:00Z\"", "")
                                  READ("t3", "bob@x", "P1", "2", "\"2026-07-10T00:00:01Z\"",
                                       ", \"expires_at\": \"2026-09-01T00:00:00Z\"")
                                      READ("t4", "cid@x", "P1", "2", "null",
                                           "") "SELECT t.gone('training', 'lms', 't2', '2026-11-01');",
      "2026-08-01T00:00:00Z");
  EXPECT({"t.verdict('incident_procedure_known', 'ann@x', '2026-04-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('incident_procedure_known', 'ann@x', '2026-05-01 00:00+00')", "pending"}, /* a new version */
         {"t.verdict('incident_procedure_known', 'ann@x', '2026-05-30 23:59:59.999999+00')", "pending"},
         {"t.verdict('incident_procedure_known', 'ann@x', '2026-05-31 00:00+00')", "conforming"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-06-09 23:59:59.999999+00')", "outside"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-07-09 23:59:59.999999+00')", "pending"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-07-10 00:00+00')", "deviating"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-07-10 00:00:01+00')", "conforming"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-08-31 23:59:59.999999+00')", "conforming"},
         {"t.verdict('incident_procedure_known', 'bob@x', '2026-09-01 00:00+00')", "deviating"}, /* valid until then */
         {"t.verdict('incident_procedure_known', 'cid@x', '2026-04-30 00:00+00')", "deviating"},
         {"t.verdict('incident_procedure_known', 'cid@x', '2026-05-30 00:00+00')", "pending"},
         {"t.verdict('incident_procedure_known', 'cid@x', '2026-05-31 00:00+00')", "deviating"},
         {"t.verdict('incident_procedure_known', 'ann@x', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('incident_procedure_known', 'all', '2026-06-15 00:00+00')", "not_applied! 1/2 d1 u0 p1 w0 0.5"},
         {"t.line('incident_procedure_known', 'site', '2026-06-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT v.detail FROM vg.verdict v WHERE v.indicator = 'incident_procedure_known' AND v.subject = 'cid@x'",
          "P1 2"});
  indicator_expect_alone("incident_procedure_known", "2026-08-01T00:00:00Z");
}

Test(indicator_incident, without_a_procedure_in_force_nobody_knows_it) {
  indicator_evaluate(WORLD PERSON("ann@x", "2020-01-01")
                         DOCUMENT("P1", "2026-01-01", "incident_procedure", "in_force", "1", "")
                             READ("t1", "ann@x", "P1", "1", "\"2025-06-01T00:00:00Z\"", "")
                                 DOCUMENT("P1", "2026-03-01", "incident_procedure", "withdrawn", "1", ""),
                     "2026-08-01T00:00:00Z");
  EXPECT({"t.verdict('incident_procedure_known', 'ann@x', '2026-02-28 23:59:59.999999+00')", "conforming"},
         {"t.verdict('incident_procedure_known', 'ann@x', '2026-03-01 00:00+00')", "deviating"},
         {"t.line('incident_procedure_tested', 'all', '2026-02-28 00:00+00')", "not_applied! 0/1 d1 u0 p0 w0 0"},
         {"t.line('incident_procedure_tested', 'all', '2026-03-01 00:00+00')",
          "unknown 0/0 d0 u0 p0 w0 -"}); /* one is expected */
}

#define EXERCISE(key, document, at, result)                                                                            \
  PUT("exercise", "ged", key, "2026-01-01",                                                                            \
      "{\"document\": \"" document "\", \"type\": \"incident\", \"held_at\": \"" at "\", \"result\": \"" result "\"}")

Test(indicator_incident, incident_procedures_are_exercised_within_12_months) {
  indicator_evaluate(
      WORLD
      "SELECT t.source('other', 'site', '{exercise}'); SELECT t.cover('other', '2026-01-01', '2026-10-01');" DOCUMENT(
          "P1", "2026-01-01", "incident_procedure", "in_force", "1", "")
          DOCUMENT("P2", "2026-01-01", "incident_procedure", "in_force", "1", "")
              DOCUMENT("P3", "2026-01-01", "incident_procedure", "in_force", "1", "")
                  DOCUMENT("P4", "2026-01-01", "incident_procedure", "draft", "1", "")
                      EXERCISE("e1", "P1", "2026-03-01T00:00:00Z", "failure")
                          PUT("exercise", "other", "e2", "2026-01-01",
                              "{\"document\": \"P2\", \"type\": \"incident\", \"held_at\": \"2026-03-01T00:00:00Z\", "
                              "\"result\": \"success\"}") "SELECT t.gone('exercise', 'ged', 'e1', '2026-11-01'); "
                                                          "SELECT t.gone('document', 'ged', 'P3', '2026-05-01');",
      "2026-12-01T00:00:00Z");
  EXPECT({"t.verdict('incident_procedure_tested', 'P1', '2026-02-28 23:59:59.999999+00')", "deviating"},
         {"t.verdict('incident_procedure_tested', 'P1', '2026-03-01 00:00+00')",
          "conforming"}, /* it was tested, well or not */
         {"t.verdict('incident_procedure_tested', 'P1', '2026-11-01 00:00+00')",
          "deviating"}, /* the register took it back */
         {"t.verdict('incident_procedure_tested', 'P2', '2026-09-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('incident_procedure_tested', 'P2', '2026-10-01 00:00+00')", "unknown"}, /* who said so is silent */
         {"t.verdict('incident_procedure_tested', 'P3', '2026-04-30 23:59:59.999999+00')", "deviating"},
         {"t.verdict('incident_procedure_tested', 'P3', '2026-05-01 00:00+00')", "outside"},
         {"t.verdict('incident_procedure_tested', 'P4', '2026-05-01 00:00+00')", "none"},
         {"t.line('incident_procedure_tested', 'all', '2026-03-15 00:00+00')", "not_applied 2/3 d1 u0 p0 w0 0.667"});
  indicator_expect_alone("incident_procedure_tested", "2026-12-01T00:00:00Z");
}
