/* web/http/message.h — an HTTP request as received and the answer to give, without any server's types.
 *
 * Everything in a request is borrowed from the server and lives until its handler returns. Nothing is decoded. */
#ifndef VG_WEB_HTTP_MESSAGE_H
#define VG_WEB_HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"

enum { HTTP_HEADERS_MAX = 64 };

struct http_header {
  const char *name, *value;
};

struct http_request {
  const char *method;  /* "GET": as sent, case kept */
  const char *path;    /* raw, before '?', never decoded */
  const char *query;   /* raw, after '?'; NULL when there is no '?' */
  const char *version; /* "1.1" */
  struct http_header headers[HTTP_HEADERS_MAX];
  size_t header_count;  /* HTTP_HEADERS_MAX: there may have been more */
  bool odd_lines;       /* bare LF, folded or malformed header lines, extra spaces: the server saw them */
  char address[48];     /* of the peer, "127.0.0.1" */
  /* Reads up to `size` bytes of body: how many, 0 at its end, negative on failure or time-out. */
  long (*read)(void *connection, char *out, size_t size);
  void *connection;
};

/* The first header of that name, ignoring case; NULL when there is none. *count, when given: how many there are. */
const char *http_header(const struct http_request *, const char *name, size_t *count);

/* Reads a body of exactly `length` bytes. Yours in the arena, NUL-terminated. VG_E_LIMIT above `most`, VG_E_INPUT when
 * it ends early, VG_E_TIMEOUT when it does not come.                                                             */
bool http_read_body(const struct http_request *, struct vg_arena *, size_t length, size_t most, char **out,
                    struct vg_error *err);

struct http_response {
  int status;
  const char *content_type; /* "text/html; charset=utf-8" */
  const char *location;     /* NULL: none */
  const char *cache_control; /* NULL: "no-store" */
  struct http_header extra[8]; /* further headers; values without control characters, which are refused */
  size_t extra_count;
  const char *body; /* belongs to whoever made it, until the answer is sent */
  size_t length;
  bool close; /* end the connection after this answer */
};

/* Adds a header. A value with a control character, or a ninth header, is a bug of ours: it is dropped and logged. */
void http_response_header(struct http_response *, const char *name, const char *value);

/* "Not Found" for 404; "Status" for what is not known. */
const char *http_status_text(int status);

#endif
