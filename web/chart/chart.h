/* web/chart/chart.h — charts as SVG without viewBox: places in percent of the width, heights and text in fixed sizes, so that a
 * chart narrows to 320 px without its labels shrinking. Colours are classes of vigie.css, never attributes.
 *
 * Each chart carries its finding as accessible name and a table of its data in <details>, except those that stand beside their
 * figures (bullet, sparkline in a table), which are hidden from assistive technology where the page says the same.          */
#ifndef VG_WEB_CHART_CHART_H
#define VG_WEB_CHART_CHART_H

#include "web/html/component.h"

/* What is drawn with: x in percent 0..100, y in pixels. */
/* With two decimals, whatever the language. */
void svg_number(struct buf *, double);
void svg_rect(struct html *, const char *class, double x, double y, double width, double height);
void svg_line(struct html *, const char *class, double x1, double y1, double x2, double y2, double stroke);
void svg_dash(struct html *, const char *class, double x1, double x2, double y, double stroke);
void svg_disc(struct html *, const char *class, double x, double y, double radius, double stroke);
/* `anchor`: "start", "middle" or "end". */
void svg_text(struct html *, const char *class, double x, double y, const char *anchor, const char *text);
/* "<svg class=… height=…", with role and name when `finding` is given, hidden otherwise; svg_end() closes. */
void svg_begin(struct html *, const char *class, double height, const char *finding);
void svg_end(struct html *);

/* A mark of a chart: a line from `top` to `bottom` and its number at `label`; below the figure, what each of them says. */
void chart_mark(struct html *, size_t number, double x, double top, double bottom, double label);
void chart_marks_told(struct html *, const struct view_chart_mark *, size_t count);

/* The data of a chart, folded below it: a table up to the cells of its head, whose finding is its caption; its end. */
void chart_data_begin(struct html *, const char *finding);
void chart_data_end(struct html *);

#endif
