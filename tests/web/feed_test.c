/* What a process keeps in memory, and how it learns that it no longer holds: two processes, one database. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_server.h"

TestSuite(web_feed, .init = web_start, .fini = web_stop);

/* As a board sees it: what is kept in memory is believed there alone. */
static bool signed_in(struct browser *b) {
  struct reply r = web_get(b, "/strategic");
  if (r.status == 200) return true;
  cr_assert_eq(r.status, 303);
  cr_assert(strncmp(reply_header(&r, "Location"), "/login", 6) == 0);
  return false;
}

static void wait_live(void) { WEB_UNTIL(strstr(web_log(), "\"event\":\"feed.live\"") != NULL); }

/* Both processes know this person well. */
static void settle(struct browser *b) {
  web_second();
  for (int i = 0; i < 2; i++, web_swap()) {
    wait_live();
    for (int k = 0; k < 3; k++) cr_assert(signed_in(b));
  }
}

/* When the pages' connections last ran a statement. */
static const char *last_statement(void) {
  return db_fixture_text(web_db(), "SELECT max(query_start)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vigie serve'");
}

Test(web_feed, a_board_costs_no_statement_once_it_is_known) {
  struct browser b = web_session(web_user("ada", "reader"));
  static const char *const boards[] = {"/strategic", "/steering", "/operational"};
  char before[64], path[100];
  wait_live();
  for (int round = 0; round < 2; round++) {
    (void)snprintf(before, sizeof before, "%s", last_statement());
    for (int i = 0; i < 3; i++) {
      for (int day = 1; day < 9; day++) {
        (void)snprintf(path, sizeof path, "%s?au=2026-0%d-1%d&vs=2025-0%d-03", boards[i], 1 + round, day, day);
        struct reply r = web_get(&b, path);
        cr_assert_eq(r.status, 200, "%s: %d", path, r.status);
      }
    }
    if (round == 1) cr_assert_str_eq(last_statement(), before, "dates never asked for were read from memory");
  }
}

Test(web_feed, a_session_is_marked_at_most_once_a_minute) {
  struct browser b = web_session(web_user("ada", "reader"));
  wait_live();
  char before[64];
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(web_db(), "SELECT seen_at::text FROM vg.session"));
  for (int i = 0; i < 10; i++) cr_assert(signed_in(&b));
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT seen_at::text FROM vg.session"), before);
}

Test(web_feed, signing_out_of_one_process_is_signing_out_of_all) {
  struct browser b = web_session(web_user("ada", "reader")), thief = b;
  settle(&b);
  cr_assert_eq(web_post(&b, "/logout", "").status, 303);
  cr_assert_not(signed_in(&thief), "at once where it happened");
  web_swap();
  WEB_UNTIL(!signed_in(&thief));
  cr_assert_not(signed_in(&thief));
}

Test(web_feed, beyond_figures_nobody_is_believed_on_memory) {
  struct browser b = web_session(web_user("root", "administrator"));
  settle(&b);
  db_fixture_sql(web_db(), "UPDATE vg.app_user SET role = 'reader'");
  for (int i = 0; i < 2; i++, web_swap()) cr_assert_eq(web_get(&b, "/users").status, 403, "at once");
  db_fixture_sql(web_db(), "DELETE FROM vg.session");
  for (int i = 0; i < 2; i++, web_swap()) {
    struct browser sender = b, reader = b;
    cr_assert_eq(web_post(&sender, "/users", "login=eve&name=Eve&role=administrator&lang=en").status, 401, "at once");
    cr_assert_eq(web_get(&reader, "/account").status, 303, "at once");
  }
}

Test(web_feed, a_disabled_user_is_out_everywhere) {
  int64_t ada = web_user("ada", "reader"), root = web_user("root", "administrator");
  struct browser b = web_session(ada), admin = web_session(root);
  char path[60];
  settle(&b);
  (void)snprintf(path, sizeof path, "/users/%lld/disable", (long long)ada);
  cr_assert_eq(web_post(&admin, path, "confirmed=1").status, 303, "the form of the users' page");
  cr_assert_not(signed_in(&b), "at once where it happened");
  web_swap();
  WEB_UNTIL(!signed_in(&b));
}

Test(web_feed, another_role_or_password_holds_everywhere) {
  int64_t root = web_user("root", "administrator"), ada = web_user("ada", "reader");
  struct browser b = web_session(root), reader = web_session(ada);
  settle(&b);
  cr_assert_eq(web_get(&b, "/users").status, 200);
  db_fixture_sql(web_db(), "UPDATE vg.app_user SET role = 'reader' WHERE login = 'root'");
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(web_get(&b, "/users").status == 403);
  cr_assert(signed_in(&reader));
  db_fixture_sql(web_db(), "DELETE FROM vg.session WHERE user_id = (SELECT id FROM vg.app_user WHERE login = 'ada')");
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(!signed_in(&reader));
}

static bool says_evaluation(struct browser *b, const char *number) {
  struct reply r = web_get(b, "/strategic?au=2026-01-15");
  cr_assert_eq(r.status, 200);
  return strstr(r.body, number) != NULL;
}

Test(web_feed, an_evaluation_is_seen_by_every_process_and_never_unseen) {
  struct browser b = web_session(web_user("ada", "reader"));
  b.headers = "Accept: application/json\r\n";
  char number[60];
  settle(&b);
  for (int n = 0; n < 4; n++) {
    (void)snprintf(number, sizeof number, "\"evaluation\":%s", db_fixture_text(web_db(),
                   "INSERT INTO vg.evaluation (known_at, started_at, finished_at, status) VALUES (now(), now(), now(), 'ok') RETURNING id::text"));
    for (int i = 0; i < 2; i++, web_swap()) {
      WEB_UNTIL(says_evaluation(&b, number));
      for (int k = 0; k < 3; k++) cr_assert(says_evaluation(&b, number));
    }
  }
}

/* Its connections stay, the feed's is ended and cannot be opened again. */
static void shut_out_the_feed(struct db *postgres, bool shut) {
  char sql[200];
  (void)snprintf(sql, sizeof sql, "ALTER DATABASE %s CONNECTION LIMIT %d", strstr(db_fixture_conninfo(), "dbname=") + 7, shut ? 0 : -1);
  db_fixture_sql(postgres, sql);
  if (!shut) return;
  db_fixture_sql(postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                           " AND application_name = 'vigie feed'");
}

/* Is anything announced on the channel once this has run? */
static bool told(struct db *listener, const char *sql) {
  char channel[64];
  while (db_notified(listener, channel)) continue;
  db_fixture_sql(web_db(), sql);
  cr_assert_str_eq(db_fixture_text(listener, "SELECT 1"), "1"); /* what was announced comes with the answer */
  return db_notified(listener, channel);
}

Test(web_feed, what_changes_nothing_is_not_told) {
  struct vg_error err = {0};
  struct db *listener = db_fixture_open("vigie_web"), *collector = db_fixture_open("vigie_collect");
  cr_assert(db_listen(listener, "vigie_figures", &err), "%s", err.message);
  for (int turn = 0; turn < 2; turn++) {
    cr_assert_eq(told(listener, "SELECT 1"), false);
    DB_RESULT(taken);
    cr_assert(db_run(collector, &taken, SQL_COLLECTOR_DAILY, DB_ZERO_OR_ONE, &err, P_TEXT("2026-11-25"), P_TIME(clock_now())), "%s", err.message);
    cr_assert_eq(row_count(taken), turn == 0);
    char channel[64];
    (void)db_fixture_text(listener, "SELECT 1");
    cr_assert_eq(db_notified(listener, channel), turn == 0, "the day is taken once, at turn %d", turn);
  }
  cr_expect_not(told(listener, "UPDATE vg.source SET name = name"));
  cr_expect_not(told(listener, "UPDATE vg.source SET name = 'x' WHERE false; DELETE FROM vg.waiver; UPDATE vg.threshold SET target = target"));
  cr_expect(told(listener, "UPDATE vg.perimeter SET name = name || '.'"));
  cr_expect(told(listener, "INSERT INTO vg.setting (key, value, changed_at) VALUES ('tried', '1', now())"));
  cr_expect(told(listener, "DELETE FROM vg.setting WHERE key = 'tried'"));
}

/* Pages that are kept hold names of people, owners, notes and, in the navigation, counts of what waits. */
Test(web_feed, what_people_said_and_how_they_are_called_is_told_to_those_who_keep_pages) {
  static const char *const changes[] = {
      "UPDATE vg.app_user SET name = 'Ada Lovelace'", "INSERT INTO vg.app_user (login, name, role, lang, created_at) VALUES ('eve', 'Eve', 'reader', 'fr', now())",
      "DELETE FROM vg.app_user WHERE login = 'eve'",
      "INSERT INTO vg.rule_owner (rule, owner, from_at, author, reason, decided_at) VALUES ('12.1', 'ciso', now(), 'ada', 'r', now())",
      "INSERT INTO vg.deviation_note (indicator, perimeter_id, subject, began_at, cause, author, written_at)"
      " SELECT 'backup_daily', id, 's1', now(), 'c', 'ada', now() FROM vg.perimeter LIMIT 1",
      "INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at)"
      " SELECT '12.1', id, false, now(), 'r', 'ada', now() FROM vg.perimeter LIMIT 1"};
  struct vg_error err = {0};
  struct db *listener = db_fixture_open("vigie_web");
  (void)web_session(web_user("ada", "reader"));
  cr_assert(db_listen(listener, "vigie_figures", &err), "%s", err.message);
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) cr_expect(told(listener, changes[i]), "%s", changes[i]);
  cr_expect_not(told(listener, "UPDATE vg.app_user SET last_login_at = now(), theme = 'dark'"), "this is on no page of others");
  cr_expect_not(told(listener, "UPDATE vg.app_user SET name = name; DELETE FROM vg.session"));
}

Test(web_feed, without_it_the_database_is_asked_each_time) {
  struct browser b = web_session(web_user("ada", "reader"));
  struct db *postgres = db_fixture_open("postgres");
  wait_live();
  for (int i = 0; i < 3; i++) cr_assert(signed_in(&b));
  shut_out_the_feed(postgres, true);
  WEB_UNTIL(strstr(web_log(), "\"event\":\"feed.lost\"") != NULL);
  for (int i = 0; i < 3; i++) {
    cr_assert(signed_in(&b));
    db_fixture_sql(web_db(), "UPDATE vg.app_user SET enabled = false");
    cr_assert_not(signed_in(&b), "at once");
    db_fixture_sql(web_db(), "UPDATE vg.app_user SET enabled = true");
  }
  shut_out_the_feed(postgres, false);
  WEB_UNTIL(strstr(strstr(web_log(), "\"event\":\"feed.lost\""), "\"event\":\"feed.live\"") != NULL);
  cr_assert(signed_in(&b));
  db_fixture_sql(web_db(), "DELETE FROM vg.session");
  WEB_UNTIL(!signed_in(&b));
}
