/* Which figures of a past day were corrected since they were published, and why. */
#include "web/view/frame.h"
#include "web/view/revisions.h"

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_revisions v = {0};
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !revisions_list(ctx, &desk, &v, err) || !frame_load(ctx, &v.frame, v.heading, "revisions", err)) return false;
  return PAGE_VIEW(ctx, revisions, &v, err);
}

const struct route routes_revisions[] = {{M_GET, "/revisions", CAP_BOARD, show, .view = "revisions", .flags = ROUTE_CACHED}, {0}};
