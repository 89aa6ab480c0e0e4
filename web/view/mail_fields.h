/* web/view/mail_fields.h — the fields of a form that say where and how often somebody is written to. */
#ifndef VG_WEB_VIEW_MAIL_FIELDS_H
#define VG_WEB_VIEW_MAIL_FIELDS_H

#include "template.h"
#include "web/http/router.h"

/* `mail` "": somebody who is being added, who is written to as their role says; one may then choose that. */
bool mail_fields_fill(struct request_ctx *, const char *email, const char *mail, enum role, struct view_mail_fields *out, struct vg_error *err);
/* As typed: *email NULL for none, *mail NULL for as the role says (when `dflt` is NULL; else it is chosen when nothing is). False: *err says
 * what is wrong.                                                                                                                       */
bool mail_fields_read(struct request_ctx *, const char *dflt, const char **email, const char **mail, struct vg_error *err);

#endif
