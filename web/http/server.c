#include "web/http/server.h"

#include <civetweb.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/zone.h"

enum { MERGE_MAX = 1 << 20, STACK_MIN = 1 << 20, HEAD_ROOM = 4096 }; /* answers up to this size leave in one write with their header */

struct http_server {
  struct http_server_conf conf;
  struct mg_context *context;
  int port;
  pthread_mutex_t mutex;
  pthread_cond_t idle;
  int in_flight; /* under mutex */
  atomic_bool draining;
};

static _Thread_local char start_message[200];

/* See server.h: CivetWeb asks for 100 KB and uses 90 of them before it calls us. The dynamic linker finds this one first. */
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
  int (*real)(pthread_attr_t *, size_t) = NULL;
  *(void **)&real = dlsym(RTLD_NEXT, "pthread_attr_setstacksize");
  return real != NULL ? real(attributes, size < STACK_MIN ? STACK_MIN : size) : 0;
}

static const struct mg_request_info *info(void *connection) { return mg_get_request_info(connection); }

/* Does the server's parser agree with the strict reading of these lines? It ends texts in place, so the distance between
 * two of them tells what stood there: CR LF between lines, one colon after a name, CR LF CR LF at the end.          */
static bool odd_lines(const struct mg_request_info *ri) {
  const char *uri_end = ri->request_uri + strlen(ri->request_uri);
  if (ri->query_string != NULL) uri_end = ri->query_string + strlen(ri->query_string);
  if (ri->request_uri != ri->request_method + strlen(ri->request_method) + 1) return true;
  if (ri->http_version != uri_end + 1 + strlen("HTTP/")) return true;
  const char *end = ri->http_version + strlen(ri->http_version);
  for (int i = 0; i < ri->num_headers; i++) {
    const char *name = ri->http_headers[i].name, *value = ri->http_headers[i].value;
    if (name != end + 2) return true;
    const char *colon = name + strlen(name);
    if (value > colon + 1 && colon[1] == '\0') return true;
    end = value + strlen(value);
  }
  return end[1] != '\0' || end[2] != '\r' || end[3] != '\0';
}

/* The value without the white space that may follow it. */
static const char *trimmed(const char *value) {
  size_t n = strlen(value);
  char *text = (char *)(uintptr_t)value;
  while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t')) text[--n] = '\0';
  return text;
}

static long read_body(void *connection, char *out, size_t size) {
  int n = mg_read(connection, out, size);
  return n;
}

static bool wants_keep_alive(const struct http_request *r) {
  const char *connection = http_header(r, "Connection", NULL);
  if (connection != NULL) return strcasestr(connection, "keep-alive") != NULL;
  return strcmp(r->version, "1.1") == 0;
}

static void put_header(struct buf *out, const char *name, const char *value) {
  if (value == NULL) return;
  buf_text(out, name);
  buf_put(out, ": ", 2);
  buf_text(out, value);
  buf_put(out, "\r\n", 2);
}

static void put_date(struct buf *out) {
  static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  struct civil c = zone_civil(zone_utc(), clock_now());
  buf_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n", days[c.weekday], c.day, months[c.month - 1], c.year,
             c.hour, c.minute, c.second);
}

static void put_head(struct buf *out, const struct http_server *server, const struct http_response *a, bool close) {
  buf_printf(out, "HTTP/1.1 %d %s\r\n", a->status, http_status_text(a->status));
  put_date(out);
  if (a->status != 304) put_header(out, "Content-Type", a->content_type);
  if (a->status != 304) buf_printf(out, "Content-Length: %zu\r\n", a->length);
  put_header(out, "Location", a->location);
  put_header(out, "Cache-Control", a->cache_control != NULL ? a->cache_control : "no-store");
  for (size_t i = 0; i < a->extra_count; i++) put_header(out, a->extra[i].name, a->extra[i].value);
  buf_text(out, server->conf.fixed_headers);
  buf_text(out, close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n");
}

static void send_answer(struct http_exchange *x, const struct http_response *a) {
  struct mg_connection *connection = x->connection;
  const struct http_server *server = mg_get_user_data(mg_get_context(connection));
  if (x->sent) return;
  x->sent = true;
  bool close = a->close || atomic_load(&server->draining) || !wants_keep_alive(&x->request);
  if (close) mg_disable_connection_keep_alive(connection);
  bool body = a->length > 0 && a->status != 304 && strcmp(x->request.method, "HEAD") != 0;
  BUF(out, 32768 + (size_t)MERGE_MAX);
  if (body && a->length <= MERGE_MAX) buf_room(&out, a->length + HEAD_ROOM);
  put_head(&out, server, a, close);
  if (body && a->length <= MERGE_MAX) buf_put(&out, a->body, a->length);
  if (!buf_ok(&out)) {
    log_event(LOG_ERROR, "http.answer_too_large", LOG_INT("status", a->status));
    mg_disable_connection_keep_alive(connection);
    return;
  }
  int written = mg_write(connection, out.data, out.length);
  if (written == (int)out.length && body && a->length > MERGE_MAX) written = mg_write(connection, a->body, a->length);
  if (written <= 0) mg_disable_connection_keep_alive(connection);
}

static void fill(struct http_exchange *x, struct mg_connection *connection) {
  const struct mg_request_info *ri = info(connection);
  x->connection = connection;
  x->send = send_answer;
  struct http_request *r = &x->request;
  r->connection = connection;
  r->read = read_body;
  r->method = ri->request_method != NULL ? ri->request_method : "";
  r->path = ri->request_uri != NULL ? ri->request_uri : "";
  r->query = ri->query_string;
  r->version = ri->http_version != NULL ? ri->http_version : "";
  (void)memcpy(r->address, ri->remote_addr, sizeof r->address);
  r->address[sizeof r->address - 1] = '\0';
}

static void fill_headers(struct http_exchange *x, struct mg_connection *connection) {
  const struct mg_request_info *ri = info(connection);
  struct http_request *r = &x->request;
  r->odd_lines = odd_lines(ri);
  for (int i = 0; i < ri->num_headers && i < HTTP_HEADERS_MAX; i++)
    r->headers[r->header_count++] =
        (struct http_header){ri->http_headers[i].name, trimmed(ri->http_headers[i].value)};
}

static void enter(struct http_server *server) {
  (void)pthread_mutex_lock(&server->mutex);
  server->in_flight++;
  (void)pthread_mutex_unlock(&server->mutex);
}

static void leave(struct http_server *server) {
  (void)pthread_mutex_lock(&server->mutex);
  if (--server->in_flight == 0) (void)pthread_cond_broadcast(&server->idle);
  (void)pthread_mutex_unlock(&server->mutex);
}

static int on_request(struct mg_connection *connection) {
  struct http_server *server = mg_get_user_data(mg_get_context(connection));
  struct http_exchange x = {0};
  enter(server);
  fill(&x, connection);
  fill_headers(&x, connection);
  if (atomic_load(&server->draining)) server->conf.refuse(server->conf.user, &x, 503);
  else server->conf.handle(server->conf.user, &x);
  if (!x.sent) mg_disable_connection_keep_alive(connection);
  leave(server);
  return 200;
}

static int on_error(struct mg_connection *connection, int status, const char *message) {
  (void)message;
  struct http_server *server = mg_get_user_data(mg_get_context(connection));
  struct http_exchange x = {0};
  enter(server);
  fill(&x, connection);
  server->conf.refuse(server->conf.user, &x, status);
  mg_disable_connection_keep_alive(connection);
  leave(server);
  return 0;
}

static int on_message(const struct mg_connection *connection, const char *message) {
  (void)connection;
  (void)snprintf(start_message, sizeof start_message, "%s", message);
  log_event(LOG_DEBUG, "http.server", LOG_TEXT("message", message));
  return 1;
}

static bool start(struct http_server *server, struct vg_error *err) {
  const struct http_server_conf *c = &server->conf;
  char port[80], threads[16], request_ms[16], keep_ms[16];
  (void)snprintf(port, sizeof port, "%s:%d", c->address, c->port);
  (void)snprintf(threads, sizeof threads, "%d", c->threads > 0 ? c->threads : 256);
  (void)snprintf(request_ms, sizeof request_ms, "%d", c->request_timeout_ms > 0 ? c->request_timeout_ms : 15000);
  (void)snprintf(keep_ms, sizeof keep_ms, "%d", c->keep_alive_timeout_ms > 0 ? c->keep_alive_timeout_ms : 2000);
  const char *options[] = {"listening_ports", port, "num_threads", threads, "request_timeout_ms", request_ms,
                           "keep_alive_timeout_ms", keep_ms, "enable_keep_alive", "yes", "tcp_nodelay", "1",
                           "linger_timeout_ms", "500", "max_request_size", "16384", "decode_url", "no",
                           "enable_directory_listing", "no", "enable_auth_domain_check", "no",
                           "access_control_allow_origin", "", "listen_backlog", "512", NULL};
  struct mg_callbacks callbacks = {.begin_request = on_request, .http_error = on_error, .log_message = on_message};
  start_message[0] = '\0';
  server->context = mg_start(&callbacks, server, options);
  if (server->context == NULL) {
    (void)vg_fail(err, VG_E_CONFLICT, "cannot listen on %s: %s", port, start_message);
    return vg_hint(err, "another program may use this port: stop it, or set port to another one");
  }
  struct mg_server_port ports[1] = {0};
  server->port = mg_get_server_ports(server->context, 1, ports) == 1 ? ports[0].port : c->port;
  return true;
}

bool http_server_start(struct http_server **out, const struct http_server_conf *conf, struct vg_error *err) {
  static atomic_flag initialised = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&initialised)) (void)mg_init_library(MG_FEATURES_DEFAULT);
  struct http_server *server = calloc(1, sizeof *server);
  if (server == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for the server");
  server->conf = *conf;
  pthread_condattr_t monotonic;
  (void)pthread_condattr_init(&monotonic);
  (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  (void)pthread_mutex_init(&server->mutex, NULL);
  (void)pthread_cond_init(&server->idle, &monotonic);
  (void)pthread_condattr_destroy(&monotonic);
  if (start(server, err)) {
    *out = server;
    return true;
  }
  http_server_stop(server, 0);
  return false;
}

int http_server_port(const struct http_server *server) { return server->port; }

static void drain(struct http_server *server, int drain_ms) {
  struct timespec until;
  (void)clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += drain_ms / 1000;
  until.tv_nsec += (long)(drain_ms % 1000) * 1000000L;
  if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
  (void)pthread_mutex_lock(&server->mutex);
  while (server->in_flight > 0)
    if (pthread_cond_timedwait(&server->idle, &server->mutex, &until) != 0) break;
  (void)pthread_mutex_unlock(&server->mutex);
}

void http_server_stop(struct http_server *server, int drain_ms) {
  if (server == NULL) return;
  atomic_store(&server->draining, true);
  if (server->context != NULL) {
    drain(server, drain_ms);
    mg_stop(server->context);
  }
  (void)pthread_cond_destroy(&server->idle);
  (void)pthread_mutex_destroy(&server->mutex);
  free(server);
}
