#include "web/http/serve.h"

#include <arpa/inet.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/ready.h"
#include "web/http/web.h"

enum { STATEMENT_MS = 10000, DRAIN_MS = 10000 };

static bool loopback(const char *address) {
  struct in_addr in;
  return inet_pton(AF_INET, address, &in) == 1 && (ntohl(in.s_addr) >> 24) == 127;
}

static bool check(const struct config *config, struct vg_error *err) {
  if (!routes_check(route_tables, err)) return false;
  if (config->behind_proxy || loopback(config->listen_address)) return true;
  (void)vg_fail(err, VG_E_CONFIG, "listen: %s is not this machine's own address, and Vigie speaks no TLS", config->listen_address);
  return vg_hint(err, "put a proxy such as nginx in front (etc/nginx/vigie.conf) and set behind_proxy, or listen on 127.0.0.1");
}

/* Blocked in every thread, so that only this one takes them. */
static void block_signals(sigset_t *stop) {
  (void)signal(SIGPIPE, SIG_IGN);
  (void)sigemptyset(stop);
  (void)sigaddset(stop, SIGTERM);
  (void)sigaddset(stop, SIGINT);
  (void)pthread_sigmask(SIG_BLOCK, stop, NULL);
}

/* 256 threads with a heap each would keep what each once needed: two heaps are enough, and large buffers stay in them. */
static void share_memory(void) {
  (void)mallopt(M_ARENA_MAX, 2);
  (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
  (void)mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

static size_t processors(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? (size_t)n : 1;
}

static bool open_web(struct web *web, const char *conninfo, struct vg_error *err) {
  struct db_conf db = {.conninfo = conninfo, .role = "vigie_web", .application = "vigie serve", .timeout_ms = STATEMENT_MS};
  (void)pthread_mutex_init(&web->mutex, NULL);
  web->routes = route_tables;
  if (sodium_init() < 0) return vg_fail(err, VG_E_INTERNAL, "libsodium does not start");
  web_identify(web, web->config->listen_port);
  return gate_new(&web->gate, processors() + 1, err) && page_cache_new(&web->cache, WEB_CACHE, err) && arrivals_new(&web->arrivals, err) &&
         snapshots_new(&web->snapshots, WEB_SNAPSHOT, err) && db_pool_open(&web->pool, &db, WEB_POOL, err) && feed_start(&web->feed, &db, web->snapshots, err);
}

static bool listen_web(struct web *web, struct vg_error *err) {
  struct http_server_conf conf = {.address = web->config->listen_address,
                                  .port = web->config->listen_port,
                                  .threads = web->config->workers,
                                  .fixed_headers = web->fixed_headers,
                                  .handle = web_handle,
                                  .refuse = web_refuse,
                                  .user = web};
  return http_server_start(&web->server, &conf, err);
}

static void close_web(struct web *web) {
  http_server_stop(web->server, DRAIN_MS);
  feed_stop(web->feed);
  db_pool_close(web->pool);
  snapshots_free(web->snapshots);
  arrivals_free(web->arrivals);
  page_cache_free(web->cache);
  gate_free(web->gate);
  (void)pthread_mutex_destroy(&web->mutex);
  sodium_memzero(&web->key, sizeof web->key);
}

/* With a port of the system's choice, the address is known only now. */
static void tell_ready(const struct config *config, int port) {
  char url[80];
  (void)snprintf(url, sizeof url, "http://%s:%d", config->listen_address, port);
  ready_tell(config->listen_port == 0 ? url : config->public_url);
}

bool web_serve(const struct config *config, const char *conninfo, struct vg_error *err) {
  struct web web = {.config = config};
  sigset_t stop;
  int got = 0;
  block_signals(&stop);
  share_memory();
  bool good = check(config, err) && open_web(&web, conninfo, err) && listen_web(&web, err);
  if (good) {
    int port = http_server_port(web.server);
    if (config->listen_port == 0) web_identify(&web, port);
    log_event(LOG_INFO, "serve.ready", LOG_TEXT("address", config->listen_address), LOG_INT("port", port));
    tell_ready(config, port);
    (void)sigwait(&stop, &got);
    log_event(LOG_INFO, "serve.stopping", LOG_INT("signal", got));
  }
  close_web(&web);
  return good;
}
