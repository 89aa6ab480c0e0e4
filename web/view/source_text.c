#include "web/view/source_text.h"

#include <string.h>

#include "web/view/record_text.h"

struct health source_health(const struct html *h, const struct db_result *r, size_t row, vg_time now) {
  bool good = !row_null(r, row, "good_id");
  bool fresh = good && !row_null(r, row, "fresh_until") && row_time(r, row, "fresh_until") > now;
  const char *last = row_text(r, row, "last_status");
  if (!row_bool(r, row, "enabled")) return (struct health){"not_applicable", tr(h->lang, N_("Switched off"))};
  if (strcmp(last, "suspect") == 0) return (struct health){fresh ? "watch" : "unknown", tr(h->lang, N_("Suspect: to decide"))};
  bool entered = row_int(r, row, "period_s") == 0;
  if (entered && row_null(r, row, "said_at")) return (struct health){"unknown", tr(h->lang, N_("Nothing entered yet"))};
  if (!good) return (struct health){"unknown", tr(h->lang, *last == '\0' ? N_("Never read") : N_("Never read: in error"))};
  if (!fresh) return (struct health){"unknown", tr(h->lang, entered ? N_("To be confirmed") : N_("Silent"))};
  if (strcmp(last, "failed") == 0 || strcmp(last, "abandoned") == 0) return (struct health){"watch", tr(h->lang, N_("In error"))};
  if (row_int(r, row, "good_rejected") > 0) return (struct health){"watch", tr(h->lang, N_("Partly refused"))};
  return (struct health){"applied", tr(h->lang, N_("Up to date"))};
}

struct health pull_outcome(const struct html *h, const char *status) {
  static const struct {
    const char *status, *state, *label;
  } outcomes[] = {{"ok", "applied", N_("Read")},          {"failed", "not_applied", N_("Failed")},
                  {"suspect", "watch", N_("Suspect")},     {"abandoned", "not_applied", N_("Abandoned")},
                  {"refused", "not_applicable", N_("Refused by a person")}, {"running", "not_applicable", N_("Under way")}};
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
    if (strcmp(outcomes[i].status, status) == 0) return (struct health){outcomes[i].state, tr(h->lang, outcomes[i].label)};
  }
  return (struct health){"unknown", status};
}

const char *pull_trigger(const struct html *h, const char *trigger) {
  if (strcmp(trigger, "person") == 0) return tr(h->lang, N_("asked by a person"));
  if (strcmp(trigger, "sample") == 0) return tr(h->lang, N_("sample data"));
  return tr(h->lang, N_("on schedule"));
}

const char *option_label(const struct html *h, const struct connector *c, const char *name) {
  for (const struct option_spec *o = c != NULL ? c->options : NULL; o != NULL && o->type != OPTION_NONE; o++) {
    if (strcmp(o->name, name) == 0) return h->lang == LANG_FR ? o->label_fr : o->label_en;
  }
  return name;
}

const char *option_word(const struct html *h, const struct option_spec *o, const char *value) {
  const struct kind *kind = strcmp(o->name, "kind") == 0 ? kind_find(value) : NULL;
  if (o->type == OPTION_BOOL) return tr(h->lang, strcmp(value, "true") == 0 || strcmp(value, "yes") == 0 ? N_("yes") : N_("no"));
  if (o->type != OPTION_CHOICE) return value;
  return kind != NULL ? kind_plural(h, kind) : choice_label(h, value);
}
