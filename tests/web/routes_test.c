/* Every route × every identity, from the route tables themselves. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_server.h"
#include "web/http/route.h"

TestSuite(web_routes, .init = web_start, .fini = web_stop);

static const char *value_of(const char *type) {
  static const struct {
    const char *type, *value;
  } values[] = {{"int", "999999"}, {"name", "nosuch"}, {"code", "nosuch"}, {"rule", "99.99"}, {"file", "no.css"},
                {"token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    if (strncmp(values[i].type, type, strlen(values[i].type)) == 0) return values[i].value;
  return "x";
}

static const char *path_of(const struct route *r) {
  static char path[400];
  size_t n = 0;
  for (const char *p = r->pattern; *p != '\0';) {
    if (*p != '{') {
      path[n++] = *p++;
      continue;
    }
    n += (size_t)snprintf(path + n, sizeof path - n, "%s", value_of(strchr(p, ':') + 1));
    p = strchr(p, '}') + 1;
  }
  path[n] = '\0';
  return path;
}

static bool to_sign_in(const struct reply *r) {
  return r->status == 303 && strncmp(reply_header(r, "Location"), "/login", 6) == 0;
}

static void check_get(const struct route *r, enum role role, struct browser b) {
  struct reply got = web_get(&b, path_of(r));
  web_check_headers(&got, r->pattern);
  bool public = r->needs == CAP_PUBLIC;
  if (role == ROLE_NONE && !public) cr_assert(to_sign_in(&got), "anonymous GET %s: %d", r->pattern, got.status);
  else if (!role_may(role, r->needs)) cr_assert_eq(got.status, 403, "%s GET %s: %d", role_name(role), r->pattern, got.status);
  else cr_assert(got.status != 401 && got.status != 403 && got.status < 500, "%s GET %s: %d\n%s", role_name(role), r->pattern, got.status, got.body);
  b.headers = "Accept: application/json\r\n";
  got = web_get(&b, path_of(r));
  if (role == ROLE_NONE && !public) cr_assert_eq(got.status, 401, "anonymous JSON %s: %d", r->pattern, got.status);
  if (got.status >= 400 && (r->flags & ROUTE_NO_DB) == 0)
    cr_assert_str_eq(reply_header(&got, "Content-Type"), "application/problem+json", "%s", r->pattern);
}

static void check_post(const struct route *r, enum role role, struct browser b) {
  struct browser own = b;
  if (role == ROLE_NONE) (void)web_get(&own, "/login");
  struct reply got = web_post(&own, path_of(r), "csrf=wrong");
  web_check_headers(&got, r->pattern);
  if (role == ROLE_NONE && r->needs != CAP_PUBLIC) {
    cr_assert_eq(got.status, 401, "anonymous POST %s: %d", r->pattern, got.status);
    return;
  }
  cr_assert_eq(got.status, 403, "%s POST %s with a wrong token: %d", role_name(role), r->pattern, got.status);
  own.foreign = true;
  got = web_post(&own, path_of(r), "");
  cr_assert_eq(got.status, 403, "%s POST %s from elsewhere: %d", role_name(role), r->pattern, got.status);
  own.foreign = false;
  got = web_post(&own, path_of(r), "");
  if (!role_may(role, r->needs)) cr_assert_eq(got.status, 403, "%s POST %s: %d", role_name(role), r->pattern, got.status);
  else cr_assert(got.status != 403 && got.status < 500, "%s POST %s: %d\n%s", role_name(role), r->pattern, got.status, got.body);
}

static void check_role(enum role role) {
  int64_t id = 0;
  if (role != ROLE_NONE) id = web_user(role_name(role), role_name(role));
  for (const struct route *const *t = route_tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      struct browser b = {0};
      if (role != ROLE_NONE) b = web_session(id);
      if (r->method == M_GET) check_get(r, role, b);
      else check_post(r, role, b);
    }
}

Test(web_routes, anonymous) { check_role(ROLE_NONE); }
Test(web_routes, reader) { check_role(ROLE_READER); }
Test(web_routes, leadership) { check_role(ROLE_LEADERSHIP); }
Test(web_routes, operator) { check_role(ROLE_OPERATOR); }
Test(web_routes, ciso) { check_role(ROLE_CISO); }
Test(web_routes, administrator) { check_role(ROLE_ADMINISTRATOR); }

Test(web_routes, unknown_paths_and_methods) {
  struct browser b = {0};
  struct reply r = web_get(&b, "/nothing/here");
  cr_assert_eq(r.status, 404);
  web_check_headers(&r, "404");
  r = web_get(&b, "/LOGIN");
  cr_assert_eq(r.status, 404);
  r = web_get(&b, "/login/extra");
  cr_assert_eq(r.status, 404);
  r = web_get(&b, "/logout");
  cr_assert_eq(r.status, 405);
  cr_assert_str_eq(reply_header(&r, "Allow"), "POST");
  web_check_headers(&r, "405");
  cr_assert(reply_says(&r, "<html lang=\"fr\""));
  b.headers = "Accept-Language: en-GB\r\n"; /* nobody is known yet: the browser's language */
  r = web_get(&b, "/nothing/here");
  cr_assert(reply_says(&r, "<html lang=\"en\"") && reply_says(&r, "This page does not exist"));
}

Test(web_routes, unknown_parameters_are_refused) {
  struct browser b = {0};
  cr_assert_eq(web_get(&b, "/login?x=1").status, 400);
  cr_assert_eq(web_get(&b, "/login?next=/&next=/").status, 400);
  cr_assert_eq(web_get(&b, "/login?next=%ff").status, 400);
  cr_assert_eq(web_get(&b, "/login?next=//evil.example").status, 422);
  cr_assert_eq(web_get(&b, "/login?au=2026-02-30").status, 400);
  cr_assert_eq(web_get(&b, "/login?au=2999-01-01").status, 400);
  cr_assert_eq(web_get(&b, "/login?perimeter=nosuch").status, 404);
  struct reply r = web_get(&b, "/login?au=30/09/2025&vs=");
  cr_assert_eq(r.status, 303);
  cr_assert_str_eq(reply_header(&r, "Location"), "/login?au=2025-09-30");
  r = web_get(&b, "/login?au=30/09/2025&vs=24/10/2025"); /* as the form says it when only the first date was changed */
  cr_assert_eq(r.status, 303);
  cr_assert_str_eq(reply_header(&r, "Location"), "/login?au=2025-09-30");
}

Test(web_routes, static_files_never_change_under_their_name) {
  struct browser b = {0};
  struct reply page = web_get(&b, "/login");
  const char *at = strstr(page.body, "/static/vigie.");
  cr_assert_not_null(at);
  char path[120], etag[200];
  (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(at, "\""), at);
  struct reply css = web_get(&b, path);
  cr_assert_eq(css.status, 200);
  web_check_headers(&css, path);
  cr_assert_str_eq(reply_header(&css, "Cache-Control"), "public, max-age=31536000, immutable");
  (void)snprintf(etag, sizeof etag, "If-None-Match: %s\r\n", reply_header(&css, "ETag"));
  b.headers = etag;
  struct reply again = web_get(&b, path);
  cr_assert_eq(again.status, 304);
  cr_assert_eq(again.length, 0);
}
