#include "kind/record.h"

#include <endian.h>
#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

enum { RECORD_MAX = 4 << 20, TEXT_DEFAULT_MAX = 1000, MAIL_MAX = 254, LIST_MAX = 1000, PERIMETER_MAX = 100 };

bool record_init(struct record *r, struct vg_error *err) {
  *r = (struct record){.arena = vg_arena_new(RECORD_MAX)};
  return r->arena != NULL || vg_fail(err, VG_E_INTERNAL, "out of memory");
}

void record_free(struct record *r) {
  json_decref(r->extra);
  vg_arena_free(r->arena);
  *r = (struct record){0};
}

static const char *kept(struct record *r, const char *text, size_t length) {
  const char *copy = vg_strndup(r->arena, text, length);
  if (copy == NULL) (void)vg_fail(&r->error, VG_E_LIMIT, "record of more than %d bytes", RECORD_MAX);
  return copy;
}

void record_begin(struct record *r, enum kind_id kind, const char *key) {
  struct vg_arena *arena = r->arena;
  json_decref(r->extra);
  vg_arena_reset(arena);
  *r = (struct record){.arena = arena, .effective_at = VG_NEVER, .key = ""};
  if ((unsigned)kind >= KIND_COUNT) {
    (void)vg_fail(&r->error, VG_E_INTERNAL, "no kind has the number %d", (int)kind);
    kind = KIND_ASSET;
  }
  r->kind = kind_get(kind);
  size_t length = key == NULL ? 0 : strnlen(key, KIND_KEY_MAX + 1);
  if (length == 0 || length > KIND_KEY_MAX) {
    if (length == 0) (void)vg_fail(&r->error, VG_E_INPUT, "key: expected 1 to %d bytes, got none", KIND_KEY_MAX);
    else (void)vg_fail(&r->error, VG_E_INPUT, "key: expected 1 to %d bytes, got more", KIND_KEY_MAX);
  } else if (!text_utf8(key, length)) {
    (void)vg_fail(&r->error, VG_E_INPUT, "key: expected UTF-8");
  } else {
    r->key = kept(r, key, length);
    if (r->key == NULL) r->key = "";
  }
}

/* The place for a field's value; NULL when the record has failed or the field is not one of `types` (a bit set). */
static struct record_value *slot(struct record *r, const char *field, unsigned types, const struct kind_field **f) {
  if (r->error.code != VG_OK) return NULL;
  int i = kind_field_index(r->kind, field);
  if (i < 0) {
    (void)vg_fail(&r->error, VG_E_INTERNAL, "kind %s has no field \"%s\"", r->kind->name, field);
    return NULL;
  }
  *f = &r->kind->fields[i];
  if ((types >> (*f)->type & 1U) == 0) {
    (void)vg_fail(&r->error, VG_E_INTERNAL, "%s: the connector gave another type than the field's", field);
    return NULL;
  }
  return &r->values[i];
}

static void refuse(struct record *r, const struct kind_field *f, const char *got) {
  if (r->error.code != VG_OK) return;
  (void)kind_field_refuse(f, got, &r->error);
  (void)vg_context(&r->error, "%s: ", f->name);
}

static bool text_fits(struct record *r, const struct kind_field *f, const char *text, size_t max) {
  size_t length = strnlen(text, max + 1);
  if (length > max) {
    return vg_fail(&r->error, VG_E_INPUT, "%s: expected at most %zu bytes of text, got more", f->name, max);
  }
  return text_utf8(text, length) || vg_fail(&r->error, VG_E_INPUT, "%s: expected UTF-8", f->name);
}

static bool mail_ok(const char *mail) {
  const char *at = strchr(mail, '@');
  if (at == NULL || at == mail || at[1] == '\0' || strchr(at + 1, '@') != NULL || strlen(mail) > MAIL_MAX) return false;
  for (const char *p = mail; *p != '\0'; p++) {
    if ((unsigned char)*p <= 0x20 || *p == 0x7F || strchr("<>,;\"", *p) != NULL) return false;
  }
  return true;
}

static const char *choice(const struct kind_field *f, const char *text) {
  for (const char *const *c = f->choices; *c != NULL; c++) {
    if (strcmp(*c, text) == 0) return *c;
  }
  return NULL;
}

static const char *text_value(struct record *r, const struct kind_field *f, const char *text) {
  const char *value;
  switch (f->type) {
  case FIELD_HOST: value = text_host(r->arena, text); break;
  case FIELD_EMAIL: value = text_lower_trim(r->arena, text); break;
  case FIELD_ENUM: value = choice(f, text); break;
  default: value = kept(r, text, strlen(text)); break;
  }
  if (value == NULL || (f->type == FIELD_EMAIL && *value != '\0' && !mail_ok(value))) {
    refuse(r, f, text);
    return NULL;
  }
  return value;
}

void record_text(struct record *r, const char *field, const char *text) {
  const unsigned types = 1U << FIELD_TEXT | 1U << FIELD_HOST | 1U << FIELD_EMAIL | 1U << FIELD_ENUM;
  const struct kind_field *f;
  struct record_value *v = slot(r, field, types, &f);
  if (v == NULL) return;
  *v = (struct record_value){0};
  if (text == NULL || *text == '\0') return;
  size_t max = f->type == FIELD_TEXT && f->max > 0 ? (size_t)f->max : TEXT_DEFAULT_MAX;
  if (!text_fits(r, f, text, max)) return;
  v->text = text_value(r, f, text);
  v->set = v->text != NULL && *v->text != '\0';
}

static bool in_range(const struct kind_field *f, double value) {
  return (f->min == 0 && f->max == 0) || (value >= (double)f->min && (f->max == INT64_MAX || value <= (double)f->max));
}

void record_int(struct record *r, const char *field, int64_t value) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_INT | 1U << FIELD_REAL, &f);
  if (v == NULL) return;
  if (f->type == FIELD_REAL) {
    record_real(r, field, (double)value);
    return;
  }
  if ((f->min != 0 || f->max != 0) && (value < f->min || value > f->max)) {
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, value);
    refuse(r, f, text);
    return;
  }
  *v = (struct record_value){.set = true, .integer = value};
}

void record_real(struct record *r, const char *field, double value) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_REAL, &f);
  if (v == NULL) return;
  if (!isfinite(value) || !in_range(f, value)) {
    char text[40];
    (void)snprintf(text, sizeof text, "%g", value);
    refuse(r, f, text);
    return;
  }
  *v = (struct record_value){.set = true, .real = value};
}

void record_bool(struct record *r, const char *field, bool value) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_BOOL, &f);
  if (v != NULL) *v = (struct record_value){.set = true, .boolean = value};
}

static bool day_ok(int64_t days) { return days >= date_to_days(1, 1, 1) && days <= date_to_days(9999, 12, 31); }

static void refuse_year(struct record *r, const struct kind_field *f) {
  (void)vg_fail(&r->error, VG_E_INPUT, "%s: expected %s in the years 1 to 9999", f->name, f->type == FIELD_DATE ? N_("a date") : N_("an instant"));
}

void record_time(struct record *r, const char *field, vg_time at) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_TIME, &f);
  if (v == NULL) return;
  *v = (struct record_value){.set = at != VG_NEVER, .time = at};
  if (v->set && !day_ok(at / VG_DAY)) refuse_year(r, f);
}

void record_date(struct record *r, const char *field, int64_t days) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_DATE, &f);
  if (v == NULL) return;
  *v = (struct record_value){.set = true, .integer = days};
  if (!day_ok(days)) refuse_year(r, f);
}

void record_list(struct record *r, const char *field, const char *const *items, size_t count) {
  const struct kind_field *f;
  struct record_value *v = slot(r, field, 1U << FIELD_LIST, &f);
  if (v == NULL) return;
  *v = (struct record_value){0};
  if (count > LIST_MAX) {
    (void)vg_fail(&r->error, VG_E_INPUT, "%s: expected at most %d items, got %zu", f->name, LIST_MAX, count);
    return;
  }
  const char **copies = vg_alloc(r->arena, (count + 1) * sizeof *copies);
  size_t used = 0;
  for (size_t i = 0; copies != NULL && i < count; i++) {
    if (items[i] == NULL || *items[i] == '\0') continue;
    if (!text_fits(r, f, items[i], TEXT_DEFAULT_MAX)) return;
    copies[used] = kept(r, items[i], strlen(items[i]));
    if (copies[used++] == NULL) return;
  }
  v->set = used > 0;
  v->list.items = copies;
  v->list.count = used;
}

void record_perimeter(struct record *r, const char *code) {
  r->perimeter = NULL;
  if (r->error.code != VG_OK || code == NULL || *code == '\0') return;
  size_t length = strnlen(code, PERIMETER_MAX + 1);
  if (length > PERIMETER_MAX || !text_utf8(code, length)) {
    (void)vg_fail(&r->error, VG_E_INPUT, "perimeter: expected a code of at most %d bytes of UTF-8", PERIMETER_MAX);
    return;
  }
  r->perimeter = kept(r, code, length);
}

void record_extra(struct record *r, const char *name, json_t *value) {
  if (value == NULL || r->error.code != VG_OK) {
    json_decref(value);
    return;
  }
  if (r->extra == NULL) r->extra = json_object();
  if (r->extra == NULL || json_object_set_new(r->extra, name, value) != 0) {
    (void)vg_fail(&r->error, VG_E_INTERNAL, "field \"%.60s\" of the source cannot be kept", name);
  }
}

static void fill_effective(struct record *r, vg_time read_at) {
  r->effective_at = read_at;
  int i = r->kind->effective == NULL ? -1 : kind_field_index(r->kind, r->kind->effective);
  if (i < 0 || !r->values[i].set) return;
  bool day = r->kind->fields[i].type == FIELD_DATE;
  r->effective_at = day ? r->values[i].integer * VG_DAY : r->values[i].time;
}

static void check_required(struct record *r) {
  for (int i = 0; r->kind->fields[i].name != NULL; i++) {
    const struct kind_field *f = &r->kind->fields[i];
    if (f->required && !r->values[i].set) (void)vg_fail(&r->error, VG_E_INPUT, "%s: required", f->name);
  }
}

static void check_order(struct record *r) {
  for (int i = 0; r->kind->fields[i].name != NULL; i++) {
    const struct kind_field *f = &r->kind->fields[i];
    int first = f->not_before == NULL ? -1 : kind_field_index(r->kind, f->not_before);
    if (first >= 0 && r->values[i].set && r->values[first].set && r->values[i].integer < r->values[first].integer)
      (void)vg_fail(&r->error, VG_E_INPUT, "%s: expected a date that does not come before %s", f->name, f->not_before);
  }
}

static void fill_extra(struct record *r) {
  r->extra_text = NULL;
  if (r->extra == NULL || json_object_size(r->extra) == 0) return;
  char *text = json_dumps(r->extra, JSON_SORT_KEYS | JSON_COMPACT);
  if (text == NULL) (void)vg_fail(&r->error, VG_E_INPUT, "own fields: not writable as JSON");
  else r->extra_text = kept(r, text, strlen(text));
  free(text);
}

bool record_finish(struct record *r, vg_time read_at, struct vg_error *err) {
  check_required(r);
  if (r->error.code == VG_OK) check_order(r);
  fill_effective(r, read_at);
  if (r->error.code == VG_OK) fill_extra(r);
  if (r->error.code == VG_OK) return true;
  char shown[100];
  if (err->code != VG_OK) return false;
  *err = r->error;
  return vg_context(err, "%s \"%s\": ", r->kind->name, text_show(r->key, shown, sizeof shown));
}

/* ---- hash ---- */

/* Gathers small pieces: the hash takes them by the block. */
struct hashing {
  crypto_generichash_state state;
  size_t used;
  unsigned char piece[2048];
};

static void hash_raw(struct hashing *h, const void *bytes, size_t length) {
  if (length > sizeof h->piece - h->used) {
    (void)crypto_generichash_update(&h->state, h->piece, h->used);
    h->used = 0;
  }
  if (length > sizeof h->piece) {
    (void)crypto_generichash_update(&h->state, bytes, length);
    return;
  }
  memcpy(h->piece + h->used, bytes, length);
  h->used += length;
}

static void hash_bytes(struct hashing *h, const void *bytes, size_t length) {
  uint64_t size = htole64((uint64_t)length);
  hash_raw(h, &size, sizeof size);
  hash_raw(h, bytes, length);
}

static void hash_text(struct hashing *h, const char *text) {
  hash_bytes(h, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
}

static void hash_int(struct hashing *h, uint64_t value) {
  uint64_t bytes = htole64(value);
  hash_bytes(h, &bytes, sizeof bytes);
}

static void hash_value(struct hashing *h, enum field_type type, const struct record_value *v) {
  double real;
  uint64_t bits;
  switch (type) {
  case FIELD_INT:
  case FIELD_DATE: hash_int(h, (uint64_t)v->integer); break;
  case FIELD_TIME: hash_int(h, (uint64_t)v->time); break;
  case FIELD_BOOL: hash_int(h, v->boolean); break;
  case FIELD_REAL:
    real = v->real == 0 ? 0 : v->real; /* minus zero */
    memcpy(&bits, &real, sizeof bits);
    hash_int(h, bits);
    break;
  case FIELD_LIST:
    hash_int(h, v->list.count);
    for (size_t i = 0; i < v->list.count; i++) hash_text(h, v->list.items[i]);
    break;
  case FIELD_TEXT:
  case FIELD_HOST:
  case FIELD_EMAIL:
  case FIELD_ENUM: hash_text(h, v->text); break;
  }
}

void record_hash(const struct record *r, unsigned char out[32]) {
  struct hashing h;
  h.used = 0;
  (void)crypto_generichash_init(&h.state, NULL, 0, 32);
  hash_text(&h, r->kind->name);
  hash_text(&h, r->key);
  hash_text(&h, r->perimeter);
  for (int i = 0; r->kind->fields[i].name != NULL; i++) {
    if (!r->values[i].set) continue; /* so that a field added to a kind changes no hash */
    hash_text(&h, r->kind->fields[i].name);
    hash_value(&h, r->kind->fields[i].type, &r->values[i]);
  }
  if (r->extra_text != NULL) {
    hash_text(&h, "extra");
    hash_text(&h, r->extra_text);
  }
  (void)crypto_generichash_update(&h.state, h.piece, h.used);
  (void)crypto_generichash_final(&h.state, out, 32);
}
