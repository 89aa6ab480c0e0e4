#include <math.h>

#include "web/chart/chart.h"

static double place(double share) { return fmin(fmax(share, 0), 1) * 100; }

static void grounds(struct html *h, const struct view_bullet *b) {
  double a = place(b->range1), c = place(b->range2);
  svg_rect(h, b->lower_is_better ? "f-range3" : "f-range1", 0, 4, a, 20);
  svg_rect(h, "f-range2", a, 4, c - a, 20);
  svg_rect(h, b->lower_is_better ? "f-range1" : "f-range3", c, 4, 100 - c, 20);
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
    svg_disc(h, "f-sheet", place(b->before), 14, 4.5, 0);
    svg_disc(h, "l-ink", place(b->before), 14, 4.5, 1.6);
  }
  svg_end(h);
  html_const(h, "<p class=\"ends small\" aria-hidden=\"true\"><span>");
  html_text(h, b->left);
  html_const(h, "</span><span>");
  html_text(h, b->right);
  html_const(h, "</span></p></figure>");
}
