#include <math.h>

#include "i18n/format.h"
#include "web/chart/chart.h"

static double x_of(const struct view_lifeline *l, vg_time at) {
  return (double)(at - l->from) * 100 / (double)(l->to - l->from);
}

static void months(struct html *h, const struct view_lifeline *l) {
  const struct zone *zone = h->zone != NULL ? h->zone : zone_utc();
  int year, month, day;
  date_from_days(zone_day(zone, l->from), &year, &month, &day);
  bool years = l->to - l->from > 800 * VG_DAY;
  int every = l->to - l->from > 400 * VG_DAY ? 4 : 2;
  for (int i = 0; i < 600; i++) {
    if (++month > 12) month = 1, year++;
    int64_t first = date_to_days(year, month, 1);
    double x = x_of(l, zone_midnight(zone, first));
    if (x >= 99) return;
    if (years && month != 1) continue;
    svg_line(h, "l-strong", x, 60, x, 67, 1);
    if ((!years && month % every != 0) || x > 94) continue;
    BUF(name, 64);
    if (years) buf_int(&name, year);
    else html_month3(&(struct html){.out = &name, .lang = h->lang, .zone = h->zone}, zone_midnight(zone, first));
    svg_text(h, "", x, 81, x < 4 ? "start" : "middle", name.data);
  }
}

static void steps(struct html *h, const struct view_lifeline *l) {
  for (size_t i = 0; i < l->steps_count; i++) {
    const struct view_life_step *s = &l->steps[i];
    double x = x_of(l, s->from), width = x_of(l, s->to) - x;
    char class[40];
    bool not_applied = html_is(s->state, "not_applied");
    (void)snprintf(class, sizeof class, "f-%.30s", not_applied ? "not-hatch" : s->state);
    svg_rect(h, class, x, 26, fmax(width, 0.25), 34);
    if (html_is(s->state, "applied") || s->days == 0 || width < 1.2) continue;
    char days[32];
    (void)snprintf(days, sizeof days, "%lld%s", (long long)s->days, h->lang == LANG_FR ? NBSP "j" : NBSP "d");
    svg_text(h, "strong", fmin(fmax(x + width / 2, 2), 97), 18, "middle", days);
  }
}

static void data(struct html *h, const struct view_lifeline *l) {
  chart_data_begin(h, l->finding);
  html_const(h, "<th scope=\"col\">");
  html_text(h, tr(h->lang, "From"));
  html_const(h, "</th><th scope=\"col\">");
  html_text(h, tr(h->lang, "To"));
  html_const(h, "</th><th scope=\"col\">");
  html_text(h, tr(h->lang, "State"));
  html_const(h, "</th></tr></thead><tbody>");
  for (size_t i = 0; i < l->steps_count; i++) {
    html_const(h, "<tr><td>");
    html_datetime(h, l->steps[i].from);
    html_const(h, "</td><td>");
    html_datetime(h, l->steps[i].to);
    html_const(h, "</td><td>");
    component_state(h, l->steps[i].state);
    html_const(h, "</td></tr>");
  }
  chart_data_end(h);
}

void component_lifeline(struct html *h, const struct view_lifeline *l) {
  if (l->to <= l->from) return;
  html_const(h, "<figure>");
  svg_begin(h, "wide", l->marks_count > 0 ? 106 : 86, l->finding);
  steps(h, l);
  months(h, l);
  for (size_t i = 0; i < l->marks_count; i++) chart_mark(h, i + 1, x_of(l, l->marks[i].at), 24, 90, 102);
  svg_end(h);
  chart_marks_told(h, l->marks, l->marks_count);
  html_const(h, "</figure>");
  data(h, l);
}
