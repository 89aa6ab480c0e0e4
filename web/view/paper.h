/* web/view/paper.h — pages as PDF: what stands around every page (web/view/frame.h), on paper. */
#ifndef VG_WEB_VIEW_PAPER_H
#define VG_WEB_VIEW_PAPER_H

#include "template.h"
#include "web/export/pdf.h"
#include "web/http/router.h"

/* Opens a document with the title block and the footer of the frame. `page`: what it is called, in the reader's language.
 * Yours: paper_close(). */
bool paper_open(struct request_ctx *, const struct view_frame *, const char *page, struct pdf **out, struct vg_error *err);
/* The banners of the frame that are about its figures: stale data, sample data, hardly any source. */
void paper_notices(struct request_ctx *, const struct view_frame *, struct pdf *);
/* Ends the document: the answer is the file "NAME.pdf". Frees it even when that fails. */
bool paper_close(struct request_ctx *, struct pdf *, const char *name, struct vg_error *err);

#endif
