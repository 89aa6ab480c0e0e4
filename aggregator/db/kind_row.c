#include "db/kind_row.h"

#include <endian.h>
#include <string.h>

static const vg_time epoch_2000 = INT64_C(946684800) * VG_SECOND;
enum { DAYS_2000 = 10957, TEXT_OID = 25, HASH = 32, HEAD_COLUMNS = 7 };

static void put16(struct buf *out, int v) {
  uint16_t n = htobe16((uint16_t)v);
  buf_put(out, &n, sizeof n);
}
static void put32(struct buf *out, int64_t v) {
  uint32_t n = htobe32((uint32_t)(int32_t)v);
  buf_put(out, &n, sizeof n);
}
static void put64(struct buf *out, int64_t v) {
  uint64_t n = htobe64((uint64_t)v);
  buf_put(out, &n, sizeof n);
}
static void field_bytes(struct buf *out, const void *bytes, size_t length) {
  put32(out, (int64_t)length);
  buf_put(out, bytes, length);
}
static void field_int(struct buf *out, int64_t v) {
  put32(out, 8);
  put64(out, v);
}

static void field_list(struct buf *out, const char *const *items, size_t count) {
  size_t length = 12 + (count > 0 ? 8 : 0);
  for (size_t i = 0; i < count; i++) length += 4 + strlen(items[i]);
  put32(out, (int64_t)length);
  put32(out, count > 0 ? 1 : 0);
  put32(out, 0);
  put32(out, TEXT_OID);
  if (count > 0) {
    put32(out, (int64_t)count);
    put32(out, 1);
  }
  for (size_t i = 0; i < count; i++) field_bytes(out, items[i], strlen(items[i]));
}

static void field_value(struct buf *out, const struct kind_field *f, const struct record_value *v) {
  if (!v->set) {
    put32(out, -1);
    return;
  }
  switch (f->type) {
    case FIELD_INT: field_int(out, v->integer); break;
    case FIELD_TIME: field_int(out, v->time - epoch_2000); break;
    case FIELD_DATE:
      put32(out, 4);
      put32(out, v->integer - DAYS_2000);
      break;
    case FIELD_BOOL: field_bytes(out, v->boolean ? "\1" : "\0", 1); break;
    case FIELD_REAL: {
      int64_t bits;
      memcpy(&bits, &v->real, sizeof bits);
      field_int(out, bits);
      break;
    }
    case FIELD_LIST: field_list(out, v->list.items, v->list.count); break;
    case FIELD_TEXT:
    case FIELD_HOST:
    case FIELD_EMAIL:
    case FIELD_ENUM: field_bytes(out, v->text, strlen(v->text)); break;
  }
}

/* Does a JSON text escape the character U+0000, which jsonb refuses? */
static bool holds_nul(const char *json) {
  for (const char *p = strchr(json, '\\'); p != NULL; p = strchr(p + 2, '\\')) {
    if (strncmp(p + 1, "u0000", 5) == 0) return true;
  }
  return false;
}

static bool field_extra(struct buf *out, const char *text, struct vg_error *err) {
  if (text == NULL) {
    put32(out, -1);
    return true;
  }
  if (holds_nul(text)) return vg_fail(err, VG_E_INPUT, "own fields: a text holds the character U+0000");
  put32(out, 1 + (int64_t)strlen(text));
  buf_char(out, 1);
  buf_text(out, text);
  return true;
}

void kind_copy_head(struct buf *out) { buf_put(out, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19); }
void kind_copy_tail(struct buf *out) { put16(out, -1); }

bool kind_row(struct buf *out, const struct record *r, const struct kind_row_head *head, struct vg_error *err) {
  put16(out, HEAD_COLUMNS + kind_field_count(r->kind) + 1);
  field_int(out, head->source_id);
  field_bytes(out, r->key, strlen(r->key));
  field_int(out, head->perimeter_id);
  field_int(out, r->effective_at - epoch_2000);
  field_int(out, head->recorded_at - epoch_2000);
  field_int(out, head->pull_id);
  field_bytes(out, head->hash, HASH);
  for (int i = 0; r->kind->fields[i].name != NULL; i++) field_value(out, &r->kind->fields[i], &r->values[i]);
  return field_extra(out, r->extra_text, err) && buf_check(out, "row", err);
}

/* ---- walking ---- */

struct walk {
  const unsigned char *at, *end;
  bool bad;
};

static uint64_t take(struct walk *w, size_t bytes) {
  uint64_t v = 0;
  if ((size_t)(w->end - w->at) < bytes) {
    w->bad = true;
    return 0;
  }
  for (size_t i = 0; i < bytes; i++) v = v << 8 | *w->at++;
  return v;
}

/* The bytes of the next field; NULL for an SQL NULL. */
static const unsigned char *take_field(struct walk *w, size_t *length) {
  int32_t n = (int32_t)take(w, 4);
  *length = 0;
  if (w->bad || n == -1) return NULL;
  if (n < 0 || (size_t)(w->end - w->at) < (size_t)n) {
    w->bad = true;
    return NULL;
  }
  const unsigned char *field = w->at;
  w->at += n;
  *length = (size_t)n;
  return field;
}

bool kind_row_walk(const struct kind *kind, const char *data, size_t length, struct kind_row_view *out) {
  struct walk w = {.at = (const unsigned char *)data, .end = (const unsigned char *)data + length};
  int fields = (int)take(&w, 2);
  if (fields != HEAD_COLUMNS + kind_field_count(kind) + 1) return false;
  size_t n;
  for (int i = 0; i < fields && !w.bad; i++) {
    const unsigned char *f = take_field(&w, &n);
    if (i < HEAD_COLUMNS && f == NULL) return false;
    if (i == 1) out->key = (const char *)f, out->key_length = n;
    if (i == 3) {
      if (n != 8) return false;
      struct walk t = {.at = f, .end = f + n};
      out->effective_at = (vg_time)take(&t, 8) + epoch_2000;
    }
    if (i == 6 && n != HASH) return false;
    if (i == 6) out->hash = f;
  }
  out->length = (size_t)(w.at - (const unsigned char *)data);
  return !w.bad;
}
