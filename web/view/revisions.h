/* web/view/revisions.h — what was published for a past day, and what was corrected since. */
#ifndef VG_WEB_VIEW_REVISIONS_H
#define VG_WEB_VIEW_REVISIONS_H

#include "web/http/router.h"
#include "web/view/figures.h"

/* Fills v->published of an indicator for the day that is shown; nothing for the present. Reads the database. */
bool revisions_load(struct request_ctx *, const struct desk *, const struct moment *, const struct indicator *, struct view_indicator *v,
                    struct vg_error *err);

#endif
