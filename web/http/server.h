/* web/http/server.h — the HTTP server behind a few functions, so that it can be replaced by writing server.c anew.
 *
 * server.c is the only file that knows CivetWeb. It serves no file, matches no path, decodes nothing: every request goes
 * to one handler, on one of `threads` threads. A thread is owned by a connection until that closes.
 *
 * Debian's CivetWeb is built to give its threads a stack of 100 KB, which no option changes and of which 12 KB are left when
 * the handler runs: server.c replaces pthread_attr_setstacksize() in the whole process to give at least 1 MB.   */
#ifndef VG_WEB_HTTP_SERVER_H
#define VG_WEB_HTTP_SERVER_H

#include "web/http/message.h"

struct http_server;

/* One request and the way to answer it: the handler, called on many threads at once, calls `send` exactly once before it
 * returns. Header and body leave in one write.                                                                   */
struct http_exchange {
  struct http_request request;
  void (*send)(struct http_exchange *, const struct http_response *);
  void *connection;
  bool sent;
};
typedef void http_handler(void *user, struct http_exchange *);
/* Answers what the server itself refuses (a line it cannot parse): same duty, `status` is its verdict. */
typedef void http_refuse(void *user, struct http_exchange *, int status);

struct http_server_conf {
  const char *address; /* "127.0.0.1" */
  int port;            /* 0: any free one, see http_server_port() */
  int threads;         /* 0: 256 */
  int request_timeout_ms, keep_alive_timeout_ms; /* 0: 15000, 2000 */
  const char *fixed_headers; /* "Name: value\r\n" lines put on every answer; kept by reference; NULL: none */
  http_handler *handle;
  http_refuse *refuse;
  void *user;
};

/* Yours: http_server_stop(). VG_E_CONFLICT when the port is taken. */
bool http_server_start(struct http_server **, const struct http_server_conf *, struct vg_error *err);
int http_server_port(const struct http_server *);
/* Refuses new requests with 503, waits up to `drain_ms` for answers in flight, then closes. NULL is allowed. */
void http_server_stop(struct http_server *, int drain_ms);

#endif
