/* Indicators of alerts and of nights, asked about those only of which what was learnt may make them say something else, say what they say
 * when they are asked about all. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"
#include "support/dice.h"

TestSuite(incremental_told, .init = indicator_world_init, .fini = indicator_world_fini);

/* Six systems, one of them under another name too; two sources of backups, two of alerts, of which only "pager" ever says when people were
 * told. */
#define WORLD                                                                                                                      \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                                 \
  "SELECT t.source('borg', 'all', '{backup}');"                                                                                     \
  "SELECT t.source('am', 'site', '{alert}'); SELECT t.source('pager', 'site', '{alert}');"                                          \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"            \
  " 'environment', 'production', 'status', 'in_service', 'aliases', CASE WHEN n = 1 THEN jsonb_build_array('web1') ELSE '[]' END,"   \
  " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = CASE WHEN n > 4 THEN 'office' ELSE 'site' END))) FROM generate_series(1, 6) n;"
#define COVER(at)                                                                                                                \
  "SELECT t.cover(c, '" at "', '" at "'::timestamptz + interval '30 hours') FROM unnest('{inventory,restic,borg,am,pager}'::text[]) c;"
#define SINCE(from) "SELECT t.cover(c, '" from "', '2026-02-01T10:00:00Z') FROM unnest('{inventory,restic,borg,am,pager}'::text[]) c;"
#define BACKUP(source, key, at, asset, status, finished)                                                                           \
  "SELECT t.put('backup', '" source "', '" key "', '" at "', '{\"asset\": \"" asset "\", \"status\": \"" status "\","              \
  " \"finished_at\": \"" finished "\"}');"
#define ALERT(source, key, at, fields)                                                                                             \
  "SELECT t.put('alert', '" source "', '" key "', '" at "', '{\"name\": \"Down\", \"severity\": \"warning\","                      \
  " \"raised_at\": \"" at "\"" fields "}');"

#define OF_THEM "indicator IN ('availability', 'alert_delay', 'alert_open', 'alert_resolution', 'backup_success_rate')"

/* All that is kept of them. */
static const char *said(void) {
  return db_fixture_text(indicator_world(),
                         "SELECT coalesce(string_agg(x, E'\\n' ORDER BY x COLLATE \"C\"), '') FROM ("
                         "SELECT 'given ' || g::text AS x FROM vg.given g WHERE " OF_THEM
                         " UNION ALL SELECT 'verdict ' || v::text FROM vg.verdict v WHERE " OF_THEM
                         " UNION ALL SELECT 'value ' || v::text FROM vg.dated_value v WHERE " OF_THEM
                         " UNION ALL SELECT 'line ' || t::text FROM vg.timeline t WHERE " OF_THEM ") x");
}

/* The first line that only one of both has. */
static void show_difference(const char *a, const char *b) {
  while (*a != '\0' && *b != '\0' && strcspn(a, "\n") == strcspn(b, "\n") && strncmp(a, b, strcspn(a, "\n")) == 0) {
    a += strcspn(a, "\n") + (a[strcspn(a, "\n")] != '\0');
    b += strcspn(b, "\n") + (b[strcspn(b, "\n")] != '\0');
  }
  cr_log_error("said:     %.*s\nexpected: %.*s", (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
}

/* Everything anew says the same. */
static void agree(const char *known) {
  struct vg_error err = {0};
  char *before = strdup(said());
  cr_assert(evaluation_run_all(db_fixture_open("vigie_collect"), at(known), &err), "%s", err.message);
  const char *anew = said();
  if (strcmp(before, anew) != 0) show_difference(before, anew);
  cr_expect(strcmp(before, anew) == 0, "at %s", known);
  free(before);
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "0"});
}

static void then(const char *setup, const char *known) {
  indicator_evaluate_all(setup, known);
  agree(known);
}

/* What was kept of these subjects is marked, to tell later whether they were asked about. */
static void mark(const char *indicator, const char *subjects) {
  char sql[300];
  (void)snprintf(sql, sizeof sql, "UPDATE vg.given SET detail = 'marked' WHERE indicator = '%s' AND subject LIKE '%s'", indicator, subjects);
  db_fixture_sql(indicator_world(), sql);
}
static void unmark(const char *detail) {
  char sql[300];
  (void)snprintf(sql, sizeof sql, "UPDATE vg.given SET detail = %s WHERE detail = 'marked'; UPDATE vg.verdict_kept SET detail = %s WHERE detail = 'marked';", detail, detail);
  db_fixture_sql(indicator_world(), sql);
}
#define MARKED(indicator) "SELECT coalesce(string_agg(subject, ', ' ORDER BY subject), '') FROM vg.given WHERE indicator = '" indicator "' AND detail = 'marked'"

/* ---- alerts ---- */

Test(incremental_told, an_alert_is_asked_about_alone) {
  then(WORLD ALERT("am", "a1", "2026-02-01T08:00:00Z", ", \"asset\": \"s1\"") ALERT("am", "a2", "2026-02-01T08:00:00Z", "")
           ALERT("am", "a3", "2026-02-01T08:00:00Z", "") COVER("2026-02-01T08:00:00Z"), "2026-02-01T09:00:00Z");
  mark("alert_delay", "a1");
  mark("alert_delay", "a3");
  db_fixture_sql(indicator_world(), "UPDATE vg.dated_value SET detail = 'marked' WHERE indicator = 'alert_open' AND subject <> 'a2'");
  indicator_evaluate_all(ALERT("am", "a2", "2026-02-01T10:00:00Z", ", \"resolved_at\": \"2026-02-01T10:30:00Z\"") COVER("2026-02-01T10:00:00Z"),
         "2026-02-01T11:00:00Z");
  EXPECT({MARKED("alert_delay"), "a1, a3"},
         {"SELECT string_agg(subject || ' ' || detail, ', ' ORDER BY subject) FROM vg.dated_value WHERE indicator = 'alert_open'", "a1 marked, a2 warning, a3 marked"},
         {"SELECT round(value, 2) FROM vg.dated_value WHERE indicator = 'alert_resolution' AND subject = 'a2'", "0.50"});
}

Test(incremental_told, a_source_that_begins_to_tell_says_something_of_all_alerts) {
  then(WORLD ALERT("am", "a1", "2026-02-01T08:00:00Z", ", \"asset\": \"s1\"") ALERT("am", "a2", "2026-02-01T08:00:00Z", ", \"asset\": \"s2\"")
           COVER("2026-02-01T08:00:00Z"), "2026-02-01T09:00:00Z");
  EXPECT({"t.verdict('alert_delay', 'a1', '2026-02-01 09:00+00')", "unknown"});
  then(ALERT("am", "a2", "2026-02-01T10:00:00Z", ", \"asset\": \"s2\", \"notified_at\": \"2026-02-01T10:01:00Z\"") COVER("2026-02-01T10:00:00Z"),
         "2026-02-01T11:00:00Z");
  EXPECT({"t.verdict('alert_delay', 'a1', '2026-02-01 11:00+00')", "deviating"}, {"t.verdict('alert_delay', 'a2', '2026-02-01 11:00+00')", "conforming"});
}

Test(incremental_told, two_sources_may_show_one_alert) {
  then(WORLD ALERT("am", "a1", "2026-02-01T08:00:00Z", ", \"asset\": \"web1\"") ALERT("am", "a2", "2026-02-01T08:00:00Z", "")
           ALERT("pager", "p0", "2026-02-01T07:00:00Z", ", \"notified_at\": \"2026-02-01T07:01:00Z\"") COVER("2026-02-01T08:00:00Z"),
                  "2026-02-01T09:00:00Z");
  mark("alert_delay", "p0");
  /* the same as a1, under the other name of its system: a1 no longer counts */
  indicator_evaluate_all(ALERT("pager", "p1", "2026-02-01T10:00:00Z", ", \"asset\": \"s1\", \"notified_at\": \"2026-02-01T10:01:00Z\"")
         COVER("2026-02-01T10:00:00Z"), "2026-02-01T10:30:00Z");
  EXPECT({"SELECT string_agg(subject, ',' ORDER BY subject) FROM vg.given WHERE indicator = 'alert_delay'", "p0,p1"}, {MARKED("alert_delay"), "p0"},
         {"SELECT string_agg(subject, ',' ORDER BY subject) FROM vg.dated_value WHERE indicator = 'alert_open'", "a1,a2"});
  unmark("'2026-02-01T07:01:00Z'");
  agree("2026-02-01T10:31:00Z");
  /* a key of both */
  then(ALERT("pager", "a1", "2026-02-01T11:00:00Z", ", \"asset\": \"s3\"") COVER("2026-02-01T11:00:00Z"), "2026-02-01T11:30:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'alert_delay' AND subject LIKE 'a1 #%'", "1"});
  /* and p1 is about another system since */
  then(ALERT("pager", "p1", "2026-02-01T12:10:00Z", ", \"asset\": \"s4\", \"notified_at\": \"2026-02-01T12:11:00Z\"")
         COVER("2026-02-01T12:10:00Z"), "2026-02-01T12:30:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'alert_delay' AND subject = 'a1'", "1"},
         {"SELECT count(*) FROM vg.given WHERE indicator = 'alert_delay' AND subject LIKE 'a1 #%'", "1"});
  /* none is about a system: the same as a2 */
  then(ALERT("pager", "p2", "2026-02-01T13:00:00Z", ", \"notified_at\": \"2026-02-01T13:01:00Z\"")
         "SELECT t.gone('alert', 'am', 'a2', '2026-02-01T13:00:00Z');"
       COVER("2026-02-01T13:00:00Z"), "2026-02-01T13:30:00Z");
}

#define OPEN_ALERTS "SELECT string_agg(subject || ' ' || to_char(lower(during), 'HH24') || coalesce(to_char(upper(during), '-HH24'), ''), ', ' ORDER BY lower(during), subject)" \
                    " FROM vg.dated_value WHERE indicator = 'alert_open'"

Test(incremental_told, what_another_source_says_later_of_an_alert_is_of_the_same) {
  then(WORLD ALERT("am", "a1", "2026-02-01T02:00:00Z", ", \"asset\": \"web1\", \"resolved_at\": \"2026-02-01T04:00:00Z\"")
           COVER("2026-02-01T02:00:00Z"), "2026-02-01T05:00:00Z");
  EXPECT({OPEN_ALERTS, "a1 02-04"});
  then("SELECT t.put('alert', 'pager', 'p1', '2026-02-01T06:00:00Z', '{\"name\": \"Down\", \"severity\": \"warning\", \"asset\": \"s1\","
       " \"raised_at\": \"2026-02-01T03:00:00Z\"}');" COVER("2026-02-01T06:00:00Z"), "2026-02-01T07:00:00Z");
  EXPECT({OPEN_ALERTS, "a1 02"}, {"SELECT count(*) FROM vg.dated_value WHERE indicator = 'alert_resolution'", "0"});
  /* the first one shows it again, under another key, for good: what it showed first is what goes on */
  then(ALERT("am", "a2", "2026-02-01T08:00:00Z", ", \"asset\": \"web1\"") COVER("2026-02-01T08:00:00Z"), "2026-02-01T09:00:00Z");
  then("SELECT t.put('alert', 'pager', 'p1', '2026-02-01T10:00:00Z', '{\"name\": \"Down\", \"severity\": \"warning\", \"asset\": \"s1\","
       " \"raised_at\": \"2026-02-01T03:00:00Z\", \"resolved_at\": \"2026-02-01T09:30:00Z\"}');" COVER("2026-02-01T10:00:00Z"), "2026-02-01T11:00:00Z");
  EXPECT({OPEN_ALERTS, "a1 02"});
  then("SELECT t.put('alert', 'am', 'a2', '2026-02-01T12:00:00Z', '{\"name\": \"Down\", \"severity\": \"warning\", \"asset\": \"web1\","
       " \"raised_at\": \"2026-02-01T08:00:00Z\", \"resolved_at\": \"2026-02-01T11:30:00Z\"}');" COVER("2026-02-01T12:00:00Z"), "2026-02-01T13:00:00Z");
  EXPECT({OPEN_ALERTS, "a1 02-11"}, {"SELECT trim_scale(value) FROM vg.dated_value WHERE indicator = 'alert_resolution'", "9.5"});
  /* and what the other one said was of another system: nothing bridges the two any more */
  then("SELECT t.put('alert', 'pager', 'p1', '2026-02-01T14:00:00Z', '{\"name\": \"Down\", \"severity\": \"warning\", \"asset\": \"s2\","
       " \"raised_at\": \"2026-02-01T03:00:00Z\", \"resolved_at\": \"2026-02-01T09:30:00Z\"}');" COVER("2026-02-01T14:00:00Z"), "2026-02-01T15:00:00Z");
  EXPECT({OPEN_ALERTS, "a1 02-04, p1 03-09, a2 08-11"});
}

Test(incremental_told, more_than_can_be_followed_are_all_asked_about) {
  then(WORLD ALERT("am", "a1", "2026-02-01T03:00:00Z", ", \"asset\": \"s1\"") SINCE("2026-01-30") COVER("2026-02-01T03:00:00Z"), "2026-02-01T04:00:00Z");
  then("SELECT t.put('alert', 'am', 'many' || n, '2026-02-01T05:00:00Z', '{\"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-02-01T05:00:00Z\"}')"
       " FROM generate_series(1, 10002) n;" COVER("2026-02-01T05:00:00Z"), "2026-02-01T05:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.dated_value WHERE indicator = 'alert_open'", "10003"});
}

/* ---- nights ---- */

Test(incremental_told, a_backup_is_asked_about_with_its_night) {
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "s1", "ok", "2026-02-01T02:00:00Z")
         BACKUP("restic", "b2", "2026-02-01T03:00:00Z", "s2", "ok", "2026-02-01T02:00:00Z")
           SINCE("2026-01-25") COVER("2026-02-01T03:00:00Z"), "2026-02-01T13:00:00Z");
  mark("backup_success_rate", "s1 #%");
  EXPECT({"SELECT count(*) > 3 FROM vg.given WHERE indicator = 'backup_success_rate' AND detail = 'marked'", "true"});
  /* a second one in the same night, and a late one of a night long past */
  indicator_evaluate_all(BACKUP("restic", "b3", "2026-02-01T13:10:00Z", "s1", "ok", "2026-02-01T03:00:00Z") COVER("2026-02-01T13:10:00Z"),
         "2026-02-01T13:20:00Z");
  EXPECT({"SELECT count(*) > 3 FROM vg.given WHERE indicator = 'backup_success_rate' AND detail = 'marked'", "true"},
         {"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's1 #__.2'", "1"});
  unmark("NULL");
  agree("2026-02-01T13:21:00Z");
  then(BACKUP("restic", "b4", "2026-02-01T14:00:00Z", "s1", "ok", "2026-01-31T03:00:00Z") COVER("2026-02-01T14:00:00Z"), "2026-02-01T14:10:00Z");
  /* it was pruned, which takes nothing back; it was corrected, which does */
  then("SELECT t.gone('backup', 'restic', 'b3', '2026-02-01T15:00:00Z');" COVER("2026-02-01T15:00:00Z"), "2026-02-01T15:10:00Z");
  then(BACKUP("restic", "b4", "2026-02-01T16:00:00Z", "s3", "failed", "2026-01-31T03:00:00Z")
         BACKUP("restic", "b2", "2026-02-01T16:00:00Z", "s2", "ok", "2026-01-28T03:00:00Z")
       COVER("2026-02-01T16:00:00Z"), "2026-02-01T16:10:00Z");
  /* it is back */
  then(BACKUP("restic", "b3", "2026-02-01T17:00:00Z", "s1", "ok", "2026-02-01T03:00:00Z") COVER("2026-02-01T17:00:00Z"), "2026-02-01T17:10:00Z");
}

Test(incremental_told, a_night_that_ends_is_missed_by_all) {
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "s1", "ok", "2026-02-01T02:00:00Z") SINCE("2026-01-30")
           COVER("2026-02-01T03:00:00Z"), "2026-02-01T11:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's2 #%'", "1"});
  mark("backup_success_rate", "s2 #%");
  indicator_evaluate_all(COVER("2026-02-01T11:30:00Z"), "2026-02-01T11:40:00Z"); /* nothing ended, nobody is asked about */
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND detail = 'marked'", "1"});
  then(COVER("2026-02-01T12:10:00Z"), "2026-02-01T12:20:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's2 #%'", "2"},
         {"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND detail = 'marked'", "0"});
  /* a source that was silent over the next noon speaks again */
  then(COVER("2026-02-03T18:00:00Z"), "2026-02-03T18:10:00Z");
  then(COVER("2026-02-04T12:30:00Z"), "2026-02-04T12:40:00Z");
}

Test(incremental_told, a_second_source_of_backups_is_in_the_names_of_nights) {
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "s1", "ok", "2026-02-01T02:00:00Z")
         BACKUP("restic", "b2", "2026-02-01T03:00:00Z", "s1", "ok", "2026-01-31T02:00:00Z")
           BACKUP("borg", "b9", "2026-02-01T03:00:00Z", "s5", "failed", "2026-02-01T02:00:00Z") SINCE("2026-01-30") COVER("2026-02-01T03:00:00Z"),
                  "2026-02-01T13:00:00Z");
  then(BACKUP("borg", "b1", "2026-02-01T14:00:00Z", "s1", "ok", "2026-01-31T04:00:00Z") COVER("2026-02-01T14:00:00Z"), "2026-02-01T14:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject ~ '^s1 #[0-9]{2} \\('", "3"});
  /* it was about another system, after all */
  then(BACKUP("borg", "b1", "2026-02-01T15:00:00Z", "s2", "ok", "2026-01-31T04:00:00Z") COVER("2026-02-01T15:00:00Z"), "2026-02-01T15:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject ~ '^s1 #[0-9]{2} \\('", "0"});
  /* one key of two failures */
  then(BACKUP("restic", "b9", "2026-02-01T16:00:00Z", "s3", "failed", "2026-02-01T04:00:00Z") COVER("2026-02-01T16:00:00Z"),
         "2026-02-01T16:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's_ #b9 (%'", "2"});
  then(BACKUP("restic", "b9", "2026-02-01T17:00:00Z", "s3", "ok", "2026-02-01T04:00:00Z") COVER("2026-02-01T17:00:00Z"), "2026-02-01T17:10:00Z");
  EXPECT({"SELECT string_agg(subject, ',') FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE '%b9%'", "s5 #b9"});
}

/* Jobs numbered as nights are. */
Test(incremental_told, a_failure_whose_key_reads_like_a_night_has_a_name_of_its_own) {
  static const char *const named = "SELECT string_agg(subject, ',' ORDER BY subject) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE '% #0 #%'";
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "s1", "ok", "2026-02-01T02:00:00Z") SINCE("2026-01-01")
           COVER("2026-02-01T03:00:00Z"), "2026-02-01T13:00:00Z");
  then(BACKUP("restic", "12", "2026-02-01T14:00:00Z", "s1", "failed", "2026-02-01T04:00:00Z")
         BACKUP("restic", "05.2", "2026-02-01T14:00:00Z", "s2", "failed", "2026-02-01T04:00:00Z") COVER("2026-02-01T14:00:00Z"),
       "2026-02-01T14:10:00Z");
  EXPECT({named, "s1 #0 #12,s2 #0 #05.2"}, {"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject = 's1 #12'", "1"},
         {"t.verdict('backup_success_rate', 's1 #0 #12', '2026-02-01 14:10+00')", "deviating"});
  indicator_expect_alone("backup_success_rate", "2026-02-01T14:10:00Z");
  then(BACKUP("borg", "12", "2026-02-01T15:00:00Z", "s1", "failed", "2026-02-01T05:00:00Z") COVER("2026-02-01T15:00:00Z"), "2026-02-01T15:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's1 #0 #12 (%)'", "2"});
  then(BACKUP("borg", "12", "2026-02-01T16:00:00Z", "s1", "ok", "2026-02-01T05:00:00Z") COVER("2026-02-01T16:00:00Z"), "2026-02-01T16:10:00Z");
  then(BACKUP("restic", "12", "2026-02-01T17:00:00Z", "s1", "ok", "2026-02-01T04:00:00Z") COVER("2026-02-01T17:00:00Z"), "2026-02-01T17:10:00Z");
  EXPECT({named, "s2 #0 #05.2"});
}

Test(incremental_told, what_the_inventory_says_of_a_system_is_of_its_nights) {
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "s1", "ok", "2026-02-01T02:00:00Z") SINCE("2026-01-28")
           COVER("2026-02-01T03:00:00Z"), "2026-02-01T13:00:00Z");
  then("SELECT t.put('asset', 'inventory', 'A2', '2026-02-01T14:00:00Z', '{\"name\": \"s2\", \"type\": \"server\", \"environment\": \"test\", \"status\": \"in_service\"}');"
       COVER("2026-02-01T14:00:00Z"), "2026-02-01T14:10:00Z");
  /* in service before its record was: no name is another */
  then("SELECT t.put('asset', 'inventory', 'A3', '2026-02-01T15:00:00Z', '{\"name\": \"s3\", \"type\": \"server\", \"environment\": \"production\", \"status\":"
       " \"in_service\", \"retired_on\": \"2026-01-29\"}');" COVER("2026-02-01T15:00:00Z"), "2026-02-01T15:10:00Z");
  then("SELECT t.put('asset', 'inventory', 'A1', '2026-02-01T16:00:00Z', '{\"name\": \"s1-new\", \"type\": \"server\", \"environment\": \"production\", \"status\":"
       " \"in_service\"}');" ALERT("am", "a1", "2026-02-01T16:00:00Z", ", \"asset\": \"s1\"") COVER("2026-02-01T16:00:00Z"),
              "2026-02-01T16:10:00Z");
  EXPECT({"SELECT count(*) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE 's1 #%'", "0"},
         {"SELECT label FROM vg.dated_value WHERE indicator = 'alert_open'", "Down, s1-new"});
}

#define NAMED(key, at, name, aliases) \
  "SELECT t.put('asset', 'inventory', '" key "', '" at "', '{\"name\": \"" name "\", \"type\": \"server\", \"environment\": \"production\", \"status\":" \
  " \"in_service\", \"aliases\": [" aliases "]}');"
#define FAILED "SELECT string_agg(subject, ',' ORDER BY subject) FROM vg.given WHERE indicator = 'backup_success_rate' AND subject LIKE '%f_'"
#define LABELS "SELECT string_agg(label, ', ' ORDER BY label) FROM vg.dated_value WHERE indicator = 'alert_open'"

/* What records of a name say is of whom the name is; others are not asked about. */
Test(incremental_told, a_name_that_is_anothers_takes_its_nights_its_failures_and_its_alerts_along) {
  then(WORLD BACKUP("restic", "b1", "2026-02-01T03:00:00Z", "web1", "ok", "2026-02-01T02:00:00Z")
       BACKUP("restic", "f1", "2026-02-01T03:00:00Z", "web1", "failed", "2026-01-31T02:00:00Z")
       BACKUP("restic", "f2", "2026-02-01T03:00:00Z", "s1", "failed", "2026-01-30T02:00:00Z")
       BACKUP("restic", "f3", "2026-02-01T03:00:00Z", "s3", "failed", "2026-01-31T02:00:00Z")
       ALERT("am", "a1", "2026-02-01T03:00:00Z", ", \"asset\": \"web1\"") ALERT("am", "a3", "2026-02-01T03:00:00Z", ", \"asset\": \"s3\"")
       SINCE("2026-01-28") COVER("2026-02-01T03:00:00Z"), "2026-02-01T13:00:00Z");
  EXPECT({FAILED, "s1 #f1,s1 #f2,s3 #f3"}, {LABELS, "Down, s1, Down, s3"});
  mark("backup_success_rate", "s3 #%");
  mark("alert_delay", "a3");
  db_fixture_sql(indicator_world(), "CREATE TABLE t.marked AS " MARKED("backup_success_rate"));
  indicator_evaluate_all(NAMED("A1", "2026-02-01T14:00:00Z", "s1", "") NAMED("A2", "2026-02-01T14:00:00Z", "s2", "\"web1\"") COVER("2026-02-01T14:00:00Z"), "2026-02-01T14:10:00Z");
  EXPECT({FAILED, "s1 #f2,s2 #f1,s3 #f3"}, {LABELS, "Down, s2, Down, s3"}, {MARKED("backup_success_rate"), db_fixture_text(indicator_world(), "TABLE t.marked")},
         {MARKED("alert_delay"), "a3"});
  unmark("NULL");
  agree("2026-02-01T14:11:00Z");
  then(NAMED("A1", "2026-02-01T15:00:00Z", "s9", "") COVER("2026-02-01T15:00:00Z"), "2026-02-01T15:10:00Z");
  EXPECT({FAILED, "s2 #f1,s3 #f3,s9 #f2"});
  then(NAMED("A3", "2026-02-01T16:00:00Z", "s3", "\"s4\"") ALERT("am", "a4", "2026-02-01T16:00:00Z", ", \"asset\": \"s4\"") COVER("2026-02-01T16:00:00Z"),
       "2026-02-01T16:10:00Z");
}

/* ---- a statistic of assets ---- */

Test(incremental_told, a_statistic_of_assets_is_asked_about_those_that_were_touched) {
  indicator_evaluate_all(WORLD "SELECT t.source('watch', 'site', '{availability}');"
                         "SELECT t.put('asset', 'inventory', 'B' || n, '2026-01-01', jsonb_build_object('name', 'app' || n, 'type', 'application', 'environment', 'production',"
                         " 'status', 'in_service', 'aliases', jsonb_build_array('www' || n), 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')))"
                         " FROM generate_series(1, 2) n;"
                         "SELECT t.put('availability', 'watch', 'd' || n, '2026-02-01T01:00:00Z', jsonb_build_object('asset', 'app' || n, 'day', '2026-01-31', 'ratio', 0.5))"
                         " FROM generate_series(1, 2) n; SELECT t.cover('watch', '2026-02-01T01:00:00Z', '2026-03-01');"
                                COVER("2026-02-01T01:00:00Z"),
                         "2026-02-01T02:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE vg.dated_value SET detail = 'marked' WHERE indicator = 'availability'");
  indicator_evaluate_all("SELECT t.put('availability', 'watch', 'e1', '2026-02-02T01:00:00Z', '{\"asset\": \"www1\", \"day\": \"2026-02-01\", \"ratio\": 0.25}');"
                         "SELECT t.cover('watch', '2026-02-02T01:00:00Z', '2026-03-01');" COVER("2026-02-02T01:00:00Z"), "2026-02-02T02:00:00Z");
  EXPECT({"SELECT string_agg(subject || ' ' || trim_scale(value) || coalesce(' ' || detail, ''), ', ' ORDER BY subject, value) FROM vg.dated_value WHERE indicator ="
          " 'availability'", "app1 0.25, app1 0.5, app2 0.5 marked"});
  db_fixture_sql(indicator_world(), "UPDATE vg.dated_value SET detail = NULL WHERE indicator = 'availability'");
  agree("2026-02-02T02:10:00Z");
}

/* ---- whatever may happen ---- */

/* `few`: few systems, which one source backs up several times a night, to two places. */
static void any_backup(struct dice *d, const char *now, bool few, struct buf *out) {
  const char *source = few || dice_roll(d, 3) ? "restic" : "borg", *status = dice_roll(d, few ? 8 : 4) ? "ok" : "failed";
  unsigned key = dice_roll(d, few ? 60 : 12), asset = 1 + dice_roll(d, few ? 2 : 7);
  if (dice_roll(d, 6) == 0) {
    buf_printf(out, "SELECT t.gone('backup', '%s', 'b%u', '%s');", source, key, now);
    return;
  }
  buf_printf(out, "SELECT t.put('backup', '%s', 'b%u', '%s', jsonb_build_object('asset', '%s%u', 'status', '%s', 'datacenter', 'DC%u', 'finished_at',"
                  " '%s'::timestamptz - interval '%u hours'));",
             source, key, now, asset == 1 && dice_roll(d, 2) ? "web" : "s", asset, status, few ? dice_roll(d, 2) : 0, now,
             dice_roll(d, 3) ? dice_roll(d, 30) : dice_roll(d, 1500));
}

static void any_alert(struct dice *d, const char *now, struct buf *out) {
  static const char *const severities[] = {"critical", "warning", "warning", "info"};
  const char *source = dice_roll(d, 2) ? "am" : "pager";
  unsigned key = dice_roll(d, 12), asset = dice_roll(d, 8);
  char about[16] = "";
  if (asset > 0) (void)snprintf(about, sizeof about, "%s%u", asset == 1 && dice_roll(d, 2) ? "web" : "s", asset);
  if (dice_roll(d, 6) == 0) {
    buf_printf(out, "SELECT t.gone('alert', '%s', 'a%u', '%s');", source, key, now);
    return;
  }
  buf_printf(out,
             "SELECT t.put('alert', '%s', 'a%u', '%s', jsonb_strip_nulls(jsonb_build_object('asset', nullif('%s', ''), 'name', '%s', 'severity', '%s', 'suppressed', %s,"
             " 'raised_at', '%s'::timestamptz - interval '%u hours', 'notified_at', CASE WHEN %s THEN '%s'::timestamptz END, 'resolved_at', CASE WHEN %s THEN"
             " '%s'::timestamptz END)));",
             source, key, now, about, dice_roll(d, 2) ? "Down" : "Disk", severities[dice_roll(d, 4)], dice_roll(d, 4) ? "false" : "true", now, dice_roll(d, 60),
             strcmp(source, "pager") == 0 && dice_roll(d, 2) ? "true" : "false", now, dice_roll(d, 3) ? "false" : "true", now);
}

/* It is as it was, elsewhere, gone, new, called otherwise, or has another name too that was of none, or of another. */
static void any_asset(struct dice *d, const char *now, struct buf *out) {
  unsigned n = 1 + dice_roll(d, 7), what = dice_roll(d, 8);
  char also[16] = "";
  if (what == 0) {
    buf_printf(out, "SELECT t.gone('asset', 'inventory', 'A%u', '%s');", n, now);
    return;
  }
  if (what < 4) (void)snprintf(also, sizeof also, "%s%u", dice_roll(d, 2) ? "web" : "s", 1 + dice_roll(d, 7));
  buf_printf(out, "SELECT t.put('asset', 'inventory', 'A%u', '%s', jsonb_build_object('name', 's%u%s', 'type', 'server', 'environment', '%s', 'status', 'in_service',"
                  " 'aliases', to_jsonb(array_remove(ARRAY['%s'], '')), 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = '%s')));",
             n, now, n, dice_roll(d, 6) ? "" : "-new", dice_roll(d, 3) ? "production" : "test", also, (n > 4) != (dice_roll(d, 8) == 0) ? "office" : "site");
}

static void tell(uint64_t seed, bool few) {
  struct dice d = {seed};
  indicator_evaluate_all(WORLD COVER("2026-01-31T00:00:00Z"), "2026-01-31T00:00:00Z");
  for (int i = 0, hours = 0; i < 12; i++) {
    char now[40];
    BUF(sql, 1 << 16);
    hours += 1 + (int)dice_roll(&d, 7);
    (void)snprintf(now, sizeof now, "2026-02-%02dT%02d:00:00Z", 1 + hours / 24, hours % 24);
    for (unsigned n = dice_roll(&d, few ? 16 : 4); n > 0; n--) any_backup(&d, now, few, &sql);
    for (unsigned n = dice_roll(&d, 4); n > 0; n--) any_alert(&d, now, &sql);
    if (dice_roll(&d, 3) == 0) any_asset(&d, now, &sql);
    buf_printf(&sql, "SELECT t.cover(c, '%s', '%s'::timestamptz + interval '30 hours') FROM unnest('{inventory,restic,borg,am,pager}'::text[]) c;", now, now);
    indicator_evaluate_all(sql.data, now);
    if (i % 2 == 1) agree(now);
  }
  indicator_expect_alone("alert_delay", "2026-02-05T00:00:00Z");
  indicator_expect_alone("alert_open", "2026-02-05T00:00:00Z");
  indicator_expect_alone("alert_resolution", "2026-02-05T00:00:00Z");
  indicator_expect_alone("backup_success_rate", "2026-02-05T00:00:00Z");
}

Test(incremental_told, whatever_happens_what_is_said_of_some_is_what_is_said_of_all) {
  tell(20261126, false);
}

Test(incremental_told, and_in_another_story) {
  tell(11, false);
}

/* In which backups vanish before the evaluation that learns of them, and are back after it. */
Test(incremental_told, and_in_a_third) {
  tell(502, false);
}

Test(incremental_told, several_backups_a_night_are_told_apart) {
  tell(102, true);
  EXPECT({"SELECT max(cardinality(s.again)) > 1 FROM vg.backup_series s", "true"});
}

Test(incremental_told, and_so_are_they_in_another_story) {
  tell(108, true);
}
