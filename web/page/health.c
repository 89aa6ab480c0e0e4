#include "core/log.h"
#include "web/http/web.h"

enum { WAIT_MS = 500 };

/* For proxies and supervisors: does this process answer, and does its database? Says nothing else to anybody. */
static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct db *db = NULL;
  bool alive = db_pool_acquire(turn_of(ctx)->web->pool, &db, WAIT_MS, err) && db_alive(db);
  db_pool_release(turn_of(ctx)->web->pool, db);
  *err = (struct vg_error){0};
  ctx->response->content_type = "application/json";
  page_status(ctx, alive ? 200 : 503);
  buf_text(ctx->body, alive ? "{\"status\":\"ok\"}\n" : "{\"status\":\"database unavailable\"}\n");
  return true;
}

const struct route routes_health[] = {{M_GET, "/healthz", CAP_PUBLIC, show, .flags = ROUTE_NO_DB}, {0}};
