#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "indicator/board.h"
#include "support/db_indicator.h"

/* clang-format off */
#define WORLD \
  "SELECT t.source('inventory', 'all', '{asset,person}'); SELECT t.source('restic', 'site', '{backup}');" \
  "SELECT t.source('am', 'site', '{alert,monitor}'); SELECT t.source('tracker', 'all', '{incident}');" \
  "SELECT t.cover(s, '2026-01-01', '2027-01-01') FROM unnest('{inventory,restic,tracker}'::text[]) s;" \
  "SELECT t.cover('am', '2026-01-01', '2026-03-20');" \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'critical', n = 's1', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')))" \
  " FROM (VALUES ('s1'), ('s2')) v(n);" \
  "SELECT t.put('asset', 'inventory', 's1', '2026-03-09', jsonb_build_object('name', 's1', 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'critical', true, 'classification', 'secret', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')));" \
  "SELECT t.put('backup', 'restic', n || d, d, jsonb_build_object('asset', n, 'status', CASE WHEN d = '2026-03-08 02:00+00' AND n = 's2'" \
  "   THEN 'failed' ELSE 'ok' END, 'finished_at', d)) FROM (VALUES ('s1'), ('s2')) v(n)," \
  " generate_series('2026-01-01 02:00+00'::timestamptz, '2026-03-10 02:00+00', '1 day') d WHERE NOT (n = 's1' AND d = '2026-03-05 02:00+00');" \
  "SELECT t.put('monitor', 'am', n, '2026-01-01', jsonb_build_object('asset', n, 'name', 'up', 'type', 'hardware', 'alerting', true," \
  " 'repeat', 3600)) FROM (VALUES ('s1'), ('s2')) v(n);" \
  "SELECT t.put('alert', 'am', 'k1', '2026-03-09', '{\"asset\": \"s1\", \"name\": \"Down\", \"severity\": \"warning\"," \
  " \"summary\": \"s1 is down\", \"raised_at\": \"2026-03-09T00:00:00Z\", \"notified_at\": \"2026-03-09T00:01:00Z\"}');" \
  "SELECT t.put('alert', 'am', 'k2', '2026-03-10', '{\"asset\": \"s2\", \"name\": \"Down\", \"severity\": \"critical\"," \
  " \"raised_at\": \"2026-03-10T00:00:00Z\", \"notified_at\": \"2026-03-10T00:01:00Z\"}');" \
  "SELECT t.put('incident', 'tracker', 'i1', '2026-03-01', '{\"title\": \"x\", \"severity\": \"high\", \"security\": true," \
  " \"occurred_at\": \"2026-02-01T00:00:00Z\", \"resolved_at\": \"2026-02-01T10:00:00Z\"}');" \
  "INSERT INTO vg.waiver (indicator, perimeter_id, subjects, during, reason, requester, approver, status)" \
  " SELECT 'asset_classified', id, '{s2}', '[2026-01-01, 2027-01-01)', 'x', 'a', 'b', 'approved' FROM vg.perimeter WHERE code = 'site';"
/* clang-format on */

static struct vg_arena *arena;
static struct vg_error err;
static struct db *web;

static void init(void) {
  indicator_world_init();
  indicator_evaluate_all(WORLD, "2026-03-10T12:00:00Z");
  arena = vg_arena_new(16 << 20);
  web = db_fixture_open("vigie_web");
}

static void fini(void) {
  vg_arena_free(arena);
  indicator_world_fini();
}

TestSuite(board, .init = init, .fini = fini);

static struct moment moment(const char *perimeter, const char *now, const char *versus) {
  struct moment m;
  cr_assert(board_moment(web, arena, perimeter, at(now), versus == NULL ? VG_NEVER : at(versus), &m, &err), "%s", err.message);
  return m;
}

static struct board *board(const char *perimeter, const char *now, const char *versus) {
  struct moment m = moment(perimeter, now, versus);
  struct board *out;
  cr_assert(board_load(web, arena, &m, &out, &err), "%s", err.message);
  return out;
}

Test(board, perimeters_and_moments) {
  struct perimeters tree;
  struct moment m;
  cr_assert(board_perimeters(web, arena, &tree, &err));
  cr_assert_eq(tree.count, 3);
  cr_expect(tree.items[0].depth == 0 && tree.items[0].parent_id == 0 && strcmp(tree.items[0].code, "all") == 0);
  cr_expect(tree.items[1].depth == 1 && strcmp(tree.items[1].code, "office") == 0 && tree.items[1].parent_id == tree.items[0].id);
  cr_expect_eq(moment(NULL, "2026-03-10T12:00:00Z", NULL).perimeter.id, tree.items[0].id);
  cr_expect(!board_moment(web, arena, "none", 0, VG_NEVER, &m, &err) && err.code == VG_E_NOTFOUND);
}

Test(board, rules_chapters_and_totals_add_up) {
  struct board *b = board("site", "2026-03-10T12:00:00Z", "2026-03-08T12:00:00Z");
  int sum = 0, chapters = 0, rules = 0;
  cr_assert_eq(b->rule_count, 70);
  cr_assert_eq(b->chapter_count, 14);
  for (int s = 0; s < STATE_COUNT; s++) sum += b->now.by_state[s];
  for (size_t c = 0; c < b->chapter_count; c++) {
    chapters += b->chapters[c].now.applied;
    rules += (int)b->chapters[c].rule_count;
  }
  cr_expect(sum == 70 && rules == 70 && chapters == b->now.applied);
  cr_expect_eq(b->now.of, 70 - b->now.by_state[STATE_NOT_APPLICABLE]);
  int measured = b->confidence.automatic + b->confidence.attested;
  cr_expect_eq(measured + b->confidence.not_measured, 70);
  cr_expect_eq(measured, db_fixture_int(indicator_world(), "SELECT count(DISTINCT l.rule) FROM vg.rule_indicator l"
                                                           " JOIN vg.indicator i ON i.code = l.indicator"));
  cr_expect(b->confidence.sources == 4 && b->confidence.sources_fresh == 4 && b->confidence.stale_sources[0] == '\0');
  const struct rule_line *rule = board_rule(b, "12.1");
  cr_assert(rule != NULL && rule->indicator_count == 3 && rule->measured == MEASURED_AUTOMATICALLY);
  cr_expect_eq(board_rule(b, "12.3")->measured, MEASURED_AUTOMATICALLY);
  cr_expect_eq(board_rule(b, "12.3")->now, STATE_UNKNOWN);
  static const char *const declared[] = {"6.1", "6.3", "6.5", "10.4"}; /* what persons say, reviewed: nothing else measures them */
  for (size_t i = 0; i < 4; i++) cr_expect_eq(board_rule(b, declared[i])->measured, MEASURED_BY_ATTESTATION, "%s", declared[i]);
  cr_expect_eq(b->confidence.attested, 4);
  cr_expect(board_rule(b, "3.2")->before == STATE_NOT_APPLIED && board_rule(b, "3.2")->now == STATE_WAIVED);
  cr_expect_eq(board_rule(b, "3.2")->since, at("2026-03-09T00:00:00Z"));
  const struct indicator_line *backup = board_indicator(b, "backup_daily");
  cr_expect(backup->now.state == STATE_APPLIED && backup->now.conforming == 2 && backup->now.judged == 2 && backup->now.value == 1);
  cr_expect(backup->before.state == STATE_NOT_APPLIED && backup->before.deviating == 1);
  cr_expect(backup->threshold.set && backup->threshold.target == 1 && backup->now.since == at("2026-03-09T02:00:00Z"));
  b = board("office", "2026-03-10T12:00:00Z", NULL);
  cr_expect(b->now.applied == 1 && board_rule(b, "13.4")->now == STATE_APPLIED); /* the tracker speaks of it: no incident */
}

/* What an installation comes with is not a change, whatever the version of its formulas. */
Test(board, a_formula_that_was_installed_did_not_change) {
  db_fixture_sql(indicator_world(), "UPDATE vg.indicator SET changed_at = '2026-03-09'");
  cr_assert_gt(db_fixture_int(indicator_world(), "SELECT count(*) FROM vg.indicator WHERE version > 1"), 10);
  cr_expect_eq(board("site", "2026-03-10T12:00:00Z", "2026-03-08T12:00:00Z")->confidence.formulas_changed, 0);
  db_fixture_sql(indicator_world(), "UPDATE vg.indicator SET version = version + 1 WHERE code = 'patch_current'");
  cr_expect_eq(board("site", "2026-03-10T12:00:00Z", "2026-03-08T12:00:00Z")->confidence.formulas_changed, 1);
}

Test(board, a_stale_source_lowers_the_totals_and_is_named) {
  struct board *fresh = board("all", "2026-03-19T12:00:00Z", NULL), *stale = board("all", "2026-03-20T12:00:00Z", NULL);
  cr_expect_eq(board_rule(fresh, "11.10")->now, STATE_WATCH);
  cr_expect_eq(board_rule(stale, "11.10")->now, STATE_UNKNOWN);
  cr_expect_str_eq(stale->confidence.stale_sources, "am");
  cr_expect_eq(stale->confidence.sources_fresh, 3);
}

Test(board, what_changed_and_why) {
  struct board *b = board("site", "2026-03-08T12:00:00Z", "2026-03-07T12:00:00Z");
  struct changes c;
  cr_assert(board_changes(web, arena, b, &c, &err), "%s", err.message);
  cr_assert(c.worse >= 1 && c.count >= 1);
  const struct change *first = &c.items[0];
  cr_expect_str_eq(first->rule->number, "12.1");
  cr_assert(first->cause_count >= 1 && first->cause_count <= 5);
  const struct change_cause *cause = &first->causes[first->cause_count - 1];
  cr_expect_str_eq(cause->subject, "s2");
  cr_expect(cause->now == VERDICT_DEVIATING && cause->at == at("2026-03-08T04:00:00Z"));
  b = board("site", "2026-03-10T12:00:00Z", "2026-03-08T12:00:00Z");
  cr_assert(board_changes(web, arena, b, &c, &err), "%s", err.message);
  cr_assert(c.better == 1 && c.worse == 1 && c.count == 3); /* setbacks first; 14.1 became applicable */
  cr_expect(strcmp(c.items[0].rule->number, "11.10") == 0 && c.items[0].cause_count == 2);
  cr_expect(strcmp(c.items[1].rule->number, "3.2") == 0 && c.items[1].causes[0].now == VERDICT_CONFORMING);
  cr_expect_str_eq(c.items[1].causes[0].subject, "s1");
}

/* One that nothing ever told of is not "no longer" known. */
Test(board, what_turned_unknown_was_known_or_never_was) {
  struct changes c;
  db_fixture_sql(indicator_world(), "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived)"
                                    " SELECT 'hardware_monitored', id, 'new', 'new', '{[2026-03-19T18:00Z,)}', '{}', '{}', '{}', '{[2026-03-19T18:00Z,)}', '{}'"
                                    " FROM vg.perimeter WHERE code = 'site'");
  struct board *b = board("site", "2026-03-20T12:00:00Z", "2026-03-19T12:00:00Z");
  cr_assert(board_changes(web, arena, b, &c, &err), "%s", err.message);
  int never = 0, silent = 0;
  for (size_t i = 0; i < c.count; i++)
    for (size_t k = 0; k < c.items[i].cause_count; k++) {
      const struct change_cause *cause = &c.items[i].causes[k];
      if (cause->now != VERDICT_UNKNOWN) continue;
      cr_expect_eq(cause->never_told, strcmp(cause->subject, "new") == 0, "%s", cause->subject);
      never += cause->never_told, silent += !cause->never_told;
    }
  cr_expect(never > 0 && silent > 0, "%d %d", never, silent);
}

static struct subject_list subjects(const char *indicator, int verdict, const char *now, size_t limit) {
  struct moment m = moment("all", now, NULL);
  struct subject_query q = {.indicator = indicator, .verdict = verdict, .limit = limit};
  struct subject_list out;
  cr_assert(board_subjects(web, arena, &m, &q, &out, &err), "%s", err.message);
  return out;
}

Test(board, the_list_is_the_figure) {
  struct subject_list l = subjects("backup_daily", -1, "2026-03-08T12:00:00Z", 0);
  cr_assert(l.count == 2 && l.total == 2 && l.by_verdict[VERDICT_DEVIATING] == 1 && l.by_verdict[VERDICT_CONFORMING] == 1);
  cr_expect(l.items[0].verdict == VERDICT_DEVIATING && strcmp(l.items[0].subject, "s2") == 0);
  cr_expect(l.items[0].since == at("2026-03-08T04:00:00Z") && l.items[0].until == at("2026-03-09T02:00:00Z"));
  l = subjects("backup_daily", VERDICT_CONFORMING, "2026-03-08T12:00:00Z", 1);
  cr_assert(l.count == 1 && l.total == 1);
  cr_expect_str_eq(l.items[0].subject, "s1");
  l = subjects("asset_classified", -1, "2026-03-08T12:00:00Z", 0);
  cr_assert(l.by_verdict[VERDICT_DEVIATING] == 1 && l.by_verdict[VERDICT_WAIVED] == 1);
  cr_expect(l.items[1].verdict == VERDICT_WAIVED && strcmp(l.items[1].subject, "s2") == 0);
  l = subjects("alert_open", -1, "2026-03-10T12:00:00Z", 0);
  cr_assert(l.count == 2 && l.items[0].has_value && l.items[0].until == VG_NEVER);
  l = subjects("incident_mttr", -1, "2026-03-10T12:00:00Z", 0);
  cr_assert(l.count == 1 && l.items[0].value == 10);
  l = subjects("backup_daily", -1, "2025-01-01T00:00:00Z", 0);
  cr_expect(l.count == 0 && l.total == 0);
  struct moment m = moment("all", "2026-03-08T12:00:00Z", NULL);
  struct subject_query q = {.indicator = "none", .verdict = -1};
  cr_expect(!board_subjects(web, arena, &m, &q, &l, &err) && err.code == VG_E_NOTFOUND);
}

/* It is the same deviation before, during and after a waiver: what is waived is a part of it. */
Test(board, a_waiver_that_was_does_not_make_a_deviation_begin_anew) {
  db_fixture_sql(indicator_world(), "UPDATE vg.verdict_kept SET waived = '{[2026-02-01, 2026-02-01 00:00:03+00), [2026-04-01,)}'"
                                    " WHERE indicator = 'asset_classified' AND subject = 's2'");
  struct subject_list l = subjects("asset_classified", VERDICT_DEVIATING, "2026-03-08T12:00:00Z", 0);
  cr_assert(l.count == 2 && strcmp(l.items[1].subject, "s2") == 0);
  cr_expect(l.items[1].since == at("2026-01-01T00:00:00Z"), "it began before the waiver");
  cr_expect(l.items[1].until == at("2026-04-01T00:00:00Z"), "another waiver takes it then");
  l = subjects("asset_classified", VERDICT_WAIVED, "2026-04-02T12:00:00Z", 0);
  cr_assert(l.count == 1 && l.items[0].since == at("2026-04-01T00:00:00Z"));
}

static enum night night_of(const struct night_grid *g, const char *subject, int place) {
  for (size_t i = 0; i < g->count; i++)
    if (strcmp(g->items[i].subject, subject) == 0) return g->items[i].nights[place];
  return NIGHT_OUTSIDE;
}

Test(board, fourteen_nights) {
  struct moment m = moment("site", "2026-03-10T12:00:00Z", NULL);
  struct night_grid g;
  cr_assert(board_nights(web, arena, &m, &g, &err), "%s", err.message);
  cr_assert_eq(g.count, 2);
  cr_expect_eq(g.ends[NIGHTS - 1], at("2026-03-10T12:00:00Z"));
  cr_expect_str_eq(g.items[0].subject, "s1");
  cr_expect(g.items[0].nights[8] == NIGHT_MISSING && g.items[0].nights[13] == NIGHT_OK && g.items[0].nights[7] == NIGHT_OK);
  cr_expect(g.items[1].nights[11] == NIGHT_FAILED && g.items[1].now == VERDICT_CONFORMING);
  m = moment("site", "2026-03-05T06:00:00Z", NULL); /* s2 has its backup of the night under way, s1 may still have its own */
  cr_assert(board_nights(web, arena, &m, &g, &err), "%s", err.message);
  cr_assert(g.count == 2 && g.ends[NIGHTS - 1] == at("2026-03-05T12:00:00Z"));
  cr_expect(night_of(&g, "s1", NIGHTS - 1) == NIGHT_AHEAD && night_of(&g, "s2", NIGHTS - 1) == NIGHT_OK);
  m = moment("site", "2026-03-11T06:00:00Z", NULL); /* the night under way decides nothing yet: the fourteen before it */
  cr_assert(board_nights(web, arena, &m, &g, &err), "%s", err.message);
  cr_expect(g.ends[0] == at("2026-02-25T12:00:00Z") && g.ends[NIGHTS - 1] == at("2026-03-10T12:00:00Z"));
  cr_expect(g.items[0].nights[13] == NIGHT_OK && g.items[0].now == VERDICT_DEVIATING);
}

Test(board, open_alerts_with_their_records) {
  struct moment m = moment("all", "2026-03-10T12:00:00Z", NULL);
  struct alert_lines a;
  cr_assert(board_alerts(web, arena, &m, &a, &err), "%s", err.message);
  cr_assert_eq(a.count, 2);
  cr_expect_str_eq(a.items[0].severity, "critical");
  cr_expect(strcmp(a.items[1].summary, "s1 is down") == 0 && a.items[1].record_id > 0 && a.items[1].fresh);
  m = moment("all", "2026-03-09T12:00:00Z", NULL);
  cr_assert(board_alerts(web, arena, &m, &a, &err) && a.count == 1);
}

Test(board, trends_have_holes_and_lifelines_whole_lengths) {
  struct moment m = moment("site", "2026-03-10T12:00:00Z", NULL);
  const vg_time instants[] = {at("2025-12-01T00:00:00Z"), at("2026-03-08T12:00:00Z"), at("2026-03-10T00:00:00Z")};
  struct trend_point points[3];
  struct lifeline line;
  struct totals totals[3], *stairs;
  struct board *b = board("site", "2026-03-10T12:00:00Z", NULL);
  cr_assert(board_trend(web, arena, &m, "backup_daily", instants, 3, points, &err), "%s", err.message);
  cr_expect(!points[0].reading.has_value && points[1].reading.value == 0.5 && points[2].reading.value == 1);
  cr_assert(board_lifeline(web, arena, &m, board_rule(b, "11.12"), at("2025-12-31T00:00:00Z"), m.at, &line, &err), "%s", err.message);
  int64_t sum = 0;
  for (int s = 0; s < STATE_COUNT; s++) sum += line.seconds[s];
  cr_expect(sum == line.total_seconds && line.seconds[STATE_UNKNOWN] >= 86400);
  cr_assert(board_lifeline(web, arena, &m, board_rule(b, "12.3"), at("2026-01-01T00:00:00Z"), m.at, &line, &err));
  cr_expect(line.count == 1 && line.steps[0].state == STATE_UNKNOWN);
  cr_assert(board_totals_at(web, arena, b, 0, instants, 3, totals, &err) && board_staircases(web, arena, b, instants, 3, &stairs, &err));
  int applied = 0;
  for (size_t c = 0; c < b->chapter_count; c++) applied += stairs[c * 3 + 2].applied;
  cr_expect(totals[0].applied == 0 && totals[2].of == 70 - totals[2].by_state[STATE_NOT_APPLICABLE] && applied == totals[2].applied);
}

/* Rule 3.2 is measured by asset_classified alone. */
Test(board, an_indicator_whose_rules_do_not_apply_is_not_applicable) {
  indicator_evaluate_all("SELECT t.applies('3.2', 'site', false, '2026-03-05');", "2026-03-10T13:00:00Z");
  struct board *b = board("site", "2026-03-10T12:00:00Z", "2026-03-04T12:00:00Z");
  const struct indicator_line *line = board_indicator(b, "asset_classified");
  cr_expect(line->now.state == STATE_NOT_APPLICABLE && line->left_out && line->now.since == at("2026-03-05T00:00:00Z"));
  cr_expect(line->before.state == STATE_NOT_APPLIED);
  cr_expect(line->now.judged == 2, "what it counts is still told");
  cr_expect(!board_indicator(b, "backup_daily")->left_out);
  line = board_indicator(board("site", "2026-03-04T12:00:00Z", "2026-03-10T12:00:00Z"), "asset_classified");
  cr_expect(line->now.state == STATE_NOT_APPLIED && !line->left_out && line->before.state == STATE_NOT_APPLICABLE);
  line = board_indicator(board("all", "2026-03-10T12:00:00Z", NULL), "asset_classified");
  cr_expect(line->now.state == STATE_WAIVED && !line->left_out, "above the site it applies");
  struct moment m = moment("site", "2026-03-10T12:00:00Z", NULL);
  const vg_time instants[] = {at("2026-03-04T12:00:00Z"), at("2026-03-08T12:00:00Z")};
  struct trend_point points[2];
  cr_assert(board_trend(web, arena, &m, "asset_classified", instants, 2, points, &err), "%s", err.message);
  cr_expect(points[0].reading.state == STATE_NOT_APPLIED && points[1].reading.state == STATE_NOT_APPLICABLE);
  cr_expect(points[1].reading.since == at("2026-03-05T00:00:00Z") && !points[1].reading.critical, "as the board says it");
  struct lifeline life;
  cr_assert(board_lifeline(web, arena, &m, board_rule(b, "3.2"), at("2026-03-01T00:00:00Z"), at("2026-03-11T00:00:00Z"), &life, &err), "%s", err.message);
  cr_expect(life.total_seconds == 10 * 86400 && life.applicable_seconds == 4 * 86400);
}

Test(board, past_deviations_provenance_and_revisions) {
  struct moment m = moment("site", "2026-03-10T12:00:00Z", NULL);
  struct deviation_lines d;
  struct provenance p;
  struct revision *r;
  size_t count;
  cr_assert(board_deviations(web, arena, &m, "backup_daily", at("2026-03-01T00:00:00Z"), 10, &d, &err), "%s", err.message);
  cr_expect_str_eq(d.items[0].perimeter, "site"); /* its name */
  cr_assert(d.count == 2 && d.total == 2);
  cr_expect(strcmp(d.items[0].subject, "s2") == 0 && !d.items[0].open && d.items[0].to == at("2026-03-09T02:00:00Z"));
  cr_assert(board_provenance(web, arena, &m, indicator_find("backup_daily"), &p, &err), "%s", err.message);
  cr_expect(p.source_count == 2 && strlen(p.sha256) == 64 && p.version == 1 && p.known_at == m.at);
  cr_expect(p.sources[1].fresh && p.sources[1].last_pull > 0 && p.sources[1].fresh_until == at("2027-01-01T00:00:00Z"));
  cr_expect_str_eq(p.sources[1].kinds, "backup");
  cr_expect(p.sources[1].staleness_s == 86400 && !p.sources[1].told_later);
  cr_assert(board_revisions(web, arena, &m, "backup_daily", at("2026-03-08T20:00:00Z"), &r, &count, &err), "%s", err.message);
  cr_expect(count == 1 && r[0].revision == 1 && r[0].reading.judged == 2);
}

/* s3 has no check of its hardware until the source of checks falls silent, s4 until it leaves; only s2 was mended. */
#define THREE_ENDS \
  "SELECT t.put('asset', 'inventory', n, d, jsonb_build_object('name', n, 'type', 'server', 'environment', 'production', 'status', s," \
  " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')))" \
  " FROM (VALUES ('s3', '2026-03-01'::timestamptz, 'in_service'), ('s4', '2026-03-01', 'in_service'), ('s4', '2026-03-12', 'retired')) v(n, d, s);"

static const struct deviation_line *deviation_of(const struct deviation_lines *d, const char *subject) {
  for (size_t i = 0; i < d->count; i++)
    if (strcmp(d->items[i].subject, subject) == 0) return &d->items[i];
  return NULL;
}

Test(board, a_deviation_whose_source_fell_silent_is_not_mended) {
  struct deviation_lines d;
  indicator_evaluate_all(THREE_ENDS "UPDATE vg.indicator SET stale = true;", "2026-03-25T00:00:00Z");
  struct moment m = moment("site", "2026-03-25T00:00:00Z", NULL);
  cr_assert(board_deviations(web, arena, &m, "hardware_monitored", at("2026-03-01T00:00:00Z"), 10, &d, &err), "%s", err.message);
  const struct deviation_line *silent = deviation_of(&d, "s3"), *left = deviation_of(&d, "s4");
  cr_assert(silent != NULL && left != NULL);
  cr_expect(!silent->open && silent->to == at("2026-03-20T00:00:00Z") && !silent->conforming_after && silent->unknown_after);
  cr_expect(!left->open && !left->conforming_after && !left->unknown_after);
  m = moment("site", "2026-03-10T12:00:00Z", NULL);
  cr_assert(board_deviations(web, arena, &m, "backup_daily", at("2026-03-08T00:00:00Z"), 10, &d, &err), "%s", err.message);
  const struct deviation_line *mended = deviation_of(&d, "s2");
  cr_expect(mended != NULL && !mended->open && mended->conforming_after && !mended->unknown_after);
}

/* Sources of the past are those that were there, with the reading that tells of that instant: never what is good until today. */
#define LATER \
  "SELECT t.cover('restic', '2027-01-01', '2027-01-03'); UPDATE vg.pull SET read = 9, rejected = 1;" \
  "SELECT t.source('new', 'site', '{backup}'); SELECT t.source('catchup', 'site', '{backup}'); SELECT t.source('never', 'all', '{asset}');" \
  "UPDATE vg.source SET created_at = '2026-04-01' WHERE code IN ('new', 'catchup'); SELECT t.cover('new', '2026-04-01', '2026-04-05');" \
  "INSERT INTO vg.coverage (source_id, kind, pull_id, during)" \
  " SELECT s.id, 'backup', t.pull('catchup', '2026-04-02'), '[2026-01-01, 2026-04-03)' FROM vg.source s WHERE s.code = 'catchup';"

static const struct provenance_source *source(const struct provenance *p, const char *code) {
  for (size_t i = 0; i < p->source_count; i++)
    if (strcmp(p->sources[i].code, code) == 0) return &p->sources[i];
  return NULL;
}

Test(board, provenance_of_the_past_is_that_of_then) {
  const struct indicator *i = indicator_find("backup_daily");
  struct provenance p;
  indicator_evaluate_all(LATER, "2027-01-02T00:00:00Z");
  struct moment m = moment("site", "2026-03-10T12:00:00Z", NULL);
  cr_assert(board_provenance(web, arena, &m, i, &p, &err), "%s", err.message);
  cr_assert(source(&p, "new") == NULL, "it was not there, and tells nothing of that day");
  const struct provenance_source *restic = source(&p, "restic"), *catchup = source(&p, "catchup"), *never = source(&p, "never");
  cr_expect(restic != NULL && restic->fresh && restic->fresh_until == at("2027-01-01T00:00:00Z"), "of the reading of then");
  cr_assert(catchup != NULL);
  cr_expect(catchup->fresh && catchup->told_later && catchup->last_read == at("2026-04-02T00:00:00Z") && catchup->fresh_until == VG_NEVER);
  cr_expect(never != NULL && !never->fresh && never->last_pull == 0);

  struct completeness c;
  struct reading r = {.judged = 5, .unknown = 2};
  board_completeness(i, &p, &r, &c);
  cr_expect(c.sources == 4 && c.sources_fresh == 3 && c.items == 20 && c.kept == 18, "%d %d %d %d", c.sources, c.sources_fresh, c.items, c.kept);
  cr_expect(c.subjects == 5 && c.known == 3 && c.absent_count == 0);
  m = moment("site", "2025-06-01T12:00:00Z", NULL);
  cr_assert(board_provenance(web, arena, &m, i, &p, &err), "%s", err.message);
  board_completeness(i, &p, &r, &c);
  cr_assert(c.items == 0 && c.sources_fresh == 0 && c.absent_count == 2);
  cr_expect(c.absent[0] == kind_find("asset")->id && c.absent[1] == kind_find("backup")->id);
}

Test(board, four_questions) {
  struct board *b = board("all", "2026-03-10T12:00:00Z", "2026-02-10T12:00:00Z");
  struct question q[QUESTION_COUNT];
  vg_time quarters[QUESTION_QUARTERS];
  for (int i = 0; i < QUESTION_QUARTERS; i++) quarters[i] = b->moment.at - (QUESTION_QUARTERS - 1 - i) * 91 * VG_DAY;
  cr_assert(board_questions(web, arena, b, quarters, q, &err), "%s", err.message);
  cr_expect(q[QUESTION_APPLICATION].now.n == b->now.applied && q[QUESTION_APPLICATION].now.of == b->now.of);
  cr_expect(!q[QUESTION_APPLICATION].quarters[0].known && q[QUESTION_APPLICATION].quarters[7].known);
  cr_expect(q[QUESTION_SECURITY].now.known && q[QUESTION_SECURITY].now.n == 0 && q[QUESTION_SECURITY].now.of == 1);
  cr_expect(q[QUESTION_INCIDENTS].now.n == 1 && q[QUESTION_INCIDENTS].now.of == 1 && q[QUESTION_INCIDENTS].now.hours == 10);
  cr_expect(q[QUESTION_INCIDENTS].has_target && !q[QUESTION_INCIDENTS].quarters[0].known);
  cr_expect(!q[QUESTION_MEANS].now.known && strcmp(q[QUESTION_MEANS].indicator, "restore_test_passed") == 0);
  cr_expect(!q[QUESTION_ACTIONS].now.known && q[QUESTION_ACTIONS].has_target);
  cr_expect(!q[QUESTION_BUDGET].now.known && q[QUESTION_BUDGET].now.budget.lines == 0 && q[QUESTION_BUDGET].target == 0.9);
}

/* A target is set for later than most of the eight quarters: each of them stands before the one in force then. */
Test(board, quarters_have_the_targets_of_then) {
  db_fixture_sql(indicator_world(), "INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason)"
                                    " VALUES ('budget_committed', NULL, 0.5, 0.4, 0.1, '2026-02-01', 'ada', 'less')");
  struct board *b = board("site", "2026-03-10T12:00:00Z", "2026-02-10T12:00:00Z");
  struct question q[QUESTION_COUNT];
  vg_time quarters[QUESTION_QUARTERS];
  for (int i = 0; i < QUESTION_QUARTERS; i++) quarters[i] = at("2026-03-10T12:00:00Z") - (QUESTION_QUARTERS - 1 - i) * 182 * VG_DAY;
  cr_assert(board_questions(web, arena, b, quarters, q, &err), "%s", err.message);
  const double *targets = q[QUESTION_BUDGET].targets;
  cr_expect(isnan(targets[0]), "before any policy: %g", targets[0]);
  cr_expect(targets[6] == 0.9 && targets[7] == 0.5 && q[QUESTION_BUDGET].target == 0.5, "%g %g", targets[6], targets[7]);
  cr_expect(isnan(q[QUESTION_APPLICATION].targets[7]));
}

Test(board, nothing_at_all) {
  struct board *b = board("office", "2020-01-01T00:00:00Z", "2019-01-01T00:00:00Z");
  struct changes c;
  cr_expect(b->rule_count == 0 && b->now.of == 0); /* no policy was in force */
  b = board("office", "2024-02-01T00:00:00Z", "2024-01-01T00:00:00Z");
  cr_expect(b->now.applied == 0 && b->now.by_state[STATE_UNKNOWN] == 70 && b->now.of == 70);
  cr_assert(board_changes(web, arena, b, &c, &err) && c.count == 0);
  for (size_t i = 0; i < b->indicator_count; i++) cr_expect(!b->indicators[i].now.has_value);
}
