#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "web/http/guard.h"

static const char *const hosts[] = {"127.0.0.1:8080", "vigie.example", NULL};
static const struct guard_conf conf = {hosts};

static struct http_request request(const char *method, const char *path, const char *query) {
  struct http_request r = {.method = method, .path = path, .query = query, .version = "1.1"};
  r.headers[r.header_count++] = (struct http_header){"Host", "127.0.0.1:8080"};
  return r;
}

static void add(struct http_request *r, const char *name, const char *value) {
  r->headers[r->header_count++] = (struct http_header){name, value};
}

static int status(const struct http_request *r) { return guard_check(r, &conf).status; }

Test(guard, lets_good_requests_pass) {
  struct http_request get = request("GET", "/indicator/backup_daily", "au=2026-09-30&state=deviating");
  cr_assert_eq(status(&get), 0);
  struct http_request head = request("HEAD", "/", NULL);
  struct guard_verdict v = guard_check(&head, &conf);
  cr_assert(v.status == 0 && v.head && v.method == M_GET);
  struct http_request post = request("POST", "/login", NULL);
  add(&post, "content-length", "12");
  v = guard_check(&post, &conf);
  cr_assert(v.status == 0 && v.has_length && v.length == 12);
}

Test(guard, refuses_paths_that_could_be_read_twice) {
  static const char *const bad[] = {"",        "*",          "x",        "//",       "//a",     "/a//b",   "/a/",      "/a/.",    "/a/./b", "/..",
                                    "/a/../b", "/a%00",      "/a%2fb",   "/%2e%2e/", "/a\\b",   "/a;b",    "/a b",     "/a\tb",   "/a\x7f", "/\xC3\xA9",
                                    "/a%5cb",  "/a?b",       "/a#b",     "/a\nb",    "/a+b",    "/a*",     "/a'b",     "/a\"b",   "/a<b",   "/a:b",
                                    "/a,b",    "/a=b",       "/a&b",     "/a|b",     "/a^b",    "/{a}",    "/[a]",     "/a`b",    "/a$b",   "/a!b",
                                    "/.",      "/a/b/..",    "http://x/", "/a/...//", "/%",      "/a%",     "/%zz",     "/a\x01",  "/(a)",   "/\xff"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct http_request r = request("GET", bad[i], NULL);
    cr_assert_eq(status(&r), 400, "%s: %d", bad[i], status(&r));
  }
  char longer[GUARD_PATH_MAX + 3];
  (void)memset(longer, 'a', sizeof longer);
  longer[0] = '/';
  longer[sizeof longer - 1] = '\0';
  struct http_request r = request("GET", longer, NULL);
  cr_assert_eq(status(&r), 414);
}

Test(guard, refuses_queries_with_characters_no_browser_sends) {
  static const char *const bad[] = {"a=b c", "a=\x01", "a=\xC3\xA9", "a=<", "a=\"", "a=\\", "a=b#c", "a={", "a=|", "a=^", "a=`"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct http_request r = request("GET", "/", bad[i]);
    cr_assert_eq(status(&r), 400, "%s", bad[i]);
  }
}

Test(guard, wants_one_host_of_ours) {
  struct http_request none = {.method = "GET", .path = "/", .version = "1.1"};
  cr_assert_eq(status(&none), 400);
  struct http_request two = request("GET", "/", NULL);
  add(&two, "HOST", "127.0.0.1:8080");
  cr_assert_eq(status(&two), 400);
  static const char *const foreign[] = {"evil.example", "", "127.0.0.1", "127.0.0.1:8081", "vigie.example.evil", "vigie.example:443", "vigie.example, x"};
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
    struct http_request r = {.method = "GET", .path = "/", .version = "1.1"};
    add(&r, "Host", foreign[i]);
    cr_assert_eq(status(&r), 421, "%s", foreign[i]);
  }
  struct http_request upper = {.method = "GET", .path = "/", .version = "1.0"};
  add(&upper, "Host", "Vigie.Example");
  cr_assert_eq(status(&upper), 0);
}

Test(guard, wants_a_plain_length_or_none) {
  static const char *const bad[] = {"", "+3", "-1", "3,3", " 3", "3 ", "0x3", "03", "3.0", "1e3", "9999999999999999999", "3;4", "three"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct http_request r = request("POST", "/login", NULL);
    add(&r, "Content-Length", bad[i]);
    cr_assert_eq(status(&r), 400, "%s", bad[i]);
  }
  struct http_request twice = request("POST", "/login", NULL);
  add(&twice, "Content-Length", "3");
  add(&twice, "content-length", "3");
  cr_assert_eq(status(&twice), 400);
  struct http_request none = request("POST", "/login", NULL);
  cr_assert_eq(status(&none), 411);
  struct http_request get = request("GET", "/", NULL);
  add(&get, "Content-Length", "5");
  cr_assert_eq(status(&get), 400);
}

Test(guard, refuses_what_changes_the_framing) {
  static const struct {
    const char *name, *value;
    int status;
  } cases[] = {{"Transfer-Encoding", "chunked", 501}, {"transfer-encoding", "identity", 501}, {"Upgrade", "h2c", 501},
               {"Upgrade", "websocket", 501},         {"Trailer", "X", 400},                  {"Expect", "200-ok", 417}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct http_request r = request("GET", "/", NULL);
    add(&r, cases[i].name, cases[i].value);
    cr_assert_eq(status(&r), cases[i].status, "%s", cases[i].name);
  }
  struct http_request both = request("POST", "/login", NULL);
  add(&both, "Content-Length", "3");
  add(&both, "Transfer-Encoding", "chunked");
  cr_assert_eq(status(&both), 400);
}

Test(guard, refuses_other_methods_versions_and_lines) {
  static const char *const methods[] = {"PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "Post", "", "PROPFIND"};
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    struct http_request r = request(methods[i], "/", NULL);
    cr_assert_eq(status(&r), 405, "%s", methods[i]);
  }
  static const char *const versions[] = {"0.9", "2.0", "1.2", "", "1.11", "1"};
  for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
    struct http_request r = request("GET", "/", NULL);
    r.version = versions[i];
    cr_assert_eq(status(&r), 505, "%s", versions[i]);
  }
  struct http_request odd = request("GET", "/", NULL);
  odd.odd_lines = true;
  cr_assert_eq(status(&odd), 400);
}

Test(guard, refuses_odd_headers) {
  static const struct {
    const char *name, *value;
  } bad[] = {{"X Y", "1"}, {"", "1"}, {"X:", "1"}, {"X(", "1"}, {"X", "a\x01"}, {"X", "a\x7f"}, {"X\xC3", "a"}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct http_request r = request("GET", "/", NULL);
    add(&r, bad[i].name, bad[i].value);
    cr_assert_eq(status(&r), 400, "%s", bad[i].name);
  }
  static const char *const single[] = {"Cookie", "Origin", "Content-Type", "Referer", "Sec-Fetch-Site"};
  for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
    struct http_request r = request("GET", "/", NULL);
    add(&r, single[i], "a");
    add(&r, single[i], "a");
    cr_assert_eq(status(&r), 400, "%s", single[i]);
  }
  struct http_request many = request("GET", "/", NULL);
  while (many.header_count < HTTP_HEADERS_MAX) add(&many, "X", "y");
  cr_assert_eq(status(&many), 431);
}

Test(guard, knows_places_of_ours_to_return_to) {
  cr_assert(guard_local_url("/"));
  cr_assert(guard_local_url("/indicator/x?au=2026-09-30"));
  static const char *const bad[] = {"", "//evil.example", "/\\evil", "https://evil.example", "javascript:x", "/a/../b", "/a?b c", "a", "/a#b", "/a\r\nX: y"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) cr_assert_not(guard_local_url(bad[i]), "%s", bad[i]);
}
