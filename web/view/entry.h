/* web/view/entry.h — what pages outside the boards share: sign-in, set-up, errors. */
#ifndef VG_WEB_VIEW_ENTRY_H
#define VG_WEB_VIEW_ENTRY_H

#include "template.h"
#include "web/http/router.h"

/* `title` is a msgid. */
struct view_entry entry_of(struct request_ctx *, const char *title);

#endif
