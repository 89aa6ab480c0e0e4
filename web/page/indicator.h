/* web/page/indicator.h — the view of an indicator, for its page and for its sheet. */
#ifndef VG_WEB_PAGE_INDICATOR_H
#define VG_WEB_PAGE_INDICATOR_H

#include "template.h"
#include "web/http/router.h"

/* Fills all but the frame, of the indicator whose code is in the path. VG_E_NOTFOUND. */
bool indicator_view(struct request_ctx *, struct view_indicator *out, struct vg_error *err);

#endif
