/* The page of an indicator: its construct, whole, in both languages; figures that are times an objective. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "indicator/own.h"
#include "policy/policy.h"
#include "support/output.h"
#include "support/web_page.h"

static void init(void) {
  struct vg_error err = {0};
  web_start();
  struct db *owner = db_fixture_open("vigie_owner");
  cr_assert(indicator_install(owner, &err) && policy_install(owner, &err), "%s", err.message);
  web_sql("INSERT INTO vg.perimeter (code, name) VALUES ('all', 'all') ON CONFLICT DO NOTHING");
}

TestSuite(web_indicator, .init = init, .fini = web_stop);

Test(web_indicator, says_who_collects_reviews_and_is_told) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = web_get(&ada, "/indicator/restore_time");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "<dt>Collecté par</dt><dd>administrateur système</dd>"), "%s", r.body);
  cr_expect(reply_says(&r, "<dt>Relu par</dt><dd>RSSI</dd>"));
  cr_expect(reply_says(&r, "<dt>Rapporté à</dt><dd>RSSI, chaque mois</dd>"));
  cr_expect(reply_says(&r, "<dt>Cible</dt><dd>1\u00a0× ou moins</dd>"));
  cr_expect(reply_says(&r, "<dd>1,2\u00a0×</dd>"));
  cr_assert_eq(web_post(&ada, "/preferences", "lang=en").status, 303);
  r = web_get(&ada, "/indicator/action_on_time");
  cr_expect(reply_says(&r, "<dt>Reported to</dt><dd>leadership, quarterly; CISO, monthly; operators, daily</dd>"), "%s", r.body);
  ada.headers = "Accept: application/json\r\n";
  r = web_get(&ada, "/indicator/restore_time");
  cr_expect(reply_says(&r, "\"collector\":\"system administrator\""), "%s", r.body);
  cr_expect(reply_says(&r, "\"target\":\"1\u00a0× or less\""));
}

/* Nobody tells: neither that there is nothing, nor that nobody deviates. */
Test(web_indicator, what_is_not_known_is_not_said_to_be_nothing) {
  struct browser ada = web_session(web_user("ada", "operator"));
  struct reply r = web_get(&ada, "/indicator/incident_quarter");
  cr_expect(reply_says(&r, "Ce qui est à compter à cette date n’est pas connu."), "%s", r.body);
  r = web_get(&ada, "/indicator/backup_daily");
  cr_expect(reply_says(&r, "On ne sait pas si un objet est en écart à cette date."), "%s", r.body);
}

/* A state beside an indicator or a subject is said of a masculine noun in French, beside a rule of a feminine one. */
Test(web_indicator, a_state_agrees_with_what_it_qualifies) {
  struct browser ada = web_session(web_user("ada", "reader"));
  static const struct { const char *page, *said; } pages[] = {{"/indicator/restore_time", "</svg>Inconnu<"}, {"/indicator/restore_time/sheet", "</svg>Inconnu<"},
                                                              {"/indicators", "</svg>Inconnu<"},             {"/rules", "</svg>Inconnue<"}};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = web_get(&ada, pages[i].page);
    cr_expect(r.status == 200 && reply_says(&r, pages[i].said), "%s: %s", pages[i].page, r.body);
  }
  struct reply r = web_get(&ada, "/indicators");
  cr_expect_not(reply_says(&r, "</svg>Inconnue<"), "%s", r.body);
  r = web_get(&ada, "/rule/12.4");
  cr_expect(reply_says(&r, "<span>jamais mesurée</span>") && reply_says(&r, ">jamais mesuré<"), "%s", r.body);
}

/* An inventory that was read today. */
#define INVENTORY                                                                                                                          \
  "WITH s AS (INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"                  \
  " SELECT 'inventory', 'Inventory', 'csv', id, 3600, 86400, now() - interval '1 hour', 'x' FROM vg.perimeter WHERE code = 'all' RETURNING id),"               \
  " k AS (INSERT INTO vg.source_kind SELECT id, 'asset' FROM s),"                                                                          \
  " p AS (INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, read, rejected) SELECT id, 'ok', now() - interval '5 minutes', now(), now(), 3, 1 FROM s RETURNING id, source_id)" \
  " INSERT INTO vg.coverage (source_id, kind, pull_id, during) SELECT source_id, 'asset', id, tstzrange('2026-01-01', now() + interval '1 day') FROM p"

Test(web_indicator, has_a_sheet_to_print_and_as_pdf) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = web_get(&ada, "/indicator/restore_time/sheet");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "Construit de mesure (ISO/IEC 27004)"));
  cr_expect(reply_says(&r, "<dt>Relu par</dt><dd>RSSI</dd>"));
  cr_expect(reply_says(&r, "<dt>Unité</dt><dd>fois (×)</dd>") && reply_says(&r, "<dt>Péremption</dt><dd>aucune source ne donne ce qu’il lit</dd>"), "%s", r.body);
  web_sql(INVENTORY);
  r = web_get(&ada, "/indicator/asset_classified/sheet");
  cr_expect(reply_says(&r, "<dt>Péremption</dt><dd>après 1 jour sans bonne lecture de « Inventory »</dd>"), "%s", r.body);
  cr_expect(reply_says(&r, "<dt>Complétude</dt><dd>0 source sur 1 à jour\u202f; 3 éléments retenus sur 4 lus<br>"), "%s", r.body);
  r = web_get(&ada, "/indicator/asset_classified");
  cr_expect(reply_says(&r, "<dt>Complétude</dt><dd>0 source sur 1 à jour\u202f; 3 éléments retenus sur 4 lus<br>") && reply_says(&r, " : 3 enregistrements, 1 refusé<"), "%s", r.body);
  r = web_get(&ada, "/indicator/asset_classified/sheet.pdf");
  const char *paper = pdf_says(r.body, r.length);
  cr_expect(strstr(paper, "Unité %") && strstr(paper, "Péremption après 1 jour") && strstr(paper, "Complétude 0 source sur 1 à jour ; 3 éléments retenus sur 4 lus"), "%s", paper);
  cr_expect(strstr(paper, "Formule version 1, inchangée depuis") && strstr(paper, "Enregistrements Refusés"), "%s", paper);
  r = web_get(&ada, "/indicator/restore_time/sheet.pdf");
  cr_assert_eq(r.status, 200);
  cr_assert_str_eq(reply_header(&r, "Content-Type"), "application/pdf");
  cr_assert_str_eq(reply_header(&r, "Content-Disposition"), "attachment; filename=\"restore_time.pdf\"");
  cr_assert(r.length > 2000 && strncmp(r.body, "%PDF-", 5) == 0);
  cr_assert_eq(web_get(&ada, "/indicator/nothing/sheet.pdf").status, 404);
}

/* Read hourly today, each reading good for 2 hours; in March every two days, each good for 3; told of January in March. */
#define READ_HOURLY_SINCE                                                                                                                  \
  "WITH s AS (INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"                  \
  " SELECT 'inventory', 'Inventory', 'csv', id, 3600, 7200, '2026-01-01', 'x' FROM vg.perimeter WHERE code = 'all' RETURNING id),"         \
  " k AS (INSERT INTO vg.source_kind SELECT id, 'asset' FROM s),"                                                                          \
  " p AS (INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at) SELECT s.id, 'ok', d, d, d FROM s,"                    \
  "  (VALUES ('2026-03-01'::timestamptz), ('2026-03-03')) v(d) RETURNING id, source_id, read_at),"                                         \
  " c AS (INSERT INTO vg.covered (source_id, kind, during) SELECT id, 'asset', '{[2026-01-10, 2026-03-06)}' FROM s)"                       \
  " INSERT INTO vg.coverage (source_id, kind, pull_id, during) SELECT source_id, 'asset', id, tstzrange('2026-01-10', read_at + interval '3 days') FROM p"

#define STALE_AFTER(span) "<dt>Staleness</dt><dd>after " span " without a good reading of “Inventory”</dd>"

Test(web_indicator, goes_stale_in_the_past_as_the_readings_of_then_did) {
  struct browser ada = web_session(web_user("ada", "reader"));
  cr_assert_eq(web_post(&ada, "/preferences", "lang=en").status, 303);
  web_sql(READ_HOURLY_SINCE);
  static const struct { const char *page, *said; } pages[] = {
      {"/indicator/asset_classified?au=2026-03-04", STALE_AFTER("3\u00a0days")},
      {"/indicator/asset_classified?au=2026-04-15", STALE_AFTER("3\u00a0days")}, /* silent, by what its last reading said */
      {"/indicator/asset_classified?au=2026-01-20", STALE_AFTER("3\u00a0days")}, /* told later */
      {"/indicator/asset_classified/sheet?au=2026-03-04", STALE_AFTER("3\u00a0days")},
      {"/indicator/asset_classified", STALE_AFTER("2\u00a0h")}};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = web_get(&ada, pages[i].page);
    cr_expect(reply_says(&r, pages[i].said), "%s: %s", pages[i].page, r.body);
  }
  web_sql("INSERT INTO vg.register (source_id, said_at, said_by) SELECT id, '2026-03-01', 'x' FROM vg.source WHERE code = 'inventory'");
  struct reply r = web_get(&ada, "/indicator/asset_classified?au=2026-03-04");
  cr_expect(reply_says(&r, STALE_AFTER("2\u00a0h")), "what is entered is good from when it was said, not read");
}

/* Ten incidents resolved in one to ten hours: a median alone would hide the last ones. */
Test(web_indicator, a_median_has_its_ninetieth_percentile_and_what_is_counted_is_told_by_severity) {
  struct browser ada = web_session(web_user("ada", "reader"));
  web_sql("INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail)"
          " SELECT i, p.id, 'i' || n, 'i' || n, CASE i WHEN 'incident_mttr' THEN n ELSE 1 END, '[2026-01-01,)', CASE WHEN n < 4 THEN 'high' ELSE 'low' END"
          " FROM vg.perimeter p, generate_series(1, 10) n, unnest('{incident_mttr,incident_count}'::text[]) i WHERE p.code = 'all'");
  struct reply r = web_get(&ada, "/indicator/incident_mttr");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "90e centile"), "%s", r.body);
  cr_expect(reply_says(&r, "<b>9\u00a0h\u00a006</b>"), "%s", r.body);
  r = web_get(&ada, "/indicator/incident_count");
  cr_expect(reply_says(&r, "<li>faible\u00a0: 7</li>") && reply_says(&r, "<li>élevée\u00a0: 3</li>"), "%s", r.body);
  cr_expect(!reply_says(&r, "centile"));
  ada.headers = "Accept: application/json\r\n";
  r = web_get(&ada, "/indicator/incident_count");
  cr_expect(reply_says(&r, "\"count\":7"), "%s", r.body);
}

Test(web_indicator, says_why_it_measures_no_rule) {
  struct browser ada = person("ada", "reader");
  struct reply r = web_get(&ada, "/indicator/incident_quarter");
  cr_expect(reply_says(&r, "<dt>Rules</dt><dd>none: it answers a strategic question</dd>"), "%s", r.body);
  r = web_get(&ada, "/indicator/restore_time?au=2020-01-01");
  cr_expect(reply_says(&r, "<dt>Rules</dt><dd>none: no policy is in force</dd>"), "%s", r.body);
  web_sql("DELETE FROM vg.rule_indicator WHERE indicator = 'restore_time'");
  r = web_get(&ada, "/indicator/restore_time/sheet");
  cr_expect(reply_says(&r, "<dt>Rules</dt><dd>none in the policy in force</dd>"), "%s", r.body);
}

#define ENDLESS                                                                                                                            \
  "INSERT INTO vg.verdict_scope (indicator, perimeter_id, fresh, until) SELECT 'perimeter_coverage', id, '{(,)}', 'infinity' FROM vg.perimeter"  \
  " WHERE code = 'all'; INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived,"  \
  " scope) SELECT 'perimeter_coverage', p.id, '3.1', '3.1', '{[2026-01-01,)}', '{}', '{[2026-01-01,)}', '{}', '{}', '{}', s.id"                \
  " FROM vg.perimeter p JOIN vg.verdict_scope s ON s.perimeter_id = p.id WHERE p.code = 'all';"

/* What rests on no source of its own never goes stale: no year 294247. */
Test(web_indicator, what_has_no_end_is_listed_without_one) {
  struct browser ada = person("claire", "ciso");
  web_sql(ENDLESS);
  struct reply r = web_get(&ada, "/indicator/perimeter_coverage/subjects");
  cr_expect(reply_says(&r, "3.1</a>") && reply_says(&r, "<td>–</td>") && !reply_says(&r, "294247"), "%s", r.body);
  r = web_get(&ada, "/indicator/perimeter_coverage");
  cr_expect(reply_says(&r, "3.1</a><br><span class=\"small\">All</span>"), "the same rule is listed once a perimeter, which tells them apart: %s", r.body);
  r = web_get(&ada, "/indicator/perimeter_coverage/subjects.csv");
  cr_expect(reply_says(&r, "3.1") && !reply_says(&r, "294247"), "%s", r.body);
  ada.headers = "Accept: application/json\r\n";
  char path[120];
  (void)snprintf(path, sizeof path, "/indicator/perimeter_coverage/deviation?of=%s&id=3.1&at=2026-02-01T00:00:00Z", text("SELECT id FROM vg.perimeter WHERE code = 'all'"));
  r = web_get(&ada, path);
  cr_expect(reply_says(&r, "\"outcome\":\"Open\"") && reply_says(&r, "\"to\":null"), "%s", r.body);
  cr_expect(reply_says(&r, "\"ended_how\":null"), "what is open has not ended: %s", r.body);
}

/* Subjects are not rules: "1 inconnu" of a machine is not "1 inconnue" of a rule. */
Test(web_indicator, counts_of_subjects_agree_with_subjects) {
  struct browser ada = person_reading("ada", "reader", "fr");
  web_sql("INSERT INTO vg.timeline (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value, state, since)"
          " SELECT 'backup_daily', id, now() - interval '300 days', 'infinity', 4, 2, 1, 0, 1, 0, 0.5, 'not_applied', now() - interval '300 days'"
          " FROM vg.perimeter WHERE code = 'all'");
  static const char *const pages[] = {"/indicator/backup_daily", "/steering", "/rule/12.1"};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = web_get(&ada, pages[i]);
    cr_expect(strstr(plain_spaces(r.body), "1 inconnu<") != NULL, "%s: %s", pages[i], r.body);
    cr_expect_null(strstr(plain_spaces(r.body), "1 inconnue<"), "%s", pages[i]);
  }
}

/* ---- an indicator of the organisation ---- */

#define OWN(judged)                                                                                                                        \
  "-- code: badge_worn\n-- rules:\n-- title_fr: Badges portés\n-- title_en: Badges worn\n-- question_fr: q\n-- question_en: q\n-- formula_fr: f\n"  \
  "-- formula_en: f\n-- denominator_fr: d\n-- denominator_en: d\n-- family: A\n-- boards: P\n-- owner: ciso\n-- collector: ciso\n"              \
  "-- reviewer: leadership\n-- reporting: ciso monthly\n-- frequency: daily\n-- limits_fr: l\n-- limits_en: l\n-- deviation_fr: d\n"          \
  "-- deviation_en: d\n-- version: 1\n-- subject: asset\n-- kinds: asset\n-- records: asset.name\n-- form: ratio\n-- direction: up\n-- unit: %\n"              \
  "-- empty: unknown\n"                                                                                                                    \
  "SELECT p.id AS perimeter_id, n.name AS subject, n.name AS label, " judged " AS judged, '{[2026-01-01,)}'::tstzmultirange AS conforming,"  \
  " '{}'::tstzmultirange AS pending, NULL::bigint[] AS sources, NULL::text AS detail"                                                      \
  " FROM vg.perimeter p, (VALUES ('Claire'), ('Luc')) n(name) WHERE p.code = 'all'"
#define GOOD OWN("'{[2026-01-01,)}'::tstzmultirange")
#define BAD OWN("CASE WHEN n.name::integer > 0 THEN '{}'::tstzmultirange END")

static void keep_own(const char *text) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct vg_error err = {0};
  struct db *owner = db_fixture_open("vigie_owner");
  {
    DB_TX(tx);
    cr_assert(own_parse(arena, "badge_worn.sql", text, &i, &err) && db_begin(owner, &tx, &err) &&
                  own_add(owner, &i, text, "somebody", clock_now(), &err) && db_commit(&tx, &err), "%s", err.message);
  }
  cr_assert(evaluation_run(db_fixture_open("vigie_collect"), clock_now(), &err), "%s", err.message);
  web_heard();
}

static bool own_page_says(struct browser *b, const char *what) {
  struct reply r = web_get(b, "/indicator/badge_worn");
  return r.status == 200 && reply_says(&r, what);
}

Test(web_indicator, one_of_the_organisation_is_shown_like_the_others_and_says_that_it_fails) {
  struct browser ciso = person("claire", "ciso"), boss = person("boss", "leadership");
  struct vg_error err = {0};
  cr_assert_eq(web_get(&ciso, "/indicator/badge_worn").status, 404);
  web_sql(INVENTORY);
  keep_own(GOOD);
  web_second();
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(own_page_says(&ciso, "Badges worn") && own_page_says(&ciso, "added by the organisation"));
  struct reply r = web_get(&ciso, "/indicators");
  cr_expect(reply_says(&r, "/indicator/badge_worn"), "%s", r.body);
  r = web_get(&ciso, "/indicator/badge_worn");
  cr_expect(reply_says(&r, "<dt>Rules</dt><dd>none</dd>"), "%s", r.body);
  r = web_get(&ciso, "/indicator/badge_worn/subjects");
  cr_expect(r.status == 200 && reply_says(&r, "Claire") && reply_says(&r, "Luc"), "%s", r.body);
  cr_expect_str_eq(text("SELECT state FROM vg.timeline t JOIN vg.perimeter p ON p.id = t.perimeter_id WHERE indicator = 'badge_worn' AND p.code = 'all'"
                        " AND from_at <= now() AND to_at > now()"), "unknown", "no threshold yet");
  cr_expect_str_eq(text("SELECT conforming::text FROM vg.timeline t JOIN vg.perimeter p ON p.id = t.perimeter_id WHERE indicator = 'badge_worn'"
                        " AND p.code = 'all' AND from_at <= now() AND to_at > now()"), "2");
  keep_own(BAD);
  WEB_UNTIL(own_page_says(&ciso, "This indicator fails since"));
  r = web_get(&ciso, "/indicator/badge_worn");
  cr_expect(reply_says(&r, "invalid input syntax for type integer: &quot;Claire&quot;"), "%s", r.body);
  cr_expect_str_eq(text("SELECT unknown::text FROM vg.timeline t JOIN vg.perimeter p ON p.id = t.perimeter_id WHERE indicator = 'badge_worn'"
                        " AND p.code = 'all' AND from_at <= now() AND to_at > now()"), "2", "what cannot be asked is unknown");
  WEB_UNTIL(own_page_says(&boss, "This indicator fails since"));
  r = web_get(&boss, "/indicator/badge_worn");
  cr_expect(!reply_says(&r, "Claire"), "leadership reads no names, not even in an error: %s", r.body);
  cr_assert(own_remove(db_fixture_open("vigie_owner"), "badge_worn", "somebody", clock_now(), &err), "%s", err.message);
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(web_get(&ciso, "/indicator/badge_worn").status == 404);
}

/* Conforming until then, deviating after; under waiver then; deviating already. Of what is measured now and then, and of what is every day. */
#define CONFORMS(subject, until, waived)                                                                                                     \
  "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, scope)"    \
  " SELECT i, p.id, '" subject "', 'The " subject "', '{(,)}', tstzmultirange(tstzrange(NULL, now() + interval '" until "')), d, '{}', '{}',"   \
  " CASE WHEN " waived " THEN d ELSE '{}' END, 0 FROM vg.perimeter p, unnest('{restore_tested,backup_daily}'::text[]) i,"                    \
  " LATERAL (SELECT tstzmultirange(tstzrange(now() + interval '" until "', NULL))) x(d) WHERE p.code = 'all';"

Test(web_indicator, says_who_soon_deviates_if_nothing_is_done) {
  struct browser ada = person_reading("ada", "reader", "en"), dir = person_reading("dir", "leadership", "en");
  web_sql(CONFORMS("second", "20 days", "false") CONFORMS("first", "2 days", "false") CONFORMS("later", "40 days", "false")
              CONFORMS("waived", "3 days", "true") CONFORMS("over", "-1 days", "false"));
  struct reply r = web_get(&ada, "/indicator/restore_tested");
  const char *near = strstr(r.body, "Conform for less than thirty days more: 2 subjects");
  cr_assert_not_null(near, "%s", r.body);
  const char *first = strstr(near, ">The first</a>"), *second = strstr(near, ">The second</a>"), *end = strstr(near, "</section>");
  cr_expect(first != NULL && second != NULL && first < second && second < end, "%s", r.body);
  for (const char *other = near; (other = strstr(other, ">The ")) != NULL && other < end; other++)
    cr_expect(other == first || other == second, "only these two: %.30s", other);
  r = web_get(&ada, "/indicator/backup_daily");
  cr_expect_not(reply_says(&r, "less than thirty days more"), "what is read every day has no deadline");
  web_sql("UPDATE vg.verdict_kept SET indicator = 'perimeter_coverage' WHERE indicator = 'restore_tested'");
  r = web_get(&ada, "/indicator/perimeter_coverage");
  cr_expect_not(reply_says(&r, "less than thirty days more"), "rules go stale with what they rest on: nothing of them is to be renewed");
  r = web_get(&dir, "/indicator/restore_tested");
  cr_expect(r.status == 200 && !reply_says(&r, "less than thirty days more"), "no names for who may not read them");
  char past[80];
  (void)snprintf(past, sizeof past, "/indicator/restore_tested?au=%s", text("SELECT (now()::date - 3)::text"));
  r = web_get(&ada, past);
  cr_expect(r.status == 200 && !reply_says(&r, "less than thirty days more"), "of the past one knows what came next");
}
