/* The cage of statements that an organisation writes: what it may read, and every way out that we know of. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "db/cage.h"
#include "support/db_fixture.h"

TestSuite(cage, .init = db_fixture_init, .fini = db_fixture_fini, .timeout = 120);

static const struct cage_column columns[] = {{"subject", "text"}, {"value", "numeric"}};
static const struct cage_limits small = {.timeout_ms = 2000, .rows = 1000, .bytes = 1 << 20, .work_mem_kb = 4096};

struct got {
  int64_t rows;
  char last[200];
};

static bool take(void *user, const char *const *values, struct vg_error *err) {
  struct got *g = user;
  (void)err;
  g->rows++;
  (void)snprintf(g->last, sizeof g->last, "%s %s", values[0] != NULL ? values[0] : "NULL", values[1] != NULL ? values[1] : "NULL");
  return true;
}

static bool run(const char *sql, struct got *g, struct vg_error *err) {
  const struct db_conf conf = {.conninfo = db_fixture_conninfo(), .timeout_ms = 2000};
  const struct cage_statement s = {.name = "own.sql", .text = sql, .line = 1, .columns = columns, .count = 2};
  static const char *const none[] = {"x"};
  const struct db_param params[] = {P_TIME(0), P_TIME(0), P_TIME(VG_DAY), P_TEXTS(none, 1)};
  *g = (struct got){0};
  *err = (struct vg_error){0};
  return cage_run(&conf, &s, &small, params, take, g, err);
}

static void refused(const char *sql, enum vg_code code, const char *says) {
  struct got g;
  struct vg_error err;
  cr_expect_not(run(sql, &g, &err), "%s", sql);
  cr_expect_eq(err.code, code, "%s: %s", sql, err.message);
  cr_expect_not_null(strstr(err.message, says), "%s: expected \"%s\", got \"%s\"", sql, says, err.message);
}

Test(cage, a_query_of_the_right_columns_runs) {
  struct got g;
  struct vg_error err;
  cr_assert(run("SELECT 1.5 AS value, 'a'::text AS subject", &g, &err), "%s", err.message);
  cr_assert_str_eq(g.last, "a 1.5");
  cr_assert(run("-- a comment\nSELECT p.code AS subject, count(*)::numeric AS value FROM vg.perimeter p GROUP BY p.code;\n", &g, &err), "%s", err.message);
  cr_assert(run("SELECT b.asset AS subject, 1::numeric AS value FROM rec.backup_known($1) b WHERE b.asset = ANY ($4)", &g, &err), "%s", err.message);
  cr_assert_eq(g.rows, 0);
}

Test(cage, errors_name_the_line_and_what_was_expected) {
  refused("SELECT 'a'::text AS subject,\n  nothing AS value", VG_E_INPUT, "own.sql:2: column \"nothing\" does not exist");
  refused("SELECT 'é'::text AS subject,\n\n 1::numeric AS valeur", VG_E_INPUT, "own.sql:1: expected a column \"value\" (numeric), found none");
  refused("SELECT 'a'::text AS subject, 1 AS value", VG_E_INPUT, "column \"value\": expected numeric, found integer");
  refused("SELECT 'a'::text AS subject, 1.0 AS value, 2 AS more", VG_E_INPUT, "column \"more\" is not expected, or comes twice");
  refused("SELECT 'a'::text AS subject, 1.0 AS value, 2.0 AS value", VG_E_INPUT, "comes twice");
  refused("SELEC 1", VG_E_INPUT, "own.sql:1: syntax error");
  refused("", VG_E_INPUT, "own.sql:");
  refused("SELECT 'a'::text AS subject, 1.0 / 0 AS value", VG_E_INPUT, "division by zero");
}

Test(cage, what_it_may_not_read_is_denied) {
  static const char *const tables[] = {"vg.app_user", "vg.session", "vg.source_secret", "vg.setting", "vg.journal", "vg.web_key", "vg.request",
                                       "vg.setup_link", "vg.verdict", "vg.threshold", "vg.login_throttle", "vg.held_rows", "migration.applied"};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    char sql[160];
    (void)snprintf(sql, sizeof sql, "SELECT 'a'::text AS subject, count(*)::numeric AS value FROM %s", tables[i]);
    refused(sql, VG_E_DENIED, "permission denied");
  }
  refused("SELECT s.options::text AS subject, 1.0 AS value FROM vg.source s", VG_E_DENIED, "permission denied");
  refused("SELECT encode(e.content, 'hex') AS subject, 1.0 AS value FROM vg.evidence e", VG_E_DENIED, "permission denied");
  refused("SELECT query_to_xml('SELECT * FROM vg.app_user', true, false, '')::text AS subject, 1.0 AS value", VG_E_DENIED, "permission denied");
  refused("SELECT pg_read_file('/etc/passwd') AS subject, 1.0 AS value", VG_E_DENIED, "permission denied");
  refused("SELECT f AS subject, 1.0 AS value FROM pg_ls_dir('/') f", VG_E_DENIED, "permission denied");
  refused("SELECT rolpassword AS subject, 1.0 AS value FROM pg_catalog.pg_authid", VG_E_DENIED, "permission denied");
}

Test(cage, there_is_no_way_out) {
  refused("SELECT set_config('role', 'vigie_owner', false) AS subject, 1.0 AS value", VG_E_DENIED, "permission denied to set role");
  refused("SELECT set_config('session_authorization', 'vigie_owner', false) AS subject, 1.0 AS value", VG_E_DENIED, "permission denied");
  refused("SELECT 'a'::text AS subject, 1.0 AS value; DELETE FROM rec.asset", VG_E_INPUT, "syntax error");
  refused("SELECT 'a'::text AS subject, 1.0 AS value) q; DROP TABLE rec.asset; --", VG_E_INPUT, "");
  refused("WITH x AS (DELETE FROM rec.asset RETURNING key) SELECT key AS subject, 1.0 AS value FROM x", VG_E_INPUT, "data-modifying");
  refused("INSERT INTO rec.asset DEFAULT VALUES", VG_E_INPUT, "syntax error");
  refused("COPY rec.asset TO STDOUT", VG_E_INPUT, "syntax error");
  refused("SELECT nextval('rec.record_id')::text AS subject, 1.0 AS value", VG_E_DENIED, "");
  refused("SELECT pg_reload_conf()::text AS subject, 1.0 AS value", VG_E_DENIED, "permission denied");
  refused("DO $$ BEGIN END $$", VG_E_INPUT, "syntax error");
}

Test(cage, time_rows_and_bytes_are_limited) {
  refused("SELECT pg_sleep(60)::text AS subject, 1.0 AS value", VG_E_TIMEOUT, "own.sql");
  refused("SELECT set_config('statement_timeout', '0', false) || pg_sleep(60)::text AS subject, 1.0 AS value", VG_E_TIMEOUT, "own.sql");
  refused("SELECT n::text AS subject, 1.0 AS value FROM (SELECT generate_series(1, 1000000000) AS n) s", VG_E_LIMIT, "more than 1000 rows");
  refused("SELECT 'a'::text AS subject, count(*)::numeric AS value FROM (SELECT generate_series(1, 1000000000000)) s", VG_E_TIMEOUT, "more than 2 s");
  refused("SELECT repeat('x', 2000000) AS subject, 1.0 AS value", VG_E_LIMIT, "more than 1048576 bytes of values");
  refused("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT 'a'::text AS subject, count(*)::numeric AS value FROM r", VG_E_TIMEOUT, "own.sql");
}

Test(cage, nothing_stays) {
  struct got g;
  struct vg_error err;
  cr_assert(run("SELECT set_config('work_mem', '64kB', false) AS subject, lo_create(0)::text::numeric AS value", &g, &err) || err.code == VG_E_DENIED, "%s", err.message);
  cr_assert(run("SELECT pg_advisory_lock(7645)::text AS subject, 1.0 AS value", &g, &err), "%s", err.message);
  struct db *admin = db_fixture_open("postgres");
  cr_assert_str_eq(db_fixture_text(admin, "SELECT count(*)::text FROM pg_catalog.pg_largeobject_metadata"), "0");
  static const char locks[] = "SELECT count(*)::text FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND database = "
                              "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";
  for (int i = 0; i < 50 && strcmp(db_fixture_text(admin, locks), "0") != 0; i++) db_fixture_sql(admin, "SELECT pg_catalog.pg_sleep(0.1)");
  cr_assert_str_eq(db_fixture_text(admin, locks), "0");
  cr_assert_str_eq(db_fixture_text(admin, "SELECT rolsuper::text || rolcreatedb || rolcreaterole || rolinherit || rolbypassrls || rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = 'vigie_reader'"),
                   "falsefalsefalsefalsefalse8");
}
