/* supervise/launch.h — vigie run: what is started, in which order, and what is said meanwhile. */
#ifndef VG_SUPERVISE_LAUNCH_H
#define VG_SUPERVISE_LAUNCH_H

#include "config/config.h"

struct launch {
  const struct config *config;
  const struct config_flag *flags; /* of the command line: handed to the children */
  size_t flag_count;
  bool empty;      /* no sample organisation on the first start */
  bool log_stderr; /* services log to standard error, not to files in DATA/log */
};

/* Prepares folders and rights, starts the database (unless it is an external one), migrates it, starts web and collector,
 * keeps them running until SIGINT, SIGTERM or SIGHUP, stops them in order. VG_E_CONFLICT when another one uses the same
 * folder; VG_E_UNAVAILABLE when a service keeps failing; the failure of a step as its program told it.             */
bool launch_run(const struct launch *, struct vg_arena *, struct vg_error *err);

#endif
