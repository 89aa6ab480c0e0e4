/* cluster/lock.h — one vigie run a data folder: a lock that the kernel takes back with the process. */
#ifndef VG_CLUSTER_LOCK_H
#define VG_CLUSTER_LOCK_H

#include "config/config.h"

/* Takes the lock of DATA: *fd, to be closed to give it back. VG_E_CONFLICT naming the process that holds it. */
bool lock_take(const struct config *, int *fd, struct vg_error *err);

#endif
