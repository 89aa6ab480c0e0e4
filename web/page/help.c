/* How to read the pages: states, figures, dates, charts. */
#include "web/view/figures.h"
#include "web/view/frame.h"

static const struct {
  enum vg_state state;
  const char *meaning, *counts;
} states[] = {
    {STATE_APPLIED, N_("Measured, within its target, on fresh data."), N_("applied")},
    {STATE_WATCH, N_("Short of its target, not of its warning threshold."), N_("not applied in the totals")},
    {STATE_NOT_APPLIED, N_("Short of its warning threshold."), N_("not applied")},
    {STATE_WAIVED, N_("Every deviation is accepted: dated, signed, with an end."), N_("apart")},
    {STATE_UNKNOWN, N_("Never measured, measured too long ago, or nobody to judge where somebody is expected."), N_("apart, never applied")},
    {STATE_NOT_APPLICABLE, N_("Fresh, and nothing happened that could be judged; or a rule stated not to apply there, with a reason that a second person reviewed."), N_("out of the denominator")},
};
enum { STATES = sizeof states / sizeof *states };

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_help v = {0};
  struct view_help_state lines[STATES];
  for (size_t i = 0; i < STATES; i++)
    lines[i] = (struct view_help_state){state_name(states[i].state), tr(ctx->lang, states[i].meaning), tr(ctx->lang, states[i].counts)};
  v.states = lines;
  v.states_count = STATES;
  return frame_load(ctx, &v.frame, tr(ctx->lang, "How to read these pages"), "help", err) && PAGE_VIEW(ctx, help, &v, err);
}

const struct route routes_help[] = {{M_GET, "/help", CAP_PUBLIC, show, .view = "help", .flags = ROUTE_PRESENT}, {0}};
