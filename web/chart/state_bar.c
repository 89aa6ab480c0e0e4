#include <string.h>

#include "web/chart/chart.h"

static void bar(struct html *h, const struct view_state_bar *s, int64_t total) {
  double x = 0;
  for (size_t i = 0; i < s->parts_count; i++) {
    const struct view_state_count *p = &s->parts[i];
    if (p->count == 0) continue;
    double width = (double)p->count * 100 / (double)total;
    char class[40];
    (void)snprintf(class, sizeof class, "f-%.30s", p->state);
    svg_rect(h, class, x, 0, width, 28);
    if (i > 0 && x > 0) svg_line(h, "l-sheet", x, 0, x, 28, 2);
    bool light = html_is(p->state, "applied") || html_is(p->state, "not_applicable");
    if (width >= 3 && !html_is(p->state, "unknown")) {
      char number[24];
      (void)snprintf(number, sizeof number, "%lld", (long long)p->count);
      svg_text(h, light ? "strong" : "strong inverse", x + width / 2, 18.5, "middle", number);
    }
    x += width;
  }
}

static void legend(struct html *h, const struct view_state_bar *s) {
  html_const(h, "<ul class=\"legend\">");
  for (size_t i = 0; i < s->parts_count; i++) {
    const struct view_state_count *p = &s->parts[i];
    if (p->count == 0) continue;
    html_const(h, "<li><a class=\"state s-");
    html_attr(h, p->state);
    html_const(h, "\" href=\"");
    html_url(h, p->to);
    html_const(h, "\"");
    html_lists(h, p->count);
    html_const(h, ">");
    component_icon(h, p->state);
    html_text(h, p->label);
    html_const(h, "</a></li>");
  }
  html_const(h, "</ul>");
}

void component_state_bar(struct html *h, const struct view_state_bar *s) {
  int64_t total = 0;
  for (size_t i = 0; i < s->parts_count; i++) total += s->parts[i].count;
  if (total == 0) return;
  html_const(h, "<figure>");
  svg_begin(h, "bullet", 28, s->finding);
  bar(h, s, total);
  svg_end(h);
  legend(h, s);
  html_const(h, "</figure>");
}
