#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/log.h"
#include "indicator/own.h"
#include "indicator/snapshot_part.h"

enum { PART_MIN = 4096, PARTS_AGAIN = 256, PREPARE_MS = 1000, WANTED_MS = 10 * 60 * 1000 };

struct part {
  struct part *next;
  enum part_kind kind;
  int64_t key;
  struct vg_arena *arena;
  const void *data; /* NULL: it was too large */
  atomic_bool used;  /* somebody asked for it since it was read, or last listed */
  int64_t wanted_ms; /* when it was listed as used; 0: never. The feed's thread alone reads and writes it */
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

static struct part *find(const struct snapshot *s, enum part_kind kind, int64_t key) {
  struct part *p = atomic_load_explicit(&s->parts, memory_order_acquire);
  while (p != NULL && (p->kind != kind || p->key != key)) p = p->next;
  return p;
}

bool snapshot_evaluation(const struct snapshot *s, int64_t *id, vg_time *known_at) {
  const struct part *p = find(s, PART_COMMON, 0);
  const struct common *c = p == NULL ? NULL : p->data;
  if (c == NULL || c->evaluation_id == 0) return false;
  *id = c->evaluation_id;
  *known_at = c->known_at;
  return true;
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
static struct part *load_part(struct db *db, struct snapshot *s, enum part_kind kind, int64_t key, part_loader *load,
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
  struct part *p = find(s, kind, key);
  if (p == NULL) {
    (void)pthread_mutex_lock(&s->loading);
    p = find(s, kind, key);
    if (p == NULL) p = load_part(db, s, kind, key, load, context);
    (void)pthread_mutex_unlock(&s->loading);
  }
  if (p == NULL) return NULL;
  if (!atomic_load_explicit(&p->used, memory_order_relaxed)) atomic_store_explicit(&p->used, true, memory_order_relaxed);
  return p->data;
}

/* ---- the next one, before it is asked for ---- */

struct parts_wanted {
  struct {
    enum part_kind kind;
    int64_t key, since_ms;
  } items[PARTS_AGAIN]; /* the last read first */
  size_t count;
};

/* Changes may follow each other faster than pages are asked for: what was used minutes ago is wanted still. */
static bool wanted(struct part *p, int64_t now_ms) {
  if (atomic_exchange(&p->used, false)) p->wanted_ms = now_ms;
  return p->data != NULL && p->wanted_ms != 0 && now_ms - p->wanted_ms < WANTED_MS;
}

/* What any board of the whole organisation needs. */
static void list_first(struct parts_wanted *out, int64_t now_ms) {
  static const enum part_kind kinds[] = {PART_ATTESTED, PART_CONTROLS, PART_ALERTS, PART_SYSTEMS, PART_BUDGET,
                                         PART_MAJORS,   PART_LINES,    PART_SOURCES, PART_COMMON};
  for (out->count = 0; out->count < sizeof kinds / sizeof *kinds; out->count++) {
    out->items[out->count].kind = kinds[out->count];
    out->items[out->count].key = 0;
    out->items[out->count].since_ms = now_ms;
  }
}

static void list_wanted(struct snapshots *store, struct parts_wanted *out) {
  int64_t now_ms = clock_monotonic_ms();
  out->count = 0;
  (void)pthread_mutex_lock(&store->mutex);
  struct snapshot *s = store->newest;
  if (s != NULL) s->users++;
  (void)pthread_mutex_unlock(&store->mutex);
  for (struct part *p = s == NULL ? NULL : atomic_load(&s->parts); p != NULL && out->count < PARTS_AGAIN; p = p->next) {
    if (!wanted(p, now_ms)) continue;
    out->items[out->count].kind = p->kind;
    out->items[out->count].key = p->key;
    out->items[out->count++].since_ms = p->wanted_ms;
  }
  if (s == NULL) list_first(out, now_ms);
  snapshot_give_back(s);
}

static void mark_wanted(struct snapshot *s, const struct parts_wanted *list) {
  for (struct part *p = atomic_load(&s->parts); p != NULL; p = p->next) {
    atomic_store(&p->used, false);
    for (size_t i = 0; i < list->count; i++)
      if (list->items[i].kind == p->kind && list->items[i].key == p->key) p->wanted_ms = list->items[i].since_ms;
  }
}

/* In one transaction: all parts say what was at one instant. */
static void fill(struct snapshot *s, struct db *db, const struct parts_wanted *list) {
  int64_t begun = clock_monotonic_ms();
  struct vg_error ignored = {0};
  DB_TX(tx);
  if (!own_load(db, NULL, NULL, &ignored) || !db_begin_read(db, &tx, &ignored)) return;
  db_set_aside(db, s);
  for (size_t i = list->count; i-- > 0 && clock_monotonic_ms() - begun < PREPARE_MS;) part_again(db, list->items[i].kind, list->items[i].key);
  db_set_aside(db, NULL);
  mark_wanted(s, list);
}

struct snapshot *snapshot_prepare(struct snapshots *store, struct db *db) {
  struct parts_wanted list;
  list_wanted(store, &list);
  struct snapshot *s = list.count == 0 ? NULL : snapshot_new(store, 0);
  if (s != NULL) fill(s, db, &list);
  return s;
}

bool snapshot_publish(struct snapshot *s, atomic_ulong *generation, unsigned long seen) {
  struct snapshots *store = s->store;
  struct snapshot *old = s;
  (void)pthread_mutex_lock(&store->mutex);
  bool published = atomic_compare_exchange_strong(generation, &seen, seen + 1);
  if (published) {
    s->generation = seen + 1;
    old = store->newest;
    store->newest = s;
  }
  (void)pthread_mutex_unlock(&store->mutex);
  snapshot_give_back(old);
  return published;
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
