#include "db/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/internal.h"

struct db_pool {
  pthread_mutex_t lock;
  pthread_cond_t freed;
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
  pthread_condattr_t attributes;
  if (pthread_condattr_init(&attributes) != 0) return false;
  bool ok = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
            pthread_cond_init(&p->freed, &attributes) == 0 && pthread_mutex_init(&p->lock, NULL) == 0;
  (void)pthread_condattr_destroy(&attributes);
  return ok;
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
  (void)pthread_cond_destroy(&p->freed);
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

/* Under the lock: a free connection, or the right to open one (*open_one), or neither when it is late. */
static struct db *take(struct db_pool *p, int wait_ms, bool *open_one) {
  struct timespec until = after_ms(wait_ms > 0 ? wait_ms : 0);
  *open_one = false;
  while (p->free_count == 0 && p->open == p->size) {
    if (pthread_cond_timedwait(&p->freed, &p->lock, &until) == ETIMEDOUT) break;
  }
  if (p->free_count > 0) return p->free[--p->free_count];
  if (p->open < p->size) p->open++, *open_one = true;
  return NULL;
}

bool db_pool_acquire(struct db_pool *p, struct db **out, int wait_ms, struct vg_error *err) {
  bool open_one;
  (void)pthread_mutex_lock(&p->lock);
  *out = take(p, wait_ms, &open_one);
  (void)pthread_mutex_unlock(&p->lock);
  if (*out != NULL) return db_set_timeout(*out, p->conf.timeout_ms), true;
  if (!open_one)
    return vg_fail(err, VG_E_UNAVAILABLE, "all %zu connections to the database are in use", p->size);
  if (db_open(out, &p->conf, err)) return true;
  (void)pthread_mutex_lock(&p->lock);
  p->open--;
  (void)pthread_cond_signal(&p->freed);
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
  p->free[p->free_count++] = db;
  (void)pthread_cond_signal(&p->freed);
  (void)pthread_mutex_unlock(&p->lock);
}

void db_pool_count(struct db_pool *p, size_t *open, size_t *used) {
  (void)pthread_mutex_lock(&p->lock);
  *open = p->open;
  *used = p->open - p->free_count;
  (void)pthread_mutex_unlock(&p->lock);
}
