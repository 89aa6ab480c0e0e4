#include <math.h>

#include "web/chart/chart.h"

enum { DECIMALS_MAX = 4 };

static void number(struct buf *out, double value, int decimals, bool short_) {
  static const uint64_t scales[DECIMALS_MAX + 1] = {1, 10, 100, 1000, 10000};
  double scaled = floor(fabs(value) * (double)scales[decimals] + 0.5);
  if (!(scaled < 1e15)) scaled = 0; /* no drawing is that large */
  uint64_t digits = (uint64_t)scaled;
  char text[32], *end = text + sizeof text, *p = end;
  for (; short_ && decimals > 0 && digits % 10 == 0; digits /= 10) decimals--;
  for (int written = 0; written <= decimals || digits > 0; written++, digits /= 10) {
    if (written == decimals && decimals > 0) *--p = '.';
    *--p = (char)('0' + digits % 10);
  }
  if (value < 0 && scaled > 0) *--p = '-';
  buf_put(out, p, (size_t)(end - p));
}

void svg_number(struct buf *out, double value) { number(out, value, 2, false); }

/* Four digits that count, without zeros at the end. */
static void svg_short(struct buf *out, double value) {
  double size = fabs(value);
  number(out, value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : DECIMALS_MAX, true);
}

struct coordinate {
  const char *name; /* " x=\"" */
  double value;
  bool percent;
};

static void coordinates(struct html *h, const struct coordinate *c, size_t count) {
  for (size_t i = 0; i < count; i++) {
    buf_text(h->out, c[i].name);
    if (c[i].percent) svg_number(h->out, c[i].value);
    else svg_short(h->out, c[i].value);
    buf_text(h->out, c[i].percent ? "%\"" : "\"");
  }
}
#define COORDINATES(h, ...) \
  coordinates((h), (const struct coordinate[]){__VA_ARGS__}, sizeof((const struct coordinate[]){__VA_ARGS__}) / sizeof(struct coordinate))
#define PART true
#define UNIT false

static void class_of(struct html *h, const char *class) {
  html_const(h, " class=\"");
  html_attr(h, class);
  html_const(h, "\"");
}

void svg_rect(struct html *h, const char *class, double x, double y, double width, double height) {
  html_const(h, "<rect");
  class_of(h, class);
  COORDINATES(h, {" x=\"", x, PART}, {" y=\"", y, UNIT}, {" width=\"", width, PART}, {" height=\"", height, UNIT});
  html_const(h, "/>");
}

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2, double stroke) {
  html_const(h, "<line");
  class_of(h, class);
  COORDINATES(h, {" x1=\"", x1, PART}, {" y1=\"", y1, UNIT}, {" x2=\"", x2, PART}, {" y2=\"", y2, UNIT}, {" stroke-width=\"", stroke, UNIT});
  html_const(h, "/>");
}

void svg_dash(struct html *h, const char *class, double x1, double x2, double y, double stroke) {
  html_const(h, "<line");
  class_of(h, class);
  COORDINATES(h, {" x1=\"", x1, PART}, {" x2=\"", x2, PART}, {" y1=\"", y, UNIT}, {" y2=\"", y, UNIT}, {" stroke-width=\"", stroke, UNIT});
  html_const(h, " stroke-dasharray=\"4 3\"/>");
}

void svg_disc(struct html *h, const char *class, double x, double y, double radius, double stroke) {
  html_const(h, "<circle");
  class_of(h, class);
  COORDINATES(h, {" cx=\"", x, PART}, {" cy=\"", y, UNIT}, {" r=\"", radius, UNIT}, {" stroke-width=\"", stroke, UNIT});
  html_const(h, "/>");
}

void svg_text(struct html *h, const char *class, double x, double y, const char *anchor, const char *text) {
  html_const(h, "<text");
  if (class[0] != '\0') class_of(h, class);
  COORDINATES(h, {" x=\"", x, PART}, {" y=\"", y, UNIT});
  html_const(h, " text-anchor=\"");
  html_attr(h, anchor);
  html_const(h, "\">");
  html_text(h, text);
  html_const(h, "</text>");
}

void svg_begin(struct html *h, const char *class, double height, const char *finding) {
  html_const(h, "<svg");
  class_of(h, class);
  COORDINATES(h, {" height=\"", height, UNIT});
  html_const(h, " focusable=\"false\"");
  if (finding == NULL) {
    html_const(h, " aria-hidden=\"true\">");
    return;
  }
  html_const(h, " role=\"img\" aria-label=\"");
  html_attr(h, finding);
  html_const(h, "\">");
}

void svg_end(struct html *h) { html_const(h, "</svg>"); }
