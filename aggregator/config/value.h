/* config/value.h — one value, from text to its place in struct config; for config/ only. */
#ifndef VG_CONFIG_VALUE_H
#define VG_CONFIG_VALUE_H

#include "config/config.h"

/* Checks and stores. `place` ("/etc/vigie.conf:12", "environment", "command line") starts the message. */
bool config_set(struct config *, const struct config_key *, const char *value, const char *place, struct vg_error *err);
/* VG_E_CONFIG "PLACE: no setting is named …", with the nearest name as hint. */
bool config_unknown(const char *name, const char *place, struct vg_error *err);
/* What a type expects: "yes or no". Returns `out`. */
const char *config_expects(const struct config_key *, char *out, size_t size);

#endif
