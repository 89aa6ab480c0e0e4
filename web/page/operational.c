/* The operational board: alerts, fourteen nights of backups, today's measures, connectors. */
#include "web/view/frame.h"
#include "web/view/operational.h"

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_operational v = {0};
  struct operational_data o = {0};
  struct moment moment;
  struct board *board;
  struct alert_lines alerts;
  struct night_grid nights;
  struct source_lines sources;
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) ||
      !board_load(ctx->db, ctx->arena, &moment, &board, err) || !board_alerts(ctx->db, ctx->arena, &moment, &alerts, err) ||
      !board_nights(ctx->db, ctx->arena, &moment, &nights, err) || !board_sources(ctx->db, ctx->arena, &moment, &sources, err))
    return false;
  o.board = board;
  o.alerts = &alerts;
  o.nights = &nights;
  o.sources = sources.items;
  o.source_count = sources.count;
  operational_fill(&desk, &o, &v);
  return frame_load(ctx, &v.frame, v.heading, "operational", err) && PAGE_VIEW(ctx, operational, &v, err);
}

const struct route routes_operational[] = {{M_GET, "/operational", CAP_BOARD, show, .view = "operational", .flags = ROUTE_CACHED}, {0}};
