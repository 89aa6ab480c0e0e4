/* The steering board: what changed, what to deal with, chapters, recurring controls. */
#include "config/config.h"
#include "web/view/frame.h"
#include "web/view/steering.h"

struct loaded {
  struct board *board;
  struct changes changes;
  struct totals all[STEERING_WEEKS], *weeks;
  struct control_line *controls;
  vg_time months[FRIEZE_MONTHS + 1];
  struct attestations_due attestations;
};

/* The staircase of each chapter; that of the policy is their sum. */
static bool load_weeks(struct request_ctx *ctx, struct loaded *l, struct vg_error *err) {
  vg_time weeks[STEERING_WEEKS];
  steering_weeks(ctx->at, weeks);
  if (!board_staircases(ctx->db, ctx->arena, l->board, weeks, STEERING_WEEKS, &l->weeks, err)) return false;
  for (size_t c = 0; c < l->board->chapter_count; c++)
    for (size_t w = 0; w < STEERING_WEEKS; w++) {
      l->all[w].applied += l->weeks[c * STEERING_WEEKS + w].applied;
      l->all[w].of += l->weeks[c * STEERING_WEEKS + w].of;
    }
  return true;
}

static bool load_controls(struct request_ctx *ctx, const struct moment *moment, struct loaded *l, struct vg_error *err) {
  controls_months(ctx->config->zone, ctx->at, l->months);
  return controls_load(ctx->db, ctx->arena, moment, l->months[FRIEZE_MONTHS], &l->controls, err);
}

static bool load(struct request_ctx *ctx, struct loaded *l, struct vg_error *err) {
  struct moment moment;
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) &&
         board_load(ctx->db, ctx->arena, &moment, &l->board, err) &&
         board_changes(ctx->db, ctx->arena, l->board, &l->changes, err) && load_weeks(ctx, l, err) &&
         load_controls(ctx, &moment, l, err) && attestations_count(ctx->db, &moment, &l->attestations, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_steering v = {0};
  struct loaded l = {0};
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load(ctx, &l, err)) return false;
  struct steering_data data = {.board = l.board, .changes = &l.changes, .all = l.all, .weeks = l.weeks,
                               .controls = l.controls, .months = l.months, .attestations = l.attestations};
  steering_fill(&desk, &data, &v);
  return frame_load(ctx, &v.frame, v.heading, "steering", err) && PAGE_VIEW(ctx, steering, &v, err);
}

const struct route routes_steering[] = {{M_GET, "/steering", CAP_BOARD, show, .view = "steering", .flags = ROUTE_CACHED}, {0}};
