/* collect/run.h — runs a source's connector into a sink: the part that a pull and a test have in common. */
#ifndef VG_COLLECT_RUN_H
#define VG_COLLECT_RUN_H

#include "collect/pull.h"

struct run {
  struct vg_arena *arena;
  const struct source *source;
  struct db *db;         /* by run_prepare() */
  const struct connector *connector;
  const char **values;   /* as connector_options() makes them, secrets included */
  vg_time now, since;
  bool preview;
  bool draft;            /* not saved yet: see secrets_from */
  vg_time said_at, covered_since; /* out: see connector.h */
};

/* Checks the source's options and opens its secrets: fills connector and values. `typed` secrets win over stored ones;
 * they are used as they are. VG_E_CONFIG when a secret does not open or the connector is not in this build.       */
bool run_prepare(struct run *, struct db *, const struct pull_conf *, const struct option_value *typed, size_t typed_count,
                 struct vg_error *err);
/* Chooses the transport (conf->transport, the recorded answers of a sample's source, what people entered, or the live one) and
 * collects.                                                                                                           */
bool run_connector(struct run *, const struct pull_conf *, struct sink *, struct vg_error *err);

#endif
