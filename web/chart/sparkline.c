#include <math.h>

#include "web/chart/chart.h"

enum { WIDTH = 132, HEIGHT = 34, EDGE = 4 };

struct scale {
  double low, high;
};

static struct scale scale_of(const struct view_sparkline *s) {
  struct scale r = {INFINITY, -INFINITY};
  for (size_t i = 0; i < s->points_count; i++) {
    if (isnan(s->points[i])) continue;
    r.low = fmin(r.low, s->points[i]);
    r.high = fmax(r.high, s->points[i]);
  }
  if (!isnan(s->target)) r = (struct scale){fmin(r.low, s->target), fmax(r.high, s->target)};
  for (size_t i = 0; i < s->targets_count; i++) /* fmin and fmax leave NAN out */
    r = (struct scale){fmin(r.low, s->targets[i]), fmax(r.high, s->targets[i])};
  if (!isfinite(r.low)) return (struct scale){0, 1};
  double margin = r.high > r.low ? (r.high - r.low) * 0.12 : fmax(fabs(r.high) * 0.1, 0.05);
  return (struct scale){r.low - margin, r.high + margin};
}

static double y_of(struct scale s, double value) { return HEIGHT - EDGE - (value - s.low) / (s.high - s.low) * (HEIGHT - 2 * EDGE); }

static double x_of(size_t i, size_t count) {
  return count < 2 ? WIDTH - 8 : EDGE + (double)i * (WIDTH - 12) / (double)(count - 1);
}

static void target(struct html *h, const struct view_sparkline *s, struct scale scale, double value, double from, double to) {
  if (isnan(value)) return;
  double y = y_of(scale, value);
  double top = s->lower_is_better ? y : EDGE, bottom = s->lower_is_better ? HEIGHT - EDGE : y;
  buf_printf(h->out, "<rect class=\"f-target\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>", from, top, to - from, fmax(bottom - top, 0));
  buf_printf(h->out, "<line class=\"l-target\" x1=\"%.2f\" x2=\"%.2f\" y1=\"%.2f\" y2=\"%.2f\" stroke-dasharray=\"3 2\"/>", from, to, y, y);
}

/* One that was changed steps halfway between the points before and after. */
static void targets(struct html *h, const struct view_sparkline *s, struct scale scale) {
  double from = 0;
  if (s->targets_count == 0 || s->targets_count != s->points_count) {
    target(h, s, scale, s->target, 0, WIDTH);
    return;
  }
  for (size_t i = 0; i < s->targets_count; i++) {
    bool last = i + 1 == s->targets_count;
    if (!last && s->targets[i] == s->targets[i + 1]) continue;
    double to = last ? WIDTH : (x_of(i, s->points_count) + x_of(i + 1, s->points_count)) / 2;
    target(h, s, scale, s->targets[i], from, to);
    from = to;
  }
}

static void point(struct html *h, double x, double y) {
  html_const(h, " ");
  svg_number(h->out, x);
  html_const(h, ",");
  svg_number(h->out, y);
}

/* One polyline a run of known points: a hole is never crossed. */
static void runs(struct html *h, const struct view_sparkline *s, struct scale scale) {
  bool open = false;
  double last = 0;
  for (size_t i = 0; i < s->points_count; i++) {
    double x = x_of(i, s->points_count), v = s->points[i];
    if (isnan(v)) {
      if (open) html_const(h, "\"/>");
      buf_printf(h->out, "<rect class=\"f-unknown\" x=\"%.2f\" y=\"%d\" width=\"8\" height=\"%d\"/>", x - 4, EDGE, HEIGHT - 2 * EDGE);
      open = false;
      continue;
    }
    if (!open) html_const(h, "<polyline class=\"l-ink\" stroke-width=\"1.8\" points=\"");
    if (open && s->stairs) point(h, x, y_of(scale, last));
    point(h, x, y_of(scale, v));
    last = v;
    open = true;
  }
  if (open) html_const(h, "\"/>");
}

void component_sparkline(struct html *h, const struct view_sparkline *s) {
  struct scale scale = scale_of(s);
  buf_printf(h->out, "<svg width=\"%d\" height=\"%d\" focusable=\"false\"", WIDTH, HEIGHT);
  if (html_given(s->finding)) {
    html_const(h, " role=\"img\" aria-label=\"");
    html_attr(h, s->finding);
    html_const(h, "\">");
  } else {
    html_const(h, " aria-hidden=\"true\">");
  }
  targets(h, s, scale);
  runs(h, s, scale);
  size_t n = s->points_count;
  if (n > 0 && !isnan(s->points[n - 1]))
    buf_printf(h->out, "<circle class=\"f-ink\" cx=\"%.2f\" cy=\"%.2f\" r=\"3\"/>", x_of(n - 1, n), y_of(scale, s->points[n - 1]));
  html_const(h, "</svg>");
}
