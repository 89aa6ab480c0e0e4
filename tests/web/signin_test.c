#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "support/web_server.h"

TestSuite(web_signin, .init = web_start, .fini = web_stop);

static int try_password(struct browser *b, const char *login, const char *password) {
  char form[400];
  (void)snprintf(form, sizeof form, "login=%s&password=%s&next=/", login, password);
  struct reply r = web_post(b, "/login", form);
  int64_t wait;
  if (r.status == 429) cr_assert(text_int(reply_header(&r, "Retry-After"), 1, INT64_MAX, &wait), "%s", r.head);
  return r.status;
}

Test(web_signin, says_the_same_of_a_wrong_password_and_an_unknown_user) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  struct reply wrong = web_post(&b, "/login", "login=ada&password=wrong&next=/");
  struct reply unknown = web_post(&b, "/login", "login=eve&password=wrong&next=/");
  struct reply none = web_post(&b, "/login", "login=&password=&next=/");
  cr_assert_eq(wrong.status, 401);
  cr_assert_eq(unknown.status, 401);
  cr_assert_eq(none.status, 401);
  cr_assert_eq(wrong.length, unknown.length);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT string_agg(actor || ' ' || action, ', ' ORDER BY id) FROM vg.journal"),
                   "ada session.refused, ? session.refused, ? session.refused");
}

Test(web_signin, slows_guessing_down_without_counting_what_it_refuses) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  for (int i = 0; i < 5; i++) cr_assert_eq(try_password(&b, "ada", "wrong"), 401, "%d", i);
  for (int i = 0; i < 20; i++) cr_assert_eq(try_password(&b, "ada", "wrong"), 429, "%d", i);
  cr_assert_eq(try_password(&b, "ada", "tortue+parapluie+granit"), 429);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT max(failures)::text FROM vg.login_throttle"), "5");
}

Test(web_signin, never_waits_more_than_a_minute) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  cr_assert_eq(try_password(&b, "ada", "wrong"), 401);
  db_fixture_sql(web_db(), "UPDATE vg.login_throttle SET failures = 1000");
  cr_assert_eq(try_password(&b, "ada", "tortue+parapluie+granit"), 429);
  db_fixture_sql(web_db(), "UPDATE vg.login_throttle SET last_at = now() - interval '61 seconds'");
  cr_assert_eq(try_password(&b, "ada", "tortue+parapluie+granit"), 303);
}

Test(web_signin, an_attack_does_not_keep_the_owner_out) {
  (void)web_user("ada", "reader");
  struct browser ada = web_sign_in("ada");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  cr_assert_eq(try_password(&b, "ada", "wrong"), 401);
  db_fixture_sql(web_db(), "UPDATE vg.login_throttle SET failures = 1000, last_at = now()");
  cr_assert_eq(try_password(&b, "ada", "tortue+parapluie+granit"), 429);
  (void)web_get(&ada, "/login");
  struct browser known = {0};
  for (int i = 0, n = 0; i < 8; i++)
    if (strncmp(ada.cookies[i], "vigie-device=", 13) == 0) (void)snprintf(known.cookies[n++], sizeof known.cookies[0], "%s", ada.cookies[i]);
  (void)web_get(&known, "/login");
  cr_assert_eq(try_password(&known, "ada", "tortue+parapluie+granit"), 303, "a browser that signed in before has its own bucket");
}

Test(web_signin, a_device_is_known_for_its_user_and_password_only) {
  (void)web_user("ada", "reader");
  (void)web_user("bob", "reader");
  struct browser ada = web_sign_in("ada");
  (void)web_post(&ada, "/logout", "");
  struct browser device = {0};
  for (int i = 0; i < 8; i++)
    if (strncmp(ada.cookies[i], "vigie-device=", 13) == 0) (void)snprintf(device.cookies[0], sizeof device.cookies[0], "%s", ada.cookies[i]);
  (void)web_get(&device, "/login");
  cr_assert_eq(try_password(&device, "bob", "wrong"), 401);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.login_throttle WHERE key LIKE 'device:%'"), "0");
  db_fixture_sql(web_db(), "UPDATE vg.app_user SET password_at = now() WHERE login = 'ada'");
  cr_assert_eq(try_password(&device, "ada", "wrong"), 401);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.login_throttle WHERE key LIKE 'device:%'"), "0");
}

Test(web_signin, needs_the_form_s_token) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  struct reply r = web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=/");
  cr_assert_eq(r.status, 403);
  (void)web_get(&b, "/login");
  struct browser other = {0};
  (void)web_get(&other, "/login");
  (void)snprintf(b.csrf, sizeof b.csrf, "%s", other.csrf);
  r = web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=/");
  cr_assert_eq(r.status, 403);
}

Test(web_signin, a_disabled_user_or_one_without_a_password_stays_out) {
  (void)web_user("ada", "reader");
  (void)web_user("bob", "reader");
  db_fixture_sql(web_db(), "UPDATE vg.app_user SET enabled = login <> 'ada', password_hash = CASE login WHEN 'bob' THEN NULL ELSE password_hash END");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  cr_assert_eq(try_password(&b, "ada", "tortue+parapluie+granit"), 401);
  cr_assert_eq(try_password(&b, "bob", "tortue+parapluie+granit"), 401);
}

enum { CROWD = 24 };

static void *one_of_the_crowd(void *argument) {
  static const char head[] = "POST /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nCookie: %s\r\nOrigin: http://127.0.0.1:%d\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s";
  const struct browser *b = argument;
  char form[300], out[2000], answer[sizeof "HTTP/1.1 429"] = "";
  int64_t status = 0;
  int length = snprintf(form, sizeof form, "csrf=%s&login=ada&password=wrong&next=/", b->csrf);
  int n = snprintf(out, sizeof out, head, web_port(), b->cookies[0], web_port(), length, form), fd = web_connect();
  if (fd >= 0 && write(fd, out, (size_t)n) == n && read(fd, answer, sizeof answer - 1) == sizeof answer - 1) (void)text_int(answer + 9, 100, 599, &status);
  if (fd >= 0) (void)close(fd);
  return (void *)(intptr_t)status;
}

Test(web_signin, a_crowd_is_told_to_come_back_and_pages_go_on) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  pthread_t threads[CROWD];
  int refused = 0, wrong = 0;
  for (int i = 0; i < CROWD; i++) cr_assert_eq(pthread_create(&threads[i], NULL, one_of_the_crowd, &b), 0);
  struct browser calm = {0};
  cr_assert_eq(web_get(&calm, "/login").status, 200);
  for (int i = 0; i < CROWD; i++) {
    void *status;
    (void)pthread_join(threads[i], &status);
    refused += (intptr_t)status == 429;
    wrong += (intptr_t)status == 401;
  }
  cr_assert_eq(refused + wrong, CROWD, "%d + %d", refused, wrong);
  cr_assert(wrong <= 12 && refused >= 12, "%d wrong, %d refused", wrong, refused);
}
