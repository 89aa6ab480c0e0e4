#include "web/view/figures.h"

#include <math.h>
#include <string.h>

#include "i18n/format.h"

const char *state_title(enum vg_state s) {
  static const char *const titles[STATE_COUNT] = {N_("Applied"),      N_("To watch"), N_("Not applied"),
                                                  N_("Under waiver"), N_("Unknown"),  N_("Not applicable")};
  return titles[s < STATE_COUNT ? s : STATE_UNKNOWN];
}

const char *in_language(const struct desk *d, struct bilingual text) {
  const char *t = d->h->lang == LANG_FR ? text.fr : text.en;
  return t != NULL ? t : "";
}

static const char *count_label(const struct desk *d, enum vg_state s, int n) {
  struct html_value value = {"n", HTML_COUNT, .integer = n};
  switch (s) {
  case STATE_APPLIED: return text_plural(d->h, d->arena, "{n} applied", "{n} applied", n, &value, 1);
  case STATE_WATCH: return text_plural(d->h, d->arena, "{n} to watch", "{n} to watch", n, &value, 1);
  case STATE_NOT_APPLIED: return text_plural(d->h, d->arena, "{n} not applied", "{n} not applied", n, &value, 1);
  case STATE_WAIVED: return text_plural(d->h, d->arena, "{n} under waiver", "{n} under waiver", n, &value, 1);
  case STATE_UNKNOWN: return text_plural(d->h, d->arena, "{n} unknown", "{n} unknown", n, &value, 1);
  default: return text_plural(d->h, d->arena, "{n} not applicable", "{n} not applicable", n, &value, 1);
  }
}

struct view_state_bar figures_bar(const struct desk *d, const struct totals *t, int chapter) {
  struct view_state_bar bar = {0};
  struct view_state_count *parts = vg_alloc(d->arena, STATE_COUNT * sizeof *parts);
  BUF(said, 1024);
  if (parts == NULL) return bar;
  for (int s = 0; s < STATE_COUNT; s++) {
    if (t->by_state[s] == 0) continue;
    const char *label = count_label(d, (enum vg_state)s, t->by_state[s]);
    buf_printf(&said, "%s%s", said.length > 0 ? ", " : "", label);
    parts[bar.parts_count++] = (struct view_state_count){
        .state = state_name((enum vg_state)s), .count = t->by_state[s], .label = label,
        .to = text_to(d->h, d->arena, "/rules?state={state}&chapter={chapter}", {"state", HTML_TEXT, .text = state_name((enum vg_state)s)},
                      {"chapter", HTML_PLAIN, .integer = chapter > 0 ? chapter : HTML_NO_INT})};
  }
  bar.parts = parts;
  bar.finding = text_say(d->h, d->arena, "Rules by state: {list}", {"list", HTML_TEXT, .text = said.data});
  return bar;
}

struct view_delta figures_delta(const struct desk *d, double by, const char *shown, bool more_is_better) {
  bool up = by > 0, down = by < 0;
  const char *said = up ? N_("rising: ") : down ? N_("falling: ") : N_("unchanged: ");
  return (struct view_delta){.shown = shown,
                             .direction = up ? "up" : down ? "down" : "equal",
                             .better = more_is_better ? up : down,
                             .worse = more_is_better ? down : up,
                             .said = tr(d->h->lang, said)};
}

/* Half of the least that is shown: percents have a decimal, hours are told to the minute, the rest has two decimals. */
static bool shows_nothing(const struct indicator *sheet, double by) {
  double least = strcmp(sheet->unit, "%") == 0 ? 0.001 : strcmp(sheet->unit, "h") == 0 ? 1.0 / 60 : 0.01;
  return fabs(by) < least / 2;
}

/* "+3.5 points", "− 2 h 06", "+0.4 ×" */
static const char *signed_text(const struct desk *d, const struct indicator *sheet, double by) {
  if (strcmp(sheet->unit, "%") == 0) return text_value(d->h, d->arena, (struct html_value){.as = HTML_POINTS, .real = by});
  const char *sign = by > 0 ? "+" : by < 0 ? MINUS_SIGN : "";
  return vg_printf(d->arena, "%s%s%s", sign, by != 0 && d->h->lang == LANG_FR ? NBSP : "", figures_value(d, sheet, fabs(by)));
}

/* "4 of 4 → 3 of 5" */
static const char *both_text(const struct desk *d, const struct indicator *sheet, const struct reading *before, const struct reading *now) {
  const char *was = figures_reading(d, sheet, before), *is = figures_reading(d, sheet, now);
  if (strcmp(was, is) == 0) return is;
  return text_say(d->h, d->arena, "{before} → {now}", {"before", HTML_TEXT, .text = was}, {"now", HTML_TEXT, .text = is});
}

bool figures_few(const struct indicator *sheet, const struct reading *r) {
  return sheet->form != FORM_STATISTIC && r->has_value && r->judged < PERCENT_FROM;
}

const struct view_delta *figures_change(const struct desk *d, const struct indicator *sheet, const struct reading *before, const struct reading *now) {
  struct view_delta *delta = vg_alloc(d->arena, sizeof *delta);
  if (delta == NULL || !now->has_value || !before->has_value) return NULL;
  double by = now->value - before->value;
  if (shows_nothing(sheet, by)) by = 0;
  bool few = figures_few(sheet, before) || figures_few(sheet, now);
  *delta = figures_delta(d, by, few ? both_text(d, sheet, before, now) : signed_text(d, sheet, by), sheet->higher_is_better);
  return delta;
}

const char *figures_value(const struct desk *d, const struct indicator *sheet, double value) {
  struct html_value v = {"value", HTML_NUMBER, .real = value};
  if (strcmp(sheet->unit, "h") == 0) v.as = HTML_HOURS;
  if (strcmp(sheet->unit, "×") == 0) v.as = HTML_TIMES;
  if (strcmp(sheet->unit, "%") == 0) v.as = HTML_PERCENT;
  return text_value(d->h, d->arena, v);
}

const char *figures_reading(const struct desk *d, const struct indicator *sheet, const struct reading *r) {
  if (!r->has_value) return tr(d->h->lang, "no value");
  if (sheet->form == FORM_STATISTIC) return figures_value(d, sheet, r->value);
  return text_say(d->h, d->arena, "{n} of {of}", {"n", HTML_COUNT, .integer = r->conforming},
                  {"of", HTML_COUNT, .integer = r->judged});
}

const char *figures_amounts(const struct desk *d, int64_t amount, int64_t base, const char *currency) {
  const char *unit = vg_printf(d->arena, NBSP "%s", html_is(currency, "EUR") ? "€" : currency);
  return text_say(d->h, d->arena, "{n} of {of}{currency}", {"n", HTML_COUNT, .integer = llround((double)amount / 100)},
                  {"of", HTML_COUNT, .integer = llround((double)base / 100)}, {"currency", HTML_TEXT, .text = unit});
}

int64_t figures_lists(const struct indicator *sheet, const struct reading *r) {
  return r->has_value && sheet->form != FORM_STATISTIC ? r->conforming : HTML_NO_INT;
}

int figures_deviating(const struct reading *r) { return r->deviating - r->waived; }

const char *figures_age(const struct desk *d, vg_time since, vg_time at) {
  if (since == VG_NEVER) return tr_c(d->h->lang, "masculine", "never measured");
  const struct zone *zone = d->h->zone != NULL ? d->h->zone : zone_utc();
  int64_t days = zone_day(zone, at - 1) - zone_day(zone, since);
  if (days <= 0) return tr(d->h->lang, "today");
  return text_say_n(d->h, d->arena, "{n} day", "{n} days", days, {"n", HTML_COUNT, .integer = days});
}

const char *figures_list(const struct desk *d, const struct indicator *sheet, const char *verdict) {
  if (!d->may_list) return text_to(d->h, d->arena, "/indicator/{code}", {"code", HTML_TEXT, .text = sheet->code});
  if (sheet->form == FORM_STATISTIC) verdict = NULL;
  return text_to(d->h, d->arena, "/indicator/{code}/subjects?verdict={verdict}", {"code", HTML_TEXT, .text = sheet->code},
                 {"verdict", HTML_TEXT, .text = verdict});
}

const char *figures_frequency(const struct desk *d, const char *frequency) {
  static const char *const known[] = {N_("continuous"), N_("daily"),       N_("weekly"),     N_("monthly"),  N_("quarterly"),
                                      N_("every 6 months"), N_("yearly"), N_("every 2 years"), N_("on arrival"), N_("on departure")};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (html_is(frequency, known[i])) return tr(d->h->lang, known[i]);
  return frequency != NULL ? frequency : "";
}

static bool measures(const struct rule_line *rule, const struct indicator *sheet) {
  for (size_t i = 0; i < rule->indicator_count; i++)
    if (rule->indicators[i]->sheet == sheet) return true;
  return false;
}

const char *figures_rules(const struct desk *d, const struct board *b, const struct indicator *sheet) {
  BUF(list, 512);
  int64_t n = 0;
  for (size_t i = 0; i < b->rule_count; i++)
    if (measures(&b->rules[i], sheet)) buf_printf(&list, "%s%s", n++ > 0 ? ", " : "", b->rules[i].number);
  return n == 0 ? "" : text_say_n(d->h, d->arena, "Rule {list}", "Rules {list}", n, {"list", HTML_TEXT, .text = list.data});
}

const char *figures_author(const struct desk *d, const char *author) {
  return author != NULL && strncmp(author, "policy ", 7) == 0 ? tr(d->h->lang, N_("the policy")) : author;
}

const char *figures_reason(const struct desk *d, const char *reason) {
  bool dflt = reason != NULL && strcmp(reason, "default of the policy pack") == 0;
  return dflt ? tr(d->h->lang, N_("value that comes with the policy")) : reason;
}
