/* Nobody told anything of a subject before it was first told of: it stays unknown there, whatever is told of it later. */
#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_spoken, .init = indicator_world_init, .fini = indicator_world_fini);

#define BEFORE "2026-02-15T00:00:00Z"
#define AFTER "2026-06-01T00:00:00Z"
#define TOLD(kind, key, at, fields) PUT(kind, "tools", key, at, fields)
/* A source that is read all along. */
#define WORLD                                                                                                                    \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2027-01-01');"                        \
  "SELECT t.source('tools', 'all', '{patch,exposure,account,endpoint,tls,vulnerability,hardening}');"                               \
  "SELECT t.cover('tools', '2026-01-01', '2027-01-01');"                                                                           \
  "SELECT t.asset(n, k, j::jsonb) FROM (VALUES ('s1', 'server', '{}'), ('db1', 'database', '{}'), ('pc1', 'laptop', '{}'),"          \
  " ('mq1', 'middleware', '{}'), ('site', 'application', '{\"public\": true}')) v(n, k, j);"

#define READ "SELECT t.cover('tools', '2026-03-01', '2027-01-01');"

#define UNKNOWN(code, subject) {"t.verdict('" code "', '" subject "', '2026-02-01 00:00+00')", "unknown"}
#define AT(code, subject, day, verdict) {"t.verdict('" code "', '" subject "', '" day "')", verdict}

/* As it was known in February, and as it is known in June: the same February. */
static void stays_unknown(const char *told, const struct indicator_expectation *before, const struct indicator_expectation *after) {
  indicator_evaluate(WORLD, BEFORE);
  indicator_expect(before);
  db_fixture_sql(indicator_world(), told);
  indicator_evaluate(READ, AFTER);
  indicator_expect(before);
  indicator_expect(after);
}
#define EXPECTED(...) ((const struct indicator_expectation[]){__VA_ARGS__, {0}})

Test(indicator_spoken, a_server_whose_patches_were_told_of_late) {
  stays_unknown(TOLD("patch", "p1", "2026-03-01", "{\"asset\": \"s1\", \"pending\": 0, \"security_pending\": 0}"),
                EXPECTED(UNKNOWN("patch_current", "s1")),
                EXPECTED(AT("patch_current", "s1", "2026-02-28 23:59:59+00", "unknown"), AT("patch_current", "s1", "2026-03-01", "conforming")));
  indicator_expect_alone("patch_current", AFTER);
}

Test(indicator_spoken, a_database_that_nobody_probed_was_not_out_of_reach) {
  stays_unknown(TOLD("exposure", "e1", "2026-03-01", "{\"asset\": \"db1\", \"protocol\": \"tcp\", \"port\": 5432, \"reach\": \"network\"}"),
                EXPECTED(UNKNOWN("database_not_exposed", "db1")),
                EXPECTED(AT("database_not_exposed", "db1", "2026-02-28 23:59:59+00", "unknown"), AT("database_not_exposed", "db1", "2026-03-01", "conforming")));
}

Test(indicator_spoken, a_library_found_later_says_nothing_of_before) {
  stays_unknown(TOLD("vulnerability", "v1", "2026-03-01", "{\"asset\": \"site\", \"type\": \"library\", \"severity\": \"low\", \"found_at\": \"2026-03-01T00:00:00Z\"}"),
                EXPECTED(UNKNOWN("dependency_current", "site")),
                EXPECTED(AT("dependency_current", "site", "2026-02-28 23:59:59+00", "unknown"), AT("dependency_current", "site", "2026-03-01", "conforming")));
}

Test(indicator_spoken, a_disk_a_site_and_a_middleware_that_were_looked_at_late) {
  stays_unknown(TOLD("endpoint", "d1", "2026-03-01", "{\"asset\": \"pc1\", \"encrypted\": true, \"seen_at\": \"2026-03-01T00:00:00Z\"}")
                    TOLD("tls", "t1", "2026-03-01", "{\"asset\": \"site\", \"tested_at\": \"2026-03-01T00:00:00Z\", \"redirects\": true, \"hsts\": true,"
                        " \"expires_at\": \"2026-12-01T00:00:00Z\"}")
                        TOLD("hardening", "h1", "2026-03-01", "{\"asset\": \"mq1\", \"check\": \"middleware_authentication\", \"result\": \"passed\","
                            " \"checked_at\": \"2026-03-01T00:00:00Z\"}"),
                EXPECTED(UNKNOWN("disk_encrypted", "pc1"), UNKNOWN("https_only", "site"), UNKNOWN("certificate_valid", "site"), UNKNOWN("middleware_protected", "mq1")),
                EXPECTED(AT("disk_encrypted", "pc1", "2026-02-28 23:59:59+00", "unknown"), AT("disk_encrypted", "pc1", "2026-03-01", "conforming"),
                         AT("https_only", "site", "2026-02-28 23:59:59+00", "unknown"), AT("https_only", "site", "2026-03-01", "conforming"),
                         AT("certificate_valid", "site", "2026-03-01", "conforming"), AT("middleware_protected", "mq1", "2026-03-01", "conforming")));
}

#define ACCOUNT(at, more) \
  TOLD("account", "a@ldap", at, "{\"system\": \"ldap\", \"login\": \"a\", \"type\": \"admin\", \"enabled\": true, \"privileged\": true" more "}")

Test(indicator_spoken, what_an_account_does_not_tell_is_unknown_for_that_time) {
  indicator_evaluate(WORLD ACCOUNT("2026-03-01", ", \"mfa\": true") ACCOUNT("2026-04-01", ""), AFTER);
  EXPECT(AT("account_mfa", "a@ldap", "2026-03-01", "conforming"), AT("account_mfa", "a@ldap", "2026-03-31 23:59:59+00", "conforming"),
         AT("account_mfa", "a@ldap", "2026-04-01", "unknown"));
}

Test(indicator_spoken, a_field_that_a_source_begins_to_tell) {
  indicator_evaluate(WORLD ACCOUNT("2026-01-01", ""), BEFORE);
  EXPECT(UNKNOWN("account_mfa", "a@ldap"), UNKNOWN("dormant_accounts", "a@ldap"));
  indicator_evaluate(ACCOUNT("2026-03-01", ", \"mfa\": false, \"last_login_at\": \"2025-06-01T00:00:00Z\"") READ, AFTER);
  EXPECT(UNKNOWN("account_mfa", "a@ldap"), UNKNOWN("dormant_accounts", "a@ldap"), AT("account_mfa", "a@ldap", "2026-02-28 23:59:59+00", "unknown"),
         AT("account_mfa", "a@ldap", "2026-03-01", "deviating"), AT("dormant_accounts", "a@ldap", "2026-03-01", "deviating"));
  indicator_expect_alone("account_mfa", AFTER);
  indicator_expect_alone("dormant_accounts", AFTER);
}
