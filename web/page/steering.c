/* The steering board: what changed, what to deal with, chapters, recurring controls. */
#include "config/config.h"
#include "web/view/frame.h"
#include "web/view/steering.h"

struct loaded {
  struct board *board;
  struct changes changes;
  struct totals all[STEERING_WEEKS], *weeks;
  const struct indicator_line *controls[STEERING_CONTROLS];
  struct trend_point (*months)[STEERING_MONTHS];
  size_t control_count;
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
  vg_time months[STEERING_MONTHS];
  steering_months(ctx->config->zone, ctx->at, months);
  l->control_count = steering_controls(l->board, l->controls);
  l->months = vg_alloc(ctx->arena, STEERING_CONTROLS * sizeof *l->months);
  if (l->months == NULL) return vg_fail(err, VG_E_LIMIT, "steering board: out of memory");
  for (size_t i = 0; i < l->control_count; i++)
    if (!board_trend(ctx->db, ctx->arena, moment, l->controls[i]->sheet->code, months, STEERING_MONTHS, l->months[i], err)) return false;
  return true;
}

static bool load(struct request_ctx *ctx, struct loaded *l, struct vg_error *err) {
  struct moment moment;
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) &&
         board_load(ctx->db, ctx->arena, &moment, &l->board, err) &&
         board_changes(ctx->db, ctx->arena, l->board, &l->changes, err) && load_weeks(ctx, l, err) &&
         load_controls(ctx, &moment, l, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_steering v = {0};
  struct loaded l = {0};
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load(ctx, &l, err)) return false;
  struct steering_data data = {.board = l.board, .changes = &l.changes, .all = l.all, .weeks = l.weeks,
                               .controls = l.controls, .months = (const struct trend_point(*)[STEERING_MONTHS])l.months,
                               .control_count = l.control_count};
  steering_fill(&desk, &data, &v);
  return frame_load(ctx, &v.frame, v.heading, "steering", err) && PAGE_VIEW(ctx, steering, &v, err);
}

const struct route routes_steering[] = {{M_GET, "/steering", CAP_BOARD, show, .flags = ROUTE_CACHED}, {0}};
