#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_backup, .init = indicator_world_init, .fini = indicator_world_fini);

/* s1 in DC1 with alias web01, s2 without datacenter, db1 in DC1; an office laptop; a staging server; an application. */
#define WORLD                                                                                                          \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}');"                     \
  "SELECT t.source('tests', 'all', '{restore_test}');"                                                                 \
  "SELECT t.cover(s, '2026-01-01', '2027-01-01') FROM unnest('{inventory,restic,tests}'::text[]) s;"                   \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', k, 'environment', e,"     \
  " 'status', 'in_service', 'datacenter', d, 'aliases', a, 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = " \
  "'site')))"                                                                                                          \
  " FROM (VALUES ('s1', 'server', 'production', 'DC1', '[\"WEB01.corp.example\"]'::jsonb),"                            \
  " ('s2', 'server', 'production', NULL, '[]'), ('db1', 'database', 'production', 'dc1 ', '[]'), ('pc1', 'laptop', "   \
  "'office', 'DC1', '[]'),"                                                                                            \
  " ('st1', 'server', 'staging', 'DC1', '[]'), ('app', 'application', 'production', 'DC1', '[]')) v(n, k, e, d, a);"

#define BACKUPS                                                                                                        \
  "SELECT t.put('backup', 'restic', k, x::timestamptz, jsonb_build_object('asset', a, 'status', s, 'finished_at', x, " \
  "'datacenter', d,"                                                                                                   \
  " 'message', m)) FROM (VALUES ('b1', 's1', 'ok', '2026-03-10 02:00+00', 'DC2', NULL), ('b2', 'web01', 'ok', "        \
  "'2026-03-11 02:00+00', 'DC2', NULL),"                                                                               \
  " ('b3', 's2', 'warning', '2026-03-10 02:00+00', 'DC2', 'one file'), ('b4', 's2', 'failed', '2026-03-11 02:00+00', " \
  "'DC2', 'disk full'),"                                                                                               \
  " ('b5', 'db1', 'ok', '2026-03-10 02:00+00', 'DC1', NULL), ('b6', 'ghost', 'ok', '2026-03-10 02:00+00', 'DC2', "     \
  "NULL)) v(k, a, s, x, d, m);"

Test(indicator_backup, daily_counts_successes_of_26_hours_under_any_name) {
  indicator_evaluate(WORLD, "2026-03-01T00:00:00Z");
  indicator_evaluate(BACKUPS, "2026-03-20T00:00:00Z"); /* nothing pulled: nothing changes */
  indicator_evaluate("SELECT t.cover('restic', '2026-03-10', '2027-01-01');", "2026-03-20T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-03-12 03:59:59+00')", "conforming"}, /* b2, under its alias */
         {"t.verdict('backup_daily', 's1', '2026-03-12 04:00+00')", "deviating"},
         {"t.verdict('backup_daily', 's2', '2026-03-10 12:00+00')", "deviating"}, /* a warning is no success */
         {"t.verdict('backup_daily', 'pc1', '2026-03-10 12:00+00')", "none"},
         {"t.verdict('backup_daily', 'st1', '2026-03-10 12:00+00')", "none"},
         {"t.verdict('backup_daily', 'app', '2026-03-10 12:00+00')", "none"},
         {"t.verdict('backup_daily', 'ghost', '2026-03-10 12:00+00')", "none"}, /* the denominator is the inventory */
         {"t.verdict('backup_daily', 'web01', '2026-03-11 12:00+00')", "none"},
         {"t.line('backup_daily', 'site', '2026-03-10 12:00+00')", "not_applied! 2/3 d1 u0 p0 w0 0.667"});
}

Test(indicator_backup, a_pruned_backup_stops_counting) {
  indicator_evaluate(WORLD, "2026-03-01T00:00:00Z");
  indicator_evaluate(
      "SELECT t.put('backup', 'restic', 'b1', '2026-03-10 03:00+00', '{\"asset\": \"s1\", \"status\": \"ok\","
      " \"finished_at\": \"2026-03-10T02:00:00Z\"}');"
      "SELECT t.gone('backup', 'restic', 'b1', '2026-03-10 20:00+00'); SELECT t.cover('restic', '2026-03-10', "
      "'2027-01-01');",
      "2026-03-12T13:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-03-10 19:59:59+00')", "conforming"},
         {"t.verdict('backup_daily', 's1', '2026-03-10 20:00+00')", "deviating"},
         {"t.verdict('backup_success_rate', 's1 #03', '2026-03-11 12:00+00')", "conforming"}); /* it was made */
}

/* Two under one name in a night of March, one under each of two names in a night of April, one alone in between. */
Test(indicator_backup, each_good_backup_of_a_night_counts) {
  indicator_evaluate(
      WORLD
      "SELECT t.put('backup', 'restic', k, x::timestamptz, jsonb_build_object('asset', a, 'status', 'ok', 'finished_at', x)) FROM (VALUES"
      " ('m1', 's1', '2026-03-10 02:00+00'), ('m2', 's1', '2026-03-10 05:00+00'), ('m3', 's1', '2026-03-25 02:00+00'),"
      " ('a1', 's1', '2026-04-20 02:00+00'), ('a2', 'web01', '2026-04-20 03:00+00'), ('o1', 's2', '2026-03-10 02:00+00')) v(k, a, x);",
      "2026-05-01T00:00:00Z");
  EXPECT({"t.verdict('backup_success_rate', 's1 #03.2', '2026-03-10 12:00+00')", "conforming"},
         {"t.verdict('backup_success_rate', 's1 #03.2', '2026-04-09 12:00+00')", "outside"},
         {"t.verdict('backup_success_rate', 's1 #14.2', '2026-04-20 12:00+00')", "conforming"},
         {"SELECT string_agg(v.subject, ',' ORDER BY v.subject) FROM vg.verdict v WHERE v.indicator = 'backup_success_rate' AND v.subject LIKE '%.%'",
          "s1 #03.2,s1 #14.2"});
}

Test(indicator_backup, a_system_out_of_service_is_not_judged) {
  indicator_evaluate(
      WORLD
      "SELECT t.put('asset', 'inventory', 's1', '2026-02-01', jsonb_build_object('name', 's1', 'type', 'server',"
      " 'environment', 'production', 'status', 'retired', 'retired_on', '2026-02-01', 'perimeter_id',"
      " (SELECT id FROM vg.perimeter WHERE code = 'site')));"
      "SELECT t.put('asset', 'inventory', 's3', '2026-02-01', jsonb_build_object('name', 's3', 'type', 'server',"
      " 'environment', 'production', 'status', 'in_service', 'in_service_on', '2026-02-10', 'retired_on', '2026-02-20',"
      " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')));"
      "SELECT t.gone('asset', 'inventory', 's2', '2026-02-05');",
      "2026-03-01T00:00:00Z");
  EXPECT({"t.verdict('backup_daily', 's1', '2026-01-31 23:59+00')", "deviating"},
         {"t.verdict('backup_daily', 's1', '2026-02-01 00:00+00')", "outside"},
         {"t.verdict('backup_daily', 's2', '2026-02-04 23:59+00')", "deviating"},
         {"t.verdict('backup_daily', 's2', '2026-02-05 00:00+00')", "outside"},
         {"t.verdict('backup_daily', 's3', '2026-02-09 23:59+00')", "outside"},
         {"t.verdict('backup_daily', 's3', '2026-02-10 00:00+00')", "deviating"},
         {"t.verdict('backup_daily', 's3', '2026-02-19 23:59+00')", "deviating"},
         {"t.verdict('backup_daily', 's3', '2026-02-20 00:00+00')", "outside"});
}

/* Where all are asked about, two rows of one name would stop the evaluation. */
Test(indicator_backup, a_job_numbered_as_a_night_is_no_night) {
  indicator_evaluate(WORLD, "2026-03-01T00:00:00Z");
  indicator_evaluate("SELECT t.put('backup', 'restic', '12', '2026-03-10 03:00+00', '{\"asset\": \"s1\", \"status\": \"failed\","
                     " \"finished_at\": \"2026-03-10T02:00:00Z\"}'); SELECT t.cover('restic', '2026-03-10', '2027-01-01');"
                     "UPDATE vg.indicator SET stale = true;",
                     "2026-03-12T13:00:00Z");
  EXPECT({"t.verdict('backup_success_rate', 's1 #0 #12', '2026-03-10 12:00+00')", "deviating"},
         {"SELECT count(*) FROM vg.verdict WHERE indicator = 'backup_success_rate' AND subject LIKE 's1 %'", "31"});
}

Test(indicator_backup, success_rate_counts_missing_nights) {
  indicator_evaluate(WORLD, "2026-03-01T00:00:00Z");
  indicator_evaluate(BACKUPS "SELECT t.cover('restic', '2026-03-10', '2027-01-01');", "2026-03-12T13:00:00Z");
  EXPECT(
      {"t.verdict('backup_success_rate', 's1 #03', '2026-03-10 11:59:59+00')", "deviating"}, /* counts from noon; thirty
                                                                                              nights before, nothing */
      {"t.verdict('backup_success_rate', 's1 #03', '2026-03-10 12:00+00')", "conforming"},
      {"t.verdict('backup_success_rate', 's1 #03', '2026-04-09 11:59:59+00')", "conforming"},
      {"t.verdict('backup_success_rate', 's1 #03', '2026-04-09 12:00+00')", "outside"},
      {"t.verdict('backup_success_rate', 's2 #b3', '2026-03-10 12:00+00')", "deviating"},
      {"SELECT detail FROM vg.verdict WHERE indicator = 'backup_success_rate' AND subject = 's2 #b4'", "disk full"},
      {"t.verdict('backup_success_rate', 'ghost #03', '2026-03-10 12:00+00')", "conforming"}, /* all recorded backups */
      {"t.verdict('backup_success_rate', 's1 #05', '2026-03-12 12:00+00')", "deviating"},     /* nothing that night */
      {"t.verdict('backup_success_rate', 's1 #06', '2026-03-13 12:00+00')", "outside"},       /* not over yet */
      {"t.verdict('backup_success_rate', 'pc1 #05', '2026-03-12 12:00+00')", "none"},
      {"t.verdict('backup_success_rate', 's1 #25', '2026-01-01 12:00+00')", "outside"}, /* half a night */
      {"t.verdict('backup_success_rate', 's1 #26', '2026-01-02 12:00+00')", "deviating"},
      {"SELECT count(*) FROM vg.verdict WHERE indicator = 'backup_success_rate' AND subject LIKE 's1 %'", "30"},
      {"t.line('backup_success_rate', 'site', '2026-03-12 12:00+00')",
       "not_applied! 4/91 d87 u0 p0 w0 0.044"}); /* thirty nights of three systems, and the ghost's */
}

Test(indicator_backup, offsite_wants_a_copy_elsewhere_not_older_than_26_hours) {
  indicator_evaluate(WORLD "SELECT t.put('backup', 'restic', k, x::timestamptz, jsonb_build_object('asset', a, "
                           "'status', 'ok', 'finished_at', x, 'datacenter', d))"
                           " FROM (VALUES ('o1', 's1', '2026-03-10 02:00+00', 'DC2'), ('l1', 's1', '2026-03-11 "
                           "02:00+00', 'DC1'), ('l2', 's1', '2026-03-11 04:00+00', 'DC1'),"
                           " ('o2', 's1', '2026-03-12 02:00+00', 'DC2'), ('x1', 's2', '2026-03-10 02:00+00', 'DC2'), "
                           "('y1', 'db1', '2026-03-10 02:00+00', 'DC1'))"
                           " v(k, a, x, d);",
                     "2026-03-20T00:00:00Z");
  EXPECT(
      {"t.verdict('backup_offsite', 's1', '2026-03-10 01:59+00')", "deviating"},
      {"t.verdict('backup_offsite', 's1', '2026-03-10 02:00+00')", "conforming"},
      {"t.verdict('backup_offsite', 's1', '2026-03-11 03:59:59+00')", "conforming"}, /* the copy is 24 hours behind */
      {"t.verdict('backup_offsite', 's1', '2026-03-11 04:00+00')", "deviating"},     /* 26 hours behind */
      {"t.verdict('backup_offsite', 's1', '2026-03-12 02:00+00')", "conforming"},
      {"t.verdict('backup_offsite', 's1', '2026-03-19 02:00+00')",
       "conforming"}, /* the latest one is elsewhere, however old */
      {"t.verdict('backup_offsite', 's2', '2026-03-10 12:00+00')", "deviating"}, /* nothing says where s2 is */
      {"t.verdict('backup_offsite', 'db1', '2026-03-10 12:00+00')",
       "deviating"}, /* same datacenter, written otherwise */
      {"SELECT coalesce(detail, 'null') FROM vg.verdict WHERE indicator = 'backup_offsite' AND subject = 's2'",
       "null"});
}

/* s1 moves to where its copies are, then to DC3; its copies go on. Of db1 a second source says another place; nobody says where s2 was at first. */
Test(indicator_backup, offsite_is_told_from_the_place_where_the_system_was_then) {
  indicator_evaluate(WORLD, "2026-03-01T00:00:00Z");
  indicator_evaluate(
      "SELECT t.put('backup', 'restic', y || to_char(d, 'DD'), d, jsonb_build_object('asset', y, 'status', 'ok', 'finished_at', d, 'datacenter', 'DC2'))"
      " FROM generate_series('2026-03-10 02:00+00'::timestamptz, '2026-03-20 02:00+00', '1 day') d, unnest('{s1,s2,db1}'::text[]) y;"
      "SELECT t.put('asset', 'inventory', 's1', '2026-03-12', '{\"name\": \"s1\", \"type\": \"server\", \"environment\": \"production\","
      " \"status\": \"in_service\", \"datacenter\": \"DC2\"}');"
      "SELECT t.put('asset', 'inventory', 's1', '2026-03-14', '{\"name\": \"s1\", \"type\": \"server\", \"environment\": \"production\","
      " \"status\": \"in_service\", \"datacenter\": \"DC3\"}');"
      "SELECT t.put('asset', 'inventory', 's2', '2026-03-14', '{\"name\": \"s2\", \"type\": \"server\", \"environment\": \"production\","
      " \"status\": \"in_service\", \"datacenter\": \"DC1\"}');"
      "SELECT t.source('cloud', 'site', '{asset}'); SELECT t.cover('cloud', '2026-01-01', '2027-01-01');"
      "SELECT t.put('asset', 'cloud', 'db1', '2026-03-12', '{\"name\": \"db1\", \"type\": \"database\", \"environment\": \"production\", \"status\": \"in_service\"}');"
      "SELECT t.put('asset', 'cloud', 'db1', '2026-03-14', '{\"name\": \"db1\", \"type\": \"database\", \"environment\": \"production\", \"status\": \"in_service\", \"datacenter\": \"dc2\"}');"
      "SELECT t.gone('asset', 'cloud', 'db1', '2026-03-16');"
      "SELECT t.cover('restic', '2026-03-10', '2027-01-01');",
      "2026-03-20T12:00:00Z");
  EXPECT({"t.verdict('backup_offsite', 's1', '2026-03-11 23:59+00')", "conforming"},
         {"t.verdict('backup_offsite', 's1', '2026-03-12 00:00+00')", "deviating"}, /* where its copies are */
         {"t.verdict('backup_offsite', 's1', '2026-03-14 00:00+00')", "conforming"},
         {"t.verdict('backup_offsite', 's2', '2026-03-13 23:59+00')", "deviating"}, /* nothing said then where it was */
         {"t.verdict('backup_offsite', 's2', '2026-03-14 00:00+00')", "conforming"},
         {"t.verdict('backup_offsite', 'db1', '2026-03-13 12:00+00')", "conforming"}, /* the other source says no place */
         {"t.verdict('backup_offsite', 'db1', '2026-03-14 12:00+00')", "deviating"}, /* two places: the worse counts */
         {"t.verdict('backup_offsite', 'db1', '2026-03-16 00:00+00')", "conforming"}, {DETAIL("backup_offsite", "s1"), "DC3"});
  indicator_expect_alone("backup_offsite", "2026-03-20T12:00:00Z");
}

Test(indicator_backup, restores_are_good_for_six_months) {
  indicator_evaluate(
      WORLD
      "SELECT t.put('restore_test', 'tests', k, x::timestamptz, jsonb_build_object('asset', a, 'result', r, "
      "'tested_at', x))"
      " FROM (VALUES ('r1', 's1', 'success', '2026-02-28 10:00+00'), ('r2', 's1', 'failure', '2026-03-05 10:00+00'),"
      " ('r3', 's2', 'partial', '2026-03-01 10:00+00')) v(k, a, r, x);",
      "2026-03-20T00:00:00Z");
  EXPECT(
      {"t.verdict('restore_tested', 's1', '2026-02-28 09:59:59+00')", "deviating"},
      {"t.verdict('restore_tested', 's1', '2026-02-28 10:00+00')", "conforming"},
      {"t.verdict('restore_tested', 's1', '2026-08-28 09:59:59+00')", "conforming"},
      {"t.verdict('restore_tested', 's1', '2026-08-28 10:00+00')", "deviating"},
      {"t.verdict('restore_tested', 's2', '2026-03-02 10:00+00')", "deviating"},
      {"SELECT detail FROM vg.verdict WHERE indicator = 'restore_tested' AND subject = 's1'", "2026-02-28T10:00:00Z"},
      {"t.line('restore_test_passed', 'all', '2026-03-10 10:00+00')", "not_applied! 1/3 d2 u0 p0 w0 0.333"},
      {"t.line('restore_test_passed', 'all', '2026-01-10 10:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
      {"t.verdict('restore_test_passed', 'r2', '2026-06-05 09:59:59+00')", "deviating"},
      {"t.verdict('restore_test_passed', 'r2', '2026-06-05 10:00+00')", "outside"});
}

/* Each is asked about under the name that it is given. */
Test(indicator_backup, restore_tests_of_one_number_are_two) {
  indicator_evaluate(SOURCE("bench", "site", "restore_test", "2027-01-01") SOURCE("lab", "site", "restore_test", "2027-01-01")
                         PUT("restore_test", "bench", "r1", "2026-03-01",
                             "{\"asset\": \"s1\", \"tested_at\": \"2026-03-01T00:00:00Z\", \"result\": \"success\"}")
                             PUT("restore_test", "lab", "r1", "2026-03-01",
                                 "{\"asset\": \"s2\", \"tested_at\": \"2026-03-01T00:00:00Z\", \"result\": \"failure\"}"),
                     "2026-03-20T00:00:00Z");
  EXPECT({"t.line('restore_test_passed', 'all', '2026-03-10 10:00+00')", "not_applied! 1/2 d1 u0 p0 w0 0.5"});
  indicator_expect_alone("restore_test_passed", "2026-03-20T00:00:00Z");
}

Test(indicator_backup, without_inventory_nothing_is_judged) {
  indicator_evaluate(
      "SELECT t.source('restic', 'site', '{backup}'); SELECT t.cover('restic', '2026-01-01', '2027-01-01');"
      "SELECT t.put('backup', 'restic', 'b', '2026-01-02', '{\"asset\": \"s1\", \"status\": \"ok\", \"finished_at\": "
      "\"2026-01-02\"}');",
      "2026-01-03T00:00:00Z");
  EXPECT({"t.line('backup_daily', 'all', '2026-01-02 12:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

/* Four hundred nights of eight systems: at noon to the instant, thrice in a night, 26 hours apart and a microsecond more, failed, gone soon or
 * late, without a datacenter. */
#define MANY_BACKUPS                                                                                                                       \
  "SELECT setseed(0.42);"                                                                                                                  \
  "CREATE TABLE t.made AS SELECT 's' || y AS asset, y || '-' || d || '-' || o AS key, CASE WHEN random() < 0.05 * (y % 3) THEN 'failed' "   \
  "ELSE 'ok' END AS status, '2025-01-01 12:00+00'::timestamptz + d * interval '1 day' + CASE y WHEN 1 THEN interval '0' WHEN 2 THEN "        \
  "interval '2 hours' * (d % 2) WHEN 3 THEN interval '2 hours 1 microsecond' * (d % 2) WHEN 4 THEN interval '14 hours' + "      \
  "random() * interval '119 minutes' ELSE random() * interval '1 day' END AS at, CASE WHEN y = 5 AND random() < 0.3 THEN random() * "       \
  "interval '40 hours' WHEN y = 6 THEN interval '30 days' END AS lasts, CASE WHEN y % 2 = 0 THEN 'DC' || d % 2 END AS datacenter "          \
  "FROM generate_series(1, 8) y, generate_series(0, 399) d, generate_series(1, CASE WHEN y = 7 THEN 3 ELSE 1 END) o "                       \
  "WHERE random() > 0.004 * y;"                                                                                                            \
  "SELECT t.put('backup', 'restic', m.key, m.at, jsonb_build_object('asset', m.asset, 'status', m.status, 'finished_at', m.at, "            \
  "'datacenter', m.datacenter)) FROM t.made m;"                                                                                            \
  "SELECT t.gone('backup', 'restic', m.key, m.at + m.lasts) FROM t.made m WHERE m.lasts IS NOT NULL;"

/* What vg.backup_block holds, by a look at each backup: as migration 0014 had it. */
#define EACH_LOOKED_AT                                                                                                                      \
  "CREATE VIEW t.looked (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16) AS SELECT b.asset, b.perimeter_id, b.source_id, b.datacenter, b.night / 30, min(b.finished_at), max(b.finished_at), range_agg(b.nights), "   \
  "coalesce(range_agg(b.nights) FILTER (WHERE b.good), '{}'), (count(*) FILTER (WHERE NOT b.good))::integer, (count(*) FILTER (WHERE "       \
  "b.good))::integer, min(b.finished_at) FILTER (WHERE b.good), coalesce(bool_or(b.gone_at IS NOT NULL) FILTER (WHERE b.good), false), "     \
  "coalesce(range_agg(vg.span(b.finished_at, least(b.finished_at + interval '26 hours', b.gone_at))) FILTER (WHERE b.good), '{}'), max(b.recorded_at), "   \
  "(SELECT coalesce(array_agg(y.nights ORDER BY y.nth), '{}') FROM (SELECT nth, range_agg(int4range(x.n, x.n + 1)) AS nights FROM (SELECT n, count(*) AS many " \
  "FROM unnest(array_agg(b.night) FILTER (WHERE b.good)) n GROUP BY n) x CROSS JOIN LATERAL generate_series(2, x.many) nth GROUP BY nth) y) "               \
  "FROM (SELECT r.*, r.status = 'ok' AS good, vg.night(r.finished_at) AS night, int4range(vg.night(r.finished_at), "                        \
  "vg.night(r.finished_at), '[]') AS nights FROM rec.backup_known('2026-03-01') r) b "                                                      \
  "GROUP BY b.asset, b.perimeter_id, b.source_id, b.datacenter, b.night / 30;"                                                                          \
  "CREATE VIEW t.block AS SELECT b.* FROM vg.backup_block_of('2026-03-01', '-infinity', 'infinity') b;"

/* Sets of nights added one by one are what counting gives. */
Test(indicator_backup, nights_are_told_by_how_many_backups_they_hold) {
  db_fixture_sql(indicator_world(),
                 "CREATE VIEW t.some AS SELECT s, i, int4multirange(int4range((i * i * 7 + s * 13) % 40, (i * i * 7 + s * 13) % 40 + 1 + i * s % 9),"
                 " int4range(60 + i * s % 11, 64 + i * s % 11)) AS nights FROM generate_series(1, 30) s, generate_series(1, 12) i;"
                 "CREATE VIEW t.added AS SELECT s, vg.nights_sum(ARRAY[nights] ORDER BY i) AS nights FROM t.some GROUP BY s;"
                 "CREATE VIEW t.counted AS SELECT s, array_agg(nights ORDER BY nth) AS nights FROM (SELECT s, nth, range_agg(int4range(night, night + 1)) AS nights"
                 " FROM (SELECT s, night, count(*) AS many FROM t.some, unnest(nights) r, generate_series(lower(r), upper(r) - 1) night GROUP BY s, night) n,"
                 " generate_series(1, n.many) nth GROUP BY s, nth) l GROUP BY s;");
  EXPECT({"SELECT count(*) FROM t.added a JOIN t.counted c USING (s, nights)", "30"}, {"SELECT max(cardinality(nights)) > 4 FROM t.added", "true"},
         {"SELECT bool_and(vg.nights_add(a.nights, b.nights) = vg.nights_add(b.nights, a.nights)) FROM t.added a, t.added b", "true"},
         {"SELECT vg.nights_add('{}', '{}')", "{}"}, {"SELECT vg.nights_again('{2026-01-01 13:00+00,2026-01-02 11:00+00,2026-01-02 13:00+00}') ="
          " ARRAY[int4multirange(int4range(vg.night('2026-01-02'), vg.night('2026-01-02') + 1))]", "true"});
}

Test(indicator_backup, blocks_are_what_a_look_at_each_backup_gives) {
  db_fixture_sql(indicator_world(), WORLD MANY_BACKUPS EACH_LOOKED_AT);
  EXPECT({"SELECT count(*) FROM (TABLE t.block EXCEPT ALL TABLE t.looked) x", "0"}, {"SELECT count(*) FROM (TABLE t.looked EXCEPT ALL TABLE t.block) x", "0"},
         {"SELECT count(*) > 150 FROM t.block", "true"}, {"SELECT max(cardinality(b.again)) > 0 FROM t.block b", "true"}, {"SELECT bool_or(b.pruned AND b.failures > 0 AND b.datacenter IS NULL) FROM t.block b", "true"},
         /* s2: 26 hours apart at most, so never a gap where no night is missing; s3: a microsecond more */
         {"SELECT bool_and((SELECT count(*) FROM unnest(b.nights)) > 1 OR (SELECT count(*) FROM unnest(b.held)) = 1) FROM t.block b WHERE b.asset = 's2'"
          " AND b.failures = 0", "true"},
         {"SELECT count(*) > 0 FROM t.block b WHERE b.asset = 's3' AND (SELECT count(*) FROM unnest(b.held)) > 10", "true"});
}

/* Two hundred days of 24 systems under two names each: nightly, 26 hours apart to the microsecond or at any hour, once or twice, here, elsewhere or
 * who knows where, failed, missing, all missing for a week; kept, removed within hours or a week later. */
#define NEAR_AND_FAR                                                                                                                       \
  "UPDATE vg.policy SET registers = '{\"backup_classes\": [{\"code\": \"hourly\", \"hours\": 2}, {\"code\": \"daily\", \"hours\": 26},"     \
  " {\"code\": \"weekly\", \"hours\": 170}, {\"code\": \"monthly\", \"hours\": 745}]}';"                                                      \
  "SELECT t.source('inventory', 'site', '{asset}'); SELECT t.source('restic', 'site', '{backup}'); SELECT setseed(0.7);"                       \
  "SELECT t.put('asset', 'inventory', 's' || y, '2025-01-01', jsonb_build_object('name', 's' || y, 'type', 'server', 'environment',"          \
  " 'production', 'status', 'in_service', 'datacenter', 'DC1', 'aliases', jsonb_build_array('vm' || y), 'backup_class',"                       \
  " (ARRAY['daily', 'weekly', 'hourly', 'monthly'])[1 + y % 4])) FROM generate_series(1, 24) y;"                                              \
  "CREATE TABLE t.made AS SELECT n.*, n.at AS told_at FROM (SELECT y, CASE WHEN random() < 0.3 THEN 'vm' ELSE 's' END || y AS asset, y || '-' || d || '-' || o AS key,"         \
  " CASE WHEN random() < 0.03 THEN 'failed' ELSE 'ok' END AS status, '2025-01-02 02:00+00'::timestamptz + CASE y % 5 WHEN 0 THEN d * "       \
  "interval '26 hours' + d % 2 * interval '1 microsecond' WHEN 1 THEN d * interval '1 day' ELSE (d + random()) * interval '1 day' END AS at,"  \
  " CASE y % 3 WHEN 1 THEN CASE WHEN random() < 0.3 THEN random() * interval '60 hours' END WHEN 2 THEN interval '7 days' END AS lasts,"       \
  " CASE WHEN y <= 8 THEN 'DC2' WHEN random() < 0.5 THEN ' dc2' WHEN random() < 0.2 THEN NULL ELSE 'DC1' END AS datacenter"                   \
  " FROM generate_series(1, 24) y, generate_series(0, 199) d, generate_series(1, 1 + y % 2) o"                                                \
  " WHERE random() > 0.1 AND d NOT BETWEEN 60 + y AND 66 + y) n;"                                                                           \
  "INSERT INTO t.made VALUES (23, 's23', 'elsewhere', 'ok', '2025-05-12 01:00+00', NULL, 'DC2', '2025-05-12 01:00+00'),"                      \
  " (23, 's23', 'ahead', 'ok', '2025-05-14 12:00+00', NULL, 'DC1', '2025-05-12 02:00+00');" /* of a clock that is fast */                     \
  "SELECT t.put('backup', 'restic', m.key, m.told_at, jsonb_build_object('asset', m.asset, 'status', m.status, 'finished_at', m.at,"               \
  " 'datacenter', m.datacenter)) FROM t.made m;"                                                                                            \
  "SELECT t.gone('backup', 'restic', m.key, m.at + m.lasts) FROM t.made m WHERE m.lasts IS NOT NULL;"

/* What the indicators say, by a look at each backup and, for those elsewhere, at all later ones. */
#define EACH_COMPARED                                                                                                                      \
  "CREATE FUNCTION t.good(known timestamptz) RETURNS TABLE (y integer, at timestamptz, gone_at timestamptz, datacenter text)"                 \
  " LANGUAGE sql AS $$ SELECT m.y, m.at, CASE WHEN m.at + m.lasts <= known THEN m.at + m.lasts END, m.datacenter FROM t.made m"               \
  " WHERE m.status = 'ok' AND m.told_at <= known $$;"                                                                                            \
  "CREATE FUNCTION t.expected(known timestamptz) RETURNS TABLE (indicator text, subject text, good tstzmultirange) LANGUAGE sql AS $$"        \
  " SELECT 'backup_offsite', 's' || g.y, range_agg(vg.span(g.at, least(g.gone_at, (SELECT min(l.at) FROM t.good(known) l WHERE l.y = g.y"      \
  "  AND l.at >= g.at + interval '26 hours')))) FROM t.good(known) g WHERE lower(btrim(g.datacenter)) <> 'dc1' GROUP BY g.y"                   \
  " UNION ALL SELECT 'backup_on_schedule', 's' || g.y, range_agg(vg.span(g.at, least(g.gone_at, g.at + make_interval(hours =>"                \
  "  (ARRAY[26, 170, 2, 745])[1 + g.y % 4])))) FROM t.good(known) g GROUP BY g.y $$;"                                                         \
  "CREATE FUNCTION t.compared(known timestamptz) RETURNS text LANGUAGE sql AS $$ SELECT count(*) || ' ' || count(*) FILTER (WHERE"            \
  " v.conforming IS DISTINCT FROM v.judged * e.good) FROM vg.given v LEFT JOIN t.expected(known) e USING (indicator, subject)"                \
  " WHERE v.indicator IN ('backup_offsite', 'backup_on_schedule') $$;"

Test(indicator_backup, copies_and_schedules_are_what_a_look_at_each_backup_gives) {
  db_fixture_sql(indicator_world(), NEAR_AND_FAR EACH_COMPARED);
  indicator_evaluate("SELECT t.cover(s, '2025-01-01', '2025-03-20') FROM unnest('{inventory,restic}'::text[]) s;", "2025-03-15T09:00:00Z");
  EXPECT({"t.compared('2025-03-15 09:00+00')", "48 0"});
  indicator_evaluate("SELECT t.cover('restic', '2025-03-15 09:00', '2025-05-20');", "2025-05-12T03:00:00Z");
  EXPECT({"t.compared('2025-05-12 03:00+00')", "48 0"});
  indicator_evaluate("SELECT t.cover('restic', '2025-05-12 03:00', '2025-12-01');", "2025-11-01T00:00:00Z"); /* long after the last one */
  EXPECT({"t.compared('2025-11-01 00:00+00')", "48 0"},
         {"SELECT count(*) > 100 FROM vg.given g, unnest(g.conforming) WHERE g.indicator = 'backup_offsite'", "true"},
         {"SELECT count(*) > 10 FROM vg.backup_series s WHERE s.pruned", "true"});
}
