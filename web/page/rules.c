/* The policy rule by rule, and one rule. */
#include "config/config.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/policy.h"
#include "web/view/rules.h"

static bool load_board(struct request_ctx *ctx, struct moment *moment, struct board **board, struct vg_error *err) {
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, moment, err) &&
         board_load(ctx->db, ctx->arena, moment, board, err);
}

static bool read_wanted(struct request_ctx *ctx, struct rules_wanted *w, struct vg_error *err) {
  const char *state = param(&ctx->query, "state"), *chapter = param(&ctx->query, "chapter"), *measured = param(&ctx->query, "measured");
  *w = (struct rules_wanted){.state = -1, .measured = RULES_ALL};
  enum vg_state s;
  if (html_given(state)) {
    if (!state_parse(state, &s)) return vg_fail(err, VG_E_USAGE, N_("state: expected one of the six states, got \"%.40s\""), state);
    w->state = (int)s;
  }
  if (html_given(chapter)) w->chapter = (int)param_int(&ctx->query, "chapter", 1, 999);
  if (html_given(measured)) {
    while (w->measured < RULES_MEASURED_COUNT && !html_is(measured, rules_measured_names[w->measured])) w->measured++;
    if (w->measured == RULES_MEASURED_COUNT)
      return vg_fail(err, VG_E_USAGE, N_("measured: expected yes, declared or no, got \"%.40s\""), measured);
  }
  return params_ok(&ctx->query, err);
}

static bool show_all(struct request_ctx *ctx, struct vg_error *err) {
  struct view_rules v = {0};
  struct rules_wanted w;
  struct moment moment;
  struct board *board;
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!read_wanted(ctx, &w, err) || !db_begin_read(ctx->db, &tx, err) || !load_board(ctx, &moment, &board, err)) return false;
  rules_fill(&desk, board, &w, &v);
  return frame_load(ctx, &v.frame, v.heading, "rules", err) && PAGE_VIEW(ctx, rules, &v, err);
}

enum { PERIOD_DAYS_MAX = 3660 };

/* The period of the lifeline, days of the zone, both included; twelve months up to the situation by default. */
static bool read_period(struct request_ctx *ctx, struct rule_data *r, struct vg_error *err) {
  const struct zone *zone = ctx->config->zone;
  const char *from = param(&ctx->query, "from"), *to = param(&ctx->query, "to");
  int64_t last = zone_day(zone, ctx->at - 1);
  r->to_day = last, r->from_day = last - 364;
  if (html_given(to) && !date_parse(to, &r->to_day, err)) return vg_context(err, "%s: ", "to");
  if (html_given(to)) r->from_day = r->to_day - 364;
  if (html_given(from) && !date_parse(from, &r->from_day, err)) return vg_context(err, "%s: ", "from");
  if (r->to_day > last) return vg_refuse(err, "to", "expected a day that the situation shown has reached, found %s", to);
  if (r->from_day > r->to_day) return vg_refuse(err, "from", "expected a day before the end of the period, found %s", from);
  if (r->to_day - r->from_day >= PERIOD_DAYS_MAX) return vg_refuse(err, "from", "expected ten years at most, found %s", from);
  r->chosen = html_given(from) || html_given(to);
  r->from = r->chosen ? zone_midnight(zone, r->from_day) : ctx->at - 365 * VG_DAY;
  r->to = r->to_day == last ? ctx->at : zone_midnight(zone, r->to_day + 1);
  return true;
}

static bool load_controls(struct request_ctx *ctx, const struct desk *desk, const char *policy, struct view_rule *v, struct vg_error *err) {
  DB_RESULT(mapping);
  if (!db_run(ctx->db, &mapping, SQL_POLICY_MAPPING_SHOWN, DB_MANY, err, P_TEXT(policy), P_TEXT(v->number))) return false;
  policy_fill_controls(desk, mapping, v);
  return row_ok(mapping, err);
}

static bool show_one(struct request_ctx *ctx, struct vg_error *err) {
  struct view_rule v = {0};
  struct moment moment;
  struct board *board;
  struct rule_text text;
  struct lifeline life;
  const char *number = path_text(ctx, "number");
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load_board(ctx, &moment, &board, err)) return false;
  struct rule_data r = {.board = board, .rule = board_rule(board, number), .text = &text, .life = &life};
  if (r.rule == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), number);
  if (!read_period(ctx, &r, err) || !board_rule_text(ctx->db, ctx->arena, board, number, &text, err) ||
      !board_lifeline(ctx->db, ctx->arena, &moment, r.rule, r.from, r.to, &life, err))
    return false;
  rule_fill(&desk, &r, &v);
  return load_controls(ctx, &desk, board->policy, &v, err) && governed_rule(ctx, board, number, &v.governed, err) &&
         lifeline_marks(ctx, &moment, number, &v.life, err) && frame_load(ctx, &v.frame, v.heading, "rules", err) &&
         PAGE_VIEW(ctx, rule, &v, err);
}

const struct route routes_rules[] = {{M_GET, "/rules", CAP_BOARD, show_all, .view = "rules", .query = "state chapter measured", .flags = ROUTE_CACHED},
                                     {M_GET, "/rule/{number:rule}", CAP_BOARD, show_one, .view = "rule", .query = "from to", .flags = ROUTE_CACHED},
                                     {0}};
