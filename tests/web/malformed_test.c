#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/web_corpus.h"
#include "support/web_server.h"

TestSuite(web_malformed, .init = web_start, .fini = web_stop);

static void must_be_refused(const struct hostile *h, void *user) {
  size_t *answered = user;
  struct reply r = web_raw(h->bytes, h->length);
  cr_assert(r.status == 0 || (r.status >= 400 && r.status <= 505 && r.status != 500), "%s: %d for %.*s", h->group, r.status, (int)h->length, h->bytes);
  if (r.status == 0) return;
  ++*answered;
  web_check_headers(&r, h->bytes);
  cr_assert_null(strstr(r.body, "HTTP/1.1 "), "%s: two answers for %.*s\n%s", h->group, (int)h->length, h->bytes, r.body);
}

Test(web_malformed, nothing_of_the_corpus_reaches_a_page, .timeout = 300) {
  char host[40];
  size_t answered = 0;
  (void)snprintf(host, sizeof host, "127.0.0.1:%d", web_port());
  size_t count = corpus_each(host, must_be_refused, &answered);
  cr_assert(count >= 400, "%zu requests", count);
  cr_assert(answered > count * 3 / 4, "%zu of %zu answered", answered, count);
  struct browser b = {0};
  cr_assert_eq(web_get(&b, "/login").status, 200);
}

Test(web_malformed, good_requests_in_one_connection_are_answered_one_by_one) {
  char text[400];
  int n = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\nHEAD /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n", web_port(), web_port());
  struct reply r = web_raw(text, (size_t)n);
  cr_assert_eq(r.status, 200);
  const char *second = strstr(r.body, "HTTP/1.1 200 OK");
  cr_assert_not_null(second);
  cr_assert(strcmp(strstr(second, "\r\n\r\n"), "\r\n\r\n") == 0, "HEAD has no body");
}

Test(web_malformed, a_body_too_large_is_refused_unread) {
  char text[400];
  int n = snprintf(text, sizeof text, "POST /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000000000\r\n\r\n", web_port(), web_port());
  int fd = web_connect();
  char answer[64] = {0};
  cr_assert_eq(write(fd, text, (size_t)n), n);
  cr_assert(recv(fd, answer, sizeof answer - 1, 0) > 12);
  cr_assert_eq(strncmp(answer, "HTTP/1.1 413 ", 13), 0, "%s", answer);
  (void)close(fd);
}

Test(web_malformed, a_body_cut_short_does_nothing) {
  char text[400];
  int n = snprintf(text, sizeof text, "POST /preferences HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlang=en", web_port(), web_port());
  struct reply r = web_raw(text, (size_t)n);
  cr_assert(r.status == 0 || r.status == 400 || r.status == 408, "%d", r.status);
}

enum { SLOW = 120 };

Test(web_malformed, slow_clients_do_not_hold_the_others) {
  int fds[SLOW];
  char half[200];
  for (int i = 0; i < SLOW; i++) {
    fds[i] = web_connect();
    cr_assert(fds[i] >= 0);
    int n = i % 2 == 0 ? snprintf(half, sizeof half, "GET /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: ", web_port())
                       : snprintf(half, sizeof half, "POST /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nlog", web_port(), web_port());
    cr_assert_eq(write(fds[i], half, (size_t)n), n);
  }
  struct browser b = {0};
  for (int i = 0; i < 20; i++) cr_assert_eq(web_get(&b, "/login").status, 200);
  for (int i = 0; i < SLOW; i++) (void)close(fds[i]);
}
