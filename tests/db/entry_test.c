/* A register kept by hand, from what is typed to the figure: as fresh as what people said, unknown after that. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "collect/pull.h"
#include "db/entered.h"
#include "support/db_indicator.h"

TestSuite(entry, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 120);

static int64_t tests;

static void begin(void) {
  tests = entered_source(db_fixture_open("vigie_owner"), "tests", "restore_test", at("2026-01-01T00:00:00Z"));
}

static void enter(const char *when, const char *key, const char *tested, const char *result) {
  (void)entered_save(db_fixture_open("vigie_web"), tests, key, at(when), "asset", "srv-1", "tested_at", tested, "result", result, NULL);
}

/* "ok 1/0/0" or "failed". */
static const char *pull(const char *when) {
  static char text[80];
  struct pull_conf conf = {.data_dir = "/tmp", .trigger = "person"};
  struct pull_result r;
  struct vg_error err = {0};
  clock_set_fake(at(when));
  cr_assert(pull_run(db_fixture_open("vigie_collect"), tests, &conf, at(when), &r, &err), "%s", err.message);
  if (r.status == PULL_OK) (void)snprintf(text, sizeof text, "ok %lld/%lld/%lld", (long long)r.opened, (long long)r.changed, (long long)r.vanished);
  return r.status == PULL_OK ? text : "failed";
}

#define LINE(instant) "t.line('restore_test_passed', 'all', '" instant "')"

/* Lines are asked of after the evaluation that made them. */
Test(entry, a_figure_is_unknown_once_nobody_has_confirmed_in_time) {
  begin();
  enter("2026-03-01T09:00:00Z", "a", "01/03/2026 09:30", "success");
  cr_assert_str_eq(pull("2026-03-01T09:00:10Z"), "ok 1/0/0");
  indicator_evaluate("", "2026-03-01T10:00:00Z");
  EXPECT({LINE("2026-05-30 08:59+00"), "applied 1/1 d0 u0 p0 w0 1"}, {LINE("2026-05-30 09:00:01+00"), "unknown 0/1 d0 u1 p0 w0 -"});
  cr_assert_str_eq(pull("2026-05-29T00:00:00Z"), "ok 0/0/0", "read again the day before it ends");
  indicator_evaluate("", "2026-05-29T01:00:00Z");
  EXPECT({LINE("2026-05-30 08:59+00"), "applied 1/1 d0 u0 p0 w0 1"}, {LINE("2026-05-30 09:00:01+00"), "unknown 0/1 d0 u1 p0 w0 -"});
  cr_assert_str_eq(pull("2026-05-31T00:00:00Z"), "failed");
  indicator_evaluate("", "2026-05-31T01:00:00Z");
  EXPECT({LINE("2026-05-31 02:00+00"), "unknown 0/1 d0 u1 p0 w0 -"});
  entered_confirm(db_fixture_open("vigie_web"), tests, at("2026-05-31T08:00:00Z"));
  cr_assert_str_eq(pull("2026-05-31T08:00:10Z"), "ok 0/0/0");
  indicator_evaluate("", "2026-05-31T09:00:00Z");
  EXPECT({LINE("2026-05-31 10:00+00"), "applied 1/1 d0 u0 p0 w0 1"});
  enter("2026-06-22T08:00:00Z", "b", "20/06/2026", "failure");
  cr_assert_str_eq(pull("2026-06-22T08:00:10Z"), "ok 1/0/0");
  indicator_evaluate("", "2026-06-22T09:00:00Z");
  EXPECT({LINE("2026-06-22 10:00+00"), "not_applied! 0/1 d1 u0 p0 w0 0"});
}

Test(entry, the_schedule_has_no_word_of_it) {
  begin();
  struct db *owner = db_fixture_open("vigie_owner");
  enter("2026-03-01T09:00:00Z", "a", "28/02/2026 10:00", "success");
  cr_assert_str_eq(pull("2026-03-01T09:00:10Z"), "ok 1/0/0");
  db_fixture_sql(owner, "UPDATE vg.source_state SET due_at = '2026-01-01'");
  DB_RESULT(claimed);
  DB_RESULT(due);
  struct vg_error err = {0};
  struct db *collector = db_fixture_open("vigie_collect");
  cr_assert(db_run(collector, &claimed, SQL_SOURCE_CLAIM, DB_ZERO_OR_ONE, &err, P_TEXT("x"), P_TIME(at("2026-04-01T00:00:00Z")), P_INT(60)), "%s", err.message);
  cr_assert_eq(row_count(claimed), 0);
  cr_assert(db_run(collector, &due, SQL_SOURCE_NEXT_DUE, DB_ONE, &err), "%s", err.message);
  cr_assert_eq(row_time(due, 0, "due_at"), VG_NEVER);
}

/* What is stored by a former version, or by hand, is refused like a line of a file. */
Test(entry, what_is_stored_is_checked_again_when_it_is_read) {
  begin();
  struct db *owner = db_fixture_open("vigie_owner");
  enter("2026-03-01T09:00:00Z", "a", "28/02/2026 10:00", "success");
  enter("2026-03-01T09:00:01Z", "b", "28/02/2026 11:00", "success");
  db_fixture_sql(owner, "UPDATE vg.entry SET fields = fields || '{\"result\": \"perhaps\"}' WHERE key = 'b'");
  cr_assert_str_eq(pull("2026-03-01T09:00:10Z"), "ok 1/0/0");
  cr_assert_str_eq(db_fixture_text(owner, "SELECT kind || ' ' || key || ' ' || reason FROM vg.reject"),
                   "restore_test b expected one of success, partial, failure, got \"perhaps\"");
}
