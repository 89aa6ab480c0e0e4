/* Timelines of statistics, and the states of the rules that read them, made from the first instant that differs are what they are made whole. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"
#include "support/dice.h"

TestSuite(values, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 300);

/* ---- one indicator of each statistic, of the same values ---- */

#define SHEET(code, statistic, empty, direction)                                                                                     \
  "code: " code "\nrules:\ntitle_fr: t\ntitle_en: t\nquestion_fr: q\nquestion_en: q\nformula_fr: f\nformula_en: f\ndenominator_fr: d\n" \
  "denominator_en: d\nfamily: E\nboards: P\ndirection: " direction "\nunit: h\nowner: ciso\ncollector: developer\nreviewer: leadership\n" \
  "reporting: leadership quarterly, ciso monthly\nfrequency: daily\nlimits_fr: l\nlimits_en: l\ndeviation_fr: d\ndeviation_en: d\n"      \
  "version: 1\nform: statistic\nstatistic: " statistic "\nempty: " empty "\nsubject: restore_test\nkinds: restore_test\n"                \
  "records: restore_test.key\n"
#define VALUES                                                                                                                       \
  "SELECT r.perimeter_id, r.key AS subject, r.asset AS label, r.duration::numeric / 8 AS value,"                                      \
  " tstzrange(r.tested_at, least(r.tested_at + r.objective * interval '1 hour', r.gone_at)) AS during, r.message AS detail"           \
  " FROM rec.restore_test_known($1) r WHERE (r.gone_at IS NULL OR r.gone_at > r.tested_at) AND $2::timestamptz < $3"                  \
  " AND ($4::text[] IS NULL OR r.key = ANY ($4))"

static const struct made {
  const char *sheet;
  struct sql_text statement;
} made[] = {{SHEET("stat_count", "count", "unknown", "down"), {.name = "stat_count", .parameters = 4, .text = VALUES}},
            {SHEET("stat_sum", "sum", "unknown", "up"), {.name = "stat_sum", .parameters = 4, .text = VALUES}},
            {SHEET("stat_mean", "mean", "not_applicable", "down"), {.name = "stat_mean", .parameters = 4, .text = VALUES}},
            {SHEET("stat_median", "median", "unknown", "up"), {.name = "stat_median", .parameters = 4, .text = VALUES}},
            {SHEET("stat_p90", "p90", "not_applicable", "down"), {.name = "stat_p90", .parameters = 4, .text = VALUES}}};
enum { MADE = sizeof made / sizeof *made };

static struct indicator all[MADE];
static struct db *collector;

static void make_all(struct vg_arena *arena) {
  struct vg_error err = {0};
  struct db *owner = db_fixture_open("vigie_owner");
  collector = db_fixture_open("vigie_collect");
  for (size_t i = 0; i < MADE; i++) {
    const char *path = vg_printf(arena, "sql/indicator/%s.sql", made[i].statement.name);
    cr_assert(indicator_sheet_parse(arena, path, made[i].sheet, &all[i], &err), "%s", err.message);
    all[i].statement = &made[i].statement;
    cr_assert(indicator_put(owner, &all[i], &err), "%s", err.message);
  }
}

/* Rules that one and two of them measure; a site below which there is another. */
#define WORLD                                                                                                                        \
  "SELECT t.perimeter('rack', 'site'); SELECT t.source('tests', 'all', '{restore_test}');"                                            \
  "INSERT INTO vg.rule_indicator (policy, rule, indicator, position) SELECT r.policy, r.number, c, 9 FROM vg.rule r, unnest(CASE r.number"  \
  " WHEN '3.1' THEN '{stat_count}' WHEN '3.2' THEN '{stat_sum,stat_median}' ELSE '{stat_mean,stat_p90}' END::text[]) c"          \
  " WHERE r.number IN ('3.1', '3.2', '12.4');"                                                                                              \
  "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason) SELECT c, 3, 2, 1, '2020-01-01', 'x', 'x'"    \
  " FROM unnest('{stat_count,stat_sum,stat_mean,stat_median,stat_p90}'::text[]) c;"                                                         \
  "SELECT t.put('restore_test', 'tests', 'k0', '2026-01-01', '{\"asset\": \"s\", \"result\": \"success\", \"duration\": 8,"                \
  " \"tested_at\": \"2026-01-01T00:00:00Z\"}');"

/* ---- the story ---- */

static struct dice dice;
static unsigned roll(unsigned sides) {
  return dice_roll(&dice, sides);
}

static int hours; /* since 1 February */
static char now[40];
static void say(char out[40], int hour) {
  (void)snprintf(out, 40, "2026-02-%02dT%02d:00:00Z", 1 + hour / 24, hour % 24);
}
static void advance(unsigned most) {
  hours += 1 + (int)roll(most);
  say(now, hours);
}

/* A value, new or changed: at once or late, for a while or for good, with a few values that come again and again. */
static void put(struct buf *sql) {
  static const char *const perimeters[] = {"all", "site", "rack", "office"};
  char tested[40], objective[20] = "null";
  unsigned late = roll(3);
  say(tested, late == 0 && hours > 30 ? (int)roll((unsigned)hours) : hours - (int)roll(2));
  if (roll(4) > 0) (void)snprintf(objective, sizeof objective, "%u", 1 + roll(90));
  buf_printf(sql, "SELECT t.put('restore_test', 'tests', 'k%u', '%s', jsonb_build_object('asset', 's', 'result', 'success', 'tested_at',"
                  " '%s', 'duration', %u, 'objective', %s, 'message', 'm%u', 'perimeter_id',"
                  " (SELECT p.id FROM vg.perimeter p WHERE p.code = '%s')));",
             1 + roll(12), now, tested, roll(30), objective, roll(2), perimeters[roll(4)]);
}

static void change(struct buf *sql) {
  switch (roll(8)) {
  case 0:
  case 1: buf_printf(sql, "SELECT t.gone('restore_test', 'tests', 'k%u', '%s');", 1 + roll(12), now); break;
  case 2: /* the same values, told otherwise */
    buf_printf(sql, "SELECT t.put('restore_test', 'tests', r.key, '%s', jsonb_build_object('asset', 's', 'result', 'success', 'tested_at',"
                    " r.tested_at, 'duration', r.duration, 'objective', r.objective, 'message', 'again', 'perimeter_id', r.perimeter_id))"
                    " FROM rec.restore_test r WHERE r.key = 'k%u';",
               now, 1 + roll(12));
    break;
  default: put(sql);
  }
}

static void decide(struct buf *sql) {
  char from[40];
  say(from, hours - (int)roll(20) + 5);
  if (roll(5) == 0)
    buf_printf(sql, "INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason)"
                    " SELECT '%s', p.id, %u, 1, 0.5, '%s', 'x', 'x'"
                    " FROM vg.perimeter p WHERE p.code = '%s';",
               made[roll(MADE)].statement.name, 1 + roll(5), from, roll(2) ? "all" : "site");
  if (roll(4) == 0) {
    bool rule = roll(2);
    char until[40];
    say(until, hours + 6 + (int)roll(90));
    buf_printf(sql, "SELECT t.waive(%s, %s, '%s', %s, tstzrange('%s', '%s'));", rule ? "NULL" : "'stat_count'", rule ? "'12.4'" : "NULL",
               roll(2) ? "all" : "site", roll(6) ? "NULL" : "'{s}'", from, until);
  }
  if (roll(6) == 0) /* all of them end */
    buf_printf(sql, "UPDATE vg.waiver SET during = tstzrange(lower(during), '%s') WHERE during @> '%s'::timestamptz AND lower(during) < '%s';", now, now, now);
  if (roll(4) == 0)
    buf_printf(sql, "SELECT t.applies('%s', '%s', %s, '%s');", roll(3) ? "12.4" : "3.1", roll(2) ? "rack" : "site",
               roll(2) ? "true" : "false", from);
}

static void evaluate(bool (*run)(struct db *, vg_time, const struct indicator *, size_t, struct vg_error *)) {
  struct vg_error err = {0};
  cr_assert(run(collector, at(now), all, MADE, &err), "%s", err.message);
}

static void step(void) {
  BUF(sql, 1 << 16);
  advance(7);
  for (unsigned n = roll(3); n > 0; n--) change(&sql);
  decide(&sql);
  buf_printf(&sql, "SELECT t.cover('tests', '%s', '%s'::timestamptz + %u * interval '1 hour');", now, now, 1 + roll(40));
  db_fixture_sql(indicator_world(), sql.data);
  evaluate(evaluation_run_of);
}

static const char *sum(void) {
  return db_fixture_text(indicator_world(),
                         "SELECT md5((SELECT string_agg(v::text, '|' ORDER BY v::text) FROM vg.dated_value v))"
                         " || md5((SELECT string_agg(t::text, '|' ORDER BY t.indicator, t.perimeter_id, t.from_at) FROM vg.timeline t))"
                         " || md5((SELECT string_agg(r::text, '|' ORDER BY r.policy, r.rule, r.perimeter_id, r.from_at) FROM vg.rule_timeline r))");
}

/* The night finds nothing that differs; and all is the same, to the letter, when nothing was kept. */
static void agree(void) {
  char before[200];
  (void)snprintf(before, sizeof before, "%s", sum());
  evaluate(evaluation_run_all_of);
  EXPECT({"SELECT count(*) || coalesce(string_agg(DISTINCT j.detail::text, ' '), '') FROM vg.journal j"
          " WHERE j.action = 'evaluation.disagreed'",
          "0"});
  db_fixture_sql(indicator_world(), "TRUNCATE vg.timeline_scope, vg.rule_scope, vg.timeline, vg.rule_timeline, vg.dated_value;"
                                    " UPDATE vg.indicator SET stale = true");
  evaluate(evaluation_run_of);
  cr_expect_str_eq(sum(), before, "after %s", now);
}

static void tell(uint64_t seed) {
  VG_ARENA(arena, 1 << 20);
  dice = (struct dice){seed};
  make_all(arena);
  db_fixture_sql(indicator_world(), WORLD "SELECT t.cover('tests', '2026-01-01', '2026-02-01');");
  advance(1);
  evaluate(evaluation_run_of);
  for (int part = 0; part < 8; part++) {
    for (int i = 0; i < 6; i++) step();
    agree();
  }
  EXPECT({"SELECT count(*) > 0 FROM vg.timeline WHERE state = 'waived'", "true"}, {"SELECT count(*) > 0 FROM vg.rule_timeline WHERE state = 'waived'", "true"});
}

Test(values, a_story_of_values) {
  tell(20261126);
}

Test(values, another_one) {
  tell(11);
}

Test(values, and_a_third) {
  tell(404);
}

/* ---- from when on ---- */

static void known(const char *what, const char *when) {
  (void)snprintf(now, sizeof now, "%s", when);
  db_fixture_sql(indicator_world(), what);
  evaluate(evaluation_run_of);
}

#define TESTED(key, at, fields)                                                                                                      \
  "SELECT t.put('restore_test', 'tests', '" key "', '" at "', '{\"asset\": \"s\", \"result\": \"success\", \"duration\": 8, " fields "}');"
#define READ(at) "SELECT t.cover('tests', '" at "', '2026-03-01');"
#define MARK                                                                                                                         \
  "DROP TABLE IF EXISTS t.before; CREATE TABLE t.before AS SELECT t.ctid AS place, t.from_at FROM vg.timeline t"                      \
  " WHERE t.indicator = 'stat_count';"
#define FIRST_WRITTEN                                                                                                                \
  "SELECT coalesce(to_char(min(t.from_at) AT TIME ZONE 'UTC', 'MM-DD HH24'), 'none') FROM vg.timeline t WHERE t.indicator = 'stat_count'" \
  " AND NOT EXISTS (SELECT FROM t.before b WHERE b.place = t.ctid AND b.from_at = t.from_at)"

Test(values, only_what_follows_the_first_difference_is_written) {
  VG_ARENA(arena, 1 << 20);
  make_all(arena);
  known(WORLD READ("2026-02-01") TESTED("a", "2026-02-01", "\"tested_at\": \"2026-02-01T00:00:00Z\", \"objective\": 240")
        TESTED("b", "2026-02-01", "\"tested_at\": \"2026-02-03T00:00:00Z\", \"objective\": 24"), "2026-02-05T00:00:00Z");
  EXPECT({"t.line('stat_count', 'all', '2026-02-03 12:00+00')", "applied 0/3 d0 u0 p0 w0 3"}); /* k0, a and b */
  /* it ends earlier: on the 8th, not on the 11th; the step of the 4th, which leads there, is written with its end */
  known(MARK READ("2026-02-06") TESTED("a", "2026-02-06", "\"tested_at\": \"2026-02-01T00:00:00Z\", \"objective\": 168"), "2026-02-06T01:00:00Z");
  EXPECT({FIRST_WRITTEN, "02-04 00"}, {"t.line('stat_count', 'all', '2026-02-09 00:00+00')", "applied 0/1 d0 u0 p0 w0 1"},
         {"t.line('stat_count', 'all', '2026-02-07 23:00+00')", "applied 0/2 d0 u0 p0 w0 2"});
  /* told otherwise: nothing of it */
  known(MARK READ("2026-02-06 02:00+00") TESTED("a", "2026-02-06 02:00+00", "\"tested_at\": \"2026-02-01T00:00:00Z\", \"objective\": 168,"
                                                                            " \"message\": \"m\""),
        "2026-02-06T03:00:00Z");
  EXPECT({FIRST_WRITTEN, "none"}, {"SELECT v.detail FROM vg.dated_value v WHERE v.indicator = 'stat_count' AND v.subject = 'a'", "m"});
}

Test(values, values_go_with_their_perimeter_and_their_indicator) {
  VG_ARENA(arena, 1 << 20);
  make_all(arena);
  known(WORLD READ("2026-02-01")
        "SELECT t.put('restore_test', 'tests', 'r', '2026-02-01', jsonb_build_object('asset', 's', 'result', 'success', 'duration', 8, 'tested_at',"
        " '2026-02-01', 'perimeter_id', (SELECT p.id FROM vg.perimeter p WHERE p.code = 'rack')));", "2026-02-02T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.dated_value", "10"});
  db_fixture_sql(indicator_world(), "DELETE FROM vg.perimeter WHERE code = 'rack'");
  EXPECT({"SELECT count(*) FROM vg.dated_value", "5"});
  db_fixture_sql(indicator_world(), "DELETE FROM vg.indicator WHERE code = 'stat_sum'");
  EXPECT({"SELECT string_agg(v.indicator, ',' ORDER BY v.indicator) FROM vg.dated_value v", "stat_count,stat_mean,stat_median,stat_p90"});
}
