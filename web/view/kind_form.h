/* web/view/kind_form.h — the fields of a kind as fields of a form, drawn from its declaration. */
#ifndef VG_WEB_VIEW_KIND_FORM_H
#define VG_WEB_VIEW_KIND_FORM_H

#include "source/entry.h"
#include "web/view/form.h"

/* "f_tested_at". In the arena. */
const char *kind_form_name(struct vg_arena *, const struct kind_field *);
/* Adds the field, with what was typed, else `value` (as entry_typed() gives it), its help, its example; `wrong` (NULL: nothing) is what
 * does not fit.                                                                                                               */
void kind_form_field(struct form_page *, const struct kind_field *, const char *value, const char *wrong);
/* A value, as entry_typed() gives it, as people read it: the words of choices. */
const char *kind_form_word(const struct html *, const struct kind_field *, const char *value);
/* The first fields that are given: "System: srv-db-01 · Result: succeeded". In the arena. */
const char *kind_form_facts(const struct html *, struct vg_arena *, const struct entry_draft *typed);

#endif
