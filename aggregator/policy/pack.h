/* policy/pack.h — the shape of a pack for libcyaml. Only policy/ includes this. */
#ifndef VG_POLICY_PACK_H
#define VG_POLICY_PACK_H

#include <cyaml/cyaml.h>

extern const cyaml_schema_value_t policy_pack_schema;

#endif
