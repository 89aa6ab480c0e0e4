/* The request guard: a request in text form ("GET /path?query HTTP/1.1" and "Name: value" lines) passes only with a path of
 * the allowed letters, or is refused with a status of 4xx or 5xx and a reason. */
#include "fuzz/fuzz.h"
#include "web/http/guard.h"

static char *cut(char **at, const char *separator) {
  char *start = *at, *end = strstr(start, separator);
  if (end == NULL) {
    *at = start + strlen(start);
  } else {
    *end = '\0';
    *at = end + strlen(separator);
  }
  return start;
}

static void read_request(struct http_request *r, char *text) {
  char *line = cut(&text, "\n");
  r->method = cut(&line, " ");
  char *target = cut(&line, " HTTP/");
  r->version = line;
  r->path = cut(&target, "?");
  r->query = *target != '\0' ? target : NULL;
  while (*text != '\0' && r->header_count < HTTP_HEADERS_MAX) {
    char *header = cut(&text, "\n");
    const char *name = cut(&header, ": ");
    r->headers[r->header_count++] = (struct http_header){name, header};
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const hosts[] = {"127.0.0.1:8080", NULL};
  char *text = fuzz_text(data, size);
  struct http_request r = {0};
  read_request(&r, text);
  struct guard_verdict v = guard_check(&r, &(struct guard_conf){hosts});
  if (v.status == 0) {
    fuzz_assert(r.path[0] == '/' && strstr(r.path, "..") != r.path + 1 && strpbrk(r.path, "%\\ \"<>'") == NULL);
    fuzz_assert(http_header(&r, "transfer-encoding", NULL) == NULL);
  } else {
    fuzz_assert(v.status >= 400 && v.status < 600 && v.reason != NULL);
  }
  (void)guard_local_url(text);
  free(text);
  return 0;
}
