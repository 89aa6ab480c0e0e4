#include <criterion/criterion.h>
#include <string.h>

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
  struct board *b = board("2026-03-10T00:00:00Z", "2026-03-09T23:59:59Z", &m);
  cr_expect_str_eq(b->policy, "next");
  cr_expect_eq(b->rule_count, 2);
  cr_expect_str_eq(b->chapters[0].title.en, "Assets again");
  cr_expect(b->now.of == 2 && b->now.applied == 1);
  cr_expect(applying(&b->before) == 70 && b->before.applied == 1, "%d of %d", b->before.applied, b->before.of);
  cr_expect(applying(&b->chapters[0].before) == 4 && b->chapters[0].now.of == 2);
  cr_expect_eq(board_rule(b, "3.2")->before, STATE_APPLIED);
  cr_assert(board_rule_text(web, arena, b, "3.2", &text, &err), "%s", err.message);
  cr_expect_str_eq(text.statement.en, "Each asset has a class.");
  b = board("2026-03-09T23:59:59Z", "2026-02-01T00:00:00Z", &m);
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
