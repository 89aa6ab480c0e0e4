#include <stdio.h>

#include "web/chart/chart.h"

void chart_mark(struct html *h, size_t number, double x, double top, double bottom, double label) {
  char text[24];
  (void)snprintf(text, sizeof text, "%zu", number);
  svg_line(h, "l-mark", x, top, x, bottom, 1.5);
  svg_text(h, "strong", x, label, x < 3 ? "start" : x > 97 ? "end" : "middle", text);
}

void chart_marks_told(struct html *h, const struct view_chart_mark *marks, size_t count) {
  if (count == 0) return;
  html_const(h, "<ol class=\"marks\">");
  for (size_t i = 0; i < count; i++) {
    html_const(h, "<li><b>");
    html_medium(h, marks[i].at);
    html_const(h, "</b> ");
    html_text(h, marks[i].text);
    html_const(h, "</li>");
  }
  html_const(h, "</ol>");
}
