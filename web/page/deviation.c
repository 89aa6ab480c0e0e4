/* One deviation of a subject: from when until when, what opened and closed it, why, what mended it. */
#include <string.h>

#include "core/text.h"
#include "db/kind_read.h"
#include "governance/deviation.h"
#include "template.h"
#include "web/view/code_title.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/mistake.h"
#include "web/view/people.h"
#include "web/view/record_text.h"
#include "web/view/verdict_text.h"

enum { RECORDS_OFFERED = 30 };

struct wanted {
  struct request_ctx *ctx;
  struct html *h;
  struct desk desk;
  const struct indicator *sheet;
  const struct kind *kind; /* of its records; NULL: it has none */
  int64_t perimeter;
  const char *subject;
  vg_time instant;
  struct deviation it;
  bool masked;
};

static bool parse(struct request_ctx *ctx, struct wanted *w, struct vg_error *err) {
  const char *code = path_text(ctx, "code");
  *w = (struct wanted){.ctx = ctx, .h = page_html(ctx), .desk = {ctx->arena, page_html(ctx), true}, .sheet = indicator_find(code), .masked = !may(ctx, CAP_EXPORT)};
  if (w->sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": there is none of that code"), code);
  w->kind = w->sheet->records_field == NULL ? NULL : kind_get(w->sheet->records_kind);
  w->perimeter = param_int(&ctx->query, "of", 1, INT64_MAX);
  w->subject = param_text(&ctx->query, "id", 1, KIND_KEY_MAX);
  const char *at = param_text(&ctx->query, "at", 1, TIME_TEXT);
  if (!params_ok(&ctx->query, err)) return false;
  if (!time_parse(at, &w->instant, err)) return vg_context(err, "%s: ", "at");
  vg_time by = decided_by(ctx);
  if (w->instant > by) return vg_fail(err, VG_E_NOTFOUND, N_("at: this deviation had not begun by then"));
  return deviation_get(ctx->db, ctx->arena, w->sheet->code, w->perimeter, w->subject, w->instant, by, &w->it, err);
}

static void record_of(const struct wanted *w, const struct db_result *r, size_t i, struct view_deviation_record *out) {
  *out = (struct view_deviation_record){.id = row_int(r, i, "id"), .title = vg_strdup(w->ctx->arena, record_title(w->h, w->ctx->arena, r, i, w->kind, w->masked)),
                                        .facts = record_facts(w->h, w->ctx->arena, r, i, w->kind, w->sheet->records_field, w->masked),
                                        .effective_at = row_time(r, i, "effective_at"), .recorded_at = row_time(r, i, "recorded_at")};
}

static const struct view_deviation_record *record_at(const struct wanted *w, const struct db_result *r, size_t i) {
  struct view_deviation_record *out = vg_alloc(w->ctx->arena, sizeof *out);
  if (out != NULL) record_of(w, r, i, out);
  return out;
}

/* The last record true before it began; the last one true when it ended, if it came meanwhile. */
static bool load_records(const struct wanted *w, struct view_deviation *v, struct vg_error *err) {
  DB_RESULT(before);
  DB_RESULT(after);
  const char *field = w->sheet->records_field;
  if (w->kind == NULL) return true;
  code_titles_load(w->ctx, w->h, w->kind);
  vg_time by = decided_by(w->ctx), end = w->it.over ? w->it.to : by;
  if (w->it.from != VG_NEVER) {
    if (!kind_about(w->ctx->db, &before, w->kind, field, w->subject, w->it.from, 1, err)) return false;
    if (row_count(before) > 0) v->before = record_at(w, before, 0);
  }
  if (!kind_about(w->ctx->db, &after, w->kind, field, w->subject, end, RECORDS_OFFERED, err)) return false;
  bool meanwhile = row_count(after) > 0 && (w->it.from == VG_NEVER || row_time(after, 0, "effective_at") > w->it.from);
  if (w->it.over && w->it.conforming_after && meanwhile) v->mended = record_at(w, after, 0);
  struct view_form_choice *choices = vg_alloc(w->ctx->arena, RECORDS_OFFERED * sizeof *choices);
  const char *chosen = param(&w->ctx->form, "record");
  if (choices == NULL) return vg_fail(err, VG_E_LIMIT, "deviation: out of memory");
  for (size_t i = 0; i < row_count(after); i++) {
    const char *id = vg_printf(w->ctx->arena, "%lld", (long long)row_int(after, i, "id"));
    choices[i] = (struct view_form_choice){id, vg_printf(w->ctx->arena, "%s – %s", text_value(w->h, w->ctx->arena, (struct html_value){.as = HTML_TOLD, .time = row_time(after, i, "effective_at")}),
                                                        record_title(w->h, w->ctx->arena, after, i, w->kind, w->masked)), NULL, text_equal(chosen, id)};
  }
  v->records = choices;
  v->records_count = row_count(after);
  return row_ok(after, err);
}

static bool is_address(const char *text) { return text_starts(text, "https://") || text_starts(text, "http://"); }

static bool load_notes(const struct wanted *w, struct view_deviation *v, struct vg_error *err) {
  struct deviation_notes notes;
  vg_time since = w->it.from != VG_NEVER ? w->it.from : w->instant;
  if (!deviation_notes(w->ctx->db, w->ctx->arena, w->sheet->code, w->perimeter, w->subject, since, decided_by(w->ctx), &notes, err)) return false;
  struct view_deviation_note_row *rows = vg_alloc(w->ctx->arena, (notes.count + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "deviation: too many notes to show");
  for (size_t i = 0; i < notes.count; i++) {
    const struct deviation_note *n = &notes.items[i];
    if (n->perimeter_id != w->perimeter || (w->it.to != VG_NEVER && n->began_at >= w->it.to)) continue;
    rows[v->notes_count++] = (struct view_deviation_note_row){.cause = n->cause, .mended_by = *n->mended_by != '\0' ? n->mended_by : NULL,
                                                              .mended_to = is_address(n->mended_by) ? n->mended_by : NULL,
                                                              .record_kind = *n->record_kind != '\0' ? n->record_kind : NULL, .record_id = n->record_id,
                                                              .author = people_name(w->ctx, n->author), .written_at = n->written_at};
  }
  v->notes = rows;
  return true;
}

/* Waivers of this subject that were in force at some time of it. */
static bool load_waivers(const struct wanted *w, struct view_deviation *v, struct vg_error *err) {
  struct waivers all;
  struct waiver_query q = {.perimeter = w->perimeter, .at = decided_by(w->ctx), .indicator = w->sheet->code, .subject = w->subject};
  if (!waiver_list(w->ctx->db, w->ctx->arena, &q, &all, err)) return false;
  size_t n = 0;
  for (size_t i = 0; i < all.count; i++)
    if ((w->it.to == VG_NEVER || all.items[i].from < w->it.to) && all.items[i].to > w->it.from) all.items[n++] = all.items[i];
  all.count = n;
  return waiver_rows_fill(w->ctx, NULL, &all, &v->waivers, err);
}

static void fill_ends(const struct wanted *w, struct view_deviation *v) {
  const struct deviation *d = &w->it;
  vg_time by = decided_by(w->ctx);
  v->from = d->from;
  v->to = d->over ? d->to : VG_NEVER;
  v->span = d->from != VG_NEVER ? ((d->over ? d->to : by) - d->from) / VG_SECOND : HTML_NO_INT;
  v->outcome = d->over ? verdict_after(w->h, d->conforming_after, d->unknown_after) : tr(w->h->lang, d->waived_whole ? N_("Open, under waiver") : N_("Open"));
  v->state = d->over ? verdict_after_state(d->conforming_after, d->unknown_after) : d->waived_whole ? "waived" : "not_applied";
  if (!d->over) return;
  v->ended_how = tr(w->h->lang, d->conforming_after ? N_("none of this subject: it conforms by another record, or by the time that passed")
                                : d->unknown_after ? N_("none: its sources fell silent") : N_("none: it left the population"));
}

static bool show_with(struct wanted *w, const struct vg_error *problem, struct vg_error *err) {
  struct request_ctx *ctx = w->ctx;
  char at[TIME_TEXT];
  struct subject_line line = {.subject = w->subject, .perimeter_id = w->perimeter, .detail = w->it.detail, .detail_at = VG_NEVER, .verdict = VERDICT_DEVIATING};
  struct vg_error ignored = {0};
  if (line.detail != NULL && strlen(line.detail) >= 20 && !time_parse(line.detail, &line.detail_at, &ignored)) line.detail_at = VG_NEVER;
  struct view_deviation v = {.code = w->sheet->code, .title = in_language(&w->desk, w->sheet->title), .perimeter_id = w->perimeter, .perimeter = w->it.perimeter,
                             .subject = w->subject, .label = w->it.label, .kind = w->kind != NULL ? w->kind->name : NULL, .may_write = may(ctx, CAP_PROPOSE) && !ctx->past,
                             .detail = w->it.detail != NULL ? verdict_finding(&w->desk, w->sheet, &line) : NULL,
                             .at = vg_strdup(ctx->arena, time_format(w->it.from != VG_NEVER ? w->it.from : w->instant, at)),
                             .cause = param(&ctx->form, "cause"), .mended_by = param(&ctx->form, "mended_by")};
  v.parts = verdict_parts(&w->desk, w->sheet, &line, &v.parts_count);
  v.may_ask = v.may_write && !w->it.over;
  fill_ends(w, &v);
  v.heading = text_say(w->h, ctx->arena, "{subject}: deviation from {title}", {"subject", HTML_NAME, .text = v.label}, {"title", HTML_TEXT, .text = v.title});
  if (problem != NULL) {
    v.problem = mistake_text(w->h, ctx->arena, problem);
    page_status(ctx, vg_error_info(problem->code)->http_status);
  }
  return load_records(w, &v, err) && load_notes(w, &v, err) && load_waivers(w, &v, err) && frame_load(ctx, &v.frame, v.heading, "indicators", err) &&
         PAGE_VIEW(ctx, deviation, &v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  return parse(ctx, &w, err) && show_with(&w, NULL, err);
}

static bool write_note(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  struct vg_error why = {0};
  struct author author = author_of(ctx);
  char at[TIME_TEXT];
  if (!parse(ctx, &w, err)) return false;
  struct deviation_note_draft d = {.indicator = w.sheet->code, .perimeter_id = w.perimeter, .subject = w.subject, .instant = w.instant};
  d.cause = param_text(&ctx->form, "cause", 1, DEVIATION_TEXT_MAX);
  d.mended_by = param_text(&ctx->form, "mended_by", 0, DEVIATION_LINK_MAX);
  d.record_id = param_int_or(&ctx->form, "record", 1, INT64_MAX, 0);
  d.kind = d.record_id > 0 ? w.kind : NULL;
  if (params_ok(&ctx->form, &why) && deviation_note_add(ctx->db, ctx->arena, &author, &d, &why))
    return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/indicator/%s/deviation", w.sheet->code), "of", vg_printf(ctx->arena, "%lld", (long long)w.perimeter),
                                      "id", w.subject, "at", time_format(w.instant, at), NULL));
  if (form_mistake(&why)) return show_with(&w, &why, err);
  *err = why;
  return false;
}

const struct route routes_deviation[] = {
    {M_GET, "/indicator/{code:code}/deviation", CAP_RECORD, show, .view = "deviation", .query = "of id at"},
    {M_POST, "/indicator/{code:code}/deviation", CAP_PROPOSE, write_note, .query = "of id at", .form = "cause mended_by record"},
    {0}};
