#include "i18n/i18n.h"
#include "web/chart/chart.h"

void chart_data_begin(struct html *h, const char *finding) {
  html_const(h, "<details><summary>");
  html_text(h, tr(h->lang, "See the data"));
  html_const(h, "</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
  html_attr(h, tr(h->lang, "Data of the chart"));
  html_const(h, "\"><table class=\"dense\"><caption>");
  html_text(h, finding);
  html_const(h, "</caption><thead><tr>");
}

void chart_data_end(struct html *h) { html_const(h, "</tbody></table></div></details>"); }
