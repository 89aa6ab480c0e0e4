/* Decisions through the pages: who may, what is refused and kept as typed, what a past day shows. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_page.h"

/* s1 has been in deviation for three days, s0 was for one, last month; 3 of 4 conform. */
static const char world[] =
    "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)"
    " SELECT 'backup_daily', id, 's1', 's1 (Files)', tstzmultirange(tstzrange(now() - interval '300 days', NULL)), '{}',"
    "  tstzmultirange(tstzrange(now() - interval '3 days', NULL)), '{}', '{}', '{}', NULL FROM vg.perimeter WHERE code = 'all';"
    "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived)"
    " SELECT 'backup_daily', id, 's0', 's0', tstzmultirange(tstzrange(now() - interval '300 days', NULL)),"
    "  tstzmultirange(tstzrange(date_trunc('day', now()) - interval '30 days', NULL)),"
    "  tstzmultirange(tstzrange(date_trunc('day', now()) - interval '31 days', date_trunc('day', now()) - interval '30 days')), '{}', '{}', '{}' FROM vg.perimeter WHERE code = 'all';"
    WEB_TIMELINE;

static void start(void) { web_policy_start(world); }

TestSuite(web_governance, .init = start, .fini = web_stop);

static struct reply ask(struct browser *b, const char *whom, const char *until, const char *reason) {
  char form[600];
  (void)snprintf(form, sizeof form, "indicator=backup_daily&%s&perimeter_code=all&reason=%s&compensation=by+hand&from=%s&until=%s", whom, reason, today_and("0 days"), until);
  return web_post(b, "/waivers/new", form);
}

Test(web_governance, a_waiver_from_the_request_to_its_end) {
  struct browser op = person("op", "operator"), ciso = person("ciso", "ciso"), reader = person("ada", "reader"), boss = person("boss", "leadership");
  struct reply r = web_get(&op, "/waivers/new?indicator=backup_daily");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_assert(reply_says(&r, "value=\"s1\"") && !reply_says(&r, "value=\"s0\""), "only those in deviation are offered");
  r = ask(&op, "whom=named&subjects%5B%5D=s1", today_and("90 days"), "new+disks");
  cr_assert_eq(r.status, 303, "%d %s", r.status, r.body);
  cr_assert_str_eq(reply_header(&r, "Location"), "/waiver/1");
  cr_assert_str_eq(text("SELECT status || ' ' || requester || ' ' || subjects::text FROM vg.waiver"), "requested op {s1}");
  cr_assert_eq(web_post(&op, "/waiver/1/decide", "do=approve").status, 403, "an operator decides nothing");
  cr_assert_eq(web_get(&reader, "/waivers/new?indicator=backup_daily").status, 403);
  r = web_get(&ciso, "/waivers?state=requested");
  cr_assert(reply_says(&r, "/waiver/1") && reply_says(&r, "Awaiting a decision: 1"));
  cr_assert_eq(web_post(&ciso, "/waiver/1/decide", "do=refuse&decision=").status, 422, "a refusal says why");
  r = web_post(&ciso, "/waiver/1/decide", "do=approve&decision=seen");
  cr_assert_eq(r.status, 303, "%d %s", r.status, r.body);
  cr_assert_eq(web_post(&ciso, "/waiver/1/decide", "do=approve").status, 409);
  r = web_get(&boss, "/waivers?state=in_force");
  cr_assert(reply_says(&r, "1 named subject") && !reply_says(&r, ">s1<"), "leadership sees no names: %s", r.body);
  r = web_get(&op, "/waivers.csv?state=in_force");
  cr_assert(strstr(r.body, "1,\"In force\",\"backup_daily\",\"Daily backups\",\"s1\",\"All\",") != NULL, "%s", r.body);
  r = web_get(&op, "/indicator/backup_daily");
  cr_assert(reply_says(&r, "href=\"/waiver/1\"") && reply_says(&r, "/waivers/new?indicator=backup_daily"));
  r = web_get(&op, "/rule/12.1");
  cr_assert(reply_says(&r, "href=\"/waiver/1\""));
  r = web_post(&ciso, "/waiver/1/end", "reason=works");
  cr_assert(r.status == 200 && reply_says(&r, "name=\"confirmed\" value=\"1\""));
  cr_assert_eq(web_post(&ciso, "/waiver/1/end", "reason=works&confirmed=1").status, 303);
  r = web_get(&ciso, "/waiver/1");
  cr_assert(reply_says(&r, "Ended") && reply_says(&r, "works") && !reply_says(&r, "/waiver/1/end"));
  cr_assert_str_eq(text("SELECT string_agg(actor || ' ' || action, ', ' ORDER BY id) FROM vg.journal WHERE action LIKE 'waiver%'"),
                   "op waiver.requested, ciso waiver.approved, ciso waiver.ended");
}

Test(web_governance, the_same_is_not_asked_for_twice) {
  struct browser op = person("op", "operator"), other = person("other", "operator");
  struct reply r = web_get(&op, "/waivers/new?indicator=backup_daily");
  cr_assert(reply_says(&r, "name=\"do\" value=\"ask\"") && !reply_says(&r, "value=\"preview\""), "%s", r.body);
  cr_assert_eq(ask(&op, "whom=named&subjects%5B%5D=s1", today_and("90 days"), "r").status, 303);
  r = ask(&op, "whom=named&subjects%5B%5D=s1", today_and("60 days"), "again");
  cr_assert(r.status == 409 && reply_says(&r, "you asked for the same already") && reply_says(&r, "<a href=\"/waiver/1\">"), "%d %s", r.status, r.body);
  cr_assert_eq(ask(&op, "whom=all", today_and("90 days"), "r").status, 303, "of all is something else");
  cr_assert_eq(ask(&other, "whom=all", today_and("90 days"), "r").status, 303, "and so is what somebody else asks");
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.waiver"), "3");
  web_sql("UPDATE vg.waiver SET status = 'refused', approver = 'ciso' WHERE id = 1");
  cr_assert_eq(ask(&op, "whom=named&subjects%5B%5D=s1", today_and("90 days"), "r").status, 303, "once decided it may be asked for again");
}

Test(web_governance, no_percentage_below_five_subjects_on_the_axis_and_in_the_change) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = web_get(&ada, "/indicator/backup_daily");
  cr_assert_eq(r.status, 200);
  cr_expect(!reply_says(&r, "\u00a0%</text>") && reply_says(&r, ">tous</text>"), "3 of 4: %s", r.body);
  cr_expect(!reply_says(&r, "point"), "%s", r.body);
  cr_expect(reply_says(&r, "la politique\u00a0: valeur donnée avec la politique") && !reply_says(&r, "la politique:"), "%s", r.body);
}

Test(web_governance, nobody_approves_what_they_asked_for) {
  struct browser ciso = person("ciso", "ciso"), root = person("root", "administrator");
  cr_assert_eq(ask(&ciso, "whom=all", today_and("90 days"), "r").status, 303);
  struct reply r = web_post(&ciso, "/waiver/1/decide", "do=approve");
  cr_assert_eq(r.status, 403);
  cr_assert(reply_says(&r, "role=\"alert\"") && reply_says(&r, "You asked for it: somebody else approves or refuses."), "%s", r.body);
  r = web_get(&ciso, "/waiver/1");
  cr_assert(reply_says(&r, "somebody else approves or refuses") && !reply_says(&r, "value=\"approve\""));
  cr_assert_eq(web_post(&root, "/waiver/1/decide", "do=refuse&decision=too+wide").status, 303);
  cr_assert_str_eq(text("SELECT status || ' ' || approver || ' ' || decision FROM vg.waiver"), "refused root too wide");
}

Test(web_governance, a_figure_without_subjects_is_waived_whole) {
  struct browser op = person("op", "operator");
  struct reply r = web_get(&op, "/waivers/new?indicator=incident_count");
  cr_assert(r.status == 200 && !reply_says(&r, "name=\"whom\"") && !reply_says(&r, "subjects"), "%d %s", r.status, r.body);
  char form[300];
  (void)snprintf(form, sizeof form, "indicator=incident_count&perimeter_code=all&reason=r&compensation=c&from=%s&until=%s", today_and("0 days"), today_and("90 days"));
  cr_assert_eq(web_post(&op, "/waivers/new", form).status, 303);
  cr_assert_str_eq(text("SELECT indicator || ' ' || (subjects IS NULL) FROM vg.waiver"), "incident_count true");
  r = web_get(&op, "/waivers");
  cr_assert(reply_says(&r, "its figure") && reply_says(&r, "value=\"incident_count\""), "%s", r.body);
}

Test(web_governance, a_wrong_request_comes_back_as_typed) {
  struct browser op = person("op", "operator");
  struct reply r = ask(&op, "whom=named&subjects%5B%5D=s1", today_and("400 days"), "%3Cb%3Ewhy");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "Until: expected") && reply_says(&r, "&lt;b&gt;why") && reply_says(&r, "value=\"s1\" checked"), "%s", r.body);
  r = ask(&op, "whom=named", today_and("9 days"), "r");
  cr_assert(r.status == 422 && reply_says(&r, "Subjects: expected at least one"));
  r = ask(&op, "whom=all", "31%2F02%2F2027", "r");
  cr_assert(r.status == 422 && reply_says(&r, "Until: "));
  r = ask(&op, "whom=all", "", "r");
  cr_assert(r.status == 422 && reply_says(&r, "Until: expected a date, found nothing"));
  r = ask(&op, "whom=some", today_and("9 days"), "r");
  cr_assert(r.status == 422 && reply_says(&r, "Whom it covers: expected all or named"));
  cr_assert_eq(web_get(&op, "/waivers/new?indicator=nosuch").status, 404);
  cr_assert_eq(web_get(&op, "/waivers/new?indicator=backup_daily&rule=12.1").status, 422);
  cr_assert_eq(web_get(&op, "/waivers?state=perhaps").status, 422);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.waiver"), "0");
}

Test(web_governance, a_request_half_written_survives_the_session) {
  struct browser op = person("op", "operator");
  (void)web_get(&op, "/waivers/new?indicator=backup_daily");
  web_sql("DELETE FROM vg.session");
  struct reply r = ask(&op, "whom=named&subjects%5B%5D=s1", today_and("90 days"), "typed+for+long");
  cr_assert_eq(r.status, 401, "%d", r.status);
  cr_assert(reply_says(&r, "name=\"held\""), "what was typed is kept, sealed: %s", r.body);
  const char *held = strstr(r.body, "name=\"held\" value=\"");
  char form[8000];
  cr_assert_not_null(held);
  (void)snprintf(form, sizeof form, "login=op&password=tortue+parapluie+granit&next=/&held=%.*s", (int)strcspn(held + 19, "\""), held + 19);
  r = web_post(&op, "/login", form);
  cr_assert(r.status == 200 && reply_says(&r, "Whom it covers</th><td class=\"break\">the subjects ticked below") && reply_says(&r, "Subjects</th><td class=\"break\">s1") &&
                reply_says(&r, "name=\"subjects[]\" value=\"s1\"") && !reply_says(&r, "<th scope=\"row\">indicator") && !reply_says(&r, "<td class=\"break\">backup_daily"),
            "read again in the words of the form: %d %s", r.status, r.body);
}

Test(web_governance, a_target_is_seen_before_it_is_adopted) {
  struct browser ciso = person("ciso", "ciso"), root = person("root", "administrator");
  cr_assert_eq(web_get(&root, "/indicator/backup_daily/threshold").status, 403, "the administrator changes no target");
  struct reply r = web_get(&ciso, "/indicator/backup_daily/threshold");
  cr_assert(r.status == 200 && reply_says(&r, "name=\"target\" value=\"100\""), "%d %s", r.status, r.body);
  char form[400], from[32];
  (void)snprintf(from, sizeof from, "%s", today_and("1 day"));
  (void)snprintf(form, sizeof form, "target=75&warning=80&critical=50&perimeter_code=&from=%s&reason=board&do=preview", from);
  r = web_post(&ciso, "/indicator/backup_daily/threshold", form);
  cr_assert(r.status == 422 && reply_says(&r, "Warning: expected at most the target (75%), since higher is better, found 80%"), "%s", r.body);
  (void)snprintf(form, sizeof form, "target=75&warning=60&critical=50&perimeter_code=&from=%s&reason=board&do=adopt", from);
  r = web_post(&ciso, "/indicator/backup_daily/threshold", form);
  cr_assert(r.status == 200 && reply_says(&r, "300 days of the last 365 would have been in another state"), "%d %s", r.status, r.body);
  cr_assert(reply_says(&r, "300 days: Not applied → Applied"));
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.threshold WHERE author = 'ciso'"), "0", "nothing is adopted unseen");
  int64_t day = db_fixture_int(web_db(), "SELECT (now() AT TIME ZONE 'Europe/Paris')::date + 1 - date '1970-01-01'");
  (void)snprintf(form, sizeof form, "target=75&warning=60&critical=50&perimeter_code=&from=%s&reason=board&do=adopt&seen=75|60|50||%lld", from, (long long)day);
  r = web_post(&ciso, "/indicator/backup_daily/threshold", form);
  cr_assert_eq(r.status, 303, "%d %s", r.status, r.body);
  cr_assert_str_eq(text("SELECT target || ' ' || warning || ' ' || reason FROM vg.threshold WHERE author = 'ciso'"), "0.75000000000000000000 0.60000000000000000000 board");
  r = web_get(&ciso, "/indicator/backup_daily");
  cr_assert(reply_says(&r, "(to come)") && reply_says(&r, "target 100% → 75%"), "%s", r.body);
  cr_assert(reply_says(&r, "(everywhere, but where a perimeter has its own)"));
  cr_assert_not(reply_says(&r, "class=\"marks\""), "no break before its day");
  cr_assert_str_eq(text("SELECT actor || ' ' || object FROM vg.journal WHERE action = 'threshold.changed'"), "ciso indicator backup_daily");
  (void)snprintf(form, sizeof form, "target=80&warning=70&critical=50&perimeter_code=&from=%s&reason=now&do=adopt&seen=80|70|50||%lld", today_and("0 days"), (long long)day - 1);
  cr_assert_eq(web_post(&ciso, "/indicator/backup_daily/threshold", form).status, 303);
  r = web_get(&ciso, "/indicator/backup_daily");
  cr_assert(reply_says(&r, "<ol class=\"marks\">") && reply_says(&r, "target 100% → 80%"), "%s", r.body);
}

Test(web_governance, the_first_target_of_a_perimeter_shows_what_it_takes_the_place_of) {
  struct browser ciso = person("ciso", "ciso");
  web_sql("INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason, decided_at)"
          " SELECT 'backup_daily', id, 0.6, 0.5, 0.4, now() - interval '40 days', 'ciso', 'board', now() - interval '40 days' FROM vg.perimeter WHERE code = 'all';"
          "INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'rack', 'Rack', id FROM vg.perimeter WHERE code = 'all';");
  struct reply r = web_get(&ciso, "/indicator/backup_daily");
  cr_assert(reply_says(&r, "<ol class=\"marks\">") && reply_says(&r, "target 100% → 60%"), "%s", r.body);
  cr_assert(reply_says(&r, "(All and below, but where a perimeter has its own)"), "%s", r.body);
  cr_assert(count_of(r.body, "class=\"l-target\"") == 2 && count_of(r.body, "class=\"l-warning\"") == 2, "each part of the curve has the target of then: %s", r.body);
  cr_assert(reply_says(&r, "class=\"l-target\" x1=\"0.00%\"") && reply_says(&r, "x2=\"100.00%\""), "%s", r.body);
  r = web_get(&ciso, "/indicator/backup_daily?perimeter=rack");
  cr_assert(reply_says(&r, "target 100% → 60%"), "%s", r.body);
  r = web_get(&ciso, "/indicator/backup_daily/threshold?perimeter=rack");
  cr_assert(reply_says(&r, "name=\"target\" value=\"60\"") && reply_says(&r, "holds in those below it too"), "%s", r.body);
  cr_assert(reply_says(&r, "<option value=\"rack\">") && !reply_says(&r, "<option value=\"all\">"), "the root is everywhere");
}

Test(web_governance, owners_and_statements) {
  struct browser ciso = person("ciso", "ciso"), root = person("root", "administrator"), op = person("op", "operator");
  char form[400], from[32];
  (void)snprintf(from, sizeof from, "%s", today_and("0 days"));
  cr_assert_eq(web_get(&root, "/rule/12.1/owner").status, 403);
  (void)snprintf(form, sizeof form, "owner=Claire&deputy=Luc&from=%s&reason=new+team", from);
  cr_assert_eq(web_post(&ciso, "/rule/12.1/owner", form).status, 303);
  struct reply r = web_get(&op, "/rule/12.1");
  cr_assert(reply_says(&r, "Claire") && reply_says(&r, "deputy: Luc") && !reply_says(&r, "/rule/12.1/owner"));
  cr_assert_eq(web_get(&op, "/rule/12.1/applicability").status, 403);
  (void)snprintf(form, sizeof form, "perimeter_code=all&applies=no&from=%s&reason=nothing+is+hosted", from);
  r = web_post(&ciso, "/rule/12.1/applicability", form);
  cr_assert(r.status == 200 && reply_says(&r, "Figures that leave the denominator") && reply_says(&r, "of 70 →"), "%d %s", r.status, r.body);
  int64_t day = db_fixture_int(web_db(), "SELECT (now() AT TIME ZONE 'Europe/Paris')::date - date '1970-01-01'");
  (void)snprintf(form, sizeof form, "perimeter_code=all&applies=no&from=%s&reason=nothing+is+hosted&do=adopt&seen=all|no|%lld", from, (long long)day);
  cr_assert_eq(web_post(&ciso, "/rule/12.1/applicability", form).status, 303);
  r = web_get(&op, "/applicability");
  cr_assert(reply_says(&r, "Not applicable, to be reviewed") && reply_says(&r, "nothing is hosted") && !reply_says(&r, "/applicability/1"));
  r = web_post(&ciso, "/applicability/1", "verb=confirm&decision=");
  cr_assert(r.status == 403 && reply_says(&r, "You wrote it: somebody else reviews it."), "%d %s", r.status, r.body);
  cr_assert_eq(web_post(&root, "/applicability/1", "verb=confirm&decision=seen").status, 303);
  cr_assert_str_eq(text("SELECT rule || ' ' || author || ' ' || reviewer FROM vg.applicability"), "12.1 ciso root");
  r = web_get(&op, "/applicability");
  cr_assert(reply_says(&r, "1 statement of non-applicability holds."));
}

Test(web_governance, a_deviation_is_explained) {
  struct browser op = person("op", "operator"), reader = person("ada", "reader"), boss = person("boss", "leadership");
  char path[300], at[60];
  (void)snprintf(at, sizeof at, "%s", text("SELECT to_char((date_trunc('day', now()) - interval '31 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"));
  (void)snprintf(path, sizeof path, "/indicator/backup_daily/deviation?of=%s&id=s0&at=%s", text("SELECT id FROM vg.perimeter"), at);
  cr_assert_eq(web_get(&boss, path).status, 403);
  struct reply r = web_get(&reader, path);
  cr_assert(r.status == 200 && reply_says(&r, "Mended") && !reply_says(&r, "still open") && !reply_says(&r, "<textarea"), "%d %s", r.status, r.body);
  cr_assert_eq(web_post(&reader, path, "cause=x").status, 403);
  r = web_post(&op, path, "cause=&mended_by=T1");
  cr_assert(r.status == 422 && reply_says(&r, "Why it happened: expected a value") && reply_says(&r, "value=\"T1\""), "%s", r.body);
  cr_assert_eq(web_post(&op, path, "cause=the+disk+was+full&mended_by=javascript:alert(1)&record=").status, 303);
  r = web_get(&reader, path);
  cr_assert(reply_says(&r, "the disk was full") && reply_says(&r, "javascript:alert(1)") && !reply_says(&r, "href=\"javascript"));
  r = web_get(&reader, "/indicator/backup_daily");
  cr_assert(reply_says(&r, "the disk was full") && reply_says(&r, "/indicator/backup_daily/deviation?of="));
  cr_expect(reply_says(&r, "Mended") && !reply_says(&r, "Unknown since then"));
  db_fixture_sql(web_db(), "UPDATE vg.verdict_kept SET unknown = unknown + conforming, conforming = '{}' WHERE indicator = 'backup_daily'");
  r = web_get(&reader, "/indicator/backup_daily");
  cr_expect(reply_says(&r, "Unknown since then") && !reply_says(&r, "Mended"), "the list says what each deviation's own page says");
  cr_assert_eq(web_get(&op, "/indicator/backup_daily/deviation?of=1&id=s0&at=never").status, 422);
  cr_assert_eq(web_get(&op, "/indicator/backup_daily/deviation?of=1&id=s9&at=2026-01-01").status, 404);
  cr_assert_str_eq(text("SELECT actor || ' ' || action FROM vg.journal WHERE action LIKE 'deviation%'"), "op deviation.noted");
}

Test(web_governance, a_past_day_shows_no_form_and_what_was_known_then) {
  struct browser ciso = person("ciso", "ciso");
  cr_assert_eq(ask(&ciso, "whom=all", today_and("90 days"), "r").status, 303);
  char path[100];
  const char *const pages[] = {"/waivers", "/indicator/backup_daily", "/rule/12.1", "/applicability", NULL};
  for (size_t i = 0; pages[i] != NULL; i++) {
    (void)snprintf(path, sizeof path, "%s?au=%s", pages[i], today_and("-2 days"));
    struct reply r = web_get(&ciso, path);
    cr_assert_eq(r.status, 200, "%s: %d", path, r.status);
    for (const char *const *no = (const char *const[]){"/waivers/new", "/threshold", "/owner", "/applicability\"", "/waiver/1", NULL}; *no != NULL; no++)
      if (i < 3 || strcmp(*no, "/applicability\"") != 0) cr_expect(strstr(r.body, *no) == NULL || strcmp(*no, "/applicability\"") == 0, "%s shows %s", path, *no);
  }
  (void)snprintf(path, sizeof path, "/waiver/1?au=%s", today_and("-2 days"));
  cr_assert_eq(web_get(&ciso, path).status, 404);
}

Test(web_governance, a_lifeline_over_any_period) {
  struct browser op = person("op", "operator");
  struct reply r = web_get(&op, "/rule/12.1?from=01/01/2026&to=2026-01-31");
  cr_assert(r.status == 200 && reply_says(&r, "value=\"01/01/2026\"") && reply_says(&r, "Applied 0 days of 31"), "%d %s", r.status, r.body);
  cr_assert_eq(web_get(&op, "/rule/12.1?from=2026-02-01&to=2026-01-31").status, 422);
  cr_assert_eq(web_get(&op, "/rule/12.1?from=never").status, 422);
  cr_assert_eq(web_get(&op, "/rule/12.1?to=2999-01-01").status, 422);
  cr_assert_eq(web_get(&op, "/rule/12.1?from=1990-01-01").status, 422);
  cr_assert_eq(web_get(&op, "/rule/12.1?from=2026-01-01&au=2026-01-31").status, 200);
}

#define LIFE(rule, from, to, state)                                                                                        \
  "INSERT INTO vg.rule_timeline (policy, rule, perimeter_id, from_at, to_at, state) SELECT v.policy, '" rule "', p.id, '" from \
  " Europe/Paris', '" to " Europe/Paris', '" state "' FROM vg.policy_period v, vg.perimeter p WHERE v.during @> '2026-01-01'::timestamptz AND p.code = 'all';"

Test(web_governance, days_on_which_a_rule_is_not_applicable_leave_its_lifeline) {
  struct browser op = person("op", "operator");
  web_sql(LIFE("7.3", "2026-01-01 00:00", "2026-01-21 00:00", "not_applicable") LIFE("7.3", "2026-01-21 00:00", "2026-03-01 00:00", "applied"));
  struct reply r = web_get(&op, "/rule/7.3?from=01/01/2026&to=31/01/2026");
  cr_assert(reply_says(&r, "Applied 11 days of 11 (100%)"), "%s", r.body);
  r = web_get(&op, "/rule/7.3?from=01/01/2026&to=20/01/2026");
  cr_assert(reply_says(&r, "Not applicable over the whole period.") && !reply_says(&r, "Applied 0 days"), "%s", r.body);
}

Test(web_governance, a_rule_that_was_not_applied_for_some_hours_was_not_every_day) {
  struct browser op = person("op", "operator");
  web_sql(LIFE("7.3", "2026-01-01 00:00", "2026-01-31 18:00", "applied") LIFE("7.3", "2026-01-31 18:00", "2026-03-01 00:00", "unknown"));
  struct reply r = web_get(&op, "/rule/7.3?from=01/01/2026&to=31/01/2026");
  cr_assert(reply_says(&r, "Applied 30 days of 31 (99.2%)") && reply_says(&r, "Applied: 30 days"), "%s", r.body);
  cr_assert(reply_says(&r, "Unknown: less than a day"), "%s", r.body);
  r = web_get(&op, "/rule/7.3?from=01/01/2026&to=30/01/2026");
  cr_assert(reply_says(&r, "Applied 30 days of 30 (100%)") && !reply_says(&r, "less than a day"), "%s", r.body);
}

/* ---- why a subject is unknown ---- */

#define UNKNOWN_SINCE(subject, conforming)                                                                                           \
  "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived)"   \
  " SELECT 'backup_daily', id, '" subject "', '" subject "', tstzmultirange(tstzrange(now() - interval '9 days', NULL)), " conforming \
  ", '{}', '{}', tstzmultirange(tstzrange(now() - interval '5 days', NULL)), '{}' FROM vg.perimeter WHERE code = 'all';"
#define NEVER_TOLD "No source has told yet what must be known of it."
#define SILENT "No fresh data from the sources that speak of it."

Test(web_governance, what_no_source_ever_told_is_not_called_stale) {
  struct browser op = person("op", "operator");
  char path[100];
  web_sql(UNKNOWN_SINCE("s2", "'{}'") UNKNOWN_SINCE("s3", "tstzmultirange(tstzrange(now() - interval '9 days', now() - interval '5 days'))"));
  struct reply r = web_get(&op, "/indicator/backup_daily/subjects?verdict=unknown");
  const char *never = strstr(r.body, NEVER_TOLD), *silent = strstr(r.body, SILENT);
  cr_assert(never != NULL && strstr(never + 1, NEVER_TOLD) == NULL && silent != NULL && strstr(silent + 1, SILENT) == NULL, "%s", r.body);
  r = web_get(&op, "/indicator/backup_daily/subjects?verdict=unknown&page=7");
  cr_assert(reply_says(&r, "1 to 2 of 2") && reply_says(&r, NEVER_TOLD), "past the end is the last page: %s", r.body);
  const char *const subjects[] = {"s2", "s3"};
  for (size_t i = 0; i < 2; i++) {
    (void)snprintf(path, sizeof path, "/indicator/backup_daily/subject?of=%s&id=%s", text("SELECT id::text FROM vg.perimeter WHERE code = 'all'"), subjects[i]);
    r = web_get(&op, path);
    cr_assert(reply_says(&r, i == 0 ? NEVER_TOLD : SILENT) && !reply_says(&r, i == 0 ? SILENT : NEVER_TOLD), "%s: %s", path, r.body);
  }
}

/* ---- since when a subject deviates ---- */

Test(web_governance, a_deviation_goes_on_after_a_waiver) {
  struct browser op = person("op", "operator");
  char path[100];
  (void)snprintf(path, sizeof path, "/indicator/backup_daily/subject?of=%s&id=s1", text("SELECT id::text FROM vg.perimeter WHERE code = 'all'"));
  web_sql("UPDATE vg.verdict_kept SET deviating = '{[2026-01-05 00:00+00,)}', waived = '{[2026-02-01 00:00+00, 2026-02-01 00:00:03+00)}' WHERE subject = 's1'");
  op.headers = "Accept: application/json\r\n";
  const char *const pages[] = {"/indicator/backup_daily/subjects?verdict=deviating", path};
  for (size_t i = 0; i < 2; i++) {
    struct reply r = web_get(&op, pages[i]);
    cr_expect(reply_says(&r, "\"since\":\"2026-01-05T00:00:00Z\""), "%s: %s", pages[i], r.body);
  }
}

/* ---- vigie waiver ---- */

static int command(const char *arguments, char *out, size_t size) {
  return db_fixture_vigie("waiver", arguments, "", out, size);
}

Test(web_governance, the_command_line_does_the_same) {
  char out[2000];
  (void)web_user("op", "operator");
  (void)web_user("ciso", "ciso");
  (void)web_user("ada", "reader");
#define HEADING "ID    STATE      COVERS                       PERIMETER        LAST DAY    REQUESTER      APPROVER       SUBJECTS\n"
#define ASKS "request --by %s --indicator backup_daily --subject s1 --perimeter all --reason 'new disks' --compensation 'by hand'"
  char line[400];
  (void)snprintf(line, sizeof line, ASKS, "ada");
  cr_assert_eq(command(line, out, sizeof out), 7, "%s", out);
  static const char *const absent[] = {"end 99 --by ciso --reason x", "approve 99 --by ciso", "refuse 99 --by ciso --reason x"};
  for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
    cr_expect_eq(command(absent[i], out, sizeof out), 5, "%s: %s", absent[i], out);
    cr_expect_not_null(strstr(out, "none of that number\nvigie waiver list names them"), "%s: %s", absent[i], out);
  }
  (void)snprintf(line, sizeof line, ASKS, "nobody");
  cr_assert_eq(command(line, out, sizeof out), 5, "%s", out);
  (void)snprintf(line, sizeof line, ASKS, "op");
  cr_assert_eq(command(line, out, sizeof out), 0, "%s", out);
  cr_assert_str_eq(out, "1\n");
  (void)snprintf(line, sizeof line, ASKS " --until 2001-01-01", "op");
  cr_assert_eq(command(line, out, sizeof out), 4, "%s", out);
  cr_assert_eq(command("approve 1 --by op", out, sizeof out), 7, "%s", out);
  cr_assert_eq(command("approve one --by ciso", out, sizeof out), 2, "%s", out);
  cr_assert_eq(command("approve 9 --by ciso", out, sizeof out), 5, "%s", out);
  cr_assert_eq(command("refuse 1 --by ciso", out, sizeof out), 2, "a reason is required: %s", out);
  cr_assert_eq(command("approve 1 --by ciso", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("approve 1 --by ciso", out, sizeof out), 6, "%s", out);
  cr_assert_eq(command("list --state in_force", out, sizeof out), 0, "%s", out);
  cr_assert(strncmp(out, HEADING "1 ", sizeof HEADING + 1) == 0 && strstr(out, "backup_daily") != NULL, "%s", out);
  (void)snprintf(line, sizeof line, " %s  op             ciso           s1\n",
                 text("SELECT to_char(upper(during) AT TIME ZONE 'Europe/Paris' - interval '1 hour', 'YYYY-MM-DD') FROM vg.waiver"));
  cr_assert(strstr(out, line) != NULL, "its last day, not the instant after it: %s", out);
  cr_assert_eq(command("end 1 --by ciso --reason works", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("list --state in_force", out, sizeof out), 0);
  cr_assert_str_eq(out, HEADING);
  cr_assert_str_eq(text("SELECT string_agg(actor || ' ' || action || ' ' || address, ', ' ORDER BY id) FROM vg.journal"),
                   "op waiver.requested command line, ciso waiver.approved command line, ciso waiver.ended command line");
}

/* Of a critical asset, what deviates: each name opens what that indicator says of the asset. */
Test(web_governance, what_deviates_of_an_asset_is_one_step_away) {
  struct browser op = person("op", "operator");
  char of[40], path[120], first[240], second[240];
  web_sql("INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)"
          " SELECT 'critical_asset_sound', id, 's 1', 's 1 (Files)', tstzmultirange(tstzrange(now() - interval '9 days', NULL)), '{}',"
          "  tstzmultirange(tstzrange(now() - interval '3 days', NULL)), '{}', '{}', '{}', 'backup_daily, patch_current' FROM vg.perimeter WHERE code = 'all';");
  (void)snprintf(of, sizeof of, "%s", text("SELECT id FROM vg.perimeter WHERE code = 'all'"));
  (void)snprintf(first, sizeof first, "Open deviations: <a href=\"/indicator/backup_daily/subject?of=%s&amp;id=s%%201\">", of);
  (void)snprintf(second, sizeof second, "</a>, <a href=\"/indicator/patch_current/subject?of=%s&amp;id=s%%201\">", of);
  (void)snprintf(path, sizeof path, "/indicator/critical_asset_sound/subject?of=%s&id=s%%201", of);
  const char *const pages[] = {"/indicator/critical_asset_sound/subjects", "/indicator/critical_asset_sound", path};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = web_get(&op, pages[i]);
    cr_expect(r.status == 200 && reply_says(&r, first) && reply_says(&r, second), "%s: %d %s", pages[i], r.status, r.body);
  }
}
