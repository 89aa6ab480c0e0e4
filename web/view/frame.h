/* web/view/frame.h — what stands around every page: navigation, title block with its dates, banners, footer. */
#ifndef VG_WEB_VIEW_FRAME_H
#define VG_WEB_VIEW_FRAME_H

#include "template.h"
#include "web/http/router.h"

/* Fills the frame of a page. `title` is the document's title, in the reader's language: the page's heading. `page` says
 * where it stands in the navigation: "strategic", "steering", "operational", "rules", "indicators", "records", "sources",
 * "journal", "users", "help"; another name stands nowhere. Pages of the present (ROUTE_PRESENT) have no title block.
 * Two statements, three for figures of a past day; none with ROUTE_NO_DB.                                                                    */
bool frame_load(struct request_ctx *, struct view_frame *out, const char *title, const char *page, struct vg_error *err);

/* What a page is called in the title block, in the reader's language. */
const char *frame_page_name(enum lang, const char *page);

#endif
