/* What is kept in memory says what the database says: at any date, in any perimeter, whatever is too large to be kept. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "indicator/attestation.h"
#include "indicator/snapshot.h"
#include "support/board_same.h"
#include "support/db_indicator.h"

/* Two policies, thresholds of a perimeter's own, a waiver, a source that fell silent, one that was never read, pulls that failed, runs
 * of a night on both sides of midnight, an alert that is over, a record that vanished. */
/* clang-format off */
#define WORLD \
  "SELECT t.source('inventory', 'all', '{asset,person}'); SELECT t.source('restic', 'site', '{backup}');" \
  "SELECT t.source('am', 'site', '{alert}'); SELECT t.source('tracker', 'all', '{incident}'); SELECT t.source('mute', 'office', '{patch}');" \
  "SELECT t.source('off', 'site', '{training}'); UPDATE vg.source SET enabled = false WHERE code = 'off';" \
  "SELECT t.cover(s, '2026-01-01', '2026-09-01') FROM unnest('{inventory,restic,tracker}'::text[]) s;" \
  "SELECT t.cover('am', '2026-01-01', '2026-03-20'); SELECT t.cover('am', '2026-03-25', '2026-04-02'); SELECT t.cover('off', '2026-01-02', '2026-05-01');" \
  "UPDATE vg.pull SET read = 12, rejected = 2 WHERE id % 2 = 0;" \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at, message) SELECT id, 'failed', at, at, 'refused at ' || at" \
  " FROM vg.source, unnest('{2026-03-01,2026-03-22}'::timestamptz[]) at WHERE code IN ('am', 'restic', 'mute');" \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT id, 'running', '2026-03-23', '2026-03-23' FROM vg.source WHERE code = 'am';" \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'critical', n = 's1', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = CASE WHEN n = 's3' THEN 'office' ELSE 'site' END)))" \
  " FROM (VALUES ('s1'), ('s2'), ('s3')) v(n);" \
  "SELECT t.put('asset', 'inventory', 's1', '2026-03-09', jsonb_build_object('name', 's1', 'type', 'server', 'environment', 'production'," \
  " 'status', 'in_service', 'critical', true, 'classification', 'secret', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')));" \
  "SELECT t.put('backup', 'restic', n || d, d, jsonb_build_object('asset', n, 'status', CASE WHEN extract(day FROM d)::int % 5 = 3 AND n = 's2'" \
  "   THEN 'failed' ELSE 'ok' END, 'finished_at', d)) FROM (VALUES ('s1'), ('s2')) v(n)," \
  " generate_series('2026-01-01 02:00+00'::timestamptz, '2026-05-10 02:00+00', '1 day') d WHERE NOT (n = 's1' AND extract(day FROM d)::int % 11 = 5);" \
  "SELECT t.put('backup', 'restic', 'late' || d, d, jsonb_build_object('asset', 's2', 'status', 'ok', 'finished_at', d))" \
  " FROM generate_series('2026-01-03 23:30+00'::timestamptz, '2026-05-03 23:30+00', '5 days') d;" \
  "SELECT t.gone('backup', 'restic', 'late' || d, d + interval '1 day')" \
  " FROM generate_series('2026-01-03 23:30+00'::timestamptz, '2026-03-03 23:30+00', '5 days') d;" \
  "SELECT t.put('alert', 'am', 'k1', '2026-03-09', '{\"asset\": \"s1\", \"name\": \"Down\", \"severity\": \"warning\"," \
  " \"summary\": \"s1 is down\", \"raised_at\": \"2026-03-09T00:00:00Z\", \"resolved_at\": \"2026-03-26T00:00:00Z\"}');" \
  "SELECT t.put('alert', 'am', k, '2026-03-10', '{\"asset\": \"s2\", \"name\": \"Down\", \"severity\": \"critical\"," \
  " \"raised_at\": \"2026-03-10T00:00:00Z\"}') FROM (VALUES ('k2'), ('k3')) v(k);"
/* recurring controls: learnt late, corrected, vanished, seen again, planned; campaigns of five and of four */
#define CONTROLS \
  "SELECT t.source('paper', 'site', '{restore_test,audit,document,training,attestation,publication}');" \
  "SELECT t.put('restore_test', 'paper', 'r' || n, d + n * interval '1 day', jsonb_build_object('asset', 's1', 'result', CASE n % 3 WHEN 0 THEN 'partial' ELSE 'success' END," \
  " 'tested_at', d)) FROM generate_series(1, 9) n, LATERAL (SELECT '2026-01-04 09:00+00'::timestamptz + n / 2 * interval '13 days' AS d) x;" \
  "SELECT t.put('restore_test', 'paper', 'r3', '2026-03-20', '{\"asset\": \"s1\", \"result\": \"success\", \"tested_at\": \"2026-01-18T09:00:00Z\"}');" \
  "SELECT t.gone('restore_test', 'paper', 'r5', '2026-03-21');" \
  "SELECT t.gone('restore_test', 'paper', 'r6', '2026-03-21');" \
  "SELECT t.put('restore_test', 'paper', 'r6', '2026-04-02', '{\"asset\": \"s2\", \"result\": \"partial\", \"tested_at\": \"2026-02-13T09:00:00Z\"}');" \
  "UPDATE rec.restore_test_history SET back_at = '2026-04-02' WHERE key = 'r6' AND vanished;" \
  "SELECT t.put('audit', 'paper', 'a1', '2026-01-01', '{\"title\": \"x\", \"type\": \"internal\", \"planned_on\": \"2026-04-15\"}');" \
  "SELECT t.put('audit', 'paper', 'a1', '2026-04-05', '{\"title\": \"x\", \"type\": \"internal\", \"planned_on\": \"2026-04-15\", \"held_on\": \"2026-04-03\"}');" \
  "SELECT t.put('document', 'paper', 'd' || n, v, jsonb_build_object('reference', 'P' || n, 'title', 'p' || v, 'type', 'procedure', 'status', 'in_force'," \
  " 'reviewed_at', '2026-02-01T09:00:00Z'::timestamptz + n * interval '20 days')) FROM generate_series(1, 3) n, unnest('{2026-02-02,2026-03-15}'::timestamptz[]) v;" \
  "SELECT t.put('document', 'paper', 'd9', '2026-02-02', '{\"reference\": \"P9\", \"title\": \"never read over\", \"type\": \"procedure\", \"status\": \"in_force\"}');" \
  "SELECT t.put('training', 'paper', s || g, '2026-02-10'::timestamptz + g * interval '1 day', jsonb_build_object('person', 'p' || g || '@x.test', 'course', 'c', 'theme', s," \
  " 'completed_at', '2026-02-09T09:00:00Z'::timestamptz + g % 2 * interval '1 hour')) FROM (VALUES ('security', 7), ('phishing', 4)) v(s, n), generate_series(1, n) g;"
/* lines of the budget: one corrected, one withdrawn, one in another currency, those of two years */
#define BUDGET \
  "SELECT t.source('book', 'all', '{budget}'); SELECT t.cover('book', '2026-01-01', '2026-05-05');" \
  "SELECT t.put('budget', 'book', k, at, jsonb_build_object('code', k, 'title', k, 'begins_on', y || '-01-01', 'ends_on', y || '-12-31', 'planned', p," \
  " 'committed', c, 'currency', d, 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = w))) FROM (VALUES" \
  " ('a', '2026-01-02'::timestamptz, 2026, 100.5, 0, 'EUR', 'site'), ('a', '2026-03-10', 2026, 100.5, 80.25, 'EUR', 'site')," \
  " ('b', '2026-02-01', 2026, 50, 50, 'EUR', 'office'), ('c', '2026-01-02', 2025, 9, 9, 'EUR', 'all'), ('d', '2026-04-01', 2026, 7, 1, 'CHF', 'office'))" \
  " v(k, at, y, p, c, d, w); SELECT t.gone('budget', 'book', 'd', '2026-04-08');"
/* places that change, go and come back; a platform in service for a time; attestations learnt late, corrected, vanished, back, of another
 * perimeter, and made here; another policy with other days and another control */
#define ATTESTED \
  "SELECT t.source('places', 'site', '{place}'); SELECT t.source('register', 'all', '{attestation}'); SELECT t.source('other', 'office', '{attestation,asset}');" \
  "SELECT t.put('place', 'places', n, d::timestamptz, jsonb_build_object('name', n, 'type', y, 'in_use', u)) FROM (VALUES ('HQ', '2026-01-05', 'site', true)," \
  " ('HQ', '2026-02-20', 'site', true), ('HQ', '2026-04-01', 'site', false), ('HQ', '2026-04-12', 'site', true), ('Annex', '2026-01-20', 'site', true)," \
  " ('Vault', '2026-02-10', 'secure_area', true)) v(n, d, y, u);" \
  "SELECT t.gone('place', 'places', 'Annex', '2026-03-25'); SELECT t.put('place', 'places', 'Annex', '2026-04-15', '{\"name\": \"Annex\", \"type\": \"site\", \"in_use\": true}');" \
  "UPDATE rec.place_history SET back_at = '2026-04-15' WHERE key = 'Annex' AND vanished;" \
  "SELECT t.put('asset', 'other', 'c1', d::timestamptz, jsonb_build_object('name', 'c1', 'type', 'server', 'client', 'X', 'environment', 'production', 'status', s))" \
  " FROM (VALUES ('2026-02-01', 'in_service'), ('2026-04-20', 'retired')) v(d, s);" \
  "SELECT t.put('attestation', r, k, l::timestamptz, jsonb_strip_nulls(jsonb_build_object('control', c, 'subject', n, 'attested_at', a::timestamptz, 'result', 'passed'," \
  " 'evidence', 'x', 'valid_until', u::timestamptz))) FROM (VALUES ('register', 'k1', '2026-01-20', 'intrusion_system', 'HQ', '2026-01-10', NULL)," \
  " ('register', 'k2', '2026-02-15', 'intrusion_system', 'HQ', '2026-02-01', '2026-03-01'), ('register', 'k2', '2026-03-05', 'intrusion_system', 'HQ', '2026-02-02', '2026-04-20')," \
  " ('register', 'k3', '2026-03-12', 'intrusion_system', 'HQ', '2026-03-11', NULL), ('register', 'k4', '2026-02-12', 'secure_area', 'Vault', '2026-02-11', '2026-02-11')," \
  " ('register', 'k5', '2026-02-20', 'secure_area', 'Vault', '2026-02-13', '2026-03-15'), ('other', 'k6', '2026-01-25', 'intrusion_system', 'HQ', '2026-01-24', '2027-01-01')," \
  " ('other', 'k7', '2026-02-05', 'data_resale', 'office', '2026-02-04', NULL)) v(r, k, l, c, n, a, u);" \
  "SELECT t.gone('attestation', 'register', 'k2', '2026-03-18'); SELECT t.gone('attestation', 'register', 'k5', '2026-03-02');" \
  "SELECT t.put('attestation', 'register', 'k5', '2026-03-08', '{\"control\": \"secure_area\", \"subject\": \"Vault\", \"attested_at\": \"2026-02-13T00:00:00Z\"," \
  " \"result\": \"passed\", \"evidence\": \"x\", \"valid_until\": \"2026-03-15T00:00:00Z\"}'); UPDATE rec.attestation_history SET back_at = '2026-03-08' WHERE key = 'k5' AND vanished;" \
  "INSERT INTO vg.attestation (control, perimeter_id, subject, result, statement, attested_at, valid_until, author, written_at, status, reviewer, reviewed_at, remark)" \
  " SELECT 'secure_area', id, 'Vault', 'failed', 'x', a::timestamptz, u::timestamptz, 'ada', a::timestamptz, s, 'bob', v::timestamptz, 'x' FROM vg.perimeter," \
  " (VALUES ('2026-02-25', '2026-04-01', 'accepted', '2026-02-27'), ('2026-03-01', '2026-06-01', 'refused', '2026-03-02')) w(a, u, s, v) WHERE code = 'site';" \
  "UPDATE vg.policy SET registers = '{\"controls\": [{\"code\": \"intrusion_system\", \"rule\": \"3.2\", \"subject\": \"site\", \"days\": 30, \"question_fr\": \"q\", \"question_en\": \"q\"}," \
  " {\"code\": \"new\", \"rule\": \"3.9\", \"subject\": \"perimeter\", \"days\": 9, \"question_fr\": \"q\", \"question_en\": \"q\"}]}' WHERE code = 'next';"
/* what people decided */
#define DECIDED \
  "SELECT t.applies('3.2', 'site', false, '2026-03-15'); SELECT t.applies('3.2', 'site', true, '2026-04-20');" \
  "SELECT t.put('incident', 'tracker', 'i' || n, d, jsonb_build_object('title', 'x', 'severity', s, 'security', true," \
  " 'occurred_at', d, 'resolved_at', d + interval '10 hours')) FROM (VALUES (1, 'high', '2026-02-01'::timestamptz), (2, 'critical', '2026-02-20'), (3, 'low', '2026-03-01')) v(n, s, d);" \
  "INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason)" \
  " SELECT 'backup_daily', id, 0.5, 0.4, 0.1, '2026-03-15'::timestamptz, 'ada', 'fewer' FROM vg.perimeter WHERE code = 'site'" \
  " UNION ALL SELECT 'asset_classified', id, 0.5, 0.4, 0.1, '2026-03-18', 'ada', 'all of it' FROM vg.perimeter WHERE code = 'all'" \
  " UNION ALL SELECT 'asset_classified', NULL, 0.6, 0.4, 0.1, '2026-03-26', 'ada', 'again' UNION ALL SELECT 'backup_daily', NULL, 0.9, 0.8, 0.1, '2026-03-20', 'ada', 'all' UNION ALL SELECT 'alert_open', NULL, 0, 1, 5, '2026-03-20', 'ada', 'x';" \
  "UPDATE vg.indicator SET version = first_version + 1, changed_at = '2026-03-12' WHERE code = 'asset_owned';" \
  "INSERT INTO vg.waiver (indicator, perimeter_id, subjects, during, reason, requester, approver, status)" \
  " SELECT 'asset_classified', id, '{s2}', '[2026-02-01, 2026-04-01)', 'x', 'a', 'b', 'approved' FROM vg.perimeter WHERE code = 'site';" \
  "INSERT INTO vg.waiver (indicator, perimeter_id, during, reason, requester, status, requested_at)" \
  " SELECT 'asset_classified', id, '[2026-02-12, 2026-04-05)', 'x', 'a', 'requested', '2026-02-10' FROM vg.perimeter WHERE code = 'site';" \
  "INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at)" \
  " SELECT '3.1', id, false, '2026-03-01', 'x', 'a', '2026-02-20' FROM vg.perimeter WHERE code = 'site';" \
  "INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('next', 'Suivante', 'Next', '2026-03-10');" \
  "INSERT INTO vg.chapter VALUES ('next', 3, 'C', 'Assets again');" \
  "INSERT INTO vg.rule (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en) VALUES" \
  " ('next', '3.2', 3, 1, 'a', 'Classified', 'x', 'Each asset has a class.'), ('next', '3.9', 3, 2, 'b', 'New', 'x', 'x'), ('next', '12.1', 3, 3, 'c', 'Saved', 'x', 'x');" \
  "INSERT INTO vg.rule_indicator VALUES ('next', '3.2', 'asset_classified', 1), ('next', '12.1', 'backup_daily', 1), ('next', '12.1', 'backup_success_rate', 2), ('next', '3.9', 'alert_open', 1);"
/* clang-format on */

static struct db *plain, *kept;
static struct vg_error err;

static void init(void) {
  indicator_world_init();
  db_fixture_sql(indicator_world(), WORLD);
  db_fixture_sql(indicator_world(), CONTROLS);
  db_fixture_sql(indicator_world(), BUDGET);
  indicator_evaluate(DECIDED, "2026-04-10T12:00:00Z");
  db_fixture_sql(indicator_world(), ATTESTED);
  plain = db_fixture_open("vigie_web");
  kept = db_fixture_open("vigie_web");
}

TestSuite(snapshot, .init = init, .fini = indicator_world_fini);

static struct snapshots *store(size_t limit) {
  struct snapshots *s;
  cr_assert(snapshots_new(&s, limit, &err), "%s", err.message);
  return s;
}

Test(snapshot, says_what_the_database_says) {
  struct snapshots *s = store(8 << 20);
  struct snapshot *one = snapshot_take(s, 1);
  int parts;
  db_set_aside(kept, one);
  board_same(plain, kept, at("2025-12-20T00:00:00Z"), at("2026-05-15T00:00:00Z"), 60);
  /* at the very bounds of periods, and just before them */
  static const char *const bounds[] = {"2026-03-10T00:00:00Z", "2026-03-20T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-22T00:00:00Z",
                                       "2026-03-08T02:00:00Z", "2026-03-08T12:00:00Z", "2026-01-01T00:00:00Z"};
  for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
    for (int before = 0; before < 2; before++) board_same_at(plain, kept, "site", at(bounds[i]) - before, at("2026-02-10T00:00:00Z") - before);
  cr_assert(snapshot_held(one, &parts) < 8 << 20);
  cr_assert_gt(parts, 8);
  db_set_aside(kept, NULL);
  snapshot_give_back(one);
  snapshots_free(s);
}

/* The days on which what is to be attested changes, one by one: it is late, due soon, due later, and there is something to compare. */
Test(snapshot, counts_what_is_to_be_attested_as_the_database_does) {
  struct snapshots *s = store(8 << 20);
  struct snapshot *one = snapshot_take(s, 1);
  struct attestations_due seen = {0}, n, same;
  VG_ARENA(arena, 16 << 20);
  db_set_aside(kept, one);
  for (vg_time day = at("2026-01-01T00:00:00Z"); day < at("2026-05-10T00:00:00Z"); day += VG_DAY / 2)
    for (size_t p = 0; p < 3; p++) {
      static const char *const perimeters[] = {"all", "site", "office"};
      struct moment m;
      cr_assert(board_moment(plain, arena, perimeters[p], day, VG_NEVER, &m, &err) && attestations_count(plain, &m, &n, &err) &&
                    attestations_count(kept, &m, &same, &err), "%s", err.message);
      for (int d = 0; d < ATTESTATION_DUES; d++) {
        char said[TIME_TEXT];
        cr_expect_eq(n.of[d], same.of[d], "%s at %s, %s: %lld, of memory %lld", perimeters[p], time_format(day, said), attestation_due_names[d],
                     (long long)n.of[d], (long long)same.of[d]);
        seen.of[d] += n.of[d];
      }
    }
  for (int d = 0; d < ATTESTATION_DUES; d++) cr_expect_gt(seen.of[d], 10, "%s", attestation_due_names[d]);
  int parts;
  (void)snapshot_held(one, &parts);
  cr_expect_eq(parts, 2, "what is common, what is attested");
  db_set_aside(kept, NULL);
  snapshot_give_back(one);
  snapshots_free(s);
}

Test(snapshot, what_is_too_large_is_asked_of_the_database) {
  static const size_t limits[] = {4096, 40000, 90000, 200000};
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct snapshots *s = store(limits[i]);
    struct snapshot *one = snapshot_take(s, 1);
    int parts;
    db_set_aside(kept, one);
    board_same(plain, kept, at("2025-12-20T00:00:00Z"), at("2026-05-15T00:00:00Z"), 6);
    cr_expect_leq(snapshot_held(one, &parts), limits[i]);
    db_set_aside(kept, NULL);
    snapshot_give_back(one);
    snapshots_free(s);
  }
}

Test(snapshot, a_generation_is_read_once_and_shared) {
  struct snapshots *s = store(8 << 20);
  struct snapshot *one = snapshot_take(s, 1), *again = snapshot_take(s, 1);
  cr_assert_eq(one, again);
  cr_assert_eq(snapshot_take(s, 0), one, "a later one stands for an earlier one");
  snapshot_give_back(one);
  db_set_aside(kept, one);
  board_same_at(plain, kept, "all", at("2026-03-10T12:00:00Z"), at("2026-02-10T12:00:00Z"));
  int parts, more;
  (void)snapshot_held(one, &parts);
  board_same_at(plain, kept, "all", at("2026-03-11T12:00:00Z"), at("2026-02-11T12:00:00Z"));
  (void)snapshot_held(one, &more);
  cr_assert_leq(parts, more);
  struct snapshot *two = snapshot_take(s, 2);
  cr_assert_neq(one, two);
  db_set_aside(kept, two);
  board_same_at(plain, kept, "all", at("2026-03-10T12:00:00Z"), at("2026-02-10T12:00:00Z"));
  db_set_aside(kept, NULL);
  snapshot_give_back(one);
  snapshot_give_back(again);
  snapshot_give_back(two);
  snapshots_free(s);
}

/* Parts read on both sides of an evaluation would not agree: what is not kept yet is then asked of the database. */
Test(snapshot, never_mixes_two_evaluations) {
  struct snapshots *s = store(8 << 20);
  struct snapshot *old = snapshot_take(s, 1);
  VG_ARENA(arena, 1 << 20);
  struct perimeters all;
  int before, after;
  db_set_aside(kept, old);
  cr_assert(board_perimeters(kept, arena, &all, &err));
  (void)snapshot_held(old, &before);
  indicator_evaluate("SELECT t.put('backup', 'restic', 's1x', '2026-04-11', '{\"asset\": \"s1\", \"status\": \"failed\", \"finished_at\": \"2026-04-11T01:00:00Z\"}');"
                     "SELECT t.cover('restic', '2026-04-11', '2026-09-01');", "2026-04-11T12:00:00Z");
  struct moment m;
  struct night_grid nights;
  struct alert_lines alerts;
  cr_assert(board_moment(kept, arena, "site", at("2026-04-11T12:00:00Z"), VG_NEVER, &m, &err) && board_nights(kept, arena, &m, &nights, &err) &&
            board_alerts(kept, arena, &m, &alerts, &err));
  (void)snapshot_held(old, &after);
  cr_assert_eq(before, after, "nothing of the new evaluation is put beside the old one");
  struct snapshot *fresh = snapshot_take(s, 2);
  db_set_aside(kept, fresh);
  board_same(plain, kept, at("2026-04-09T00:00:00Z"), at("2026-04-13T00:00:00Z"), 10);
  db_set_aside(kept, NULL);
  snapshot_give_back(old);
  snapshot_give_back(fresh);
  snapshots_free(s);
}

static void ask(struct snapshot *of, const char *now) {
  db_set_aside(kept, of);
  board_same_at(plain, kept, "site", at(now), at("2026-02-10T12:00:00Z"));
  db_set_aside(kept, NULL);
}

Test(snapshot, the_next_one_is_read_before_it_is_asked_for) {
  struct snapshots *s = store(8 << 20);
  atomic_ulong generation = 7;
  int used, read_again, asked_again;
  struct snapshot *old = snapshot_take(s, 7);
  cr_assert_null(snapshot_prepare(s, kept), "nobody used any");
  ask(old, "2026-03-10T12:00:00Z");
  (void)snapshot_held(old, &used);
  indicator_evaluate("SELECT t.put('backup', 'restic', 's1y', '2026-04-11', '{\"asset\": \"s1\", \"status\": \"failed\", \"finished_at\": \"2026-04-11T01:00:00Z\"}');"
                     "SELECT t.cover('restic', '2026-04-11', '2026-09-01');", "2026-04-11T12:00:00Z");
  struct snapshot *next = snapshot_prepare(s, kept);
  cr_assert_not_null(next);
  (void)snapshot_held(next, &read_again);
  cr_assert_eq(read_again, used, "all that was used is there");
  cr_assert_eq(snapshot_take(s, 7), old, "until then the one before is shown");
  cr_assert(snapshot_publish(next, &generation, 7));
  cr_assert_eq(atomic_load(&generation), 8);
  struct snapshot *fresh = snapshot_take(s, 8);
  ask(fresh, "2026-04-11T12:00:00Z");
  ask(fresh, "2026-03-10T12:00:00Z");
  (void)snapshot_held(fresh, &asked_again);
  cr_assert_leq(read_again, asked_again);
  for (int i = 0; i < 2; i++) snapshot_give_back(old);
  snapshot_give_back(fresh);
  snapshots_free(s);
}

Test(snapshot, one_that_was_overtaken_while_it_was_read_goes) {
  struct snapshots *s = store(8 << 20);
  atomic_ulong generation = 7;
  struct snapshot *old = snapshot_take(s, 7);
  ask(old, "2026-03-10T12:00:00Z");
  struct snapshot *next = snapshot_prepare(s, kept);
  cr_assert_not_null(next);
  atomic_fetch_add(&generation, 1); /* this process changed something itself */
  cr_assert_not(snapshot_publish(next, &generation, 7));
  cr_assert_eq(atomic_load(&generation), 8);
  struct snapshot *fresh = snapshot_take(s, 8);
  int parts;
  (void)snapshot_held(fresh, &parts);
  cr_assert_eq(parts, 0, "what was read before the change is not shown after it");
  snapshot_give_back(old);
  snapshot_give_back(fresh);
  snapshots_free(s);
}

Test(snapshot, the_first_one_holds_what_boards_need) {
  struct snapshots *s = store(8 << 20);
  atomic_ulong generation = 0;
  struct snapshot *first = snapshot_prepare(s, kept);
  int parts, asked;
  cr_assert(first != NULL && snapshot_publish(first, &generation, 0));
  (void)snapshot_held(first, &parts);
  cr_assert_eq(parts, 9);
  struct snapshot *taken = snapshot_take(s, 1);
  db_set_aside(kept, taken);
  board_same_at(plain, kept, "all", at("2026-03-10T12:00:00Z"), at("2026-02-10T12:00:00Z"));
  db_set_aside(kept, NULL);
  (void)snapshot_held(taken, &asked);
  cr_assert_geq(asked, parts);
  snapshot_give_back(taken);
  snapshots_free(s);
}
