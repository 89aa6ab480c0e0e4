/* collect/child.h — the processes of the pulls and requests that run now. One thread only. */
#ifndef VG_COLLECT_CHILD_H
#define VG_COLLECT_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/error.h"

enum { CHILDREN_MAX = 16, CHILD_OWNER_MAX = 100 };

struct child {
  pid_t pid;
  int64_t source_id, request_id; /* 0: none */
  char owner[CHILD_OWNER_MAX + 1];
  int64_t deadline_ms; /* on the monotonic clock */
  bool late;           /* it was killed because its deadline passed */
};

struct children {
  struct child list[CHILDREN_MAX];
  size_t count;
};

/* Starts argv[0] in a process group of its own, that dies with this process; its standard output goes nowhere, its standard
 * error is ours. `what` is copied, with the new pid. VG_E_LIMIT: CHILDREN_MAX run already.                        */
bool child_start(struct children *, const char *const *argv, const struct child *what, struct vg_error *err);
/* Kills with its group what is past its deadline. */
void children_kill_late(struct children *);
/* Kills all. */
void children_kill(struct children *);
/* Takes one that has ended, without waiting (or waiting, when `wait`): *out is it, *why says how it ended when it did not
 * end well ("ended by signal 9", "ran for more than its deadline"), else is VG_OK. False: none.                   */
bool children_ended(struct children *, bool wait, struct child *out, struct vg_error *why);

#endif
