/* Indicators of an organisation: a file is checked, added, evaluated in its cage; a bad one harms nobody and is never green. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indicator/evaluate.h"
#include "indicator/own.h"
#include "support/db_indicator.h"

TestSuite(own, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 300);

/* Lines 1 to 24; the statement begins at line 25. */
#define TEXTS                                                                                                                              \
  "-- title_fr: t\n-- title_en: t\n-- question_fr: q\n-- question_en: q\n-- formula_fr: f\n-- formula_en: f\n-- denominator_fr: d\n"        \
  "-- denominator_en: d\n-- family: A\n-- boards: P\n-- owner: ciso\n-- collector: ciso\n-- reviewer: leadership\n-- reporting: ciso monthly\n-- frequency: daily\n-- limits_fr: l\n-- limits_en: l\n"            \
  "-- deviation_fr: d\n-- deviation_en: d\n-- version: 1\n-- subject: asset\n-- kinds: asset\n-- records: asset.name\n"
#define SHEET(code, rest) "-- code: " code "\n-- rules:\n" TEXTS rest
#define RATIO(code) SHEET(code, "-- form: ratio\n-- direction: up\n-- unit: %\n-- empty: unknown\n")
#define COUNT(code) SHEET(code, "-- form: statistic\n-- statistic: count\n-- direction: down\n-- unit: 1\n-- empty: unknown\n")
#define ROW(from, judged, conforming)                                                                                                      \
  "SELECT p.id AS perimeter_id, " from ", 'L' AS label, " judged "::tstzmultirange AS judged, " conforming                                  \
  "::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending, NULL::bigint[] AS sources, NULL::text AS detail\n"                      \
  "FROM vg.perimeter p WHERE p.code = 'site'"
#define ALWAYS "'{[2026-01-01,)}'"
#define GOOD ROW("'a'::text AS subject", ALWAYS, ALWAYS)
#define WORLD                                                                                                                              \
  "SELECT t.source('inventory', 'site', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2026-06-01');"                             \
  "SELECT t.asset('web-1', 'server', '{\"owner\": \"c@example.test\"}'); SELECT t.asset('web-2', 'server', '{}');"
#define LIMITS(code)                                                                                                                       \
  "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason) VALUES ('" code "', 1, 0.9, 0.5, '2020-01-01', 'x', 'x');"

static const char *file_of(const char *path, struct vg_arena *arena) {
  static char text[65536];
  (void)arena;
  FILE *f = fopen(path, "re");
  cr_assert_not_null(f, "%s", path);
  text[fread(text, 1, sizeof text - 1, f)] = '\0';
  (void)fclose(f);
  return text;
}

static bool add(const char *code, const char *text, struct vg_error *err) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct db *owner = db_fixture_open("vigie_owner");
  *err = (struct vg_error){0};
  const char *path = vg_printf(arena, "%s.sql", code);
  DB_TX(tx);
  return own_parse(arena, path, text, &i, err) && db_begin(owner, &tx, err) && own_add(owner, &i, text, "somebody", clock_now(), err) &&
         db_commit(&tx, err);
}

static void added(const char *code, const char *text) {
  struct vg_error err;
  cr_assert(add(code, text, &err), "%s", err.message);
}

static void evaluate(const char *known) {
  struct vg_error err = {0};
  cr_assert(evaluation_run(db_fixture_open("vigie_collect"), at(known), &err), "%s", err.message);
}

static void refused(const char *code, const char *text, const char *says) {
  struct vg_error err;
  cr_expect_not(add(code, text, &err), "%s", says);
  cr_expect_eq(err.code, VG_E_INPUT, "%s", err.message);
  cr_expect_str_eq(err.message, says);
}

Test(own, the_example_of_the_guide_is_added_evaluated_and_removed) {
  char path[512], text[16384];
  struct vg_error err = {0};
  (void)snprintf(path, sizeof path, "%s/../docs/indicators.md", getenv("VIGIE_TESTS"));
  const char *guide = file_of(path, NULL), *from = strstr(guide, "```sql\n"), *to = from == NULL ? NULL : strstr(from + 7, "```");
  cr_assert_not_null(to);
  (void)snprintf(text, sizeof text, "%.*s", (int)(to - from - 7), from + 7);
  added("owner_named", text);
  db_fixture_sql(indicator_world(), WORLD LIMITS("owner_named"));
  evaluate("2026-02-01T00:00:00Z");
  EXPECT({"t.verdict('owner_named', 'web-1', '2026-01-15')", "conforming"}, {"t.verdict('owner_named', 'web-2', '2026-01-15')", "deviating"},
         {"t.line('owner_named', 'all', '2026-01-15')", "not_applied 1/2 d1 u0 p0 w0 0.5"},
         {"SELECT count(*) > 0 FROM vg.measurement WHERE indicator = 'owner_named' AND state = 'not_applied'", "true"},
         {"SELECT failed_at IS NULL FROM vg.own_indicator", "true"}, {"SELECT stale FROM vg.indicator WHERE code = 'owner_named'", "false"},
         {"SELECT actor || ' ' || action || ' ' || object FROM vg.journal WHERE action LIKE 'indicator.%'", "somebody indicator.added indicator owner_named"});
  const struct indicator *found = indicator_find("owner_named");
  cr_assert(found != NULL && found->own);
  struct db *owner = db_fixture_open("vigie_owner");
  cr_assert(indicator_install(owner, &err), "%s", err.message);
  EXPECT({"SELECT count(*) FROM vg.indicator WHERE code = 'owner_named'", "1"}); /* a migration leaves it there */
  cr_assert(own_remove(owner, "owner_named", "somebody", clock_now(), &err), "%s", err.message);
  cr_assert(own_load(owner, NULL, NULL, &err), "%s", err.message);
  cr_assert_null(indicator_find("owner_named"));
  EXPECT({"SELECT count(*) FROM vg.verdict WHERE indicator = 'owner_named'", "0"},
         {"SELECT count(*) > 0 FROM vg.measurement WHERE indicator = 'owner_named'", "true"});
  cr_assert_not(own_remove(owner, "owner_named", "somebody", clock_now(), &err));
  cr_assert_eq(err.code, VG_E_NOTFOUND);
  cr_assert_str_eq(err.hint, "vigie indicator list names them");
}

/* What a row of the guide's table says may be read, in the cage: whether it is so. */
static void readable(struct db *reader, const char *row) {
  char name[100], columns[400], sql[1000];
  cr_assert_eq(sscanf(row, "| `%99[^`]` | `%399[^`]` |", name, columns), 2, "%.100s", row);
  char *known = strstr(name, "($1)");
  (void)snprintf(sql, sizeof sql, "SELECT %s FROM %.*s LIMIT 0", columns, known == NULL ? (int)strlen(name) : (int)(known - name), name);
  if (known != NULL) (void)snprintf(sql, sizeof sql, "SELECT %s FROM %.*s(now()) LIMIT 0", columns, (int)(known - name), name);
  cr_expect_eq(db_fixture_try(reader, sql), VG_OK, "%s", sql);
}

Test(own, the_guide_names_what_may_be_read_and_an_error_as_it_is) {
  char path[512], text[16384], wrong[16384];
  struct vg_error err;
  (void)snprintf(path, sizeof path, "%s/../docs/indicators.md", getenv("VIGIE_TESTS"));
  const char *guide = file_of(path, NULL), *from = strstr(guide, "```sql\n") + 7;
  int rows = 0;
  (void)snprintf(text, sizeof text, "%.*s", (int)(strstr(from, "```") - from), from);
  const char *unit = strstr(text, "unit: %");
  (void)snprintf(wrong, sizeof wrong, "%.*sunit: km%s", (int)(unit - text), text, unit + strlen("unit: %"));
  cr_assert_not(add("owner_named", wrong, &err));
  cr_expect_not_null(strstr(guide, err.message), "the guide does not show \"%s\"", err.message);
  struct db *reader = db_fixture_open("vigie_reader");
  for (const char *row = strstr(guide, "\n| `vg."); row != NULL; row = strstr(row + 1, "\n| `vg.")) readable(reader, row + 1), rows++;
  cr_expect_geq(rows, 10, "%d rows", rows);
}

Test(own, a_wrong_file_is_refused_with_its_line_and_reason) {
  refused("x", "SELECT 1", "x.sql:1: sheet: expected \"-- code: …\", got none");
  refused("x", SHEET("x", "-- form: ratio\n-- direction: up\n-- unit: km\n-- empty: unknown\n") GOOD,
          "x.sql:28: unit: expected one of %, h, ×, 1, got \"km\"");
  refused("x", RATIO("x") "\n;", "x.sql:31: statement: expected a query, got none");
  refused("x", RATIO("y") GOOD, "x.sql:1: code: expected the name of the file, got \"y\"");
  refused("backup_daily", RATIO("backup_daily") GOOD, "backup_daily.sql:1: code: expected one that no indicator of the program has, got \"backup_daily\"");
  refused("x", SHEET("x", "-- form: composite\n-- direction: up\n-- unit: %\n-- empty: unknown\n") GOOD,
          "x.sql:26: form: expected ratio, attested or statistic, got \"composite\"");
  refused("x", SHEET("x", "-- form: statistic\n-- statistic: share\n-- direction: up\n-- unit: %\n-- empty: unknown\n") GOOD,
          "x.sql:27: statistic: expected count, mean, median, p90 or sum, got \"share\"");
  refused("x", SHEET("x", "-- form: ratio\n-- reads: rules\n-- direction: up\n-- unit: %\n-- empty: unknown\n") GOOD,
          "x.sql:27: reads: expected records, got \"rules\"");
  refused("x", SHEET("x", "-- form: ratio\n-- touched: alert_touched\n-- direction: up\n-- unit: %\n-- empty: unknown\n") GOOD,
          "x.sql:27: touched: expected none, for it names a function of the program's, got \"alert_touched\"");
  refused("x", SHEET("x", "-- form: ratio\n-- spoken: column\n-- direction: up\n-- unit: %\n-- empty: unknown\n") GOOD,
          "x.sql:27: spoken: expected none, for the form attested has that column, got \"column\"");
  refused("x", RATIO("x") "SELECT 'now()' -- now()\n/* now() */, NOW()", "x.sql:31: statement: expected the instant as known, $1, got NOW");
  refused("x", RATIO("x") "SELECT\nCURRENT_DATE", "x.sql:31: statement: expected the instant as known, $1, got CURRENT_DATE");
  refused("x", RATIO("x") "SELECT 'today'::date", "x.sql:30: statement: expected the instant as known, $1, got 'today'");
  EXPECT({"SELECT count(*) FROM vg.own_indicator", "0"});
}

/* ---- what it returns ---- */

static void says(const char *code, const char *text, enum vg_code expected, const char *part) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct own_rows *rows = NULL;
  struct vg_error err = {0};
  struct db *collect = db_fixture_open("vigie_collect");
  cr_assert(own_parse(arena, vg_printf(arena, "%s.sql", code), text, &i, &err), "%s", err.message);
  bool ok = own_check(collect, &i, "x.sql", &err) &&
            own_collect(collect, &i, "x.sql", (struct own_window){0, 0, VG_DAY}, &rows, &err);
  DB_TX(tx);
  ok = ok && db_begin(collect, &tx, &err) && own_put(collect, &i, "x.sql", rows, &err);
  own_rows_free(rows);
  cr_expect_not(ok, "%s", part);
  cr_expect_eq(err.code, expected, "%s", err.message);
  cr_expect_not_null(strstr(err.message, part), "expected \"%s\", got \"%s\"", part, err.message);
}

#define VALUE(v) COUNT("x") "SELECT p.id AS perimeter_id, 'a' AS subject, 'L' AS label, " v ", NULL::text AS detail FROM vg.perimeter p"

Test(own, what_it_returns_is_checked_row_by_row) {
  says("x", RATIO("x") "SELECT 1 AS n", VG_E_INPUT, "x.sql:30: expected a column \"perimeter_id\" (bigint), found none");
  says("x", RATIO("x") "SELECT 1::bigint AS perimeter_id,\n  nothing", VG_E_INPUT, "x.sql:31: column \"nothing\" does not exist");
  says("x", RATIO("x") ROW("NULL::text AS subject", ALWAYS, ALWAYS), VG_E_INPUT, "x.sql: row 1 (): column \"subject\": expected a value, found NULL");
  says("x", RATIO("x") ROW("repeat('x', 501) AS subject", ALWAYS, ALWAYS), VG_E_INPUT, "column \"subject\": expected a text of 1 to 500 bytes");
  says("x", RATIO("x") ROW("'a'::text AS subject", "'{[2026-01-01,infinity)}'", "'{}'"), VG_E_INPUT, "column \"judged\": expected instants, or none for an open end");
  says("x", RATIO("x") ROW("'a'::text AS subject", "'{[2026-02-01,2026-01-01)}'", "'{}'"), VG_E_INPUT, "x.sql:30: range lower bound must be less than or equal");
  says("x", RATIO("x") GOOD " UNION ALL " GOOD, VG_E_INPUT, "x.sql: (a) of perimeter ");
  says("x", RATIO("x") GOOD " UNION ALL " GOOD, VG_E_INPUT, "expected one row a subject, found several");
  says("x", RATIO("x") "SELECT q.perimeter_id + 1000000 AS perimeter_id, q.subject, q.label, q.judged, q.conforming, q.pending, q.sources, q.detail FROM (" GOOD ") q",
       VG_E_INPUT, "expected a perimeter, found 1000");
  says("x", VALUE("'NaN'::numeric AS value, tstzrange('2026-01-01', NULL) AS during"), VG_E_INPUT, "x.sql: row 1 (a): column \"value\": expected a finite number, found \"NaN\"");
  says("x", VALUE("'Infinity'::numeric AS value, tstzrange('2026-01-01', NULL) AS during"), VG_E_INPUT, "expected a finite number, found \"Infinity\"");
  says("x", VALUE("1.0 AS value, 'empty'::tstzrange AS during"), VG_E_INPUT, "column \"during\": expected a period that is not empty");
  says("x", VALUE("NULL::numeric AS value, 'empty'::tstzrange AS during"), VG_E_INPUT, "column \"value\": expected a value, found NULL");
}

/* Boards read doubles: a number that is none would leave them all without figures. */
Test(own, a_number_is_one_that_boards_can_read) {
  says("x", VALUE("10::numeric ^ 400 AS value, tstzrange('2026-01-01', NULL) AS during"), VG_E_INPUT, "column \"value\": expected a number of at most 15 digits before the point, found \"1000");
  says("x", VALUE("-1e15 AS value, tstzrange('2026-01-01', NULL) AS during"), VG_E_INPUT, "column \"value\": expected a number of at most 15 digits before the point");
}

Test(own, periods_are_within_the_years_that_we_can_write) {
  says("x", VALUE("1::numeric AS value, tstzrange('250000-01-01', NULL) AS during"), VG_E_INPUT, "column \"during\": expected instants of the years 1 to 9999, found \"[\"250000-");
  says("x", VALUE("1::numeric AS value, tstzrange('0044-03-15 BC', NULL) AS during"), VG_E_INPUT, "column \"during\": expected instants of the years 1 to 9999");
}

/* ---- one that goes wrong later ---- */

/* Takes the statement of `bad` in the place of the good one, and records that come after: the evaluation goes on without it. */
static void goes_wrong(const char *statement, const char *part) {
  char sql[400];
  added("mine", RATIO("mine") GOOD);
  added("other", RATIO("other") GOOD);
  db_fixture_sql(indicator_world(), WORLD LIMITS("mine") LIMITS("other"));
  evaluate("2026-02-01T00:00:00Z");
  EXPECT({"t.line('mine', 'all', '2026-01-31')", "applied 1/1 d0 u0 p0 w0 1"}, {"t.line('mine', 'all', '2026-03-01')", "applied 1/1 d0 u0 p0 w0 1"});
  added("mine", statement);
  evaluate("2026-02-02T00:00:00Z");
  (void)snprintf(sql, sizeof sql, "SELECT CASE WHEN position('%s' in error) > 0 THEN 'said' ELSE error END FROM vg.own_indicator WHERE code = 'mine'", part);
  EXPECT({sql, "said"}, {"SELECT failed_at = '2026-02-02+00' FROM vg.own_indicator WHERE code = 'mine'", "true"},
         {"t.line('mine', 'all', '2026-02-01 23:59:59+00')", "applied 1/1 d0 u0 p0 w0 1"}, {"t.line('mine', 'all', '2026-02-02 00:00+00')", "unknown 0/1 d0 u1 p0 w0 -"},
         {"t.line('mine', 'all', '2026-03-01')", "unknown 0/1 d0 u1 p0 w0 -"}, {"t.line('other', 'all', '2026-03-01')", "applied 1/1 d0 u0 p0 w0 1"},
         {"SELECT status FROM vg.evaluation ORDER BY id DESC LIMIT 1", "ok"}, {"SELECT count(*) FROM vg.indicator WHERE stale AND form <> 'composite' AND reads <> 'rules'", "0"},
         {"SELECT count(*) > 0 FROM vg.asset_alias", "true"}, {"SELECT count(*) FROM rec.asset", "2"});
}

Test(own, one_that_fails_is_unknown_from_then_on_and_judged_again_once_mended) {
  goes_wrong(RATIO("mine") ROW("'a'::text AS subject, 1 / 0 AS x", ALWAYS, ALWAYS), "");
  evaluate("2026-02-03T00:00:00Z");
  EXPECT({"SELECT failed_at = '2026-02-02+00' FROM vg.own_indicator WHERE code = 'mine'", "true"}); /* the first failure counts */
  added("mine", RATIO("mine") GOOD);
  evaluate("2026-02-04T00:00:00Z");
  EXPECT({"SELECT failed_at IS NULL AND error IS NULL FROM vg.own_indicator WHERE code = 'mine'", "true"},
         {"t.line('mine', 'all', '2026-02-02 00:00+00')", "applied 1/1 d0 u0 p0 w0 1"});
}

Test(own, one_that_writes) { goes_wrong(RATIO("mine") "WITH x AS (DELETE FROM rec.asset RETURNING key) " GOOD, "data-modifying"); }
Test(own, one_that_sleeps) { goes_wrong(RATIO("mine") GOOD " AND pg_sleep(3600) IS NOT NULL", "mine.sql"); }
Test(own, one_that_never_ends_returning_rows) {
  goes_wrong(RATIO("mine") "SELECT q.perimeter_id, q.subject || n AS subject, q.label, q.judged, q.conforming, q.pending, q.sources, q.detail\n"
                           "FROM (" GOOD ") q, (SELECT generate_series(1, 1000000000) AS n) s", "more than 200000 rows");
}
Test(own, one_that_returns_too_much) {
  goes_wrong(RATIO("mine") "SELECT q.perimeter_id, q.subject || n AS subject, q.label, q.judged, q.conforming, q.pending, q.sources, repeat('x', 2000) AS detail\n"
                           "FROM (" GOOD ") q, (SELECT generate_series(1, 100000) AS n) s", "more than 67108864 bytes");
}
Test(own, one_with_two_verdicts_for_a_subject) { goes_wrong(RATIO("mine") GOOD " UNION ALL " GOOD, "expected one row a subject"); }
Test(own, one_that_reads_users) { goes_wrong(RATIO("mine") GOOD " AND EXISTS (SELECT FROM vg.app_user)", "permission denied"); }
Test(own, one_that_changes_its_role) { goes_wrong(RATIO("mine") GOOD " AND set_config('role', 'vigie_owner', false) <> ''", "permission denied to set role"); }

Test(own, one_that_fills_the_table_of_locks) {
  goes_wrong(RATIO("mine") GOOD " AND (SELECT count(pg_advisory_lock(n)) FROM generate_series(1, 12875) n) > 0", "permission denied for function pg_advisory_lock");
}
Test(own, one_that_writes_to_the_log) {
  goes_wrong(RATIO("mine") GOOD " AND pg_logical_emit_message(false, 'x', repeat('x', 1000000)) IS NOT NULL", "permission denied for function pg_logical_emit_message");
}
Test(own, one_that_announces) { goes_wrong(RATIO("mine") GOOD " AND pg_notify('vigie_request', 'x') IS NOT NULL", "permission denied for function pg_notify"); }

Test(own, a_count_that_fails_is_not_a_count_of_none) {
  added("mine", COUNT("mine") "SELECT p.id AS perimeter_id, 'a' AS subject, 'L' AS label, 1.0 AS value, tstzrange('2026-01-01', '2026-01-02') AS during,"
                              " NULL::text AS detail FROM vg.perimeter p WHERE p.code = 'site'");
  db_fixture_sql(indicator_world(), WORLD "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"
                                          " VALUES ('mine', 0, 1, 2, '2020-01-01', 'x', 'x');");
  evaluate("2026-02-01T00:00:00Z");
  EXPECT({"t.line('mine', 'all', '2026-01-15')", "applied 0/0 d0 u0 p0 w0 0"});
  added("mine", COUNT("mine") "SELECT p.id AS perimeter_id, 'a' AS subject, 'L' AS label, 'NaN'::numeric AS value, tstzrange('2026-01-01', '2026-01-02') AS during,"
                              " NULL::text AS detail FROM vg.perimeter p WHERE p.code = 'site'");
  evaluate("2026-02-02T00:00:00Z");
  EXPECT({"t.line('mine', 'all', '2026-02-01 12:00+00')", "applied 0/0 d0 u0 p0 w0 0"}, {"t.line('mine', 'all', '2026-02-02 12:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(own, a_file_that_this_version_refuses_is_one_that_fails) {
  added("mine", RATIO("mine") GOOD);
  db_fixture_sql(indicator_world(), WORLD "UPDATE vg.own_indicator SET file = replace(file, 'kinds: asset', 'kinds: gone'), sha256 = 'x';");
  evaluate("2026-02-01T00:00:00Z");
  EXPECT({"SELECT error FROM vg.own_indicator", "mine.sql:24: kinds: expected kinds of records, got \"gone\""},
         {"SELECT stale FROM vg.indicator WHERE code = 'mine'", "false"});
  db_fixture_sql(indicator_world(), LIMITS("mine"));
  EXPECT({"SELECT count(*) FROM vg.waiting_change", "1"});
  evaluate("2026-02-01T00:00:01Z");
  EXPECT({"SELECT count(*) FROM vg.waiting_change", "0"}); /* nothing else is due, and it waits for another file */
}

/* ---- what is decided while it runs ---- */

static void step(enum sql_id sql, const char *failure) {
  struct vg_error err = {0};
  struct db *collect = db_fixture_open("vigie_collect");
  bool ok = failure == NULL ? db_run(collect, NULL, sql, DB_NONE, &err, P_TEXT("mine"))
                            : db_run(collect, NULL, sql, DB_NONE, &err, P_TEXT("mine"), P_TIME(at("2026-02-02T00:00:00Z")), P_TEXT(failure), P_BOOL(true));
  cr_assert(ok, "%s", err.message);
}

/* As the evaluation leaves it while the statement runs: `decide` comes then. */
static void decided_while_it_runs(const char *decide) {
  static const char *const codes[] = {"mine"};
  struct vg_error err = {0};
  cr_assert(db_run(db_fixture_open("vigie_collect"), NULL, SQL_OWN_DUE, DB_NONE, &err, P_TEXTS(codes, 1)), "%s", err.message);
  if (decide != NULL) db_fixture_sql(indicator_world(), decide);
  else added("mine", RATIO("mine") ROW("'b'::text AS subject", ALWAYS, ALWAYS));
}

static void is_brought_in_by_the_next(void) {
  EXPECT({"SELECT (SELECT stale FROM vg.indicator WHERE code = 'mine') OR EXISTS (SELECT FROM vg.waiting_change)", "true"});
  evaluate("2026-02-03T00:00:00Z");
  EXPECT({"SELECT stale FROM vg.indicator WHERE code = 'mine'", "false"}, {"SELECT count(*) FROM vg.waiting_change", "0"});
}

static void mine(void) {
  added("mine", RATIO("mine") GOOD);
  db_fixture_sql(indicator_world(), WORLD LIMITS("mine"));
  evaluate("2026-02-02T00:00:00Z");
  EXPECT({"SELECT stale FROM vg.indicator WHERE code = 'mine'", "false"}, {"SELECT count(*) FROM vg.waiting_change", "0"});
}

Test(own, a_decision_made_while_it_runs_is_not_lost) {
  mine();
  decided_while_it_runs("UPDATE vg.threshold SET target = 0.95 WHERE indicator = 'mine'");
  step(SQL_OWN_DONE, NULL);
  is_brought_in_by_the_next();
}

Test(own, nor_when_it_fails) {
  mine();
  decided_while_it_runs("UPDATE vg.threshold SET target = 0.95 WHERE indicator = 'mine'");
  step(SQL_OWN_FAILED, "it sleeps");
  is_brought_in_by_the_next();
  EXPECT({"SELECT error IS NULL FROM vg.own_indicator WHERE code = 'mine'", "true"});
}

Test(own, a_file_added_while_another_runs_is_run_next) {
  mine();
  decided_while_it_runs(NULL);
  step(SQL_OWN_DONE, NULL);
  is_brought_in_by_the_next();
  EXPECT({"SELECT string_agg(DISTINCT subject, ',') FROM vg.verdict WHERE indicator = 'mine'", "b"});
}

/* ---- a look, and the policy ---- */

/* `vigie indicator check` of a file that holds `text`, as of a day. */
static int checked(const char *code, const char *text, const char *day, char *out, size_t size) {
  char folder[] = "/tmp/vigie-own-XXXXXX", path[64], arguments[128];
  cr_assert_not_null(mkdtemp(folder));
  (void)snprintf(path, sizeof path, "%s/%s.sql", folder, code);
  FILE *f = fopen(path, "we");
  cr_assert(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
  (void)snprintf(arguments, sizeof arguments, "check %s --as-of %s", path, day);
  int status = db_fixture_vigie("indicator", arguments, "", out, size);
  (void)unlink(path);
  (void)rmdir(folder);
  return status;
}

Test(own, a_check_looks_at_what_was_known_on_a_day) {
  static char out[8192];
  static const char named[] = RATIO("named") "SELECT a.perimeter_id, a.name AS subject, 'L' AS label, " ALWAYS "::tstzmultirange AS judged, " ALWAYS
                                             "::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending, NULL::bigint[] AS sources, NULL::text AS detail\n"
                                             "FROM rec.asset_known($1) a";
  db_fixture_sql(indicator_world(), WORLD);
  cr_assert_eq(checked("named", named, "2026-02-01", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "2 rows, 2 at this instant: 2 conforming"), "%s", out);
  cr_assert_eq(checked("named", named, "2025-12-31", out, sizeof out), 0, "%s", out);
  cr_assert_not_null(strstr(out, "it says nothing of any subject"), "%s", out);
}

Test(own, the_sheet_of_one_is_read_by_another_command_which_the_first_names) {
  static char out[8192];
  added("mine", RATIO("mine") GOOD);
  cr_expect_eq(db_fixture_vigie("indicator", "show mine", "", out, sizeof out), 5, "%s", out);
  cr_expect_not_null(strstr(out, "vigie indicator explain"), "%s", out);
}

static bool look(void *user, struct db *db, struct vg_error *err) {
  DB_RESULT(r);
  bool ok = db_run(db, &r, SQL_OWN_GIVEN_SUMMARY, DB_MANY, err, P_TIME(1767916800 * VG_SECOND)); /* 2026-01-09 */
  if (ok) *(int64_t *)user = row_int(r, 0, "conforming");
  return ok;
}

Test(own, a_preview_keeps_nothing_and_a_policy_holds_it) {
  struct vg_error err = {0};
  int64_t conforming = 0;
  struct db *owner = db_fixture_open("vigie_owner");
  added("mine", RATIO("mine") GOOD);
  db_fixture_sql(indicator_world(), WORLD);
  cr_assert(evaluation_preview(db_fixture_open("vigie_collect"), at("2026-02-01T00:00:00Z"), "mine", look, &conforming, &err), "%s", err.message);
  cr_assert_eq(conforming, 1);
  EXPECT({"SELECT count(*) FROM vg.verdict WHERE indicator = 'mine'", "0"}, {"SELECT count(*) FROM vg.own_given", "0"});
  db_fixture_sql(indicator_world(), "INSERT INTO vg.rule_indicator SELECT r.policy, r.number, 'mine', 9 FROM vg.rule r WHERE r.number = '8.1' LIMIT 1;");
  cr_assert_not(own_remove(owner, "mine", "somebody", clock_now(), &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  cr_assert_str_eq(err.message, "rule 8.1 of the policy coreoz-2024 is measured by mine: load a version of the policy without it first");
  err = (struct vg_error){0};
  cr_assert_not(own_remove(owner, "backup_daily", "somebody", clock_now(), &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
}
