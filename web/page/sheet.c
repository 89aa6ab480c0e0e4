/* The sheet of an indicator, as a page to print and as a PDF. */
#include <string.h>

#include "web/html/html.h"
#include "web/page/indicator.h"
#include "web/view/frame.h"
#include "web/view/paper.h"

enum { TREND_COLUMNS = 2, SOURCE_COLUMNS = 5 };

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_sheet v = {0};
  return indicator_view(ctx, &v.of, err) && frame_load(ctx, &v.frame, v.of.title, "indicators", err) && PAGE_VIEW(ctx, sheet, &v, err);
}

static const char *dated(struct request_ctx *ctx, vg_time at) {
  return at == VG_NEVER ? "–" : text_value(page_html(ctx), ctx->arena, (struct html_value){.as = HTML_DATETIME, .time = at});
}

static const char *number(struct request_ctx *ctx, int64_t value) {
  return value == HTML_NO_INT ? "–" : text_value(page_html(ctx), ctx->arena, (struct html_value){.as = HTML_COUNT, .integer = value});
}

/* "version 2, unchanged since 3 Mar 2026" */
static const char *formula(struct request_ctx *ctx, const struct view_indicator *v) {
  const struct html *h = page_html(ctx);
  const char *version = text_say(h, ctx->arena, N_("version {version}"), {"version", HTML_PLAIN, .integer = v->version});
  if (v->changed_at == VG_NEVER) return version;
  const char *since = text_say(h, ctx->arena, N_("unchanged since {changed_at}"), {"changed_at", HTML_MEDIUM, .time = v->changed_at});
  return vg_printf(ctx->arena, "%s, %s", version, since);
}

static void put_construct(struct request_ctx *ctx, struct pdf *pdf, const struct view_indicator *v) {
  BUF(rules, 2000);
  if (v->rules_count == 0) buf_text(&rules, v->no_rule);
  for (size_t i = 0; i < v->rules_count; i++) buf_printf(&rules, "%s%s %s", i > 0 ? "\n" : "", v->rules[i].number, v->rules[i].title);
  const char *code = v->own ? vg_printf(ctx->arena, "%s – %s", v->code, tr(ctx->lang, N_("of the organisation"))) : v->code;
  const struct {
    const char *name, *value;
  } facts[] = {{N_("Code"), code},           {N_("Rules"), rules.data},          {N_("Question"), v->question},
               {N_("Formula"), v->formula},     {N_("Denominator"), v->denominator}, {N_("Target"), v->target},
               {N_("Warning"), v->warning},     {N_("Critical"), v->critical_at},    {N_("Direction"), v->direction},
               {N_("Unit"), v->unit},           {N_("Frequency"), v->frequency},     {N_("Staleness"), v->staleness},
               {N_("Owner"), v->owner},         {N_("Collected by"), v->collector},  {N_("Reviewed by"), v->reviewer},
               {N_("Reported to"), v->reporting}, {N_("Limits"), v->limits}};
  pdf_heading(pdf, 2, tr(ctx->lang, N_("Measurement construct (ISO/IEC 27004)")));
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) pdf_fact(pdf, tr(ctx->lang, facts[i].name), facts[i].value);
}

static void put_trend(struct request_ctx *ctx, struct pdf *pdf, const struct view_indicator *v) {
  const struct pdf_column columns[TREND_COLUMNS] = {{tr(ctx->lang, N_("Month")), 0.5, false}, {tr(ctx->lang, N_("Value")), 0.5, true}};
  const char **cells = vg_alloc(ctx->arena, (v->trend.points_count + 1) * TREND_COLUMNS * sizeof *cells);
  if (cells == NULL) return;
  for (size_t i = 0; i < v->trend.points_count; i++) {
    cells[i * TREND_COLUMNS] = v->trend.points[i].label;
    cells[i * TREND_COLUMNS + 1] = v->trend.points[i].shown;
  }
  pdf_heading(pdf, 2, tr(ctx->lang, N_("Twelve months")));
  pdf_paragraph(pdf, v->trend.finding);
  pdf_table(pdf, columns, TREND_COLUMNS, cells, v->trend.points_count);
}

static void put_provenance(struct request_ctx *ctx, struct pdf *pdf, const struct view_indicator *v) {
  const struct pdf_column columns[SOURCE_COLUMNS] = {{tr(ctx->lang, N_("Source")), 0.32, false},
                                                     {tr(ctx->lang, N_("State")), 0.15, false},
                                                     {tr(ctx->lang, N_("Last reading")), 0.22, false},
                                                     {tr(ctx->lang, N_("Records")), 0.19, true},
                                                     {tr(ctx->lang, N_("Refused")), 0.12, true}};
  const char **cells = vg_alloc(ctx->arena, (v->sources_count + 1) * SOURCE_COLUMNS * sizeof *cells);
  if (cells == NULL) return;
  for (size_t i = 0; i < v->sources_count; i++) {
    const struct view_indicator_source *s = &v->sources[i];
    const char *row[SOURCE_COLUMNS] = {s->name, s->health, dated(ctx, s->last_read), number(ctx, s->read), number(ctx, s->rejected)};
    memcpy(&cells[i * SOURCE_COLUMNS], row, sizeof row);
  }
  pdf_heading(pdf, 2, tr(ctx->lang, N_("Provenance")));
  pdf_table(pdf, columns, SOURCE_COLUMNS, cells, v->sources_count);
  if (v->completeness != NULL) pdf_fact(pdf, tr(ctx->lang, N_("Completeness")), v->completeness->said);
  pdf_fact(pdf, tr(ctx->lang, N_("Formula")), formula(ctx, v));
  pdf_fact(pdf, tr(ctx->lang, N_("Calculated on")), dated(ctx, v->known_at));
  pdf_fact(pdf, tr(ctx->lang, N_("Hash (SHA-256)")), v->sha256);
}

static bool download(struct request_ctx *ctx, struct vg_error *err) {
  struct view_sheet v = {0};
  struct pdf *pdf;
  if (!indicator_view(ctx, &v.of, err) || !frame_load(ctx, &v.frame, v.of.title, "indicators", err) ||
      !paper_open(ctx, &v.frame, tr(ctx->lang, N_("Sheet of an indicator")), &pdf, err))
    return false;
  pdf_heading(pdf, 1, v.of.heading);
  paper_notices(ctx, &v.frame, pdf);
  put_construct(ctx, pdf, &v.of);
  put_trend(ctx, pdf, &v.of);
  put_provenance(ctx, pdf, &v.of);
  return paper_close(ctx, pdf, v.of.code, err);
}

const struct route routes_sheet[] = {
    {M_GET, "/indicator/{code:code}/sheet", CAP_BOARD, show, .view = "sheet"},
    {M_GET, "/indicator/{code:code}/sheet.pdf", CAP_BOARD, download},
    {0}};
