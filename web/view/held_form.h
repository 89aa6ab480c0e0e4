/* web/view/held_form.h — a form that was sent after its session had ended, as its sender reads it again: in the words of the form. */
#ifndef VG_WEB_VIEW_HELD_FORM_H
#define VG_WEB_VIEW_HELD_FORM_H

#include "template.h"
#include "web/http/router.h"

/* `action` is the page that it was sent to. What nobody types and what was left empty is sent again without being shown. */
bool held_form_fill(struct request_ctx *, const char *action, const struct params *form, struct view_resume *out, struct vg_error *err);

#endif
