/* The HTTP client, and the connectors through it, against a server that answers badly in every way. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/transport_live.h"
#include "core/text.h"
#include "http/http.h"
#include "support/connectors_fault_server.h"
#include "support/connectors_run.h"

struct asked {
  bool ok;
  struct buf body;
  struct vg_error err;
};

static void ask(struct asked *a, int port, const char *path, const struct http_request *more) {
  char url[200];
  struct http_request request = more != NULL ? *more : (struct http_request){0};
  (void)snprintf(url, sizeof url, "http://127.0.0.1:%d%s?secret=query", port, path);
  request.url = url;
  if (request.total_ms == 0) request.total_ms = 20000;
  *a = (struct asked){0};
  buf_init(&a->body, 1 << 20);
  a->ok = http_get(&request, &a->body, &a->err);
}

Test(http, each_bad_answer_has_its_code_and_its_words) {
  static const struct {
    const char *path;
    enum vg_code code;
    const char *words;
  } cases[] = {
      {"/500", VG_E_UNAVAILABLE, "/500: HTTP 500: <b>down  [31m</b>"},
      {"/429", VG_E_UNAVAILABLE, "HTTP 429"},
      {"/401", VG_E_DENIED, "HTTP 401: no"},
      {"/404", VG_E_NOTFOUND, "HTTP 404"},
      {"/204", VG_E_INPUT, "HTTP 204"},
      {"/half", VG_E_UNAVAILABLE, "the answer was cut after 8 bytes"},
      {"/chunk", VG_E_UNAVAILABLE, NULL},
      {"/close", VG_E_UNAVAILABLE, NULL},
      {"/redirect", VG_E_INPUT, "HTTP 302, a redirect to 169.254.169.254/latest, is not followed"},
      {"/endless", VG_E_LIMIT, "the answer has more than 1048576 bytes"},
      {"/declared", VG_E_LIMIT, "the answer has more than 1048576 bytes"},
      {"/headers", VG_E_LIMIT, "bytes of headers"},
  };
  pid_t server;
  int port = fault_server_start(&server);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct asked a;
    ask(&a, port, cases[i].path, NULL);
    cr_assert_not(a.ok, "%s", cases[i].path);
    cr_assert_eq(a.err.code, cases[i].code, "%s: %s", cases[i].path, a.err.message);
    cr_assert(cases[i].words == NULL || strstr(a.err.message, cases[i].words) != NULL, "%s: %s", cases[i].path, a.err.message);
    cr_assert(text_utf8(a.err.message, strlen(a.err.message)));
    cr_assert_null(strstr(a.err.message, "secret=query"));
    buf_free(&a.body);
  }
  fault_server_stop(server);
}

Test(http, silence_and_drops_end_at_the_deadline) {
  static const char *const paths[] = {"/silence", "/drip"};
  pid_t server;
  int port = fault_server_start(&server);
  for (size_t i = 0; i < 2; i++) {
    struct asked a;
    const struct http_request short_time = {.total_ms = 400};
    ask(&a, port, paths[i], &short_time);
    cr_assert_eq(a.err.code, VG_E_TIMEOUT, "%s", a.err.message);
    buf_free(&a.body);
  }
  struct asked a;
  const struct http_request short_silence = {.silence_ms = 1000};
  ask(&a, port, "/silence", &short_silence);
  cr_assert_eq(a.err.code, VG_E_TIMEOUT, "%s", a.err.message);
  buf_free(&a.body);
  fault_server_stop(server);
}

Test(http, secrets_are_sent_and_never_said) {
  pid_t server;
  int port = fault_server_start(&server);
  struct asked a;
  const struct http_request bearer = {.secret = "tOkEn-4711"}, basic = {.user = "vigie", .secret = "hunter2"};
  ask(&a, port, "/echo", &bearer);
  cr_assert_not_null(strstr(a.body.data, "Authorization: Bearer tOkEn-4711"));
  cr_assert_null(strstr(a.err.message, "tOkEn-4711"), "%s", a.err.message);
  cr_assert_null(strstr(a.err.words, "tOkEn-4711"), "%s", a.err.words);
  buf_free(&a.body);
  ask(&a, port, "/echo", &basic);
  cr_assert_not_null(strstr(a.body.data, "Authorization: Basic dmlnaWU6aHVudGVyMg=="));
  cr_assert_null(strstr(a.err.message, "hunter2"));
  cr_assert_null(strstr(a.body.data, "Cookie"));
  cr_assert_null(strstr(a.body.data, "Accept-Encoding"));
  buf_free(&a.body);
  fault_server_stop(server);
}

Test(http, looks_at_no_proxy_of_the_environment) {
  pid_t server;
  int port = fault_server_start(&server);
  struct asked a;
  (void)setenv("http_proxy", "http://127.0.0.1:1", 1);
  (void)setenv("all_proxy", "http://127.0.0.1:1", 1);
  ask(&a, port, "/", NULL);
  cr_assert(a.ok, "%s", a.err.message);
  cr_assert_str_eq(a.body.data, "{}");
  buf_free(&a.body);
  fault_server_stop(server);
}

Test(http, nobody_there_and_odd_addresses) {
  static const struct {
    const char *url;
    enum vg_code code;
  } cases[] = {{"http://127.0.0.1:1/", VG_E_UNAVAILABLE}, {"http://does-not-exist.invalid/", VG_E_UNAVAILABLE},
               {"file:///etc/passwd", VG_E_INPUT}, {"gopher://127.0.0.1/", VG_E_INPUT}, {"dict://127.0.0.1/", VG_E_INPUT},
               {"http://169.254.169.254/latest/meta-data", VG_E_DENIED}, {"http://[fe80::1]/", VG_E_DENIED},
               {"http://0.0.0.0/", VG_E_DENIED}, {"http://224.0.0.1/", VG_E_DENIED}, {"http://[::ffff:169.254.169.254]/", VG_E_DENIED},
               {"http://2852039166/", VG_E_DENIED}, {"http://0xa9.0xfe.0xa9.0xfe/", VG_E_DENIED}, {"http://[::]/", VG_E_DENIED}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct http_request request = {.url = cases[i].url, .connect_ms = 2000, .total_ms = 3000};
    struct vg_error err = {0};
    BUF(body, 1000);
    cr_assert_not(http_get(&request, &body, &err), "%s", cases[i].url);
    cr_assert_eq(err.code, cases[i].code, "%s: %s", cases[i].url, err.message);
  }
}

Test(http, which_addresses_are_denied) {
  static const struct {
    const char *address;
    bool denied;
  } cases[] = {{"127.0.0.1", false}, {"10.1.2.3", false}, {"192.168.1.1", false}, {"8.8.8.8", false}, {"169.253.255.255", false},
               {"169.254.0.1", true}, {"0.1.2.3", true}, {"239.1.1.1", true}, {"255.255.255.255", true}, {"::1", false},
               {"2001:db8::1", false}, {"fd00::1", false}, {"fe80::1", true}, {"febf::1", true}, {"ff02::1", true}, {"::", true},
               {"::ffff:10.0.0.1", false}, {"::ffff:169.254.1.1", true}, {"64:ff9b::a9fe:a9fe", true}, {"2002:a9fe:1::", true},
               {"fd00:ec2::254", true}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    bool v6 = strchr(cases[i].address, ':') != NULL;
    cr_assert_eq(inet_pton(v6 ? AF_INET6 : AF_INET, cases[i].address, v6 ? (void *)&in6.sin6_addr : (void *)&in.sin_addr), 1);
    const struct sockaddr *at = v6 ? (const struct sockaddr *)&in6 : (const struct sockaddr *)&in;
    cr_assert_eq(http_address_denied(at), cases[i].denied, "%s", cases[i].address);
  }
}

Test(http, connectors_refuse_every_bad_answer) {
  static const char *const connectors_over_http[] = {"prometheus", "alertmanager"};
  static const struct {
    const char *path;
    enum vg_code code;
  } cases[] = {{"/500", VG_E_UNAVAILABLE}, {"/half", VG_E_UNAVAILABLE}, {"/redirect", VG_E_INPUT}, {"/silence", VG_E_TIMEOUT},
               {"/declared", VG_E_LIMIT}, {"/text", VG_E_INPUT}, {"/deep", VG_E_LIMIT}, {"/duplicate", VG_E_INPUT},
               {"/nul", VG_E_INPUT}, {"/array", VG_E_INPUT}, {"/encoded", VG_E_INPUT}, {"/401", VG_E_DENIED}, {"/ok", VG_E_INPUT}};
  pid_t server;
  int port = fault_server_start(&server);
  for (size_t c = 0; c < 2; c++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      char url[100];
      struct transport_live live;
      struct tried t;
      (void)snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, cases[i].path);
      const struct option_value options[] = {{"url", url}, {NULL, NULL}};
      transport_live_init(&live, NULL);
      live.total_ms = strcmp(cases[i].path, "/silence") == 0 ? 300 : 20000;
      try_transport(&t, connectors_over_http[c], options, &live.base, NOW, NULL);
      cr_assert_not(t.ok);
      cr_assert_eq(t.sink.rows_count, 0);
      cr_assert_eq(t.err.code, cases[i].code, "%s %s: %s", connectors_over_http[c], cases[i].path, t.err.message);
      tried_free(&t);
    }
  fault_server_stop(server);
}

/* ---- with the limits of production, which nothing here shortens ---- */

struct production {
  const char *connector, *path;
  enum vg_code code;
  const char *words;
  int port;
  pthread_t thread;
  struct tried tried;
};

static void *ask_as_in_production(void *user) {
  struct production *p = user;
  char url[100];
  struct transport_live live;
  (void)snprintf(url, sizeof url, "http://127.0.0.1:%d%s", p->port, p->path);
  const struct option_value options[] = {{"url", url}, {NULL, NULL}};
  transport_live_init(&live, NULL);
  try_transport(&p->tried, p->connector, options, &live.base, NOW, NULL);
  return NULL;
}

static void expect_refused(struct production *all, size_t count) {
  pid_t server;
  int port = fault_server_start(&server);
  for (size_t i = 0; i < count; i++) {
    all[i].port = port;
    cr_assert_eq(pthread_create(&all[i].thread, NULL, ask_as_in_production, &all[i]), 0);
  }
  for (size_t i = 0; i < count; i++) {
    (void)pthread_join(all[i].thread, NULL);
    const struct tried *t = &all[i].tried;
    cr_assert_not(t->ok, "%s %s", all[i].connector, all[i].path);
    cr_assert_eq(t->sink.rows_count, 0);
    cr_assert_eq(t->err.code, all[i].code, "%s %s: %s", all[i].connector, all[i].path, t->err.message);
    cr_assert_not_null(strstr(t->err.message, all[i].words), "%s %s: %s", all[i].connector, all[i].path, t->err.message);
    tried_free(&all[i].tried);
  }
  fault_server_stop(server);
}

/* The server sends without end and says nothing of a length: what ends it is the client, at its cap. */
Test(http, an_answer_without_end_is_read_up_to_the_cap_and_no_further) {
  struct production all[] = {{"prometheus", "/endless", VG_E_LIMIT, "the answer has more than 67108864 bytes"},
                             {"alertmanager", "/endless", VG_E_LIMIT, "the answer has more than 67108864 bytes"},
                             {"prometheus", "/declared", VG_E_LIMIT, "the answer has more than 67108864 bytes"}};
  expect_refused(all, sizeof all / sizeof *all);
}

/* All at once: it takes as long as the longest of them, a minute. */
Test(http, a_minute_of_silence_or_of_drops_ends_at_the_deadline, .timeout = 120) {
  struct production all[] = {{"prometheus", "/silence", VG_E_TIMEOUT, "no byte came for 30 s"},
                             {"alertmanager", "/silence", VG_E_TIMEOUT, "no byte came for 30 s"},
                             {"prometheus", "/drip", VG_E_TIMEOUT, "no complete answer within 60000 ms"}};
  expect_refused(all, sizeof all / sizeof *all);
}
