#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/web_server.h"

TestSuite(web_session, .init = web_start, .fini = web_stop);

static const char *cookie(const struct browser *b, const char *name) {
  for (int i = 0; i < 8; i++)
    if (strncmp(b->cookies[i], name, strlen(name)) == 0 && b->cookies[i][strlen(name)] == '=') return b->cookies[i];
  return "";
}

static bool signed_in(struct browser *b) {
  struct reply r = web_get(b, "/");
  cr_assert_eq(r.status, 303);
  return strncmp(reply_header(&r, "Location"), "/login", 6) != 0;
}

Test(web_session, begins_at_sign_in_and_ends_at_sign_out) {
  (void)web_user("ada", "reader");
  struct browser b = web_sign_in("ada");
  cr_assert(signed_in(&b));
  struct browser thief = b;
  struct reply r = web_post(&b, "/logout", "");
  cr_assert_eq(r.status, 403, "the token on the sign-in page is not the session's");
  b = web_sign_in("ada");
  struct reply page = web_get(&b, "/nosuch");
  (void)page;
  cr_assert(signed_in(&b));
  cr_assert(signed_in(&thief));
}

Test(web_session, a_copied_cookie_is_worth_nothing_after_sign_out) {
  int64_t id = web_user("ada", "reader");
  struct browser b = web_session(id), thief = b;
  struct reply r = web_post(&b, "/logout", "");
  cr_assert_eq(r.status, 303);
  cr_assert_str_eq(reply_header(&r, "Location"), "/login");
  cr_assert(strstr(reply_header(&r, "Clear-Site-Data"), "cache") != NULL);
  cr_assert_not(signed_in(&b));
  cr_assert_not(signed_in(&thief));
}

Test(web_session, cookies_are_kept_from_scripts_and_other_sites) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  struct reply r = web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=/");
  cr_assert_eq(r.status, 303);
  for (const char *line = strstr(r.head, "\r\nSet-Cookie: "); line != NULL; line = strstr(line + 2, "\r\nSet-Cookie: ")) {
    char text[300];
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(line + 2, "\r"), line + 2);
    cr_assert(strstr(text, "; HttpOnly; SameSite=Strict") != NULL && strstr(text, "Path=/") != NULL, "%s", text);
    cr_assert_null(strstr(text, "Domain"), "%s", text);
  }
}

Test(web_session, its_token_changes_at_sign_in_and_is_not_stored) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  (void)web_get(&b, "/login");
  (void)snprintf(b.cookies[5], sizeof b.cookies[5], "vigie=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  (void)web_get(&b, "/login");
  struct reply r = web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=/");
  cr_assert_eq(r.status, 303);
  cr_assert_null(strstr(cookie(&b, "vigie"), "AAAAAAAAAAAA"));
  cr_assert(signed_in(&b));
  char sql[300];
  (void)snprintf(sql, sizeof sql, "SELECT count(*)::text FROM vg.session WHERE encode(token_hash, 'base64') LIKE '%%%.20s%%'", cookie(&b, "vigie") + 6);
  cr_assert_str_eq(db_fixture_text(web_db(), sql), "0");
}

Test(web_session, ends_when_idle_or_old_or_given_twice) {
  int64_t id = web_user("ada", "reader"), admin = web_user("root", "administrator");
  struct browser b = web_session(id);
  db_fixture_sql(web_db(), "UPDATE vg.session SET seen_at = now() - interval '29 minutes'");
  cr_assert(signed_in(&b));
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT (seen_at > now() - interval '1 minute')::text FROM vg.session"), "true");
  db_fixture_sql(web_db(), "UPDATE vg.session SET seen_at = now() - interval '31 minutes'");
  cr_assert_not(signed_in(&b));
  struct browser old = web_session(id);
  db_fixture_sql(web_db(), "UPDATE vg.session SET ends_at = now() - interval '1 second'");
  cr_assert_not(signed_in(&old));
  struct browser strict = web_session(admin);
  db_fixture_sql(web_db(), "UPDATE vg.session SET seen_at = now() - interval '16 minutes'");
  cr_assert_not(signed_in(&strict));
  struct browser twice = web_session(id);
  (void)snprintf(twice.cookies[1], sizeof twice.cookies[1], "%s", twice.cookies[0]);
  cr_assert_not(signed_in(&twice));
}

Test(web_session, ends_at_once_with_the_user_s_right_to_it) {
  int64_t id = web_user("ada", "reader");
  struct browser b = web_session(id);
  cr_assert(signed_in(&b));
  db_fixture_sql(web_db(), "UPDATE vg.app_user SET enabled = false");
  cr_assert_not(signed_in(&b));
}

Test(web_session, at_most_five_of_a_user) {
  int64_t id = web_user("ada", "reader");
  struct browser first = web_session(id);
  cr_assert(signed_in(&first));
  db_fixture_sql(web_db(), "UPDATE vg.session SET created_at = now() - interval '1 hour'");
  for (int i = 0; i < 5; i++) (void)web_sign_in("ada");
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.session"), "5");
  cr_assert_not(signed_in(&first));
}

Test(web_session, returns_to_the_page_wanted) {
  (void)web_user("ada", "reader");
  struct browser b = {0};
  struct reply r = web_get(&b, "/account?au=2025-09-30");
  cr_assert_eq(r.status, 303);
  cr_assert_str_eq(reply_header(&r, "Location"), "/login?next=%2Faccount%3Fau%3D2025-09-30");
  r = web_get(&b, reply_header(&r, "Location"));
  cr_assert(reply_says(&r, "name=\"next\" value=\"/account?au=2025-09-30\""));
  r = web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=%2Faccount%3Fau%3D2025-09-30");
  cr_assert_str_eq(reply_header(&r, "Location"), "/account?au=2025-09-30");
  struct browser lured = {0};
  (void)web_get(&lured, "/login");
  r = web_post(&lured, "/login", "login=ada&password=tortue+parapluie+granit&next=%2F%2Fevil.example");
  cr_assert_str_eq(reply_header(&r, "Location"), "/");
}

Test(web_session, a_form_typed_without_it_is_not_lost) {
  int64_t id = web_user("root", "administrator");
  struct browser b = web_session(id);
  db_fixture_sql(web_db(), "DELETE FROM vg.session");
  struct reply r = web_post(&b, "/users", "login=bob&name=Bob+%3Cb%3E&role=reader&lang=fr");
  cr_assert_eq(r.status, 401);
  const char *held = strstr(r.body, "name=\"held\" value=\"");
  cr_assert_not_null(held);
  cr_assert_null(strstr(r.body, "Bob"));
  char form[6000];
  (void)snprintf(form, sizeof form, "login=root&password=tortue+parapluie+granit&next=/&held=%.*s", (int)strcspn(held + 19, "\""), held + 19);
  r = web_post(&b, "/login", form);
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "action=\"/users\""));
  cr_assert(reply_says(&r, "name=\"name\" value=\"Bob &lt;b&gt;\""));
  cr_assert(reply_says(&r, "<th scope=\"row\">Identifiant</th><td class=\"break\">bob</td>") && reply_says(&r, "<th scope=\"row\">Rôle</th><td class=\"break\">Lecteur</td>") &&
                reply_says(&r, "<td class=\"break\">Français</td>"), "the words of the form: %s", r.body);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.app_user"), "1");
  r = web_post(&b, "/users", "login=bob&name=Bob+%3Cb%3E&role=reader&lang=en");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.app_user"), "2");
}

Test(web_session, a_form_of_another_site_is_not_kept) {
  struct browser b = {.foreign = true};
  struct reply r = web_post(&b, "/users", "login=bob&name=Bob&role=administrator&lang=en");
  cr_assert_eq(r.status, 403);
  cr_assert_not(reply_says(&r, "held"));
}

Test(web_session, a_link_from_another_site_asks_again_from_here) {
  struct browser b = {.headers = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"};
  struct reply r = web_get(&b, "/account?au=2025-09-30");
  cr_assert_eq(r.status, 200);
  cr_assert_str_eq(reply_header(&r, "Refresh"), "0; url=/account?au=2025-09-30");
  b.headers = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n";
  r = web_get(&b, "/account");
  cr_assert_eq(r.status, 303);
}

Test(web_session, language_and_theme_follow_the_person) {
  int64_t id = web_user("ada", "reader");
  struct browser b = {0};
  struct reply r = web_get(&b, "/login");
  cr_assert(reply_says(&r, "<html lang=\"fr\" data-theme=\"auto\">"));
  r = web_post(&b, "/preferences", "lang=en&back=/login");
  cr_assert_eq(r.status, 303);
  r = web_post(&b, "/preferences", "theme=dark&back=/login?au=2025-09-30");
  cr_assert_str_eq(reply_header(&r, "Location"), "/login?au=2025-09-30");
  r = web_get(&b, "/login");
  cr_assert(reply_says(&r, "<html lang=\"en\" data-theme=\"dark\">"));
  struct browser ada = web_session(id);
  r = web_post(&ada, "/preferences", "lang=en");
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT lang || theme FROM vg.app_user"), "enauto");
  r = web_post(&ada, "/preferences", "theme=purple");
  cr_assert_eq(r.status, 422);
}
