/* web/view/mistake.h — what a person did wrong, in the language they read: errors are English, pages are not. */
#ifndef VG_WEB_VIEW_MISTAKE_H
#define VG_WEB_VIEW_MISTAKE_H

#include "connectors/connector.h"
#include "web/html/html.h"

/* "Until: expected 25/11/2026 or later, found 24/11/2026": the field by its label, the rest translated. In messages
 * "%s" between quotes is what somebody typed, shown as it is; after the word kind it is the name of a kind, shown by its label;
 * elsewhere it is a word, a date or a number of ours, written as the language does. A format that has no translation is shown as
 * it is, and so is an error whose words were not kept.                                                                          */
const char *mistake_text(const struct html *, struct vg_arena *, const struct vg_error *);
/* The same for the hint; "" when there is none. */
const char *mistake_hint(const struct html *, struct vg_arena *, const struct vg_error *);
/* The same for what a pull or a refused item says, where `said` is its words, or the English text when they were not kept. Places
 * are shown as they are; the fields of the item's kind (NULL: not known), and its name, by their labels. */
const char *said_text(const struct html *, struct vg_arena *, const struct kind *, const char *said);
/* The place of a refused item: "line 12, column Level" in the reader's language; others as they are. */
const char *place_text(const struct html *, struct vg_arena *, const char *place);
/* The label of a field of a form or of a query ("until"); NULL: none is known. */
const char *mistake_label(const struct html *, const char *field);

/* The same for an option of a connector that does not fit; `typed` NULL or "": nothing, or a secret. */
const char *option_problem(const struct html *, struct vg_arena *, const struct option_spec *, const char *label, const char *typed);

#endif
