/* policy/shape.h — does a YAML text have the shape of a schema? libcyaml reads by the same schema, but says neither paths nor the
 * right lines. Only policy/ includes this.                                                                          */
#ifndef VG_POLICY_SHAPE_H
#define VG_POLICY_SHAPE_H

#include <cyaml/cyaml.h>

#include "core/error.h"

/* Well formed, without aliases, no key missing or unknown, texts, lists and numbers where they belong, within their limits.
 * VG_E_INPUT, "p.yaml:12: chapters[0].rules[2].owner: expected a text of 1 to 1000 bytes, got a list". */
bool shape_check(const char *file, const char *text, size_t length, const cyaml_schema_value_t *schema, struct vg_error *err);

/* The same of what is given, whatever lacks: a misspelt key is told as such, not as what it leaves out. No key is given twice. */
bool shape_given(const char *file, const char *text, size_t length, const cyaml_schema_value_t *schema, struct vg_error *err);

#endif
