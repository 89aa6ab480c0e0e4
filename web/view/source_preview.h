/* web/view/source_preview.h — the collector's answer to a test, as a view. */
#ifndef VG_WEB_VIEW_SOURCE_PREVIEW_H
#define VG_WEB_VIEW_SOURCE_PREVIEW_H

#include "template.h"
#include "web/http/router.h"

/* The collector's answer to what this person asked, as JSON (collect/preview.h), waited for at most `wait_ms`. *out NULL: none yet. In
 * the arena. VG_E_NOTFOUND: this person asked nothing of that number.                                                        */
bool source_answer_wait(struct request_ctx *, int64_t request, int wait_ms, const char **out, struct vg_error *err);

/* Waits for the answer to a test that this person asked for, at most `wait_ms`. *out NULL: none yet. Lives in the arena. */
bool source_preview_wait(struct request_ctx *, int64_t request, int wait_ms, const struct view_source_preview **out,
                         struct vg_error *err);

#endif
