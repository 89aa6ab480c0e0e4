#include "support/web_corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct corpus {
  const char *host, *group;
  void (*f)(const struct hostile *, void *);
  void *user;
  size_t count;
};

static void give(struct corpus *c, const char *bytes, size_t length, bool mended) {
  c->count++;
  c->f(&(struct hostile){c->group, bytes, length, mended}, c->user);
}

/* "@" stands for the host, "~" for CR LF, and "^" for NUL in `pattern`. */
static void send_pattern(struct corpus *c, const char *pattern, bool mended) {
  char *out = malloc(strlen(pattern) * 40 + 200);
  size_t n = 0;
  if (out == NULL) return;
  for (const char *p = pattern; *p != '\0'; p++) {
    if (*p == '@') memcpy(out + n, c->host, strlen(c->host)), n += strlen(c->host);
    else if (*p == '~') out[n++] = '\r', out[n++] = '\n';
    else out[n++] = *p == '^' ? '\0' : *p;
  }
  give(c, out, n, mended);
  free(out);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void each_in(struct corpus *c, const char *group, const char *before, const char *const *values, size_t count, const char *after,
                    bool mended) {
  char pattern[40000];
  c->group = group;
  for (size_t i = 0; i < count; i++) {
    (void)snprintf(pattern, sizeof pattern, "%s%s%s", before, values[i], after);
    send_pattern(c, pattern, mended);
  }
}

static void paths(struct corpus *c) {
  static const char *const bad[] = {
      "/LOGIN", "/Login", "/logiN", "/login/", "/login/x", "/loginx", "/login.", "/login..", "/login%00", "/login%00.css", "/login%00/../x", "/%00login",
      "/login%2f", "/login%2F", "/%2flogin", "/%2e%2e/login", "/.%2e/login", "/x/%2e%2e/login", "/..%2flogin", "/%5clogin", "/login%5c", "/x%5c..%5clogin",
      "//login", "///login", "/./login", "/x/../login", "/../login", "/login/.", "/login/..", "/login/../login", "/login/./", "/.../login", "/..", "/.", "/../",
      "/login;", "/login;x=y", "/;/login", "/x;/../login", "/..;/login", "/login..;/", "/%6cogin", "/%6Cogin", "/logi%6e", "/login%20", "/login%09", "/login%0a",
      "/login%0d%0aX:y", "/login%c0%af", "/%c0%ae%c0%ae/login", "/login%e0%80%af", "/login%ff", "/login%", "/login%2", "/login%zz", "/login%u002f", "/%252e%252e/login",
      "/login+", "/login*", "/login$", "/login!", "/login'", "/login(", "/login)", "/login,", "/login:", "/login=", "/login&", "/login[", "/login]", "/login\"", "/login<",
      "/login>", "/login`", "/login|", "/login{", "/login}", "/login\\", "\\login", "/\\login", "/x\\..\\login", "/static", "/static/", "/static/../login",
      "/static/..%2f..%2fetc%2fpasswd", "/static/....//etc/passwd", "/static/vigie.css", "/static/VIGIE.css", "/static/.", "/static/..", "/static//etc/passwd", "/etc/passwd",
      "/.git/config", "/.env", "/web.config", "/cgi-bin/", "/server-status", "/users/0", "/users/-1", "/users/01", "/users/1e3", "/users/99999999999999999999", "/setup/short",
      "/setup/", "/setup/%3Cscript%3E", "/index.html", "/login.html", "/healthz/", "/healthz/x", "/HEALTHZ"};
  each_in(c, "path", "GET ", bad, COUNT(bad), " HTTP/1.1~Host: @~Connection: close~~", false);
}

static void targets(struct corpus *c) {
  static const char *const bad[] = {"http://@/login", "http://evil.example/login", "https://@/login", "HTTP://@/login", "ftp://@/login", "http:/login", "http:login",
                                    "http://", "@", "login", "*", "", "?", "?next=/", "#", "/#login", "/login#x", "@:80", "javascript:alert(1)", "file:///etc/passwd", "http://@@evil.example/login",
                                    "http://evil.example#/login", "http://[::1]/login", "..", "./login", "../login"};
  each_in(c, "target", "GET ", bad, COUNT(bad), " HTTP/1.1~Host: @~Connection: close~~", true);
}

static void lines(struct corpus *c) {
  static const char *const bad[] = {
      "~", "~~", " ~~", "GET~~", "GET ~~", "GET /login~~", "GET /login ~~", "GET  /login HTTP/1.1~Host: @~~", "GET /login  HTTP/1.1~Host: @~~", "GET\t/login HTTP/1.1~Host: @~~",
      "GET /login\tHTTP/1.1~Host: @~~", "GET /login HTTP/1.1 ~Host: @~~", "GET /login HTTP/1.1 x~Host: @~~", "GET /login x HTTP/1.1~Host: @~~",
      "GET /lo gin HTTP/1.1~Host: @~~", "GET /login^ HTTP/1.1~Host: @~~", "GET /log^in HTTP/1.1~Host: @~~", "^GET /login HTTP/1.1~Host: @~~", "GET /login HTTP/1.1^~Host: @~~",
      "GET /login\x01 HTTP/1.1~Host: @~~", "GET /login\x7f HTTP/1.1~Host: @~~", "GET /login\xc3\xa9 HTTP/1.1~Host: @~~", "GET /login\xff HTTP/1.1~Host: @~~", "GET /login HTTP/1.1\nHost: @\n\n",
      "GET /login HTTP/1.1\nHost: @~~", "GET /login HTTP/1.1~Host: @\n\n", "GET /login HTTP/1.1\rHost: @\r\r", "GET /login HTTP/1.1~Host: @\r~~", "GET /login HTTP/1.1\r\r\nHost: @~~",
      "\x16\x03\x01\x02\x01\x01\xfc\x03\x03", "PRI * HTTP/2.0~~SM~~", "SSH-2.0-x~", "\x05\x01", "GET /login HTTP/1.1~Host: @~", "GET /login HTTP/1.1~Host", "GET /login HTTP/1.1", "GET /log", "G"};
  each_in(c, "line", "", bad, COUNT(bad), "", true);
  static const char *const versions[] = {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/2", "HTTP/3", "HTTP/9.9", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/11", "HTTP/1.10", "HTTP/01.1", "HTTP/1.01",
                                         "HTTP/-1.1", "HTTP/+1.1", "HTTP/1.1.1", "http/1.1", "Http/1.1", "HTTP 1.1", "HTTP\\1.1", "HTTPS/1.1", "XTTP/1.1", "HTTP/1.1x", "HTTP/a.b", "HTTP/", "1.1", "\"HTTP/1.1\""};
  each_in(c, "version", "GET /login ", versions, COUNT(versions), "~Host: @~Connection: close~~", true);
}

static void methods(struct corpus *c) {
  static const char *const bad[] = {"PUT", "DELETE", "OPTIONS", "TRACE", "TRACK", "CONNECT", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", "DEBUG",
                                    "get", "Get", "gET", "post", "Post", "GETT", "GE", "XGET", "GET,POST", "GET\x01", "GET/", "G(ET", "\"GET\"", "HEAD2", "head", "FOO", "M-SEARCH", "BREW", "GET:", "%47ET", "GET%20", "0", "-"};
  each_in(c, "method", "", bad, COUNT(bad), " /login HTTP/1.1~Host: @~Connection: close~~", false);
}

static void hosts(struct corpus *c) {
  static const char *const bad[] = {"", "Host:~", "Host: ~", "Host: evil.example~", "Host: @~Host: @~", "Host: @~host: evil.example~", "Host: evil.example~Host: @~", "HOST: @~Host: @~", "Host: @, evil.example~",
                                    "Host: @ evil.example~", "Host: @/login~", "Host: http://@~", "Host: x@@~", "Host: @:80:80~", "Host: @.evil.example~", "Host: evil.@~", "Host: .~", "Host: *~", "Host: [::1]~",
                                    "Host: localhost~", "Host: 0.0.0.0~", "Host: 127.1~", "Host: 2130706433~", "Host: @\x01~", "Host: @\xc3\xa9~", "Host: @%00~", "Host: @#~", "Host: @?~", "Host : @~", "Host\t: @~", " Host: @~", "X-Host: @~",
                                    "Host: @~ evil.example~", "Host: @~\tevil.example~", "Host:@~Host:@~", "Host: evil.example~X-Forwarded-Host: @~"};
  each_in(c, "host", "GET /login HTTP/1.1~", bad, COUNT(bad), "Connection: close~~", true);
}

static void headers(struct corpus *c) {
  static const char *const bad[] = {"X~", "X y~", "X y: z~", " X: y~", "\tX: y~", ": y~", ":~", "X : y~", "X\t: y~", "X: a~ b~", "X: a~\tb~", "X: a^b~", "X^: a~", "X: a\x01~", "X: a\x08~", "X: a\x0b~", "X: a\x1b[0m~", "X: a\x7f~", "X\x01: a~",
                                    "X\xc3\xa9: a~", "X(: a~", "X): a~", "X<: a~", "X,: a~", "X;: a~", "X\\: a~", "X\": a~", "X/: a~", "X[: a~", "X]: a~", "X?: a~", "X=: a~", "X{: a~", "X}: a~", "X: a\nY: b~", "X: a\rY: b~", "X: a\r Y: b~",
                                    "Upgrade: websocket~Connection: Upgrade~", "Upgrade: h2c~Connection: Upgrade, HTTP2-Settings~HTTP2-Settings: AAMAAABkAAQ~", "Trailer: X~", "Expect: 200-ok~", "Expect: 100-continue, x~", "Cookie: a=b~Cookie: vigie=x~",
                                    "Origin: null~Origin: http://@~", "Accept: text/html~Accept: application/json~", "Content-Type: text/html~Content-Type: text/plain~", "Sec-Fetch-Site: none~Sec-Fetch-Site: same-origin~", "\x80: a~"};
  each_in(c, "header", "GET /login HTTP/1.1~Host: @~Connection: close~", bad, COUNT(bad), "~", true);
}

static void lengths(struct corpus *c) {
  static const char *const bad[] = {"Content-Length: +3~", "Content-Length: -3~", "Content-Length: 3,3~", "Content-Length: 3, 3~", "Content-Length: 3 3~", "Content-Length: 3;3~", "Content-Length: 0x3~", "Content-Length: 03~", "Content-Length: 3.0~",
                                    "Content-Length: 3e0~", "Content-Length: ~", "Content-Length:~", "Content-Length: x~", "Content-Length: 3x~", "Content-Length: x3~", "Content-Length: 99999999999999999999~", "Content-Length: 9223372036854775808~",
                                    "Content-Length: 18446744073709551619~", "Content-Length: 4294967299~", "Content-Length: 3~Content-Length: 3~", "Content-Length: 3~Content-Length: 4~", "Content-Length: 3~content-length: 3~",
                                    "Content-Length: 3~CONTENT-LENGTH: 0~", "Content-Length : 3~", "Content-Length\t: 3~", " Content-Length: 3~", "Content-Length: 3~ 4~", "Content-Length: \xc2\xb3~", "Content-Length: \"3\"~", "Content-Length: 3\x01~",
                                    "Content-Length: 3^~", "", "Content-Length: 1000000000~", "Content-Length: 17000000~", "Content_Length: 3~", "Content-Length: --3~", "Content-Length: 3-~", "Content-Length: NaN~", "Content-Length: 1_0~", "Content-Length: \v3~"};
  each_in(c, "length", "POST /login HTTP/1.1~Host: @~Connection: close~Origin: http://@~Content-Type: application/x-www-form-urlencoded~", bad, COUNT(bad), "~a=b", true);
  static const char *const get[] = {"Content-Length: 3~", "Content-Length: 3~Content-Length: 3~", "Transfer-Encoding: chunked~", "Content-Length: +0~", "Content-Length: 00~", "Content-Length: -0~"};
  each_in(c, "body on GET", "GET /login HTTP/1.1~Host: @~Connection: close~", get, COUNT(get), "~a=b", true);
}

static void encodings(struct corpus *c) {
  static const char *const bad[] = {"Transfer-Encoding: chunked~", "transfer-encoding: chunked~", "TRANSFER-ENCODING: CHUNKED~", "Transfer-Encoding: identity~", "Transfer-Encoding: gzip~", "Transfer-Encoding: gzip, chunked~", "Transfer-Encoding: chunked, identity~",
                                    "Transfer-Encoding: chunked~Transfer-Encoding: identity~", "Transfer-Encoding: xchunked~", "Transfer-Encoding: chunkedx~", "Transfer-Encoding: \"chunked\"~", "Transfer-Encoding:~", "Transfer-Encoding: ~", "Transfer-Encoding: x~",
                                    "Transfer-Encoding:\tchunked~", "Transfer-Encoding: \vchunked~", "Transfer-Encoding : chunked~", " Transfer-Encoding: chunked~", "Transfer-Encoding: chunked ~", "Transfer-Encoding: ,chunked~", "Transfer-Encoding: chunk~", "Transfer_Encoding: chunked~Content-Length: x~",
                                    "Transfer-Encoding~ : chunked~", "Transfer-Encoding: chunked~Content-Length: 5~", "Content-Length: 5~Transfer-Encoding: chunked~", "Content-Length: 5~Transfer-Encoding: identity~", "Content-Length: 5~Transfer-Encoding: x~", "Content-Length: 5~Transfer-Encoding:~",
                                    "Content-Length: 5~Transfer-Encoding : chunked~", "Content-Length: 5~transfer-encoding: CHUNKED~", "Content-Length: 0~Transfer-Encoding: chunked~", "X: y~ Transfer-Encoding: chunked~Content-Length: 5~", "TE: trailers~Transfer-Encoding: chunked~Trailer: Host~"};
  each_in(c, "encoding", "POST /login HTTP/1.1~Host: @~Connection: close~Origin: http://@~Content-Type: application/x-www-form-urlencoded~", bad, COUNT(bad), "~0~~", true);
  static const char *const chunks[] = {"0~~GET /healthz HTTP/1.1~Host: @~~", "3~a=b~0~~", "3;x=y~a=b~0~~", "+3~a=b~0~~", "0x3~a=b~0~~", "-1~a=b~0~~", "ffffffffffffffff~a", "3\na=b\n0\n\n", "3~a=bX~0~~", "3~a=b", "~a=b~0~~", "g~a=b~0~~", "10000000000000000~x"};
  each_in(c, "chunk", "POST /login HTTP/1.1~Host: @~Origin: http://@~Content-Type: application/x-www-form-urlencoded~Transfer-Encoding: chunked~~", chunks, COUNT(chunks), "", true);
}

static void queries(struct corpus *c) {
  static const char *const bad[] = {"x=1", "next", "next=%", "next=%2", "next=%zz", "next=%00", "next=%01", "next=%ff", "next=%c0%af", "next=%ed%a0%80", "next=/&next=/", "next=/&%6eext=/", "=x", "&", "next=/&", "&next=/", "next=/&&x=y", "n%00ext=/", "next=%0b", "next[]=/",
                                    "next=//evil.example", "next=/%5cevil.example", "next=https://evil.example", "next=javascript:alert(1)", "next=/..", "au=2026-02-30", "au=now", "au=-1", "au=9999-12-31", "au=2025-01-01T00:00:00Z", "vs=2999-01-01", "perimeter=..", "perimeter=%27OR%201=1--",
                                    "au=2025-01-01&au=2025-01-02", "next=\"", "next=<script>", "next=`", "next=\\", "next=|", "next={}", "next=a b", "next=\x01", "next=\xc3\xa9", "next=^"};
  each_in(c, "query", "GET /login?", bad, COUNT(bad), " HTTP/1.1~Host: @~Connection: close~~", false);
}

static void forms(struct corpus *c) {
  static const struct {
    const char *text;
    size_t length;
  } bad[] = {{"a=b%", 4}, {"a=b\0c", 5}, {"\0", 1}, {"a", 1}, {"=", 1}, {"&", 1}, {"a=b%0", 5}, {"a=b%zz", 6}, {"a=%00", 5}, {"a=%ff", 5}, {"login=a&login=b", 15}, {"login=%01", 9}, {"login=\xff", 7}, {"login=\xc3", 7}, {"a=b&", 4}, {"&a=b", 4},
             {"{\"login\":\"a\"}", 13}, {"<x/>", 4}, {"a=b\r\nc=d", 8}, {"%61=b%", 6}, {"login%00=a", 10}, {"password=%c0%80", 15}, {"%", 1}, {"%%%", 3}, {"====", 4}, {"&&&&", 4}};
  char out[1000];
  c->group = "form";
  for (size_t i = 0; i < COUNT(bad); i++) {
    int n = snprintf(out, sizeof out,
                     "POST /login HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nOrigin: http://%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
                     c->host, c->host, bad[i].length);
    (void)memcpy(out + n, bad[i].text, bad[i].length);
    give(c, out, (size_t)n + bad[i].length, false);
  }
  static const char *const types[] = {"", "Content-Type: text/plain~", "Content-Type: multipart/form-data; boundary=x~", "Content-Type: application/json~", "Content-Type: application/x-www-form-urlencoded; charset=utf-7~",
                                      "Content-Type: application/x-www-form-urlencoded, text/plain~", "Content-Type: ~", "Content-Type: application/x-www-form-urlencodedx~", "Content-Type: application/x-www-form-urlencoded; boundary=x~"};
  each_in(c, "content type", "POST /login HTTP/1.1~Host: @~Connection: close~Origin: http://@~Content-Length: 3~", types, COUNT(types), "~a=b", false);
  static const char *const origins[] = {"", "Origin: null~", "Origin: http://evil.example~", "Origin: https://@.evil.example~", "Origin: http://@.evil.example~", "Origin: http://@x~", "Origin: http://evil.example/http://@~", "Origin: @~", "Referer: http://evil.example/~",
                                        "Referer: http://@.evil.example/~", "Origin: http://@~Sec-Fetch-Site: cross-site~", "Sec-Fetch-Site: same-site~", "Sec-Fetch-Site: none~"};
  each_in(c, "origin", "POST /login HTTP/1.1~Host: @~Connection: close~Content-Type: application/x-www-form-urlencoded~Content-Length: 3~", origins, COUNT(origins), "~a=b", false);
}

static void sizes(struct corpus *c) {
  static char big[60000];
  c->group = "size";
  static const struct {
    const char *before, *unit, *after;
    int times;
  } made[] = {{"GET /", "a", " HTTP/1.1~Host: @~~", 600},        {"GET /", "a", " HTTP/1.1~Host: @~~", 9000},
              {"GET /", "a/", " HTTP/1.1~Host: @~~", 400},       {"GET /login?next=", "a", " HTTP/1.1~Host: @~~", 5000},
              {"GET /login?", "a=b&", " HTTP/1.1~Host: @~~", 400}, {"GET /login HTTP/1.1~Host: @~", "X: y~", "~", 70},
              {"GET /login HTTP/1.1~Host: @~", "X: y~", "~", 101}, {"GET /login HTTP/1.1~Host: @~", "X: y~", "~", 2000},
              {"GET /login HTTP/1.1~Host: @~X: ", "a", "~~", 9000}, {"GET /login HTTP/1.1~Host: @~X: ", "a", "~~", 20000},
              {"GET /login HTTP/1.1~Host: @~Cookie: ", "a=b; ", "~~", 4000}, {"GET /login HTTP/1.1~Host: @~", "X", ": y~~", 20000},
              {"GET /login HTTP/1.1~Host: ", "a", "~~", 9000},   {"", "A", " /login HTTP/1.1~Host: @~~", 9000},
              {"GET /login ", "H", "~Host: @~~", 9000},          {"", "~", "GET /login HTTP/9.1~Host: @~~", 100}};
  for (size_t i = 0; i < COUNT(made); i++) {
    size_t n = (size_t)snprintf(big, sizeof big, "%s", made[i].before);
    for (int k = 0; k < made[i].times; k++) n += (size_t)snprintf(big + n, sizeof big - n, "%s", made[i].unit);
    (void)snprintf(big + n, sizeof big - n, "%s", made[i].after);
    send_pattern(c, big, false);
  }
}

size_t corpus_each(const char *host, void (*f)(const struct hostile *, void *user), void *user) {
  struct corpus c = {.host = host, .f = f, .user = user};
  paths(&c);
  targets(&c);
  lines(&c);
  methods(&c);
  hosts(&c);
  headers(&c);
  lengths(&c);
  encodings(&c);
  queries(&c);
  forms(&c);
  sizes(&c);
  return c.count;
}
