#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/log.h"
#include "indicator/snapshot_part.h"

enum { PART_MIN = 4096 };

struct part {
  struct part *next;
  enum part_kind kind;
  int64_t key;
  struct vg_arena *arena;
  const void *data; /* NULL: it was too large */
};

struct snapshot {
  struct snapshots *store;
  unsigned long generation;
  int users; /* under the store's mutex; the store itself is one while it is the newest */
  pthread_mutex_t loading;
  size_t held; /* under `loading` */
  struct part *_Atomic parts; /* grows at its head, under `loading` */
};

struct snapshots {
  pthread_mutex_t mutex;
  size_t limit;
  struct snapshot *newest;
};

bool snapshots_new(struct snapshots **out, size_t limit, struct vg_error *err) {
  struct snapshots *s = calloc(1, sizeof *s);
  if (s == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for snapshots");
  (void)pthread_mutex_init(&s->mutex, NULL);
  s->limit = limit;
  *out = s;
  return true;
}

static void snapshot_free(struct snapshot *s) {
  for (struct part *p = atomic_load(&s->parts), *next; p != NULL; p = next) {
    next = p->next;
    vg_arena_free(p->arena);
    free(p);
  }
  (void)pthread_mutex_destroy(&s->loading);
  free(s);
}

static struct snapshot *snapshot_new(struct snapshots *store, unsigned long generation) {
  struct snapshot *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  (void)pthread_mutex_init(&s->loading, NULL);
  s->store = store;
  s->generation = generation;
  s->users = 1;
  return s;
}

struct snapshot *snapshot_take(struct snapshots *store, unsigned long generation) {
  struct snapshot *old = NULL;
  (void)pthread_mutex_lock(&store->mutex);
  if (store->newest == NULL || store->newest->generation < generation) {
    struct snapshot *fresh = snapshot_new(store, generation);
    if (fresh != NULL) {
      old = store->newest;
      store->newest = fresh;
    }
  }
  struct snapshot *s = store->newest != NULL && store->newest->generation >= generation ? store->newest : NULL;
  if (s != NULL) s->users++;
  (void)pthread_mutex_unlock(&store->mutex);
  snapshot_give_back(old);
  return s;
}

void snapshot_give_back(struct snapshot *s) {
  if (s == NULL) return;
  (void)pthread_mutex_lock(&s->store->mutex);
  bool last = --s->users == 0;
  (void)pthread_mutex_unlock(&s->store->mutex);
  if (last) snapshot_free(s);
}

void snapshots_free(struct snapshots *store) {
  if (store == NULL) return;
  snapshot_give_back(store->newest);
  (void)pthread_mutex_destroy(&store->mutex);
  free(store);
}

size_t snapshot_held(struct snapshot *s, int *parts) {
  (void)pthread_mutex_lock(&s->loading);
  size_t held = s->held;
  *parts = 0;
  for (const struct part *p = atomic_load(&s->parts); p != NULL; p = p->next) *parts += p->data != NULL;
  (void)pthread_mutex_unlock(&s->loading);
  return held;
}

/* ---- parts ---- */

static const struct part *find(const struct snapshot *s, enum part_kind kind, int64_t key) {
  const struct part *p = atomic_load_explicit(&s->parts, memory_order_acquire);
  while (p != NULL && (p->kind != kind || p->key != key)) p = p->next;
  return p;
}

/* Were the figures evaluated anew since the snapshot's first part was read? Then this part would not agree with the others. */
static bool outdated(struct db *db, struct snapshot *s) {
  DB_RESULT(r);
  struct vg_error ignored = {0};
  const struct part *common = find(s, PART_COMMON, 0);
  if (common == NULL || common->data == NULL) return false;
  if (!db_run(db, &r, SQL_SNAPSHOT_STATE, DB_ONE, &ignored)) return true;
  return row_int(r, 0, "id") != ((const struct common *)common->data)->evaluation_id;
}

/* Under `loading`. A part that is too large is remembered as such; one that could not be read is tried again. */
static const struct part *load_part(struct db *db, struct snapshot *s, enum part_kind kind, int64_t key, part_loader *load,
                                    const void *context) {
  struct vg_error err = {0};
  size_t left = s->held < s->store->limit ? s->store->limit - s->held : 0;
  if (outdated(db, s)) return NULL;
  struct part *p = calloc(1, sizeof *p);
  if (p == NULL) return NULL;
  *p = (struct part){.next = atomic_load(&s->parts), .kind = kind, .key = key};
  p->arena = left >= PART_MIN ? vg_arena_new(left) : NULL;
  bool good = p->arena != NULL && load(db, p->arena, context, key, &p->data, &err);
  bool large = p->arena == NULL || vg_arena_exhausted(p->arena) || (good && p->data == NULL);
  if (good && !large) {
    s->held += vg_arena_used(p->arena);
  } else {
    vg_arena_free(p->arena);
    p->arena = NULL;
    p->data = NULL;
    if (!large) log_error("snapshot.part_failed", &err);
    else log_event(LOG_INFO, "snapshot.part_too_large", LOG_INT("part", kind), LOG_INT("key", key));
    if (!large) return free(p), NULL;
  }
  atomic_store_explicit(&s->parts, p, memory_order_release);
  return p;
}

const void *snapshot_part(struct db *db, enum part_kind kind, int64_t key, part_loader *load, const void *context) {
  struct snapshot *s = db_aside(db);
  if (s == NULL) return NULL;
  const struct part *p = find(s, kind, key);
  if (p == NULL) {
    (void)pthread_mutex_lock(&s->loading);
    p = find(s, kind, key);
    if (p == NULL) p = load_part(db, s, kind, key, load, context);
    (void)pthread_mutex_unlock(&s->loading);
  }
  return p != NULL ? p->data : NULL;
}

bool part_refuse(struct vg_arena *arena) {
  (void)vg_alloc(arena, SIZE_MAX);
  return true;
}

/* ---- stretches ---- */

struct stretch part_stretch(const struct db_result *r, size_t row) {
  vg_time to = row_time(r, row, "to_at");
  return (struct stretch){row_time(r, row, "from_at"), to == VG_NEVER ? INT64_MAX : to};
}

bool part_within(const struct stretch *s, vg_time at) { return s->from <= at && at < s->to; }

bool cover_holds(const struct kept_cover *c, vg_time at) {
  size_t low = 0, high = c->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c->during[middle].from <= at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at < c->during[low - 1].to;
}

bool cover_overlaps(const struct kept_cover *c, vg_time from, vg_time to) {
  for (size_t i = 0; i < c->count; i++)
    if (c->during[i].from < to && from < c->during[i].to && from < to) return true;
  return false;
}
