/* Events of recurring controls, read from records as known at an instant. */
#include <criterion/criterion.h>
#include <string.h>

#include "indicator/controls.h"
#include "support/db_indicator.h"

#define WORLD \
  "SELECT t.source('tests', 'site', '{restore_test}'); SELECT t.source('paper', 'all', '{audit,document,training,exercise,attestation}');" \
  "SELECT t.put('restore_test', 'tests', 'r1', '2026-01-10', '{\"asset\": \"s1\", \"result\": \"success\", \"tested_at\": \"2026-01-10T09:00:00Z\"}');" \
  "SELECT t.put('restore_test', 'tests', 'r2', '2026-01-10', '{\"asset\": \"s2\", \"result\": \"partial\", \"tested_at\": \"2026-01-10T15:00:00Z\"}');" \
  "SELECT t.put('restore_test', 'tests', 'r3', '2026-03-09', '{\"asset\": \"s1\", \"result\": \"success\", \"tested_at\": \"2026-03-05T09:00:00Z\"}');" \
  "SELECT t.put('audit', 'paper', 'a1', '2026-01-01', '{\"title\": \"x\", \"type\": \"internal\", \"planned_on\": \"2026-04-15\"}');" \
  "SELECT t.put('exercise', 'paper', 'e1', '2026-02-01', '{\"document\": \"P\", \"type\": \"incident\", \"result\": \"failure\", \"held_at\": \"2026-02-01T09:00:00Z\"}');" \
  "SELECT t.put('document', 'paper', 'd1', '2026-02-02', '{\"reference\": \"P\", \"title\": \"p\", \"type\": \"procedure\", \"status\": \"in_force\", \"reviewed_at\": \"2026-02-01T09:00:00Z\"}');" \
  "SELECT t.put('document', 'paper', 'd1', '2026-02-12', '{\"reference\": \"P\", \"title\": \"p2\", \"type\": \"procedure\", \"status\": \"in_force\", \"reviewed_at\": \"2026-02-01T09:00:00Z\"}');" \
  "SELECT t.put('training', 'paper', 'x' || g, '2026-02-12', jsonb_build_object('person', 'p' || g || '@x.test', 'course', 'c', 'theme', 'security', 'completed_at'," \
  " '2026-02-10T09:00:00Z'::timestamptz + g * interval '1 hour')) FROM generate_series(1, 5) g;" \
  "SELECT t.put('training', 'paper', 'y' || g, '2026-02-12', jsonb_build_object('person', 'p' || g || '@x.test', 'course', 'c', 'theme', 'phishing', 'completed_at'," \
  " '2026-02-10T09:00:00Z'::timestamptz)) FROM generate_series(1, 4) g;" \
  "SELECT t.put('attestation', 'paper', a.control, a.day, jsonb_build_object('subject', a.of, 'control', a.control, 'result', 'passed', 'attested_at', a.day)) FROM" \
  " (VALUES ('intrusion_system', 'Headquarters', '2026-01-12T09:00:00Z'::timestamptz), ('clean_desk', 'Headquarters', '2026-02-13T09:00:00Z')," \
  " ('data_resale', 'site', '2026-03-02T09:00:00Z')) a(control, of, day);"

static struct vg_arena *arena;
static struct db *web;

static void init(void) {
  indicator_world_init();
  indicator_evaluate(WORLD, "2026-03-10T12:00:00Z");
  arena = vg_arena_new(16 << 20);
  web = db_fixture_open("vigie_web");
}
static void fini(void) {
  vg_arena_free(arena);
  indicator_world_fini();
}
TestSuite(controls, .init = init, .fini = fini);

static const struct control_line *line(const char *perimeter, const char *now, const char *code) {
  struct vg_error err = {0};
  struct moment m;
  struct control_line *lines;
  cr_assert(board_moment(web, arena, perimeter, at(now), VG_NEVER, &m, &err), "%s", err.message);
  cr_assert(controls_load(web, arena, &m, at("2026-07-01"), &lines, &err), "%s", err.message);
  for (size_t i = 0; i < recurring_controls_count(); i++)
    if (strcmp(lines[i].control->code, code) == 0) return &lines[i];
  cr_assert(false, "no control is named %s", code);
  return NULL;
}

Test(controls, events_of_a_day_are_one_and_a_partial_test_is_no_success) {
  const struct control_line *l = line(NULL, "2026-03-10", "restore_test");
  cr_assert_eq(l->count, 2);
  cr_assert(l->events[0].at == at("2026-01-10T15:00:00Z") && l->events[0].done == 1 && l->events[0].failed == 1);
  cr_assert(l->events[1].at == at("2026-03-05T09:00:00Z") && l->events[1].done == 1 && l->events[1].failed == 0);
  cr_assert_eq(l->outlook, CONTROL_CURRENT);
  cr_assert_eq(line("site", "2026-03-10", "restore_test")->count, 2);
  cr_assert_eq(line("site", "2026-03-10", "audit")->count, 0, "what is above a perimeter is not within it");
}

Test(controls, are_those_known_at_the_date_shown) {
  cr_assert_eq(line(NULL, "2026-03-08", "restore_test")->count, 1, "the test of 5 March was learnt on the 9th");
  cr_assert_eq(line(NULL, "2026-03-08", "restore_test")->outlook, CONTROL_FAILED);
  cr_assert_eq(line(NULL, "2026-01-05", "restore_test")->outlook, CONTROL_NEVER);
}

Test(controls, plans_reviews_exercises_and_campaigns) {
  const struct control_line *audit = line(NULL, "2026-03-10", "audit");
  cr_assert(audit->count == 1 && audit->events[0].planned == 1 && audit->outlook == CONTROL_CURRENT);
  cr_assert_eq(line(NULL, "2026-04-01", "audit")->outlook, CONTROL_SOON);
  cr_assert_eq(line(NULL, "2026-05-01", "audit")->outlook, CONTROL_LATE);
  cr_assert_eq(line(NULL, "2026-03-10", "incident_exercise")->outlook, CONTROL_FAILED);
  const struct control_line *documents = line(NULL, "2026-03-10", "document_review");
  cr_assert(documents->count == 1 && documents->events[0].done == 1, "two versions of a document, one review");
  const struct control_line *awareness = line(NULL, "2026-03-10", "awareness");
  cr_assert(awareness->count == 1 && awareness->events[0].done == 5);
  cr_assert_eq(line(NULL, "2026-03-10", "phishing")->count, 0, "four people make no campaign");
}

Test(controls, of_premises_are_those_of_premises) {
  const struct control_line *premises = line(NULL, "2026-03-10", "attestation");
  cr_assert_eq(premises->count, 2, "what management attests of the data of clients is another matter");
  cr_assert(premises->last == at("2026-02-13T09:00:00Z") && premises->outlook == CONTROL_CURRENT);
}
