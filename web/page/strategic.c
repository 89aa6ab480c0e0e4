/* The strategic board: four questions, the policy rule by rule, what these figures are worth; as a page and as a PDF. */
#include "config/config.h"
#include "web/view/frame.h"
#include "web/view/paper.h"
#include "web/view/strategic.h"
#include "web/view/strategic_paper.h"

static struct desk desk_of(struct request_ctx *ctx) { return (struct desk){ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)}; }

/* The page and the file show this, and nothing else. */
static bool load(struct request_ctx *ctx, struct view_strategic *v, struct vg_error *err) {
  struct moment moment;
  struct board *board;
  struct question questions[QUESTION_COUNT];
  vg_time quarters[QUESTION_QUARTERS];
  struct desk desk = desk_of(ctx);
  strategic_quarters(ctx->config->zone, ctx->at, quarters);
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) ||
      !board_load(ctx->db, ctx->arena, &moment, &board, err) ||
      !board_questions(ctx->db, ctx->arena, board, quarters, questions, err))
    return false;
  strategic_fill(&desk, board, questions, v);
  return frame_load(ctx, &v->frame, v->heading, "strategic", err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_strategic v = {0};
  return load(ctx, &v, err) && PAGE_VIEW(ctx, strategic, &v, err);
}

static bool download(struct request_ctx *ctx, struct vg_error *err) {
  struct view_strategic v = {0};
  struct pdf *pdf;
  if (!load(ctx, &v, err) || !paper_open(ctx, &v.frame, v.frame.page_name, &pdf, err)) return false;
  struct desk desk = desk_of(ctx);
  const char *day = text_value(desk.h, ctx->arena, (struct html_value){.as = HTML_ISODATE, .time = ctx->at - 1});
  pdf_heading(pdf, 1, v.heading);
  paper_notices(ctx, &v.frame, pdf);
  strategic_paper(&desk, &v, pdf);
  return paper_close(ctx, pdf, vg_printf(ctx->arena, "strategic-%s", day), err);
}

/* The file waits for its turn as the page does, which takes a processor too; it is not kept in memory, being asked for once. */
const struct route routes_strategic[] = {
    {M_GET, "/strategic", CAP_BOARD, show, .view = "strategic", .flags = ROUTE_CACHED},
    {M_GET, "/strategic.pdf", CAP_BOARD, download, .flags = ROUTE_CACHED},
    {0}};
