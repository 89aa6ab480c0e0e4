/* cluster/lock.h — one vigie run a data folder: a lock that the kernel takes back with the process. */
#ifndef VG_CLUSTER_LOCK_H
#define VG_CLUSTER_LOCK_H

#include "config/config.h"

/* Takes the lock of DATA: *fd, to be closed to give it back. VG_E_CONFLICT naming the process that holds it. */
bool lock_take(const struct config *, int *fd, struct vg_error *err);

/* Writes beside the process, in a lock that was taken, at which address its pages are read: "http://127.0.0.1:8080". */
void lock_tell(int fd, const char *address);
/* That address, of the vigie run that holds the lock of DATA now. False: none does, it has none yet, or the file may not be read. */
bool lock_told(const struct config *, char *address, size_t size);
/* Where the pages are read: that address, else what the setting public_url says. In the arena, or the settings. */
const char *lock_pages(const struct config *, struct vg_arena *);

#endif
