/* Forms and readings that the engine knows, on indicators made for the test. */
#include <criterion/criterion.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"

TestSuite(form, .init = indicator_world_init, .fini = indicator_world_fini);

#define TEXTS                                                                                                          \
  "title_fr: t\ntitle_en: t\nquestion_fr: q\nquestion_en: q\nformula_fr: f\nformula_en: f\ndenominator_fr: d\n"        \
  "denominator_en: d\nfamily: A\nboards: P\ndirection: up\nunit: %\nowner: ciso\ncollector: developer\nreviewer: leadership\nreporting: leadership quarterly, ciso monthly\nfrequency: daily\nlimits_fr: l\n"     \
  "limits_en: l\ndeviation_fr: d\ndeviation_en: d\nversion: 1\n"

static void make(struct vg_arena *arena, const char *comment, const struct sql_text *statement, struct indicator *out) {
  struct vg_error err = {0};
  struct db *owner = db_fixture_open("vigie_owner");
  const char *path = vg_printf(arena, "sql/indicator/%s.sql", statement->name);
  cr_assert(indicator_sheet_parse(arena, path, comment, out, &err), "%s", err.message);
  out->statement = statement;
  cr_assert(indicator_put(owner, out, &err), "%s", err.message);
}

static void evaluate(const struct indicator *indicators, size_t count, const char *setup, const char *known) {
  struct vg_error err = {0};
  db_fixture_sql(indicator_world(), setup);
  cr_assert(evaluation_run_of(db_fixture_open("vigie_collect"), at(known), indicators, count, &err), "%s", err.message);
}

/* ---- attested ---- */

static const char attested_sheet[] =
    "code: attested\nrules:\n" TEXTS
    "form: attested\nempty: not_applicable\nsubject: place\nkinds: attestation, place\n"
    "records: attestation.subject\n";
static const struct sql_text attested = {
    .name = "attested",
    .parameters = 4,
    .text = "SELECT p.perimeter_id, p.key AS subject, p.name AS label, range_agg(p.seen) AS judged,"
            " coalesce((SELECT range_agg(tstzrange(a.attested_at, a.valid_until)) FROM rec.attestation_known($1) a"
            "           WHERE a.subject = p.key AND a.result = 'passed'), '{}') AS conforming,"
            " coalesce((SELECT range_agg(tstzrange(a.attested_at, a.valid_until)) FROM rec.attestation_known($1) a"
            "           WHERE a.subject = p.key), '{}') AS spoken, NULL::text AS detail"
            " FROM rec.place_known($1) p WHERE $2::timestamptz < $3 AND ($4::text[] IS NULL OR p.key = ANY ($4))"
            " GROUP BY p.perimeter_id, p.key, p.name"};

#define ATTESTED_WORLD                                                                                                 \
  "SELECT t.source('controls', 'site', '{attestation,place}');"                                                        \
  "SELECT t.cover('controls', '2026-01-01', '2027-01-01');"
#define PLACE(key)                                                                                                     \
  "SELECT t.put('place', 'controls', '" key "', '2026-01-01', '{\"name\": \"" key                                      \
  "\", \"type\": \"site\", \"in_use\": true}');"
#define ATTESTED(key, place, result, at, until)                                                                        \
  "SELECT t.put('attestation', 'controls', '" key "', '" at "', '{\"subject\": \"" place                               \
  "\", \"control\": \"c\", \"result\": \"" result "\", \"attested_at\": \"" at "\", \"valid_until\": \"" until         \
  "\"}');"
#define THRESHOLD                                                                                                      \
  "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"                           \
  " VALUES ('attested', 1, 0.9, 0.5, '2020-01-01', 'x', 'x');"

Test(form, what_persons_attest_holds_until_its_end) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  make(arena, attested_sheet, &attested, &i);
  evaluate(&i, 1,
           ATTESTED_WORLD THRESHOLD PLACE("P1") PLACE("P2") PLACE("P3")
               ATTESTED("a1", "P1", "passed", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
                   ATTESTED("a2", "P2", "failed", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
           "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('attested', 'P1', '2026-01-31 23:59:59.999999+00')", "unknown"}, /* nobody has spoken yet */
         {"t.verdict('attested', 'P1', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('attested', 'P1', '2026-02-28 23:59:59.999999+00')", "conforming"},
         {"t.verdict('attested', 'P1', '2026-03-01 00:00+00')", "unknown"}, /* expired: not known, never deviating */
         {"t.verdict('attested', 'P2', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('attested', 'P2', '2026-03-01 00:00+00')", "unknown"},
         {"t.verdict('attested', 'P3', '2026-02-15 00:00+00')", "unknown"},
         {"t.line('attested', 'site', '2026-02-15 00:00+00')", "not_applied! 1/3 d1 u1 p0 w0 0.333"},
         {"t.line('attested', 'site', '2026-03-15 00:00+00')", "unknown 0/3 d0 u3 p0 w0 -"},
         {"t.verdict('attested', 'P1', '2027-01-01 00:00+00')", "unknown"},
         {"t.line('attested', 'office', '2026-02-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"}); /* no source there */
}

Test(form, attested_with_nothing_to_attest) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  make(arena, attested_sheet, &attested, &i);
  evaluate(&i, 1, ATTESTED_WORLD THRESHOLD, "2026-04-01T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.verdict", "0"},
         {"t.line('attested', 'site', '2026-02-15 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('attested', 'site', '2027-01-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(form, a_waiver_covers_what_was_attested_to_fail_and_ends_by_itself) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  make(arena, attested_sheet, &attested, &i);
  evaluate(&i, 1,
           ATTESTED_WORLD THRESHOLD PLACE("P1")
               ATTESTED("a1", "P1", "failed", "2026-02-01T00:00:00Z",
                        "2026-06-01T00:00:00Z") "INSERT INTO vg.waiver (indicator, perimeter_id, during, reason, "
                                                "requester, approver, status)"
                                                " SELECT 'attested', id, '[2026-02-10 00:00+00, 2026-02-20 00:00+00)', "
                                                "'x', 'a', 'b', 'approved'"
                                                " FROM vg.perimeter WHERE code = 'all';",
           "2026-04-01T00:00:00Z");
  EXPECT({"t.line('attested', 'site', '2026-02-09 23:59:59+00')", "not_applied! 0/1 d1 u0 p0 w0 0"},
         {"t.line('attested', 'site', '2026-02-10 00:00+00')", "waived 0/1 d1 u0 p0 w1 0"},
         {"t.line('attested', 'site', '2026-02-20 00:00+00')", "not_applied! 0/1 d1 u0 p0 w0 0"});
}

/* ---- no kind of record, rules ---- */

static const char own_sheet[] =
    "code: own\nrules:\n" TEXTS "form: ratio\nempty: unknown\nsubject: perimeter\nkinds:\nrecords: none\n";
static const struct sql_text own = {
    .name = "own",
    .parameters = 4,
    .text =
        "SELECT p.id AS perimeter_id, p.code AS subject, p.name AS label, '{(,)}'::tstzmultirange AS judged,"
        " CASE WHEN EXISTS (SELECT FROM vg.pull l JOIN vg.source s ON s.id = l.source_id WHERE s.perimeter_id = p.id "
        "AND"
        " l.read_at <= $1) THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,"
        " NULL::bigint[] AS sources, NULL::text AS detail FROM vg.perimeter p"
        " WHERE $2::timestamptz < $3 AND ($4::text[] IS NULL OR p.code = ANY ($4))"};

Test(form, an_indicator_of_the_products_own_tables_is_always_fresh) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  make(arena, own_sheet, &own, &i);
  cr_expect(i.kind_count == 0 && i.records_field == NULL && i.reads == READS_RECORDS);
  evaluate(&i, 1, "SELECT t.source('s', 'site', '{asset}'); SELECT t.cover('s', '2026-01-01', '2026-01-03');",
           "2026-01-02T00:00:00Z");
  EXPECT({"t.verdict('own', 'site', '2026-01-02 00:00+00')", "conforming"},
         {"t.verdict('own', 'office', '2026-01-02 00:00+00')", "deviating"},
         {"t.verdict('own', 'site', '2030-01-01 00:00+00')", "conforming"},
         {"t.line('own', 'all', '2030-01-01 00:00+00')", "unknown 1/3 d2 u0 p0 w0 0.333"}); /* no threshold */
  evaluate(&i, 1,
           "SELECT t.source('o', 'office', '{asset}'); SELECT t.cover('o', '2026-01-02 01:00+00', '2026-01-03');",
           "2026-01-02T02:00:00Z");
  EXPECT({"t.verdict('own', 'office', '2026-01-02 00:00+00')", "conforming"}); /* a pull of any kind concerns it */
}

static const char rules_sheet[] = "code: rules_known\nrules: 15.1\n" TEXTS
                                  "form: ratio\nreads: rules\nempty: unknown\nsubject: rule\nkinds:\nrecords: none\n";
static const struct sql_text rules_known = {
    .name = "rules_known",
    .parameters = 4,
    .text =
        "SELECT r.perimeter_id, r.rule AS subject, r.rule AS label, '{(,)}'::tstzmultirange AS judged,"
        " coalesce(range_agg(tstzrange(r.from_at, r.to_at)) FILTER (WHERE r.state <> 'unknown'), '{}') AS conforming,"
        " '{}'::tstzmultirange AS pending, NULL::bigint[] AS sources, NULL::text AS detail FROM vg.rule_settled r"
        " WHERE $1::timestamptz < $3 AND $2::timestamptz < $3 AND ($4::text[] IS NULL OR r.rule = ANY ($4))"
        " GROUP BY r.perimeter_id, r.rule"};

Test(form, an_indicator_that_reads_the_rules_comes_after_them) {
  VG_ARENA(arena, 1 << 20);
  struct indicator both[2];
  make(arena, rules_sheet, &rules_known, &both[0]);
  make(arena, attested_sheet, &attested, &both[1]);
  evaluate(
      both, 2,
      ATTESTED_WORLD THRESHOLD PLACE("P1") ATTESTED(
          "a1", "P1", "passed", "2026-02-01T00:00:00Z",
          "2026-03-01T00:00:00Z") "DELETE FROM vg.rule_indicator;"
                                  "INSERT INTO vg.rule_indicator VALUES ('coreoz-2024', '6.1', 'attested', 1),"
                                  " ('coreoz-2024', '15.1', 'rules_known', 1), ('coreoz-2024', '15.1', 'attested', 2);",
      "2026-04-01T00:00:00Z");
  EXPECT({"SELECT string_agg(DISTINCT v.subject, ',') FROM vg.verdict v WHERE v.indicator = 'rules_known'", "6.1"},
         {"SELECT v.conforming FROM vg.verdict v JOIN vg.perimeter p ON p.id = v.perimeter_id WHERE v.indicator ="
          " 'rules_known' AND p.code = 'site'",
          "{[\"2026-02-01 00:00:00+00\",\"2026-03-01 00:00:00+00\")}"},
         {"SELECT string_agg(DISTINCT rule, ',') FROM vg.rule_timeline", "15.1,6.1"},
         {"SELECT i.indicators FROM vg.evaluation i ORDER BY id DESC LIMIT 1", "2"});
  evaluate(both, 2, ATTESTED("a1", "P1", "failed", "2026-03-20T00:00:00Z", "2026-05-01T00:00:00Z"),
           "2026-04-02T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.evaluation WHERE indicators > 0", "1"}); /* no pull: nothing to do */
  evaluate(both, 2, "SELECT t.cover('controls', '2026-04-02', '2026-04-03');", "2026-04-02T01:00:00Z");
  EXPECT({"SELECT v.conforming FROM vg.verdict v JOIN vg.perimeter p ON p.id = v.perimeter_id WHERE v.indicator ="
          " 'rules_known' AND p.code = 'site'",
          "{[\"2026-03-20 00:00:00+00\",\"2026-05-01 00:00:00+00\")}"}); /* the last pass saw what the first one made */
}

/* ---- a fault of ours ---- */

static const char twice_sheet[] = "code: twice\nrules:\n" TEXTS "form: ratio\nempty: unknown\nsubject: place\nkinds: place\nrecords: place.name\n";
static const struct sql_text twice = {
    .name = "twice",
    .parameters = 4,
    .text = "SELECT p.perimeter_id, 'both' AS subject, p.name AS label, tstzmultirange(p.seen) AS judged,"
            " CASE p.key WHEN 'good' THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,"
            " ARRAY[p.source_id] AS sources, NULL::text AS detail FROM rec.place_known($1) p"
            " WHERE $2::timestamptz < $3 AND ($4::text[] IS NULL OR 'both' = ANY ($4))"};

/* A statement that says two things of a subject stops no evaluation: the worse counts. */
Test(form, of_a_subject_that_is_given_twice_the_worse_is_kept) {
  VG_ARENA(arena, 1 << 20);
  struct indicator of[2];
  make(arena, twice_sheet, &twice, &of[0]);
  make(arena, attested_sheet, &attested, &of[1]);
  evaluate(of, 2, ATTESTED_WORLD THRESHOLD PLACE("good") ATTESTED("a1", "good", "passed", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
           "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('twice', 'both', '2026-02-15 00:00+00')", "conforming"});
  evaluate(of, 2, PLACE("bad") "SELECT t.cover('controls', '2026-04-02', '2026-12-31');", "2026-04-02T01:00:00Z");
  EXPECT({"t.verdict('twice', 'both', '2026-02-15 00:00+00')", "deviating"},
         {"t.line('twice', 'site', '2026-02-15 00:00+00')", "unknown 0/1 d1 u0 p0 w0 0"},
         {"t.verdict('attested', 'good', '2026-02-15 00:00+00')", "conforming"});
  evaluate(of, 2, "SELECT t.cover('controls', '2026-04-03', '2026-12-31');", "2026-04-03T01:00:00Z");
  EXPECT({"t.verdict('twice', 'both', '2026-02-15 00:00+00')", "deviating"},
         {"SELECT count(*) FROM vg.given WHERE indicator = 'twice'", "1"});
}
