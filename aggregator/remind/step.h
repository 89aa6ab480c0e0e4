/* remind/step.h — when somebody is to be told something: of a thing, how far it has come; of a person, whether it is their turn. Pure. */
#ifndef VG_REMIND_STEP_H
#define VG_REMIND_STEP_H

#include <stdbool.h>

#include "core/clock.h"
#include "core/zone.h"

/* A thing is told at each step, and steps go down: 30, 7 and 1 are days before its time; 0 is from then on, or since it waits; -7 is a week later, and
 * so on. Days are civil ones. */
int step_before(int64_t days_left);
int step_since(int64_t days);

enum often { OFTEN_NEVER, OFTEN_DAILY, OFTEN_WEEKLY };
/* OFTEN_NEVER for what is none. */
enum often often_parse(const char *name);

struct turn {
  enum often often;
  vg_time email_at;   /* since when they have their address */
  vg_time settled_at; /* when they were last told all, or there was nothing to tell; VG_NEVER */
  vg_time tried_at;   /* of the last message that could not be sent since; VG_NEVER: none */
  int64_t failures;   /* how many of them */
};
/* Daily at `hour`, weekly on Monday at `hour`; who has just given an address, at the next hour; after a failure, once turn_wait() is over. */
bool turn_due(const struct zone *, int hour, const struct turn *, vg_time now);
/* 15 minutes, doubled at each failure, a day at most. */
vg_time turn_wait(int64_t failures);

#endif
