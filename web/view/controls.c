#include "web/view/controls.h"

#include <string.h>

enum outcome { DONE, FAILED, PLANNED, OUTCOMES };

struct span {
  const vg_time *months;
  vg_time at;
};

void controls_months(const struct zone *zone, vg_time at, vg_time out[FRIEZE_MONTHS + 1]) {
  int year, month, day;
  date_from_days(zone_day(zone, at - 1), &year, &month, &day);
  month -= FRIEZE_MONTHS - FRIEZE_AHEAD - 1;
  while (month < 1) month += 12, year--;
  for (int i = 0; i <= FRIEZE_MONTHS; i++) {
    out[i] = zone_midnight(zone, date_to_days(year, month, 1));
    if (++month > 12) month = 1, year++;
  }
}

static double place_of(const struct span *s, vg_time at) {
  return (double)(at - s->months[0]) / (double)(s->months[FRIEZE_MONTHS] - s->months[0]);
}

static const char *said(const struct desk *d, enum outcome outcome, bool past, int64_t n) {
  struct html_value count = {"n", HTML_COUNT, .integer = n};
  if (outcome == PLANNED) return tr(d->h->lang, past ? N_("due, not done") : N_("to come"));
  if (outcome == FAILED) return n == 1 ? tr(d->h->lang, N_("failed")) : text_say(d->h, d->arena, "failed: {n}", count);
  return n == 1 ? tr(d->h->lang, N_("done")) : text_say(d->h, d->arena, "done: {n}", count);
}

static struct view_frieze_mark mark_of(const struct desk *d, const struct span *s, enum outcome outcome, vg_time at,
                                       int64_t n) {
  static const char *const icons[] = {[DONE] = "ok", [FAILED] = "not_applied"};
  bool past = at < s->at;
  return (struct view_frieze_mark){.at = at,
                                   .place = place_of(s, at),
                                   .icon = outcome != PLANNED ? icons[outcome]
                                           : past             ? "watch"
                                                              : "not_applicable",
                                   .said = said(d, outcome, past, n)};
}

/* By date; of one instant, what failed after what was done: it is drawn above. */
static void insert(struct view_frieze_mark *marks, size_t *count, struct view_frieze_mark m) {
  size_t i = (*count)++;
  for (; i > 0 && marks[i - 1].at > m.at; i--) marks[i] = marks[i - 1];
  marks[i] = m;
}

/* What was done, what failed and what is planned in a month make one mark each, at their last date. */
static void add_month(const struct desk *d, const struct control_line *l, const struct span *s, int month,
                      struct view_frieze *out, struct view_frieze_mark *marks) {
  int64_t n[OUTCOMES] = {0};
  vg_time last[OUTCOMES];
  for (size_t i = 0; i < l->count; i++) {
    const struct control_event *e = &l->events[i];
    const int64_t counts[OUTCOMES] = {[DONE] = e->done, [FAILED] = e->failed, [PLANNED] = e->planned};
    if (e->at < s->months[month] || e->at >= s->months[month + 1]) continue;
    for (int o = 0; o < OUTCOMES; o++) {
      if (counts[o] == 0) continue;
      n[o] += counts[o];
      last[o] = e->at;
    }
  }
  for (int o = 0; o < OUTCOMES; o++)
    if (n[o] > 0) insert(marks, &out->marks_count, mark_of(d, s, (enum outcome)o, last[o], n[o]));
}

static void fill_marks(const struct desk *d, const struct control_line *l, const struct span *s,
                       struct view_frieze *out) {
  struct view_frieze_mark *marks = vg_alloc(d->arena, (FRIEZE_MONTHS * OUTCOMES + 1) * sizeof *marks);
  bool planned = false;
  if (marks == NULL) return;
  for (int month = 0; month < FRIEZE_MONTHS; month++) add_month(d, l, s, month, out, marks);
  for (size_t i = 0; i < l->count; i++) planned |= l->events[i].planned > 0;
  if (!planned && l->due != l->last && l->due >= s->months[0] && l->due < s->months[FRIEZE_MONTHS])
    insert(marks, &out->marks_count, mark_of(d, s, PLANNED, l->due, 1));
  out->marks = marks;
  out->now = place_of(s, s->at);
}

static const char *outlook_text(const struct desk *d, const struct control_line *l, vg_time at) {
  switch (l->outlook) {
  case CONTROL_FAILED:
    return tr(d->h->lang, N_("The last one failed"));
  case CONTROL_LATE:
    return text_say(d->h, d->arena, "Late: {age}", {"age", HTML_TEXT, .text = figures_age(d, l->due, at)});
  case CONTROL_SOON:
    return text_say(d->h, d->arena, "Due on {date}", {"date", HTML_SHORT, .time = l->due});
  case CONTROL_CURRENT:
    return tr(d->h->lang, N_("Up to date"));
  case CONTROL_NEVER:
    break;
  }
  return tr(d->h->lang, N_("Never done"));
}

static const struct indicator_line *measured_by(const struct board *b, const char *code) {
  for (size_t i = 0; i < b->indicator_count; i++)
    if (strcmp(b->indicators[i].sheet->code, code) == 0) return &b->indicators[i];
  return NULL;
}

/* Who is in deviation; else who is not known; else 0: all conform, or the indicator counts nobody. */
static int amiss(const struct indicator_line *i) {
  return figures_deviating(&i->now) > 0 ? figures_deviating(&i->now) : i->now.unknown;
}

/* A control done lately of some is not up to date where its indicator knows others that wait for it. */
static bool denied(const struct control_line *l, const struct indicator_line *i) {
  if (i == NULL || i->now.state == STATE_NOT_APPLICABLE) return false;
  if (l->outlook == CONTROL_SOON) return i->now.state != STATE_APPLIED;
  return l->outlook == CONTROL_CURRENT && (i->now.state != STATE_APPLIED || amiss(i) > 0);
}

static const char *denied_text(const struct desk *d, const struct indicator_line *i) {
  struct html_value n = {"n", HTML_COUNT, .integer = amiss(i)}, of = {"of", HTML_COUNT, .integer = i->now.judged};
  if (figures_deviating(&i->now) > 0) return text_say_n(d->h, d->arena, "{n} of {of} in deviation", "{n} of {of} in deviation", amiss(i), n, of);
  if (i->now.unknown > 0) return text_say_n(d->h, d->arena, "{n} of {of} unknown", "{n} of {of} unknown", amiss(i), n, of);
  if (i->sheet->form == FORM_STATISTIC && i->now.has_value)
    return text_say(d->h, d->arena, "Result: {value}", {"value", HTML_TEXT, .text = figures_value(d, i->sheet, i->now.value)});
  return tr(d->h->lang, state_title(i->now.state));
}

static void deny(const struct desk *d, const struct indicator_line *i, struct view_steering_control *out) {
  out->state = state_name(i->now.state);
  out->outlook = denied_text(d, i);
  if (amiss(i) == 0) return;
  out->whose = figures_list(d, i->sheet, figures_deviating(&i->now) > 0 ? "deviating" : "unknown");
  out->lists = amiss(i);
}

static void fill_one(const struct desk *d, const struct board *b, const struct control_line *l, const struct span *s,
                     struct view_steering_control *out) {
  static const char *const states[] = {[CONTROL_NEVER] = "unknown",
                                       [CONTROL_FAILED] = "not_applied",
                                       [CONTROL_LATE] = "not_applied",
                                       [CONTROL_SOON] = "watch",
                                       [CONTROL_CURRENT] = "applied"};
  const struct indicator_line *i = measured_by(b, l->control->indicator);
  *out = (struct view_steering_control){.title = in_language(d, l->control->title),
                                        .rule = l->control->rule,
                                        .frequency = figures_frequency(d, l->control->frequency),
                                        .last = l->last,
                                        .state = states[l->outlook],
                                        .outlook = outlook_text(d, l, s->at)};
  out->to = i != NULL ? text_to(d->h, d->arena, "/indicator/{code}", {"code", HTML_TEXT, .text = i->sheet->code})
                      : text_to(d->h, d->arena, "/rule/{rule}", {"rule", HTML_TEXT, .text = l->control->rule});
  if (denied(l, i)) deny(d, i, out);
  fill_marks(d, l, s, &out->frieze);
}

/* Controls that no record tells of: their names, said at once rather than as empty lines. */
static const char *silent_text(const struct desk *d, const struct control_line *lines) {
  BUF(list, 2048);
  for (size_t i = 0; i < recurring_controls_count(); i++)
    if (lines[i].outlook == CONTROL_NEVER)
      buf_printf(&list, "%s%s (%s)", list.length > 0 ? ", " : "", in_language(d, lines[i].control->title),
                 lines[i].control->rule);
  const char *text = vg_strdup(d->arena, list.data);
  return text != NULL ? text : "";
}

static void fill_scale(const struct desk *d, const vg_time months[FRIEZE_MONTHS + 1], struct view_frieze_scale *out) {
  const char **names = vg_alloc(d->arena, FRIEZE_MONTHS * sizeof *names);
  if (names == NULL) return;
  for (int i = 0; i < FRIEZE_MONTHS; i++)
    names[i] = text_value(d->h, d->arena, (struct html_value){.as = HTML_MONTH3, .time = months[i]});
  out->months = names;
  out->months_count = FRIEZE_MONTHS;
  out->finding = text_say(d->h, d->arena, "{from} to {to}", {"from", HTML_MONTH, .time = months[0]},
                          {"to", HTML_MONTH, .time = months[FRIEZE_MONTHS] - 1});
}

void controls_fill(const struct desk *d, const struct board *b, const struct control_line *lines,
                   const vg_time months[FRIEZE_MONTHS + 1], struct view_steering *out) {
  const struct span s = {months, b->moment.at};
  struct view_steering_control *items = vg_alloc(d->arena, recurring_controls_count() * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < recurring_controls_count(); i++)
    if (lines[i].outlook != CONTROL_NEVER) fill_one(d, b, &lines[i], &s, &items[out->controls_count++]);
  out->controls = items;
  out->controls_silent = silent_text(d, lines);
  fill_scale(d, months, &out->scale);
}
