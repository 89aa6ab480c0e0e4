/* The strategic board: four questions, the policy rule by rule, what these figures are worth. */
#include "config/config.h"
#include "web/view/frame.h"
#include "web/view/strategic.h"

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_strategic v = {0};
  struct moment moment;
  struct board *board;
  struct question questions[QUESTION_COUNT];
  vg_time quarters[QUESTION_QUARTERS];
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  strategic_quarters(ctx->config->zone, ctx->at, quarters);
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) ||
      !board_load(ctx->db, ctx->arena, &moment, &board, err) ||
      !board_questions(ctx->db, ctx->arena, board, quarters, questions, err))
    return false;
  strategic_fill(&desk, board, questions, &v);
  return frame_load(ctx, &v.frame, v.heading, "strategic", err) && PAGE_VIEW(ctx, strategic, &v, err);
}

const struct route routes_strategic[] = {{M_GET, "/strategic", CAP_BOARD, show, .flags = ROUTE_CACHED}, {0}};
