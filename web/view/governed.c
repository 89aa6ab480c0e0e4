#include "web/view/governed.h"

#include <string.h>

#include "config/config.h"
#include "web/view/form.h"
#include "web/view/people.h"
#include "web/view/record_text.h"

enum { MARKS_SHOWN = 20 };

static struct desk desk_of(struct request_ctx *ctx) { return (struct desk){ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)}; }

/* ---- waivers ---- */

const char *stand_label(const struct html *h, enum waiver_stand stand) {
  static const char *const labels[WAIVER_STANDS] = {
      [WAIVER_REQUESTED] = N_("Awaiting a decision"), [WAIVER_ENDING] = N_("Ends within 30 days"), [WAIVER_IN_FORCE] = N_("In force"),
      [WAIVER_COMING] = N_("To come"), [WAIVER_ENDED] = N_("Ended"), [WAIVER_REFUSED] = N_("Not granted")};
  return tr(h->lang, labels[stand]);
}

const char *stand_state(enum waiver_stand stand) {
  static const char *const states[WAIVER_STANDS] = {
      [WAIVER_REQUESTED] = "watch", [WAIVER_ENDING] = "waived", [WAIVER_IN_FORCE] = "waived",
      [WAIVER_COMING] = "waived", [WAIVER_ENDED] = "not_applicable", [WAIVER_REFUSED] = "not_applicable"};
  return states[stand];
}

static const char *waived_what(const struct desk *d, const struct board *board, const struct waiver *w) {
  if (w->rule == NULL) {
    const struct indicator *i = indicator_find(w->indicator);
    return i != NULL ? in_language(d, i->title) : w->indicator;
  }
  const struct rule_line *r = board != NULL ? board_rule(board, w->rule) : NULL;
  return text_say(d->h, d->arena, r != NULL ? N_("Rule {number}, {title}") : N_("Rule {number}"), {"number", HTML_TEXT, .text = w->rule},
                  {"title", HTML_TEXT, .text = r != NULL ? in_language(d, r->title) : ""});
}

static const char *waived_whole(const struct waiver *w) {
  const struct indicator *i = w->rule == NULL ? indicator_find(w->indicator) : NULL;
  if (w->rule != NULL) return N_("the whole rule");
  return i != NULL && i->form == FORM_STATISTIC ? N_("its figure") : N_("all its subjects");
}

static const char *waived_whom(const struct desk *d, const struct waiver *w) {
  if (w->named == 0) return tr(d->h->lang, waived_whole(w));
  if (d->may_list && w->named <= 3) return w->subjects;
  return text_say_n(d->h, d->arena, "{n} named subject", "{n} named subjects", w->named, {"n", HTML_COUNT, .integer = w->named});
}

struct view_waiver_row waiver_row_of(struct request_ctx *ctx, const struct board *board, const struct waiver *w) {
  struct desk d = desk_of(ctx);
  return (struct view_waiver_row){.id = w->id, .of = waived_what(&d, board, w),
                                  .of_to = w->rule != NULL ? text_to(d.h, d.arena, "/rule/{of}", {"of", HTML_TEXT, .text = w->rule})
                                                           : text_to(d.h, d.arena, "/indicator/{of}", {"of", HTML_TEXT, .text = w->indicator}),
                                  .subjects = waived_whom(&d, w), .perimeter = w->perimeter, .from = w->from, .until = waiver_last_day(w->to),
                                  .stand = waiver_stand_name(w->stand), .stand_label = stand_label(d.h, w->stand), .state = stand_state(w->stand),
                                  .requester = people_name(ctx, w->requester), .approver = people_name(ctx, w->approver)};
}

bool waiver_rows_fill(struct request_ctx *ctx, const struct board *board, const struct waivers *all, struct view_waiver_rows *out, struct vg_error *err) {
  struct view_waiver_row *rows = vg_alloc(ctx->arena, (all->count + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "waivers: too many to show");
  for (size_t i = 0; i < all->count; i++) rows[i] = waiver_row_of(ctx, board, &all->items[i]);
  out->rows = rows;
  out->rows_count = all->count;
  return true;
}

static bool load_waivers(struct request_ctx *ctx, const struct board *board, const char *rule, const char *indicator, struct view_governed *out,
                         struct vg_error *err) {
  struct waivers all;
  struct waiver_query q = {.perimeter = board->moment.perimeter.id, .at = decided_by(ctx), .rule = rule, .indicator = indicator};
  if (!waiver_list(ctx->db, ctx->arena, &q, &all, err)) return false;
  size_t n = 0;
  for (size_t i = 0; i < all.count; i++) {
    vg_time over = all.items[i].stand == WAIVER_REFUSED ? all.items[i].decided_at : all.items[i].to;
    bool past = all.items[i].stand == WAIVER_REFUSED || all.items[i].stand == WAIVER_ENDED;
    if (!past || over > ctx->at - 365 * VG_DAY) all.items[n++] = all.items[i];
  }
  all.count = n;
  out->may_ask = may(ctx, CAP_PROPOSE) && !ctx->past;
  out->may_decide = may(ctx, CAP_DECIDE) && !ctx->past;
  out->may_govern = may(ctx, CAP_GOVERN) && !ctx->past;
  return waiver_rows_fill(ctx, board, &all, &out->waivers, err);
}

/* ---- statements ---- */

static struct view_statement_row statement_row_of(struct request_ctx *ctx, const struct board *board, const struct statement *s) {
  const struct html *h = page_html(ctx);
  struct desk d = desk_of(ctx);
  const struct rule_line *r = board_rule(board, s->rule);
  bool waits = s->request != 0 && !s->refused, cached = (ctx->route->flags & ROUTE_CACHED) != 0;
  const char *label = s->refused ? N_("Not granted") : waits && s->applicable ? N_("Applicable again, to be reviewed") : waits ? N_("Not applicable, to be reviewed")
                      : s->applicable ? N_("Applicable again") : s->holds ? N_("Not applicable") : N_("Not applicable, then");
  const char *state = s->refused || (!waits && !s->holds) ? "unknown" : waits ? "watch" : s->applicable ? "applied" : "not_applicable";
  return (struct view_statement_row){.request = s->request, .rule = s->rule, .title = r != NULL ? in_language(&d, r->title) : "", .perimeter = s->perimeter,
                                     .applicable = s->applicable, .from = s->from, .reason = s->reason, .author = people_name(ctx, s->author),
                                     .reviewer = people_name(ctx, s->reviewer),
                                     .decided_at = s->decided_at, .state = state, .label = tr(h->lang, label),
                                     .may_decide = waits && !cached && may(ctx, CAP_DECIDE) && !ctx->past && strcmp(s->author, ctx->login) != 0,
                                     .decision = *s->decision != '\0' ? s->decision : NULL};
}

bool statement_rows_fill(struct request_ctx *ctx, const struct board *board, const struct statements *all, const struct view_statement_row **out,
                         size_t *count, struct vg_error *err) {
  struct view_statement_row *rows = vg_alloc(ctx->arena, (all->count + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "statements: too many to show");
  for (size_t i = 0; i < all->count; i++) rows[i] = statement_row_of(ctx, board, &all->items[i]);
  *out = rows;
  *count = all->count;
  return true;
}

/* ---- a rule ---- */

static bool load_owner(struct request_ctx *ctx, const char *number, struct view_governed *out, struct vg_error *err) {
  struct rule_owner *owners;
  size_t count;
  if (!rule_owners(ctx->db, ctx->arena, number, decided_by(ctx), &owners, &count, err)) return false;
  out->owner_since = VG_NEVER;
  for (size_t i = 0; i < count; i++) {
    if (!owners[i].begun) continue;
    out->owner = choice_label(page_html(ctx), owners[i].owner);
    out->deputy = owners[i].deputy;
    out->owner_reason = owners[i].reason;
    if (*owners[i].author != '\0') out->owner_since = owners[i].from;
    return true;
  }
  return true;
}

bool governed_rule(struct request_ctx *ctx, const struct board *board, const char *number, struct view_governed *out, struct vg_error *err) {
  struct statements said;
  struct moment m = board->moment;
  m.at = decided_by(ctx);
  out->rule = number;
  return load_waivers(ctx, board, number, NULL, out, err) && load_owner(ctx, number, out, err) &&
         statement_list(ctx->db, ctx->arena, &m, number, &said, err) &&
         statement_rows_fill(ctx, board, &said, &out->statements, &out->statements_count, err);
}

static const char *mark_text(const struct desk *d, const struct rule_mark *m) {
  static const char *const texts[MARKS] = {
      [MARK_POLICY] = N_("Version of the policy in force from then on: {text}"), [MARK_WAIVER_BEGINS] = N_("A waiver begins"),
      [MARK_WAIVER_ENDS] = N_("A waiver ends"), [MARK_APPLICABLE] = N_("Applicable again: {text}"), [MARK_NOT_APPLICABLE] = N_("Stated not applicable: {text}")};
  return text_say(d->h, d->arena, texts[m->what], {"text", HTML_TEXT, .text = in_language(d, m->text)});
}

bool lifeline_marks(struct request_ctx *ctx, const struct moment *m, const char *number, struct view_lifeline *life, struct vg_error *err) {
  struct rule_mark *marks;
  size_t count;
  struct desk d = desk_of(ctx);
  if (!rule_marks(ctx->db, ctx->arena, m, number, life->from, life->to, &marks, &count, err)) return false;
  struct view_chart_mark *out = vg_alloc(ctx->arena, MARKS_SHOWN * sizeof *out);
  if (out == NULL) return vg_fail(err, VG_E_LIMIT, "lifeline: out of memory");
  for (size_t i = count > MARKS_SHOWN ? count - MARKS_SHOWN : 0; i < count; i++)
    out[life->marks_count++] = (struct view_chart_mark){marks[i].at, mark_text(&d, &marks[i])};
  life->marks = out;
  return true;
}

/* ---- an indicator ---- */

static const char *moved(const struct desk *d, const struct indicator *sheet, double before, double now) {
  const char *to = figures_value(d, sheet, now);
  if (isnan(before) || before == now) return to;
  return text_say(d->h, d->arena, "{before} → {now}", {"before", HTML_TEXT, .text = figures_value(d, sheet, before)}, {"now", HTML_TEXT, .text = to});
}

const char *threshold_change_text(const struct desk *d, const struct indicator *sheet, const struct threshold_change *c) {
  return text_say(d->h, d->arena, "target {target}, warning {warning}, critical {critical}",
                  {"target", HTML_TEXT, .text = moved(d, sheet, c->target_before, c->target)},
                  {"warning", HTML_TEXT, .text = moved(d, sheet, c->warning_before, c->warning)},
                  {"critical", HTML_TEXT, .text = moved(d, sheet, c->critical_before, c->critical)});
}

static const char *held_where(const struct desk *d, const struct threshold_change *c) {
  if (c->perimeter == NULL) return tr(d->h->lang, N_("everywhere, but where a perimeter has its own"));
  return text_say(d->h, d->arena, "{perimeter} and below, but where a perimeter has its own", {"perimeter", HTML_TEXT, .text = c->perimeter});
}

static bool load_changes(struct request_ctx *ctx, const struct moment *m, const struct indicator *sheet, struct threshold_change **out, size_t *count,
                         struct vg_error *err) {
  struct moment known = *m;
  known.at = decided_by(ctx);
  return threshold_changes(ctx->db, ctx->arena, &known, sheet->code, out, count, err);
}

bool governed_indicator(struct request_ctx *ctx, const struct board *board, const struct indicator *sheet, struct view_governed *out, struct vg_error *err) {
  struct threshold_change *changes;
  struct desk d = desk_of(ctx);
  size_t count;
  out->code = sheet->code;
  if (!load_waivers(ctx, board, NULL, sheet->code, out, err) || !load_changes(ctx, &board->moment, sheet, &changes, &count, err)) return false;
  struct view_governed_change *rows = vg_alloc(ctx->arena, (count + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "changes: too many to show");
  for (size_t i = 0; i < count; i++)
    rows[i] = (struct view_governed_change){changes[i].from, held_where(&d, &changes[i]), threshold_change_text(&d, sheet, &changes[i]),
                                            people_name(ctx, figures_author(&d, changes[i].author)), figures_reason(&d, changes[i].reason), changes[i].from > decided_by(ctx)};
  out->changes = rows;
  out->changes_count = count;
  return true;
}

static bool mark_changes(struct request_ctx *ctx, const struct indicator *sheet, const struct threshold_change *changes, size_t count, struct view_chart *chart,
                         struct vg_error *err) {
  struct desk d = desk_of(ctx);
  struct view_chart_mark *marks = vg_alloc(ctx->arena, MARKS_SHOWN * sizeof *marks);
  if (marks == NULL || chart->points_count == 0) return marks != NULL || vg_fail(err, VG_E_LIMIT, "chart: out of memory");
  vg_time first = chart->points[0].at, last = chart->points[chart->points_count - 1].at;
  for (size_t i = count; i-- > 0;) {
    if (changes[i].first || changes[i].from <= first || changes[i].from > decided_by(ctx) || chart->marks_count == MARKS_SHOWN) continue;
    marks[chart->marks_count++] = (struct view_chart_mark){changes[i].from < last ? changes[i].from : last, threshold_change_text(&d, sheet, &changes[i])};
  }
  chart->marks = marks;
  return true;
}

bool threshold_marks(struct request_ctx *ctx, const struct moment *m, const struct indicator *sheet, struct view_chart *chart, struct vg_error *err) {
  struct threshold_change *changes;
  size_t count;
  return load_changes(ctx, m, sheet, &changes, &count, err) && mark_changes(ctx, sheet, changes, count, chart, err);
}

/* From the first point on: what was in force there, or nothing; then each change. */
static bool step_changes(struct request_ctx *ctx, const struct threshold_change *changes, size_t count, struct view_chart *chart, struct vg_error *err) {
  struct view_chart_step *steps = vg_alloc(ctx->arena, (count + 1) * sizeof *steps);
  if (steps == NULL || chart->points_count == 0) return steps != NULL || vg_fail(err, VG_E_LIMIT, "chart: out of memory");
  vg_time first = chart->points[0].at, last = chart->points[chart->points_count - 1].at;
  size_t n = 1;
  steps[0] = (struct view_chart_step){first, NAN, NAN};
  for (size_t i = count; i-- > 0;) {
    if (changes[i].from > decided_by(ctx)) continue;
    if (changes[i].from > first) n++;
    steps[n - 1] = (struct view_chart_step){n == 1 ? first : changes[i].from < last ? changes[i].from : last, changes[i].target, changes[i].warning};
  }
  chart->steps = steps;
  chart->steps_count = n > 1 ? n : 0;
  return true;
}

bool threshold_history(struct request_ctx *ctx, const struct moment *m, const struct indicator *sheet, struct view_chart *chart, struct vg_error *err) {
  struct threshold_change *changes;
  size_t count;
  return load_changes(ctx, m, sheet, &changes, &count, err) && mark_changes(ctx, sheet, changes, count, chart, err) &&
         step_changes(ctx, changes, count, chart, err);
}
