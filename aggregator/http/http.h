/* http/http.h — one HTTP GET, with every limit on. This folder is the only user of libcurl.
 *
 * TLS 1.2 or later, verified always. http and https only; no redirect is followed; no proxy, cookie, netrc or
 * environment is looked at; bodies are not decompressed. Addresses that are never called, whatever name led there:
 * link-local (169.254/16, fe80::/10), multicast, broadcast, 0/8 and ::, and the clouds' metadata address fd00:ec2::254.
 * Loopback and private networks are allowed: internal monitoring lives there. Thread-safe.                        */
#ifndef VG_HTTP_HTTP_H
#define VG_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"
#include "core/error.h"

struct http_request {
  const char *url;
  const char *user, *secret; /* Basic when user is set, Bearer when only secret is; never in a message */
  const char *accept;        /* NULL: anything */
  const char *ca_file;       /* certificates to trust instead of the system's; NULL: the system's */
  int connect_ms, total_ms;  /* 0: 5 s and 60 s */
  int silence_ms;            /* gives up after that long without a byte; 0: 30 s; whole seconds count */
};

/* Fills `body`, which the caller has initialised: its limit is the most bytes accepted. Only status 200 is a success.
 * VG_E_UNAVAILABLE (no answer, cut answer, 5xx, 429), VG_E_TIMEOUT, VG_E_LIMIT, VG_E_DENIED (401, 403, an address that
 * is never called), VG_E_NOTFOUND (404), VG_E_CONFIG (certificate not trusted), VG_E_INPUT (redirect, other statuses, a
 * URL that is not http). Messages hold the URL without its query, the status and the start of the body.            */
bool http_get(const struct http_request *, struct buf *body, struct vg_error *err);

struct sockaddr;
/* True for an address that is never called. */
bool http_address_denied(const struct sockaddr *);

#endif
