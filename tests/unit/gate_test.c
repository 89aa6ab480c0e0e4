#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "core/gate.h"

struct comer {
  struct gate *gate;
  atomic_int *served;
  int place; /* in which it was served, from 1 */
  pthread_t thread;
};

static void *come(void *user) {
  struct comer *c = user;
  if (!gate_enter(c->gate, 10000)) return NULL;
  c->place = atomic_fetch_add(c->served, 1) + 1;
  gate_leave(c->gate);
  return NULL;
}

static void wait_for_waiting(struct gate *g, size_t count) {
  while (gate_use(g).waiting < count) (void)sched_yield();
}

Test(gate, who_came_first_goes_first) {
  enum { COMERS = 5 };
  struct vg_error err = {0};
  struct gate *g;
  struct comer comers[COMERS];
  atomic_int served = 0;
  cr_assert(gate_new(&g, 1, &err));
  cr_assert(gate_enter(g, 0));
  for (size_t i = 0; i < COMERS; i++) {
    comers[i] = (struct comer){.gate = g, .served = &served};
    cr_assert_eq(pthread_create(&comers[i].thread, NULL, come, &comers[i]), 0);
    wait_for_waiting(g, i + 1);
  }
  gate_leave(g);
  for (size_t i = 0; i < COMERS; i++) {
    (void)pthread_join(comers[i].thread, NULL);
    cr_expect_eq(comers[i].place, (int)i + 1);
  }
  cr_expect_eq(gate_use(g).taken, 0u);
  gate_free(g);
}

Test(gate, who_is_late_leaves_the_queue) {
  struct vg_error err = {0};
  struct gate *g;
  cr_assert(gate_new(&g, 2, &err));
  cr_assert(gate_enter(g, 0) && gate_enter(g, 0));
  cr_assert_not(gate_enter(g, 0));
  cr_assert_not(gate_enter(g, 1));
  cr_expect_eq(gate_use(g).waiting, 0u);
  gate_leave(g);
  cr_assert(gate_enter(g, 0));
  gate_leave(g);
  gate_leave(g);
  cr_expect_eq(gate_use(g).taken, 0u);
  gate_free(g);
}
