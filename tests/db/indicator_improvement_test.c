/* The policy kept alive: rule_reviewed, board_published, watch_current, audit_on_plan, finding_closed_on_time,
 * action_on_time, advisory_triaged, feed_alive, perimeter_coverage. */
#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_improvement, .init = indicator_world_init, .fini = indicator_world_fini);

/* ---- what falls due ---- */

#define ACTION(key, due, done)                                                                                         \
  PUT("action", "jira", key, "2026-01-01", "{\"title\": \"t\", \"due_on\": \"" due "\", \"done_on\": " done "}")

Test(indicator_improvement, actions_are_done_by_the_day_they_are_due) {
  indicator_evaluate(
      SOURCE("jira", "site", "action",
             "2026-05-01") ACTION("A1", "2026-03-10", "\"2026-03-10\"") ACTION("A2", "2026-03-10", "\"2026-03-11\"")
          ACTION("A3", "2026-03-10", "null") ACTION("A4", "2026-03-10", "null") ACTION("A5", "2026-03-10", "null")
              PUT("action", "jira", "A5", "2026-03-20",
                  "{\"title\": \"t\", \"due_on\": \"2026-04-10\", \"done_on\": null}") "SELECT t.gone('action', "
                                                                                       "'jira', 'A4', '2026-03-20');",
      "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('action_on_time', 'A1', '2026-03-10 23:59:59.999999+00')", "outside"}, /* its day is not over */
         {"t.verdict('action_on_time', 'A1', '2026-03-11 00:00+00')", "conforming"},
         {"t.verdict('action_on_time', 'A1', '2026-04-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('action_on_time', 'A1', '2026-05-01 00:00+00')", "unknown"},
         {"t.verdict('action_on_time', 'A1', '2026-06-08 23:59:59.999999+00')", "unknown"},
         {"t.verdict('action_on_time', 'A1', '2026-06-09 00:00+00')", "outside"},
         {"t.verdict('action_on_time', 'A2', '2026-03-11 00:00+00')", "deviating"}, /* a day late, for 90 days */
         {"t.verdict('action_on_time', 'A3', '2026-03-11 00:00+00')", "deviating"},
         {"t.verdict('action_on_time', 'A4', '2026-03-19 23:59:59.999999+00')", "deviating"},
         {"t.verdict('action_on_time', 'A4', '2026-03-20 00:00+00')", "outside"},
         {"t.verdict('action_on_time', 'A5', '2026-03-25 00:00+00')",
          "outside"}, /* put off: the last version tells the truth */
         {"t.verdict('action_on_time', 'A5', '2026-04-11 00:00+00')", "deviating"},
         {"t.line('action_on_time', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('action_on_time', 'site', '2026-03-12 00:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('action_on_time', 'office', '2026-03-12 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("action_on_time", "2026-04-01T00:00:00Z");
}

#define FINDING(key, due, closed, proof)                                                                               \
  PUT("finding", "jira", key, "2026-01-01",                                                                            \
      "{\"title\": \"t\", \"raised_on\": \"2026-01-05\", \"due_on\": \"" due "\", \"closed_on\": " closed              \
      ", \"proof\": " proof "}")

Test(indicator_improvement, findings_are_closed_with_proof_by_the_day_they_are_due) {
  indicator_evaluate(
      SOURCE("jira", "site", "finding", "2026-12-01") SOURCE("ged", "office", "finding", "2027-12-01") FINDING(
          "F1", "2026-03-10", "\"2026-03-10\"", "\"PV-1\"") FINDING("F2", "2026-03-10", "\"2026-03-11\"", "\"PV-1\"")
          FINDING("F3", "2026-03-10", "\"2026-03-01\"", "\" \"") FINDING("F4", "2026-03-10", "\"2026-03-01\"", "null")
              FINDING("F5", "2026-03-10", "null", "\"PV-1\"")
                  PUT("finding", "ged", "F1", "2026-01-01",
                      "{\"title\": \"t\", \"raised_on\": \"2026-01-05\", \"due_on\": \"2026-03-10\"}"),
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"SELECT string_agg(regexp_replace(v.subject, '#.*', '#'), ' ' ORDER BY v.subject) FROM vg.verdict v WHERE "
       "v.indicator ="
       " 'finding_closed_on_time'",
       "F1 F1 # F2 F3 F4 F5"}, /* one number in two registers */
      {"t.line('finding_closed_on_time', 'site', '2026-03-10 23:59:59.999999+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
      {"t.line('finding_closed_on_time', 'site', '2026-03-11 00:00+00')", "not_applied! 1/5 d4 u0 p0 w0 0.2"},
      {"t.line('finding_closed_on_time', 'office', '2026-03-11 00:00+00')", "not_applied! 0/1 d1 u0 p0 w0 0"},
      {"t.verdict('finding_closed_on_time', 'F2', '2026-03-11 00:00+00')", "deviating"},
      {"t.verdict('finding_closed_on_time', 'F3', '2026-03-11 00:00+00')", "deviating"}, /* a blank is no proof */
      {"t.verdict('finding_closed_on_time', 'F4', '2026-03-11 00:00+00')", "deviating"},
      {"t.verdict('finding_closed_on_time', 'F5', '2026-11-30 23:59:59.999999+00')", "deviating"},
      {"t.verdict('finding_closed_on_time', 'F5', '2026-12-01 00:00+00')", "unknown"},
      {"t.verdict('finding_closed_on_time', 'F5', '2027-03-10 23:59:59.999999+00')", "unknown"},
      {"t.verdict('finding_closed_on_time', 'F5', '2027-03-11 00:00+00')", "outside"});
  indicator_expect_alone("finding_closed_on_time", "2026-06-01T00:00:00Z");
}

#define AUDIT(key, planned, held)                                                                                      \
  PUT("audit", "plan", key, "2026-01-01",                                                                              \
      "{\"title\": \"t\", \"type\": \"internal\", \"planned_on\": \"" planned "\", \"held_on\": " held "}")

Test(indicator_improvement, audits_are_held_within_30_days_of_the_plan) {
  indicator_evaluate(SOURCE("plan", "all", "audit", "2026-12-01") AUDIT("U1", "2026-03-01", "\"2026-03-31\"")
                         AUDIT("U2", "2026-03-01", "\"2026-04-01\"") AUDIT("U3", "2026-03-01", "null")
                             AUDIT("U4", "2026-03-01", "\"2026-02-10\"") AUDIT(
                                 "U5", "2026-03-01", "null") "SELECT t.gone('audit', 'plan', 'U5', '2026-03-20');",
                     "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('audit_on_plan', 'U1', '2026-02-28 23:59:59.999999+00')", "outside"},
      {"t.verdict('audit_on_plan', 'U1', '2026-03-30 23:59:59.999999+00')", "pending"},
      {"t.verdict('audit_on_plan', 'U1', '2026-03-31 00:00+00')", "conforming"}, /* the thirtieth day */
      {"t.verdict('audit_on_plan', 'U2', '2026-03-31 23:59:59.999999+00')", "pending"},
      {"t.verdict('audit_on_plan', 'U2', '2026-04-01 00:00+00')",
       "deviating"}, /* held that day: too late, and for good */
      {"t.verdict('audit_on_plan', 'U3', '2026-03-31 23:59:59.999999+00')", "pending"},
      {"t.verdict('audit_on_plan', 'U3', '2026-04-01 00:00+00')", "deviating"},
      {"t.verdict('audit_on_plan', 'U4', '2026-03-01 00:00+00')", "conforming"}, /* ahead of its date */
      {"t.verdict('audit_on_plan', 'U5', '2026-03-19 23:59:59.999999+00')", "pending"},
      {"t.verdict('audit_on_plan', 'U5', '2026-03-20 00:00+00')", "outside"},
      {"t.verdict('audit_on_plan', 'U1', '2026-12-01 00:00+00')", "unknown"},
      {"t.verdict('audit_on_plan', 'U1', '2027-03-01 00:00+00')", "outside"},
      {"t.line('audit_on_plan', 'all', '2026-02-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"}, /* audits are expected */
      {"t.line('audit_on_plan', 'all', '2026-05-01 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"});
  indicator_expect_alone("audit_on_plan", "2026-06-01T00:00:00Z");
}

#define BOARD(key, board, due, published)                                                                              \
  PUT("publication", "pub", key, "2026-01-01",                                                                         \
      "{\"board\": \"" board "\", \"due_on\": \"" due "\", \"published_at\": " published "}")

Test(indicator_improvement, boards_are_published_by_the_day_they_are_due_each_quarter_and_month) {
  indicator_evaluate(SOURCE("pub", "all", "publication", "2026-12-01")
                         BOARD("S1", "strategic", "2026-01-15", "\"2026-01-15T23:59:59Z\"")
                             BOARD("S2", "strategic", "2026-04-15", "\"2026-04-16T00:00:00Z\"")
                                 BOARD("P1", "steering", "2026-03-05", "\"2026-03-01T00:00:00Z\"")
                                     BOARD("P2", "steering", "2026-05-05", "null")
                                         BOARD("P3", "steering", "2026-06-05",
                                               "null") "SELECT t.gone('publication', 'pub', 'P3', '2026-06-20');",
                     "2026-07-10T00:00:00Z");
  EXPECT(
      {"t.verdict('board_published', 'S1', '2026-01-15 23:59:59.999999+00')", "outside"},
      {"t.verdict('board_published', 'S1', '2026-01-16 00:00+00')", "conforming"}, /* on the last instant of its day */
      {"t.verdict('board_published', 'S2', '2026-04-16 00:00+00')", "deviating"},
      {"t.verdict('board_published', 'P1', '2026-03-06 00:00+00')", "conforming"},
      {"t.verdict('board_published', 'P2', '2026-05-06 00:00+00')", "deviating"},
      {"t.verdict('board_published', 'steering 2026-04', '2026-04-30 23:59:59.999999+00')", "outside"},
      {"t.verdict('board_published', 'steering 2026-04', '2026-05-01 00:00+00')",
       "deviating"}, /* nobody even planned it */
      {"t.verdict('board_published', 'steering 2026-04', '2026-11-30 23:59:59.999999+00')", "deviating"},
      {"t.verdict('board_published', 'steering 2026-04', '2026-12-01 00:00+00')", "unknown"},
      {"t.verdict('board_published', 'steering 2026-04', '2027-05-01 00:00+00')", "outside"},
      {"t.verdict('board_published', 'P3', '2026-06-19 23:59:59.999999+00')", "deviating"},
      {"t.verdict('board_published', 'P3', '2026-06-20 00:00+00')", "outside"},
      {"t.verdict('board_published', 'steering 2026-06', '2026-06-30 23:59:59.999999+00')", "outside"},
      {"t.verdict('board_published', 'steering 2026-06', '2026-07-01 00:00+00')",
       "deviating"}, /* taking the line off hides nothing */
      {"t.verdict('board_published', 'steering 2026-02', '2026-07-01 00:00+00')", "none"}, /* before the first one */
      {"t.verdict('board_published', 'steering 2026-07', '2026-08-05 00:00+00')", "none"}, /* its month is not over */
      {"t.line('board_published', 'all', '2026-01-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('board_published', 'all', '2026-07-05 00:00+00')", "not_applied! 2/6 d4 u0 p0 w0 0.333"});
  indicator_expect_alone("board_published", "2026-07-10T00:00:00Z");
}

/* A line of the register may bear the name that a period without one would: each is told by its own. */
Test(indicator_improvement, boards_bear_the_names_of_their_periods) {
  indicator_evaluate(SOURCE("pub", "all", "publication", "2026-12-01")
                         BOARD("steering 2026-01", "steering", "2026-02-10", "\"2026-02-10T00:00:00Z\"")
                             BOARD("steering 2026-03", "steering", "2026-04-10", "\"2026-04-11T00:00:00Z\"")
                                 BOARD("steering 2026-05", "steering", "2026-05-10", "null")
                                     "SELECT t.gone('publication', 'pub', 'steering 2026-05', '2026-05-20');",
                     "2026-06-10T00:00:00Z");
  EXPECT({"t.verdict('board_published', 'steering 2026-03', '2026-04-11 00:00+00')", "deviating"}, /* a day late */
         {"t.verdict('board_published', 'steering 2026-03 #0', '2026-04-01 00:00+00')",
          "deviating"}, /* nothing fell due in March */
         {"t.verdict('board_published', 'steering 2026-05', '2026-05-20 00:00+00')", "outside"}, /* taken off */
         {"t.verdict('board_published', 'steering 2026-05 #0', '2026-05-31 23:59:59.999999+00')", "outside"},
         {"t.verdict('board_published', 'steering 2026-05 #0', '2026-06-01 00:00+00')", "deviating"},
         {"t.line('board_published', 'all', '2026-06-05 00:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"});
  indicator_expect_alone("board_published", "2026-06-10T00:00:00Z");
}

/* ---- rules and watch ---- */

#define REVIEW(key, object, reference, at, more)                                                                       \
  PUT("review", "reviews", key, "2026-01-01",                                                                          \
      "{\"object\": \"" object "\", \"reference\": \"" reference "\", \"reviewed_at\": \"" at "\"" more "}")
#define FOUR ", \"threats\": true, \"risks\": true, \"regulation\": true, \"coverage\": true"

Test(indicator_improvement, rules_in_force_are_reviewed_for_four_reasons_within_12_months) {
  indicator_evaluate(
      "DELETE FROM vg.rule WHERE policy = 'coreoz-2024' AND number NOT IN ('12.1', '12.2', '12.3');"
      "INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('next', 'n', 'n', '2026-06-01');"
      "INSERT INTO vg.chapter (policy, number, title_fr, title_en) VALUES ('next', 12, 'c', 'c');"
      "INSERT INTO vg.rule (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en)"
      " SELECT 'next', n, 12, 1, 't', 't', 's', 's' FROM unnest('{12.2,12.9}'::text[]) n;" SOURCE(
          "reviews", "site", "review", "2026-12-01") REVIEW("v1", "rule", "12.1", "2026-03-01T00:00:00Z", FOUR)
          REVIEW("v2", "rule", "12.2", "2026-03-01T00:00:00Z",
                 ", \"threats\": true, \"risks\": true, \"regulation\": true")
              REVIEW("v3", "watch", "12.3", "2026-03-01T00:00:00Z", FOUR)
                  REVIEW("v4", "rule", "12.9", "2025-08-01T00:00:00Z", FOUR)
                      REVIEW("v5", "rule", "12.2", "2026-07-01T00:00:00Z",
                             FOUR) "SELECT t.gone('review', 'reviews', 'v5', '2026-09-01');",
      "2026-10-01T00:00:00Z");
  EXPECT(
      {"t.verdict('rule_reviewed', '12.1', '2026-02-28 23:59:59.999999+00')", "deviating"},
      {"t.verdict('rule_reviewed', '12.1', '2026-03-01 00:00+00')", "conforming"},
      {"t.verdict('rule_reviewed', '12.1', '2026-05-31 23:59:59.999999+00')", "conforming"},
      {"t.verdict('rule_reviewed', '12.1', '2026-06-01 00:00:01+00')", "outside"},   /* the next policy has no such rule */
      {"t.verdict('rule_reviewed', '12.2', '2026-03-02 00:00+00')", "deviating"}, /* three reasons of four */
      {"t.verdict('rule_reviewed', '12.2', '2026-07-01 00:00+00')", "conforming"},
      {"t.verdict('rule_reviewed', '12.2', '2026-09-01 00:00+00')", "deviating"}, /* withdrawn */
      {"t.verdict('rule_reviewed', '12.3', '2026-03-02 00:00+00')", "deviating"},
      {"t.verdict('rule_reviewed', '12.9', '2026-05-31 23:59:59.999999+00')", "outside"},
      {"t.verdict('rule_reviewed', '12.9', '2026-06-01 00:00:01+00')", "conforming"},
      {"t.verdict('rule_reviewed', '12.9', '2026-07-31 23:59:59.999999+00')", "conforming"},
      {"t.verdict('rule_reviewed', '12.9', '2026-08-01 00:00+00')", "deviating"},
      {"t.verdict('rule_reviewed', '12.2', '2026-12-01 00:00+00')", "unknown"},
      {"t.line('rule_reviewed', 'all', '2026-04-01 00:00+00')", "not_applied! 1/3 d2 u0 p0 w0 0.333"},
      {"t.line('rule_reviewed', 'all', '2026-07-15 00:00+00')", "applied 2/2 d0 u0 p0 w0 1"},
      {"t.line('rule_reviewed', 'site', '2026-07-15 00:00+00')",
       "unknown 0/0 d0 u0 p0 w0 -"}); /* rules are the organisation's */
  indicator_expect_alone("rule_reviewed", "2026-10-01T00:00:00Z");
  indicator_evaluate("DELETE FROM vg.policy; UPDATE vg.indicator SET stale = true;", "2026-10-01T00:00:00Z");
  EXPECT({"t.line('rule_reviewed', 'all', '2026-07-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

#define ADVISORY(source, key, reference, topic, published, triaged)                                                    \
  PUT("advisory", source, key, "2026-01-01",                                                                           \
      "{\"reference\": \"" reference "\", \"title\": \"t\", \"topic\": \"" topic "\", \"published_at\": \"" published  \
      "\", \"triaged_at\": " triaged "}")
#define TOPICS(days)                                                                                                   \
  "UPDATE vg.policy SET registers = '{\"watch_topics\": [{\"code\": \"threats\", \"days\": " days                      \
  "}, {\"code\": \"standards\"}]}';"

Test(indicator_improvement, each_topic_of_the_watch_gives_a_recent_item) {
  indicator_evaluate(TOPICS("10") SOURCE("feed", "site", "advisory", "2026-06-01")
                         SOURCE("reviews", "all", "review", "2026-07-01")
                             ADVISORY("feed", "a1", "R1", "threats", "2026-03-01T00:00:00Z", "null")
                                 ADVISORY("feed", "a2", "R2", "regulation", "2026-03-01T00:00:00Z", "null")
                                     REVIEW("w1", "watch", "standards", "2026-03-01T00:00:00Z", "")
                                         REVIEW("w2", "rule", "standards", "2026-04-20T00:00:00Z", "")
                                             REVIEW("w3", "watch", "standards", "2026-05-01T00:00:00Z",
                                                    "") "SELECT t.gone('review', 'reviews', 'w3', '2026-05-05'); "
                                                        "SELECT t.gone('advisory', 'feed', 'a1', '2026-03-02');",
                     "2026-05-10T00:00:00Z");
  EXPECT({"t.verdict('watch_current', 'threats', '2026-02-28 23:59:59.999999+00')", "deviating"},
         {"t.verdict('watch_current', 'threats', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('watch_current', 'threats', '2026-03-10 23:59:59.999999+00')",
          "conforming"}, /* published, shown by the feed or not */
         {"t.verdict('watch_current', 'threats', '2026-03-11 00:00+00')", "deviating"}, /* ten days for this topic */
         {"t.verdict('watch_current', 'standards', '2026-03-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('watch_current', 'standards', '2026-03-31 00:00+00')", "deviating"}, /* 30 where none is set */
         {"t.verdict('watch_current', 'standards', '2026-04-21 00:00+00')",
          "deviating"}, /* the review of a rule is no watch */
         {"t.verdict('watch_current', 'standards', '2026-05-04 23:59:59.999999+00')", "conforming"},
         {"t.verdict('watch_current', 'standards', '2026-05-05 00:00+00')", "deviating"},
         {"t.verdict('watch_current', 'regulation', '2026-03-02 00:00+00')", "none"},
         {"t.verdict('watch_current', 'standards', '2026-06-01 00:00+00')", "unknown"}, /* the feed is silent */
         {"t.line('watch_current', 'all', '2026-03-05 00:00+00')", "applied 2/2 d0 u0 p0 w0 1"});
  indicator_expect_alone("watch_current", "2026-05-10T00:00:00Z");
  indicator_evaluate("DELETE FROM vg.source; UPDATE vg.indicator SET stale = true;", "2026-05-10T00:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT v.deviating::text || v.conforming, '') FROM vg.verdict v WHERE v.indicator = "
          "'watch_current'",
          "{}{}"});
  indicator_evaluate("UPDATE vg.policy SET registers = '{}'; UPDATE vg.indicator SET stale = true;" SOURCE(
                         "feed", "site", "advisory", "2026-06-01"),
                     "2026-05-10T00:00:00Z");
  EXPECT({"t.line('watch_current', 'all', '2026-03-05 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(indicator_improvement, topics_have_the_delay_of_the_policy_in_force_then) {
  indicator_evaluate(TOPICS("30") "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, registers) VALUES "
                                  "('next', 'n', 'n', '2026-03-10',"
                                  " '{\"watch_topics\": [{\"code\": \"threats\", \"days\": 5}]}');" SOURCE(
                                      "feed", "all", "advisory", "2026-06-01")
                                      ADVISORY("feed", "a1", "R1", "threats", "2026-03-01T00:00:00Z", "null")
                                          ADVISORY("feed", "a2", "R2", "threats", "2026-04-01T00:00:00Z", "null"),
                     "2026-05-10T00:00:00Z");
  EXPECT({"t.verdict('watch_current', 'threats', '2026-03-09 23:59:59.999999+00')", "conforming"},
         {"t.verdict('watch_current', 'threats', '2026-03-10 00:00:01+00')", "deviating"},
         {"t.verdict('watch_current', 'threats', '2026-04-05 23:59:59.999999+00')", "conforming"},
         {"t.verdict('watch_current', 'threats', '2026-04-06 00:00+00')", "deviating"},
         {"t.verdict('watch_current', 'standards', '2026-03-10 00:00:01+00')", "outside"});
}

Test(indicator_improvement, advisories_are_triaged_within_3_days) {
  indicator_evaluate(
      SOURCE("feed", "all", "advisory", "2026-06-01") SOURCE("register", "all", "advisory", "2026-05-01")
          ADVISORY("feed", "a1", "R1", "threats", "2026-03-01T00:00:00Z", "\"2026-03-04T00:00:00Z\"")
              ADVISORY("feed", "a2", "R2", "threats", "2026-03-01T00:00:00Z", "\"2026-03-04T00:00:01Z\"")
                  ADVISORY("feed", "a3", "R3", "threats", "2026-03-01T00:00:00Z", "null")
                      ADVISORY("feed", "a4", "R4", "threats", "2026-03-01T00:00:00Z", "null")
                          ADVISORY("register", "r4", "R4", "threats", "2026-03-01T06:00:00Z",
                                   "\"2026-03-02T00:00:00Z\"") "SELECT t.gone('advisory', 'feed', 'a3', '2026-03-20');",
      "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('advisory_triaged', 'R1', '2026-02-28 23:59:59.999999+00')", "outside"},
         {"t.verdict('advisory_triaged', 'R1', '2026-03-03 23:59:59.999999+00')", "pending"},
         {"t.verdict('advisory_triaged', 'R1', '2026-03-04 00:00+00')", "conforming"},
         {"t.verdict('advisory_triaged', 'R2', '2026-03-03 23:59:59.999999+00')", "pending"},
         {"t.verdict('advisory_triaged', 'R2', '2026-03-04 00:00+00')", "deviating"},
         {"t.verdict('advisory_triaged', 'R2', '2026-05-29 23:59:59.999999+00')", "deviating"},
         {"t.verdict('advisory_triaged', 'R2', '2026-05-30 00:00+00')", "outside"},
         {"t.verdict('advisory_triaged', 'R3', '2026-03-25 00:00+00')",
          "deviating"}, /* out of the feed, and still not triaged */
         {"t.verdict('advisory_triaged', 'R4', '2026-03-02 00:00+00')",
          "conforming"}, /* published by one, triaged in the other */
         {"t.verdict('advisory_triaged', 'R4', '2026-05-01 00:00+00')", "unknown"},
         {"t.verdict('advisory_triaged', 'R1', '2026-05-01 00:00+00')", "conforming"},
         {"t.line('advisory_triaged', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('advisory_triaged', 'all', '2026-03-10 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"});
  indicator_expect_alone("advisory_triaged", "2026-04-01T00:00:00Z");
}

Test(indicator_improvement, feeds_are_read_every_day) {
  indicator_evaluate(
      SOURCE(
          "inv", "all", "asset",
          "2026-06-01") "SELECT t.source(s, 'site', '{advisory}') FROM unnest('{one,two,off,new}'::text[]) s; SELECT "
                        "t.source('other', 'site', '{alert}');"
                        "UPDATE vg.source SET created_at = '2026-03-01' WHERE code <> 'new'; UPDATE vg.source SET "
                        "created_at = '2026-03-10' WHERE code = 'new';"
                        "UPDATE vg.source SET enabled = false WHERE code = 'off'; SELECT t.pull('other', '2026-02-01');"
                        "SELECT t.pull('one', '2026-03-01 12:00+00'), t.pull('one', '2026-03-02 12:00+00'), "
                        "t.pull('one', '2026-03-10 12:00+00');"
                        "SELECT t.pull('two', '2026-02-20'); INSERT INTO vg.pull (source_id, status, read_at, "
                        "started_at) SELECT s.id, 'failed', '2026-03-05', '2026-03-05' FROM vg.source s WHERE s.code = "
                        "'two';",
      "2026-03-10T00:00:00Z");
  EXPECT(
      {"t.verdict('feed_alive', 'one', '2026-03-01 11:59:59.999999+00')", "pending"}, /* a day for the first reading */
      {"t.verdict('feed_alive', 'one', '2026-03-01 12:00+00')", "conforming"},
      {"t.verdict('feed_alive', 'one', '2026-03-03 11:59:59.999999+00')", "conforming"},
      {"t.verdict('feed_alive', 'one', '2026-03-03 12:00+00')",
       "deviating"}, /* silence is the deviation, not an unknown */
      {"t.verdict('feed_alive', 'one', '2026-03-10 12:00+00')", "deviating"},  /* that reading is not known yet */
      {"t.verdict('feed_alive', 'two', '2026-02-20 00:00+00')", "conforming"}, /* read before it was declared here */
      {"t.verdict('feed_alive', 'two', '2026-03-05 12:00+00')", "deviating"},  /* a failed pull is no reading */
      {"t.verdict('feed_alive', 'off', '2026-03-05 00:00+00')", "none"},
      {"t.verdict('feed_alive', 'new', '2026-03-10 23:59:59.999999+00')", "pending"},
      {"t.verdict('feed_alive', 'new', '2026-03-11 00:00+00')", "deviating"},
      {"t.verdict('feed_alive', 'other', '2026-03-01 00:00+00')", "none"},
      {"t.line('feed_alive', 'site', '2026-03-02 00:00+00')", "not_applied! 1/2 d1 u0 p0 w0 0.5"},
      {"t.line('feed_alive', 'site', '2027-03-02 00:00+00')", "not_applied! 0/3 d3 u0 p0 w0 0"},
      {"t.line('feed_alive', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("feed_alive", "2026-03-10T00:00:00Z");
}

/* ---- the rules themselves ---- */

Test(indicator_improvement, rules_are_measured_wherever_they_apply) {
  indicator_evaluate("DELETE FROM vg.rule_indicator WHERE rule NOT IN ('15.1', '15.5', '12.4'); DELETE FROM vg.rule "
                     "WHERE number NOT IN ('15.1', "
                     "'15.5', '12.4');" SOURCE("jira", "site", "action,finding", "2026-05-01")
                         ACTION("A1", "2026-03-10", "null")
                             FINDING("F1", "2026-03-10", "\"2026-03-10\"",
                                     "\"PV\"") "INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, "
                                               "reason, author, reviewer, decided_at)"
                                               " SELECT '12.4', p.id, false, '2026-04-01', 'r', 'a', 'b', '2026-04-01' "
                                               "FROM vg.perimeter p WHERE p.code = 'office';",
                     "2026-04-10T00:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT v.subject, ' ') FROM vg.verdict v WHERE v.indicator = 'perimeter_coverage'",
          "12.4 15.5"}, /* not itself */
         {"t.line('perimeter_coverage', 'site', '2025-12-31 23:59+00')", "none"},
         {"t.line('perimeter_coverage', 'site', '2026-03-10 00:00+00')",
          "not_applied! 1/2 d1 u0 p0 w0 0.5"}, /* nobody speaks of restores */
         {"t.line('perimeter_coverage', 'site', '2026-04-30 23:59:59.999999+00')",
          "not_applied! 1/2 d1 u0 p0 w0 0.5"}, /* not applied is known */
         {"t.line('perimeter_coverage', 'site', '2026-05-01 00:00+00')", "not_applied! 0/2 d2 u0 p0 w0 0"}, /* silent */
         {"t.line('perimeter_coverage', 'office', '2026-03-31 23:59:59.999999+00')", "not_applied! 0/2 d2 u0 p0 w0 0"},
         {"t.line('perimeter_coverage', 'office', '2026-04-01 00:00+00')",
          "not_applied! 0/1 d1 u0 p0 w0 0"}, /* it no longer applies there */
         {"t.line('perimeter_coverage', 'all', '2026-03-31 00:00+00')", "not_applied! 2/6 d4 u0 p0 w0 0.333"},
         {"t.line('perimeter_coverage', 'all', '2026-04-02 00:00+00')", "not_applied! 2/5 d3 u0 p0 w0 0.4"});
  indicator_expect_alone("perimeter_coverage", "2026-04-10T00:00:00Z");
  indicator_evaluate("INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('next', 'n', 'n', "
                     "'2026-04-05'); UPDATE vg.indicator SET "
                     "stale = true;",
                     "2026-04-10T00:00:00Z");
  EXPECT({"t.line('perimeter_coverage', 'all', '2026-04-04 23:59:59.999999+00')", "not_applied! 2/5 d3 u0 p0 w0 0.4"},
         {"t.line('perimeter_coverage', 'all', '2026-04-05 00:00:01+00')",
          "unknown 0/0 d0 u0 p0 w0 -"}); /* a policy without rules */
}
