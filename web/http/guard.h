/* web/http/guard.h — refuses requests whose shape two programs could read differently. Pure: no state, no input or output.
 *
 * What passes has: a known method; HTTP/1.0 or 1.1; one Host, one of ours; at most one Content-Length, plain digits; no
 * Transfer-Encoding, no Upgrade; a path of [A-Za-z0-9._~@-] segments without empty, "." or ".." ones, hence nothing
 * encoded in it; a query without control characters; well-formed header lines.                                 */
#ifndef VG_WEB_HTTP_GUARD_H
#define VG_WEB_HTTP_GUARD_H

#include "web/http/message.h"

enum http_method { M_GET = 1, M_POST }; /* HEAD is a GET whose body is not sent */

struct guard_conf {
  const char *const *hosts; /* NULL-terminated "host[:port]" that are ours, lower-case */
};

struct guard_verdict {
  int status;         /* 0: passes; else 400, 405, 411, 413, 414, 417, 421, 431, 501, 505 */
  const char *reason; /* stable word for the log: "transfer-encoding" */
  enum http_method method;
  bool head;
  bool has_length;
  uint64_t length; /* of the body */
};

enum { GUARD_PATH_MAX = 512, GUARD_QUERY_MAX = 4096, GUARD_VALUE_MAX = 8192 };

/* Is it a path of ours with perhaps a query, as the guard would let it pass? For places to return to. */
bool guard_local_url(const char *url);

/* Judges the head of a request, before any of its body is read. */
struct guard_verdict guard_check(const struct http_request *, const struct guard_conf *);

#endif
