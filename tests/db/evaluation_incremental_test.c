/* Taking pulls in one by one gives what evaluating everything anew gives. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/sql_text.h"
#include "indicator/evaluate.h"
#include "indicator/touched.h"
#include "support/db_indicator.h"
#include "support/story.h"

TestSuite(incremental, .init = indicator_world_init, .fini = indicator_world_fini);

/* Twelve systems, of which two are known under another name too, and six persons. */
#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                     \
  "SELECT t.source('tools', 'all', '{patch,monitor,alert,restore_test,hardening}'); SELECT t.source('people', 'all', "           \
  "'{person,training,account}');"                                                                                      \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', CASE n % "  \
  "4 WHEN 0 THEN "                                                                                                     \
  "'application' ELSE 'server' END, 'environment', 'production', 'status', 'in_service', 'critical', n % 2 = 0, "      \
  "'aliases', CASE WHEN n < 3 THEN jsonb_build_array('web' || n) ELSE '[]' END,"                                       \
  " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = CASE WHEN n > 8 THEN 'office' ELSE 'site' END)))"        \
  " FROM generate_series(1, 12) n;"                                                                                    \
  "SELECT t.put('person', 'people', 'P' || n, '2026-01-01', jsonb_build_object('mail', 'p' || n || '@x.test', "        \
  "'name', 'p' "                                                                                                       \
  "|| n, 'job', 'developer', 'hired_on', '2025-01-01')) FROM generate_series(1, 6) n;"

/* A name of a system: its own, another one of it, or one that the inventory does not have. */
static void pick_name(struct story *s, char out[16]) {
  unsigned n = 1 + dice_roll(&s->dice, 12), kind = dice_roll(&s->dice, 8);
  (void)snprintf(out, 16, kind == 0 ? "ghost%u" : kind == 1 && n < 3 ? "web%u" : "s%u", n);
}

enum { RESTIC, TOOLS, PEOPLE, INVENTORY, SOURCES };

/* One record, new, changed or gone; the source that shows it. */
static int put_one(struct story *s, struct buf *out) {
  char name[16];
  unsigned key = dice_roll(&s->dice, 15), what = dice_roll(&s->dice, 10);
  pick_name(s, name);
  const char *at = s->at;
  int source = what == 2 ? PEOPLE : what == 9 ? TOOLS : what > 4 || (what == 4 && key % 2 != 0) ? RESTIC : TOOLS;
  switch (what) {
  case 0: /* now and then it goes, or the record is another's than before */
    if (key % 5 == 0) {
      buf_printf(out, "SELECT t.gone('patch', 'tools', '%s', '%s');", name, at);
      break;
    }
    buf_printf(
        out,
        "SELECT t.put('patch', 'tools', '%s', '%s', '{\"asset\": \"%s\", \"pending\": 3, \"security_pending\": %u, "
        "\"oldest_security_at\": \"2026-01-10\"}');",
        key % 5 == 1 ? "s1" : name, at, name, dice_roll(&s->dice, 2));
    break;
  case 1:
    buf_printf(out,
               "SELECT t.put('alert', 'tools', 'a%u', '%s', '{\"asset\": \"%s\", \"name\": \"Down\", \"severity\": "
               "\"warning\","
               " \"raised_at\": \"%s\"}');",
               key, at, name, at);
    break;
  case 2:
    buf_printf(
        out,
        "SELECT t.put('training', 'people', 't%u', '%s', '{\"person\": \"p%u@x.test\", \"course\": \"c\", \"theme\": "
        "\"security\", \"completed_at\": \"%s\"}');",
        key, at, 1 + dice_roll(&s->dice, 6), at);
    break;
  case 3:
    buf_printf(out,
               "SELECT t.put('monitor', 'tools', '%s', '%s', '{\"asset\": \"%s\", \"name\": \"web\", \"type\": "
               "\"application\","
               " \"alerting\": %s}');",
               name, at, name, dice_roll(&s->dice, 2) ? "true" : "false");
    break;
  case 4:
    buf_printf(out, "SELECT t.gone('%s', '%s', '%s%u', '%s');", key % 2 ? "backup" : "alert",
               key % 2 ? "restic" : "tools", key % 2 ? "b" : "a", key, at);
    break;
  case 9:
    buf_printf(out, "SELECT t.put('hardening', 'tools', 'h%u', '%s', '{\"asset\": \"%s\", \"check\": \"%s\", \"result\": \"%s\", \"checked_at\": \"%s\"}');",
               key, at, name, dice_roll(&s->dice, 2) ? "packages" : "password_hashing", dice_roll(&s->dice, 3) ? "passed" : "failed", at);
    break;
  default:
    buf_printf(
        out,
        "SELECT t.put('backup', 'restic', 'b%u', '%s', '{\"asset\": \"%s\", \"status\": \"%s\", \"finished_at\": "
        "\"%s\"}');",
        key, at, name, dice_roll(&s->dice, 5) ? "ok" : "failed", at);
  }
  return source;
}

/* Now and then the inventory itself changes, even a name, or whose a name is. */
static void change_inventory(struct story *s, struct buf *out) {
  unsigned n = 1 + dice_roll(&s->dice, 13), also = dice_roll(&s->dice, 3);
  if (dice_roll(&s->dice, 6) == 0) {
    buf_printf(out, "SELECT t.gone('asset', 'inventory', 'A%u', '%s');", n, s->at);
    return;
  }
  buf_printf(
      out,
      "SELECT t.put('asset', 'inventory', 'A%u', '%s', jsonb_build_object('name', 's%u%s', 'type', 'server', 'owner',"
      " 'p%u@x.test', 'classification', 'internal', 'environment', 'production', 'status', 'in_service', "
      "'aliases', jsonb_build_array('%s%u'), 'perimeter_id',"
      " (SELECT id FROM vg.perimeter WHERE code = 'site')));",
      n, s->at, n, dice_roll(&s->dice, 3) == 0 ? "-new" : "", 1 + dice_roll(&s->dice, 6), also == 0 ? "ghost" : also == 1 ? "web" : "s",
      1 + dice_roll(&s->dice, 12));
}

/* A person who comes, leaves, or has another mail. */
static void change_people(struct story *s, struct buf *out) {
  unsigned n = 1 + dice_roll(&s->dice, 7);
  if (dice_roll(&s->dice, 3) == 0)
    buf_printf(out, "SELECT t.gone('person', 'people', 'P%u', '%s');", n, s->at);
  else
    buf_printf(out, "SELECT t.put('person', 'people', 'P%u', '%s', '{\"mail\": \"p%u@x.test\", \"name\": \"p%u\", \"job\": \"developer\", \"hired_on\":"
                    " \"2025-01-01\"}');", n, s->at, 1 + dice_roll(&s->dice, 7), n);
}

/* A pull of each source that has something new to show, and of some that have not. */
static void step(struct story *s) {
  static const char *const sources[SOURCES] = {"restic", "tools", "people", "inventory"};
  bool reads[SOURCES] = {false};
  BUF(sql, 1 << 16);
  story_advance(s, 9);
  for (unsigned n = dice_roll(&s->dice, 4); n > 0; n--) reads[put_one(s, &sql)] = true;
  reads[INVENTORY] = dice_roll(&s->dice, 4) == 0;
  if (reads[INVENTORY]) change_inventory(s, &sql);
  if (dice_roll(&s->dice, 5) == 0) reads[PEOPLE] = true, change_people(s, &sql);
  for (int i = 0; i < SOURCES; i++) {
    if (reads[i] || (i != INVENTORY && dice_roll(&s->dice, 3) == 0))
      buf_printf(&sql, "SELECT t.cover('%s', '%s', '%s'::timestamptz + interval '30 hours');", sources[i], s->at,
                 s->at);
  }
  buf_text(&sql, "SELECT 1;");
  indicator_evaluate_all(sql.data, s->at);
}

static const char *sum(void) {
  return db_fixture_text(
      indicator_world(),
      "SELECT md5((SELECT string_agg(v::text, '|' ORDER BY v.indicator, v.perimeter_id, v.subject) FROM vg.verdict v))"
      " || md5((SELECT string_agg(v::text, '|' ORDER BY v::text) FROM vg.dated_value v))"
      " || md5((SELECT string_agg(e::text, '|' ORDER BY e.indicator, e.perimeter_id, e.at) FROM vg.verdict_edge e))"
      " || md5((SELECT string_agg(t::text, '|' ORDER BY t.indicator, t.perimeter_id, t.from_at) FROM vg.timeline t))"
      " || md5((SELECT string_agg(r::text, '|' ORDER BY r.policy, r.rule, r.perimeter_id, r.from_at) FROM "
      "vg.rule_timeline r))");
}

static void full(const char *known) {
  struct vg_error err = {0};
  cr_assert(evaluation_run_all(db_fixture_open("vigie_collect"), at(known), &err), "%s", err.message);
}

/* What is said of some subjects only, since the inventory did not read, is what all anew would have said: of critical assets too, which
 * follow other indicators, and what they said would come. */
static void agree_on_critical_assets(struct story *s) {
  static const char *const said = "SELECT string_agg(v::text, '|' ORDER BY v.perimeter_id, v.subject) FROM vg.verdict v WHERE v.indicator = 'critical_asset_sound'";
  char sql[400];
  story_advance(s, 3);
  (void)snprintf(sql, sizeof sql, "SELECT t.cover(c, '%s', '%s'::timestamptz + interval '30 hours') FROM unnest('{restic,tools,people}'::text[]) c;", s->at, s->at);
  indicator_evaluate_all(sql, s->at);
  char *before = strdup(db_fixture_text(indicator_world(), said));
  full(s->at);
  cr_expect_str_eq(db_fixture_text(indicator_world(), said), before, "after %s", s->at);
  free(before);
}

/* Every source reads once more, so that nothing waits for a pull of its own; then everything anew. */
static void agree(struct story *s) {
  char before[200], sql[400];
  story_advance(s, 3);
  (void)snprintf(sql, sizeof sql,
                 "SELECT t.cover(c, '%s', '%s'::timestamptz + interval '30 hours') FROM unnest("
                 "'{restic,tools,people,inventory}'::text[]) c;",
                 s->at, s->at);
  indicator_evaluate_all(sql, s->at);
  (void)snprintf(before, sizeof before, "%s", sum());
  full(s->at);
  cr_expect_str_eq(sum(), before, "after %s", s->at);
  EXPECT({"SELECT count(*) || coalesce(string_agg(DISTINCT j.detail::text, ' '), '') FROM vg.journal j WHERE j.action ="
          " 'evaluation.disagreed'",
          "0"});
}

static void tell(uint64_t seed) {
  struct story s = {.dice = {seed}};
  story_advance(&s, 1);
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-01-01', '2026-06-01');", "2026-01-31T00:00:00Z");
  for (int part = 0; part < 3; part++) {
    for (int i = 0; i < 4; i++) step(&s);
    agree_on_critical_assets(&s);
    for (int i = 0; i < 3; i++) step(&s);
    agree(&s);
  }
}

Test(incremental, pulls_taken_in_one_by_one_give_what_a_full_evaluation_gives) {
  tell(20261125);
}

Test(incremental, and_so_does_another_story) {
  tell(getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : 7);
}

Test(incremental, only_the_subjects_of_new_records_are_asked_about) {
  indicator_evaluate_all(
      WORLD "SELECT t.cover(c, '2026-02-01', '2026-02-03') FROM unnest('{inventory,tools}'::text[]) c;"
            "SELECT t.put('patch', 'tools', 's' || n, '2026-02-01', jsonb_build_object('asset', 's' || n, 'pending', 1,"
            " 'security_pending', 0)) FROM generate_series(1, 11) n;",
      "2026-02-01T00:00:00Z");
  db_fixture_sql(indicator_world(),
                 "CREATE TABLE t.before AS SELECT g.indicator, g.subject, g.xmin::text AS written FROM vg.given g"
                 " WHERE g.indicator = 'patch_current'");
  indicator_evaluate_all("SELECT t.put('patch', 'tools', 's1', '2026-02-02', '{\"asset\": \"web1\", \"pending\": 1, "
                     "\"security_pending\": 2,"
                     " \"oldest_security_at\": \"2025-12-01\"}'); SELECT t.cover('tools', '2026-02-02', '2026-02-04');",
                     "2026-02-02T00:00:00Z");
  EXPECT(
      {"SELECT string_agg(g.subject, ',' ORDER BY g.subject) FROM vg.given g JOIN t.before b USING (indicator, subject)"
       " WHERE g.xmin::text <> b.written",
       "s1"},
      {"t.verdict('patch_current', 's1', '2026-02-02 00:00+00')", "deviating"},
      {"t.verdict('patch_current', 's2', '2026-02-02 00:00+00')", "conforming"},
      {"t.verdict('patch_current', 's2', '2026-02-03 00:00+00')", "unknown"}); /* the inventory ends then */
  indicator_evaluate_all("SELECT t.cover('inventory', '2026-02-02 01:00+00', '2026-02-05');", "2026-02-02T02:00:00Z");
  EXPECT({"t.verdict('patch_current', 's2', '2026-02-03 00:00+00')", "conforming"}, /* fresh for longer, nobody asked */
         {"SELECT count(*) FROM vg.given g JOIN t.before b USING (indicator, subject) WHERE g.xmin::text <> b.written",
          "1"});
}

static void as_a_full_evaluation_says(const char *at) {
  char before[200];
  (void)snprintf(before, sizeof before, "%s", sum());
  full(at);
  cr_expect_str_eq(sum(), before, "at %s", at);
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "0"});
}

#define WRITTEN "SELECT string_agg(v.xmin::text, ',' ORDER BY v.subject) FROM vg.verdict_kept v WHERE v.indicator = 'patch_current'"

Test(incremental, what_is_fresh_for_longer_rewrites_no_verdict_and_is_seen_to_end_later) {
  char written[400];
  indicator_evaluate_all(WORLD "SELECT t.cover(c, '2026-02-01', '2026-02-03') FROM unnest('{inventory,tools}'::text[]) c;"
                         "SELECT t.put('patch', 'tools', 's' || n, '2026-02-01', jsonb_build_object('asset', 's' || n, 'pending', 1, 'security_pending',"
                         " CASE n WHEN 1 THEN 2 ELSE 0 END, 'oldest_security_at', '2025-12-01')) FROM generate_series(1, 11) n;"
                         "SELECT t.waive('patch_current', NULL, 'site', '{s1}', '[2026-02-01,2026-02-09)');",
                         "2026-02-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-02-02 23:59+00')", "waived"}, {"t.verdict('patch_current', 's1', '2026-02-03 00:00+00')", "unknown"},
         {"t.verdict('patch_current', 's2', '2026-02-02 23:59+00')", "conforming"}, {"t.verdict('patch_current', 's2', '2026-02-03 00:00+00')", "unknown"},
         {"t.line('patch_current', 'site', '2026-02-02 23:59+00')", "waived 5/6 d1 u0 p0 w1 0.833"},
         {"t.line('patch_current', 'site', '2026-02-03 00:00+00')", "unknown 0/6 d0 u6 p0 w0 -"});
  (void)snprintf(written, sizeof written, "%s", db_fixture_text(indicator_world(), WRITTEN));
  indicator_evaluate_all("SELECT t.cover(c, '2026-02-02', '2026-02-05') FROM unnest('{inventory,tools}'::text[]) c;", "2026-02-02T00:00:00Z");
  EXPECT({WRITTEN, written}, {"t.verdict('patch_current', 's1', '2026-02-04 23:59+00')", "waived"},
         {"t.verdict('patch_current', 's2', '2026-02-04 23:59+00')", "conforming"}, {"t.verdict('patch_current', 's2', '2026-02-05 00:00+00')", "unknown"},
         {"t.line('patch_current', 'site', '2026-02-04 23:59+00')", "waived 5/6 d1 u0 p0 w1 0.833"},
         {"t.line('patch_current', 'site', '2026-02-05 00:00+00')", "unknown 0/6 d0 u6 p0 w0 -"});
  as_a_full_evaluation_says("2026-02-02T06:00:00Z");
  EXPECT({WRITTEN, written});
  indicator_evaluate_all("SELECT t.cover('tools', '2026-02-06', '2026-02-08'), t.cover('inventory', '2026-02-04', '2026-02-08');", "2026-02-06T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's2', '2026-02-05 12:00+00')", "unknown"}, /* a day without a word */
         {"t.verdict('patch_current', 's2', '2026-02-06 00:00+00')", "conforming"}, {"t.verdict('patch_current', 's2', '2026-02-08 00:00+00')", "unknown"});
  as_a_full_evaluation_says("2026-02-06T06:00:00Z");
}

/* Without the place where they end, nothing that is kept of verdicts counts as known. */
Test(incremental, verdicts_whose_end_is_lost_are_unknown) {
  indicator_evaluate_all(WORLD "SELECT t.cover(c, '2026-02-01', '2026-02-03') FROM unnest('{inventory,tools}'::text[]) c;", "2026-02-01T00:00:00Z");
  EXPECT({"t.verdict('asset_classified', 's1', '2026-02-01 12:00+00')", "deviating"});
  db_fixture_sql(indicator_world(), "DELETE FROM vg.verdict_scope");
  EXPECT({"t.verdict('asset_classified', 's1', '2026-02-01 12:00+00')", "unknown"});
}

Test(incremental, critical_assets_are_judged_again_when_what_is_known_of_them_ends) {
  static const char *const named = "SELECT detail LIKE '%patch_current%' FROM vg.verdict WHERE indicator = 'critical_asset_sound' AND subject = 's2'";
  static const char *const s2 = "t.verdict('critical_asset_sound', 's2', '2026-02-04 00:00+00')";
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-02-01', '2026-02-20'), t.cover('tools', '2026-02-01', '2026-02-03'),"
                         " t.cover('people', '2026-02-01', '2026-02-03');"
                         "SELECT t.put('patch', 'tools', 's2', '2026-02-01', '{\"asset\": \"s2\", \"pending\": 1, \"security_pending\": 2,"
                         " \"oldest_security_at\": \"2025-12-01\"}');",
                         "2026-02-01T00:00:00Z");
  EXPECT({named, "true"}, {"t.verdict('asset_classified', 's2', '2026-02-04 00:00+00')", "deviating"},
         {"t.verdict('critical_asset_sound', 's2', '2026-02-02 00:00+00')", "deviating"}, {s2, "unknown"}); /* as long as nobody looks again */
  indicator_evaluate_all("SELECT t.cover('people', '2026-02-04', '2026-02-05');", "2026-02-04T00:00:00Z"); /* of nobody's verdict */
  EXPECT({s2, "deviating"}, {named, "false"}, {"t.verdict('critical_asset_sound', 's2', '2026-02-04 23:59+00')", "deviating"},
         {"t.verdict('critical_asset_sound', 's2', '2026-02-05 00:00+00')", "unknown"}); /* when the persons end, whom owners are among */
  as_a_full_evaluation_says("2026-02-04T01:00:00Z");
  indicator_evaluate_all("SELECT t.cover('tools', '2026-02-03', '2026-02-12');", "2026-02-04T02:00:00Z"); /* learnt late: it had not ended */
  EXPECT({s2, "deviating"}, {named, "true"});
  as_a_full_evaluation_says("2026-02-04T03:00:00Z");
  indicator_evaluate_all("SELECT t.cover('restic', '2026-02-05', '2026-02-12');", "2026-02-05T12:00:00Z");
  EXPECT({"t.verdict('critical_asset_sound', 's2', '2026-02-05 12:00+00')", "deviating"});
  as_a_full_evaluation_says("2026-02-05T13:00:00Z");
}

/* ---- the presence of a name ---- */

#define SEEN "SELECT md5(string_agg(v::text, '|' ORDER BY v.perimeter_id, v.subject)) FROM vg.verdict v WHERE v.indicator = 'inventory_coverage'"
#define PATCH(key, at, name, more) PUT("patch", "tools", key, at, "{\"asset\": \"" name "\", \"pending\": 1, \"security_pending\": " more "}")

/* After a pull that tells of patches, the names that show otherwise than before, and what is said of them: what a full evaluation says. */
static void presence(const char *records, const char *at, const char *changed) {
  char sql[3000], before[64];
  (void)snprintf(sql, sizeof sql, "%s SELECT t.cover('tools', '%s', '%s'::timestamptz + interval '30 hours');", records, at, at);
  indicator_evaluate_all(sql, at);
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(indicator_world(), SEEN));
  (void)snprintf(sql, sizeof sql,
                 "SELECT coalesce(string_agg(n, ',' ORDER BY n), '') FROM (SELECT DISTINCT n FROM unnest('{patch,monitor}'::text[]) k,"
                 " vg.presence_name(k, 'asset', (SELECT min(p.read_at) FROM vg.pull p WHERE p.evaluation_id ="
                 " (SELECT max(e.id) FROM vg.evaluation e))) n) n");
  cr_expect_str_eq(db_fixture_text(indicator_world(), sql), changed, "at %s", at);
  full(at);
  cr_expect_str_eq(db_fixture_text(indicator_world(), SEEN), before, "at %s", at);
  EXPECT({"SELECT count(*) FROM vg.journal j WHERE j.action = 'evaluation.disagreed'", "0"});
}

Test(incremental, a_name_is_seen_as_before_where_a_version_takes_the_place_of_another) {
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-02-01', '2026-06-01');"
                         PATCH("s1", "2026-02-01", "s1", "0") PATCH("s2", "2026-02-01", "s2", "0") PATCH("x", "2026-02-01", "ghost", "0")
                         "SELECT t.cover('tools', '2026-02-01', '2026-02-03');", "2026-02-01T00:00:00Z");
  presence(PATCH("s1", "2026-02-02 01:00+00", "s1", "1"), "2026-02-02T01:00:00Z", "");
  presence(PATCH("s3", "2026-02-02 02:00+00", "s3", "1") PATCH("s1", "2026-02-02 02:00+00", "s1", "2"), "2026-02-02T02:00:00Z", "s3");
  presence("SELECT t.gone('patch', 'tools', 's2', '2026-02-02 03:00+00');", "2026-02-02T03:00:00Z", "s2"); /* vanished */
  presence(PATCH("s2", "2026-02-02 04:00+00", "s2", "0"), "2026-02-02T04:00:00Z", "s2");                  /* and back */
  presence(PATCH("s1", "2026-02-02 05:00+00", "other", "0"), "2026-02-02T05:00:00Z", "other,s1");         /* the same record of another name */
  presence(PUT("patch", "tools", "x", "2026-02-02 06:00+00", "{\"asset\": \"ghost\", \"pending\": 2, \"security_pending\": 0, \"perimeter_id\": 2}"),
           "2026-02-02T06:00:00Z", "ghost"); /* from another perimeter */
}

Test(incremental, a_name_that_another_record_bears_from_then_on_is_seen_as_before) {
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-02-01', '2026-06-01');" PATCH("k1", "2026-02-01", "ghost", "0")
                         "SELECT t.cover('tools', '2026-02-01', '2026-02-03');", "2026-02-01T00:00:00Z");
  presence("SELECT t.gone('patch', 'tools', 'k1', '2026-02-02 01:00+00');" PATCH("k2", "2026-02-02 01:00+00", "ghost", "0"), "2026-02-02T01:00:00Z", "");
  presence("SELECT t.gone('patch', 'tools', 'k2', '2026-02-02 02:00+00');"
           PUT("monitor", "tools", "m", "2026-02-02 02:00+00", "{\"asset\": \"ghost\", \"name\": \"w\"}"), "2026-02-02T02:00:00Z", "ghost");
}

/* Several pulls that one evaluation takes. */
Test(incremental, what_came_and_went_between_two_evaluations_is_seen) {
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-02-01', '2026-06-01');" PATCH("s1", "2026-02-01", "s1", "0")
                         "SELECT t.cover('tools', '2026-02-01', '2026-02-03');", "2026-02-01T00:00:00Z");
  presence(PATCH("s1", "2026-02-02 01:00+00", "s1", "1") "SELECT t.cover('tools', '2026-02-02 01:00+00', '2026-02-05');"
           PATCH("s1", "2026-02-02 02:00+00", "s1", "2"), "2026-02-02T02:00:00Z", "");
  presence(PATCH("ghost", "2026-02-02 03:00+00", "ghost", "1") "SELECT t.cover('tools', '2026-02-02 03:00+00', '2026-02-05');"
           PATCH("ghost", "2026-02-02 04:00+00", "ghost", "2"), "2026-02-02T04:00:00Z", "ghost");
  presence("SELECT t.gone('patch', 'tools', 's1', '2026-02-02 05:00+00'); SELECT t.cover('tools', '2026-02-02 05:00+00', '2026-02-05');"
           PATCH("s1", "2026-02-02 06:00+00", "s1", "2"), "2026-02-02T06:00:00Z", "s1"); /* a gap of an hour */
  presence(PATCH("ghost", "2026-02-02 07:00+00", "other", "1") "SELECT t.cover('tools', '2026-02-02 07:00+00', '2026-02-05');"
           PATCH("ghost", "2026-02-02 08:00+00", "ghost", "2"), "2026-02-02T08:00:00Z", "ghost,other"); /* under another name for an hour */
}

/* What is not asked is not written; what the inventory itself shows is always asked, and what facts show that was not seen yet. */
Test(incremental, only_names_that_show_otherwise_are_asked_about) {
  static const char *const written = "SELECT coalesce(string_agg(g.subject, ',' ORDER BY g.subject), '') FROM vg.given g JOIN t.before b USING (indicator, subject)"
                                     " WHERE g.xmin::text <> b.written";
  indicator_evaluate_all(WORLD "SELECT t.cover('inventory', '2026-02-01', '2026-06-01');" PATCH("s1", "2026-02-01", "s1", "0")
                         PATCH("s2", "2026-02-01", "s2", "0") "SELECT t.cover('tools', '2026-02-01', '2026-02-03');", "2026-02-01T00:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE vg.given SET detail = 'damaged' WHERE indicator = 'inventory_coverage';"
                                    "CREATE TABLE t.before AS SELECT g.indicator, g.subject, g.xmin::text AS written FROM vg.given g"
                                    " WHERE g.indicator = 'inventory_coverage'");
  indicator_evaluate_all(PATCH("s1", "2026-02-02", "s1", "1") "SELECT t.cover('tools', '2026-02-02', '2026-02-05');", "2026-02-02T00:00:00Z");
  EXPECT({written, ""});
  indicator_evaluate_all(PUT("alert", "tools", "a", "2026-02-03", "{\"asset\": \"s1\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-02-03\"}")
                         PATCH("s2", "2026-02-03", "s2", "1") "SELECT t.cover('tools', '2026-02-03', '2026-02-05');", "2026-02-03T00:00:00Z");
  EXPECT({written, "s1"}); /* by facts of a kind, for the first time */
  db_fixture_sql(indicator_world(), "UPDATE t.before b SET written = g.xmin::text FROM vg.given g WHERE g.indicator = b.indicator AND g.subject = b.subject");
  indicator_evaluate_all(PUT("alert", "tools", "b", "2026-02-03 12:00+00", "{\"asset\": \"s1\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-02-03 12:00+00\"}")
                         "SELECT t.cover('tools', '2026-02-03 12:00+00', '2026-02-05');", "2026-02-03T12:00:00Z");
  EXPECT({written, ""}); /* seen already */
  indicator_evaluate_all(PUT("alert", "tools", "c", "2026-02-03 13:00+00", "{\"asset\": \"s1\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-01-20\"}")
                         PUT("alert", "tools", "d", "2026-02-03 13:00+00", "{\"asset\": \"ghost\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-02-03\"}")
                         "SELECT t.cover('tools', '2026-02-03 13:00+00', '2026-02-05');", "2026-02-03T13:00:00Z");
  EXPECT({written, ""}); /* before all that is judged */
  db_fixture_sql(indicator_world(), "INSERT INTO t.before SELECT g.indicator, g.subject, g.xmin::text FROM vg.given g WHERE g.indicator = 'inventory_coverage' AND g.subject = 'ghost'");
  indicator_evaluate_all(PUT("alert", "tools", "e", "2026-02-03 14:00+00", "{\"asset\": \"ghost\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"2026-02-03 14:00+00\"}")
                         "SELECT t.cover('tools', '2026-02-03 14:00+00', '2026-02-05');", "2026-02-03T14:00:00Z");
  EXPECT({written, "ghost"}); /* for longer */
  db_fixture_sql(indicator_world(), "UPDATE vg.given SET detail = 'damaged' WHERE indicator = 'inventory_coverage' AND subject = 's1'");
  indicator_evaluate_all("SELECT t.put('asset', 'inventory', 'A2', '2026-02-04', '{\"name\": \"s2\", \"type\": \"server\", \"status\": \"retired\"}');"
                         "SELECT t.cover('inventory', '2026-02-04', '2026-06-01');", "2026-02-04T00:00:00Z");
  EXPECT({written, "ghost,s1,s2"});
}

/* Were it less, some that differ would be left out, and nobody told. */
Test(incremental, statements_give_one_subject_more_than_is_followed) {
  static const enum sql_id ids[] = {SQL_GIVEN_KEEP, SQL_VERDICT_APPLY, SQL_RULE_TIMELINE_APPLY};
  char limit[32];
  (void)snprintf(limit, sizeof limit, "LIMIT %d", TOUCHED_MAX + 1);
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    cr_expect(strstr(sql_texts[ids[i]].text, limit) != NULL, "%s: expected %s", sql_texts[ids[i]].name, limit);
}

Test(incremental, critical_assets_name_what_time_alone_made_a_deviation) {
  static const char *const named = "SELECT detail LIKE '%patch_current%' FROM vg.given WHERE indicator = 'critical_asset_sound' AND subject = 's2'";
  indicator_evaluate_all(WORLD "SELECT t.cover(c, '2026-02-08', '2026-03-20') FROM unnest('{inventory,tools}'::text[]) c;"
                         "SELECT t.put('patch', 'tools', 's2', '2026-02-08', '{\"asset\": \"s2\", \"pending\": 1, \"security_pending\": 2,"
                         " \"oldest_security_at\": \"2026-01-10\"}');", /* late from 9 February on */
                         "2026-02-08T00:00:00Z");
  EXPECT({named, "false"});
  db_fixture_sql(indicator_world(), "CREATE TABLE t.before AS SELECT g.subject, g.xmin::text AS written FROM vg.given g"
                                    " WHERE g.indicator = 'critical_asset_sound'");
  indicator_evaluate_all("SELECT t.put('patch', 'tools', 's6', '2026-02-10', '{\"asset\": \"s6\", \"pending\": 1, \"security_pending\": 0}');"
                         "SELECT t.cover('tools', '2026-02-10', '2026-03-20');",
                         "2026-02-10T00:00:00Z");
  EXPECT({named, "true"}, {"SELECT string_agg(g.subject, ',' ORDER BY g.subject) FROM vg.given g JOIN t.before b USING (subject)"
                        " WHERE g.indicator = 'critical_asset_sound' AND g.xmin::text <> b.written", "s2"});
}

Test(incremental, what_is_kept_may_be_lost) {
  indicator_evaluate_all(WORLD "SELECT t.cover(c, '2026-02-01', '2026-02-03') FROM unnest('{inventory,tools}'::text[]) c;",
                     "2026-02-01T00:00:00Z");
  indicator_evaluate_all("TRUNCATE vg.given, vg.given_whole;" /* as a crash of the server does */
                     "SELECT t.put('patch', 'tools', 's1', '2026-02-02', '{\"asset\": \"s1\", \"pending\": 1, "
                     "\"security_pending\": 0}');"
                     "SELECT t.cover('tools', '2026-02-02', '2026-02-04');",
                     "2026-02-02T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.verdict WHERE indicator = 'patch_current'", "9"},
         {"t.verdict('patch_current', 's1', '2026-02-02 00:00+00')", "conforming"});
}

Test(incremental, backups_brought_together_are_made_again_when_lost_or_removed) {
  indicator_evaluate_all(WORLD "SELECT t.source('other', 'site', '{backup}');"
                         "SELECT t.put('backup', 'restic', 'b' || n, d, jsonb_build_object('asset', 's' || n, 'status', 'ok', 'finished_at', d))"
                         " FROM generate_series(1, 3) n, LATERAL (SELECT '2026-02-01 02:00+00'::timestamptz AS d) x;"
                         "SELECT t.put('backup', 'other', 'b5', d, jsonb_build_object('asset', 's5', 'status', 'ok', 'finished_at', d))"
                         " FROM (SELECT '2026-02-01 02:00+00'::timestamptz AS d) x;"
                         "SELECT t.cover(c, '2026-02-01', '2026-02-05') FROM unnest('{inventory,restic,other}'::text[]) c;",
                         "2026-02-01T12:00:00Z");
  EXPECT({"SELECT string_agg(b.asset, ',' ORDER BY b.asset) FROM vg.backup_block b", "s1,s2,s3,s5"});
  indicator_evaluate_all("TRUNCATE vg.given, vg.given_whole, vg.backup_block, vg.name_seen, vg.digest_whole;" /* a crash of the server */
                         "SELECT t.put('backup', 'restic', 'c1', '2026-02-02 02:00+00', '{\"asset\": \"s1\", \"status\": \"ok\","
                         " \"finished_at\": \"2026-02-02T02:00:00Z\"}'); SELECT t.cover('restic', '2026-02-02 02:00+00', '2026-02-05');",
                         "2026-02-02T12:00:00Z");
  EXPECT({"SELECT string_agg(b.asset || ' ' || b.successes, ',' ORDER BY b.asset) FROM vg.backup_block b", "s1 2,s2 1,s3 1,s5 1"},
         {"t.verdict('backup_daily', 's2', '2026-02-01 12:00+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-02-02 12:00+00')", "conforming"});
  indicator_evaluate_all("DELETE FROM vg.coverage c USING vg.source s WHERE s.id = c.source_id AND s.code = 'other';"
                         "DELETE FROM vg.pull p USING vg.source s WHERE s.id = p.source_id AND s.code = 'other';"
                         "DELETE FROM vg.source WHERE code = 'other'",
                         "2026-02-02T13:00:00Z");
  EXPECT({"SELECT string_agg(b.asset, ',' ORDER BY b.asset) FROM vg.backup_block b", "s1,s2,s3"},
         {"t.verdict('backup_daily', 's5', '2026-02-01 12:00+00')", "deviating"});
}

Test(incremental, a_disagreement_is_kept_right_and_told) {
  indicator_evaluate_all(WORLD "SELECT t.cover(c, '2026-02-01', '2026-02-03') FROM unnest('{inventory,tools}'::text[]) c;",
                     "2026-02-01T00:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE vg.verdict_kept SET conforming = deviating, deviating = '{}' WHERE indicator = "
                                    "'asset_classified' AND subject = 's3';");
  full("2026-02-01T12:00:00Z");
  EXPECT(
      {"t.verdict('asset_classified', 's3', '2026-02-01 12:00+00')", "deviating"},
      {"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "1"},
      {"SELECT object || ' ' || (detail ->> 'perimeter') || ' ' || (detail ->> 'subject') || ' ' || (detail ->> 'what')"
       " FROM vg.journal WHERE action = 'evaluation.disagreed'",
       "indicator asset_classified site s3 verdict"});
  full("2026-02-01T13:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "1"});
  db_fixture_sql(indicator_world(), "UPDATE vg.rule_timeline SET state = 'applied' WHERE rule = '3.2';");
  full("2026-02-01T14:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT detail ->> 'what', ',') FROM vg.journal WHERE action = 'evaluation.disagreed'",
          "rule,verdict"},
         {"t.rule('3.2', 'site', '2026-02-01 12:00+00')", "not_applied"});
}

/* All that is read from the figures of a night at which nothing happened. */
#define KEPT                                                                                                                     \
  "SELECT md5(string_agg(x, '|' ORDER BY x)) FROM (SELECT v.xmin::text || v.ctid || v::text AS x FROM vg.verdict_kept v UNION ALL "      \
  "SELECT t.xmin::text || t.ctid || t::text FROM vg.timeline t UNION ALL SELECT g.xmin::text || g.ctid || g::text FROM vg.given g " \
  "UNION ALL SELECT e.xmin::text || e.ctid || e::text FROM vg.verdict_edge e UNION ALL SELECT s.xmin::text || s.ctid || s::text FROM " \
  "vg.verdict_scope s UNION ALL SELECT b.xmin::text || b.ctid || b::text FROM vg.backup_block b UNION ALL SELECT r.xmin::text || r.ctid || r::text "   \
  "FROM vg.rule_timeline r) kept"

static void some_backups(void) {
  indicator_evaluate_all(WORLD "SELECT t.put('backup', 'restic', 'b' || n, d, jsonb_build_object('asset', 's' || n, 'status', 'ok', 'finished_at', d))"
                         " FROM generate_series(1, 3) n, LATERAL (SELECT '2026-02-01 02:00+00'::timestamptz AS d) x;"
                         "SELECT t.cover(c, '2026-02-01', '2026-02-05') FROM unnest('{inventory,restic,tools,people}'::text[]) c;",
                         "2026-02-01T12:30:00Z");
}

Test(incremental, a_night_at_which_all_agrees_writes_nothing_again) {
  char before[64];
  some_backups();
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(indicator_world(), KEPT));
  full("2026-02-01T12:40:00Z");
  EXPECT({KEPT, before}, {"SELECT count(*) FROM vg.journal", "0"},
         {"SELECT count(*) || ' ' || max(e.known_at AT TIME ZONE 'UTC') FROM vg.evaluation e WHERE e.status = 'ok'", "2 2026-02-01 12:40:00"});
}

static void mended(const char *damage, const char *at, const char *expected) {
  char before[200];
  (void)snprintf(before, sizeof before, "%s", sum());
  db_fixture_sql(indicator_world(), damage);
  full(at);
  cr_expect_str_eq(sum(), before, "%s", damage);
  EXPECT({"SELECT coalesce(string_agg(DISTINCT detail ->> 'what', ','), '') FROM vg.journal WHERE action = 'evaluation.disagreed'", expected});
}

Test(incremental, a_night_mends_whatever_step_was_damaged) {
  some_backups();
  mended("DELETE FROM vg.backup_block WHERE asset = 's1'", "2026-02-01T12:31:00Z", "");
  EXPECT({"SELECT count(*) FROM vg.backup_block WHERE asset = 's1'", "1"});
  mended("UPDATE vg.backup_series SET held = '{}' WHERE asset = 's2'", "2026-02-01T12:31:30Z", "");
  EXPECT({"SELECT count(*) FROM vg.backup_series WHERE asset = 's2' AND NOT isempty(held)", "1"});
  mended("UPDATE vg.given SET conforming = '{}' WHERE indicator = 'backup_daily'", "2026-02-01T12:32:00Z", "");
  mended("UPDATE vg.covered SET during = '{}'; UPDATE vg.fresh_kind SET during = '{}'", "2026-02-01T12:33:00Z", "verdict"); /* made of it meanwhile */
  mended("DELETE FROM vg.asset_alias WHERE name = 's2'", "2026-02-01T12:34:00Z", "verdict");
  mended("DELETE FROM vg.name_seen", "2026-02-01T12:35:00Z", "verdict");
  mended("TRUNCATE vg.timeline_scope", "2026-02-01T12:36:00Z", "verdict");
  mended("UPDATE vg.verdict_edge SET conforming = conforming + 1 WHERE indicator = 'backup_daily'", "2026-02-01T12:36:20Z", "verdict");
  mended("UPDATE vg.verdict_scope SET fresh = '{}'", "2026-02-01T12:36:40Z", "verdict");
  EXPECT({"SELECT count(*) FROM vg.verdict_scope WHERE isempty(fresh) AND sources <> '{}' AND indicator = 'backup_daily'", "0"});
  mended("UPDATE vg.verdict_scope SET until = '2026-02-04'", "2026-02-01T12:36:50Z", "verdict");
  mended("UPDATE vg.timeline SET value = 0.5 WHERE indicator = 'backup_success_rate'", "2026-02-01T12:37:00Z", "timeline,verdict");
  mended("UPDATE vg.given SET conforming = '{}' WHERE indicator = 'backup_success_rate'", "2026-02-01T12:37:30Z", "timeline,verdict");
  EXPECT({"SELECT count(*) > 0 FROM vg.given WHERE indicator = 'backup_success_rate' AND NOT isempty(conforming)", "true"});
  mended("UPDATE vg.timeline SET value = 0.5 WHERE indicator = 'backup_daily'", "2026-02-01T12:38:00Z", "timeline,verdict");
}

Test(incremental, a_pull_that_waits_is_no_disagreement) {
  some_backups();
  db_fixture_sql(indicator_world(), "SELECT t.put('backup', 'restic', 'c1', '2026-02-01 12:35+00', '{\"asset\": \"s4\", \"status\": \"ok\", \"finished_at\":"
                                    " \"2026-02-01T12:34:00Z\"}'); SELECT t.cover('restic', '2026-02-01 12:35+00', '2026-02-05');");
  full("2026-02-01T12:40:00Z");
  EXPECT({"SELECT count(*) FROM vg.journal", "0"}, {"SELECT count(*) FROM vg.pull WHERE evaluation_id IS NULL", "0"},
         {"SELECT count(*) FROM vg.backup_block WHERE asset = 's4'", "1"});
}
