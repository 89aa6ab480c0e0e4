/* core/gate.h — a few places that threads take in the order they came: a newcomer that passed those who wait would make some wait long. */
#ifndef VG_CORE_GATE_H
#define VG_CORE_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

struct gate; /* thread-safe */

/* Yours: gate_free(), once all have left. `places`: at least 1. */
bool gate_new(struct gate **out, size_t places, struct vg_error *err);
void gate_free(struct gate *); /* NULL allowed */

/* Takes a place, of which gate_leave() is owed; waits up to `wait_ms` for one. False: it is late. */
bool gate_enter(struct gate *, int wait_ms);
void gate_leave(struct gate *);

/* How many places are taken, and how many threads wait for one. */
struct gate_use {
  size_t taken, waiting;
};
struct gate_use gate_use(struct gate *);

#endif
