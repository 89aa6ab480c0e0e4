/* The registers at a past date: what was known then, and no form that writes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "i18n/format.h"
#include "support/web_page.h"

TestSuite(web_past, .init = web_start, .fini = web_stop);

/* A source declared on 1 March with three pulls, one declared on 1 May; an asset renamed on 10 March, another one gone on the 20th. */
#define WORLD                                                                                                              \
  "INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'site', 'Site', id FROM vg.perimeter WHERE parent_id IS NULL;"   \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "            \
  "SELECT 'old', 'Inventaire ancien', 'csv', id, 3600, 7200, '2026-03-01', 'x' FROM vg.perimeter WHERE code = 'site';"     \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "            \
  "SELECT 'new', 'Inventaire neuf', 'csv', id, 3600, 7200, '2026-05-01', 'x' FROM vg.perimeter WHERE code = 'site';"       \
  "INSERT INTO vg.source_kind SELECT id, 'asset' FROM vg.source;"                                                          \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, read) SELECT s.id, 'ok', d, d, d, n FROM vg.source s, "   \
  "(VALUES ('2026-03-01T10:00:00Z'::timestamptz, 2), ('2026-03-10T10:00:00Z', 2), ('2026-03-20T10:00:00Z', 1)) v(d, n) WHERE s.code = 'old';" \
  "INSERT INTO vg.coverage (source_id, kind, pull_id, during) SELECT source_id, 'asset', id, tstzrange(read_at, read_at + interval '2 days') FROM vg.pull;" \
  "INSERT INTO rec.asset (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, title) "       \
  "SELECT 12, s.id, 'a', s.perimeter_id, '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z', 2, decode(repeat('ab', 32), 'hex'), 'srv-a', 'Nom neuf' FROM vg.source s WHERE s.code = 'old';" \
  "INSERT INTO rec.asset_history (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, title, superseded_at, superseded_by, vanished) " \
  "SELECT v.id, s.id, v.key, s.perimeter_id, '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', 1, decode(repeat('ab', 32), 'hex'), v.name, v.title, v.at::timestamptz, v.pull, v.gone " \
  "FROM vg.source s, (VALUES (10, 'a', 'srv-a', 'Nom ancien', '2026-03-10T10:00:00Z', 2, false), (11, 'b', 'srv-b', 'Disparu', '2026-03-20T10:00:00Z', 3, true)) " \
  "v(id, key, name, title, at, pull, gone) WHERE s.code = 'old';"

static struct browser begin(void) {
  struct browser b = person("root", "administrator");
  web_sql(WORLD);
  return b;
}

Test(web_past, lists_of_records_are_those_known_then) {
  struct browser b = begin();
  struct reply r = web_get(&b, "/records/asset?au=2026-03-05");
  cr_assert_eq(r.status, 200, "%s", r.body);
  cr_assert(reply_says(&r, "1 to 2 of 2") && reply_says(&r, "Nom ancien") && reply_says(&r, "Disparu") && !reply_says(&r, "Nom neuf"), "%s", r.body);
  cr_assert(reply_says(&r, "Versions known on that date"));
  r = web_get(&b, "/records/asset?au=2026-03-15");
  cr_assert(reply_says(&r, "1 to 2 of 2") && reply_says(&r, "Nom neuf") && reply_says(&r, "Disparu") && !reply_says(&r, "Nom ancien"));
  r = web_get(&b, "/records/asset");
  cr_assert(reply_says(&r, "1 to 1 of 1") && reply_says(&r, "Nom neuf") && !reply_says(&r, "Disparu"));
  r = web_get(&b, "/records?au=2026-03-05");
  cr_assert(reply_says(&r, "2 records on 5" NBSP "March"), "%s", r.body);
  r = web_get(&b, "/records?au=2026-02-05");
  cr_assert(reply_says(&r, "<h1>0 records on"), "%s", r.body);
  r = web_get(&b, "/records/asset?page=9999");
  cr_assert(reply_says(&r, "1 to 1 of 1") && reply_says(&r, "Assets: 1") && !reply_says(&r, "No record here."), "past the end is the last page: %s", r.body);
  r = web_get(&b, "/records/asset?au=2026-03-05&q=B");
  cr_assert(reply_says(&r, "1 to 1 of 1") && reply_says(&r, "Disparu"));
}

/* A reading that waits to be decided keeps nothing fresh: the source is as silent as without it, and so is what depends on it. */
Test(web_past, a_suspect_reading_hides_no_silence) {
  struct browser b = begin();
  char source[40];
  (void)snprintf(source, sizeof source, "/source/%s", text("SELECT id::text FROM vg.source WHERE code = 'old'"));
  web_sql("INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, message) SELECT id, 'suspect', now(), now(), now(), 'x' FROM vg.source;"
          "INSERT INTO vg.indicator (code, form, family, direction, unit, version, sha256, kinds, optional, empty, subject, boards, title_fr, title_en, changed_at)"
          " VALUES ('asset_owned', 'ratio', 'A', 'up', '%', 1, '\\x00', '{asset}', '{}', 'unknown', 'asset', 'P', 't', 't', now()) ON CONFLICT DO NOTHING;");
  struct reply r = web_get(&b, "/sources");
  cr_assert(reply_says(&r, "Suspect: to decide") && reply_says(&r, "<h1>0 sources of"), "%s", r.body);
  r = web_get(&b, source);
  cr_assert(reply_says(&r, "Suspect: to decide") && reply_says(&r, "indicator that reads it is unknown"), "%s", r.body);
}

#define DOCUMENT(key, process)                                                                                              \
  "INSERT INTO rec.document (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, reference, title, type, process, status)"  \
  " SELECT 20 + ascii('" key "'), s.id, '" key "', s.perimeter_id, '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', 1, decode(repeat('ab', 32), 'hex'), '" key \
  "', 'd', 'procedure', '" process "', 'in_force' FROM vg.source s WHERE s.code = 'old';"

/* A record names a process by its code, which people need not know. */
Test(web_past, a_process_is_called_as_the_policy_calls_it) {
  struct browser b = begin();
  db_fixture_sql(db_fixture_open("postgres"), "DELETE FROM vg.policy;"
                 "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, effective_at, loaded_at, loaded_by, registers) VALUES"
                 " ('p', 'p', 'p', '2026-01-01', '2026-01-01', now(), 'x', '{\"processes\": [{\"code\": \"incident\", \"title_fr\": \"Gestion des incidents\", \"title_en\": \"Incident management\"}]}')");
  web_sql(DOCUMENT("k", "incident") DOCUMENT("l", "unheard"));
  struct reply r = web_get(&b, "/records/document");
  cr_expect(reply_says(&r, "Process: Incident management (incident)") && reply_says(&r, "Process: unheard"), "%s", r.body);
  cr_assert_eq(web_post(&b, "/preferences", "lang=fr").status, 303);
  r = web_get(&b, "/record/document/127");
  cr_expect(reply_says(&r, "Gestion des incidents (incident)"), "%s", r.body);
}

Test(web_past, lists_of_records_are_those_of_the_perimeter) {
  struct browser b = begin();
  web_sql("INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'other', 'Other', id FROM vg.perimeter WHERE parent_id IS NULL");
  struct reply r = web_get(&b, "/records/asset?perimeter=site");
  cr_assert(reply_says(&r, "1 to 1 of 1"));
  r = web_get(&b, "/records/asset?perimeter=other");
  cr_assert(reply_says(&r, "No record here."), "%s", r.body);
  r = web_get(&b, "/sources?perimeter=other");
  cr_assert_not(reply_says(&r, "Inventaire ancien"));
}

Test(web_past, sources_are_those_of_then_with_their_health_of_then) {
  struct browser b = begin();
  struct reply r = web_get(&b, "/sources?au=2026-03-10");
  cr_assert_eq(r.status, 200, "%s", r.body);
  cr_assert(reply_says(&r, "Inventaire ancien") && !reply_says(&r, "Inventaire neuf"), "%s", r.body);
  cr_assert(reply_says(&r, "1 source of 1 is up to date."), "%s", r.body);
  cr_assert_not(reply_says(&r, "Add a source"), "a page of the past writes nothing");
  r = web_get(&b, "/sources?au=2026-03-06");
  cr_assert(reply_says(&r, "0 sources of 1 are up to date."), "%s", r.body);
  r = web_get(&b, "/sources");
  cr_assert(reply_says(&r, "Inventaire neuf") && reply_says(&r, "Add a source"));
  char path[100];
  (void)snprintf(path, sizeof path, "/source/%s?au=2026-03-12", db_fixture_text(web_db(), "SELECT id::text FROM vg.source WHERE code = 'old'"));
  r = web_get(&b, path);
  cr_assert(reply_says(&r, "10" NBSP "Mar") && !reply_says(&r, "20" NBSP "Mar"), "%s", r.body);
  cr_assert(!reply_says(&r, "Pull now") && !reply_says(&r, "/edit"));
  (void)snprintf(path, sizeof path, "/source/%s?au=2026-03-12", db_fixture_text(web_db(), "SELECT id::text FROM vg.source WHERE code = 'new'"));
  cr_assert_eq(web_get(&b, path).status, 404, "it was not declared yet");
}

/* A source that tells a day tells no hour: none is shown. */
Test(web_past, a_record_dated_by_its_day_shows_no_hour) {
  struct browser b = begin();
  web_sql("UPDATE rec.asset SET effective_at = '2026-03-10T00:00:00+01:00'");
  static const char *const pages[] = {"/records/asset", "/record/asset/12"};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = web_get(&b, pages[i]);
    cr_expect(reply_says(&r, ">10" NBSP "Mar" NBSP "2026<") && reply_says(&r, "10" NBSP "Mar" NBSP "2026, 11:00"), "%s: %s", pages[i], r.body); /* it was learnt at an hour */
    cr_expect(!reply_says(&r, "00:00"), "%s", pages[i]);
  }
}
