/* Statements within others: what is asked of some subjects is written, prepared and planned once a connection. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "db/direct.h"
#include "db/within.h"
#include "indicator/evaluate.h"
#include "indicator/step.h"
#include "support/db_indicator.h"

TestSuite(within, .init = indicator_world_init, .fini = indicator_world_fini);

static const char *asked[] = {"srv-a", "srv-b"};
static const struct touched some = {.subjects = asked, .names = asked, .subject_count = 2, .name_count = 2};

#define ASSETS                                                                                                                   \
  SOURCE("inventory", "site", "asset", "2026-12-01") SOURCE("tools", "all", "patch", "2026-12-01")                               \
  "SELECT t.asset('srv-' || n, 'server', '{\"aliases\": [\"web-a\"]}') FROM unnest('{a,b,c}'::text[]) n;"

/* Asks the indicator, of these subjects (NULL: all); `s` was settled. */
static void ask(const struct step *s, const struct indicator *i, const struct touched *only) {
  struct vg_error err = {0};
  STEP_FOUND(said);
  if (!step_said(s, i, only, &said, &err)) cr_assert(false, "%s: %s", i->code, err.message);
}

static struct step settled(struct db *db, struct db_tx *tx) {
  struct vg_error err = {0};
  cr_assert(db_begin(db, tx, &err) && db_run(db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, &err), "%s", err.message);
  return (struct step){db, STEP_WRITE, at("2026-02-01T00:00:00Z"), at("2026-01-01T00:00:00Z")};
}

/* Of the statements within others that this connection prepared. */
static const char *prepared(struct db *db, const char *expression) {
  char sql[400];
  (void)snprintf(sql, sizeof sql, "SELECT %s FROM pg_prepared_statements WHERE name ~ '^f[0-9]+$'", expression);
  return db_fixture_text(db, sql);
}

Test(within, what_is_asked_of_some_is_prepared_and_planned_once) {
  struct db *db = db_fixture_open("vigie_collect");
  const struct indicator *i = indicator_find("patch_current");
  indicator_evaluate_all(ASSETS, "2026-02-01T00:00:00Z");
  DB_TX(tx);
  struct step s = settled(db, &tx);
  ask(&s, i, NULL);
  cr_expect_str_eq(prepared(db, "count(*)"), "0"); /* of all: planned for it */
  for (int n = 0; n < 7; n++) ask(&s, i, &some);
  cr_expect_str_eq(prepared(db, "string_agg(generic_plans || ' ' || custom_plans, ',')"), "7 0");
  struct vg_error err = {0};
  DB_RESULT(mode);
  cr_expect(db_direct(db, &mode, "SELECT current_setting('plan_cache_mode') AS mode", DB_ONE, &err, NULL, 0));
  cr_expect_str_eq(row_text(mode, 0, "mode"), "force_custom_plan", "what follows is planned for it");
  db_rollback(&tx);
  cr_expect_str_eq(db_fixture_text(db, "SELECT current_setting('plan_cache_mode')"), "auto");
  struct step again = settled(db, &tx);
  ask(&again, i, &some);
  cr_expect_str_eq(prepared(db, "string_agg(generic_plans || ' ' || custom_plans, ',')"), "8 0", "in another transaction too");
}

Test(within, the_text_that_asks_of_some_finds_them_by_index_or_hash) {
  struct db *db = db_fixture_open("vigie_collect");
  static const char *const parts[] = {"v.subject IN (SELECT unnest($4::text[]))", "vg.asset_version_of($1, $6::text[])",
                                      "(SELECT * FROM vg.asset_alias WHERE \"name\" = ANY ($6::text[])) s",
                                      "(SELECT * FROM rec.patch_known($1) WHERE \"asset\" = ANY ($6::text[])) p",
                                      "g.indicator = $5::text AND (g.subject = ANY ($4::text[]))", "g.subject IN (SELECT unnest($4::text[]))"};
  DB_TX(tx);
  struct step s = settled(db, &tx);
  ask(&s, indicator_find("patch_current"), &some);
  for (size_t n = 0; n < sizeof parts / sizeof *parts; n++)
    cr_expect(strstr(prepared(db, "statement"), parts[n]) != NULL, "expected %s in %s", parts[n], prepared(db, "statement"));
}

/* What it says from when anything may differ: the names come after that instant. */
Test(within, states_seen_since_are_found_by_an_index) {
  struct db *db = db_fixture_open("vigie_collect");
  struct vg_error err = {0};
  DB_RESULT(plan);
  DB_TX(tx);
  struct step s = settled(db, &tx);
  s.differs_from = s.since;
  ask(&s, indicator_find("patch_current"), &some);
  cr_expect_null(strstr(prepared(db, "statement"), "_recent("), "before the start of the window nothing is said");
  s.differs_from = s.known_at - VG_DAY;
  ask(&s, indicator_find("patch_current"), &some);
  static const char part[] = "(SELECT * FROM rec.patch_recent($1, $6::timestamptz) WHERE \"asset\" = ANY ($7::text[])) p";
  cr_expect(strstr(prepared(db, "string_agg(statement, '')"), part) != NULL, "expected %s", part);
  static const char explain[] = "EXPLAIN EXECUTE f1('2026-02-01', '2026-01-01', '2036-01-01', '{srv-a}', 'patch_current', '2026-01-31', '{srv-a}')";
  cr_assert(db_direct(db, NULL, "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off", DB_NONE, &err, NULL, 0), "%s", err.message);
  cr_assert(db_direct(db, &plan, explain, DB_MANY, &err, NULL, 0), "%s", err.message);
  bool found = false;
  for (size_t r = 0; r < row_count(plan); r++) {
    const char *line = row_text(plan, r, "QUERY PLAN");
    found |= strstr(line, "Index Cond") != NULL && strstr(line, "asset = ANY") != NULL && strstr(line, "superseded_at > ") != NULL;
  }
  cr_expect(found, "history is found by asset and end");
}

/* Every indicator that may be asked of some, and the steps that follow: no condition is left that would be gone through row by row. */
Test(within, every_indicator_asked_of_some_is_planned_once) {
  struct db *db = db_fixture_open("vigie_collect");
  size_t count, allowed = 0;
  char expected[24];
  const char *kind = "asset";
  struct vg_error err = {0};
  const struct indicator *all = indicator_all(&count, &err);
  DB_TX(tx);
  struct step s = settled(db, &tx);
  STEP_FOUND(freshness);
  STEP_FOUND(verdicts);
  for (size_t i = 0; i < count; i++) {
    if (!touched_allows(&all[i], &kind, 1) || all[i].touched != NULL || all[i].form == FORM_COMPOSITE) continue;
    ask(&s, &all[i], &some);
    allowed++;
  }
  cr_assert(step_freshness(&s, &all[0].code, 1, &some, &freshness, &err) && step_verdicts(&s, &all[0], &some, &verdicts, &err), "%s", err.message);
  cr_expect_geq(allowed, 30);
  (void)snprintf(expected, sizeof expected, "%zu", allowed + 2);
  cr_expect_str_eq(prepared(db, "count(*)"), expected);
  cr_expect_str_eq(prepared(db, "coalesce(string_agg(left(statement, 60), ' ') FILTER (WHERE generic_plans <> 1 OR custom_plans > 0), '')"), "");
  cr_expect_str_eq(prepared(db, "coalesce(string_agg(substring(statement FROM '.{40}\\$[24][^ ]* IS NULL OR .{40}'), '; '), '')"), "");
}

Test(within, records_of_some_names_are_those_of_all_that_bear_them) {
  indicator_evaluate_all(ASSETS "SELECT t.put('asset', 'inventory', 'srv-c', '2026-01-15', '{\"name\": \"srv-d\", \"type\": \"server\", \"status\":"
                         " \"in_service\", \"in_service_on\": \"2026-01-20\", \"title\": \"x\", \"critical\": true}');",
                         "2026-02-01T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.asset_version('2026-02-01') v WHERE v.name IN ('srv-a', 'srv-d')", "2"},
         {"SELECT count(*) FROM ((SELECT v.* FROM vg.asset_version('2026-02-01') v WHERE v.name IN ('srv-a', 'srv-d') EXCEPT ALL"
          " SELECT v.* FROM vg.asset_version_of('2026-02-01', '{srv-a,srv-d}') v) UNION ALL (SELECT v.* FROM"
          " vg.asset_version_of('2026-02-01', '{srv-a,srv-d}') v EXCEPT ALL SELECT v.* FROM vg.asset_version('2026-02-01') v)) d", "0"});
}

/* A plan that does not know how long the list is compares no row with all of it, though the tables have grown since they were last looked at. */
Test(within, records_of_some_are_found_by_an_index) {
  struct db *db = db_fixture_open("vigie_collect");
  struct vg_error err = {0};
  DB_RESULT(plan);
  db_fixture_sql(indicator_world(), ASSETS "ANALYZE; INSERT INTO rec.patch (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash,"
                                    " asset, pending) SELECT 1, n, 1, '2026-01-01', '2026-01-01', 0, 'x', 'srv-' || n, 1 FROM generate_series(1, 2000) n");
  DB_TX(tx);
  struct step s = settled(db, &tx);
  ask(&s, indicator_find("patch_current"), &some);
  static const char explain[] = "EXPLAIN EXECUTE f0('2026-02-01', '2026-01-01', '2036-01-01', '{srv-a}', 'patch_current', '{srv-a}')";
  cr_assert(db_direct(db, NULL, "SET LOCAL plan_cache_mode = force_generic_plan", DB_NONE, &err, NULL, 0), "%s", err.message);
  cr_assert(db_direct(db, &plan, explain, DB_MANY, &err, NULL, 0), "%s", err.message);
  bool found = false;
  for (size_t r = 0; r < row_count(plan); r++) {
    const char *line = row_text(plan, r, "QUERY PLAN");
    found |= strstr(line, "patch_asset") != NULL;
    cr_expect(strstr(line, "Index Cond") == NULL || strstr(line, "recorded_at") == NULL, "%s", line);
  }
  cr_expect(found, "patches are found by their asset");
}
