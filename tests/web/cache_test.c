/* Pages kept in memory: the same for all but for what is personal, and never older than what they show. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_server.h"

TestSuite(web_cache, .init = web_start, .fini = web_stop);

static bool cached(struct browser *b, const char *path, struct reply *r) {
  size_t before = strlen(web_log());
  *r = web_get(b, path);
  cr_assert_eq(r->status, 200, "%d %s", r->status, r->body);
  return strstr(web_log() + before, "\"outcome\":\"cached\"") != NULL;
}

/* Asked a second time a page is kept, the third it is cached, unless the minute changed in between: then the same once more. */
static struct reply cached_in_the_end(struct browser *b, const char *path) {
  struct reply r;
  for (int i = 0; i < 6; i++)
    if (cached(b, path, &r)) return r;
  cr_assert(false, "%s is never cached", path);
  return r;
}

Test(web_cache, each_person_gets_their_own_name_and_token) {
  struct browser ada = web_session(web_user("ada", "reader")), bob = web_session(web_user("bob", "reader"));
  struct reply r;
  (void)cached(&ada, "/indicators", &r);
  struct browser copy = ada;
  r = cached_in_the_end(&ada, "/indicators");
  cr_assert(reply_says(&r, "Name of ada"));
  cr_assert_str_eq(ada.csrf, copy.csrf);
  char token[64];
  (void)snprintf(token, sizeof token, "%s", bob.csrf);
  r = cached_in_the_end(&bob, "/indicators");
  cr_assert(reply_says(&r, "Name of bob"));
  cr_assert_not(reply_says(&r, "Name of ada"));
  cr_assert_str_eq(bob.csrf, token, "the form's token is bob's");
  cr_assert_eq(web_post(&bob, "/preferences", "lang=en").status, 303);
}

Test(web_cache, roles_and_languages_are_kept_apart) {
  struct browser ada = web_session(web_user("ada", "reader")), root = web_session(web_user("root", "administrator"));
  struct reply r = cached_in_the_end(&ada, "/indicators");
  cr_assert_not(reply_says(&r, "/users"));
  r = cached_in_the_end(&root, "/indicators");
  cr_assert(reply_says(&r, "/users"));
  (void)web_post(&ada, "/preferences", "lang=en");
  r = cached_in_the_end(&ada, "/indicators");
  cr_assert(reply_says(&r, "<html lang=\"en\""));
  ada.headers = "Accept: application/json\r\n";
  r = cached_in_the_end(&ada, "/indicators");
  cr_assert_eq(r.body[0], '{');
}

Test(web_cache, a_change_and_an_evaluation_are_seen_at_once) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = cached_in_the_end(&ada, "/indicators");
  cr_assert_eq(web_post(&ada, "/preferences", "theme=dark").status, 303);
  cr_assert_eq(web_post(&ada, "/preferences", "theme=auto").status, 303);
  cr_assert_not(cached(&ada, "/indicators", &r));
  r = cached_in_the_end(&ada, "/indicators");
  web_sql("INSERT INTO vg.evaluation (known_at, started_at, finished_at, status) VALUES (now(), now(), now(), 'ok')");
  cr_assert_not(cached(&ada, "/indicators", &r));
}

Test(web_cache, names_are_escaped_where_they_are_filled_in) {
  struct browser ada = web_session(web_user("ada", "reader"));
  web_sql("UPDATE vg.app_user SET name = '<script>\"&''</script>'");
  struct reply r = cached_in_the_end(&ada, "/indicators");
  cr_assert_null(strstr(r.body, "<script>"));
  cr_assert(reply_says(&r, "&#60;script&#62;&#34;&#38;&#39;&#60;/script&#62;"));
}
