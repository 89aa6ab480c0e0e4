/* collect/transport_live.h — answers from the network, programs and files of this machine, with limits.
 *
 * Files: only a connector with `local` set may read anywhere. The others read what an option names, so an administrator
 * of the web page must not be able to read the machine through them: paths are resolved (symbolic links too), and
 * /etc, /proc, /sys, /dev, /run, /boot, any place under a hidden name (".ssh") and those in `denied` are refused.  */
#ifndef VG_COLLECT_TRANSPORT_LIVE_H
#define VG_COLLECT_TRANSPORT_LIVE_H

#include "connectors/transport.h"

struct transport_live {
  struct transport base;
  const char *const *denied;            /* absolute paths, NULL-terminated, kept by reference; NULL: no more than above */
  int connect_ms, total_ms, silence_ms; /* http: see http/http.h; 0: its defaults */
};
void transport_live_init(struct transport_live *, const char *const *denied);

#endif
