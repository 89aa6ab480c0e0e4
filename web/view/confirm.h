/* web/view/confirm.h — a page that asks before something that matters is done.
 *
 * A handler whose route allows the form name "confirmed" calls confirm_asked() first: false when the page of the question
 * was shown, or failed; the handler then returns *done.                                                           */
#ifndef VG_WEB_VIEW_CONFIRM_H
#define VG_WEB_VIEW_CONFIRM_H

#include "web/http/router.h"

struct confirm {
  const char *question, *consequence, *button; /* in the reader's language */
  const char *back;                            /* a path of ours */
  const char *page;                            /* where it stands in the navigation */
};

/* True when the person has confirmed. The fields of the form are carried through the question. */
bool confirm_asked(struct request_ctx *, const struct confirm *, bool *done, struct vg_error *err);

#endif
