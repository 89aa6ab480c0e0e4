/* policy/marks.h — where things stand in a YAML text: the line of a path, for errors; and the pairs of translations.
 *
 * A path is written as errors show it: "chapters[0].rules[2].title_fr".                                            */
#ifndef VG_POLICY_MARKS_H
#define VG_POLICY_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

/* The line, from 1, of the value at that path, or of the nearest thing around it that exists. 0: not well formed. */
unsigned marks_line(const char *text, size_t length, const char *path);

/* Every key in "_fr" stands beside its "_en", every one in "_en" beside its "_fr", none is blank. VG_E_INPUT names `file`,
 * line and path. True for a text that is not well formed: the schema says so better. */
bool marks_translated(const char *file, const char *text, size_t length, struct vg_error *err);

#endif
