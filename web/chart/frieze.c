/* Dated marks on a line, months above, a stroke for the instant shown: hidden from assistive technology, since the page
 * gives each date in a table. */
#include "i18n/format.h"
#include "web/chart/chart.h"

void component_frieze_scale(struct html *h, const struct view_frieze_scale *s) {
  svg_begin(h, "frieze", 15, NULL);
  for (size_t i = 0; i < s->months_count; i++)
    svg_text(h, "", ((double)i + 0.5) * 100 / (double)s->months_count, 12, "middle", s->months[i]);
  svg_end(h);
}

static void mark(struct html *h, const struct view_frieze_mark *m) {
  html_const(h, "<svg x=\"");
  svg_number(h->out, m->place * 100);
  html_const(h, "%\" y=\"4\" width=\"1\" height=\"16\" overflow=\"visible\" class=\"s-");
  html_attr(h, m->icon);
  html_const(h, "\"><circle class=\"f-sheet\" cx=\"0\" cy=\"8\" r=\"9\"/><use href=\"#i-");
  html_attr(h, m->icon);
  html_const(h, "\" x=\"-8\" width=\"16\" height=\"16\"/></svg>");
}

static void date(struct html *h, const struct view_frieze_mark *m) {
  BUF(text, 64);
  html_short(&(struct html){.out = &text, .lang = h->lang, .zone = h->zone}, m->at);
  svg_text(h, "", m->place * 100, 37, m->place < 0.04 ? "start" : m->place > 0.96 ? "end" : "middle", text.data);
}

/* The last date before the instant shown, and the first one after it where there is room. */
static void dates(struct html *h, const struct view_frieze *f) {
  const struct view_frieze_mark *last = NULL, *next = NULL;
  for (size_t i = 0; i < f->marks_count; i++) {
    if (f->marks[i].place < f->now)
      last = &f->marks[i];
    else if (next == NULL)
      next = &f->marks[i];
  }
  if (last != NULL) date(h, last);
  if (next != NULL && (last == NULL || next->place - last->place > 0.085)) date(h, next);
}

void component_frieze(struct html *h, const struct view_frieze *f) {
  svg_begin(h, "frieze", 42, NULL);
  svg_line(h, "l-line", 0, 12, 100, 12, 2);
  buf_printf(h->out, "<line class=\"l-ink\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"24\" stroke-dasharray=\"4 3\"/>",
             f->now * 100, f->now * 100);
  for (int above = 0; above < 2; above++) /* what failed lies above what was done */
    for (size_t i = 0; i < f->marks_count; i++)
      if (html_is(f->marks[i].icon, "ok") == (above == 0)) mark(h, &f->marks[i]);
  dates(h, f);
  svg_end(h);
}
