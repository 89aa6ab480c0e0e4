#include "db/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/gate.h"
#include "db/internal.h"

struct db_pool {
  struct gate *gate; /* a place a connection */
  struct db_conf conf;
  char *conninfo, *role, *application;
  size_t size;
  pthread_mutex_t lock; /* of what follows */
  size_t free_count;
  struct db *free[DB_POOL_MAX]; /* the one used last is taken first: it is the warmest */
};

static bool copy(char **out, const char *text) {
  *out = text == NULL ? NULL : strdup(text);
  return text == NULL || *out != NULL;
}

bool db_pool_open(struct db_pool **out, const struct db_conf *conf, size_t size, struct vg_error *err) {
  *out = NULL;
  if (size < 1 || size > DB_POOL_MAX)
    return vg_fail(err, VG_E_CONFIG, "pool of connections: expected 1 to %d, got %zu", DB_POOL_MAX, size);
  struct db_pool *p = calloc(1, sizeof *p);
  if (p == NULL) return vg_fail(err, VG_E_LIMIT, "pool of connections: out of memory");
  p->size = size;
  (void)pthread_mutex_init(&p->lock, NULL);
  if (!gate_new(&p->gate, size, err) || !copy(&p->conninfo, conf->conninfo) || !copy(&p->role, conf->role) ||
      !copy(&p->application, conf->application)) {
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
  gate_free(p->gate);
  (void)pthread_mutex_destroy(&p->lock);
  free(p->conninfo);
  free(p->role);
  free(p->application);
  free(p);
}

/* NULL: there is none, one is to be opened. */
static struct db *take_free(struct db_pool *p) {
  (void)pthread_mutex_lock(&p->lock);
  struct db *db = p->free_count > 0 ? p->free[--p->free_count] : NULL;
  (void)pthread_mutex_unlock(&p->lock);
  return db;
}

bool db_pool_acquire(struct db_pool *p, struct db **out, int wait_ms, struct vg_error *err) {
  *out = NULL;
  if (!gate_enter(p->gate, wait_ms)) return vg_fail(err, VG_E_UNAVAILABLE, "all %zu connections to the database are in use", p->size);
  *out = take_free(p);
  if (*out != NULL) return db_set_timeout(*out, p->conf.timeout_ms), true;
  if (db_open(out, &p->conf, err)) return true;
  gate_leave(p->gate);
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
  (void)pthread_mutex_unlock(&p->lock);
  gate_leave(p->gate);
}

struct db_pool_use db_pool_use(struct db_pool *p) {
  struct gate_use use = gate_use(p->gate);
  (void)pthread_mutex_lock(&p->lock);
  size_t free_count = p->free_count;
  (void)pthread_mutex_unlock(&p->lock);
  return (struct db_pool_use){.open = use.taken + free_count, .used = use.taken, .waiting = use.waiting};
}
