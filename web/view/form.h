/* web/view/form.h — forms that decisions are written in: built field by field, shown again as typed when something is wrong. */
#ifndef VG_WEB_VIEW_FORM_H
#define VG_WEB_VIEW_FORM_H

#include "governance/author.h"
#include "kind/kind.h"
#include "template.h"
#include "web/http/router.h"

enum { FORM_FIELDS = KIND_FIELDS_MAX + 8 };

struct form_page {
  struct request_ctx *ctx;
  struct html *h;
  struct view_form view;
  struct view_form_field fields[FORM_FIELDS];
  struct vg_error problem; /* VG_OK: nothing is wrong */
};

/* Who signs what this request does. */
struct author author_of(const struct request_ctx *);
/* The instant up to which decisions are known to the page: now, or the past day shown. */
vg_time decided_by(const struct request_ctx *);

/* A field of that type ("text", "day", "area" …). Its value is what was typed, else `dflt`. Help, choices and `required` are
 * the caller's to set.                                                                                                  */
struct view_form_field *form_field(struct form_page *, const char *type, const char *name, const char *label,
                                   const char *dflt);
/* Perimeters to choose from, under "perimeter_code"; `everywhere` (NULL: not offered) is what the empty choice is called. */
bool form_perimeters(struct form_page *, const char *everywhere, struct vg_error *err);
/* A civil day as people write it: "25/11/2026". In the arena. */
const char *form_day(struct form_page *, int64_t day);
/* Reads a civil day that was typed. False, with the form's problem set, when it is none. */
bool form_read_day(struct form_page *, const char *name, int64_t *out);
/* Says in the reader's language what a refusal for want of a second person means; leaves other errors as they are. */
void form_second_person(const struct request_ctx *, const char *msgid, struct vg_error *);
/* A person's mistake, to be shown with the form as it was typed; other failures are an error page. */
bool form_mistake(const struct vg_error *);
/* Renders it; `page` says where it stands in the navigation. With a problem: under that problem's status. */
bool form_show(struct form_page *, const char *page, struct vg_error *err);

#endif
