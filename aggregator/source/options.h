/* source/options.h — a source's options as they are stored: one JSON object, name to text, without secrets. */
#ifndef VG_SOURCE_OPTIONS_H
#define VG_SOURCE_OPTIONS_H

#include "connectors/connector.h"

/* NULL when there is none of that name. */
const char *option_given(const struct option_value *, size_t count, const char *name);
/* NULL when the connector has none of that name. */
const struct option_spec *option_spec_of(const struct connector *, const char *name);
/* Sets or, for a value of "" or NULL, removes. False when `room` is full. */
bool option_put(struct option_value *, size_t room, size_t *count, const char *name, const char *value);

/* From and to a JSON object of texts. options_read(): at most `room` options, in the arena; VG_E_INPUT, VG_E_LIMIT. */
bool options_read(struct vg_arena *, const char *json, struct option_value *out, size_t room, size_t *count,
                  struct vg_error *err);
void options_write(const struct option_value *, size_t count, struct buf *out);

#endif
