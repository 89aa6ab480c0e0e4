/* support/dice.h — chance that comes out the same at each run: for stories told from a seed. */
#ifndef VG_TESTS_DICE_H
#define VG_TESTS_DICE_H

#include <stdint.h>

struct dice {
  uint64_t state; /* the seed, at first */
};

/* From 0 to one less than `sides`, which is at least 1. */
static inline unsigned dice_roll(struct dice *d, unsigned sides) {
  d->state = d->state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(d->state >> 33) % sides;
}

#endif
