#include "indicator/catalogue.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_LIMIT = 4 << 20, PLACES_MAX = 1024 };

static struct {
  pthread_once_t once;
  struct vg_arena *arena; /* for the life of the process */
  struct indicator *items;
  size_t count;
  struct vg_error error;
} catalogue = {.once = PTHREAD_ONCE_INIT};

static bool add(enum sql_id id) {
  const struct sql_text *sql = &sql_texts[id];
  const char *code = sql->name + strlen("indicator_");
  const char *path = vg_printf(catalogue.arena, "sql/indicator/%s.sql", code);
  struct indicator *one = &catalogue.items[catalogue.count];
  if (path == NULL) return vg_fail(&catalogue.error, VG_E_LIMIT, "indicators: out of memory");
  if (!indicator_sheet_parse(catalogue.arena, path, sql->comment, one, &catalogue.error)) return false;
  one->statement = sql;
  crypto_hash_sha256(one->sha256, (const unsigned char *)sql->text, strlen(sql->text));
  catalogue.count++;
  return true;
}

static int by_code(const void *code, const void *indicator) { return strcmp(code, ((const struct indicator *)indicator)->code); }
static int in_order(const void *a, const void *b) { return by_code(((const struct indicator *)a)->code, b); }

static void load(void) {
  catalogue.arena = vg_arena_new(CATALOGUE_LIMIT);
  if (catalogue.arena != NULL) catalogue.items = vg_alloc(catalogue.arena, SQL_COUNT * sizeof *catalogue.items);
  if (catalogue.items == NULL) {
    (void)vg_fail(&catalogue.error, VG_E_LIMIT, "indicators: out of memory");
    return;
  }
  for (int id = 0; id < SQL_COUNT; id++) {
    if (sql_texts[id].indicator && !add((enum sql_id)id)) return;
  }
  qsort(catalogue.items, catalogue.count, sizeof *catalogue.items, in_order);
  for (size_t i = 0; i < catalogue.count; i++) catalogue.items[i].place = i;
}

/* ---- those of the organisation ---- */

/* A list that was once given is kept: somebody may be reading it. */
struct list {
  struct list *former;
  struct vg_arena *arena;
  const char *digest;
  const struct indicator *items;
  size_t count;
};

static struct {
  pthread_mutex_t lock;
  _Atomic(struct list *) list; /* NULL: none was set */
  char codes[PLACES_MAX][64]; /* by place, less the program's */
  atomic_size_t places;
} own = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool give_place(struct indicator *i) {
  size_t n = atomic_load(&own.places), at = 0;
  while (at < n && strcmp(own.codes[at], i->code) != 0) at++;
  if (at == PLACES_MAX) return false;
  if (at == n) {
    (void)snprintf(own.codes[at], sizeof own.codes[at], "%s", i->code);
    atomic_store(&own.places, n + 1);
  }
  i->place = catalogue.count + at;
  return true;
}

static bool publish(struct vg_arena *arena, const char *digest, const struct indicator *added, size_t count, struct vg_error *err) {
  struct list *list = vg_alloc(arena, sizeof *list);
  struct indicator *items = vg_alloc(arena, (catalogue.count + count) * sizeof *items);
  const char *kept = vg_strdup(arena, digest);
  if (list == NULL || items == NULL || kept == NULL) return vg_fail(err, VG_E_LIMIT, "indicators: out of memory");
  memcpy(items, catalogue.items, catalogue.count * sizeof *items);
  if (count > 0) memcpy(items + catalogue.count, added, count * sizeof *items);
  for (size_t i = 0; i < count; i++)
    if (!give_place(&items[catalogue.count + i])) return vg_fail(err, VG_E_LIMIT, "indicators: too many changes, start this process anew");
  *list = (struct list){atomic_load(&own.list), arena, kept, items, catalogue.count + count};
  atomic_store(&own.list, list);
  return true;
}

bool indicator_own_set(struct vg_arena *arena, const char *digest, const struct indicator *items, size_t count, struct vg_error *err) {
  size_t ignored;
  if (indicator_all(&ignored, err) == NULL) {
    vg_arena_free(arena);
    return false;
  }
  (void)pthread_mutex_lock(&own.lock);
  bool there = indicator_own_is(digest), ok = there || publish(arena, digest, items, count, err);
  (void)pthread_mutex_unlock(&own.lock);
  if (there || !ok) vg_arena_free(arena);
  return ok;
}

bool indicator_own_is(const char *digest) {
  const struct list *list = atomic_load(&own.list);
  return strcmp(list == NULL ? "" : list->digest, digest) == 0;
}

size_t indicator_places(void) {
  return catalogue.count + atomic_load(&own.places);
}

__attribute__((destructor)) static void unload(void) {
  for (struct list *list = atomic_load(&own.list), *former; list != NULL; list = former) {
    former = list->former;
    vg_arena_free(list->arena);
  }
  vg_arena_free(catalogue.arena);
}

/* ---- all ---- */

const struct indicator *indicator_all(size_t *count, struct vg_error *err) {
  (void)pthread_once(&catalogue.once, load);
  *count = 0;
  if (catalogue.error.code != VG_OK) {
    *err = catalogue.error;
    return NULL;
  }
  const struct list *list = atomic_load(&own.list);
  *count = list == NULL ? catalogue.count : list->count;
  return list == NULL ? catalogue.items : list->items;
}

const struct indicator *indicator_find(const char *code) {
  struct vg_error ignored = {0};
  size_t count;
  const struct indicator *all = indicator_all(&count, &ignored);
  if (all == NULL) return NULL;
  const struct indicator *found = bsearch(code, all, catalogue.count, sizeof *all, by_code);
  for (size_t i = catalogue.count; found == NULL && i < count; i++) {
    if (strcmp(all[i].code, code) == 0) found = &all[i];
  }
  return found;
}

size_t indicator_place(const struct indicator *indicator) { return indicator->place; }

const char *indicator_sentence(struct vg_arena *arena, const struct indicator *indicator, bool french,
                               const char *detail) {
  const char *text = french ? indicator->deviation.fr : indicator->deviation.en;
  const char *nothing = french ? indicator->nothing.fr : indicator->nothing.en;
  if (detail == NULL && nothing != NULL) return nothing;
  const char *place = strstr(text, "{detail}");
  if (place == NULL) return text;
  return vg_printf(arena, "%.*s%s%s", (int)(place - text), text, detail == NULL ? "?" : detail,
                   place + strlen("{detail}"));
}

const char *indicator_titles(struct vg_arena *arena, bool french, const char *codes) {
  const char *out = "";
  for (const char *p = codes; p != NULL && *p != '\0' && out != NULL;) {
    size_t n = strcspn(p, ",");
    char *code = vg_strndup(arena, p, n);
    const struct indicator *one = code == NULL ? NULL : indicator_find(code);
    const char *title = one == NULL ? code : french ? one->title.fr : one->title.en;
    out = vg_printf(arena, "%s%s%s", out, *out == '\0' ? "" : ", ", title == NULL ? "" : title);
    for (p += n; *p == ',' || *p == ' ';) p++;
  }
  return out;
}
