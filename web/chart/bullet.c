#include <math.h>

#include "web/chart/chart.h"

static double place(double share) { return fmin(fmax(share, 0), 1) * 100; }

static void grounds(struct html *h, const struct view_bullet *b) {
  double a = place(b->range1), c = place(b->range2);
  svg_rect(h, b->lower_is_better ? "f-range3" : "f-range1", 0, 4, a, 20);
  svg_rect(h, "f-range2", a, 4, c - a, 20);
  svg_rect(h, b->lower_is_better ? "f-range1" : "f-range3", c, 4, 100 - c, 20);
}

enum { WIDTH = 236 }; /* pixels, of a bullet in a row of four: elsewhere it is as wide or wider */

/* Within the bar: at an end it stands beside its place by what would stick out. */
static void ring(struct html *h, double x) {
  const double radius = 4.5, stroke = 1.6, half = radius + stroke / 2;
  double before = x / 100 * WIDTH, after = WIDTH - before;
  html_const(h, "<g transform=\"translate(");
  svg_number(h->out, before < half ? half - before : after < half ? after - half : 0);
  html_const(h, ")\">");
  svg_disc(h, "f-sheet", x, 14, radius, 0);
  svg_disc(h, "l-ink", x, 14, radius, stroke);
  html_const(h, "</g>");
}

/* The bar is the value, the line the target, the circle the value before, the grounds from critical (dark) to good (light). */
void component_bullet(struct html *h, const struct view_bullet *b) {
  html_const(h, "<figure>");
  svg_begin(h, "bullet", 28, b->finding);
  if (b->has_value) {
    grounds(h, b);
    svg_rect(h, "f-ink", 0, 10.5, place(b->value), 7);
  } else {
    svg_rect(h, "f-unknown", 0, 4, 100, 20);
  }
  if (!isnan(b->target)) svg_line(h, "l-ink", place(b->target), 1, place(b->target), 27, 3);
  if (!isnan(b->before) && b->has_value) {
    ring(h, place(b->before));
  }
  svg_end(h);
  html_const(h, "<p class=\"ends small\" aria-hidden=\"true\"><span>");
  html_text(h, b->left);
  html_const(h, "</span><span>");
  html_text(h, b->right);
  html_const(h, "</span></p></figure>");
}
