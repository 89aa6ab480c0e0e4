#include "core/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16 * 1024, ALIGN = 16 };

struct block {
  struct block *next;
  size_t size, used;
  _Alignas(ALIGN) unsigned char data[];
};

struct vg_arena {
  struct block *head;
  size_t limit, held, used;
  bool exhausted;
};

struct vg_arena *vg_arena_new(size_t limit) {
  struct vg_arena *a = calloc(1, sizeof *a);
  if (a != NULL) a->limit = limit < 4096 ? 4096 : limit;
  return a;
}

static void free_blocks(struct block *b) {
  while (b != NULL) {
    struct block *next = b->next;
    free(b);
    b = next;
  }
}

void vg_arena_free(struct vg_arena *a) {
  if (a == NULL) return;
  free_blocks(a->head);
  free(a);
}

void vg_arena_cleanup(struct vg_arena **a) { vg_arena_free(*a); }

void vg_arena_reset(struct vg_arena *a) {
  if (a->head != NULL) {
    free_blocks(a->head->next);
    a->head->next = NULL;
    a->head->used = 0;
    a->held = a->head->size;
  }
  a->used = 0;
  a->exhausted = false;
}

static struct block *grow(struct vg_arena *a, size_t size) {
  size_t want = size > BLOCK ? size : BLOCK;
  if (want > a->limit - a->held) want = size;
  if (want > a->limit - a->held) return NULL;
  struct block *b = malloc(sizeof *b + want);
  if (b == NULL) return NULL;
  b->next = a->head;
  b->size = want;
  b->used = 0;
  a->held += want;
  a->head = b;
  return b;
}

void *vg_alloc(struct vg_arena *a, size_t size) {
  if (size > SIZE_MAX / 2) {
    a->exhausted = true;
    return NULL;
  }
  size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
  if (rounded == 0) rounded = ALIGN;
  struct block *b = a->head;
  if (b == NULL || b->size - b->used < rounded) b = grow(a, rounded);
  if (b == NULL) {
    a->exhausted = true;
    return NULL;
  }
  void *p = b->data + b->used;
  b->used += rounded;
  a->used += rounded;
  return memset(p, 0, rounded);
}

char *vg_strndup(struct vg_arena *a, const char *text, size_t length) {
  char *copy = vg_alloc(a, length + 1);
  if (copy != NULL && length > 0) memcpy(copy, text, length);
  return copy;
}

char *vg_strdup(struct vg_arena *a, const char *text) { return text == NULL ? NULL : vg_strndup(a, text, strlen(text)); }

char *vg_vprintf(struct vg_arena *a, const char *format, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  char *text = n < 0 ? NULL : vg_alloc(a, (size_t)n + 1);
  if (text != NULL) (void)vsnprintf(text, (size_t)n + 1, format, again);
  va_end(again);
  return text;
}

char *vg_printf(struct vg_arena *a, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  char *text = vg_vprintf(a, format, ap);
  va_end(ap);
  return text;
}

size_t vg_arena_used(const struct vg_arena *a) { return a->used; }
bool vg_arena_exhausted(const struct vg_arena *a) { return a->exhausted; }
