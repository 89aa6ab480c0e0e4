/* web/auth/throttle.h — slows down guessing, without ever locking anybody out for good.
 *
 * An attempt is counted beforehand in three buckets: the login from this network (5 free), the login from anywhere (20 free),
 * this network whatever the login (60 free). Past its free failures a bucket makes the next attempt wait 1, 2, 4 … at most 60
 * seconds, and forgets one failure in ten minutes. A browser that signed in before has a bucket of its own
 * (10 free) instead of the three, so that an attack on a login does not keep its owner out.                      */
#ifndef VG_WEB_AUTH_THROTTLE_H
#define VG_WEB_AUTH_THROTTLE_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/error.h"

struct db;

struct attempt {
  const char *keys[3];
  size_t count;
};

/* "192.0.2.0/24", "2001:db8:0:100::/56"; the text itself when it is no address. Lives in the arena. */
const char *address_network(struct vg_arena *, const char *address);

/* Counts an attempt. *wait: 0, it may be made; else the seconds to wait, and nothing was counted. `device` is NULL or the
 * known browser's signature.                                                                                      */
bool throttle_take(struct db *, struct vg_arena *, const char *login, const char *address, const char *device, vg_time now,
                   struct attempt *, int *wait, struct vg_error *err);

/* The attempt was good. */
bool throttle_forgive(struct db *, const struct attempt *, struct vg_error *err);

#endif
