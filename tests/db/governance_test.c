#include <criterion/criterion.h>
#include <string.h>

#include "governance/deviation.h"
#include "governance/rule.h"
#include "governance/threshold.h"
#include "governance/waiver.h"
#include "support/db_indicator.h"

/* Four systems at the site, of which s1 alone was backed up in January. */
#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                     \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server',"  \
  " 'environment', 'production', 'status', 'in_service', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = "   \
  "'site'))) FROM generate_series(1, 4) n;"                                                                            \
  "SELECT t.cover('inventory', '2026-01-01', '2027-01-01');"                                                           \
  "SELECT t.cover('restic', d, '2027-01-01') FROM generate_series('2026-01-01'::timestamptz, '2026-02-11', '1 day') d;" \
  "SELECT t.put('backup', 'restic', 's1-' || d, d, jsonb_build_object('asset', 's1', 'status', 'ok', 'finished_at', d))" \
  " FROM generate_series('2026-01-01 02:00+00'::timestamptz, '2026-02-10 02:00+00', '1 day') d WHERE d <> '2026-01-15 02:00+00';"

static struct vg_arena *arena;
static struct vg_error err;
static struct db *web;
static const struct zone *paris;

static void init(void) {
  indicator_world_init();
  indicator_evaluate(WORLD, "2026-01-20T12:00:00Z");
  arena = vg_arena_new(16 << 20);
  web = db_fixture_open("vigie_web");
  paris = zone_get("Europe/Paris", &err);
}

static void fini(void) {
  vg_arena_free(arena);
  indicator_world_fini();
}

TestSuite(governance, .init = init, .fini = fini);

static int64_t day(int month, int mday) { return date_to_days(2026, month, mday); }

static struct author by(const char *login, const char *now) { return (struct author){login, "", at(now)}; }

static void refused(bool done, enum vg_code code, const char *says) {
  cr_expect_not(done);
  cr_expect_eq(err.code, code, "%s", err.message);
  cr_expect(strstr(err.message, says) != NULL, "expected \"%s\", found \"%s\"", says, err.message);
  err = (struct vg_error){0};
}

static const char *const named[] = {"s2", "s3"};

static struct waiver_draft draft(void) {
  return (struct waiver_draft){.indicator = "backup_daily", .perimeter = "site", .subjects = named, .subject_count = 2, .from_day = day(1, 20),
                               .until_day = day(2, 5), .reason = "the tape library is being replaced", .compensation = "a copy by hand each Friday"};
}

static int64_t request(struct waiver_draft w, const char *now) {
  struct author ada = by("ada", now);
  int64_t id = 0;
  cr_assert(waiver_request(web, arena, &ada, paris, &w, &id, &err), "%s", err.message);
  return id;
}

static bool try_request(struct waiver_draft w) {
  struct author ada = by("ada", "2026-01-20T12:00:00Z");
  int64_t id;
  return waiver_request(web, arena, &ada, paris, &w, &id, &err);
}

Test(governance, a_waiver_counts_from_the_second_signature_to_its_end) {
  int64_t id = request(draft(), "2026-01-20T12:00:00Z");
  struct author ada = by("ada", "2026-01-20T13:00:00Z"), bob = by("bob", "2026-01-20T14:00:00Z");
  indicator_evaluate("", "2026-01-20T12:30:00Z");
  EXPECT({"t.verdict('backup_daily', 's2', '2026-01-20 15:00+00')", "deviating"});
  refused(waiver_decide(web, &ada, id, true, "", &err), VG_E_DENIED, "expected somebody else than \"ada\"");
  cr_assert(waiver_decide(web, &bob, id, true, "seen with the board", &err), "%s", err.message);
  refused(waiver_decide(web, &bob, id, false, "no", &err), VG_E_CONFLICT, "found one approved already");
  indicator_evaluate("", "2026-01-20T15:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's2', '2026-01-20 13:59:59+00')", "deviating"}, {"t.verdict('backup_daily', 's2', '2026-01-20 14:00+00')", "waived"},
         {"t.verdict('backup_daily', 's3', '2026-02-05 22:59:59+00')", "waived"}, {"t.verdict('backup_daily', 's3', '2026-02-05 23:00+00')", "waived"},
         {"t.verdict('backup_daily', 's3', '2026-02-05 23:00:01+00')", "deviating"}, {"t.verdict('backup_daily', 's4', '2026-01-25 00:00+00')", "deviating"},
         {"t.line('backup_daily', 'site', '2026-01-21 00:00+00')", "not_applied! 1/4 d3 u0 p0 w2 0.25"},
         {"SELECT string_agg(actor || ' ' || action || ' ' || object, ', ' ORDER BY id) FROM vg.journal", "ada waiver.requested waiver 1, bob waiver.approved waiver 1"});
}

Test(governance, the_database_itself_wants_two_persons) {
  int64_t id = request(draft(), "2026-01-20T12:00:00Z");
  cr_assert_eq(id, 1);
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.waiver SET status = 'approved', approver = 'ada' WHERE id = 1"), VG_E_INPUT);
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.waiver SET status = 'approved' WHERE id = 1"), VG_E_INPUT);
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.waiver SET requester = 'bob' WHERE id = 1"), VG_E_DENIED);
  cr_expect_eq(db_fixture_try(web, "DELETE FROM vg.waiver"), VG_E_DENIED);
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.waiver SET during = tstzrange('2026-01-01', NULL) WHERE id = 1"), VG_E_INPUT);
}

Test(governance, a_waiver_of_all_gives_the_state_and_its_early_end_gives_it_back) {
  struct waiver_draft w = draft();
  w.subject_count = 0;
  int64_t id = request(w, "2026-01-20T12:00:00Z");
  struct author bob = by("bob", "2026-01-20T14:00:00Z"), eve = by("eve", "2026-01-22T09:00:00Z");
  cr_assert(waiver_decide(web, &bob, id, true, "", &err), "%s", err.message);
  indicator_evaluate("", "2026-01-20T15:00:00Z");
  EXPECT({"t.line('backup_daily', 'site', '2026-01-21 00:00+00')", "waived 1/4 d3 u0 p0 w3 0.25"});
  refused(waiver_end(web, &eve, id, "", &err), VG_E_INPUT, "reason: expected why");
  cr_assert(waiver_end(web, &eve, id, "the library works", &err), "%s", err.message);
  refused(waiver_end(web, &eve, id, "again", &err), VG_E_CONFLICT, "found one over");
  indicator_evaluate("", "2026-01-22T10:00:00Z");
  EXPECT({"t.line('backup_daily', 'site', '2026-01-22 08:59:59+00')", "waived 1/4 d3 u0 p0 w3 0.25"},
         {"t.line('backup_daily', 'site', '2026-01-22 09:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"});
  struct waivers found;
  struct waiver_query q = {.at = at("2026-01-21T12:00:00Z"), .indicator = "backup_daily"};
  cr_assert(waiver_list(web, arena, &q, &found, &err), "%s", err.message);
  cr_expect(found.count == 1 && found.items[0].stand == WAIVER_ENDING && found.items[0].to == at("2026-02-05T23:00:00Z") + 1);
  q.at = at("2026-01-22T12:00:00Z");
  cr_assert(waiver_list(web, arena, &q, &found, &err), "%s", err.message);
  cr_expect(found.items[0].stand == WAIVER_ENDED && found.items[0].to == at("2026-01-22T09:00:00Z"));
  cr_expect_str_eq(found.items[0].end_reason, "the library works");
  q.at = at("2026-01-20T13:00:00Z");
  cr_assert(waiver_list(web, arena, &q, &found, &err), "%s", err.message);
  cr_expect(found.items[0].stand == WAIVER_REQUESTED && found.items[0].approver == NULL);
}

Test(governance, a_wrong_request_names_what_is_wrong) {
  struct waiver_draft w = draft();
  w.until_day = day(1, 19);
  refused(try_request(w), VG_E_INPUT, "until: expected 2026-01-20 or later, found 2026-01-19");
  w.until_day = date_to_days(2027, 1, 21);
  refused(try_request(w), VG_E_INPUT, "until: expected 2027-01-20 at most, twelve months after its beginning, found 2027-01-21");
  w.until_day = date_to_days(2027, 1, 20);
  cr_expect(try_request(w), "%s", err.message);
  w = draft();
  w.from_day = day(1, 19);
  refused(try_request(w), VG_E_INPUT, "from: expected today (2026-01-20) or later, found 2026-01-19");
  w = draft();
  w.compensation = " \t ";
  refused(try_request(w), VG_E_INPUT, "compensation: expected");
  w = draft();
  w.reason = "   ";
  refused(try_request(w), VG_E_INPUT, "reason: expected");
  w = draft();
  w.subjects = (const char *const[]){"s2", "s9"};
  refused(try_request(w), VG_E_INPUT, "found \"s9\"");
  w = draft();
  w.perimeter = "office";
  refused(try_request(w), VG_E_INPUT, "found \"s2\"");
  w.perimeter = "moon";
  refused(try_request(w), VG_E_INPUT, "perimeter: expected the code of a perimeter, found \"moon\"");
  w = draft();
  w.indicator = "alert_open";
  refused(try_request(w), VG_E_INPUT, "subjects: expected none, for the figure of alert_open is waived whole, found \"s2\"");
  w.indicator = NULL, w.rule = "12.1";
  refused(try_request(w), VG_E_INPUT, "subjects: expected none");
  w.subject_count = 0;
  w.rule = "99.9";
  refused(try_request(w), VG_E_INPUT, "rule: expected a rule of the policy, found \"99.9\"");
  w.indicator = "backup_daily";
  refused(try_request(w), VG_E_INPUT, "expected either a rule or an indicator");
}

Test(governance, days_and_months_of_waivers) {
  cr_expect_eq(waiver_day(date_to_days(2026, 1, 31), 1), date_to_days(2026, 2, 28));
  cr_expect_eq(waiver_day(date_to_days(2026, 11, 25), 3), date_to_days(2027, 2, 25));
  cr_expect_eq(waiver_day(date_to_days(2026, 12, 1), 12), date_to_days(2027, 12, 1));
  cr_expect_eq(day_begins(paris, day(1, 20), at("2026-01-20T12:00:00Z")), at("2026-01-20T12:00:00Z"));
  cr_expect_eq(day_begins(paris, day(1, 21), at("2026-01-20T12:00:00Z")), at("2026-01-20T23:00:00Z") + 1);
  cr_expect_eq(day_is_over(paris, day(1, 21)), at("2026-01-21T23:00:00Z") + 1);
}

/* ---- thresholds ---- */

static struct threshold_draft stricter(void) {
  return (struct threshold_draft){.indicator = indicator_find("backup_daily"), .perimeter = "site", .target = "25", .warning = "20,5 %", .critical = "10",
                                  .from_day = day(1, 20), .reason = "agreed with the board"};
}

static bool check(struct threshold_draft d) {
  struct author ciso = by("ciso", "2026-01-20T12:00:00Z");
  struct threshold_wanted w;
  return threshold_check(web, arena, &ciso, paris, &d, &w, &err);
}

Test(governance, thresholds_on_the_wrong_side_are_refused) {
  struct threshold_draft d = stricter();
  cr_expect(check(d), "%s", err.message);
  d.warning = "26";
  refused(check(d), VG_E_INPUT, "warning: expected at most the target (25%), since higher is better, found 26%");
  d = stricter();
  d.critical = "21";
  refused(check(d), VG_E_INPUT, "critical: expected at most the warning threshold (20.5%), since higher is better, found 21%");
  d = stricter();
  d.target = "101";
  refused(check(d), VG_E_INPUT, "target: expected a number from 0 to 100, found \"101\"");
  for (const char *const *bad = (const char *const[]){"", "many", "1e3", "-5", "9,5,5", "NaN", "95 km", ".5", "5.", NULL}; *bad != NULL; bad++) {
    d.target = *bad;
    refused(check(d), VG_E_INPUT, "target: expected a number");
  }
  d = stricter();
  d.indicator = indicator_find("incident_mttr"), d.target = "24 h", d.warning = "12 h", d.critical = "72";
  refused(check(d), VG_E_INPUT, "warning: expected at least the target (24h), since lower is better, found 12h");
  d = stricter();
  d.from_day = day(1, 19);
  refused(check(d), VG_E_INPUT, "from: expected today (2026-01-20) or later");
  d = stricter();
  d.reason = "";
  refused(check(d), VG_E_INPUT, "reason: expected");
  d = stricter();
  d.perimeter = "moon";
  refused(check(d), VG_E_INPUT, "perimeter: expected");
}

Test(governance, an_adopted_threshold_changes_nothing_before_its_day) {
  struct author ciso = by("ciso", "2026-01-20T12:00:00Z");
  struct threshold_draft d = stricter();
  d.from_day = day(1, 23);
  cr_assert(threshold_adopt(web, arena, &ciso, paris, &d, &err), "%s", err.message);
  indicator_evaluate("", "2026-01-25T12:00:00Z");
  EXPECT({"t.line('backup_daily', 'site', '2026-01-22 23:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('backup_daily', 'site', '2026-01-22 23:00:01+00')", "applied 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('backup_daily', 'all', '2026-01-24 12:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"SELECT string_agg(m.day::text || ' ' || m.state, ', ' ORDER BY m.day) FROM vg.measurement m JOIN vg.perimeter p ON p.id = m.perimeter_id"
          " WHERE p.code = 'site' AND m.indicator = 'backup_daily' AND m.day BETWEEN '2026-01-21' AND '2026-01-24'",
          "2026-01-21 not_applied, 2026-01-22 not_applied, 2026-01-23 applied, 2026-01-24 applied"},
         {"SELECT actor || ' ' || action || ' ' || object || ' ' || (detail ->> 'target') FROM vg.journal", "ciso threshold.changed indicator backup_daily 25"});
  d.from_day = day(1, 23);
  ciso.now = at("2026-01-23T12:00:00Z");
  refused(threshold_adopt(web, arena, &ciso, paris, &d, &err), VG_E_CONFLICT, "found figures of backup_daily at that day or later");
  struct moment m;
  struct threshold_change *changes;
  size_t count;
  cr_assert(board_moment(web, arena, "site", at("2026-01-21T00:00:00Z"), VG_NEVER, &m, &err));
  cr_assert(threshold_changes(web, arena, &m, "backup_daily", &changes, &count, &err), "%s", err.message);
  cr_assert_eq(count, 2);
  cr_expect(changes[0].target == 0.25 && changes[0].warning == 0.205 && changes[0].from == at("2026-01-22T23:00:00Z") + 1);
  cr_expect(!changes[0].first && changes[0].target_before == 1 && changes[0].warning_before == 0.98 && changes[1].first);
  cr_expect(strcmp(changes[0].author, "ciso") == 0 && strcmp(changes[0].perimeter, "site") == 0 && changes[1].perimeter == NULL);
}

static void adopt(const char *perimeter, const char *target, int64_t from, const char *now) {
  struct author ciso = by("ciso", now);
  struct threshold_draft d = {.indicator = indicator_find("backup_daily"), .perimeter = perimeter, .target = target, .warning = "10", .critical = "5",
                              .from_day = from, .reason = "agreed with the board"};
  cr_assert(threshold_adopt(web, arena, &ciso, paris, &d, &err), "%s", err.message);
}

/* The targets of backup_daily in a perimeter as known on a day of January, the latest first: "site 30<25, ". */
static const char *changes_of(const char *perimeter, int mday) {
  struct moment m;
  struct threshold_change *changes;
  size_t count;
  const char *out = "";
  cr_assert(board_moment(web, arena, perimeter, at("2026-01-01T12:00:00Z") + (mday - 1) * VG_DAY, VG_NEVER, &m, &err));
  cr_assert(threshold_changes(web, arena, &m, "backup_daily", &changes, &count, &err), "%s", err.message);
  for (size_t i = 0; i < count; i++)
    out = vg_printf(arena, "%s%s %.0f<%.0f, ", out, changes[i].perimeter != NULL ? changes[i].perimeter : "-", changes[i].target * 100,
                    changes[i].first ? 0 : changes[i].target_before * 100);
  return out;
}

Test(governance, a_threshold_holds_below_until_a_nearer_perimeter_has_its_own) {
  db_fixture_sql(indicator_world(), "SELECT t.perimeter('rack', 'site'); SELECT t.put('asset', 'inventory', 'A1', '2026-01-20',"
                                    " jsonb_build_object('name', 's1', 'type', 'server', 'environment', 'production', 'status', 'in_service',"
                                    " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'rack')));");
  adopt("all", "60", day(1, 22), "2026-01-20T12:00:00Z");
  adopt("site", "25", day(1, 24), "2026-01-20T13:00:00Z");
  adopt(NULL, "20", day(1, 26), "2026-01-21T12:00:00Z"); /* everywhere: the root's, and later */
  indicator_evaluate("", "2026-01-21T13:00:00Z");
  EXPECT({"SELECT string_agg(p.code || ' ' || (SELECT string_agg(trim_scale(h.target * 100) || ' ' || coalesce((lower(h.during) AT TIME ZONE 'Europe/Paris')::date - '2026-01-01', 0), ', '"
          "   ORDER BY h.during) FROM vg.threshold_period h WHERE h.perimeter_id = p.id AND h.indicator = 'backup_daily'), '; ' ORDER BY p.code) FROM vg.perimeter p",
          "all 100 -731, 60 21, 20 25; office 100 -731, 60 21, 20 25; rack 100 -731, 60 21, 25 23; site 100 -731, 60 21, 25 23"});
  cr_expect_str_eq(changes_of("rack", 21), "site 25<60, all 60<100, - 100<0, ");
  cr_expect_str_eq(changes_of("office", 21), "- 20<60, all 60<100, - 100<0, ");
  cr_expect_str_eq(changes_of("rack", 19), "- 100<0, "); /* nothing else was decided */
  indicator_evaluate("UPDATE vg.threshold SET target = 0.1, warning = 0.1 WHERE target = 0.6;", "2026-01-21T14:00:00Z"); /* from the thresholds alone */
  EXPECT({"t.line('backup_daily', 'site', '2026-01-21 12:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"}, {"t.line('backup_daily', 'site', '2026-01-22 02:00+00')", "applied 1/4 d3 u0 p0 w0 0.25"});
}

Test(governance, a_preview_says_what_an_evaluation_would) {
  vg_time instants[40];
  struct threshold_point points[40];
  struct threshold_wanted w = {.indicator = indicator_find("backup_daily"), .target = "25", .warning = "20", .critical = "10"};
  int64_t site = db_fixture_int(indicator_world(), "SELECT id FROM vg.perimeter WHERE code = 'site'");
  for (int i = 0; i < 40; i++) instants[i] = at("2025-12-20T12:00:00Z") + i * VG_DAY;
  cr_assert(threshold_preview(web, arena, &w, site, instants, 40, points, &err), "%s", err.message);
  cr_expect(!points[0].has_value && points[0].was == points[0].becomes);
  int moved = 0;
  for (int i = 0; i < 40; i++) moved += points[i].was != points[i].becomes;
  cr_expect_eq(moved, 19, "%d", moved); /* the noons of 1 to 20 January, but for the 15th, without a backup */
  indicator_evaluate("UPDATE vg.threshold SET target = 0.25, warning = 0.2, critical = 0.1 WHERE indicator = 'backup_daily';", "2026-01-20T12:00:00Z");
  struct threshold_point again[40];
  cr_assert(threshold_preview(web, arena, &w, site, instants, 40, again, &err), "%s", err.message);
  for (int i = 0; i < 40; i++) cr_expect(again[i].was == points[i].becomes && again[i].becomes == points[i].becomes, "day %d", i);
}

/* The state of each step under the thresholds in force then is the one it has. */
#define UNDER_THE_SAME {"SELECT count(*) FROM vg.timeline l JOIN vg.indicator i ON i.code = l.indicator JOIN vg.threshold_period b ON b.indicator = l.indicator" \
  " AND b.perimeter_id = l.perimeter_id AND b.during @> l.from_at LEFT JOIN vg.waiver_reach w ON w.indicator = l.indicator" \
  " AND w.perimeter_id = l.perimeter_id AND w.subjects IS NULL AND w.during @> l.from_at" \
  " WHERE vg.state_under(l, i.form, i.direction = 'up', b.target, b.warning, w.id IS NOT NULL) <> l.state", "0"}

Test(governance, a_preview_under_the_same_thresholds_changes_nothing) {
  EXPECT(UNDER_THE_SAME);
}

Test(governance, a_preview_knows_when_a_figure_is_waived) {
  const vg_time instants[] = {at("2026-01-18T12:00:00Z"), at("2026-01-19T12:00:00Z")};
  struct threshold_point was[2], loose[2];
  struct threshold_wanted w = {.indicator = indicator_find("incident_count"), .target = "1", .warning = "1", .critical = "1"};
  indicator_evaluate("SELECT t.source('tracker', 'site', '{incident}'); SELECT t.cover('tracker', '2026-01-01', '2027-01-01');"
                     "SELECT t.put('incident', 'tracker', 'i' || n, '2026-01-10', '{\"title\": \"x\", \"severity\": \"low\", \"security\": true,"
                     " \"occurred_at\": \"2026-01-10T00:00:00Z\"}') FROM generate_series(1, 6) n;"
                     "SELECT t.waive('incident_count', NULL, 'all', NULL, '[2026-01-19, 2026-01-25)');", "2026-01-20T13:00:00Z");
  int64_t site = db_fixture_int(indicator_world(), "SELECT id FROM vg.perimeter WHERE code = 'site'");
  cr_assert(threshold_preview(web, arena, &w, site, instants, 2, was, &err), "%s", err.message);
  cr_expect(was[0].was == STATE_WATCH && was[0].becomes == STATE_NOT_APPLIED && was[1].was == STATE_WAIVED && was[1].becomes == STATE_WAIVED);
  w.target = w.warning = w.critical = "6";
  cr_assert(threshold_preview(web, arena, &w, site, instants, 2, loose, &err), "%s", err.message);
  cr_expect(loose[0].becomes == STATE_APPLIED && loose[1].becomes == STATE_APPLIED);
  EXPECT(UNDER_THE_SAME);
}

/* ---- rules ---- */

Test(governance, owners_are_dated_and_the_last_one_holds) {
  struct author ciso = by("ciso", "2026-01-20T12:00:00Z");
  struct rule_owner *owners;
  size_t count;
  cr_assert(rule_owner_name(web, &ciso, paris, "12.1", "Claire Petit", "Luc Morel", day(1, 20), "the team was split", &err), "%s", err.message);
  cr_assert(rule_owner_name(web, &ciso, paris, "12.1", "Luc Morel", "", day(2, 1), "she leaves", &err), "%s", err.message);
  cr_assert(rule_owners(web, arena, "12.1", at("2026-01-25T00:00:00Z"), &owners, &count, &err));
  cr_assert_geq(count, 2);
  cr_expect(strcmp(owners[0].owner, "Luc Morel") == 0 && !owners[0].begun);
  cr_expect(strcmp(owners[1].owner, "Claire Petit") == 0 && owners[1].begun && strcmp(owners[1].deputy, "Luc Morel") == 0);
  refused(rule_owner_name(web, &ciso, paris, "12.1", "x", "x", day(1, 20), "r", &err), VG_E_INPUT, "deputy: expected somebody else");
  refused(rule_owner_name(web, &ciso, paris, "12.1", "", "", day(1, 20), "r", &err), VG_E_INPUT, "owner: expected");
  refused(rule_owner_name(web, &ciso, paris, "12.1", "x", "", day(1, 19), "r", &err), VG_E_INPUT, "from: expected today");
  refused(rule_owner_name(web, &ciso, paris, "99.1", "x", "", day(1, 20), "r", &err), VG_E_NOTFOUND, "rule 99.1");
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.rule_owner SET owner = 'x'"), VG_E_DENIED);
}

Test(governance, a_statement_holds_once_a_second_person_confirms_it) {
  struct author ciso = by("ciso", "2026-01-20T12:00:00Z"), admin = by("root", "2026-01-21T09:00:00Z");
  struct statement_draft d = {.rule = "12.1", .perimeter = "site", .from_day = day(1, 20), .reason = "nothing is hosted there"};
  struct statements all;
  struct moment m;
  cr_assert(statement_ask(web, arena, &ciso, paris, &d, &err), "%s", err.message);
  refused(statement_ask(web, arena, &ciso, paris, &d, &err), VG_E_CONFLICT, "waits for its reviewer already");
  indicator_evaluate("", "2026-01-20T13:00:00Z");
  EXPECT({"t.rule('12.1', 'site', '2026-01-25 12:00+00')", "not_applied"});
  refused(statement_decide(web, arena, &ciso, 1, true, "", &err), VG_E_DENIED, "expected somebody else than \"ciso\"");
  cr_assert(statement_decide(web, arena, &admin, 1, true, "seen", &err), "%s", err.message);
  refused(statement_decide(web, arena, &admin, 1, false, "no", &err), VG_E_CONFLICT, "found one confirmed already");
  indicator_evaluate("", "2026-01-21T10:00:00Z");
  EXPECT({"t.rule('12.1', 'site', '2026-01-21 08:59+00')", "not_applied"}, {"t.rule('12.1', 'site', '2026-01-21 09:00+00')", "not_applicable"},
         {"SELECT string_agg(actor || ' ' || action, ', ' ORDER BY id) FROM vg.journal", "ciso applicability.stated, root applicability.confirmed"});
  cr_assert(board_moment(web, arena, "site", at("2026-01-22T00:00:00Z"), VG_NEVER, &m, &err));
  cr_assert(statement_list(web, arena, &m, "12.1", &all, &err), "%s", err.message);
  cr_expect(all.count == 1 && all.items[0].holds && !all.items[0].applicable && strcmp(all.items[0].reviewer, "root") == 0);
  m.at = at("2026-01-20T18:00:00Z");
  cr_assert(statement_list(web, arena, &m, NULL, &all, &err), "%s", err.message);
  cr_expect(all.count == 1 && all.items[0].request == 1 && all.items[0].reviewer == NULL && !all.items[0].holds);
  d.perimeter = "moon";
  refused(statement_ask(web, arena, &ciso, paris, &d, &err), VG_E_INPUT, "found \"moon\"");
  cr_expect_eq(db_fixture_try(web, "INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at)"
                                   " SELECT '12.1', id, false, now(), 'x', 'ciso', 'ciso', now() FROM vg.perimeter"), VG_E_INPUT);
}

/* ---- deviations ---- */

static struct deviation_note_draft note(void) {
  int64_t site = db_fixture_int(indicator_world(), "SELECT id FROM vg.perimeter WHERE code = 'site'");
  return (struct deviation_note_draft){.indicator = "backup_daily", .perimeter_id = site, .subject = "s1", .instant = at("2026-01-15T12:00:00Z"),
                                       .cause = "the disk was full", .mended_by = "TICKET-42"};
}

Test(governance, a_deviation_has_two_ends_and_notes_that_stay) {
  struct author op = by("op", "2026-01-20T12:00:00Z");
  struct deviation_note_draft d = note();
  struct deviation it;
  struct deviation_notes notes;
  cr_assert(deviation_get(web, arena, "backup_daily", d.perimeter_id, "s1", d.instant, op.now, &it, &err), "%s", err.message);
  cr_expect(it.from == at("2026-01-15T04:00:00Z") && it.to == at("2026-01-16T02:00:00Z") && it.over && it.conforming_after && !it.waived);
  refused(deviation_get(web, arena, "backup_daily", d.perimeter_id, "s1", at("2026-01-14T12:00:00Z"), op.now, &it, &err), VG_E_NOTFOUND, "not in deviation");
  cr_assert(deviation_note_add(web, arena, &op, &d, &err), "%s", err.message);
  d.cause = "in fact the network was down";
  d.mended_by = "";
  d.kind = kind_get(indicator_find("backup_daily")->records_kind);
  d.record_id = db_fixture_int(indicator_world(), "SELECT id FROM rec.backup WHERE finished_at = '2026-01-16 02:00+00'");
  op.now += VG_HOUR;
  cr_assert(deviation_note_add(web, arena, &op, &d, &err), "%s", err.message);
  cr_assert(deviation_notes(web, arena, "backup_daily", d.perimeter_id, "s1", it.from, op.now, &notes, &err), "%s", err.message);
  cr_assert_eq(notes.count, 2);
  const struct deviation_note *last = deviation_note_of(&notes, d.perimeter_id, "s1", it.from, it.to);
  cr_expect(last == &notes.items[0] && strcmp(last->cause, "in fact the network was down") == 0 && last->record_id == d.record_id);
  cr_expect_str_eq(notes.items[1].mended_by, "TICKET-42");
  cr_expect_null(deviation_note_of(&notes, d.perimeter_id, "s1", it.to, VG_NEVER));
  d.record_id = 999999;
  refused(deviation_note_add(web, arena, &op, &d, &err), VG_E_NOTFOUND, "");
  cr_expect_eq(db_fixture_try(web, "UPDATE vg.deviation_note SET cause = 'x'"), VG_E_DENIED);
  cr_expect_eq(db_fixture_try(web, "DELETE FROM vg.deviation_note"), VG_E_DENIED);
}

Test(governance, marks_of_a_rule) {
  struct moment m;
  struct rule_mark *marks;
  size_t count;
  indicator_evaluate("SELECT t.waive(NULL, '12.1', 'all', NULL, '[2026-01-05,2026-01-10)'); UPDATE vg.waiver SET decided_at = '2026-01-04'; SELECT t.applies('12.1', 'site', false, '2026-01-12');", "2026-01-20T12:00:00Z");
  cr_assert(board_moment(web, arena, "site", at("2026-01-20T12:00:00Z"), VG_NEVER, &m, &err));
  cr_assert(rule_marks(web, arena, &m, "12.1", at("2025-06-01T00:00:00Z"), m.at, &marks, &count, &err), "%s", err.message);
  cr_expect(count >= 3 && marks[count - 1].what == MARK_NOT_APPLICABLE && marks[count - 2].what == MARK_WAIVER_ENDS && marks[count - 3].what == MARK_WAIVER_BEGINS);
  cr_expect_eq(marks[count - 2].at, at("2026-01-10T00:00:00Z"));
}
