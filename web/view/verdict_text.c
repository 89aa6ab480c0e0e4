#include "web/view/verdict_text.h"

#include <string.h>

const char *verdict_state(enum verdict v) {
  static const char *const states[VERDICT_COUNT] = {
      [VERDICT_CONFORMING] = "applied", [VERDICT_DEVIATING] = "not_applied", [VERDICT_WAIVED] = "waived",
      [VERDICT_PENDING] = "watch",      [VERDICT_UNKNOWN] = "unknown"};
  return states[v];
}

const char *verdict_label(const struct html *h, enum verdict v) {
  static const char *const labels[VERDICT_COUNT] = {
      [VERDICT_CONFORMING] = N_("Conforming"), [VERDICT_DEVIATING] = N_("In deviation"), [VERDICT_WAIVED] = N_("Waived"),
      [VERDICT_PENDING] = N_("Pending"),       [VERDICT_UNKNOWN] = N_("Unknown")};
  return tr(h->lang, labels[v]);
}

static const char *detail_text(const struct desk *d, const struct subject_line *s) {
  if (s->detail_at == VG_NEVER) return s->detail;
  return text_value(d->h, d->arena, (struct html_value){.as = HTML_DATETIME, .time = s->detail_at});
}

const char *verdict_finding(const struct desk *d, const struct indicator *sheet, const struct subject_line *s) {
  if (s->verdict == VERDICT_UNKNOWN) return tr(d->h->lang, N_("No fresh data from the sources that speak of it."));
  if (s->verdict == VERDICT_PENDING) return tr(d->h->lang, N_("Within the delay that the rule grants."));
  if (s->has_value) return s->detail != NULL ? detail_text(d, s) : NULL;
  if (s->verdict == VERDICT_CONFORMING) return NULL;
  if (s->detail == NULL) return in_language(d, sheet->nothing);
  return text_message(d->h, d->arena, in_language(d, sheet->deviation), &(struct html_value){"detail", HTML_TEXT, .text = detail_text(d, s)}, 1);
}

