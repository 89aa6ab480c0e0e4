#include "support/web_server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/text.h"
#include "web/auth/password.h"
#include "web/auth/token.h"

enum { KEPT_MAX = 4096 };

static pid_t server;
static int port_, log_fd = -1;
static char log_path[64], log_text[1 << 20];
static struct {
  pid_t server;
  int port, log_fd;
  char log_path[64];
} other;
static char *kept[KEPT_MAX];
static size_t kept_count;
static char hash[PASSWORD_HASH];
static struct db *owner;

int web_port(void) { return port_; }
int web_pid(void) { return (int)server; }

const char *web_log(void) {
  ssize_t n = pread(log_fd, log_text, sizeof log_text - 1, 0);
  log_text[n > 0 ? n : 0] = '\0';
  return log_text;
}

/* Of the line that says "serve.ready"; 0 while it is not whole. */
static int port_said(void) {
  static const char mark[] = "\"event\":\"serve.ready\"";
  const char *line = strstr(web_log(), mark);
  const char *at = line != NULL ? strstr(line, "\"port\":") : NULL;
  if (at == NULL || strchr(at, '\n') == NULL) return 0;
  char digits[8];
  int64_t port;
  (void)snprintf(digits, sizeof digits, "%.*s", (int)strspn(at + 7, "0123456789"), at + 7);
  cr_assert(text_int(digits, 1, 65535, &port), "no port: %s", line);
  return (int)port;
}

static void wait_ready(void) {
  for (int i = 0; i < 3000; i++) {
    if ((port_ = port_said()) > 0) return;
    if (waitpid(server, NULL, WNOHANG) == server) break;
    (void)poll(NULL, 0, 10);
  }
  cr_assert(false, "vigie serve did not start: %s", web_log());
}

void web_serve_with(const char *const *environment) {
  static const char *argv[] = {VIGIE_BINARY, "serve", NULL};
  char database[400];
  const char *envp[40] = {"PATH=/usr/bin:/bin", "HOME=/nonexistent", "VIGIE_LISTEN=127.0.0.1:0", database,
                          "VIGIE_DATA_DIR=/nonexistent/vigie", "VIGIE_LOG_LEVEL=debug", "VIGIE_ORGANISATION=Atelier <Numérique>",
                          "ASAN_OPTIONS=detect_leaks=1:abort_on_error=0"};
  size_t n = 8;
  (void)snprintf(database, sizeof database, "VIGIE_DATABASE=%s", db_fixture_conninfo());
  for (size_t i = 0; environment != NULL && environment[i] != NULL && n < 39; i++) envp[n++] = environment[i];
  (void)snprintf(log_path, sizeof log_path, "/tmp/vigie-web-log-XXXXXX");
  log_fd = mkstemp(log_path);
  cr_assert(log_fd >= 0);
  posix_spawn_file_actions_t actions;
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_adddup2(&actions, log_fd, 1); /* the tests' own output ends with them, whatever outlives them */
  (void)posix_spawn_file_actions_adddup2(&actions, log_fd, 2);
  int failed = posix_spawn(&server, VIGIE_BINARY, &actions, NULL, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)envp);
  (void)posix_spawn_file_actions_destroy(&actions);
  cr_assert_eq(failed, 0, "%s: %s", VIGIE_BINARY, strerror(failed));
  wait_ready();
}

void web_serve_stop(void) {
  int status = 0;
  if (server == 0) return;
  (void)kill(server, SIGTERM);
  (void)waitpid(server, &status, 0);
  server = 0;
  bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!good || strstr(web_log(), "Sanitizer") != NULL || strstr(log_text, "runtime error") != NULL)
    (void)fprintf(stderr, "Assertion failed: vigie serve ended with %d\n%s\n", status, web_log());
  (void)close(log_fd);
  (void)unlink(log_path);
}

void web_swap(void) {
  pid_t pid = server;
  int port = port_, fd = log_fd;
  char path[64];
  (void)snprintf(path, sizeof path, "%s", log_path);
  server = other.server, port_ = other.port, log_fd = other.log_fd;
  (void)snprintf(log_path, sizeof log_path, "%s", other.log_path);
  other.server = pid, other.port = port, other.log_fd = fd;
  (void)snprintf(other.log_path, sizeof other.log_path, "%s", path);
}

void web_second(void) {
  web_swap();
  web_serve_with(NULL);
}

void web_forget(void) {
  while (kept_count > 0) free(kept[--kept_count]);
}

void web_stop(void) {
  web_serve_stop();
  web_swap();
  web_serve_stop();
  web_forget();
  owner = NULL;
  db_fixture_fini();
}

static int times_renewed(void) {
  static const char mark[] = "\"event\":\"feed.renewed\"";
  int n = 0;
  for (const char *at = web_log(); (at = strstr(at, mark)) != NULL; at += sizeof mark - 1) n++;
  return n;
}

/* Twice: the first one may have been under way before. */
void web_heard(void) {
  for (int i = 0; i < 2; i++) {
    int before = times_renewed();
    db_fixture_sql(web_db(), "NOTIFY vigie_people; NOTIFY vigie_figures");
    WEB_UNTIL(times_renewed() > before);
  }
}

void web_sql(const char *sql) {
  db_fixture_sql(web_db(), sql);
  web_heard();
}

void web_start(void) {
  db_fixture_init();
  db_fixture_sql(web_db(), "INSERT INTO vg.perimeter (code, name) SELECT 'all', 'All' WHERE NOT EXISTS (SELECT FROM vg.perimeter)");
  web_serve_with(NULL);
  web_heard();
}

/* ---- the client ---- */

int web_connect(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port_), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0) return fd;
  if (fd >= 0) (void)close(fd);
  return -1;
}

static struct reply parse(char *text, size_t length) {
  struct reply r = {0};
  if (kept_count == KEPT_MAX) cr_assert(false, "more than %d replies in one test", KEPT_MAX);
  kept[kept_count++] = text;
  char *end = memmem(text, length, "\r\n\r\n", 4);
  r.body = end != NULL ? end + 4 : text + length;
  r.length = length - (size_t)(r.body - text);
  size_t head = (size_t)(r.body - text);
  (void)snprintf(r.head, sizeof r.head, "%.*s", (int)head, text);
  if (end == NULL || sscanf(r.head, "HTTP/1.1 %d ", &r.status) != 1) r.status = 0;
  return r;
}

static char *read_all(int fd, size_t *length) {
  size_t room = 1 << 16, used = 0;
  char *text = malloc(room + 1);
  for (ssize_t n; text != NULL && (n = recv(fd, text + used, room - used, 0)) > 0;) {
    used += (size_t)n;
    if (used == room) text = realloc(text, (room *= 2) + 1);
  }
  cr_assert_not_null(text);
  text[used] = '\0';
  *length = used;
  return text;
}

struct reply web_raw(const char *bytes, size_t length) {
  int fd = web_connect();
  cr_assert(fd >= 0, "the server accepts no connection: %s", web_log());
  for (size_t done = 0; done < length;) {
    ssize_t n = send(fd, bytes + done, length - done, MSG_NOSIGNAL);
    if (n <= 0) break;
    done += (size_t)n;
  }
  (void)shutdown(fd, SHUT_WR);
  size_t got;
  char *text = read_all(fd, &got);
  (void)close(fd);
  return parse(text, got);
}

const char *reply_header(const struct reply *r, const char *name) {
  static char value[4][2048];
  static int turn;
  char *out = value[turn = (turn + 1) % 4];
  size_t n = strlen(name);
  out[0] = '\0';
  for (const char *line = strstr(r->head, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n"))
    if (strncasecmp(line + 2, name, n) == 0 && line[2 + n] == ':') {
      (void)snprintf(out, sizeof value[0], "%.*s", (int)strcspn(line + 4 + n, "\r"), line + 4 + n);
      break;
    }
  return out;
}

bool reply_says(const struct reply *r, const char *text) { return strstr(r->body, text) != NULL; }

static void keep_cookie(struct browser *b, const char *line) {
  size_t name = strcspn(line, "="), whole = strcspn(line, ";");
  int free_place = -1;
  for (int i = 7; i >= 0; i--) {
    if (b->cookies[i][0] == '\0') free_place = i;
    else if (strncmp(b->cookies[i], line, name + 1) == 0) {
      free_place = i;
      break;
    }
  }
  cr_assert(free_place >= 0);
  (void)snprintf(b->cookies[free_place], sizeof b->cookies[0], "%.*s", (int)whole, line);
  if (whole == name + 1) b->cookies[free_place][0] = '\0';
}

static void learn(struct browser *b, const struct reply *r) {
  static const char mark[] = "name=\"csrf\" value=\"";
  for (const char *line = strstr(r->head, "\r\nSet-Cookie: "); line != NULL; line = strstr(line + 2, "\r\nSet-Cookie: "))
    keep_cookie(b, line + strlen("\r\nSet-Cookie: "));
  const char *token = strstr(r->body, mark);
  if (token != NULL && token[strlen(mark)] != '"') (void)snprintf(b->csrf, sizeof b->csrf, "%.43s", token + strlen(mark));
}

static int put_head(const struct browser *b, char *out, size_t size, const char *method, const char *path) {
  int n = snprintf(out, size, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s", method, path, port_,
                   b->headers != NULL ? b->headers : "");
  const char *between = "Cookie: ";
  for (int i = 0; i < 8; i++) {
    if (b->cookies[i][0] == '\0') continue;
    n += snprintf(out + n, size - (size_t)n, "%s%s", between, b->cookies[i]);
    between = "; ";
  }
  if (*between == ';') n += snprintf(out + n, size - (size_t)n, "\r\n");
  return n;
}

struct reply web_get(struct browser *b, const char *path) {
  char out[8192];
  int n = put_head(b, out, sizeof out, "GET", path);
  n += snprintf(out + n, sizeof out - (size_t)n, "\r\n");
  struct reply r = web_raw(out, (size_t)n);
  learn(b, &r);
  return r;
}

struct reply web_post(struct browser *b, const char *path, const char *form) {
  static char out[300000], body[280000];
  bool given = strncmp(form, "csrf=", 5) == 0 || strstr(form, "&csrf=") != NULL;
  int length = given ? snprintf(body, sizeof body, "%s", form)
                     : snprintf(body, sizeof body, "csrf=%s%s%s", b->csrf, *form != '\0' ? "&" : "", form);
  int n = put_head(b, out, sizeof out, "POST", path);
  if (b->foreign) n += snprintf(out + n, sizeof out - (size_t)n, "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\n");
  else n += snprintf(out + n, sizeof out - (size_t)n, "Origin: http://127.0.0.1:%d\r\n", port_);
  n += snprintf(out + n, sizeof out - (size_t)n, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", length, body);
  struct reply r = web_raw(out, (size_t)n);
  learn(b, &r);
  return r;
}

struct db *web_db(void) {
  if (owner == NULL) owner = db_fixture_open("vigie_owner");
  return owner;
}

int64_t web_user(const char *login, const char *role) {
  char sql[700];
  if (hash[0] == '\0') cr_assert_eq(password_hash(WEB_PASSWORD, hash), PASSWORD_RIGHT);
  (void)snprintf(sql, sizeof sql,
                 "INSERT INTO vg.app_user (login, name, role, password_hash, password_at, created_at) "
                 "VALUES ('%s', 'Name of %s', '%s', '%s', now(), now()) RETURNING id", login, login, role, hash);
  return db_fixture_int(web_db(), sql);
}

static void hex(const unsigned char *bytes, char out[2 * TOKEN_BYTES + 1]) {
  for (int i = 0; i < TOKEN_BYTES; i++) (void)snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

struct browser web_session(int64_t user_id) {
  struct browser b = {0};
  unsigned char token[TOKEN_BYTES], digest[TOKEN_BYTES], csrf[TOKEN_BYTES];
  char text[TOKEN_TEXT], digest_hex[2 * TOKEN_BYTES + 1], csrf_hex[2 * TOKEN_BYTES + 1], sql[700];
  token_new(token);
  token_new(csrf);
  token_hash(token, digest);
  hex(digest, digest_hex);
  hex(csrf, csrf_hex);
  (void)snprintf(sql, sizeof sql,
                 "INSERT INTO vg.session (token_hash, user_id, csrf, created_at, seen_at, ends_at, address) "
                 "VALUES ('\\x%s', %lld, '\\x%s', now(), now(), now() + interval '1 hour', 'test')",
                 digest_hex, (long long)user_id, csrf_hex);
  db_fixture_sql(web_db(), sql);
  (void)snprintf(b.cookies[0], sizeof b.cookies[0], "vigie=%s", token_text(token, text));
  (void)token_text(csrf, b.csrf);
  return b;
}

void web_check_headers(const struct reply *r, const char *what) {
  static const struct {
    const char *name, *value;
  } wanted[] = {{"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"},
                {"X-Content-Type-Options", "nosniff"},
                {"X-Frame-Options", "DENY"},
                {"Referrer-Policy", "same-origin"},
                {"Cross-Origin-Opener-Policy", "same-origin"},
                {"Cross-Origin-Resource-Policy", "same-origin"},
                {"Permissions-Policy", "accelerometer=()"},
                {"Cache-Control", ""},
                {"Date", ""}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    const char *value = reply_header(r, wanted[i].name);
    cr_assert(*value != '\0' && strncmp(value, wanted[i].value, strlen(wanted[i].value)) == 0, "%s: %s: %s", what, wanted[i].name, value);
  }
  cr_assert_eq(*reply_header(r, "Server"), '\0', "%s", what);
  cr_assert_eq(*reply_header(r, "Access-Control-Allow-Origin"), '\0', "%s", what);
  const char *type = reply_header(r, "Content-Type");
  cr_assert(r->status == 304 || strstr(type, "charset=utf-8") != NULL || strstr(type, "json") != NULL || strcmp(type, "application/pdf") == 0,
            "%s: %s", what, type);
}

struct browser web_sign_in(const char *login) {
  struct browser b = {0};
  char form[200];
  (void)web_get(&b, "/login");
  (void)snprintf(form, sizeof form, "login=%s&password=tortue+parapluie+granit&next=/", login);
  struct reply r = web_post(&b, "/login", form);
  cr_assert_eq(r.status, 303, "%s: %d %s", login, r.status, r.body);
  return b;
}
