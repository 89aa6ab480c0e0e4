#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/zone.h"
#include "db/direct.h"
#include "indicator/board.h"
#include "support/db_indicator.h"

/* Two versions side by side: the second one, in force from March 10, has one of the rules of the first and a new one.
 */
/* clang-format off */
#define WORLD \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2027-01-01');" \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'classification', 'secret')) FROM (VALUES ('s1'), ('s2')) v(n);" \
  "INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('next', 'Suivante', 'Next', '2026-03-10');" \
  "INSERT INTO vg.chapter VALUES ('next', 3, 'C', 'Assets again');" \
  "INSERT INTO vg.rule (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en) VALUES" \
  " ('next', '3.2', 3, 1, 'a', 'Classified', 'x', 'Each asset has a class.'), ('next', '3.9', 3, 2, 'b', 'New', 'x', 'x');" \
  "INSERT INTO vg.rule_indicator VALUES ('next', '3.2', 'asset_classified', 1);"
/* clang-format on */

static struct vg_arena *arena;
static struct vg_error err;
static struct db *web;

static void init(void) {
  indicator_world_init();
  indicator_evaluate(WORLD, "2026-03-20T12:00:00Z");
  arena = vg_arena_new(16 << 20);
  web = db_fixture_open("vigie_web");
}

static void fini(void) {
  vg_arena_free(arena);
  indicator_world_fini();
}

TestSuite(policy_dates, .init = init, .fini = fini);

static struct board *board(const char *now, const char *versus, struct moment *m) {
  struct board *b;
  cr_assert(board_moment(web, arena, "all", at(now), at(versus), m, &err), "%s", err.message);
  cr_assert(board_load(web, arena, m, &b, &err), "%s", err.message);
  return b;
}

/* All rules, those included that do not apply because nothing happened that they bear on. */
static int applying(const struct totals *t) {
  return t->of + t->by_state[STATE_NOT_APPLICABLE];
}

Test(policy_dates, each_day_has_the_rules_and_texts_in_force_then) {
  struct moment m;
  struct rule_text text;
  struct board *b = board("2026-03-10T00:00:01Z", "2026-03-10T00:00:00Z", &m); /* midnight is the last instant of the day before */
  cr_expect_str_eq(b->policy, "next");
  cr_expect_eq(b->rule_count, 2);
  cr_expect_str_eq(b->chapters[0].title.en, "Assets again");
  cr_expect(b->now.of == 2 && b->now.applied == 1);
  cr_expect(applying(&b->before) == 70 && b->before.applied == 1, "%d of %d", b->before.applied, b->before.of);
  cr_expect(applying(&b->chapters[0].before) == 4 && b->chapters[0].now.of == 2);
  cr_expect_eq(board_rule(b, "3.2")->before, STATE_APPLIED);
  cr_assert(board_rule_text(web, arena, b, "3.2", &text, &err), "%s", err.message);
  cr_expect_str_eq(text.statement.en, "Each asset has a class.");
  b = board("2026-03-10T00:00:00Z", "2026-02-01T00:00:00Z", &m);
  cr_expect_str_eq(b->policy, "coreoz-2024");
  cr_expect_eq(b->rule_count, 70);
  cr_expect_null(board_rule(b, "3.9"));
  cr_assert(board_rule_text(web, arena, b, "3.2", &text, &err), "%s", err.message);
  cr_expect_str_neq(text.statement.en, "Each asset has a class.");
  b = board("2023-12-31T00:00:00Z", "2023-12-01T00:00:00Z", &m);
  cr_expect(b->rule_count == 0 && b->now.of == 0 && b->before.of == 0);
}

Test(policy_dates, totals_over_time_count_the_rules_of_each_day) {
  struct moment m;
  struct totals totals[3], *stairs;
  struct lifeline life;
  struct board *b = board("2026-03-20T00:00:00Z", "2026-03-01T00:00:00Z", &m);
  vg_time instants[] = {at("2023-06-01T00:00:00Z"), at("2026-03-01T00:00:00Z"), at("2026-03-15T00:00:00Z")};
  cr_assert(board_totals_at(web, arena, b, 0, instants, 3, totals, &err), "%s", err.message);
  cr_expect(totals[0].of == 0 && applying(&totals[1]) == 70 && totals[2].of == 2);
  cr_expect(totals[1].applied == 1 && totals[2].applied == 1);
  /* what measures the coverage itself needs no source */
  cr_expect(totals[1].by_state[STATE_UNKNOWN] + totals[1].by_state[STATE_NOT_APPLIED] == totals[1].of - 1 && totals[2].by_state[STATE_UNKNOWN] == 1);
  cr_assert(board_staircases(web, arena, b, instants, 3, &stairs, &err), "%s", err.message);
  cr_expect(applying(&stairs[1]) == 4 && stairs[2].of == 2 && stairs[2].applied == 1);
  vg_time from = at("2026-03-01T00:00:00Z"), to = at("2026-03-20T00:00:00Z");
  cr_assert(board_lifeline(web, arena, &m, board_rule(b, "3.2"), from, to, &life, &err), "%s", err.message);
  cr_expect(life.count == 1 && life.seconds[STATE_APPLIED] == 19 * 86400);
  cr_assert(board_lifeline(web, arena, &m, board_rule(b, "3.9"), from, to, &life, &err), "%s", err.message);
  cr_expect(life.count == 1 && life.seconds[STATE_UNKNOWN] == 19 * 86400);
}

/* ---- days begin where the organisation is ---- */

#define ZONE "INSERT INTO vg.setting (key, value, changed_at, changed_by) VALUES ('zone', '%s', now(), 'test') ON CONFLICT (key) DO UPDATE SET value = '%s'"

static void live_in(const char *zone) {
  char sql[300];
  (void)snprintf(sql, sizeof sql, ZONE, zone, zone);
  db_fixture_sql(indicator_world(), sql);
}

/* Zones ahead and behind, whose clocks change at midnight or not, twice a year or never. */
Test(policy_dates, the_database_begins_days_as_the_program_does) {
  static const char *const zones[] = {"UTC", "Europe/Paris", "America/New_York", "America/Havana", "America/Santiago", "Africa/Cairo", "Asia/Kolkata",
                                      "Asia/Beirut", "Atlantic/Azores", "Pacific/Kiritimati"};
  for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
    DB_RESULT(r);
    const struct zone *zone = zone_get(zones[z], &err);
    cr_assert_not_null(zone, "%s", err.message);
    live_in(zones[z]);
    cr_assert(db_direct(indicator_world(), &r, "SELECT d::date - '1970-01-01'::date AS day, vg.day_begins(d::date) AS at"
                                                 " FROM generate_series('2024-01-01'::date, '2027-12-31', '1 day') d", DB_MANY, &err, NULL, 0), "%s", err.message);
    cr_assert_eq(row_count(r), 1461);
    for (size_t i = 0; i < row_count(r); i++)
      cr_expect_eq(row_time(r, i, "at"), zone_midnight(zone, row_int(r, i, "day")) + 1, "%s, day %lld", zones[z], (long long)row_int(r, i, "day"));
  }
}

#define EFFECT(code) "SELECT effective_at AT TIME ZONE 'UTC' FROM vg.policy WHERE code = '" code "'"
#define VERSION(code, day) "INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('" code "', 'x', 'x', '" day "');"

Test(policy_dates, a_version_takes_effect_when_its_day_begins_there) {
  struct moment m;
  EXPECT({EFFECT("next"), "2026-03-10 00:00:00.000001"}); /* no zone was set: UTC */
  live_in("Europe/Paris");
  EXPECT({EFFECT("next"), "2026-03-10 00:00:00.000001"}); /* what is there stays */
  db_fixture_sql(indicator_world(), "UPDATE vg.policy SET effective_on = '2026-03-12' WHERE code = 'next';" VERSION("spring", "2026-03-29") VERSION("after", "2026-03-30")
                                        VERSION("autumn", "2026-10-25") VERSION("late", "2026-10-26"));
  EXPECT({EFFECT("next"), "2026-03-11 23:00:00.000001"}, {EFFECT("spring"), "2026-03-28 23:00:00.000001"}, {EFFECT("after"), "2026-03-29 22:00:00.000001"},
         {EFFECT("autumn"), "2026-10-24 22:00:00.000001"}, {EFFECT("late"), "2026-10-25 23:00:00.000001"},
         {"SELECT upper(during) AT TIME ZONE 'UTC' FROM vg.policy_period WHERE policy = 'coreoz-2024'", "2026-03-11 23:00:00.000001"});
  /* the page of the day before is made at its last instant, midnight there */
  cr_expect_str_eq(board("2026-03-11T23:00:00Z", "2026-03-01T00:00:00Z", &m)->policy, "coreoz-2024");
  cr_expect_str_eq(board("2026-03-11T23:00:01Z", "2026-03-01T00:00:00Z", &m)->policy, "next");
  live_in("America/New_York"); /* behind: that midnight is the next day's already in UTC */
  db_fixture_sql(indicator_world(), "DELETE FROM vg.policy WHERE code IN ('spring', 'after', 'autumn', 'late'); UPDATE vg.policy SET effective_on = '2026-03-14' WHERE code = 'next'");
  cr_expect_str_eq(board("2026-03-14T04:00:00Z", "2026-03-01T00:00:00Z", &m)->policy, "coreoz-2024");
  cr_expect_str_eq(board("2026-03-14T04:00:01Z", "2026-03-01T00:00:00Z", &m)->policy, "next");
}
