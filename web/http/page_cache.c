#include "web/http/page_cache.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/auth/token.h"

#define MARK '~' /* slots begin with it, pages hold it nowhere else or nearly: one scan finds the three */
enum { BUCKETS = 1024, SPLICES = 64, SHARE = 8, /* a page may take an eighth of the cache */
       ASKED = 1 << 16 };                         /* keys are told apart by so many bits; forgotten when an eighth is set */

struct splice {
  size_t at;
  enum slot_kind kind;
};

struct entry {
  struct entry *next, *newer, *older; /* of the bucket; of the order of use */
  const char *content_type;
  size_t length, size, splice_count;
  int users; /* under the mutex; freed when 0 and gone */
  bool gone;
  struct splice splices[SPLICES];
  char *key, *page;
};

struct page_cache {
  pthread_mutex_t mutex;
  size_t limit, held;
  unsigned long generation;
  struct entry *buckets[BUCKETS], *newest, *oldest;
  unsigned char asked[ASKED / 8];
  size_t asked_count;
  char slots[SLOT_COUNT][TOKEN_TEXT];
};

bool page_cache_new(struct page_cache **out, size_t limit, struct vg_error *err) {
  struct page_cache *c = calloc(1, sizeof *c);
  if (c == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for the page cache");
  (void)pthread_mutex_init(&c->mutex, NULL);
  c->limit = limit;
  for (int i = 0; i < SLOT_COUNT; i++) {
    unsigned char token[TOKEN_BYTES];
    token_new(token);
    (void)token_text(token, c->slots[i]);
    c->slots[i][0] = MARK;
  }
  *out = c;
  return true;
}

/* FNV-1a. */
static uint64_t hash_of(const char *key) {
  uint64_t h = 0xcbf29ce484222325;
  for (; *key != '\0'; key++) h = (h ^ (unsigned char)*key) * 0x100000001b3;
  return h ^ h >> 32;
}

static unsigned bucket_of(const char *key) { return (unsigned)(hash_of(key) % BUCKETS); }

static void entry_free(struct entry *e) {
  free(e->key);
  free(e->page);
  free(e);
}

static void unlink_order(struct page_cache *c, struct entry *e) {
  *(e->newer != NULL ? &e->newer->older : &c->newest) = e->older;
  *(e->older != NULL ? &e->older->newer : &c->oldest) = e->newer;
  e->newer = e->older = NULL;
}

static void link_newest(struct page_cache *c, struct entry *e) {
  e->older = c->newest;
  if (c->newest != NULL) c->newest->newer = e;
  else c->oldest = e;
  c->newest = e;
}

/* Under the mutex. */
static void drop(struct page_cache *c, struct entry *e) {
  struct entry **at = &c->buckets[bucket_of(e->key)];
  while (*at != e) at = &(*at)->next;
  *at = e->next;
  unlink_order(c, e);
  c->held -= e->size;
  e->gone = true;
  if (e->users == 0) entry_free(e);
}

/* Under the mutex. */
static void forget_asked(struct page_cache *c) {
  (void)memset(c->asked, 0, sizeof c->asked);
  c->asked_count = 0;
}

bool page_cache_asked(struct page_cache *c, const char *key) {
  uint64_t bit = hash_of(key) % ASKED;
  unsigned char *byte = &c->asked[bit / 8], mask = (unsigned char)(1u << bit % 8);
  (void)pthread_mutex_lock(&c->mutex);
  bool asked = (*byte & mask) != 0;
  if (c->asked_count >= ASKED / 8) forget_asked(c);
  if (!asked) c->asked_count++;
  *byte |= mask;
  (void)pthread_mutex_unlock(&c->mutex);
  return asked;
}

void page_cache_clear(struct page_cache *c) {
  (void)pthread_mutex_lock(&c->mutex);
  c->generation++;
  forget_asked(c);
  while (c->oldest != NULL) drop(c, c->oldest);
  (void)pthread_mutex_unlock(&c->mutex);
}

void page_cache_free(struct page_cache *c) {
  if (c == NULL) return;
  page_cache_clear(c);
  (void)pthread_mutex_destroy(&c->mutex);
  free(c);
}

const char *page_cache_slot(const struct page_cache *c, enum slot_kind kind) { return c->slots[kind]; }

unsigned long page_cache_generation(struct page_cache *c) {
  (void)pthread_mutex_lock(&c->mutex);
  unsigned long generation = c->generation;
  (void)pthread_mutex_unlock(&c->mutex);
  return generation;
}

static struct entry *lookup(struct page_cache *c, const char *key) {
  struct entry *e = c->buckets[bucket_of(key)];
  while (e != NULL && strcmp(e->key, key) != 0) e = e->next;
  return e;
}

/* The next slot at or after `from`; NULL when there is none. */
static const char *next_slot(const struct page_cache *c, const char *from, const char *end, enum slot_kind *kind) {
  const size_t n = TOKEN_TEXT - 1;
  for (const char *p = from; (p = memchr(p, MARK, (size_t)(end - p))) != NULL; p++)
    for (int i = 0; i < SLOT_COUNT && (size_t)(end - p) >= n; i++)
      if (memcmp(p, c->slots[i], n) == 0) {
        *kind = (enum slot_kind)i;
        return p;
      }
  return NULL;
}

void page_cache_fill(const struct page_cache *c, const char *page, size_t length, const char *const values[SLOT_COUNT],
                     struct buf *out) {
  const char *at = page, *end = page + length, *slot;
  enum slot_kind kind;
  while ((slot = next_slot(c, at, end, &kind)) != NULL) {
    buf_put(out, at, (size_t)(slot - at));
    buf_text(out, values[kind]);
    at = slot + TOKEN_TEXT - 1;
  }
  buf_put(out, at, (size_t)(end - at));
}

static bool find_splices(const struct page_cache *c, struct entry *e) {
  const char *at = e->page, *end = e->page + e->length, *slot;
  enum slot_kind kind;
  while ((slot = next_slot(c, at, end, &kind)) != NULL) {
    if (e->splice_count == SPLICES) return false;
    e->splices[e->splice_count++] = (struct splice){(size_t)(slot - e->page), kind};
    at = slot + TOKEN_TEXT - 1;
  }
  return true;
}

static struct entry *entry_new(const struct page_cache *c, const char *key, const char *content_type, const char *page,
                               size_t length) {
  struct entry *e = calloc(1, sizeof *e);
  if (e == NULL) return NULL;
  e->key = strdup(key);
  e->page = malloc(length + 1);
  if (e->key != NULL && e->page != NULL) {
    (void)memcpy(e->page, page, length);
    e->length = length;
    e->size = sizeof *e + strlen(key) + length;
    e->content_type = content_type;
    if (find_splices(c, e)) return e;
  }
  entry_free(e);
  return NULL;
}

void page_cache_put(struct page_cache *c, unsigned long generation, const char *key, const char *content_type, const char *page,
                    size_t length) {
  if (length > c->limit / SHARE) return;
  struct entry *e = entry_new(c, key, content_type, page, length);
  if (e == NULL) return;
  (void)pthread_mutex_lock(&c->mutex);
  if (generation != c->generation || lookup(c, key) != NULL) {
    entry_free(e);
  } else {
    while (c->oldest != NULL && c->held + e->size > c->limit) drop(c, c->oldest);
    e->next = c->buckets[bucket_of(key)];
    c->buckets[bucket_of(key)] = e;
    link_newest(c, e);
    c->held += e->size;
  }
  (void)pthread_mutex_unlock(&c->mutex);
}

static struct entry *borrow(struct page_cache *c, const char *key) {
  (void)pthread_mutex_lock(&c->mutex);
  struct entry *e = lookup(c, key);
  if (e != NULL) {
    e->users++;
    unlink_order(c, e);
    link_newest(c, e);
  }
  (void)pthread_mutex_unlock(&c->mutex);
  return e;
}

static void give_back(struct page_cache *c, struct entry *e) {
  (void)pthread_mutex_lock(&c->mutex);
  if (--e->users == 0 && e->gone) entry_free(e);
  (void)pthread_mutex_unlock(&c->mutex);
}

bool page_cache_get(struct page_cache *c, const char *key, const char *const values[SLOT_COUNT], struct buf *out,
                    const char **content_type) {
  struct entry *e = borrow(c, key);
  if (e == NULL) return false;
  size_t at = 0;
  buf_room(out, e->length + e->length / 8);
  for (size_t i = 0; i < e->splice_count; i++) {
    buf_put(out, e->page + at, e->splices[i].at - at);
    buf_text(out, values[e->splices[i].kind]);
    at = e->splices[i].at + TOKEN_TEXT - 1;
  }
  buf_put(out, e->page + at, e->length - at);
  *content_type = e->content_type;
  give_back(c, e);
  return true;
}
