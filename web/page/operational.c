/* The operational board: alerts, fourteen nights of backups, today's measures, connectors. */
#include "sql_id.h"
#include "web/view/frame.h"
#include "web/view/operational.h"

static bool load_sources(struct request_ctx *ctx, struct operational_data *o, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_PAGE_SOURCES, DB_MANY, err, P_INT(ctx->perimeter_id), P_TIME(ctx->at))) return false;
  struct source_line *lines = vg_alloc(ctx->arena, (row_count(rows) + 1) * sizeof *lines);
  if (lines == NULL) return vg_fail(err, VG_E_LIMIT, "sources: out of memory");
  for (size_t i = 0; i < row_count(rows); i++) {
    const char *status = row_text(rows, i, "last_status");
    lines[i] = (struct source_line){.id = row_int(rows, i, "id"),
                                    .code = vg_strdup(ctx->arena, row_text(rows, i, "code")),
                                    .name = vg_strdup(ctx->arena, row_text(rows, i, "name")),
                                    .ever = !row_null(rows, i, "pull_id"),
                                    .fresh = row_bool(rows, i, "fresh"),
                                    .read_at = row_time(rows, i, "read_at"),
                                    .read = row_int(rows, i, "read"),
                                    .rejected = row_int(rows, i, "rejected"),
                                    .last_failed = status[0] != '\0' && !html_is(status, "ok"),
                                    .message = vg_strdup(ctx->arena, row_text(rows, i, "last_message"))};
  }
  o->sources = lines;
  o->source_count = row_count(rows);
  return row_ok(rows, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_operational v = {0};
  struct operational_data o = {0};
  struct moment moment;
  struct board *board;
  struct alert_lines alerts;
  struct night_grid nights;
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) ||
      !board_load(ctx->db, ctx->arena, &moment, &board, err) || !board_alerts(ctx->db, ctx->arena, &moment, &alerts, err) ||
      !board_nights(ctx->db, ctx->arena, &moment, &nights, err) || !load_sources(ctx, &o, err))
    return false;
  o.board = board;
  o.alerts = &alerts;
  o.nights = &nights;
  operational_fill(&desk, &o, &v);
  return frame_load(ctx, &v.frame, v.heading, "operational", err) && PAGE_VIEW(ctx, operational, &v, err);
}

const struct route routes_operational[] = {{M_GET, "/operational", CAP_BOARD, show, .flags = ROUTE_CACHED}, {0}};
