#include "core/gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* A thread that waits for its turn; on its own stack. */
struct waiter {
  struct waiter *next;
  pthread_cond_t served;
  bool done; /* taken off the queue, with a place */
};

struct gate {
  pthread_mutex_t lock;
  pthread_condattr_t clock;
  struct waiter *first, **last;
  size_t places, taken;
};

bool gate_new(struct gate **out, size_t places, struct vg_error *err) {
  struct gate *g = calloc(1, sizeof *g);
  *out = g;
  if (g != NULL && pthread_condattr_init(&g->clock) == 0 && pthread_condattr_setclock(&g->clock, CLOCK_MONOTONIC) == 0 &&
      pthread_mutex_init(&g->lock, NULL) == 0) {
    g->last = &g->first;
    g->places = places;
    return true;
  }
  free(g);
  *out = NULL;
  return vg_fail(err, VG_E_LIMIT, "no memory for a queue");
}

void gate_free(struct gate *g) {
  if (g == NULL) return;
  (void)pthread_condattr_destroy(&g->clock);
  (void)pthread_mutex_destroy(&g->lock);
  free(g);
}

static struct timespec after_ms(int ms) {
  struct timespec t;
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  t.tv_sec += ms / 1000;
  t.tv_nsec += (long)(ms % 1000) * 1000000;
  if (t.tv_nsec >= 1000000000) t.tv_sec++, t.tv_nsec -= 1000000000;
  return t;
}

static void leave_queue(struct gate *g, const struct waiter *w) {
  struct waiter **at = &g->first;
  while (*at != w) at = &(*at)->next;
  *at = w->next;
  if (w->next == NULL) g->last = at;
}

/* Under the lock. */
static bool wait_turn(struct gate *g, int wait_ms) {
  struct timespec until = after_ms(wait_ms > 0 ? wait_ms : 0);
  struct waiter w = {0};
  if (pthread_cond_init(&w.served, &g->clock) != 0) return false;
  *g->last = &w;
  g->last = &w.next;
  while (!w.done && pthread_cond_timedwait(&w.served, &g->lock, &until) != ETIMEDOUT) continue;
  if (!w.done) leave_queue(g, &w);
  (void)pthread_cond_destroy(&w.served);
  return w.done;
}

bool gate_enter(struct gate *g, int wait_ms) {
  (void)pthread_mutex_lock(&g->lock);
  bool mine = g->taken < g->places;
  if (mine) g->taken++;
  else mine = wait_turn(g, wait_ms);
  (void)pthread_mutex_unlock(&g->lock);
  return mine;
}

/* The place goes to the first who waits. */
void gate_leave(struct gate *g) {
  (void)pthread_mutex_lock(&g->lock);
  struct waiter *w = g->first;
  if (w == NULL) {
    g->taken--;
  } else {
    g->first = w->next;
    if (g->first == NULL) g->last = &g->first;
    w->done = true;
    (void)pthread_cond_signal(&w->served);
  }
  (void)pthread_mutex_unlock(&g->lock);
}

struct gate_use gate_use(struct gate *g) {
  (void)pthread_mutex_lock(&g->lock);
  struct gate_use use = {.taken = g->taken};
  for (const struct waiter *w = g->first; w != NULL; w = w->next) use.waiting++;
  (void)pthread_mutex_unlock(&g->lock);
  return use;
}
