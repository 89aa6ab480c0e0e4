#include "web/view/revisions.h"

#include <string.h>

#include "db/kind_read.h"
#include "web/html/html.h"

static const char *shown(const struct desk *desk, const struct indicator *sheet, const struct reading *r) {
  return r->has_value ? figures_reading(desk, sheet, r) : tr(desk->h->lang, N_("no value"));
}

static size_t kinds_read(const struct indicator *sheet, enum kind_id out[2 * INDICATOR_KINDS_MAX]) {
  size_t n = 0;
  for (size_t i = 0; i < sheet->kind_count; i++) out[n++] = sheet->kinds[i];
  for (size_t i = 0; i < sheet->optional_count; i++) out[n++] = sheet->optional[i];
  return n;
}

/* Records of the kinds read that were true that day and were learnt between two publications. */
static bool count_late(struct request_ctx *ctx, const struct indicator *sheet, const struct revision *before, const struct revision *now,
                       int64_t *late, struct vg_error *err) {
  enum kind_id kinds[2 * INDICATOR_KINDS_MAX];
  size_t n = kinds_read(sheet, kinds);
  return kind_late(ctx->db, kinds, n, now->at, before->known_at, now->known_at, late, err);
}

static void add(struct buf *list, const char *text) { buf_printf(list, "%s%s", list->length > 0 ? ", " : "", text); }

/* What else than late records the database and the journal tell of. */
static bool other_causes(struct request_ctx *ctx, const struct indicator *sheet, const struct revision *before, const struct revision *now,
                         const char **out, struct vg_error *err) {
  enum kind_id kinds[2 * INDICATOR_KINDS_MAX];
  const char *names[2 * INDICATOR_KINDS_MAX];
  size_t n = kinds_read(sheet, kinds);
  for (size_t i = 0; i < n; i++) names[i] = kind_get(kinds[i])->name;
  DB_RESULT(r);
  BUF(list, 1000);
  if (!db_run(ctx->db, &r, SQL_REVISION_CAUSES, DB_ONE, err, P_TEXT(sheet->code), P_TEXTS(names, n), P_TIME(now->at), P_TIME(before->known_at),
              P_TIME(now->known_at)))
    return false;
  if (!row_null(r, 0, "removed"))
    add(&list, text_say(page_html(ctx), ctx->arena, "source removed: {names}", {"names", HTML_TEXT, .text = row_text(r, 0, "removed")}));
  if (row_bool(r, 0, "formula")) add(&list, tr(ctx->lang, N_("formula changed")));
  if (row_bool(r, 0, "decided")) add(&list, tr(ctx->lang, N_("decision taken since")));
  bool reads_others = sheet->form == FORM_COMPOSITE || sheet->reads == READS_RULES;
  if (list.length == 0 && reads_others) add(&list, tr(ctx->lang, N_("the indicators that it reads were corrected")));
  if (list.length == 0) add(&list, tr(ctx->lang, N_("for another reason than late records")));
  *out = vg_strdup(ctx->arena, list.data);
  return row_ok(r, err);
}

/* Why a figure was corrected between two publications. */
static bool why(struct request_ctx *ctx, const struct indicator *sheet, const struct revision *before, const struct revision *now,
                const char **out, struct vg_error *err) {
  int64_t late;
  if (!count_late(ctx, sheet, before, now, &late, err)) return false;
  if (late == 0) return other_causes(ctx, sheet, before, now, out, err);
  *out = text_say_n(page_html(ctx), ctx->arena, "{late} late record", "{late} late records", late, {"late", HTML_COUNT, .integer = late});
  return true;
}

static bool sentence(struct request_ctx *ctx, const struct desk *desk, const struct indicator *sheet, const struct revision *before,
                     const struct revision *now, const char **out, struct vg_error *err) {
  const char *cause = "";
  if (before == NULL) {
    *out = tr(ctx->lang, N_("First published."));
    return true;
  }
  if (!why(ctx, sheet, before, now, &cause, err)) return false;
  *out = text_say(desk->h, ctx->arena, "Revised: {before} → {after}, {why}.", {"before", HTML_TEXT, .text = shown(desk, sheet, &before->reading)},
                  {"after", HTML_TEXT, .text = shown(desk, sheet, &now->reading)}, {"why", HTML_TEXT, .text = cause});
  return true;
}

bool revisions_load(struct request_ctx *ctx, const struct desk *desk, const struct moment *moment, const struct indicator *sheet,
                    struct view_indicator *v, struct vg_error *err) {
  struct revision *all;
  size_t count;
  if (!ctx->past) return true;
  if (!board_revisions(ctx->db, ctx->arena, moment, sheet->code, ctx->at, &all, &count, err)) return false;
  if (count == 0 || all[0].at >= ctx->at + BOARD_SHORTEST_DAY) return true;
  struct view_indicator_published *lines = vg_alloc(ctx->arena, count * sizeof *lines);
  if (lines == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: too many revisions to show");
  for (size_t i = 0; i < count; i++) {
    lines[i] = (struct view_indicator_published){.known_at = all[i].known_at,
                                                 .reading = shown(desk, sheet, &all[i].reading),
                                                 .state = state_name(all[i].reading.state)};
    if (!sentence(ctx, desk, sheet, i > 0 ? &all[i - 1] : NULL, &all[i], &lines[i].what, err)) return false;
  }
  v->published = lines;
  v->published_count = count;
  return true;
}

/* ---- all indicators of a day ---- */

static bool load_revised(struct request_ctx *ctx, struct revised **out, size_t *count, struct vg_error *err) {
  const struct moment moment = {.perimeter = {.id = ctx->perimeter_id}, .at = ctx->at, .versus = VG_NEVER};
  *count = 0;
  return !ctx->past || ctx->perimeter_id == 0 || board_revised(ctx->db, ctx->arena, &moment, out, count, err);
}

bool revisions_count(struct request_ctx *ctx, int64_t *out, struct vg_error *err) {
  struct revised *all;
  size_t count;
  if (!load_revised(ctx, &all, &count, err)) return false;
  *out = (int64_t)count;
  return true;
}

const char *revisions_said(const struct html *h, struct vg_arena *arena, int64_t count) {
  return text_say_n(h, arena, "{n} figure of this day was corrected since it was published.",
                    "{n} figures of this day were corrected since they were published.", count, {"n", HTML_COUNT, .integer = count});
}

static const char *heading(const struct request_ctx *ctx, const struct desk *desk, size_t count) {
  if (!ctx->past) return tr(ctx->lang, N_("Corrected figures: choose a past day."));
  if (count == 0) return tr(ctx->lang, N_("No figure of this day was corrected since it was published."));
  return revisions_said(desk->h, ctx->arena, (int64_t)count);
}

bool revisions_list(struct request_ctx *ctx, const struct desk *desk, struct view_revisions *v, struct vg_error *err) {
  struct revised *all = NULL;
  size_t count;
  if (!load_revised(ctx, &all, &count, err)) return false;
  struct view_revisions_line *lines = vg_alloc(ctx->arena, (count + 1) * sizeof *lines);
  if (lines == NULL) return vg_fail(err, VG_E_LIMIT, "revisions: too many to show");
  for (size_t i = 0; i < count; i++) {
    const struct revision *published = &all[i].published, *now = &all[i].now;
    lines[i] = (struct view_revisions_line){.code = all[i].sheet->code,
                                            .title = in_language(desk, all[i].sheet->title),
                                            .before = shown(desk, all[i].sheet, &published->reading),
                                            .before_state = state_name(published->reading.state),
                                            .published_at = published->known_at,
                                            .after = shown(desk, all[i].sheet, &now->reading),
                                            .after_state = state_name(now->reading.state),
                                            .corrected_at = now->known_at};
    if (!why(ctx, all[i].sheet, published, now, &lines[i].why, err)) return false;
  }
  v->lines = lines;
  v->lines_count = count;
  v->total = (int64_t)count;
  v->heading = heading(ctx, desk, count);
  return true;
}
