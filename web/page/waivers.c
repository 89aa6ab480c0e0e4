/* The register of waivers; the same as a CSV file. */
#include <string.h>

#include "template.h"
#include "web/export/csv.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/people.h"

struct register_page {
  struct request_ctx *ctx;
  struct html *h;
  struct board *board;
  struct waivers all;
  int stand; /* an enum waiver_stand, or -1: all */
};

/* In force: those that end soon are, too. */
static bool belongs(const struct waiver *w, int stand) {
  return stand < 0 || w->stand == (enum waiver_stand)stand || (stand == WAIVER_IN_FORCE && w->stand == WAIVER_ENDING);
}

static bool load(struct request_ctx *ctx, struct register_page *p, struct vg_error *err) {
  struct moment moment;
  enum waiver_stand stand;
  const char *state = param(&ctx->query, "state");
  *p = (struct register_page){.ctx = ctx, .h = page_html(ctx), .stand = -1};
  if (html_given(state)) {
    if (!waiver_stand_parse(state, &stand))
      return vg_refuse(err, "state", "expected requested, ending, in_force, coming, ended or refused, found \"%.40s\"", state);
    p->stand = (int)stand;
  }
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, VG_NEVER, &moment, err) &&
         board_load(ctx->db, ctx->arena, &moment, &p->board, err) &&
         waiver_list(ctx->db, ctx->arena, &(struct waiver_query){.perimeter = moment.perimeter.id, .at = decided_by(ctx)}, &p->all, err);
}

static int64_t count_of(const struct register_page *p, int stand) {
  int64_t n = 0;
  for (size_t i = 0; i < p->all.count; i++) n += belongs(&p->all.items[i], stand);
  return n;
}

static bool fill_filters(const struct register_page *p, struct view_waivers *v) {
  static const int order[] = {-1, WAIVER_IN_FORCE, WAIVER_ENDING, WAIVER_REQUESTED, WAIVER_COMING, WAIVER_ENDED, WAIVER_REFUSED};
  struct view_waivers_filter *filters = vg_alloc(p->ctx->arena, sizeof order / sizeof *order * sizeof *filters);
  if (filters == NULL) return false;
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    int64_t n = count_of(p, order[i]);
    const char *label = order[i] < 0 ? tr(p->h->lang, N_("All waivers")) : stand_label(p->h, (enum waiver_stand)order[i]);
    if (order[i] == WAIVER_COMING && n == 0 && p->stand != WAIVER_COMING) continue;
    filters[v->filters_count++] = (struct view_waivers_filter){
        order[i] < 0 ? NULL : waiver_stand_name((enum waiver_stand)order[i]),
        text_say(p->h, p->ctx->arena, "{label}: {n}", {"label", HTML_TEXT, .text = label}, {"n", HTML_COUNT, .integer = n}), n, order[i] == p->stand};
  }
  v->filters = filters;
  return true;
}

static bool fill_choices(const struct register_page *p, struct view_waivers *v) {
  struct desk d = {p->ctx->arena, p->h, true};
  struct view_form_choice *rules = vg_alloc(d.arena, (p->board->rule_count + 1) * sizeof *rules);
  struct view_form_choice *indicators = vg_alloc(d.arena, (p->board->indicator_count + 1) * sizeof *indicators);
  if (rules == NULL || indicators == NULL) return false;
  for (size_t i = 0; i < p->board->rule_count; i++) {
    const struct rule_line *r = &p->board->rules[i];
    rules[v->rules_count++] = (struct view_form_choice){r->number, vg_printf(d.arena, "%s %s", r->number, in_language(&d, r->title)), NULL, false};
  }
  for (size_t i = 0; i < p->board->indicator_count; i++) {
    const struct indicator *sheet = p->board->indicators[i].sheet;
    indicators[v->indicators_count++] = (struct view_form_choice){sheet->code, in_language(&d, sheet->title), NULL, false};
  }
  v->rules = rules;
  v->indicators = indicators;
  return true;
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct register_page p;
  struct view_waivers v = {.may_export = may(ctx, CAP_EXPORT), .may_ask = may(ctx, CAP_PROPOSE) && !ctx->past};
  struct waivers wanted = {0};
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load(ctx, &p, err)) return false;
  wanted.items = vg_alloc(ctx->arena, (p.all.count + 1) * sizeof *wanted.items);
  if (wanted.items == NULL || !fill_filters(&p, &v) || !fill_choices(&p, &v)) return vg_fail(err, VG_E_LIMIT, "waivers: too many to show");
  for (size_t i = 0; i < p.all.count; i++)
    if (belongs(&p.all.items[i], p.stand)) wanted.items[wanted.count++] = p.all.items[i];
  struct view_waiver_rows list;
  if (!waiver_rows_fill(ctx, p.board, &wanted, &list, err)) return false;
  v.list.rows = list.rows;
  v.list.rows_count = list.rows_count;
  v.total = (int64_t)wanted.count;
  int64_t now = count_of(&p, WAIVER_IN_FORCE), ending = count_of(&p, WAIVER_ENDING);
  v.heading = text_say_n(p.h, ctx->arena, "{n} waiver in force, of which {ending} within 30 days of its end.", "{n} waivers in force, of which {ending} within 30 days of their end.",
                         now, {"n", HTML_COUNT, .integer = now}, {"ending", HTML_COUNT, .integer = ending});
  return frame_load(ctx, &v.frame, v.heading, "waivers", err) && PAGE_VIEW(ctx, waivers, &v, err);
}

static void export_row(struct csv *c, const struct register_page *p, const struct waiver *w) {
  csv_integer(c, w->id);
  csv_text(c, stand_label(p->h, w->stand));
  csv_text(c, w->rule != NULL ? w->rule : w->indicator);
  csv_text(c, waiver_row_of(p->ctx, p->board, w).of);
  csv_text(c, w->subjects);
  csv_text(c, w->perimeter);
  csv_instant(c, w->from);
  csv_instant(c, w->to);
  csv_text(c, w->reason);
  csv_text(c, w->compensation);
  csv_text(c, people_name(p->ctx, w->requester));
  csv_instant(c, w->requested_at);
  csv_text(c, people_name(p->ctx, w->approver));
  csv_instant(c, w->decided_at);
  csv_text(c, w->decision);
  csv_text(c, people_name(p->ctx, w->ended_by));
  csv_instant(c, w->ended_at);
  csv_text(c, w->end_reason);
  csv_end_row(c);
}

static bool export_csv(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const columns[] = {N_("Number"), N_("Where it stands"), N_("Rule or indicator"), N_("Title"), N_("Subjects"), N_("Perimeter"), N_("From"), N_("Until"),
                                        N_("Reason"), N_("Compensating measure"), N_("Asked by"), N_("Asked on"), N_("Decided by"), N_("Decided on"),
                                        N_("Decision"), N_("Ended early by"), N_("Ended early on"), N_("Reason of the end")};
  struct register_page p;
  struct csv c;
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load(ctx, &p, err)) return false;
  csv_begin(&c, ctx->body, p.h->lang);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_text(&c, tr(p.h->lang, columns[i]));
  csv_end_row(&c);
  for (size_t i = 0; i < p.all.count; i++)
    if (belongs(&p.all.items[i], p.stand)) export_row(&c, &p, &p.all.items[i]);
  return buf_check(ctx->body, "export", err) && page_file(ctx, "text/csv; charset=utf-8", "waivers.csv");
}

const struct route routes_waivers[] = {
    {M_GET, "/waivers", CAP_BOARD, show, .view = "waivers", .query = "state"},
    {M_GET, "/waivers.csv", CAP_EXPORT, export_csv, .query = "state"},
    {0}};
