#include <criterion/criterion.h>

#include "db/kind_read.h"
#include "support/db_indicator.h"

TestSuite(indicator_platform, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
/* Servers s1 to s3 and own, st1 of staging; databases db1 to db3; a switch, an application. */
static const char world[] =
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('scan', 'all', '{exposure,monitor,log_source}');"
    "SELECT t.cover('inventory', '2026-01-01', '2027-01-01'); SELECT t.cover('scan', '2026-01-01', '2026-12-01');"
    "SELECT t.asset(n, k, j::jsonb) FROM (VALUES ('s1', 'server', '{\"aliases\": [\"web01\"]}'),"
    " ('s2', 'server', '{}'), ('s3', 'server', '{}'), ('own', 'server', '{}'), ('st1', 'server', '{\"environment\": \"staging\"}'),"
    " ('db1', 'database', '{\"aliases\": [\"dbhost\"]}'), ('db2', 'database', '{}'), ('db3', 'database', '{}'),"
    " ('sw1', 'network', '{}'), ('app', 'application', '{}')) v(n, k, j);";

#define PORTS(values)                                                                                                  \
  "SELECT t.put('exposure', 'scan', k, at::timestamptz, jsonb_build_object('asset', a, 'protocol', p, 'port', n, 'reach', r,"\
  " 'allowed', o, 'process', x)) FROM (VALUES " values ") v(k, at, a, p, n, r, o, x);"
/* clang-format on */

Test(indicator_platform, open_ports_are_allowed_one_by_one) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      PORTS("('e1', '2026-02-01', 's1', 'tcp', 443, 'internet', true, 'nginx'),"
            "('e2', '2026-02-01', 's1', 'tcp', 8080, 'network', false, 'java'),"
            "('e3', '2026-02-01', 's1', 'udp', 443, 'internet', NULL, NULL),"
            "('e4', '2026-02-01', 's1', 'tcp', 25, 'local', NULL, 'postfix'),"
            "('e5', '2026-02-01', 'web01', 'tcp', 22, 'network', true, 'sshd'),"
            "('e6', '2026-02-01', 's1', 'tcp', 22, 'internet', NULL, 'sshd'),"
            "('e7', '2026-02-01', 'st1', 'tcp', 22, 'network', NULL, 'sshd'),"
            "('e8', '2026-02-01', 'ghost', 'tcp', 22, 'network', NULL, 'sshd')")
          PORTS("('e2', '2026-02-10', 's1', 'tcp', 8080, 'network', true, 'java')")
          "SELECT t.gone('exposure', 'scan', 'e6', '2026-02-15'); SELECT t.gone('exposure', 'scan', 'e3', '2026-02-20');"
          "SELECT t.cover('scan', '2026-02-20', '2026-12-01');",
      KNOWN);
  EXPECT({"t.verdict('exposed_ports', 's1 tcp 443', '2026-01-31 23:59+00')", "outside"},
         {"t.verdict('exposed_ports', 's1 tcp 443', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('exposed_ports', 's1 tcp 8080', '2026-02-09 23:59:59+00')", "deviating"},
         {"t.verdict('exposed_ports', 's1 tcp 8080', '2026-02-10 00:00+00')", "conforming"}, /* allowed since */
         {"t.verdict('exposed_ports', 's1 udp 443', '2026-02-19 23:59+00')", "deviating"},   /* nobody allowed it */
         {"t.verdict('exposed_ports', 's1 udp 443', '2026-02-20 00:00+00')", "outside"},     /* closed */
         {"t.verdict('exposed_ports', 's1 tcp 22', '2026-02-14 23:59+00')", "deviating"},    /* at one of two addresses */
         {"t.verdict('exposed_ports', 's1 tcp 22', '2026-02-15 00:00+00')", "conforming"},
         {"t.verdict('exposed_ports', 's1 tcp 25', '2026-02-02 00:00+00')", "none"}, /* heard by itself only */
         {"t.verdict('exposed_ports', 'st1 tcp 22', '2026-02-02 00:00+00')", "none"},
         {"t.verdict('exposed_ports', 'ghost tcp 22', '2026-02-02 00:00+00')", "none"},
         {"t.verdict('exposed_ports', 's1 tcp 443', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('exposed_ports', 'site', '2026-02-02 00:00+00')", "not_applied! 1/4 d3 u0 p0 w0 0.25"},
         {"t.line('exposed_ports', 'all', '2026-03-02 00:00+00')", "applied 3/3 d0 u0 p0 w0 1"},
         {"t.line('exposed_ports', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT label FROM vg.verdict WHERE indicator = 'exposed_ports' AND subject = 's1 tcp 8080'",
          "s1, tcp/8080"});
  indicator_expect_alone("exposed_ports", KNOWN);
}

Test(indicator_platform, a_port_leads_to_its_records) {
  const struct kind *kind = kind_get(KIND_EXPOSURE);
  struct vg_error err = {0};
  DB_RESULT(r);
  DB_RESULT(none);
  db_fixture_sql(indicator_world(), world);
  db_fixture_sql(indicator_world(), PORTS("('e1', '2026-02-01', 's1', 'tcp', 22, 'network', true, 'sshd'),"
                                          "('e2', '2026-02-01', 's1', 'tcp', 2222, 'network', true, 'sshd'),"
                                          "('e3', '2026-02-01', 's2', 'tcp', 22, 'network', true, 'sshd')")
                                        PORTS("('e1', '2026-02-03', 's1', 'tcp', 22, 'internet', true, 'sshd')"));
  cr_assert(kind_about(indicator_world(), &r, kind, "asset+protocol+port", "s1 tcp 22", at(KNOWN), 10, &err), "%s", err.message);
  cr_assert_eq(row_count(r), 2);
  cr_expect_str_eq(row_text(r, 0, "reach"), "internet");
  cr_expect_str_eq(row_text(r, 1, "reach"), "network");
  cr_expect(!kind_about(indicator_world(), &none, kind, "asset+colour", "s1 red", at(KNOWN), 10, &err) && err.code == VG_E_INTERNAL);
}

Test(indicator_platform, databases_are_not_reachable_from_the_internet) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(PORTS("('d1', '2026-02-01', 'db1', 'tcp', 5432, 'network', true, 'postgres'),"
                           "('d2', '2026-02-01', 'db2', 'tcp', 3306, 'internet', true, 'mysqld')")
                         PORTS("('d3', '2026-02-10', 'dbhost', 'tcp', 5432, 'internet', true, 'postgres')")
                             PORTS("('d3', '2026-02-12', 'dbhost', 'tcp', 5432, 'network', true, 'postgres')")
                                 "SELECT t.cover('scan', '2026-02-12', '2026-12-01');",
                     KNOWN);
  EXPECT({"t.verdict('database_not_exposed', 'db1', '2026-02-09 23:59:59+00')", "conforming"},
         {"t.verdict('database_not_exposed', 'db1', '2026-02-10 00:00+00')", "deviating"},
         {"t.verdict('database_not_exposed', 'db1', '2026-02-11 23:59:59+00')", "deviating"},
         {"t.verdict('database_not_exposed', 'db1', '2026-02-12 00:00+00')", "conforming"},
         {"t.verdict('database_not_exposed', 'db2', '2026-02-02 00:00+00')", "deviating"}, /* allowed or not */
         {"t.verdict('database_not_exposed', 'db3', '2026-02-02 00:00+00')", "unknown"},   /* nobody probed it */
         {"t.verdict('database_not_exposed', 's1', '2026-02-02 00:00+00')", "none"},
         {"t.verdict('database_not_exposed', 'db1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('database_not_exposed', 'all', '2026-03-02 00:00+00')", "not_applied! 1/3 d1 u1 p0 w0 0.333"},
         {"t.line('database_not_exposed', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'database_not_exposed' AND subject = 'db2'", "tcp/3306"});
  indicator_expect_alone("database_not_exposed", KNOWN);
}

/* That a port is open says nothing of who reaches it. */
Test(indicator_platform, a_database_whose_ports_nobody_says_to_be_out_of_reach_is_unknown) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(PORTS("('d1', '2026-02-01', 'db1', 'tcp', 5432, NULL, true, 'postgres'),"
                           "('d2', '2026-02-01', 'db2', 'tcp', 3306, 'network', true, 'mysqld'),"
                           "('d3', '2026-02-01', 'db3', 'tcp', 3306, NULL, true, 'mysqld')")
                         PORTS("('d3', '2026-02-10', 'db3', 'tcp', 3306, 'internet', true, 'mysqld')")
                             "SELECT t.cover('scan', '2026-02-10', '2026-12-01');",
                     KNOWN);
  EXPECT({"t.verdict('database_not_exposed', 'db1', '2026-02-02 00:00+00')", "unknown"},
         {"t.verdict('database_not_exposed', 'db2', '2026-02-02 00:00+00')", "conforming"},
         {"t.verdict('database_not_exposed', 'db3', '2026-02-10 00:00+00')", "deviating"},
         {"t.line('database_not_exposed', 'all', '2026-03-02 00:00+00')", "not_applied! 1/3 d1 u1 p0 w0 0.333"});
  indicator_expect_alone("database_not_exposed", KNOWN);
}

Test(indicator_platform, an_event_of_the_future_counts_from_its_reading) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate("SELECT t.put('log_source', 'scan', 's1', '2026-02-01 09:00+00', '{\"asset\": \"s1\", "
                     "\"last_event_at\": \"2031-01-01 00:00+00\"}');"
                     "SELECT t.cover('scan', '2026-02-10', '2026-12-01');",
                     KNOWN);
  EXPECT({"t.verdict('log_collected', 's1', '2026-02-02 14:59:59+00')", "conforming"},
         {"t.verdict('log_collected', 's1', '2026-02-02 15:00+00')", "deviating"}, /* silent since, whatever its clock said */
         {"t.verdict('log_collected', 's1', '2026-05-01 00:00+00')", "deviating"});
}

Test(indicator_platform, logs_read_once_a_day_are_not_silent_between_two_readings) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      "SELECT t.put('log_source', 'scan', a, r::timestamptz, jsonb_build_object('asset', a, 'last_event_at', e::timestamptz)) FROM (VALUES"
      " ('s1', '2026-02-01 09:00+00', '2026-02-01 08:20+00'), ('s1', '2026-02-02 09:00+00', '2026-02-02 08:20+00'),"
      " ('s1', '2026-02-03 09:05+00', '2026-02-02 09:00+00'), ('s2', '2026-02-01 09:00+00', '2026-01-31 09:00+00'),"
      " ('s3', '2026-02-01 09:00+00', '2026-01-31 09:01+00'), ('s3', '2026-02-01 12:00+00', '2026-01-31 09:02+00')) v(a, r, e);"
      "SELECT t.cover('scan', '2026-02-10', '2026-12-01');",
      KNOWN);
  EXPECT({"t.verdict('log_collected', 's1', '2026-02-02 08:20+00')", "conforming"},
         {"t.verdict('log_collected', 's1', '2026-02-02 08:59:59+00')", "conforming"}, /* no reading could have shown a later event yet */
         {"t.verdict('log_collected', 's1', '2026-02-03 08:59:59+00')", "conforming"},
         {"t.verdict('log_collected', 's1', '2026-02-03 09:05+00')", "deviating"}, /* a reading shows that it is silent */
         {"t.verdict('log_collected', 's2', '2026-02-01 09:00+00')", "deviating"}, /* 24 hours when it is read */
         {"t.verdict('log_collected', 's3', '2026-02-01 09:00+00')", "conforming"}, /* a minute less */
         {"t.verdict('log_collected', 's3', '2026-02-01 11:59:59+00')", "conforming"},
         {"t.verdict('log_collected', 's3', '2026-02-01 12:00+00')", "deviating"});
  indicator_expect_alone("log_collected", KNOWN);
}

Test(indicator_platform, logs_arrive_and_hardware_is_watched) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      "SELECT t.put('log_source', 'scan', a, '2026-02-01 09:00+00', jsonb_build_object('asset', a, 'last_event_at', e))"
      " FROM (VALUES ('web01', '2026-02-01 08:58+00'), ('db1', '2026-01-01 00:00+00'), ('sw1', '2026-02-01 08:58+00'))"
      " v(a, e);"
      "SELECT t.put('log_source', 'scan', 'db1', '2026-02-05 09:00+00', '{\"asset\": \"db1\", \"last_event_at\":"
      " \"2026-02-05 08:00+00\"}'); SELECT t.gone('log_source', 'scan', 'db1', '2026-02-05 20:00+00');"
      "SELECT t.put('monitor', 'scan', k, '2026-02-01', jsonb_build_object('asset', a, 'name', 'c', 'type', y, 'alerting', l,"
      " 'repeat', r)) FROM (VALUES ('m1', 's1', 'hardware', true, 14400), ('m2', 's2', 'hardware', true, 0),"
      " ('m3', 's3', 'application', true, 60), ('m4', 'sw1', 'hardware', true, 60), ('m5', 'own', 'hardware', false, 60))"
      " v(k, a, y, l, r); SELECT t.gone('monitor', 'scan', 'm4', '2026-02-10');"
      "SELECT t.cover('scan', '2026-02-10', '2026-12-01');",
      KNOWN);
  EXPECT({"t.verdict('log_collected', 's1', '2026-02-01 08:59:59+00')", "deviating"},
         {"t.verdict('log_collected', 's1', '2026-02-01 09:00+00')", "conforming"},
         {"t.verdict('log_collected', 's1', '2026-02-02 14:57:59+00')", "conforming"},
         {"t.verdict('log_collected', 's1', '2026-02-02 14:58+00')", "deviating"}, /* a day, and six hours for the next reading */
         {"t.verdict('log_collected', 's2', '2026-02-01 10:00+00')", "deviating"}, /* unknown to the collection */
         {"t.verdict('log_collected', 'db1', '2026-02-04 10:00+00')", "deviating"},
         {"t.verdict('log_collected', 'db1', '2026-02-05 09:00+00')", "conforming"},
         {"t.verdict('log_collected', 'db1', '2026-02-05 20:00+00')", "deviating"}, /* no longer shown */
         {"t.verdict('log_collected', 'sw1', '2026-02-01 10:00+00')", "none"},
         {"t.verdict('log_collected', 'st1', '2026-02-01 10:00+00')", "none"},
         {"t.verdict('log_collected', 's1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('log_collected', 'all', '2026-02-01 10:00+00')", "not_applied! 1/7 d6 u0 p0 w0 0.143"},
         {"t.line('log_collected', 'office', '2026-02-01 10:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.verdict('hardware_monitored', 's1', '2026-01-31 23:59+00')", "deviating"},
         {"t.verdict('hardware_monitored', 's1', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('hardware_monitored', 's2', '2026-02-01 00:00+00')", "deviating"}, /* not repeated */
         {"t.verdict('hardware_monitored', 's3', '2026-02-01 00:00+00')", "deviating"}, /* not of the hardware */
         {"t.verdict('hardware_monitored', 'own', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('hardware_monitored', 'sw1', '2026-02-09 23:59+00')", "conforming"},
         {"t.verdict('hardware_monitored', 'sw1', '2026-02-10 00:00+00')", "deviating"},
         {"t.verdict('hardware_monitored', 'db1', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('hardware_monitored', 's1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('hardware_monitored', 'all', '2026-02-02 00:00+00')", "not_applied! 2/5 d3 u0 p0 w0 0.4"},
         {"t.line('hardware_monitored', 'office', '2026-02-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("log_collected", KNOWN);
  indicator_expect_alone("hardware_monitored", KNOWN);
}
