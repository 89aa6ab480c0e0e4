#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_premises, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                          \
  "SELECT t.source('hr', 'all', '{person}'); SELECT t.source('badges', 'site', '{badge}');"                            \
  "SELECT t.source('places', 'site', '{place}'); SELECT t.source('rounds', 'all', '{attestation}');"                   \
  "SELECT t.cover(s, '2025-12-01', '2027-06-01') FROM unnest('{hr,badges,places,rounds}'::text[]) s;"
#define PERSON(name, mail, at, job, left)                                                                              \
  "SELECT t.put('person', 'hr', '" name "', '" at "', jsonb_strip_nulls(jsonb_build_object('mail', '" mail             \
  "', 'name', '" name "', 'job', '" job "', 'hired_on', '2020-01-01', 'left_on', nullif('" left "', ''))));"
#define BADGE(number, at, person, fields)                                                                              \
  "SELECT t.put('badge', 'badges', '" number "', '" at "', '{\"number\": \"" number "\", \"person\": \"" person        \
  "\", \"active\": true" fields "}');"

Test(indicator_premises, one_badge_a_person_who_is_here) {
  indicator_evaluate(
      WORLD PERSON("one", "one@x.test", "2026-01-01", "sales", "")
          PERSON("left", "left@x.test", "2026-01-01", "sales", "2026-03-10") PERSON(
              "two", "maiden@x.test", "2026-01-01", "sales", "") PERSON("two", "two@x.test", "2026-02-01", "sales", "")
              BADGE("B1", "2026-01-01", "one@x.test", "") BADGE("B2", "2026-01-01", "left@x.test", "")
                  BADGE("B3", "2026-01-01", "maiden@x.test", "") BADGE("B4", "2026-03-01", "two@x.test", "")
                      BADGE("B5", "2026-01-01", "", "") BADGE("B6", "2026-01-01", "stranger@x.test", "")
                          BADGE("B1", "2026-02-01", "one@x.test",
                                ", \"zones\": [\"offices\"]") "SELECT t.put('badge', 'badges', 'B4', '2026-04-01', "
                                                              "'{\"number\": \"B4\", \"person\": \"two@x.test\", "
                                                              "\"active\": false}'); SELECT t.cover('hr', "
                                                              "'2026-02-01', '2027-06-01');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('badge_personal', 'B1', '2026-01-15 00:00+00')", "conforming"},
      {"t.verdict('badge_personal', 'B1', '2026-02-01 00:00+00')", "conforming"}, /* two versions are one badge */
      {"t.verdict('badge_personal', 'B2', '2026-03-10 23:59:59+00')", "conforming"},
      {"t.verdict('badge_personal', 'B2', '2026-03-11 00:00+00')", "deviating"},
      {DETAIL("badge_personal", "B2"), "left@x.test"},
      {"t.verdict('badge_personal', 'B3', '2026-02-28 23:59:59+00')", "conforming"},
      {"t.verdict('badge_personal', 'B3', '2026-03-01 00:00+00')", "deviating"}, /* one person, two mails and badges */
      {"t.verdict('badge_personal', 'B4', '2026-03-01 00:00+00')", "deviating"},
      {"t.verdict('badge_personal', 'B3', '2026-04-01 00:00+00')", "conforming"},
      {"t.verdict('badge_personal', 'B4', '2026-04-01 00:00+00')", "outside"},
      {"t.verdict('badge_personal', 'B5', '2026-02-01 00:00+00')", "deviating"}, {DETAIL("badge_personal", "B5"), ""},
      {"t.verdict('badge_personal', 'B6', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('badge_personal', 'B1', '2027-06-01 00:00+00')", "unknown"},
      {"t.line('badge_personal', 'all', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('badge_personal', 'site', '2026-03-05 00:00+00')", "not_applied! 2/6 d4 u0 p0 w0 0.333"});
  indicator_expect_alone("badge_personal", "2026-06-01T00:00:00Z");
}

/* Two registers of the same badges: they agree where the person is one, under whatever mail. */
Test(indicator_premises, a_badge_that_two_registers_give_to_two_persons_is_nobodys) {
  indicator_evaluate(
      WORLD PERSON("one", "one@x.test", "2026-01-01", "sales", "") PERSON("two", "maiden@x.test", "2026-01-01", "sales", "")
          PERSON("two", "two@x.test", "2026-02-01", "sales", "") PERSON("three", "three@x.test", "2026-01-01", "sales", "")
              BADGE("B1", "2026-01-01", "one@x.test", "") BADGE("B2", "2026-01-01", "maiden@x.test", "")
      "SELECT t.source('guard', 'site', '{badge}');"
      "SELECT t.put('badge', 'guard', k, '2026-02-01', jsonb_build_object('number', k, 'person', p, 'active', true))"
      " FROM (VALUES ('B1', 'three@x.test'), ('B2', 'two@x.test')) v(k, p); SELECT t.gone('badge', 'guard', 'B1', '2026-03-01');"
      "SELECT t.cover('guard', '2026-01-01', '2027-06-01'); SELECT t.cover('hr', '2026-03-01', '2027-06-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('badge_personal', 'B1', '2026-01-31 23:59:59+00')", "conforming"},
         {"t.verdict('badge_personal', 'B1', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('badge_personal', 'B1', '2026-03-01 00:00+00')", "conforming"}, /* one register is left */
         {"t.verdict('badge_personal', 'B2', '2026-03-01 00:00+00')", "conforming"});
  indicator_expect_alone("badge_personal", "2026-06-01T00:00:00Z");
}

#define PROFILES                                                                                                       \
  "UPDATE vg.policy SET effective_on = '2026-01-15', registers = '{\"profiles\": [{\"job\": \"sales\", \"zones\": "    \
  "[\"offices\"]}, {\"job\": \"system_administrator\", \"zones\": [\"offices\", \"servers\"]}, "                       \
  "{\"job\": \"ciso\", \"zones\": [\"*\"]}]}';"

Test(indicator_premises, a_zone_is_the_same_whatever_its_capitals_and_blanks) {
  indicator_evaluate(WORLD PROFILES PERSON("sales", "s@x.test", "2026-01-01", "sales", "") BADGE("Z1", "2026-01-01", "s@x.test",
                                                                                                 ", \"zones\": [\" Offices\"]")
                         BADGE("Z2", "2026-01-01", "s@x.test", ", \"zones\": [\"OFFICES\", \"Vault \"]"),
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('badge_zone_justified', 'Z1', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('badge_zone_justified', 'Z2', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("badge_zone_justified", "Z2"), "Vault"});
  indicator_expect_alone("badge_zone_justified", "2026-06-01T00:00:00Z");
}

Test(indicator_premises, zones_follow_the_job) {
  indicator_evaluate(WORLD PROFILES PERSON("sales", "s@x.test", "2026-01-01", "sales",
                                           "") PERSON("sys", "a@x.test", "2026-01-01", "system_administrator", "")
                         PERSON("ciso", "c@x.test", "2026-01-01", "ciso", "") BADGE("Z1", "2026-01-01", "s@x.test",
                                                                                    ", \"zones\": [\"offices\"]")
                             BADGE("Z2", "2026-01-01", "s@x.test", ", \"zones\": [\"offices\", \"servers\", \"vault\"]")
                                 BADGE("Z3", "2026-01-01", "a@x.test", ", \"zones\": [\"servers\"]")
                                     BADGE("Z4", "2026-01-01", "c@x.test", ", \"zones\": [\"vault\"]")
                                         BADGE("Z5", "2026-01-01", "", ", \"zones\": [\"offices\"]")
                                             BADGE("Z6", "2026-01-01", "s@x.test", "")
                                                 BADGE("Z7", "2026-01-01", "s@x.test", ", \"zones\": []")
                                                     PERSON("sys", "a@x.test", "2026-04-01", "sales",
                                                            "") "SELECT t.put('badge', 'badges', 'Z8', '2026-01-01', "
                                                                "'{\"number\": \"Z8\", \"active\": false, \"zones\": "
                                                                "[\"vault\"]}');",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('badge_zone_justified', 'Z1', '2026-01-14 23:59:59+00')", "outside"}, /* no register yet */
         {"t.verdict('badge_zone_justified', 'Z1', '2026-01-15 00:00:01+00')", "conforming"},
         {"t.verdict('badge_zone_justified', 'Z2', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("badge_zone_justified", "Z2"), "servers, vault"},
         {"t.verdict('badge_zone_justified', 'Z3', '2026-03-31 23:59:59+00')", "conforming"},
         {"t.verdict('badge_zone_justified', 'Z3', '2026-04-01 00:00+00')", "deviating"}, /* another job */
         {"t.verdict('badge_zone_justified', 'Z4', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('badge_zone_justified', 'Z5', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('badge_zone_justified', 'Z6', '2026-02-01 00:00+00')", "unknown"},    /* zones not told */
         {"t.verdict('badge_zone_justified', 'Z7', '2026-02-01 00:00+00')", "conforming"}, /* opens nothing */
         {"t.verdict('badge_zone_justified', 'Z8', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('badge_zone_justified', 'Z1', '2027-06-01 00:00+00')", "unknown"},
         {"t.line('badge_zone_justified', 'all', '2026-01-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('badge_zone_justified', 'site', '2026-02-01 00:00+00')", "not_applied! 4/7 d2 u1 p0 w0 0.571"});
  indicator_expect_alone("badge_zone_justified", "2026-06-01T00:00:00Z");
}

#define PLACE(source, name, type, at, in_use)                                                                          \
  "SELECT t.put('place', '" source "', '" name "', '" at "', '{\"name\": \"" name "\", \"type\": \"" type              \
  "\", \"in_use\": " in_use "}');"
#define ATTESTED(key, control, subject, at, fields)                                                                    \
  "SELECT t.put('attestation', 'rounds', '" key "', '" at "', '{\"control\": \"" control "\", \"subject\": \"" subject \
  "\", \"attested_at\": \"" at "\"" fields "}');"
#define CONTROLS                                                                                                       \
  "UPDATE vg.policy SET registers = '{\"controls\": [{\"code\": \"clean_desk\", \"days\": 400}, "                      \
  "{\"code\": \"intrusion_system\", \"days\": 100}, {\"code\": \"secure_area\", \"days\": 400}]}';"

Test(indicator_premises, desk_rounds_of_6_months) {
  indicator_evaluate(
      WORLD CONTROLS PLACE("places", "Seat", "site", "2026-01-01", "true") ATTESTED(
          "d1", "clean_desk", "Seat", "2026-03-01T10:00:00Z", ", \"result\": \"passed\", \"share\": 80")
          ATTESTED("d2", "clean_desk", "Seat", "2026-04-01T10:00:00Z", ", \"result\": \"failed\", \"share\": 50")
              ATTESTED("d3", "clean_desk", "Seat", "2026-04-02T10:00:00Z", ", \"result\": \"passed\"") ATTESTED(
                  "d4", "intrusion_system", "Seat", "2026-04-02T10:00:00Z", ", \"result\": \"passed\", \"share\": 1")
                  ATTESTED("d5", "clean_desk", "Elsewhere", "2026-05-01T10:00:00Z",
                           ", \"result\": \"passed\", \"share\": 100, \"valid_until\": \"2026-06-01T10:00:00Z\"")
                      ATTESTED("d6", "clean_desk", "Seat", "2026-05-02T10:00:00Z",
                               ", \"result\": \"failed\", \"share\": 0") "SELECT t.gone('attestation', 'rounds', 'd6', "
                                                                         "'2026-05-03');",
      "2026-06-15T00:00:00Z");
  EXPECT({"t.line('desk_round', 'site', '2026-03-01 09:59:59+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('desk_round', 'site', '2026-03-01 10:00+00')", "watch 0/1 d0 u0 p0 w0 0.8"},
         {"t.line('desk_round', 'site', '2026-04-01 10:00+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"},
         {"t.line('desk_round', 'site', '2026-05-02 10:00+00')", "not_applied! 0/3 d0 u0 p0 w0 0.433"},
         {"t.line('desk_round', 'site', '2026-05-03 00:00+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"}, /* withdrawn */
         {"t.line('desk_round', 'all', '2026-06-01 09:59:59+00')", "not_applied 0/3 d0 u0 p0 w0 0.767"},
         {"t.line('desk_round', 'all', '2026-06-01 10:00+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"}, /* its own end */
         {"t.line('desk_round', 'site', '2026-09-01 09:59:59+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"},
         {"t.line('desk_round', 'site', '2026-09-01 10:00+00')", "not_applied! 0/1 d0 u0 p0 w0 0.5"}, /* 6 months */
         {"t.line('desk_round', 'site', '2026-10-01 10:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('desk_round', 'site', '2027-06-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT label FROM vg.dated_value WHERE indicator = 'desk_round' AND value = 0.8", "Seat, 2026-03-01"});
  indicator_expect_alone("desk_round", "2026-06-15T00:00:00Z");
}

/* Two registers tell of one round, one of them by its date alone: it weighs once, as the worse says, for as long as one shows it. */
Test(indicator_premises, a_round_that_two_sources_tell_of_is_one) {
  indicator_evaluate(
      WORLD CONTROLS "SELECT t.source('copy', 'all', '{attestation}'); SELECT t.cover('copy', '2026-01-01', '2027-06-01');"
      PLACE("places", "Seat", "site", "2026-01-01", "true")
      ATTESTED("d1", "clean_desk", "Seat", "2026-03-01T10:00:00Z", ", \"result\": \"passed\", \"share\": 100")
      ATTESTED("d2", "clean_desk", "Seat", "2026-04-01T10:00:00Z", ", \"result\": \"failed\", \"share\": 40")
      "SELECT t.put('attestation', 'copy', k, at, jsonb_build_object('control', 'clean_desk', 'subject', 'Seat', 'attested_at', at,"
      " 'result', 'passed', 'share', s)) FROM (VALUES ('c1', '2026-03-01 10:00+00'::timestamptz, 90), ('c2', '2026-04-01 00:00+00', 40)) v(k, at, s);"
      "SELECT t.gone('attestation', 'rounds', 'd2', '2026-05-01');",
      "2026-06-15T00:00:00Z");
  EXPECT({"t.line('desk_round', 'site', '2026-03-02 00:00+00')", "applied 0/1 d0 u0 p0 w0 0.9"},
         {"t.line('desk_round', 'site', '2026-04-02 00:00+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"},
         {"t.line('desk_round', 'site', '2026-05-02 00:00+00')", "not_applied 0/2 d0 u0 p0 w0 0.65"},
         {"t.line('desk_round', 'site', '2026-09-02 00:00+00')", "not_applied! 0/1 d0 u0 p0 w0 0.4"});
  indicator_expect_alone("desk_round", "2026-06-15T00:00:00Z");
}

#define PASSED ", \"result\": \"passed\", \"evidence\": \"PV-1\""
#define INTRUSION(key, subject, at, fields) ATTESTED(key, "intrusion_system", subject, at, fields)

Test(indicator_premises, intrusion_systems_are_tried_every_6_months_with_evidence) {
  indicator_evaluate(
      WORLD CONTROLS PLACE("places", "Seat", "site", "2026-01-01", "true") PLACE(
          "places", "Branch", "site", "2026-01-01", "true") PLACE("places", "Shop", "site", "2026-01-01", "true")
          PLACE("places", "Depot", "site", "2026-01-01", "true") PLACE("places", "Sold", "site", "2026-01-01", "true")
              PLACE("places", "Sold", "site", "2026-02-01", "false")
                  PLACE("places", "Vault", "secure_area", "2026-01-01", "true")
                      PLACE("places", "Cellar", "site", "2026-01-01", "true") INTRUSION(
                          "i1", "Seat", "2026-03-01T10:00:00Z", PASSED ", \"valid_until\": \"2027-03-01T10:00:00Z\"")
                          INTRUSION("i2", "Branch", "2026-03-01T10:00:00Z", PASSED)
                              INTRUSION("i3", "Shop", "2026-03-01T10:00:00Z", PASSED)
                                  INTRUSION("i4", "Shop", "2026-03-20T10:00:00Z", ", \"result\": \"failed\"")
                                      INTRUSION("i5", "Depot", "2026-03-01T10:00:00Z", ", \"result\": \"passed\"")
                                          ATTESTED("i6", "secure_area", "Cellar", "2026-03-01T10:00:00Z", PASSED)
                                              INTRUSION("i7", "Nowhere", "2026-03-01T10:00:00Z", PASSED),
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('intrusion_system_tested', 'Seat', '2026-03-01 09:59:59+00')", "unknown"}, /* nobody has spoken */
      {"t.verdict('intrusion_system_tested', 'Seat', '2026-03-01 10:00+00')", "conforming"},
      {"t.verdict('intrusion_system_tested', 'Seat', '2026-09-01 09:59:59+00')", "conforming"},
      {"t.verdict('intrusion_system_tested', 'Seat', '2026-09-01 10:00+00')", "unknown"}, /* 6 months, not a year */
      {"t.verdict('intrusion_system_tested', 'Branch', '2026-06-09 09:59:59+00')", "conforming"},
      {"t.verdict('intrusion_system_tested', 'Branch', '2026-06-09 10:00+00')", "unknown"}, /* the policy's 100 days */
      {"t.verdict('intrusion_system_tested', 'Shop', '2026-03-20 09:59:59+00')", "conforming"},
      {"t.verdict('intrusion_system_tested', 'Shop', '2026-03-20 10:00+00')", "deviating"}, /* the later one holds */
      {DETAIL("intrusion_system_tested", "Shop"), "2026-03-20T10:00:00Z"},
      {"t.verdict('intrusion_system_tested', 'Depot', '2026-03-02 00:00+00')", "deviating"}, /* no evidence */
      {"t.verdict('intrusion_system_tested', 'Cellar', '2026-03-02 00:00+00')", "unknown"},  /* another control */
      {"t.verdict('intrusion_system_tested', 'Sold', '2026-01-31 23:59:59+00')", "unknown"},
      {"t.verdict('intrusion_system_tested', 'Sold', '2026-02-01 00:00+00')", "outside"},
      {"t.verdict('intrusion_system_tested', 'Vault', '2026-03-02 00:00+00')", "none"},
      {"t.verdict('intrusion_system_tested', 'Nowhere', '2026-03-02 00:00+00')", "none"},
      {"t.line('intrusion_system_tested', 'site', '2026-03-25 00:00+00')", "not_applied! 2/5 d2 u1 p0 w0 0.4"},
      {"t.line('intrusion_system_tested', 'all', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("intrusion_system_tested", "2026-06-01T00:00:00Z");
}

Test(indicator_premises, secure_areas_are_checked_every_6_months) {
  indicator_evaluate(
      WORLD CONTROLS PLACE("places", "Vault", "secure_area", "2026-01-01",
                           "true") PLACE("places", "Archive", "secure_area", "2026-01-01", "true")
          PLACE("places", "Lab", "secure_area", "2026-01-01",
                "true") "SELECT t.source('places2', 'office', '{place}'); SELECT t.cover('places2', '2026-01-01', "
                        "'2027-06-01');" PLACE("places2", "Lab", "secure_area", "2026-01-01", "true")
                            ATTESTED("s1", "secure_area", "Vault", "2026-03-01T10:00:00Z", ", \"result\": \"passed\"")
                                ATTESTED("s2", "secure_area", "Archive", "2026-03-01T10:00:00Z",
                                         ", \"result\": \"failed\"")
                                    ATTESTED("s3", "secure_area", "Archive", "2026-04-01T10:00:00Z", PASSED)
                                        ATTESTED("s4", "secure_area", "Lab", "2026-03-01T10:00:00Z",
                                                 PASSED) "SELECT t.gone('attestation', 'rounds', 's3', '2026-05-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('secure_area_checked', 'Vault', '2026-03-01 10:00+00')", "conforming"},
         {"t.verdict('secure_area_checked', 'Vault', '2026-08-31 23:59+00')", "conforming"},
         {"t.verdict('secure_area_checked', 'Vault', '2026-09-01 10:00+00')", "unknown"},
         {"t.verdict('secure_area_checked', 'Archive', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('secure_area_checked', 'Archive', '2026-04-01 10:00+00')", "conforming"},
         {"t.verdict('secure_area_checked', 'Archive', '2026-05-01 00:00+00')", "unknown"}, /* withdrawn */
         {"t.line('secure_area_checked', 'office', '2026-03-02 00:00+00')",
          "unknown 0/1 d0 u1 p0 w0 -"}, /* two labs: which one was it? */
         {"t.line('secure_area_checked', 'site', '2026-03-02 00:00+00')", "not_applied! 1/3 d1 u1 p0 w0 0.333"},
         {"t.verdict('secure_area_checked', 'Vault', '2027-06-01 00:00+00')", "unknown"},
         {"t.line('secure_area_checked', 'site', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("secure_area_checked", "2026-06-01T00:00:00Z");
}
