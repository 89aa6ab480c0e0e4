#include <math.h>
#include <string.h>

#include "web/view/rules.h"

/* A threshold as people write it, with its direction: "≥ 95 %". */
static const char *target_text(const struct desk *d, const struct indicator_line *l) {
  if (!l->threshold.set) return "";
  const char *text = vg_printf(d->arena, "%s\xC2\xA0%s", l->sheet->higher_is_better ? "≥" : "≤",
                               figures_value(d, l->sheet, l->threshold.target));
  return text != NULL ? text : "";
}

static void fill_indicator(const struct desk *d, const struct board *b, const struct indicator_line *l, struct view_rule_indicator *out) {
  int deviating = figures_deviating(&l->now);
  bool ratio = l->sheet->form == FORM_RATIO && l->now.has_value && !figures_few(l->sheet, &l->now);
  *out = (struct view_rule_indicator){
      .code = l->sheet->code, .title = in_language(d, l->sheet->title), .question = in_language(d, l->sheet->question),
      .state = state_name(l->now.state), .value = figures_reading(d, l->sheet, &l->now), .value_to = figures_list(d, l->sheet, l->now.has_value ? "conforming" : NULL),
      .value_lists = figures_lists(l->sheet, &l->now),
      .rate = ratio ? l->now.value : (double)NAN, .target = target_text(d, l), .age = figures_age(d, l->now.since, b->moment.at),
      .deviating = deviating > 0 ? deviating : HTML_NO_INT, .deviating_to = figures_list(d, l->sheet, "deviating"),
      .unknown = l->now.unknown > 0 ? l->now.unknown : HTML_NO_INT, .unknown_to = figures_list(d, l->sheet, "unknown")};
}

static int64_t days_of(int64_t seconds) { return (seconds + 43200) / 86400; }

static bool always_applied(const struct lifeline *l) {
  for (int s = 0; s < STATE_COUNT; s++)
    if (s != STATE_APPLIED && s != STATE_NOT_APPLICABLE && l->seconds[s] > 0) return false;
  return true;
}

/* Some hours of another state are no day when rounded, yet the rule was not applied every day. */
static int64_t days_applied(const struct lifeline *l) {
  int64_t days = days_of(l->seconds[STATE_APPLIED]);
  return always_applied(l) || days < days_of(l->applicable_seconds) ? days : days - 1;
}

/* The answer in a sentence: days without data are in the denominator, days on which the rule is not applicable are not. */
static const char *answer(const struct desk *d, const struct rule_data *r) {
  const struct lifeline *l = r->life;
  if (days_of(l->applicable_seconds) == 0) return tr(d->h->lang, "Not applicable over the whole period.");
  if (r->rule->measured == MEASURED_NOT) return tr(d->h->lang, "This rule is not measured: nothing proves that it is applied.");
  int64_t applied = days_applied(l), unknown = days_of(l->seconds[STATE_UNKNOWN]);
  struct html_value v[] = {{"n", HTML_COUNT, .integer = applied}, {"of", HTML_COUNT, .integer = days_of(l->applicable_seconds)},
                           {"rate", HTML_PERCENT, .real = (double)l->seconds[STATE_APPLIED] / (double)l->applicable_seconds}};
  const char *one = text_plural(d->h, d->arena, "Applied {n} day of {of} ({rate}).", "Applied {n} days of {of} ({rate}).", applied, v, 3);
  const char *two = unknown == 0 ? ""
                                 : text_say_n(d->h, d->arena, " {n} day without data.", " {n} days without data.", unknown,
                                              {"n", HTML_COUNT, .integer = unknown});
  const char *text = vg_printf(d->arena, "%s%s", one, two);
  return text != NULL ? text : "";
}

static const char *days_text(const struct desk *d, enum vg_state s, int64_t days) {
  const char *state = tr(d->h->lang, state_title(s));
  if (days == 0) return text_say(d->h, d->arena, "{state}: less than a day", {"state", HTML_TEXT, .text = state});
  return text_say_n(d->h, d->arena, "{state}: {n} day", "{state}: {n} days", days, {"state", HTML_TEXT, .text = state}, {"n", HTML_COUNT, .integer = days});
}

static void fill_days(const struct desk *d, const struct lifeline *l, struct view_rule *out) {
  struct view_rule_days *days = vg_alloc(d->arena, STATE_COUNT * sizeof *days);
  if (days == NULL) return;
  for (int s = 0; s < STATE_COUNT; s++)
    if (l->seconds[s] > 0)
      days[out->days_count++] = (struct view_rule_days){
          state_name((enum vg_state)s), days_text(d, (enum vg_state)s, s == STATE_APPLIED ? days_applied(l) : days_of(l->seconds[s]))};
  out->days = days;
}

static void fill_life(const struct desk *d, const struct rule_data *r, struct view_rule *out) {
  const struct lifeline *l = r->life;
  struct view_life_step *steps = vg_alloc(d->arena, (l->count + 1) * sizeof *steps);
  if (steps == NULL) return;
  for (size_t i = 0; i < l->count; i++)
    steps[i] = (struct view_life_step){.from = l->steps[i].from, .to = l->steps[i].to, .state = state_name(l->steps[i].state),
                                       .state_name = tr(d->h->lang, state_title(l->steps[i].state)),
                                       .days = days_of((l->steps[i].to - l->steps[i].from) / VG_SECOND)};
  fill_days(d, l, out);
  out->life = (struct view_lifeline){.from = r->from, .to = r->to, .steps = steps, .steps_count = l->count};
  out->life.finding = text_say(d->h, d->arena, "Rule {number} from {from} to {to}. {answer}", {"number", HTML_TEXT, .text = r->rule->number},
                               {"from", HTML_DATE, .time = r->from}, {"to", HTML_DATE, .time = r->to - 1}, {"answer", HTML_TEXT, .text = out->answer});
}

static const char *day_text(const struct desk *d, int64_t day) {
  int year, month, mday;
  date_from_days(day, &year, &month, &mday);
  return vg_printf(d->arena, "%02d/%02d/%04d", mday, month, year);
}

static void fill_period(const struct desk *d, const struct rule_data *r, struct view_rule *out) {
  out->from_day = day_text(d, r->from_day);
  out->to_day = day_text(d, r->to_day);
  out->period = tr(d->h->lang, "Twelve months");
  if (r->chosen)
    out->period = text_say(d->h, d->arena, "From {from} to {to}", {"from", HTML_DATE, .time = r->from}, {"to", HTML_DATE, .time = r->to - 1});
}

static const char *heading(const struct desk *d, const struct rule_data *r) {
  struct html_value v[] = {{"number", HTML_TEXT, .text = r->rule->number}, {"title", HTML_TEXT, .text = in_language(d, r->rule->title)}};
  switch (r->rule->now) {
  case STATE_APPLIED: return text_message(d->h, d->arena, "Rule {number}, {title}: applied.", v, 2);
  case STATE_WATCH: return text_message(d->h, d->arena, "Rule {number}, {title}: to watch.", v, 2);
  case STATE_NOT_APPLIED: return text_message(d->h, d->arena, "Rule {number}, {title}: not applied.", v, 2);
  case STATE_WAIVED: return text_message(d->h, d->arena, "Rule {number}, {title}: under waiver.", v, 2);
  case STATE_NOT_APPLICABLE: return text_message(d->h, d->arena, "Rule {number}, {title}: not applicable.", v, 2);
  default: return text_message(d->h, d->arena, "Rule {number}, {title}: unknown.", v, 2);
  }
}

void rule_fill(const struct desk *d, const struct rule_data *r, struct view_rule *out) {
  const struct board *b = r->board;
  struct view_rule_indicator *items = vg_alloc(d->arena, (r->rule->indicator_count + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < r->rule->indicator_count; i++) fill_indicator(d, b, r->rule->indicators[i], &items[i]);
  out->indicators = items;
  out->indicators_count = r->rule->indicator_count;
  out->declared = r->rule->measured == MEASURED_BY_ATTESTATION;
  out->heading = heading(d, r);
  out->number = r->rule->number;
  out->title = in_language(d, r->rule->title);
  out->chapter = r->rule->chapter;
  for (size_t i = 0; i < b->chapter_count; i++)
    if (b->chapters[i].number == r->rule->chapter) out->chapter_title = in_language(d, b->chapters[i].title);
  out->statement = in_language(d, r->text->statement);
  out->frequency = in_language(d, r->text->frequency);
  out->policy = in_language(d, b->policy_title);
  out->state = state_name(r->rule->now);
  out->since = r->rule->since;
  out->age = figures_age(d, r->rule->since, b->moment.at);
  out->answer = answer(d, r);
  fill_period(d, r, out);
  fill_life(d, r, out);
}
