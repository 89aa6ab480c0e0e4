#include "web/export/pdf_chart.h"

#include <math.h>

#include "i18n/format.h"
#include "template.h"
#include "web/export/pdf_draw.h"
#include "web/html/html.h"

/* The light theme's grounds of vigie.css. */
enum { RANGE1 = 0xc3ccd4, RANGE2 = 0xdae0e5, RANGE3 = 0xedf0f3, TARGET = 0x0b7a5f, PALE_COLUMN = 0x9aa5af };

/* ---- rules by state ---- */

static void part(struct pdf_pen *pen, const struct view_state_count *p, double x, double y, double width, double height) {
  bool unknown = html_is(p->state, "unknown"), light = html_is(p->state, "applied") || html_is(p->state, "not_applicable");
  const struct pdf_style number = {8, true, light ? PDF_INK : PDF_SHEET};
  if (unknown) pdf_hatch(pen, x, y, width, height);
  else pdf_ground(pen, pdf_state_ground(p->state), x, y, width, height);
  if (unknown || width < 16) return;
  char text[24];
  (void)snprintf(text, sizeof text, "%lld", (long long)p->count);
  (void)pdf_text(pen, &number, x, y + 3.5, width, PDF_CENTRE, text, NULL);
}

static double legend(struct pdf_pen *pen, const struct view_state_bar *s, double left, double y, double width) {
  enum { SIGN = 9, LINE = 14, BETWEEN = 11 };
  double x = left;
  for (size_t i = 0; i < s->parts_count; i++) {
    const struct view_state_count *p = &s->parts[i];
    const struct pdf_style words = {8, true, pdf_state_ink(p->state)};
    double wide = SIGN + 3 + pdf_run_width(pen, &words, p->label);
    if (x > left && x + wide > left + width) x = left, y += LINE;
    pdf_sign(pen, p->state, x, y, SIGN);
    pdf_tag(pen, "P");
    (void)pdf_run(pen, &words, x + SIGN + 3, y + 7.5, p->label);
    pdf_tag_end(pen, "P");
    x += wide + BETWEEN;
  }
  return y + LINE;
}

double pdf_state_bar(struct pdf_pen *pen, const void *what, double left, double y, double width) {
  enum { HEIGHT = 17 };
  const struct view_state_bar *s = what;
  int64_t total = 0;
  double x = left;
  for (size_t i = 0; i < s->parts_count; i++) total += s->parts[i].count;
  if (total == 0) return 0;
  for (size_t i = 0; i < s->parts_count; i++) {
    double wide = width * (double)s->parts[i].count / (double)total;
    part(pen, &s->parts[i], x, y, wide, HEIGHT);
    if (x > left) pdf_line(pen, PDF_SHEET, x, y, x, y + HEIGHT, 1.5);
    x += wide;
  }
  return legend(pen, s, left, y + HEIGHT + 6, width) - y;
}

/* ---- a value on its scale ---- */

static double place(double share, double x, double width) { return x + fmin(fmax(share, 0), 1) * width; }

static void scale(struct pdf_pen *pen, const struct view_bullet *b, double x, double y, double width) {
  double one = place(b->range1, x, width), two = place(b->range2, x, width);
  pdf_ground(pen, b->lower_is_better ? RANGE3 : RANGE1, x, y, one - x, 11);
  pdf_ground(pen, RANGE2, one, y, two - one, 11);
  pdf_ground(pen, b->lower_is_better ? RANGE1 : RANGE3, two, y, x + width - two, 11);
  pdf_ground(pen, PDF_INK, x, y + 3.5, place(b->value, x, width) - x, 4);
}

static const double RING = 3.4; /* radius and half of the line of the circle that is the value before: it stays within the bar */

double pdf_bullet(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  const struct view_bullet *b = what;
  if (b->has_value) scale(pen, b, x, y + 2, width);
  else pdf_hatch(pen, x, y + 2, width, 11);
  if (!isnan(b->target)) pdf_line(pen, PDF_INK, place(b->target, x, width), y, place(b->target, x, width), y + 15, 2);
  if (!isnan(b->before) && b->has_value) pdf_ring(pen, PDF_INK, fmin(fmax(place(b->before, x, width), x + RING), x + width - RING), y + 7.5, 2.8);
  (void)pdf_text(pen, &pdf_small, x, y + 16, width / 2, PDF_LEFT, b->left, NULL);
  return 16 + pdf_text(pen, &pdf_small, x + width / 2, y + 16, width / 2, PDF_RIGHT, b->right, NULL);
}

/* ---- a column a quarter ---- */

enum { BETWEEN = 6 };

static double top_of(const struct view_sparkline *s) {
  double top = isnan(s->target) ? 0 : s->target;
  for (size_t i = 0; i < s->points_count; i++) top = fmax(top, s->points[i]); /* fmax leaves NAN out */
  for (size_t i = 0; i < s->targets_count; i++) top = fmax(top, s->targets[i]);
  return top > 0 ? top : 1;
}

/* "T3 2026 – 39 of 69", below its column. */
static double named(struct pdf_pen *pen, const struct view_sparkline *s, size_t i, double x, double y, double width, enum pdf_align align) {
  char text[128];
  (void)snprintf(text, sizeof text, "%s – %s", s->labels[i], s->values[i]);
  return pdf_text(pen, &pdf_small, x, y, width, align, text, "P");
}

/* Over each column, the target in force then. */
static void column_targets(struct pdf_pen *pen, const struct view_sparkline *s, double x, double each, double base, double pixels) {
  bool changed = s->targets_count == s->points_count;
  size_t first = 0;
  for (size_t i = 0; i < s->points_count; i++) {
    double target = changed ? s->targets[i] : s->target;
    if (i + 1 < s->points_count && (!changed || target == s->targets[i + 1])) continue;
    if (!isnan(target)) pdf_dash(pen, TARGET, x + each * (double)first, x + each * (double)(i + 1) - BETWEEN, base - target * pixels, 1);
    first = i + 1;
  }
}

double pdf_columns_chart(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  enum { HEIGHT = 30 };
  const struct view_sparkline *s = what;
  if (s->points_count == 0 || s->values_count != s->points_count || s->labels_count != s->points_count) return 0;
  double each = (width + BETWEEN) / (double)s->points_count, top = top_of(s), base = y + HEIGHT;
  for (size_t i = 0; i < s->points_count; i++) {
    double left = x + each * (double)i, height = s->points[i] / top * HEIGHT;
    if (isnan(height)) pdf_hatch(pen, left, y, each - BETWEEN, HEIGHT);
    else pdf_ground(pen, i + 1 < s->points_count ? PALE_COLUMN : PDF_INK, left, base - height, each - BETWEEN, height);
  }
  pdf_line(pen, PDF_INK, x, base, x + width, base, 0.6);
  column_targets(pen, s, x, each, base, HEIGHT / top);
  double first = named(pen, s, 0, x, base + 2, width / 2, PDF_LEFT);
  return HEIGHT + 2 + fmax(first, named(pen, s, s->points_count - 1, x + width / 2, base + 2, width / 2, PDF_RIGHT));
}
