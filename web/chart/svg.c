#include "web/chart/chart.h"

static void class_of(struct html *h, const char *class) {
  html_const(h, " class=\"");
  html_attr(h, class);
  html_const(h, "\"");
}

void svg_rect(struct html *h, const char *class, double x, double y, double width, double height) {
  html_const(h, "<rect");
  class_of(h, class);
  buf_printf(h->out, " x=\"%.2f%%\" y=\"%.4g\" width=\"%.2f%%\" height=\"%.4g\"/>", x, y, width, height);
}

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2, double stroke) {
  html_const(h, "<line");
  class_of(h, class);
  buf_printf(h->out, " x1=\"%.2f%%\" y1=\"%.4g\" x2=\"%.2f%%\" y2=\"%.4g\" stroke-width=\"%.2g\"/>", x1, y1, x2, y2, stroke);
}

void svg_dash(struct html *h, const char *class, double x1, double x2, double y, double stroke) {
  html_const(h, "<line");
  class_of(h, class);
  buf_printf(h->out, " x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.4g\" y2=\"%.4g\" stroke-width=\"%.2g\" stroke-dasharray=\"4 3\"/>", x1,
             x2, y, y, stroke);
}

void svg_disc(struct html *h, const char *class, double x, double y, double radius, double stroke) {
  html_const(h, "<circle");
  class_of(h, class);
  buf_printf(h->out, " cx=\"%.2f%%\" cy=\"%.4g\" r=\"%.2g\" stroke-width=\"%.2g\"/>", x, y, radius, stroke);
}

void svg_text(struct html *h, const char *class, double x, double y, const char *anchor, const char *text) {
  html_const(h, "<text");
  if (class[0] != '\0') class_of(h, class);
  buf_printf(h->out, " x=\"%.2f%%\" y=\"%.4g\" text-anchor=\"", x, y);
  html_attr(h, anchor);
  html_const(h, "\">");
  html_text(h, text);
  html_const(h, "</text>");
}

void svg_begin(struct html *h, const char *class, double height, const char *finding) {
  html_const(h, "<svg");
  class_of(h, class);
  buf_printf(h->out, " height=\"%.4g\" focusable=\"false\"", height);
  if (finding == NULL) {
    html_const(h, " aria-hidden=\"true\">");
    return;
  }
  html_const(h, " role=\"img\" aria-label=\"");
  html_attr(h, finding);
  html_const(h, "\">");
}

void svg_end(struct html *h) { html_const(h, "</svg>"); }
