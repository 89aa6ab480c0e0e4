/* web/export/pdf_chart.h — the charts of the pages (web/chart) on paper, from the same views: blocks of a document, or parts of one.
 *
 * Each is a pdf_draw: `what` is the view, and it gives its height. What a chart says is said in words beside it: by its legend, or
 * by the finding that whoever draws it writes.                                                                              */
#ifndef VG_WEB_EXPORT_PDF_CHART_H
#define VG_WEB_EXPORT_PDF_CHART_H

#include "web/export/pdf.h"

/* struct view_state_bar: its parts with their counts, and below it the sign and the words of each. Nothing for no part. */
double pdf_state_bar(struct pdf_pen *, const void *what, double x, double y, double width);
/* struct view_bullet: the value, the target, the value before, what its ends mean. */
double pdf_bullet(struct pdf_pen *, const void *what, double x, double y, double width);
/* struct view_sparkline: a column for each point, from zero, hatched where there is none; the first and the last are named. */
double pdf_columns_chart(struct pdf_pen *, const void *what, double x, double y, double width);

#endif
