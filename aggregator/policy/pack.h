/* policy/pack.h — the shape of a pack and of a framework for libcyaml, and how both are read. Only policy/ includes this. */
#ifndef VG_POLICY_PACK_H
#define VG_POLICY_PACK_H

#include <cyaml/cyaml.h>

#include "core/error.h"

extern const cyaml_schema_value_t policy_pack_schema, framework_schema;

/* Reads a text by its schema: size, UTF-8, translations, shape. *out: pack_free(). VG_E_INPUT names `path` and line. */
bool pack_read(const char *path, const char *text, size_t length, const cyaml_schema_value_t *schema, void **out,
               struct vg_error *err);
void pack_free(const cyaml_schema_value_t *schema, void *);

#endif
