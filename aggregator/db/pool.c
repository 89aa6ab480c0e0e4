#include "db/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/internal.h"

/* A thread that waits for its turn; on its own stack. */
struct waiter {
  struct waiter *next;
  pthread_cond_t served;
  bool done;     /* taken off the queue, with a connection or the right to open one */
  struct db *db; /* NULL: open one */
};

struct db_pool {
  pthread_mutex_t lock;
  pthread_condattr_t clock;
  struct waiter *first, **last; /* whoever came first is served first: a newcomer that passed them would make some wait long */
  struct db_conf conf;
  char *conninfo, *role, *application;
  size_t size, open, free_count;
  struct db *free[DB_POOL_MAX]; /* the one used last is taken first: it is the warmest */
};

static bool copy(char **out, const char *text) {
  *out = text == NULL ? NULL : strdup(text);
  return text == NULL || *out != NULL;
}

static bool init_lock(struct db_pool *p) {
  p->last = &p->first;
  return pthread_condattr_init(&p->clock) == 0 && pthread_condattr_setclock(&p->clock, CLOCK_MONOTONIC) == 0 &&
         pthread_mutex_init(&p->lock, NULL) == 0;
}

bool db_pool_open(struct db_pool **out, const struct db_conf *conf, size_t size, struct vg_error *err) {
  *out = NULL;
  if (size < 1 || size > DB_POOL_MAX)
    return vg_fail(err, VG_E_CONFIG, "pool of connections: expected 1 to %d, got %zu", DB_POOL_MAX, size);
  struct db_pool *p = calloc(1, sizeof *p);
  if (p == NULL || !init_lock(p)) {
    free(p);
    return vg_fail(err, VG_E_LIMIT, "pool of connections: out of memory");
  }
  p->size = size;
  if (!copy(&p->conninfo, conf->conninfo) || !copy(&p->role, conf->role) || !copy(&p->application, conf->application)) {
    db_pool_close(p);
    return vg_fail(err, VG_E_LIMIT, "pool of connections: out of memory");
  }
  p->conf = (struct db_conf){p->conninfo, p->role, p->application, conf->timeout_ms};
  *out = p;
  return true;
}

void db_pool_close(struct db_pool *p) {
  if (p == NULL) return;
  for (size_t i = 0; i < p->free_count; i++) db_close(p->free[i]);
  (void)pthread_condattr_destroy(&p->clock);
  (void)pthread_mutex_destroy(&p->lock);
  free(p->conninfo);
  free(p->role);
  free(p->application);
  free(p);
}

static struct timespec after_ms(int ms) {
  struct timespec t;
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  t.tv_sec += ms / 1000;
  t.tv_nsec += (long)(ms % 1000) * 1000000;
  if (t.tv_nsec >= 1000000000) t.tv_sec++, t.tv_nsec -= 1000000000;
  return t;
}

/* Under the lock: the first in the queue gets this connection, or the right to open one. False: nobody waits. */
static bool serve(struct db_pool *p, struct db *db) {
  struct waiter *w = p->first;
  if (w == NULL) return false;
  p->first = w->next;
  if (p->first == NULL) p->last = &p->first;
  w->db = db;
  w->done = true;
  (void)pthread_cond_signal(&w->served);
  return true;
}

static void leave_queue(struct db_pool *p, const struct waiter *w) {
  struct waiter **at = &p->first;
  while (*at != w) at = &(*at)->next;
  *at = w->next;
  if (w->next == NULL) p->last = at;
}

/* Under the lock: waits until it is this thread's turn. False: it is late. */
static bool wait_turn(struct db_pool *p, int wait_ms, struct db **out) {
  struct timespec until = after_ms(wait_ms > 0 ? wait_ms : 0);
  struct waiter w = {0};
  if (pthread_cond_init(&w.served, &p->clock) != 0) return false;
  *p->last = &w;
  p->last = &w.next;
  while (!w.done && pthread_cond_timedwait(&w.served, &p->lock, &until) != ETIMEDOUT) continue;
  if (!w.done) leave_queue(p, &w);
  (void)pthread_cond_destroy(&w.served);
  *out = w.db;
  return w.done;
}

/* Under the lock: a free connection, or NULL and the right to open one. False: it is late. */
static bool take(struct db_pool *p, int wait_ms, struct db **out) {
  *out = NULL;
  if (p->free_count > 0) *out = p->free[--p->free_count];
  else if (p->open < p->size) p->open++;
  else return wait_turn(p, wait_ms, out);
  return true;
}

bool db_pool_acquire(struct db_pool *p, struct db **out, int wait_ms, struct vg_error *err) {
  (void)pthread_mutex_lock(&p->lock);
  bool mine = take(p, wait_ms, out);
  (void)pthread_mutex_unlock(&p->lock);
  if (*out != NULL) return db_set_timeout(*out, p->conf.timeout_ms), true;
  if (!mine) return vg_fail(err, VG_E_UNAVAILABLE, "all %zu connections to the database are in use", p->size);
  if (db_open(out, &p->conf, err)) return true;
  (void)pthread_mutex_lock(&p->lock);
  if (!serve(p, NULL)) p->open--;
  (void)pthread_mutex_unlock(&p->lock);
  return false;
}

void db_pool_release(struct db_pool *p, struct db *db) {
  if (db == NULL) return;
  if (db->in_tx) {
    struct db_tx forgotten = {.db = db, .open = true};
    db_rollback(&forgotten);
  }
  (void)pthread_mutex_lock(&p->lock);
  if (!serve(p, db)) p->free[p->free_count++] = db;
  (void)pthread_mutex_unlock(&p->lock);
}

struct db_pool_use db_pool_use(struct db_pool *p) {
  (void)pthread_mutex_lock(&p->lock);
  struct db_pool_use use = {.open = p->open, .used = p->open - p->free_count};
  for (const struct waiter *w = p->first; w != NULL; w = w->next) use.waiting++;
  (void)pthread_mutex_unlock(&p->lock);
  return use;
}
