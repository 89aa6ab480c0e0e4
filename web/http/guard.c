#include "web/http/guard.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"

static struct guard_verdict refuse(int status, const char *reason) {
  return (struct guard_verdict){.status = status, .reason = reason};
}

static bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool in_path(char c) { return alphanumeric(c) || (c != '\0' && strchr("._~@-", c) != NULL); }

static bool header_name(const char *name) {
  if (*name == '\0') return false;
  for (; *name != '\0'; name++)
    if (!alphanumeric(*name) && strchr("-_.!#$%&'*+^`|~", *name) == NULL) return false;
  return true;
}

static bool printable(const char *text, bool high) {
  for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++)
    if ((*p < 0x20 && *p != '\t') || *p == 0x7f || (!high && *p >= 0x80)) return false;
  return true;
}

static const char *path_fault(const char *path) {
  if (*path != '/') return "path";
  for (const char *p = path; *p != '\0';) {
    const char *segment = ++p;
    while (in_path(*p)) p++;
    size_t length = (size_t)(p - segment);
    if (*p != '/' && *p != '\0') return "path-character";
    if (length == 0 && (*p == '/' || segment != path + 1)) return "path-empty-segment";
    if ((length == 1 && segment[0] == '.') || (length == 2 && segment[0] == '.' && segment[1] == '.')) return "path-dots";
  }
  return NULL;
}

static const char *query_fault(const char *query) {
  for (const char *p = query; *p != '\0'; p++)
    if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f || strchr("\"<>\\^`{|}#", *p) != NULL)
      return "query-character";
  return NULL;
}

static struct guard_verdict check_target(const struct http_request *r) {
  if (strlen(r->path) > GUARD_PATH_MAX) return refuse(414, "path-length");
  const char *fault = path_fault(r->path);
  if (fault != NULL) return refuse(400, fault);
  if (r->query == NULL) return (struct guard_verdict){0};
  if (strlen(r->query) > GUARD_QUERY_MAX) return refuse(414, "query-length");
  fault = query_fault(r->query);
  return fault != NULL ? refuse(400, fault) : (struct guard_verdict){0};
}

static struct guard_verdict check_lines(const struct http_request *r) {
  if (r->odd_lines) return refuse(400, "header-line");
  if (r->header_count >= HTTP_HEADERS_MAX) return refuse(431, "header-count");
  for (size_t i = 0; i < r->header_count; i++) {
    if (!header_name(r->headers[i].name)) return refuse(400, "header-name");
    if (!printable(r->headers[i].value, true)) return refuse(400, "header-value");
    if (strlen(r->headers[i].value) > GUARD_VALUE_MAX) return refuse(431, "header-length");
  }
  return (struct guard_verdict){0};
}

static struct guard_verdict check_host(const struct http_request *r, const struct guard_conf *conf) {
  size_t count;
  const char *host = http_header(r, "Host", &count);
  if (count != 1) return refuse(400, count == 0 ? "host-missing" : "host-twice");
  for (const char *const *known = conf->hosts; *known != NULL; known++)
    if (strcasecmp(*known, host) == 0) return (struct guard_verdict){0};
  return refuse(421, "host-unknown");
}

static bool once(const struct http_request *r, const char *name) {
  size_t count;
  (void)http_header(r, name, &count);
  return count <= 1;
}

/* Headers that would be read differently by two programs when given twice. */
static struct guard_verdict check_single(const struct http_request *r) {
  static const char *const single[] = {"Content-Type", "Cookie",       "Origin",         "Referer",        "Accept",
                                       "Expect",       "Authorization", "Sec-Fetch-Site", "Sec-Fetch-Mode", "X-CSRF-Token"};
  for (size_t i = 0; i < sizeof single / sizeof *single; i++)
    if (!once(r, single[i])) return refuse(400, "header-twice");
  return (struct guard_verdict){0};
}

static struct guard_verdict check_body(const struct http_request *r, struct guard_verdict ok) {
  size_t count, transfer, upgrade, trailer;
  const char *length = http_header(r, "Content-Length", &count);
  (void)http_header(r, "Transfer-Encoding", &transfer);
  (void)http_header(r, "Upgrade", &upgrade);
  (void)http_header(r, "Trailer", &trailer);
  if (transfer > 0) return count > 0 ? refuse(400, "transfer-encoding-and-length") : refuse(501, "transfer-encoding");
  if (upgrade > 0) return refuse(501, "upgrade");
  if (trailer > 0) return refuse(400, "trailer");
  const char *expect = http_header(r, "Expect", NULL);
  if (expect != NULL && strcasecmp(expect, "100-continue") != 0) return refuse(417, "expect");
  if (count > 1) return refuse(400, "length-twice");
  if (count == 0) return ok.method == M_POST ? refuse(411, "length-missing") : ok;
  size_t digits = strspn(length, "0123456789");
  if (digits == 0 || digits > 18 || length[digits] != '\0') return refuse(400, "length");
  if (digits > 1 && length[0] == '0') return refuse(400, "length");
  int64_t value;
  if (!text_int(length, 0, INT64_MAX, &value)) return refuse(400, "length");
  ok.has_length = true;
  ok.length = (uint64_t)value;
  if (ok.method == M_GET && ok.length > 0) return refuse(400, "body-on-get");
  return ok;
}

static struct guard_verdict check_method(const struct http_request *r) {
  if (strcmp(r->version, "1.1") != 0 && strcmp(r->version, "1.0") != 0) return refuse(505, "version");
  if (strcmp(r->method, "GET") == 0) return (struct guard_verdict){.method = M_GET};
  if (strcmp(r->method, "HEAD") == 0) return (struct guard_verdict){.method = M_GET, .head = true};
  if (strcmp(r->method, "POST") == 0) return (struct guard_verdict){.method = M_POST};
  return refuse(405, "method");
}

bool guard_local_url(const char *url) {
  char path[GUARD_PATH_MAX + 1];
  size_t n = strcspn(url, "?");
  if (n > GUARD_PATH_MAX) return false;
  (void)memcpy(path, url, n);
  path[n] = '\0';
  if (path_fault(path) != NULL) return false;
  return url[n] == '\0' || (strlen(url + n) <= GUARD_QUERY_MAX && query_fault(url + n + 1) == NULL);
}

struct guard_verdict guard_check(const struct http_request *request, const struct guard_conf *conf) {
  struct guard_verdict ok = check_method(request), step;
  if (ok.status != 0 && ok.status != 405) return ok;
  if ((step = check_lines(request)).status != 0) return step;
  if ((step = check_target(request)).status != 0) return step;
  if ((step = check_host(request, conf)).status != 0) return step;
  if ((step = check_single(request)).status != 0) return step;
  if (ok.status != 0) return ok;
  return check_body(request, ok);
}
