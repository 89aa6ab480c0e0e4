#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_document, .init = indicator_world_init, .fini = indicator_world_fini);

#define LABEL(indicator, subject)                                                                                      \
  "SELECT label FROM vg.verdict WHERE indicator = '" indicator "' AND subject = '" subject "'"

#define WORLD "SELECT t.source('docs', 'site', '{document}'); SELECT t.cover('docs', '2025-12-01', '2027-06-01');"
#define DOCUMENT(source, reference, at, fields)                                                                        \
  "SELECT t.put('document', '" source "', '" reference "', '" at "', '{\"reference\": \"" reference                    \
  "\", \"title\": \"Title\", \"type\": \"procedure\", " fields "}');"
#define IN_FORCE "\"status\": \"in_force\", "

Test(indicator_document, documents_are_reviewed_within_their_own_period) {
  indicator_evaluate(
      WORLD DOCUMENT("docs", "YEAR", "2026-01-01", IN_FORCE "\"reviewed_at\": \"2025-03-01T10:00:00Z\"") DOCUMENT(
          "docs", "QUARTER", "2026-01-01", IN_FORCE "\"reviewed_at\": \"2026-01-01T00:00:00Z\", \"review_days\": 90")
          DOCUMENT("docs", "APPROVED", "2026-01-01",
                   IN_FORCE "\"reviewed_at\": \"2024-01-01T00:00:00Z\", \"approved_at\": \"2025-12-01T00:00:00Z\"")
              DOCUMENT("docs", "NEVER", "2026-01-01",
                       "\"status\": \"in_force\"") DOCUMENT("docs", "DRAFT", "2026-01-01", "\"status\": \"draft\"")
                  DOCUMENT("docs", "LATE", "2026-01-01", IN_FORCE "\"reviewed_at\": \"2025-01-31T00:00:00Z\"") DOCUMENT(
                      "docs", "LATE", "2026-03-01", IN_FORCE "\"reviewed_at\": \"2026-02-20T00:00:00Z\"")
                      DOCUMENT("docs", "SHORTER", "2026-01-01", IN_FORCE "\"reviewed_at\": \"2025-12-01T00:00:00Z\"")
                          DOCUMENT("docs", "SHORTER", "2026-03-01",
                                   IN_FORCE "\"reviewed_at\": \"2025-12-01T00:00:00Z\", \"review_days\": 30")
                              DOCUMENT("docs", "GONE", "2026-01-01",
                                       IN_FORCE "\"reviewed_at\": \"2025-12-01T00:00:00Z\"")
                                  DOCUMENT("docs", "OVER", "2026-01-01",
                                           IN_FORCE "\"reviewed_at\": \"2025-12-01T00:00:00Z\"")
                                      DOCUMENT(
                                          "docs", "OVER", "2026-02-01",
                                          "\"status\": \"withdrawn\"") "SELECT t.gone('document', 'docs', 'GONE', "
                                                                       "'2026-04-01');"
                                                                       "SELECT t.source('other', 'site', "
                                                                       "'{document}'); SELECT t.cover('other', "
                                                                       "'2026-01-01', '2027-06-01');" DOCUMENT(
                                                                           "other", "APPROVED", "2026-05-01",
                                                                           IN_FORCE
                                                                           "\"reviewed_at\": \"2024-01-01T00:00:00Z\""),
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('document_current', 'YEAR', '2026-03-01 09:59:59+00')", "conforming"},
      {"t.verdict('document_current', 'YEAR', '2026-03-01 10:00+00')", "deviating"}, /* 365 days */
      {DETAIL("document_current", "YEAR"), "2025-03-01T10:00:00Z"}, {LABEL("document_current", "YEAR"), "YEAR, Title"},
      {"t.verdict('document_current', 'QUARTER', '2026-03-31 23:59:59+00')", "conforming"},
      {"t.verdict('document_current', 'QUARTER', '2026-04-01 00:00+00')", "deviating"},
      {"t.verdict('document_current', 'APPROVED', '2026-04-30 23:59:59+00')", "conforming"}, /* counts as a review */
      {"t.verdict('document_current', 'APPROVED', '2026-05-01 00:00+00')", "deviating"}, /* two registers: the worst */
      {"t.verdict('document_current', 'NEVER', '2026-02-01 00:00+00')", "deviating"},
      {DETAIL("document_current", "NEVER"), ""},
      {"t.verdict('document_current', 'DRAFT', '2026-02-01 00:00+00')", "none"},
      {"t.verdict('document_current', 'LATE', '2026-02-19 23:59:59+00')", "deviating"},
      {"t.verdict('document_current', 'LATE', '2026-02-20 00:00+00')", "conforming"}, /* learnt in March */
      {"t.verdict('document_current', 'SHORTER', '2026-02-28 23:59:59+00')", "conforming"},
      {"t.verdict('document_current', 'SHORTER', '2026-03-01 00:00+00')", "deviating"}, /* its period was cut */
      {"t.verdict('document_current', 'GONE', '2026-03-31 23:59:59+00')", "conforming"},
      {"t.verdict('document_current', 'GONE', '2026-04-01 00:00+00')", "outside"},
      {"t.verdict('document_current', 'OVER', '2026-02-01 00:00+00')", "outside"},
      {"t.verdict('document_current', 'QUARTER', '2027-06-01 00:00+00')", "unknown"},
      {"t.line('document_current', 'all', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('document_current', 'all', '2026-02-01 00:00+00')", "not_applied! 5/7 d2 u0 p0 w0 0.714"});
  indicator_expect_alone("document_current", "2026-06-01T00:00:00Z");
}

/* A review that is learnt late proves its own period, not the time until it was learnt. */
Test(indicator_document, a_review_learnt_after_its_end_leaves_the_rest_late) {
  indicator_evaluate(WORLD DOCUMENT("docs", "D", "2026-01-01", IN_FORCE "\"reviewed_at\": \"2024-01-01T00:00:00Z\"")
                         DOCUMENT("docs", "D", "2026-06-01",
                                  IN_FORCE "\"reviewed_at\": \"2026-02-01T00:00:00Z\", \"review_days\": 30")
                             "SELECT t.cover('docs', '2026-06-01', '2027-06-01');",
                     "2026-07-01T00:00:00Z");
  EXPECT({"t.verdict('document_current', 'D', '2026-01-31 23:59:59+00')", "deviating"},
         {"t.verdict('document_current', 'D', '2026-02-01 00:00+00')", "conforming"}, /* learnt in June */
         {"t.verdict('document_current', 'D', '2026-03-02 23:59:59+00')", "conforming"},
         {"t.verdict('document_current', 'D', '2026-03-03 00:00+00')", "deviating"}, /* 30 days later */
         {"t.verdict('document_current', 'D', '2026-06-15 00:00+00')", "deviating"});
  indicator_expect_alone("document_current", "2026-07-01T00:00:00Z");
}

#define PROCESSES                                                                                                      \
  "UPDATE vg.policy SET registers = '{\"processes\": [{\"code\": \"incident\", \"title_fr\": \"Incidents\", "          \
  "\"title_en\": \"Incidents\"}, {\"code\": \"backup\", \"title_fr\": \"Sauvegardes\", \"title_en\": \"Backups\"}, "   \
  "{\"code\": \"access\", \"title_fr\": \"Accès\", \"title_en\": \"Access\"}]}';"

Test(indicator_document, required_processes_have_an_approved_document_in_force) {
  indicator_evaluate(
      WORLD PROCESSES DOCUMENT("docs", "P1", "2026-01-01",
                               IN_FORCE "\"process\": \"incident\", \"approved_at\": \"2026-02-10T09:00:00Z\"")
          DOCUMENT("docs", "P2", "2026-01-01", IN_FORCE "\"process\": \"backup\"")
              DOCUMENT("docs", "P3", "2026-01-01",
                       "\"status\": \"draft\", \"process\": \"backup\", \"approved_at\": \"2025-01-01T00:00:00Z\"")
                  DOCUMENT("docs", "P2", "2026-04-01",
                           IN_FORCE "\"process\": \"backup\", \"approved_at\": \"2026-03-20T00:00:00Z\"")
                      DOCUMENT("docs", "P2", "2026-05-01", "\"status\": \"withdrawn\", \"process\": \"backup\"")
                          DOCUMENT("docs", "P4", "2026-01-01",
                                   IN_FORCE
                                   "\"process\": \"unasked\"") "SELECT t.cover('docs', '2026-05-01', '2027-06-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('process_documented', 'incident', '2026-02-10 08:59:59+00')", "deviating"},
         {"t.verdict('process_documented', 'incident', '2026-02-10 09:00+00')", "conforming"},
         {"t.verdict('process_documented', 'backup', '2026-03-31 23:59:59+00')", "deviating"}, /* not approved yet */
         {"t.verdict('process_documented', 'backup', '2026-04-01 00:00+00')", "conforming"},
         {"t.verdict('process_documented', 'backup', '2026-05-01 00:00+00')", "deviating"}, /* withdrawn */
         {DETAIL("process_documented", "backup"), "P2, P3"},
         {LABEL("process_documented", "backup"), "Sauvegardes / Backups"},
         {LABEL("process_documented", "incident"), "Incidents"},
         {"t.verdict('process_documented', 'access', '2026-02-10 09:00+00')", "deviating"},
         {DETAIL("process_documented", "access"), ""},
         {"t.verdict('process_documented', 'unasked', '2026-02-10 09:00+00')", "none"},
         {"t.verdict('process_documented', 'incident', '2027-06-01 00:00+00')", "unknown"},
         {"t.line('process_documented', 'all', '2026-04-15 00:00+00')", "not_applied! 2/3 d1 u0 p0 w0 0.667"},
         {"t.line('process_documented', 'site', '2026-04-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("process_documented", "2026-06-01T00:00:00Z");
}

Test(indicator_document, processes_are_those_of_the_policy_in_force) {
  indicator_evaluate(WORLD PROCESSES
                     "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, registers) VALUES ('next', 'n', "
                     "'n', '2026-03-01', '{\"processes\": [{\"code\": \"incident\", \"title_fr\": \"Crises\", "
                     "\"title_en\": \"Crises\"}]}');",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('process_documented', 'backup', '2026-02-28 23:59:59+00')", "deviating"},
         {"t.verdict('process_documented', 'backup', '2026-03-01 00:00:01+00')", "outside"},
         {"t.verdict('process_documented', 'incident', '2026-03-01 00:00+00')", "deviating"},
         {LABEL("process_documented", "incident"), "Crises"});
  indicator_evaluate("UPDATE vg.policy SET registers = '{}'; UPDATE vg.indicator SET stale = true;",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.line('process_documented', 'all', '2026-04-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}
