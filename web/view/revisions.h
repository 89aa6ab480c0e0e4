/* web/view/revisions.h — what was published for a past day, and what was corrected since and why. */
#ifndef VG_WEB_VIEW_REVISIONS_H
#define VG_WEB_VIEW_REVISIONS_H

#include "web/http/router.h"
#include "web/view/figures.h"

/* Fills v->published of an indicator for the day that is shown; nothing for the present. Reads the database. */
bool revisions_load(struct request_ctx *, const struct desk *, const struct moment *, const struct indicator *, struct view_indicator *v,
                    struct vg_error *err);

/* How many figures of the past day that is shown were corrected since they were first published; 0 for the present. 1 statement. */
bool revisions_count(struct request_ctx *, int64_t *out, struct vg_error *err);
/* "3 figures of this day were corrected since they were published." In the arena. */
const char *revisions_said(const struct html *, struct vg_arena *, int64_t count);
/* Fills the list of these figures, all but its frame. One or two statements a figure. */
bool revisions_list(struct request_ctx *, const struct desk *, struct view_revisions *v, struct vg_error *err);

#endif
