#include "web/view/verdict_text.h"

#include <math.h>
#include <string.h>

#include "web/html/component.h"
#include "web/view/record_text.h"

const char *verdict_state(enum verdict v) {
  static const char *const states[VERDICT_COUNT] = {
      [VERDICT_CONFORMING] = "applied", [VERDICT_DEVIATING] = "not_applied", [VERDICT_WAIVED] = "waived",
      [VERDICT_PENDING] = "watch",      [VERDICT_UNKNOWN] = "unknown"};
  return states[v];
}

const char *verdict_label(const struct html *h, enum verdict v) {
  static const char *const labels[VERDICT_COUNT] = {
      [VERDICT_CONFORMING] = N_("Conforming"), [VERDICT_DEVIATING] = N_("In deviation"), [VERDICT_WAIVED] = N_("Waived"),
      [VERDICT_PENDING] = N_("Pending")};
  return labels[v] != NULL ? tr(h->lang, labels[v]) : state_masculine(h->lang, "unknown");
}

const char *verdict_after(const struct html *h, bool conforming, bool unknown) {
  return tr(h->lang, conforming ? N_("Mended") : unknown ? N_("Unknown since then") : N_("No longer judged"));
}

const char *verdict_after_state(bool conforming, bool unknown) {
  return conforming ? "applied" : unknown ? "unknown" : "not_applicable";
}

const char *verdict_count(const struct desk *d, enum verdict v, int64_t n) {
  struct html_value count = {"n", HTML_COUNT, .integer = n}, unknown = {"unknown", HTML_COUNT, .integer = n};
  switch (v) {
  case VERDICT_CONFORMING: return text_plural(d->h, d->arena, "{n} conforming", "{n} conforming", n, &count, 1);
  case VERDICT_DEVIATING: return text_plural(d->h, d->arena, "{n} in deviation", "{n} in deviation", n, &count, 1);
  case VERDICT_WAIVED: return text_plural(d->h, d->arena, "{n} waived", "{n} waived", n, &count, 1);
  case VERDICT_PENDING: return text_plural(d->h, d->arena, "{n} pending", "{n} pending", n, &count, 1);
  default: return text_plural(d->h, d->arena, "{unknown} unknown", "{unknown} unknown", n, &unknown, 1);
  }
}

static const char *detail_text(const struct desk *d, const struct indicator *sheet, const struct subject_line *s) {
  if (sheet->form == FORM_COMPOSITE) return indicator_titles(d->arena, d->h->lang == LANG_FR, s->detail);
  if (s->detail_at == VG_NEVER) return s->detail;
  return text_value(d->h, d->arena, (struct html_value){.as = HTML_TOLD, .time = s->detail_at});
}

/* "backup_daily, patch_current": the code at *p, which goes on behind it; NULL at the end. */
static const char *next_code(struct vg_arena *arena, const char **p) {
  size_t n = strcspn(*p, ",");
  const char *code = n > 0 ? vg_strndup(arena, *p, n) : NULL;
  *p += n;
  *p += strspn(*p, ", ");
  return code;
}

static struct view_finding_part part_of(const struct desk *d, const struct subject_line *s, const char *code) {
  const struct indicator *i = indicator_find(code);
  return (struct view_finding_part){.before = "", .after = ", ", .title = i != NULL ? in_language(d, i->title) : code,
                                    .to = text_to(d->h, d->arena, "/indicator/{code}/subject?of={of}&id={id}", {"code", HTML_TEXT, .text = code},
                                                  {"of", HTML_PLAIN, .integer = s->perimeter_id}, {"id", HTML_TEXT, .text = s->subject})};
}

const struct view_finding_part *verdict_parts(const struct desk *d, const struct indicator *sheet, const struct subject_line *s, size_t *count) {
  const char *around = in_language(d, sheet->deviation), *at = strstr(around, "{detail}"), *code;
  bool names = sheet->form == FORM_COMPOSITE && s->detail != NULL && (s->verdict == VERDICT_DEVIATING || s->verdict == VERDICT_WAIVED);
  *count = 0;
  struct view_finding_part *parts = names && at != NULL ? vg_alloc(d->arena, (strlen(s->detail) + 1) * sizeof *parts) : NULL;
  if (parts == NULL) return NULL;
  for (const char *p = s->detail; (code = next_code(d->arena, &p)) != NULL;) parts[(*count)++] = part_of(d, s, code);
  if (*count == 0) return NULL;
  parts[0].before = vg_strndup(d->arena, around, (size_t)(at - around));
  parts[*count - 1].after = at + strlen("{detail}");
  return parts;
}

const char *verdict_finding(const struct desk *d, const struct indicator *sheet, const struct subject_line *s) {
  if (s->verdict == VERDICT_UNKNOWN)
    return tr(d->h->lang, s->never_told ? N_("No source has told yet what must be known of it.") : N_("No fresh data from the sources that speak of it."));
  if (s->verdict == VERDICT_PENDING) return tr(d->h->lang, N_("Within the delay that the rule grants."));
  if (s->has_amount) return figures_amounts(d, llround(s->amount * 100), llround(s->base * 100), s->detail);
  if (s->has_value && s->detail != NULL && choice_word(d->h->lang, s->detail) != NULL) return choice_word(d->h->lang, s->detail);
  if (s->has_value) return s->detail != NULL ? detail_text(d, sheet, s) : NULL;
  if (s->verdict == VERDICT_CONFORMING) return NULL;
  const char *without = in_language(d, sheet->nothing);
  if (s->detail == NULL) return *without != '\0' ? without : in_language(d, sheet->deviation);
  return text_message(d->h, d->arena, in_language(d, sheet->deviation), &(struct html_value){"detail", HTML_TEXT, .text = detail_text(d, sheet, s)}, 1);
}

