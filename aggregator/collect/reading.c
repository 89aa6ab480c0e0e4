#include "collect/reading.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "db/kind_row.h"

enum { PLACE_MAX = 200, REASON_MAX = 600, ROW_MAX = 32 << 20, FUTURE_MAX = 5 };

static bool open_kind(struct reading *r, struct reading_kind *k) {
  if (k->open) return true;
  keyset_init(&k->keys);
  spool_init(&k->rows, READING_MEMORY, READING_BYTES_MAX);
  k->open = true;
  (void)r;
  return true;
}

static int compare_codes(const void *a, const void *b) {
  return strcmp(((const struct reading_perimeter *)a)->code, ((const struct reading_perimeter *)b)->code);
}

static bool perimeter_of(const struct reading *r, const char *code, int64_t *id) {
  *id = r->perimeter_id;
  if (code == NULL) return true;
  struct reading_perimeter wanted = {.code = code};
  const struct reading_perimeter *p =
      bsearch(&wanted, r->perimeters, r->perimeters_count, sizeof wanted, compare_codes);
  if (p == NULL) return false;
  *id = p->id;
  return true;
}

/* Text for the reject list: a copy without what a database text cannot hold, cut at `max` bytes. */
static const char *clean(struct vg_arena *arena, const char *text, size_t max) {
  size_t n = strnlen(text != NULL ? text : "", max);
  char *copy = vg_strndup(arena, text != NULL ? text : "", n);
  if (copy == NULL) return NULL;
  while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) copy[--n] = '\0'; /* not in the middle of a character */
  if (!text_utf8(copy, n)) {
    for (size_t i = 0; i < n; i++) copy[i] = (unsigned char)copy[i] >= 0x80 ? '?' : copy[i];
  }
  return copy;
}

static void keep_reject(struct reading *r, const char *place, const char *kind, const char *key, const struct vg_error *why) {
  r->rejects_count++;
  if (r->rejects == NULL || r->rejects_kept == READING_REJECTS_KEPT) return;
  struct reading_reject reject = {clean(r->arena, place, PLACE_MAX), clean(r->arena, kind, PLACE_MAX),
                                  clean(r->arena, key, KIND_KEY_MAX), clean(r->arena, why->message, REASON_MAX),
                                  clean(r->arena, why->words, sizeof why->words)};
  if (reject.place != NULL && reject.kind != NULL && reject.key != NULL && reject.reason != NULL && reject.words != NULL) {
    r->rejects[r->rejects_kept++] = reject;
  }
}

bool reading_refused(struct reading *r, const struct kind *kind, const char *key, const char *place, struct vg_error *err) {
  static const unsigned char none[32];
  struct reading_kind *k = &r->kinds[kind->id];
  struct key_entry *existing;
  return open_kind(r, k) && keyset_add(&k->keys, key, strlen(key), none, place, KEY_REFUSED, &existing, err);
}

static void db_reject(struct sink *sink, const char *place, const char *kind, const char *key, const struct vg_error *why) {
  struct reading *r = (struct reading *)sink;
  const struct kind *known = kind != NULL && kind[0] != '\0' ? kind_find(kind) : NULL;
  struct vg_error ignored = {0};
  keep_reject(r, place, kind, key, why);
  if (known != NULL) r->kinds[known->id].refused++;
  if (known == NULL || key == NULL || key[0] == '\0' || !reading_refused(r, known, key, place, &ignored)) r->blind_reject = true;
}

static bool refuse_record(struct reading *r, const struct record *record, const struct vg_error *why) {
  db_reject(&r->sink, r->sink.place, record->kind->name, record->key, why);
  return true;
}

static bool duplicate(struct reading *r, struct reading_kind *k, const struct record *record, const struct key_entry *first) {
  struct vg_error why = {0};
  (void)vg_fail(&why, VG_E_INPUT, "key given twice: already at %.*s", PLACE_MAX, keyset_place(&k->keys, first));
  k->refused++;
  keep_reject(r, r->sink.place, k->kind->name, record->key, &why);
  return true;
}

static bool db_put(struct sink *sink, const struct record *record, struct vg_error *err) {
  struct reading *r = (struct reading *)sink;
  struct reading_kind *k = &r->kinds[record->kind->id];
  if (!k->given) return vg_fail(err, VG_E_INTERNAL, "the connector gave a record of kind %s, which it does not declare", record->kind->name);
  struct kind_row_head head = {.source_id = r->source_id, .pull_id = r->pull_id, .recorded_at = sink->read_at};
  unsigned char hash[32];
  struct vg_error refusal = {0};
  struct key_entry *first;
  if (!perimeter_of(r, record->perimeter, &head.perimeter_id)) {
    (void)vg_fail(&refusal, VG_E_INPUT, "perimeter: expected the code of the source's perimeter or of one below it");
    return refuse_record(r, record, &refusal);
  }
  record_hash(record, hash);
  head.hash = hash;
  buf_clear(&r->row);
  if (!kind_row(&r->row, record, &head, &refusal)) return refuse_record(r, record, &refusal);
  if (r->count == READING_ROWS_MAX) return vg_fail(err, VG_E_LIMIT, "the reading has more than %d records", READING_ROWS_MAX);
  if (!open_kind(r, k) ||
      !keyset_add(&k->keys, record->key, strlen(record->key), hash, sink->place != NULL ? sink->place : "", KEY_NEW, &first, err)) {
    return false;
  }
  if (first != NULL) return duplicate(r, k, record, first);
  k->count++, r->count++;
  if (k->kind->nature == KIND_EVENT && record->effective_at > sink->read_at + FUTURE_MAX * VG_MINUTE) k->future++;
  return spool_put(&k->rows, r->row.data, r->row.length, err);
}

bool reading_row(struct reading *r, enum kind_id id, const char *row, size_t length, struct vg_error *err) {
  struct reading_kind *k = &r->kinds[id];
  struct kind_row_view view;
  struct key_entry *first;
  if (!kind_row_walk(k->kind, row, length, &view) || view.length != length) {
    return vg_fail(err, VG_E_STORAGE, "held rows of kind %s are not what was written", k->kind->name);
  }
  k->count++, r->count++;
  return open_kind(r, k) && keyset_add(&k->keys, view.key, view.key_length, view.hash, "", KEY_NEW, &first, err) &&
         spool_put(&k->rows, row, length, err);
}

void reading_init(struct reading *r, struct vg_arena *arena, int64_t source_id, int64_t pull_id, int64_t perimeter_id,
                  vg_time read_at) {
  static const struct sink_ops ops = {.put = db_put, .reject = db_reject};
  *r = (struct reading){.sink = {.ops = &ops, .read_at = read_at},
                        .arena = arena,
                        .source_id = source_id,
                        .pull_id = pull_id,
                        .perimeter_id = perimeter_id};
  for (int i = 0; i < KIND_COUNT; i++) r->kinds[i].kind = kind_get((enum kind_id)i);
  r->rejects = vg_alloc(arena, READING_REJECTS_KEPT * sizeof *r->rejects);
  buf_init(&r->row, ROW_MAX);
}

void reading_free(struct reading *r) {
  for (int i = 0; i < KIND_COUNT; i++) {
    if (!r->kinds[i].open) continue;
    keyset_free(&r->kinds[i].keys);
    spool_free(&r->kinds[i].rows);
    r->kinds[i].open = false;
  }
  buf_free(&r->row);
}

bool reading_perimeters(struct reading *r, struct db *db, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(db, &rows, SQL_PERIMETER_BELOW, DB_MANY, err, P_INT(r->perimeter_id))) return false;
  r->perimeters = vg_alloc(r->arena, row_count(rows) * sizeof *r->perimeters);
  if (r->perimeters == NULL) return vg_fail(err, VG_E_LIMIT, "perimeters: out of memory");
  for (size_t i = 0; i < row_count(rows); i++) {
    r->perimeters[i] = (struct reading_perimeter){vg_strdup(r->arena, row_text(rows, i, "code")), row_int(rows, i, "id")};
  }
  r->perimeters_count = row_count(rows);
  qsort(r->perimeters, r->perimeters_count, sizeof *r->perimeters, compare_codes);
  return row_ok(rows, err) && (!vg_arena_exhausted(r->arena) || vg_fail(err, VG_E_LIMIT, "perimeters: out of memory"));
}
