#include "web/http/message.h"

#include <string.h>
#include <strings.h>

#include "core/log.h"

const char *http_header(const struct http_request *request, const char *name, size_t *count) {
  const char *first = NULL;
  size_t n = 0;
  for (size_t i = 0; i < request->header_count; i++) {
    if (strcasecmp(request->headers[i].name, name) != 0) continue;
    if (n++ == 0) first = request->headers[i].value;
  }
  if (count != NULL) *count = n;
  return first;
}

bool http_read_body(const struct http_request *request, struct vg_arena *arena, size_t length, size_t most, char **out,
                    struct vg_error *err) {
  if (length > most) return vg_fail(err, VG_E_LIMIT, N_("the body is %zu bytes, at most %zu are taken here"), length, most);
  char *body = vg_alloc(arena, length + 1);
  if (body == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for a body of %zu bytes", length);
  for (size_t done = 0; done < length;) {
    long n = request->read(request->connection, body + done, length - done);
    if (n < 0) return vg_fail(err, VG_E_TIMEOUT, "the body stopped after %zu of %zu bytes", done, length);
    if (n == 0) return vg_fail(err, VG_E_INPUT, "the body ended after %zu of %zu bytes", done, length);
    done += (size_t)n;
  }
  *out = body;
  return true;
}

static bool printable(const char *text) {
  for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++)
    if (*p < 0x20 || *p >= 0x7f) return false;
  return true;
}

void http_response_header(struct http_response *response, const char *name, const char *value) {
  size_t room = sizeof response->extra / sizeof *response->extra;
  if (response->extra_count == room || !printable(name) || !printable(value)) {
    log_event(LOG_ERROR, "http.header_dropped", LOG_TEXT("name", name));
    return;
  }
  response->extra[response->extra_count++] = (struct http_header){name, value};
}

const char *http_status_text(int status) {
  static const struct {
    int status;
    const char *text;
  } known[] = {{200, "OK"},
               {303, "See Other"},
               {304, "Not Modified"},
               {400, "Bad Request"},
               {401, "Unauthorized"},
               {403, "Forbidden"},
               {404, "Not Found"},
               {405, "Method Not Allowed"},
               {408, "Request Timeout"},
               {409, "Conflict"},
               {411, "Length Required"},
               {413, "Content Too Large"},
               {414, "URI Too Long"},
               {415, "Unsupported Media Type"},
               {417, "Expectation Failed"},
               {421, "Misdirected Request"},
               {422, "Unprocessable Content"},
               {429, "Too Many Requests"},
               {431, "Request Header Fields Too Large"},
               {500, "Internal Server Error"},
               {501, "Not Implemented"},
               {503, "Service Unavailable"},
               {504, "Gateway Timeout"},
               {505, "HTTP Version Not Supported"},
               {507, "Insufficient Storage"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].status == status) return known[i].text;
  return "Status";
}
