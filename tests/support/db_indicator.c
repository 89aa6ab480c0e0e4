#include "support/db_indicator.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "db/sql_text.h"
#include "indicator/catalogue.h"
#include "indicator/evaluate.h"
#include "policy/policy.h"

static struct db *admin, *collector;

static const char schema[] =
    "CREATE SCHEMA t;"
    "CREATE FUNCTION t.perimeter(code text, parent text) RETURNS void LANGUAGE sql AS $$"
    "  INSERT INTO vg.perimeter (code, name, parent_id) VALUES ($1, $1, (SELECT p.id FROM vg.perimeter p WHERE p.code "
    "= $2))"
    "  ON CONFLICT DO NOTHING $$;"
    "CREATE FUNCTION t.source(code text, perimeter text, kinds text[]) RETURNS void LANGUAGE sql AS $$"
    "  WITH s AS (INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, "
    "created_by)"
    "    SELECT $1, $1, 'csv', p.id, 3600, 86400, '2020-01-01', 'test' FROM vg.perimeter p WHERE p.code = $2 RETURNING "
    "id)"
    "  INSERT INTO vg.source_kind SELECT s.id, k FROM s, unnest($3) k $$;"
    "CREATE FUNCTION t.pull(source text, at timestamptz) RETURNS bigint LANGUAGE sql AS $$"
    "  WITH n AS (INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at)"
    "    SELECT s.id, 'ok', $2, $2, $2 FROM vg.source s WHERE s.code = $1 RETURNING id) SELECT id FROM n $$;"
    "CREATE FUNCTION t.cover(source text, since timestamptz, until timestamptz) RETURNS void LANGUAGE sql AS $$"
    "  INSERT INTO vg.coverage (source_id, kind, pull_id, during)"
    "  SELECT s.id, k.kind, p, tstzrange($2, $3) FROM t.pull($1, $2) p"
    "  JOIN vg.source s ON s.code = $1 JOIN vg.source_kind k ON k.source_id = s.id $$;"
    "CREATE FUNCTION t.close(kind text, source text, key text, at timestamptz, vanished boolean) RETURNS void LANGUAGE "
    "plpgsql AS $$"
    " DECLARE c text; BEGIN"
    "  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO c FROM pg_attribute a"
    "   WHERE a.attrelid = ('rec.' || kind)::regclass AND a.attnum > 0 AND NOT a.attisdropped;"
    "  EXECUTE format('WITH o AS (DELETE FROM rec.%1$I r USING vg.source s WHERE s.id = r.source_id AND s.code = $1 "
    "AND r.key = $2"
    "    RETURNING r.*) INSERT INTO rec.%2$I (%3$s, superseded_at, superseded_by, vanished) SELECT %3$s, $3, 0, $4 "
    "FROM o',"
    "    kind, kind || '_history', c) USING source, key, at, vanished; END $$;"
    "CREATE FUNCTION t.gone(kind text, source text, key text, at timestamptz) RETURNS void LANGUAGE sql AS $$"
    "  SELECT t.close($1, $2, $3, $4, true) $$;"
    "CREATE FUNCTION t.put(kind text, source text, key text, at timestamptz, fields jsonb) RETURNS void LANGUAGE "
    "plpgsql AS $$"
    " BEGIN PERFORM t.close(kind, source, key, at, false);"
    "  EXECUTE format('UPDATE rec.%I h SET back_at = $3 FROM vg.source s WHERE s.id = h.source_id AND s.code = $1 AND h.key = $2"
    "    AND h.vanished AND h.back_at IS NULL', kind || '_history') USING source, key, at;"
    "  EXECUTE format('INSERT INTO rec.%1$I SELECT (jsonb_populate_record(NULL::rec.%1$I, jsonb_build_object(''id'',"
    "    nextval(''rec.record_id''), ''source_id'', s.id, ''key'', $2, ''perimeter_id'', s.perimeter_id, "
    "''effective_at'', $3,"
    "    ''recorded_at'', $3, ''pull_id'', 0, ''hash'', ''x'') || $4)).* FROM vg.source s WHERE s.code = $1', kind)"
    "    USING source, key, at, fields; END $$;";

static const char readings[] =
    "CREATE FUNCTION t.asset(name text, type text, fields jsonb) RETURNS void LANGUAGE sql AS $$"
    "  SELECT t.put('asset', 'inventory', $1, '2026-01-01', jsonb_build_object('name', $1, 'type', $2, 'environment', "
    "'production',"
    "    'status', 'in_service', 'perimeter_id', (SELECT p.id FROM vg.perimeter p WHERE p.code = 'site')) || $3) $$;"
    "CREATE FUNCTION t.verdict(code text, who text, at timestamptz) RETURNS text LANGUAGE sql AS $$"
    "  SELECT coalesce((SELECT CASE WHEN NOT v.judged @> $3 THEN 'outside' WHEN v.pending @> $3 THEN 'pending'"
    "    WHEN v.unknown @> $3 THEN 'unknown' WHEN v.waived @> $3 THEN 'waived' WHEN v.deviating @> $3 THEN 'deviating'"
    "    WHEN v.conforming @> $3 THEN 'conforming' ELSE 'nothing' END"
    "   FROM vg.verdict v WHERE v.indicator = $1 AND v.subject = $2), 'none') $$;"
    "CREATE FUNCTION t.line(code text, perimeter text, at timestamptz) RETURNS text LANGUAGE sql AS $$"
    "  SELECT coalesce((SELECT l.state || CASE WHEN l.critical THEN '!' ELSE '' END || ' ' || l.conforming || '/' || "
    "l.judged"
    "    || ' d' || l.deviating || ' u' || l.unknown || ' p' || l.pending || ' w' || l.waived || ' ' ||"
    "    coalesce(trim_scale(round(l.value, 3))::text, '-')"
    "   FROM vg.timeline l JOIN vg.perimeter p ON p.id = l.perimeter_id"
    "   WHERE l.indicator = $1 AND p.code = $2 AND l.from_at <= $3 AND l.to_at > $3), 'none') $$;"
    "SELECT t.perimeter('all', NULL); SELECT t.perimeter('site', 'all'); SELECT t.perimeter('office', 'all');";

static const char decisions[] =
    "CREATE FUNCTION t.rule(rule text, perimeter text, at timestamptz) RETURNS text LANGUAGE sql AS $$"
    "  SELECT coalesce((SELECT l.state FROM vg.rule_timeline l JOIN vg.perimeter p ON p.id = l.perimeter_id"
    "   WHERE l.rule = $1 AND p.code = $2 AND l.from_at <= $3 AND l.to_at > $3), 'none') $$;"
    "CREATE FUNCTION t.applies(rule text, perimeter text, applicable boolean, since timestamptz) RETURNS void LANGUAGE "
    "sql AS $$"
    "  INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at)"
    "  SELECT $1, p.id, $3, $4, 'x', 'a', 'b', $4 FROM vg.perimeter p WHERE p.code = $2 $$;"
    "CREATE FUNCTION t.waive(indicator text, rule text, perimeter text, subjects text[], during tstzrange) RETURNS "
    "void LANGUAGE sql AS $$"
    "  INSERT INTO vg.waiver (indicator, rule, perimeter_id, subjects, during, reason, requester, approver, status)"
    "  SELECT $1, $2, p.id, $4, $5, 'x', 'a', 'b', 'approved' FROM vg.perimeter p WHERE p.code = $3 $$;";

void indicator_world_init(void) {
  struct vg_error err = {0};
  db_fixture_init();
  admin = db_fixture_open("postgres");
  collector = db_fixture_open("vigie_collect");
  struct db *owner = db_fixture_open("vigie_owner");
  if (!indicator_install(owner, &err) || !policy_install(owner, &err)) cr_assert(false, "%s", err.message);
  db_fixture_sql(admin, schema);
  db_fixture_sql(admin, readings);
  db_fixture_sql(admin, decisions);
}

void indicator_world_fini(void) {
  db_fixture_fini();
}

struct db *indicator_world(void) {
  return admin;
}

vg_time at(const char *text) {
  struct vg_error err = {0};
  vg_time out;
  cr_assert(time_parse(text, &out, &err), "%s", err.message);
  return out;
}

static vg_time set_up(const char *setup, const char *known) {
  if (setup != NULL) db_fixture_sql(admin, setup);
  return at(known);
}

void indicator_evaluate_all(const char *setup, const char *known) {
  struct vg_error err = {0};
  if (!evaluation_run(collector, set_up(setup, known), &err)) cr_assert(false, "%s: %s", err.message, err.hint);
}

/* Does a source of this world give one of the kinds, or does the indicator read none? */
static bool concerned(const struct indicator *i) {
  char sql[200];
  bool any = i->kind_count == 0;
  for (size_t k = 0; k < i->kind_count && !any; k++) {
    (void)snprintf(sql, sizeof sql, "SELECT EXISTS (SELECT FROM vg.source_kind WHERE kind = '%s')", kind_get(i->kinds[k])->name);
    any = strcmp(db_fixture_text(admin, sql), "t") == 0;
  }
  return any;
}

void indicator_evaluate(const char *setup, const char *known) {
  static struct indicator some[SQL_COUNT];
  struct vg_error err = {0};
  size_t all_count, count = 0;
  vg_time at = set_up(setup, known);
  const struct indicator *all = indicator_all(&all_count, &err);
  cr_assert_not_null(all, "%s", err.message);
  for (size_t i = 0; i < all_count; i++)
    if (concerned(&all[i])) some[count++] = all[i];
  if (!evaluation_run_of(collector, at, some, count, &err)) cr_assert(false, "%s: %s", err.message, err.hint);
}

void indicator_expect(const struct indicator_expectation *e) {
  char sql[600];
  for (; e->sql != NULL; e++) {
    (void)snprintf(sql, sizeof sql, "SELECT (%s)::text AS x", e->sql);
    const char *found = db_fixture_text(admin, sql);
    cr_expect_str_eq(found, e->value, "%s: expected %s, got %s", e->sql, e->value, found);
  }
}

void indicator_expect_alone(const char *code, const char *known) {
  static const char make[] =
      "DROP FUNCTION IF EXISTS t.said(timestamptz, timestamptz, timestamptz, text[]);"
      "CREATE FUNCTION t.said(timestamptz, timestamptz, timestamptz, text[]) RETURNS SETOF vg.%s LANGUAGE sql AS "
      "$said$ %s $said$;"
      "CREATE OR REPLACE FUNCTION t.asked(text[]) RETURNS SETOF vg.%s LANGUAGE sql AS $$ SELECT s.* FROM "
      "t.said('%s', '%s'::timestamptz - interval '10 years', '%s'::timestamptz + interval '10 years', $1) s $$";
  static const char same[] =
      "WITH whole AS (SELECT x::text AS x, x.subject FROM t.asked(NULL) x), one AS (SELECT x::text AS x FROM (SELECT "
      "DISTINCT w.subject FROM whole w) s CROSS JOIN LATERAL t.asked(ARRAY[s.subject]) x),"
      " differ AS ((SELECT x FROM whole EXCEPT ALL SELECT x FROM one) UNION ALL (SELECT x FROM one EXCEPT ALL SELECT x "
      "FROM whole)) SELECT CASE WHEN (SELECT count(*) FROM whole) = 0 THEN 'none' ELSE (SELECT count(*) FROM "
      "differ)::text END";
  VG_ARENA(arena, 1 << 20);
  enum sql_id id = sql_indicator(code);
  cr_assert(id != SQL_COUNT, "%s: no such indicator", code);
  const struct indicator *sheet = indicator_find(code);
  const char *row = vg_printf(arena, "%s_row", sheet->statistic == STATISTIC_SHARE ? "share" : sheet->spoken ? "spoken" : indicator_form_name(sheet->form));
  db_fixture_sql(admin, "DROP FUNCTION IF EXISTS t.asked(text[])");
  db_fixture_sql(admin, vg_printf(arena, make, row, sql_texts[id].text, row, known, known, known));
  const char *found = db_fixture_text(admin, same);
  cr_expect_str_eq(found, "0", "%s: %s rows differ when subjects are asked alone", code, found);
}
