/* The nginx configuration that ships with Vigie, in front of a real `vigie serve`, with a certificate made for the occasion. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "support/web_corpus.h"
#include "support/web_server.h"
#include "web/evidence/evidence.h"

static char dir[] = "/tmp/vigie-nginx-XXXXXX";
static int tls_port, plain_port;
static pid_t nginx;

static int free_port(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
  cr_assert_eq(getsockname(fd, (struct sockaddr *)&at, &size), 0);
  (void)close(fd);
  return ntohs(at.sin_port);
}

static pid_t start(const char *const *argv) {
  pid_t pid;
  char *const environment[] = {(char *)(uintptr_t) "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
  posix_spawn_file_actions_t actions;
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  (void)posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  cr_assert_eq(posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environment), 0, "%s", argv[0]);
  (void)posix_spawn_file_actions_destroy(&actions);
  return pid;
}

static void run(const char *const *argv) {
  int status;
  pid_t pid = start(argv);
  cr_assert_eq(waitpid(pid, &status, 0), pid);
  cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: %d", argv[0], status);
}

static void replace(struct buf *text, const char *old, const char *with) {
  BUF(out, 100000);
  const char *at = text->data, *found;
  cr_assert_not_null(strstr(at, old), "vigie.conf has no \"%s\"", old);
  for (; (found = strstr(at, old)) != NULL; at = found + strlen(old)) {
    buf_put(&out, at, (size_t)(found - at));
    buf_text(&out, with);
  }
  buf_text(&out, at);
  buf_clear(text);
  buf_put(text, out.data, out.length);
}

static void read_conf(struct buf *text) {
  char chunk[4096];
  FILE *f = fopen(VIGIE_SOURCE "/etc/nginx/vigie.conf", "re");
  cr_assert_not_null(f);
  for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_put(text, chunk, n);
  (void)fclose(f);
}

static void write_conf(const char *path) {
  BUF(text, 100000);
  char with[200];
  read_conf(&text);
  replace(&text, "server 127.0.0.1:8080", (snprintf(with, sizeof with, "server 127.0.0.1:%d", web_port()), with));
  replace(&text, "listen 443", (snprintf(with, sizeof with, "listen 127.0.0.1:%d", tls_port), with));
  replace(&text, "listen 80", (snprintf(with, sizeof with, "listen 127.0.0.1:%d", plain_port), with));
  replace(&text, "vigie.example", "vigie.test");
  replace(&text, "/etc/ssl/vigie", dir);
  replace(&text, "/var/log/nginx", dir);
  replace(&text, "rate=60r/m", "rate=100000r/m");
  FILE *f = fopen(path, "we");
  cr_assert_not_null(f);
  (void)fprintf(f, "%spid %s/pid;\nerror_log %s/error.log;\ndaemon off;\nevents { worker_connections 512; }\nhttp {\n", getuid() == 0 ? "user root;\n" : "", dir, dir);
  static const char *const temporary[] = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};
  for (size_t i = 0; i < 5; i++) (void)fprintf(f, "%s_temp_path %s/%s;\n", temporary[i], dir, temporary[i]);
  (void)fprintf(f, "%s\n}\n", text.data);
  (void)fclose(f);
}

static void make_certificate(void) {
  char key[100], certificate[100];
  (void)snprintf(key, sizeof key, "%s/key.pem", dir);
  (void)snprintf(certificate, sizeof certificate, "%s/fullchain.pem", dir);
  const char *const argv[] = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=vigie.test", "-addext",
                              "subjectAltName=DNS:vigie.test", "-keyout", key, "-out", certificate, NULL};
  run(argv);
}

static CURL *tls(bool connect_only) {
  static char resolve[100], ca[100];
  static struct curl_slist *list;
  CURL *curl = curl_easy_init();
  (void)snprintf(resolve, sizeof resolve, "vigie.test:%d:127.0.0.1", tls_port);
  (void)snprintf(ca, sizeof ca, "%s/fullchain.pem", dir);
  if (list == NULL) list = curl_slist_append(NULL, resolve);
  char url[100];
  (void)snprintf(url, sizeof url, "https://vigie.test:%d/", tls_port);
  (void)curl_easy_setopt(curl, CURLOPT_URL, url);
  (void)curl_easy_setopt(curl, CURLOPT_RESOLVE, list);
  (void)curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
  (void)curl_easy_setopt(curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
  (void)curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, connect_only ? 1L : 0L);
  return curl;
}

/* One connection, these bytes, the answer until it is closed, or until nothing more came for `patience_ms`. */
static int exchange(const char *bytes, size_t length, char *answer, size_t size, int patience_ms) {
  CURL *curl = tls(true);
  curl_socket_t fd;
  size_t used = 0, n;
  cr_assert_eq(curl_easy_perform(curl), CURLE_OK, "nginx does not answer");
  (void)curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &fd);
  for (size_t done = 0; done < length;) {
    CURLcode code = curl_easy_send(curl, bytes + done, length - done, &n);
    if (code == CURLE_OK) done += n;
    else if (code != CURLE_AGAIN) break;
  }
  for (;;) {
    CURLcode code = curl_easy_recv(curl, answer + used, size - 1 - used, &n);
    if (code == CURLE_OK && n > 0) used += n;
    else if (code != CURLE_AGAIN || used == size - 1) break;
    else if (poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, used > 0 && patience_ms < 1000 ? 0 : patience_ms) <= 0) break;
  }
  answer[used] = '\0';
  curl_easy_cleanup(curl);
  int status = 0;
  return sscanf(answer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

/* Requests that end with "Connection: close", hence answers that end. */
static int over_tls(const char *bytes, size_t length, char *answer, size_t size) {
  return exchange(bytes, length, answer, size, 60000);
}

static void nginx_start(void) {
  char conf[100], logs[100];
  static const char *const proxied[] = {"VIGIE_PUBLIC_URL=https://vigie.test", "VIGIE_BEHIND_PROXY=yes", NULL};
  cr_assert_eq(access("/usr/sbin/nginx", X_OK), 0, "nginx is not installed (apt install nginx-light)");
  db_fixture_init();
  web_serve_with(proxied);
  cr_assert_not_null(mkdtemp(dir));
  tls_port = free_port();
  plain_port = free_port();
  (void)snprintf(conf, sizeof conf, "%s/nginx.conf", dir);
  (void)snprintf(logs, sizeof logs, "%s/error.log", dir);
  make_certificate();
  write_conf(conf);
  const char *const argv[] = {"nginx", "-p", dir, "-e", logs, "-c", conf, NULL};
  nginx = start(argv);
  for (int i = 0; i < 500; i++) {
    CURL *curl = tls(true);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    if (code == CURLE_OK) return;
    (void)poll(NULL, 0, 20);
  }
  cr_assert(false, "nginx did not start: see %s", logs);
}

static void nginx_stop(void) {
  const char *const rm[] = {"rm", "-rf", dir, NULL};
  if (nginx > 0) {
    (void)kill(nginx, SIGTERM);
    (void)waitpid(nginx, NULL, 0);
  }
  run(rm);
  web_stop();
}

TestSuite(web_nginx, .init = nginx_start, .fini = nginx_stop);

static void must_be_refused(const struct hostile *h, void *user) {
  static char answer[100000];
  size_t *mended = user;
  int status = exchange(h->bytes, h->length, answer, sizeof answer, 900);
  *mended += status > 0 && status < 400;
  if (h->mended && status < 400) return;
  cr_assert(status == 0 || (status >= 400 && status <= 505 && status != 500), "%s: %d for %.*s", h->group, status, (int)h->length, h->bytes);
}

Test(web_nginx, nothing_of_the_corpus_reaches_a_page_through_it, .timeout = 600) {
  size_t mended = 0, count = corpus_each("vigie.test", must_be_refused, &mended);
  cr_assert(count >= 400 && mended < 40, "%zu requests, %zu mended", count, mended);
  char answer[20000];
  static const char good[] = "GET /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n";
  cr_assert_eq(over_tls(good, strlen(good), answer, sizeof answer), 200);
}

Test(web_nginx, answers_are_sealed_to_https) {
  char answer[20000];
  static const char good[] = "GET /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n";
  cr_assert_eq(over_tls(good, strlen(good), answer, sizeof answer), 200);
  cr_assert_not_null(strstr(answer, "\r\nStrict-Transport-Security: max-age=63072000"));
  cr_assert_not_null(strstr(answer, "\r\nSet-Cookie: __Host-vigie-form="));
  cr_assert_not_null(strstr(answer, "SameSite=Strict; Secure\r\n"));
  static const char bad[] = "GET /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\nX: \x01\r\n\r\n";
  cr_assert_eq(over_tls(bad, strlen(bad), answer, sizeof answer), 400);
  cr_assert_not_null(strstr(answer, "\r\nStrict-Transport-Security: max-age=63072000"));
  cr_assert_not_null(strstr(answer, "nosniff"));
  cr_assert_null(strstr(answer, "nginx/"));
}

Test(web_nginx, the_client_s_address_cannot_be_forged) {
  static char answer[20000], out[2000];
  static const char get[] = "GET /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n";
  char cookie[64], token[64], form[200];
  cr_assert_eq(over_tls(get, strlen(get), answer, sizeof answer), 200);
  cr_assert_eq(sscanf(strstr(answer, "__Host-vigie-form="), "%63[^;]", cookie), 1);
  cr_assert_eq(sscanf(strstr(answer, "name=\"csrf\" value=\""), "name=\"csrf\" value=\"%63[^\"]", token), 1);
  (void)web_user("ada", "reader");
  int length = snprintf(form, sizeof form, "csrf=%s&login=ada&password=wrong&next=/", token);
  int n = snprintf(out, sizeof out,
                   "POST /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\nX-Real-IP: 9.9.9.9\r\nForwarded: for=1.2.3.4\r\n"
                   "Origin: https://vigie.test\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", cookie, length, form);
  cr_assert_eq(over_tls(out, (size_t)n, answer, sizeof answer), 401, "%s", answer);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT address FROM vg.journal WHERE action = 'session.refused'"), "127.0.0.1");
}

Test(web_nginx, only_the_front_page_is_redirected_from_http) {
  static const struct {
    const char *path, *start;
  } cases[] = {{"/", "HTTP/1.1 301 "}, {"/login", "HTTP/1.1 404 "}, {"/setup/AAAAAAAAAAAAAAAAAAAAAAAA", "HTTP/1.1 404 "}};
  for (size_t i = 0; i < 3; i++) {
    char out[200], answer[2000] = {0};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)plain_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    int n = snprintf(out, sizeof out, "GET %s HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n", cases[i].path);
    cr_assert_eq(write(fd, out, (size_t)n), n);
    cr_assert(recv(fd, answer, sizeof answer - 1, MSG_WAITALL) > 0);
    (void)close(fd);
    cr_assert_eq(strncmp(answer, cases[i].start, strlen(cases[i].start)), 0, "%s: %s", cases[i].path, answer);
  }
}

Test(web_nginx, set_up_links_are_not_written_down) {
  char answer[20000], log[8000] = {0}, path[100];
  static const char get[] = "GET /setup/SECRETSECRETSECRETSECRETSECRETSECRETSECRETSE?x=hidden HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n";
  (void)over_tls(get, strlen(get), answer, sizeof answer);
  (void)snprintf(path, sizeof path, "%s/vigie.log", dir);
  for (int i = 0; i < 200 && strstr(log, "/setup/-") == NULL; i++) {
    FILE *f = fopen(path, "re");
    if (f != NULL) log[fread(log, 1, sizeof log - 1, f)] = '\0', (void)fclose(f);
    (void)poll(NULL, 0, 10);
  }
  cr_assert_not_null(strstr(log, "/setup/-"));
  cr_assert_null(strstr(log, "SECRET"));
  cr_assert_null(strstr(web_log(), "SECRET"));
}

/* A form of evidence, with a file of this length; nobody is signed in. */
static int send_evidence(size_t length, char *answer, size_t size) {
  static const char head[] = "--b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n", tail[] = "\r\n--b--\r\n";
  BUF(out, 10 << 20);
  buf_printf(&out, "POST /attest/alarm_test HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\nOrigin: https://vigie.test\r\n"
                   "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n%s", strlen(head) + length + strlen(tail), head);
  for (size_t i = 0; i < length; i++) buf_put(&out, "a", 1);
  buf_text(&out, tail);
  return over_tls(out.data, out.length, answer, size);
}

Test(web_nginx, evidence_as_large_as_vigie_takes_passes_through_it) {
  static char answer[100000];
  int small = send_evidence(10, answer, sizeof answer);
  cr_assert(small >= 300 && small != 413, "%s", answer);
  cr_assert_eq(send_evidence(EVIDENCE_MAX, answer, sizeof answer), small, "%s", answer);
  cr_assert_eq(send_evidence(EVIDENCE_FORM_MAX + 1, answer, sizeof answer), 413);
}

Test(web_nginx, says_so_when_vigie_is_away) {
  char answer[20000];
  web_serve_stop();
  static const char get[] = "GET /login HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n";
  cr_assert_eq(over_tls(get, strlen(get), answer, sizeof answer), 502, "%s", answer);
  cr_assert_not_null(strstr(answer, "Retry-After: 10"));
}
