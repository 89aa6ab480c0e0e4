#include <math.h>

#include "i18n/format.h"
#include "web/chart/chart.h"

enum { TOP = 14, BELOW = 30, VALUE_ROOM = 24 /* that a value takes above or below its point */ };
static const double left = 0, right = 100; /* of the drawing, beside its axis */

struct axis {
  double low, high, step, bottom; /* bottom: y of `low`, in pixels */
};

/* Round steps (1, 2, 2.5, 5 × 10^n), about five of them, that hold the values, the target and the warning; from none to all where there are
 * too few subjects for percentages. */
static struct axis axis_of(const struct view_chart *c) {
  if (c->percent && c->few) return (struct axis){0, 1, 0.25, c->small ? 110 : 210};
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < c->points_count; i++) {
    low = fmin(low, c->points[i].value); /* fmin and fmax leave NAN out */
    high = fmax(high, c->points[i].value);
  }
  low = fmin(low, fmin(c->target, c->warning));
  high = fmax(high, fmax(c->target, c->warning));
  for (size_t i = 0; i < c->steps_count; i++) {
    low = fmin(low, fmin(c->steps[i].target, c->steps[i].warning));
    high = fmax(high, fmax(c->steps[i].target, c->steps[i].warning));
  }
  if (!isfinite(low)) low = 0, high = 1;
  double span = high - low > 0 ? high - low : fmax(fabs(high) * 0.2, c->percent ? 0.05 : c->stairs ? 4 : 1);
  double ten = pow(10, floor(log10(span / 4))), rough = span / 4 / ten;
  double step = ten * (rough <= 1 ? 1 : rough <= 2 ? 2 : rough <= 2.5 ? 2.5 : rough <= 5 ? 5 : 10);
  if (c->stairs) step = fmax(step, 1);
  struct axis a = {floor(low / step) * step, ceil(high / step) * step, step, c->small ? 110 : 210};
  if (a.low > low - step * 0.3 && (low > 0)) a.low = fmax(a.low - step, 0);
  if (a.high <= a.low) a.high = a.low + step;
  if (c->percent) a.high = fmin(a.high, 1);
  return a;
}

static double y_of(struct axis a, double v) { return a.bottom - (v - a.low) / (a.high - a.low) * (a.bottom - TOP); }

static double x_of(const struct view_chart *c, size_t i) {
  return c->points_count < 2 ? (left + right) / 2 : left + 2 + (right - left - 4) * (double)i / (double)(c->points_count - 1);
}

/* Between the two points around it; false before the first one or after the last. */
static bool x_at(const struct view_chart *c, vg_time at, double *x) {
  for (size_t i = 1; i < c->points_count; i++) {
    vg_time from = c->points[i - 1].at, to = c->points[i].at;
    if (at <= from || at > to) continue;
    double share = (double)(at - from) / (double)(to - from);
    *x = x_of(c, i - 1) + (x_of(c, i) - x_of(c, i - 1)) * share;
    return true;
  }
  return false;
}

static void label(struct html *h, const struct view_chart *c, double v, double y) {
  BUF(text, 64);
  if (c->percent && c->few) {
    if (v == 0 || v == 1) buf_text(&text, v == 0 ? "0" : tr(h->lang, N_("all")));
  } else if (c->percent) {
    put_number(&text, h->lang, v * 100, 1);
    buf_text(&text, h->lang == LANG_FR ? NBSP "%" : "%");
  } else {
    put_number(&text, h->lang, v, 2);
    if (html_given(c->unit)) buf_printf(&text, NBSP "%s", c->unit);
  }
  svg_text(h, "", 0, y + 4, "start", text.data);
}

/* What was enough in a part of the curve: all of it, when it was never changed. */
struct part {
  double from, to, target, warning;
};

static struct part part_of(const struct view_chart *c, size_t i) {
  if (c->steps_count == 0) return (struct part){left, right, c->target, c->warning};
  struct part p = {left, right, c->steps[i].target, c->steps[i].warning};
  if (i > 0) (void)x_at(c, c->steps[i].from, &p.from);
  if (i + 1 < c->steps_count) (void)x_at(c, c->steps[i + 1].from, &p.to);
  return p;
}

static void band(struct html *h, const struct view_chart *c, struct axis a, struct part p) {
  if (isnan(p.target)) return;
  double y = y_of(a, p.target), top = c->lower_is_better ? y : TOP, bottom = c->lower_is_better ? a.bottom : y;
  if (bottom > top) svg_rect(h, "f-target", p.from, top, p.to - p.from, bottom - top);
}

/* A drawing of its own: its labels need the same room however narrow the other is. */
static void axis(struct html *h, const struct view_chart *c, struct axis a) {
  svg_begin(h, c->stairs ? "scale short" : "scale", a.bottom + BELOW, NULL);
  for (double v = a.low; v <= a.high + a.step * 0.01; v += a.step) label(h, c, v, y_of(a, v));
  svg_end(h);
}

static void ground(struct html *h, const struct view_chart *c, struct axis a) {
  size_t parts = c->steps_count > 0 ? c->steps_count : 1;
  for (size_t i = 0; i < parts; i++) band(h, c, a, part_of(c, i));
  for (double v = a.low; v <= a.high + a.step * 0.01; v += a.step) svg_line(h, "l-line", left, y_of(a, v), right, y_of(a, v), 1);
  for (size_t i = 0; i < parts; i++) {
    struct part p = part_of(c, i);
    if (!isnan(p.target)) svg_line(h, "l-target", p.from, y_of(a, p.target), p.to, y_of(a, p.target), 1.5);
    if (!isnan(p.warning)) svg_dash(h, "l-warning", p.from, p.to, y_of(a, p.warning), 1.5);
  }
}

static void holes(struct html *h, const struct view_chart *c, struct axis a) {
  double half = c->points_count < 2 ? 10 : (right - left - 4) / (double)(c->points_count - 1) / 2;
  for (size_t i = 0; i < c->points_count; i++)
    if (isnan(c->points[i].value))
      svg_rect(h, "f-unknown", fmax(x_of(c, i) - half, left), TOP, fmin(2 * half, right - x_of(c, i) + half), a.bottom - TOP);
}

static void curve(struct html *h, const struct view_chart *c, struct axis a) {
  for (size_t i = 1; i < c->points_count; i++) {
    double from = c->points[i - 1].value, to = c->points[i].value;
    if (isnan(from) || isnan(to)) continue;
    double x = x_of(c, i), y = c->stairs ? y_of(a, from) : y_of(a, to);
    svg_line(h, "l-ink", x_of(c, i - 1), y_of(a, from), x, y, 2);
    if (c->stairs && from != to) svg_line(h, "l-ink", x, y, x, y_of(a, to), 2);
  }
  for (size_t i = 0; i < c->points_count; i++)
    if (!isnan(c->points[i].value) && (!c->stairs || i + 1 == c->points_count))
      svg_disc(h, "f-ink", x_of(c, i), y_of(a, c->points[i].value), c->points_count > 40 ? 1.5 : 3, 0);
}

/* The last value of a curve, beside its point: on the side that it does not come from, within the frame. */
static void last_value(struct html *h, const struct view_chart *c, struct axis a) {
  size_t i = c->points_count;
  if (c->stairs || i == 0 || isnan(c->points[--i].value)) return;
  double y = y_of(a, c->points[i].value);
  bool falls = i > 0 && c->points[i - 1].value > c->points[i].value, below = y < TOP + VALUE_ROOM || (falls && a.bottom - y > VALUE_ROOM);
  svg_text(h, "strong over", right, below ? y + 18 : y - 9, "end", c->points[i].shown);
}

/* At most seven labels; always the last. Where there is less room every second one is left out, then all between the first and the last:
 * they would touch. */
static void dates(struct html *h, const struct view_chart *c, struct axis a) {
  size_t most = c->small ? 3 : 7, every = c->points_count <= most ? 1 : (c->points_count + most - 2) / (most - 1);
  for (size_t back = 0; back < c->points_count; back += every) {
    size_t i = c->points_count - 1 - back;
    bool between = back > 0 && i >= every, second = back / every % 2 == 1;
    svg_text(h, !between ? "" : second ? "between second" : "between", x_of(c, i), a.bottom + 20, i + 1 == c->points_count ? "end" : i == 0 ? "start" : "middle", c->points[i].label);
  }
}

static void breaks(struct html *h, const struct view_chart *c, struct axis a) {
  for (size_t m = 0; m < c->marks_count; m++) {
    double x;
    if (x_at(c, c->marks[m].at, &x)) chart_mark(h, m + 1, x, TOP, a.bottom, TOP - 4);
  }
}

static void data(struct html *h, const struct view_chart *c) {
  chart_data_begin(h, c->finding);
  html_const(h, "<th scope=\"col\">");
  html_text(h, tr(h->lang, "Date"));
  html_const(h, "</th><th scope=\"col\" class=\"num\">");
  html_text(h, tr(h->lang, "Value"));
  html_const(h, "</th></tr></thead><tbody>");
  for (size_t i = 0; i < c->points_count; i++) {
    html_const(h, "<tr><th scope=\"row\">");
    html_medium(h, c->points[i].at);
    html_const(h, "</th><td class=\"num\">");
    html_text(h, c->points[i].shown);
    html_const(h, "</td></tr>");
  }
  chart_data_end(h);
}

void component_chart_line(struct html *h, const struct view_chart *c) {
  struct axis a = axis_of(c);
  html_const(h, "<figure><div class=\"plot\">");
  axis(h, c, a);
  svg_begin(h, "wide", a.bottom + BELOW, c->finding);
  ground(h, c, a);
  holes(h, c, a);
  curve(h, c, a);
  last_value(h, c, a);
  dates(h, c, a);
  breaks(h, c, a);
  svg_end(h);
  html_const(h, "</div>");
  chart_marks_told(h, c->marks, c->marks_count);
  if (a.low > 0) {
    html_const(h, "<p class=\"small\">");
    html_text(h, tr(h->lang, "The axis does not start at zero."));
    html_const(h, "</p>");
  }
  html_const(h, "</figure>");
  data(h, c);
}
