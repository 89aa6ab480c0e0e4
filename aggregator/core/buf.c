#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char empty_text[1] = "";

void buf_init(struct buf *b, size_t limit) { *b = (struct buf){.data = empty_text, .limit = limit}; }

void buf_free(struct buf *b) {
  if (b->data != empty_text) free(b->data);
  *b = (struct buf){.data = empty_text, .limit = b->limit};
}

void buf_clear(struct buf *b) {
  b->length = 0;
  b->failed = false;
  if (b->data != empty_text) b->data[0] = '\0';
}

static bool grow(struct buf *b, size_t more) {
  if (b->failed || more > b->limit - b->length) return !(b->failed = true);
  size_t need = b->length + more + 1;
  if (need <= b->capacity) return true;
  size_t capacity = b->capacity == 0 ? 256 : b->capacity;
  while (capacity < need) capacity *= 2;
  char *grown = realloc(b->data == empty_text ? NULL : b->data, capacity);
  if (grown == NULL) return !(b->failed = true);
  b->data = grown;
  b->capacity = capacity;
  return true;
}

static inline bool reserve(struct buf *b, size_t more) {
  return (!b->failed && more < b->capacity - b->length && more <= b->limit - b->length) || grow(b, more);
}

void buf_room(struct buf *b, size_t more) {
  if (more <= b->limit - b->length) (void)reserve(b, more);
}

void buf_put(struct buf *b, const void *bytes, size_t length) {
  if (length == 0 || !reserve(b, length)) return;
  memcpy(b->data + b->length, bytes, length);
  b->length += length;
  b->data[b->length] = '\0';
}

void buf_text(struct buf *b, const char *text) {
  if (text != NULL) buf_put(b, text, strlen(text));
}

void buf_char(struct buf *b, char c) {
  if (!reserve(b, 1)) return;
  b->data[b->length++] = c;
  b->data[b->length] = '\0';
}

void buf_int(struct buf *b, int64_t value) {
  char digits[24], *p = digits + sizeof digits;
  uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
  do *--p = (char)('0' + left % 10);
  while ((left /= 10) > 0);
  if (value < 0) *--p = '-';
  buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

/* Tries in the room that there is; when it is short, once more in enough of it. */
void buf_printf(struct buf *b, const char *format, ...) {
  va_list ap, again;
  if (!reserve(b, 0)) return;
  size_t room = b->capacity - b->length;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(b->data + b->length, room, format, ap);
  if (n > 0 && (size_t)n >= room && reserve(b, (size_t)n)) (void)vsnprintf(b->data + b->length, (size_t)n + 1, format, again);
  if (n > 0 && (size_t)n > b->limit - b->length) b->failed = true;
  if (n > 0 && !b->failed) b->length += (size_t)n;
  b->data[b->length] = '\0';
  va_end(again);
  va_end(ap);
}

bool buf_ok(const struct buf *b) { return !b->failed; }

bool buf_check(const struct buf *b, const char *what, struct vg_error *err) {
  return b->failed ? vg_fail(err, VG_E_LIMIT, "%s: more than %zu bytes", what, b->limit) : true;
}
