/* support/story.h — the clock of a story told from a seed: what happens, and when, comes out the same at each run. */
#ifndef VG_TESTS_STORY_H
#define VG_TESTS_STORY_H

#include <stdio.h>

#include "support/dice.h"

struct story {
  struct dice dice;
  int hours;   /* since 1 February 2026 */
  char at[40]; /* the same, as RFC 3339 */
};

/* Goes on by 1 to `most` hours; of each month there are 28 days. */
static inline void story_advance(struct story *s, unsigned most) {
  s->hours += 1 + (int)dice_roll(&s->dice, most);
  (void)snprintf(s->at, sizeof s->at, "2026-%02d-%02dT%02d:00:00Z", 2 + s->hours / 24 / 28, 1 + s->hours / 24 % 28, s->hours % 24);
}

#endif
