#include <criterion/criterion.h>

#include "support/db_fixture.h"

TestSuite(roles, .init = db_fixture_init, .fini = db_fixture_fini);

static void expect(const char *role, enum vg_code code, const char *const *statements) {
  struct db *db = db_fixture_open(role);
  for (; *statements != NULL; statements++) {
    enum vg_code got = db_fixture_try(db, *statements);
    cr_expect_eq(got, code, "%s: %s: expected %s, got %s", role, *statements, vg_error_info(code)->name,
                 vg_error_info(got)->name);
  }
}

Test(roles, the_web_reads_no_secret_and_writes_no_fact) {
  expect("vigie_web", VG_E_DENIED,
         (const char *const[]){"SELECT sealed FROM vg.source_secret",
                               "SELECT * FROM vg.source_secret",
                               "SELECT sealed FROM vg.request",
                               "UPDATE vg.source_secret SET sealed = sealed || 'x' RETURNING sealed",
                               "UPDATE vg.request SET status = 'done'",
                               "INSERT INTO rec.backup (source_id, key) VALUES (1, 'x')",
                               "UPDATE rec.backup SET key = 'x'",
                               "DELETE FROM rec.backup_history",
                               "SELECT nextval('rec.record_id')",
                               "INSERT INTO vg.pull (source_id, status, read_at, started_at) VALUES (1,'ok',now(),now())",
                               "UPDATE vg.pull SET status = 'ok'",
                               "DELETE FROM vg.coverage",
                               "UPDATE vg.verdict_kept SET deviating = '{}'",
                               "DELETE FROM vg.timeline",
                               "DELETE FROM vg.measurement",
                               "INSERT INTO vg.rule_indicator VALUES ('a','1.1','b',1)",
                               "UPDATE vg.journal SET actor = 'x'",
                               "UPDATE vg.mail_state SET settled_at = now()",
                               "SELECT thing FROM vg.mail_told",
                               "DELETE FROM vg.journal",
                               "TRUNCATE vg.journal",
                               "DELETE FROM vg.app_user",
                               "UPDATE migration.applied SET checksum = 'x'",
                               "CREATE TABLE public.x (a int)",
                               "CREATE TABLE vg.x (a int)",
                               "CREATE TEMP TABLE x (a int)",
                               "CREATE SCHEMA x",
                               "SELECT pg_read_file('/etc/passwd')",
                               "COPY vg.setting TO PROGRAM 'id'",
                               "SET ROLE vigie_owner",
                               "SET SESSION AUTHORIZATION vigie_collect",
                               "ALTER ROLE vigie_web SUPERUSER",
                               NULL});
}

Test(roles, the_web_does_its_work) {
  expect("vigie_web", VG_OK,
         (const char *const[]){
             "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All')",
             "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "
             "SELECT 's', 's', 'csv', id, 60, 60, now(), 'x' FROM vg.perimeter",
             "INSERT INTO vg.source_secret (source_id, option, sealed, set_at, set_by) SELECT id, 'password', 'x', now(), 'me' "
             "FROM vg.source",
             "INSERT INTO vg.source_secret AS s (source_id, option, sealed, set_at, set_by) SELECT id, 'password', 'y', now(), "
             "'me' FROM vg.source ON CONFLICT (source_id, option) DO UPDATE SET sealed = 'y', set_at = now()",
             "SELECT option, set_at, set_by FROM vg.source_secret",
             "INSERT INTO vg.request (type, payload, sealed, requested_by, requested_at) VALUES ('test', '{}', 'x', 'me', now()) "
             "RETURNING id",
             "SELECT id, status, answer FROM vg.request",
             "INSERT INTO vg.app_user (login, name, role, created_at) VALUES ('a', 'A', 'reader', now())",
             "UPDATE vg.app_user SET password_hash = 'x' WHERE login = 'a'",
             "INSERT INTO vg.register SELECT id, now(), 'me' FROM vg.source",
             "INSERT INTO vg.entry (source_id, key, own_key, fields, entered_at, entered_by, changed_at, changed_by) SELECT id, 'k', true, '{}', "
             "now(), 'me', now(), 'me' FROM vg.source",
             "UPDATE vg.entry SET fields = '{\"a\": \"b\"}'",
             "DELETE FROM vg.entry",
             "SELECT count(*) FROM rec.backup",
             "SELECT count(*) FROM rec.backup_known('2026-01-01')",
             "SELECT count(*) FROM vg.perimeter_tree",
             "DELETE FROM vg.source_secret",
             "DELETE FROM vg.source",
             NULL});
}

Test(roles, the_collector_knows_no_password_and_no_session) {
  expect("vigie_collect", VG_E_DENIED,
         (const char *const[]){"SELECT password_hash FROM vg.app_user", "SELECT * FROM vg.app_user",
                               "UPDATE vg.app_user SET role = 'administrator'", "SELECT token_hash FROM vg.session",
                               "SELECT token_hash FROM vg.setup_link", "INSERT INTO vg.session VALUES (NULL)",
                               "SELECT key FROM vg.login_throttle", "SELECT id FROM vg.journal", "SELECT actor FROM vg.journal", "DELETE FROM vg.journal",
                               "SELECT last_login_at FROM vg.app_user", "UPDATE vg.app_user SET email = NULL", "UPDATE vg.app_user SET mail = 'never'",
                               "UPDATE vg.source SET options = '{}'", "UPDATE vg.source_secret SET sealed = 'x'",
                               "UPDATE vg.measurement SET value = 1", "DELETE FROM vg.measurement",
                               "CREATE TABLE rec.x (a int)", "SET ROLE vigie_owner", "INSERT INTO vg.register VALUES (1, now(), 'x')", "UPDATE vg.register SET said_at = now()",
                               "UPDATE vg.entry SET fields = '{}'", "DELETE FROM vg.entry",
                               NULL});
}

Test(roles, the_collector_does_its_work) {
  expect("vigie_collect", VG_OK,
         (const char *const[]){"SELECT sealed FROM vg.source_secret", "SELECT nextval('rec.record_id')",
                               "CREATE TEMP TABLE spool (a int)", "SELECT sealed FROM vg.request FOR UPDATE SKIP LOCKED",
                               "DELETE FROM rec.backup", "SELECT id, name, email FROM vg.app_user",
                               "SELECT settled_at FROM vg.mail_state FOR UPDATE SKIP LOCKED", "DELETE FROM vg.mail_told", NULL});
}

/* Functions of the server that are taken from everybody for the sake of the cage: each role keeps those that it calls. */
Test(roles, each_keeps_the_functions_that_it_calls) {
  expect("vigie_web", VG_OK, (const char *const[]){"SELECT pg_notify('vigie_request', '')", "SELECT pg_database_size(current_database())", NULL});
  expect("vigie_web", VG_E_DENIED, (const char *const[]){"SELECT lo_create(0)", "SELECT pg_advisory_lock(1)", "SELECT pg_export_snapshot()",
                                                         "SELECT count(*) FROM pg_locks", NULL});
  expect("vigie_collect", VG_OK,
         (const char *const[]){"SELECT pg_notify('vigie_request', '')", "SELECT pg_try_advisory_lock(7645, 1)", "SELECT pg_advisory_unlock(7645, 1)",
                               "SELECT pg_advisory_xact_lock(1)", "SELECT pg_export_snapshot()", "SELECT count(*) FROM pg_locks", NULL});
  expect("vigie_collect", VG_E_DENIED, (const char *const[]){"SELECT lo_create(0)", "SELECT query_to_xml('SELECT 1', true, false, '')", NULL});
  expect("vigie_owner", VG_OK, (const char *const[]){"SELECT pg_advisory_lock(1)", "SELECT pg_advisory_unlock_all()", "SELECT pg_export_snapshot()", NULL});
}

Test(roles, nobody_else_has_anything) {
  struct db *db = db_fixture_open("postgres");
  cr_assert_str_eq(db_fixture_text(db, "SELECT string_agg(n.nspname || '.' || c.relname, ' ') FROM pg_class c JOIN pg_namespace "
                                       "n ON n.oid = c.relnamespace, aclexplode(c.relacl) a WHERE n.nspname IN ('vg', 'rec', "
                                       "'migration') AND a.grantee = 0"),
                   "");
  cr_assert_str_eq(db_fixture_text(db, "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname LIKE 'vigie%' AND (rolsuper "
                                       "OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR rolinherit)"),
                   "");
}
