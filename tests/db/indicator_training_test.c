#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_training, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                          \
  "SELECT t.source('hr', 'all', '{person}'); SELECT t.source('lms', 'all', '{training}');"                             \
  "SELECT t.cover(s, '2026-01-01', '2028-01-01') FROM unnest('{hr,lms}'::text[]) s;"                                   \
  "SELECT t.put('person', 'hr', n, '2026-01-01', jsonb_build_object('mail', n || '@x.test', 'name', n, 'hired_on', "   \
  "'2020-01-01', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site'))) FROM unnest('{a,b,c}'::text[]) "  \
  "n;"
#define TRAINING(key, mail, theme, fields)                                                                             \
  "SELECT t.put('training', 'lms', '" key "', '2026-01-01', '{\"person\": \"" mail                                     \
  "\", \"course\": \"c\", \"theme\": \"" theme "\", " fields "}');"

Test(indicator_training, the_median_score_of_12_months) {
  indicator_evaluate(
      WORLD TRAINING("t1", "a@x.test", "security", "\"score\": 90, \"completed_at\": \"2026-03-01T10:00:00Z\"")
          TRAINING("t2", "b@x.test", "owasp", "\"score\": 60, \"completed_at\": \"2026-03-02T10:00:00Z\"") TRAINING(
              "t3", "c@x.test", "welcome", "\"score\": 75, \"completed_at\": \"2026-03-03T10:00:00Z\"")
              TRAINING("t4", "a@x.test", "phishing", "\"score\": 5, \"completed_at\": \"2026-03-01T10:00:00Z\"")
                  TRAINING("t5", "a@x.test", "security", "\"completed_at\": \"2026-03-01T10:00:00Z\"")
                      TRAINING("t6", "a@x.test", "security", "\"score\": 1") TRAINING(
                          "t7", "stranger@x.test", "security",
                          "\"score\": 100, \"completed_at\": \"2026-04-01T00:00:00Z\"") "SELECT t.gone('training', "
                                                                                        "'lms', 't2', '2026-05-01');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.line('training_score', 'site', '2026-03-01 09:59:59+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('training_score', 'site', '2026-03-01 10:00+00')", "applied 0/1 d0 u0 p0 w0 0.9"},
      {"t.line('training_score', 'site', '2026-03-02 10:00+00')", "watch 0/2 d0 u0 p0 w0 0.75"},
      {"t.line('training_score', 'site', '2026-03-03 10:00+00')", "watch 0/3 d0 u0 p0 w0 0.75"},
      {"t.line('training_score', 'all', '2026-04-15 10:00+00')", "applied 0/4 d0 u0 p0 w0 0.825"},  /* and a stranger */
      {"t.line('training_score', 'site', '2026-05-01 00:00+00')", "applied 0/2 d0 u0 p0 w0 0.825"}, /* withdrawn */
      {"t.line('training_score', 'site', '2027-03-01 09:59:59+00')", "applied 0/2 d0 u0 p0 w0 0.825"},
      {"t.line('training_score', 'site', '2027-03-01 10:00+00')", "watch 0/1 d0 u0 p0 w0 0.75"},
      {"t.line('training_score', 'site', '2027-03-03 10:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('training_score', 'site', '2028-01-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"SELECT label FROM vg.dated_value WHERE indicator = 'training_score' AND subject = 't1'", "c, a@x.test"});
  indicator_expect_alone("training_score", "2026-06-01T00:00:00Z");
}

Test(indicator_training, the_share_of_simulations_that_were_clicked_in_6_months) {
  indicator_evaluate(
      WORLD TRAINING("s1", "a@x.test", "phishing", "\"clicked\": true, \"enrolled_at\": \"2026-03-01T10:00:00Z\"")
          TRAINING("s2", "b@x.test", "phishing",
                   "\"clicked\": false, \"enrolled_at\": \"2026-03-01T11:00:00Z\"") TRAINING("s3", "c@x.test",
                                                                                             "phishing",
                                                                                             "\"clicked\": false, "
                                                                                             "\"completed_at\": "
                                                                                             "\"2026-03-01T12:00:00Z\"")
              TRAINING("s4", "a@x.test", "phishing", "\"enrolled_at\": \"2026-03-01T10:00:00Z\"") TRAINING(
                  "s5", "a@x.test", "security", "\"clicked\": true, \"enrolled_at\": \"2026-03-01T10:00:00Z\"")
                  TRAINING(
                      "s6", "stranger@x.test", "phishing",
                      "\"clicked\": false, \"enrolled_at\": \"2026-04-01T00:00:00Z\"") "SELECT t.source('lms2', 'all', "
                                                                                       "'{training}'); SELECT "
                                                                                       "t.cover('lms2', '2026-01-01', "
                                                                                       "'2027-01-01');"
                                                                                       "SELECT t.put('training', "
                                                                                       "'lms2', 's2', '2026-01-01', "
                                                                                       "'{\"person\": \"b@x.test\", "
                                                                                       "\"course\": \"c\", \"theme\": "
                                                                                       "\"phishing\", \"clicked\": "
                                                                                       "true, \"enrolled_at\": "
                                                                                       "\"2026-05-01\"}');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.line('phishing_click_rate', 'site', '2026-03-01 09:59:59+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('phishing_click_rate', 'site', '2026-03-01 10:00+00')", "not_applied! 0/1 d0 u0 p0 w0 1"},
         {"t.line('phishing_click_rate', 'site', '2026-03-01 11:00+00')", "not_applied! 0/2 d0 u0 p0 w0 0.5"},
         {"t.line('phishing_click_rate', 'site', '2026-03-01 12:00+00')", "not_applied! 0/3 d0 u0 p0 w0 0.333"},
         {"t.line('phishing_click_rate', 'all', '2026-04-02 12:00+00')", "not_applied! 0/4 d0 u0 p0 w0 0.25"},
         {"t.line('phishing_click_rate', 'site', '2026-09-01 09:59:59+00')", "not_applied! 0/4 d0 u0 p0 w0 0.5"},
         {"t.line('phishing_click_rate', 'site', '2026-09-01 10:00+00')", "not_applied! 0/3 d0 u0 p0 w0 0.333"},
         {"t.line('phishing_click_rate', 'site', '2026-11-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT count(*) FROM vg.dated_value WHERE indicator = 'phishing_click_rate' AND subject LIKE 's2 #%'", "1"},
         {"SELECT count(*) FROM vg.dated_value WHERE indicator = 'phishing_click_rate' AND subject = 's2'", "1"},
         {"t.line('phishing_click_rate', 'all', '2028-01-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("phishing_click_rate", "2026-06-01T00:00:00Z");
}
