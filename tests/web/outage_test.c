#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/web_server.h"

TestSuite(web_outage, .init = web_start, .fini = web_stop);

/* Connected to another database: nobody shuts the door of the one they are in. */
static struct db *administrator(void) {
  static char conninfo[300];
  struct db *db = NULL;
  struct vg_error err = {0};
  (void)snprintf(conninfo, sizeof conninfo, "host=%s dbname=postgres", db_fixture_host());
  struct db_conf conf = {.conninfo = conninfo, .role = "postgres", .application = "tests", .timeout_ms = 30000};
  cr_assert(db_open(&db, &conf, &err), "%s", err.message);
  return db;
}

Test(web_outage, a_page_says_so_and_comes_back_with_the_database) {
  struct browser b = web_session(web_user("ada", "reader"));
  cr_assert_eq(web_get(&b, "/account").status, 200);
  cr_assert_eq(web_get(&b, "/healthz").status, 200);
  struct db *db = administrator();
  char sql[300], kill_sql[300];
  const char *name = strstr(db_fixture_conninfo(), "dbname=") + 7;
  (void)snprintf(sql, sizeof sql, "ALTER DATABASE %s ALLOW_CONNECTIONS false", name);
  db_fixture_sql(db, sql);
  (void)snprintf(kill_sql, sizeof kill_sql, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('vigie serve', 'vigie feed') AND datname = '%s'", name);
  db_fixture_sql(db, kill_sql);
  WEB_UNTIL(web_get(&b, "/account").status == 503);
  struct reply r = web_get(&b, "/account");
  cr_assert_eq(r.status, 503);
  web_check_headers(&r, "503");
  cr_assert(*reply_header(&r, "Retry-After") != '\0');
  cr_assert_null(strstr(r.body, "dbname"));
  cr_assert_eq(web_get(&b, "/healthz").status, 503);
  b.headers = "Accept: application/json\r\n";
  r = web_get(&b, "/account");
  cr_assert_eq(r.status, 503);
  cr_assert_str_eq(reply_header(&r, "Content-Type"), "application/problem+json");
  b.headers = NULL;
  const char *at = strstr(web_get(&b, "/nosuch").body, "/static/");
  cr_assert_not_null(at, "pages without the database still have their style");
  (void)snprintf(sql, sizeof sql, "ALTER DATABASE %s ALLOW_CONNECTIONS true", name);
  db_fixture_sql(db, sql);
  cr_assert_eq(web_get(&b, "/account").status, 200);
  cr_assert_eq(web_get(&b, "/healthz").status, 200);
  db_close(db);
}

Test(web_outage, a_lost_connection_is_not_noticed_by_people) {
  struct browser b = web_session(web_user("ada", "reader"));
  struct db *db = db_fixture_open("postgres");
  for (int i = 0; i < 5; i++) {
    cr_assert_eq(web_get(&b, "/account").status, 200);
    db_fixture_sql(db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('vigie serve', 'vigie feed') AND datname = current_database()");
    int status = web_get(&b, "/account").status;
    cr_assert(status == 200 || status == 503, "%d", status);
    cr_assert_eq(web_get(&b, "/account").status, 200);
  }
}

Test(web_outage, answers_under_way_are_given_before_it_stops) {
  static const char head[] = "POST /preferences HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nConnection: close\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nlan";
  char out[400], answer[64] = {0};
  int n = snprintf(out, sizeof out, head, web_port(), web_port()), fd = web_connect();
  cr_assert_eq(write(fd, out, (size_t)n), n);
  struct browser b = {0};
  cr_assert_eq(web_get(&b, "/login").status, 200);
  cr_assert_eq(kill(web_pid(), SIGTERM), 0);
  while (strstr(web_log(), "serve.stopping") == NULL) (void)usleep(10000);
  cr_assert_eq(write(fd, "g=en", 4), 4);
  cr_assert(read(fd, answer, sizeof answer - 1) > 12, "the answer was cut");
  cr_assert_eq(strncmp(answer, "HTTP/1.1 4", 10), 0, "%s", answer);
  (void)close(fd);
}
