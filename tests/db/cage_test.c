/* The cage of statements that an organisation writes: what it may read, and every way out that we know of. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "db/cage.h"
#include "db/roles.h"
#include "support/db_fixture.h"

TestSuite(cage, .init = db_fixture_init, .fini = db_fixture_fini, .timeout = 120);

static const struct cage_column columns[] = {{"subject", "text"}, {"value", "numeric"}};
static const struct cage_limits small = {.timeout_ms = 2000, .rows = 1000, .bytes = 1 << 20, .work_mem_kb = 4096, .memory = 256 << 20};

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

/* What everybody may call by default and does more than compute: locks that others need, files, notifications, the log, statements of its own. */
#define CALL(name, arguments)                                                                                                        \
  {"SELECT 'a'::text AS subject,\n 1.0 AS value FROM generate_series(1, 3) n WHERE " name arguments "::text <> ''",                  \
   "own.sql:1: permission denied for function " name}

Test(cage, what_does_more_than_compute_is_denied) {
  static const struct {
    const char *sql, *says;
  } calls[] = {CALL("pg_advisory_lock", "(n)"), CALL("pg_advisory_xact_lock", "(n, 1)"), CALL("pg_try_advisory_lock", "(n)"),
               CALL("pg_advisory_lock_shared", "(n)"), CALL("pg_try_advisory_xact_lock_shared", "(n)"), CALL("pg_advisory_unlock_all", "()"),
               CALL("pg_blocking_pids", "(n)"), CALL("pg_cancel_backend", "(pg_backend_pid())"),
               CALL("pg_terminate_backend", "(pg_backend_pid())"), CALL("lo_create", "(0)"), CALL("lo_creat", "(-1)"),
               CALL("lo_from_bytea", "(0, 'x')"), CALL("lo_put", "(1, 0, 'x')"), CALL("lo_unlink", "(1)"), CALL("lo_get", "(1)"),
               CALL("lo_open", "(1, 262144)"), CALL("pg_notify", "('vigie_request', '')"),
               CALL("pg_logical_emit_message", "(false, 'x', repeat('x', 1000000))"), CALL("pg_export_snapshot", "()"),
               CALL("pg_current_xact_id", "()"), CALL("txid_current", "()"), CALL("query_to_xml", "('SELECT 1', true, false, '')"),
               CALL("query_to_xml_and_xmlschema", "('SELECT 1', true, false, '')"), CALL("table_to_xml", "('vg.perimeter', true, false, '')"),
               CALL("schema_to_xml", "('vg', true, false, '')"), CALL("database_to_xml", "(true, false, '')"),
               CALL("cursor_to_xml", "('c', 1, true, false, '')"), CALL("ts_rewrite", "('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')"),
               CALL("pg_stat_clear_snapshot", "()"), CALL("pg_stat_force_next_flush", "()"), CALL("pg_import_system_collations", "('vg')"),
               CALL("pg_read_file_old", "('/etc/passwd', 0, 1)"), CALL("brin_summarize_new_values", "('rec.asset')")};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) refused(calls[i].sql, VG_E_DENIED, calls[i].says);
  refused("SELECT 'a'::text AS subject, count(*)::numeric AS value FROM pg_locks", VG_E_DENIED, "own.sql:1: permission denied for function pg_lock_status");
  struct db *admin = db_fixture_open("postgres");
  cr_assert_str_eq(db_fixture_text(admin, "SELECT count(*)::text FROM pg_catalog.pg_largeobject_metadata"), "0");
}

/* Whatever this version of PostgreSQL brings: a volatile function that is not here is closed. */
Test(cage, volatile_functions_that_are_left) {
  static const struct {
    const char *names, *why;
  } left[] = {{"clock_timestamp timeofday", "read a clock"},
              {"random random_normal setseed gen_random_uuid uuidv4 uuidv7", "chance, of the session"},
              {"pg_sleep pg_sleep_for pg_sleep_until", "the deadline ends them"},
              {"set_config", "of a session that ends with the statement; pg_dump needs it, whatever its role"},
              {"nextval currval lastval setval", "sequences have rights of their own"},
              {"pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size pg_tablespace_size", "read a size"},
              {"pg_is_in_recovery current_query", "say what runs"}};
  BUF(sql, 8192);
  buf_text(&sql, "SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_catalog.pg_proc p WHERE p.provolatile = 'v'"
                 " AND p.prorettype <> ALL ('{trigger,event_trigger}'::regtype[]) AND 'internal'::regtype <> ALL (p.proargtypes::oid[])"
                 " AND has_schema_privilege('vigie_reader', p.pronamespace, 'USAGE') AND has_function_privilege('vigie_reader', p.oid, 'EXECUTE')"
                 " AND p.proname <> ALL (string_to_array('");
  for (size_t i = 0; i < sizeof left / sizeof *left; i++) buf_printf(&sql, "%s ", left[i].names);
  buf_text(&sql, "', ' '))");
  cr_assert_str_eq(db_fixture_text(db_fixture_open("postgres"), sql.data), "");
}

/* An installation that was made before: closed when it is brought up to date, and nothing to do after. */
Test(cage, what_was_open_is_closed) {
  struct got g;
  struct vg_error err = {0};
  struct db *admin = db_fixture_open("postgres");
  static const char lock[] = "SELECT pg_advisory_lock(1)::text AS subject, 1.0 AS value";
  db_fixture_sql(admin, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint), pg_catalog.pg_notify(text, text) TO PUBLIC;"
                        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_notify(text, text) FROM vigie_web");
  cr_assert(run(lock, &g, &err), "%s", err.message);
  cr_assert(roles_close_cage(admin, &err), "%s", err.message);
  refused(lock, VG_E_DENIED, "permission denied for function pg_advisory_lock");
  cr_assert_eq(db_fixture_try(db_fixture_open("vigie_web"), "SELECT pg_notify('vigie_request', '')"), VG_OK);
  cr_assert(roles_close_cage(admin, &err), "%s", err.message);
}

Test(cage, time_rows_and_bytes_are_limited) {
  refused("SELECT pg_sleep(60)::text AS subject, 1.0 AS value", VG_E_TIMEOUT, "own.sql");
  refused("SELECT set_config('statement_timeout', '0', false) || pg_sleep(60)::text AS subject, 1.0 AS value", VG_E_TIMEOUT, "own.sql");
  refused("SELECT n::text AS subject, 1.0 AS value FROM (SELECT generate_series(1, 1000000000) AS n) s", VG_E_LIMIT, "own.sql:1: more than 1000 rows");
  refused("SELECT 'a'::text AS subject, count(*)::numeric AS value FROM (SELECT generate_series(1, 1000000000000)) s", VG_E_TIMEOUT, "own.sql:1: more than 2 s");
  refused("SELECT repeat('x', 2000000) AS subject, 1.0 AS value", VG_E_LIMIT, "own.sql:1: more than 1048576 bytes of values");
  refused("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT 'a'::text AS subject, count(*)::numeric AS value FROM r", VG_E_TIMEOUT, "own.sql");
}

/* The collector and the embedded cluster have one user; root of a container may not be allowed to limit another's processes. */
static void become_the_cluster(void) {
  struct stat of;
  cr_assert_eq(stat(db_fixture_host(), &of), 0);
  if (geteuid() == 0) cr_assert(setresgid(of.st_gid, of.st_gid, of.st_gid) == 0 && setresuid(of.st_uid, of.st_uid, of.st_uid) == 0);
}

/* Beyond work_mem, PostgreSQL has no limit of its own: without one, ten seconds are enough to take all of the machine's memory. */
Test(cage, memory_is_limited) {
  struct got g;
  struct vg_error err;
  become_the_cluster();
  refused("SELECT 'a'::text AS subject,\n array_length(array_fill(1::bigint, ARRAY[100000000]), 1)::numeric AS value", VG_E_LIMIT, "own.sql:1: out of memory");
  refused("SELECT 'a'::text AS subject, length(string_agg(repeat('x', 100000000), ''))::numeric AS value FROM generate_series(1, 9) n", VG_E_LIMIT, "out of memory");
  cr_assert(run("SELECT 'a'::text AS subject, array_length(array_fill(1::bigint, ARRAY[10000000]), 1)::numeric AS value", &g, &err), "%s", err.message);
}

Test(cage, nothing_stays) {
  struct got g;
  struct vg_error err;
  cr_assert(run("SELECT set_config('work_mem', '64kB', false) AS subject, 1.0 AS value", &g, &err), "%s", err.message);
  cr_assert(run("SELECT current_setting('work_mem') AS subject, 1.0 AS value", &g, &err), "%s", err.message);
  cr_assert_str_eq(g.last, "4MB 1.0");
  struct db *admin = db_fixture_open("postgres");
  cr_assert_str_eq(db_fixture_text(admin, "SELECT rolsuper::text || rolcreatedb || rolcreaterole || rolinherit || rolbypassrls || rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = 'vigie_reader'"),
                   "falsefalsefalsefalsefalse8");
}
