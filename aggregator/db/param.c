#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "db/internal.h"

enum { TEXT_BYTES_MAX = 1 << 20, ARRAY_BYTES_MAX = 32 << 20, BYTES_MAX = 32 << 20 };

static bool check_text(const char *name, size_t place, const char *text, struct vg_error *err) {
  size_t length = strnlen(text, TEXT_BYTES_MAX + 1);
  if (length > TEXT_BYTES_MAX)
    return vg_fail(err, VG_E_LIMIT, "%s: parameter %zu: a text longer than 1 MiB", name, place);
  if (!text_utf8(text, length)) return vg_fail(err, VG_E_INPUT, "%s: parameter %zu: not valid UTF-8", name, place);
  return true;
}

static void put_item(struct buf *out, const char *text) {
  if (text == NULL) {
    buf_text(out, "NULL");
    return;
  }
  buf_char(out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\') buf_char(out, '\\');
    buf_char(out, *p);
  }
  buf_char(out, '"');
}

static bool bind_array(struct db *db, const char *name, size_t place, const struct db_param *p, const char **out,
                       struct vg_error *err) {
  BUF(text, ARRAY_BYTES_MAX);
  buf_char(&text, '{');
  for (size_t i = 0; i < p->count; i++) {
    if (i > 0) buf_char(&text, ',');
    if (p->type == DB_P_INTS) {
      buf_int(&text, ((const int64_t *)p->bytes)[i]);
      continue;
    }
    const char *item = ((const char *const *)p->bytes)[i];
    if (item != NULL && !check_text(name, place, item, err)) return false;
    put_item(&text, item);
  }
  buf_char(&text, '}');
  if (!buf_check(&text, name, err)) return false;
  *out = vg_strndup(db->arena, text.data, text.length);
  return *out != NULL || vg_fail(err, VG_E_LIMIT, "%s: the parameters are too long", name);
}

static const char *bind_time(struct db *db, vg_time at) {
  char text[TIME_TEXT];
  if (at == INT64_MAX) return "infinity";
  if (at == VG_NEVER + 1) return "-infinity";
  return vg_strdup(db->arena, time_format(at, text));
}

static bool bind_bytes(const char *name, const struct db_param *p, struct db_bound *out, size_t i,
                       struct vg_error *err) {
  if (p->count > BYTES_MAX) return vg_fail(err, VG_E_LIMIT, "%s: parameter %zu: more than 32 MiB", name, i + 1);
  out->values[i] = p->bytes == NULL && p->count == 0 ? "" : p->bytes;
  out->lengths[i] = (int)p->count;
  out->formats[i] = 1;
  return true;
}

static bool bind_one(struct db *db, const char *name, const struct db_param *p, struct db_bound *out, size_t i,
                     struct vg_error *err) {
  switch (p->type) {
  case DB_P_NULL: return true;
  case DB_P_TEXT: out->values[i] = p->text; return p->text == NULL || check_text(name, i + 1, p->text, err);
  case DB_P_INT: out->values[i] = vg_printf(db->arena, "%lld", (long long)p->integer); break;
  case DB_P_REAL: out->values[i] = vg_printf(db->arena, "%.17g", p->real); break;
  case DB_P_BOOL: out->values[i] = p->integer != 0 ? "t" : "f"; return true;
  case DB_P_TIME:
    if (p->integer == VG_NEVER) return true;
    out->values[i] = bind_time(db, p->integer);
    break;
  case DB_P_BYTES: return bind_bytes(name, p, out, i, err);
  case DB_P_TEXTS:
  case DB_P_INTS: return p->bytes == NULL && p->count == 0 ? (out->values[i] = "{}", true)
                                                           : bind_array(db, name, i + 1, p, &out->values[i], err);
  }
  return out->values[i] != NULL || vg_fail(err, VG_E_LIMIT, "%s: the parameters are too long", name);
}

bool db_bind(struct db *db, const char *name, const struct db_param *params, size_t count, struct db_bound *out,
             struct vg_error *err) {
  vg_arena_reset(db->arena);
  out->values = vg_alloc(db->arena, (count + 1) * sizeof *out->values);
  out->lengths = vg_alloc(db->arena, (count + 1) * sizeof *out->lengths);
  out->formats = vg_alloc(db->arena, (count + 1) * sizeof *out->formats);
  if (out->values == NULL || out->lengths == NULL || out->formats == NULL)
    return vg_fail(err, VG_E_LIMIT, "%s: out of memory", name);
  for (size_t i = 0; i < count; i++) {
    if (!bind_one(db, name, &params[i], out, i, err)) return false;
  }
  return true;
}
