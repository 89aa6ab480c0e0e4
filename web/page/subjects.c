/* Who an indicator judges, with what verdict; the same as a CSV file. */
#include <string.h>

#include "template.h"
#include "web/export/csv.h"
#include "web/http/router.h"
#include "web/view/frame.h"
#include "web/view/pages.h"
#include "web/view/verdict_text.h"

struct wanted {
  const struct indicator *sheet;
  struct moment moment;
  int verdict; /* -1: all */
  struct pages pages;
  struct desk desk;
};

static bool parse(struct request_ctx *ctx, struct wanted *w, struct vg_error *err) {
  const char *code = path_text(ctx, "code"), *verdict = param(&ctx->query, "verdict");
  enum verdict v = VERDICT_COUNT;
  w->sheet = indicator_find(code);
  w->desk = (struct desk){ctx->arena, page_html(ctx)};
  if (w->sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": there is none of that code"), code);
  if (verdict != NULL && !verdict_parse(verdict, &v)) {
    return vg_fail(err, VG_E_USAGE, N_("verdict: expected conforming, deviating, waived, pending or unknown, got \"%.40s\""), verdict);
  }
  w->verdict = verdict != NULL ? (int)v : -1;
  w->pages = pages_asked(ctx);
  return params_ok(&ctx->query, err) &&
         board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, VG_NEVER, &w->moment, err);
}

static bool load_list(struct request_ctx *ctx, const struct wanted *w, size_t limit, struct subject_list *out,
                      struct vg_error *err) {
  struct subject_query q = {w->sheet->code, w->verdict, limit == 0 ? 0 : (size_t)w->pages.offset, limit};
  return board_subjects(ctx->db, ctx->arena, &w->moment, &q, out, err);
}

static bool load_page(struct request_ctx *ctx, struct wanted *w, struct subject_list *out, struct vg_error *err) {
  if (!load_list(ctx, w, PER_PAGE, out, err)) return false;
  return pages_read(&w->pages, out->count, out->total) || load_page(ctx, w, out, err);
}

static bool fill_filters(struct request_ctx *ctx, const struct html *h, const struct wanted *w,
                         const struct subject_list *list, struct view_subjects *v) {
  static const enum verdict order[] = {VERDICT_DEVIATING, VERDICT_WAIVED, VERDICT_UNKNOWN, VERDICT_PENDING, VERDICT_CONFORMING};
  struct view_subjects_filter *f = vg_alloc(ctx->arena, (VERDICT_COUNT + 1) * sizeof *f);
  if (f == NULL) return false;
  int64_t all = 0;
  for (int i = 0; i < VERDICT_COUNT; i++) all += list->by_verdict[i];
  f[0] = (struct view_subjects_filter){NULL, "not_applicable", text_say(h, ctx->arena, "All {n}", {"n", HTML_COUNT, .integer = all}), all, w->verdict < 0};
  size_t n = 1;
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    if (list->by_verdict[order[i]] == 0 && w->verdict != (int)order[i]) continue;
    f[n++] = (struct view_subjects_filter){verdict_name(order[i]), verdict_state(order[i]), verdict_count(&w->desk, order[i], list->by_verdict[order[i]]),
                                           list->by_verdict[order[i]], w->verdict == (int)order[i]};
  }
  v->filters = f;
  v->filters_count = n;
  return true;
}

static bool fill_rows(struct request_ctx *ctx, const struct html *h, const struct wanted *w,
                      const struct subject_list *list, struct view_subjects *v) {
  struct view_subjects_row *rows = vg_alloc(ctx->arena, list->count * sizeof *rows);
  if (rows == NULL) return false;
  for (size_t i = 0; i < list->count; i++) {
    const struct subject_line *s = &list->items[i];
    rows[i] = (struct view_subjects_row){.subject = s->subject,
                                         .label = s->label,
                                         .perimeter = s->perimeter,
                                         .perimeter_id = s->perimeter_id,
                                         .verdict = verdict_name(s->verdict),
                                         .state = verdict_state(s->verdict),
                                         .verdict_label = verdict_label(h, s->verdict),
                                         .since = s->since,
                                         .until = s->until,
                                         .detail = verdict_finding(&w->desk, w->sheet, s),
                                         .value = s->has_value ? figures_value(&w->desk, w->sheet, s->value) : NULL};
    rows[i].parts = verdict_parts(&w->desk, w->sheet, s, &rows[i].parts_count);
  }
  v->rows = rows;
  v->rows_count = list->count;
  return true;
}

static const char *heading(const struct html *h, struct vg_arena *a, const struct wanted *w, const struct subject_list *list) {
  struct html_value title = {"title", HTML_TEXT, .text = in_language(&w->desk, w->sheet->title)};
  if (w->verdict < 0) {
    return text_say_n(h, a, "{title}: {n} subject", "{title}: {n} subjects", list->total, title,
                      {"n", HTML_COUNT, .integer = list->total});
  }
  return text_say(h, a, "{title}: {verdict}", title,
                  {"verdict", HTML_TEXT, .text = verdict_count(&w->desk, (enum verdict)w->verdict, list->total)});
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  struct subject_list list = {0};
  struct html *h = page_html(ctx);
  if (!parse(ctx, &w, err) || !load_page(ctx, &w, &list, err)) return false;
  struct view_subjects v = {.code = w.sheet->code,
                            .title = in_language(&w.desk, w.sheet->title),
                            .statistic = w.sheet->form == FORM_STATISTIC,
                            .may_open = may(ctx, CAP_RECORD),
                            .may_export = may(ctx, CAP_EXPORT),
                            .verdict = param(&ctx->query, "verdict")};
  PAGES_SHOWN(v, w.pages);
  v.heading = heading(h, ctx->arena, &w, &list);
  if (!fill_filters(ctx, h, &w, &list, &v) || !fill_rows(ctx, h, &w, &list, &v)) {
    return vg_fail(err, VG_E_LIMIT, "subjects: too many to show");
  }
  return frame_load(ctx, &v.frame, v.heading, "indicators", err) && PAGE_VIEW(ctx, subjects, &v, err);
}

static void export_row(struct csv *c, const struct wanted *w, const struct subject_line *s) {
  csv_text(c, s->subject);
  csv_text(c, s->label);
  csv_text(c, s->perimeter);
  if (s->has_value) csv_real(c, s->value);
  else csv_text(c, verdict_label(w->desk.h, s->verdict));
  csv_text(c, verdict_finding(&w->desk, w->sheet, s));
  csv_instant(c, s->since);
  csv_instant(c, s->until);
  csv_end_row(c);
}

static bool export_csv(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  struct subject_list list = {0};
  struct html *h = page_html(ctx);
  struct csv c;
  if (!parse(ctx, &w, err) || !load_list(ctx, &w, 0, &list, err)) return false;
  csv_begin(&c, ctx->body, h->lang);
  const char *const columns[] = {N_("Subject"), N_("Name"), N_("Perimeter"),
                                 w.sheet->form == FORM_STATISTIC ? N_("Value") : N_("Verdict"), N_("Finding"), N_("Since"), N_("Until")};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_text(&c, tr(h->lang, columns[i]));
  csv_end_row(&c);
  for (size_t i = 0; i < list.count; i++) export_row(&c, &w, &list.items[i]);
  if (!buf_check(ctx->body, "export", err)) return false;
  return page_file(ctx, "text/csv; charset=utf-8", vg_printf(ctx->arena, "%s.csv", w.sheet->code));
}

const struct route routes_subjects[] = {
    {M_GET, "/indicator/{code:code}/subjects", CAP_RECORD, show, .view = "subjects", .query = "verdict page", .flags = ROUTE_CACHED},
    {M_GET, "/indicator/{code:code}/subjects.csv", CAP_EXPORT, export_csv, .query = "verdict"},
    {0}};
