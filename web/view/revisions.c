#include "web/view/revisions.h"

#include <string.h>

#include "db/kind_read.h"
#include "web/html/html.h"

static const char *shown(const struct desk *desk, const struct indicator *sheet, const struct reading *r) {
  return r->has_value ? figures_reading(desk, sheet, r) : tr(desk->h->lang, N_("no value"));
}

/* Records of the kinds read that were true that day and were learnt between two publications. */
static bool count_late(struct request_ctx *ctx, const struct indicator *sheet, const struct revision *before, const struct revision *now,
                       int64_t *late, struct vg_error *err) {
  enum kind_id kinds[2 * INDICATOR_KINDS_MAX];
  size_t n = 0;
  for (size_t i = 0; i < sheet->kind_count; i++) kinds[n++] = sheet->kinds[i];
  for (size_t i = 0; i < sheet->optional_count; i++) kinds[n++] = sheet->optional[i];
  return kind_late(ctx->db, kinds, n, now->at, before->known_at, now->known_at, late, err);
}

static bool sentence(struct request_ctx *ctx, const struct desk *desk, const struct indicator *sheet, const struct revision *before,
                     const struct revision *now, const char **out, struct vg_error *err) {
  int64_t late;
  if (before == NULL) {
    *out = tr(ctx->lang, N_("First published."));
    return true;
  }
  if (!count_late(ctx, sheet, before, now, &late, err)) return false;
  *out = text_say_n(desk->h, ctx->arena, "Revised: {before} → {after}, {late} late record.", "Revised: {before} → {after}, {late} late records.", late,
                    {"before", HTML_TEXT, .text = shown(desk, sheet, &before->reading)},
                    {"after", HTML_TEXT, .text = shown(desk, sheet, &now->reading)}, {"late", HTML_COUNT, .integer = late});
  return true;
}

bool revisions_load(struct request_ctx *ctx, const struct desk *desk, const struct moment *moment, const struct indicator *sheet,
                    struct view_indicator *v, struct vg_error *err) {
  enum { LONGEST_DAY = 25 }; /* hours: the one of October */
  struct revision *all;
  size_t count;
  if (!ctx->past) return true;
  if (!board_revisions(ctx->db, ctx->arena, moment, sheet->code, ctx->at, &all, &count, err)) return false;
  if (count == 0 || all[0].at > ctx->at + LONGEST_DAY * VG_HOUR) return true;
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
