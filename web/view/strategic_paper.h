/* web/view/strategic_paper.h — the strategic board on paper: its view, which has every figure and word of the page. */
#ifndef VG_WEB_VIEW_STRATEGIC_PAPER_H
#define VG_WEB_VIEW_STRATEGIC_PAPER_H

#include "web/export/pdf.h"
#include "web/view/figures.h"

/* What stands below the heading. The view is borrowed until pdf_close(). */
void strategic_paper(const struct desk *, const struct view_strategic *, struct pdf *);

#endif
