/* Changing the target of an indicator: what the last twelve months would have looked like, then the decision. */
#include <math.h>
#include <string.h>

#include "config/config.h"
#include "template.h"
#include "web/html/component.h"
#include "web/view/form.h"
#include "web/view/governed.h"
#include "web/view/months.h"

enum { DAYS = 365 };

struct draft_page {
  struct form_page f;
  const struct indicator *sheet;
  struct desk desk;
  struct threshold present;
  struct threshold_draft draft;
  struct threshold_wanted wanted;
  struct view_form_preview preview;
};

static bool load_present(struct draft_page *c, struct vg_error *err) {
  struct moment moment;
  struct board *board;
  if (!board_moment(c->f.ctx->db, c->f.ctx->arena, c->f.ctx->perimeter, c->f.ctx->now, VG_NEVER, &moment, err) ||
      !board_load(c->f.ctx->db, c->f.ctx->arena, &moment, &board, err))
    return false;
  const struct indicator_line *line = board_indicator(board, c->sheet->code);
  if (line != NULL) c->present = line->threshold;
  return true;
}

static bool start(struct request_ctx *ctx, struct draft_page *c, struct vg_error *err) {
  const char *code = path_text(ctx, "code");
  *c = (struct draft_page){.f = {.ctx = ctx, .h = page_html(ctx)}, .sheet = indicator_find(code)};
  c->desk = (struct desk){ctx->arena, c->f.h, true};
  if (c->sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": there is none of that code"), code);
  return load_present(c, err);
}

/* ---- the form ---- */

static const char *typed_value(const struct draft_page *c, double value) {
  bool percent = strcmp(c->sheet->unit, "%") == 0;
  if (!c->present.set) return "";
  return text_value(c->f.h, c->desk.arena, (struct html_value){.as = HTML_DECIMAL, .real = percent ? round(value * 1e8) / 1e6 : value});
}

static void add_number(struct draft_page *c, const char *name, const char *label, double now) {
  struct view_form_field *field = form_field(&c->f, "text", name, label, typed_value(c, now));
  bool percent = strcmp(c->sheet->unit, "%") == 0;
  field->required = true;
  if (c->present.set)
    field->help = text_say(c->f.h, c->desk.arena, percent ? N_("In percent. Now: {value}.") : N_("Now: {value}."),
                           {"value", HTML_TEXT, .text = figures_value(&c->desk, c->sheet, now)});
}

static const char *direction(const struct draft_page *c) {
  return tr(c->f.h->lang, c->sheet->higher_is_better ? N_("Higher is better: the warning is at most the target, the critical threshold at most the warning.")
                                                     : N_("Lower is better: the warning is at least the target, the critical threshold at least the warning."));
}

/* What was previewed: adopting something else shows it first. */
static const char *fingerprint(const struct draft_page *c) {
  return vg_printf(c->desk.arena, "%s|%s|%s|%s|%lld", c->wanted.target, c->wanted.warning, c->wanted.critical,
                   c->draft.perimeter != NULL ? c->draft.perimeter : "", (long long)c->draft.from_day);
}

static bool show_form(struct draft_page *c, bool previewed, struct vg_error *err) {
  struct form_page *f = &c->f;
  const char *path = vg_printf(c->desk.arena, "/indicator/%s", c->sheet->code);
  f->view.heading = text_say(f->h, c->desk.arena, "Change the target: {title}", {"title", HTML_TEXT, .text = in_language(&c->desk, c->sheet->title)});
  f->view.intro = direction(c);
  f->view.crumb = in_language(&c->desk, c->sheet->title);
  f->view.crumb_to = f->view.cancel = url_for(f->ctx, path, NULL);
  f->view.action = url_for(f->ctx, vg_printf(c->desk.arena, "%s/threshold", path), NULL);
  f->view.button = tr(f->h->lang, previewed ? N_("Adopt it") : N_("See what it would change"));
  if (previewed) {
    f->view.again = tr(f->h->lang, N_("See again"));
    f->view.preview = &c->preview;
    form_field(f, "hidden", "seen", "", "")->value = fingerprint(c);
  }
  add_number(c, "target", tr(f->h->lang, N_("Target")), c->present.target);
  add_number(c, "warning", tr(f->h->lang, N_("Warning")), c->present.warning);
  add_number(c, "critical", tr(f->h->lang, N_("Critical")), c->present.critical);
  if (!form_perimeters(f, tr(f->h->lang, N_("everywhere, but where a perimeter has its own")), err)) return false;
  struct view_form_field *field = &f->fields[f->view.fields_count - 1];
  field->help = tr(f->h->lang, N_("A target set for a perimeter holds in those below it too, but where one has its own."));
  field = form_field(f, "day", "from", tr(f->h->lang, N_("From")), form_day(f, zone_day(f->ctx->config->zone, f->ctx->now)));
  field->help = tr(f->h->lang, N_("Today or later: what was published stays as it was."));
  field->required = true;
  form_field(f, "area", "reason", tr(f->h->lang, N_("Reason")), "")->required = true;
  return form_show(f, "indicators", err);
}

/* ---- the preview ---- */

static const char *value_text(const struct draft_page *c, const struct threshold_point *p) {
  if (!p->known || !p->has_value) return tr(c->f.h->lang, N_("no data"));
  struct reading r = {.has_value = true, .value = p->value, .judged = p->judged, .conforming = p->conforming};
  return figures_reading(&c->desk, c->sheet, &r);
}

static bool preview_months(struct draft_page *c, int64_t perimeter, struct view_chart *chart, struct vg_error *err) {
  struct form_page *f = &c->f;
  vg_time at[MONTHS_SHOWN];
  struct threshold_point points[MONTHS_SHOWN];
  struct view_chart_point *shown = vg_alloc(c->desk.arena, MONTHS_SHOWN * sizeof *shown);
  struct view_form_month *months = vg_alloc(c->desk.arena, MONTHS_SHOWN * sizeof *months);
  if (shown == NULL || months == NULL) return vg_fail(err, VG_E_LIMIT, "preview: out of memory");
  months_before(f->h->zone, f->ctx->now, at);
  if (!threshold_preview(f->ctx->db, c->desk.arena, &c->wanted, perimeter, at, MONTHS_SHOWN, points, err)) return false;
  bool few = false;
  for (int i = 0; i < MONTHS_SHOWN; i++) {
    bool value = points[i].has_value && points[i].was != STATE_NOT_APPLICABLE;
    few |= value && c->sheet->form != FORM_STATISTIC && points[i].judged < PERCENT_FROM;
    shown[i] = (struct view_chart_point){at[i] - 1, text_value(f->h, c->desk.arena, (struct html_value){.as = i == MONTHS_SHOWN - 1 ? HTML_SHORT : HTML_MONTH, .time = at[i] - 1}),
                                         value ? points[i].value : (double)NAN, value_text(c, &points[i])};
    months[i] = (struct view_form_month){at[i] - 1, value_text(c, &points[i]), state_name(points[i].was), state_name(points[i].becomes),
                                         points[i].was != points[i].becomes};
  }
  double scale = strcmp(c->sheet->unit, "%") == 0 ? 100 : 1;
  *chart = (struct view_chart){.points = shown, .points_count = MONTHS_SHOWN, .percent = scale > 1, .few = few, .unit = strcmp(c->sheet->unit, "h") == 0 ? "h" : "",
                               .target = c->wanted.values[0] / scale, .warning = c->wanted.values[1] / scale, .lower_is_better = !c->sheet->higher_is_better,
                               .finding = tr(f->h->lang, N_("Twelve months under the new target."))};
  c->preview.chart = chart;
  c->preview.months = months;
  c->preview.months_count = MONTHS_SHOWN;
  return threshold_marks(f->ctx, &(struct moment){.perimeter = {.id = perimeter}, .at = f->ctx->now}, c->sheet, chart, err);
}

static void tell_moves(struct draft_page *c, int moves[STATE_COUNT][STATE_COUNT]) {
  const char **notes = vg_alloc(c->desk.arena, (STATE_COUNT * STATE_COUNT + 1) * sizeof *notes);
  if (notes == NULL) return;
  for (int was = 0; was < STATE_COUNT; was++)
    for (int becomes = 0; becomes < STATE_COUNT; becomes++)
      if (was != becomes && moves[was][becomes] > 0)
        notes[c->preview.notes_count++] =
            text_say_n(c->f.h, c->desk.arena, "{n} day: {was} → {becomes}", "{n} days: {was} → {becomes}", moves[was][becomes],
                       {"n", HTML_COUNT, .integer = moves[was][becomes]}, {"was", HTML_TEXT, .text = state_masculine(c->f.h->lang, state_name((enum vg_state)was))},
                       {"becomes", HTML_TEXT, .text = state_masculine(c->f.h->lang, state_name((enum vg_state)becomes))});
  c->preview.notes = notes;
}

static bool preview_days(struct draft_page *c, int64_t perimeter, struct vg_error *err) {
  struct form_page *f = &c->f;
  vg_time *at = vg_alloc(c->desk.arena, DAYS * sizeof *at);
  struct threshold_point *points = vg_alloc(c->desk.arena, DAYS * sizeof *points);
  int moves[STATE_COUNT][STATE_COUNT] = {0}, days = 0;
  if (at == NULL || points == NULL) return vg_fail(err, VG_E_LIMIT, "preview: out of memory");
  int64_t today = zone_day(f->h->zone, f->ctx->now);
  for (int i = 0; i < DAYS; i++) at[i] = zone_midnight(f->h->zone, today - DAYS + 1 + i);
  if (!threshold_preview(f->ctx->db, c->desk.arena, &c->wanted, perimeter, at, DAYS, points, err)) return false;
  for (int i = 0; i < DAYS; i++) {
    moves[points[i].was][points[i].becomes]++;
    days += points[i].was != points[i].becomes;
  }
  c->preview.answer = text_say_n(f->h, c->desk.arena, "{n} day of the last 365 would have been in another state.", "{n} days of the last 365 would have been in another state.", days,
                                 {"n", HTML_COUNT, .integer = days});
  tell_moves(c, moves);
  return true;
}

static bool show_preview(struct draft_page *c, struct vg_error *err) {
  struct view_chart chart;
  struct moment where;
  struct request_ctx *ctx = c->f.ctx;
  if (!board_moment(ctx->db, ctx->arena, c->draft.perimeter, ctx->now, VG_NEVER, &where, err)) return false;
  c->preview = (struct view_form_preview){
      .title = text_say(c->f.h, ctx->arena, "The last twelve months, {perimeter}", {"perimeter", HTML_TEXT, .text = where.perimeter.name}),
      .caption = tr(c->f.h->lang, N_("What it was, and what it would have been under the new target"))};
  return preview_days(c, where.perimeter.id, err) && preview_months(c, where.perimeter.id, &chart, err) && show_form(c, true, err);
}

/* ---- routes ---- */

static bool ask(struct request_ctx *ctx, struct vg_error *err) {
  struct draft_page c;
  return start(ctx, &c, err) && show_form(&c, false, err);
}

static bool read_draft(struct draft_page *c) {
  struct request_ctx *ctx = c->f.ctx;
  struct author author = author_of(ctx);
  const char *perimeter = param(&ctx->form, "perimeter_code");
  c->draft = (struct threshold_draft){.indicator = c->sheet, .perimeter = html_given(perimeter) ? perimeter : NULL};
  c->draft.target = param_text(&ctx->form, "target", 1, 40);
  c->draft.warning = param_text(&ctx->form, "warning", 1, 40);
  c->draft.critical = param_text(&ctx->form, "critical", 1, 40);
  c->draft.reason = param_text(&ctx->form, "reason", 1, 2000);
  return params_ok(&ctx->form, &c->f.problem) && form_read_day(&c->f, "from", &c->draft.from_day) &&
         threshold_check(ctx->db, ctx->arena, &author, ctx->config->zone, &c->draft, &c->wanted, &c->f.problem);
}

static bool send(struct request_ctx *ctx, struct vg_error *err) {
  struct draft_page c;
  struct author author = author_of(ctx);
  if (!start(ctx, &c, err)) return false;
  if (!read_draft(&c)) return show_form(&c, false, err);
  bool adopt = html_is(param(&ctx->form, "do"), "adopt") && html_is(param(&ctx->form, "seen"), fingerprint(&c));
  if (!adopt) return show_preview(&c, err);
  if (!threshold_adopt(ctx->db, ctx->arena, &author, ctx->config->zone, &c.draft, &c.f.problem)) return show_form(&c, false, err);
  return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/indicator/%s", c.sheet->code), NULL));
}

const struct route routes_thresholds[] = {
    {M_GET, "/indicator/{code:code}/threshold", CAP_GOVERN, ask, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/indicator/{code:code}/threshold", CAP_GOVERN, send, .form = "target warning critical perimeter_code from reason seen do", .flags = ROUTE_PRESENT},
    {0}};
