#include "collect/apply.h"

#include <stdlib.h>
#include <string.h>

#include "collect/fault.h"
#include "db/kind_row.h"
#include "db/kind_tables.h"

struct ids {
  int64_t *list;
  size_t count, room;
};

struct apply {
  size_t before[KIND_COUNT];
  struct ids changed[KIND_COUNT], vanished[KIND_COUNT];
};

void apply_free(struct apply *a) {
  if (a == NULL) return;
  for (int i = 0; i < KIND_COUNT; i++) {
    free(a->changed[i].list);
    free(a->vanished[i].list);
  }
  free(a);
}

const size_t *apply_before(const struct apply *a) { return a->before; }

static bool ids_add(struct ids *ids, int64_t id, struct vg_error *err) {
  if (ids->count == ids->room) {
    size_t room = ids->room == 0 ? 256 : ids->room * 2;
    int64_t *list = realloc(ids->list, room * sizeof *list);
    if (list == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
    ids->list = list, ids->room = room;
  }
  ids->list[ids->count++] = id;
  return true;
}

/* ---- compare ---- */

struct comparing {
  struct apply *apply;
  struct reading *reading;
  struct reading_kind *k;
};

static bool compare_row(void *user, const struct kind_current *c, struct vg_error *err) {
  struct comparing *m = user;
  enum kind_id id = m->k->kind->id;
  struct key_entry *e = m->k->open ? keyset_find(&m->k->keys, c->key, c->key_length) : NULL;
  m->apply->before[id]++;
  if (e == NULL) return !m->k->complete || m->reading->blind_reject || ids_add(&m->apply->vanished[id], c->id, err);
  if (e->state == KEY_REFUSED) return true;
  bool same = memcmp(e->hash, c->hash, sizeof e->hash) == 0;
  e->state = same ? KEY_SAME : KEY_CHANGED;
  return same || ids_add(&m->apply->changed[id], c->id, err);
}

bool apply_compare(struct db *db, struct reading *reading, struct apply **out, struct vg_error *err) {
  *out = calloc(1, sizeof **out);
  if (*out == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  for (int i = 0; i < KIND_COUNT; i++) {
    struct comparing m = {*out, reading, &reading->kinds[i]};
    if (m.k->given && !kind_current_each(db, m.k->kind, reading->source_id, compare_row, &m, err)) return false;
  }
  return true;
}

/* ---- write ---- */

struct copying {
  struct db *db;
  struct reading_kind *k;
  size_t next; /* entry of the next row */
  struct apply_counts *counts;
};

static bool wanted(struct copying *c) {
  while (c->next < c->k->keys.count && c->k->keys.entries[c->next].state == KEY_REFUSED) c->next++;
  if (c->next >= c->k->keys.count) return false;
  enum key_state state = (enum key_state)c->k->keys.entries[c->next++].state;
  c->counts->opened += state == KEY_NEW;
  c->counts->changed += state == KEY_CHANGED;
  return state == KEY_NEW || state == KEY_CHANGED;
}

/* Sends the wanted rows of a piece, neighbours together. */
static bool copy_block(void *user, const char *data, size_t length, bool last, size_t *used, struct vg_error *err) {
  struct copying *c = user;
  struct kind_row_view view;
  size_t from = 0, at = 0;
  (void)last;
  while (at < length && kind_row_walk(c->k->kind, data + at, length - at, &view)) {
    if (!wanted(c)) {
      if (at > from && !db_copy_data(c->db, data + from, at - from, err)) return false;
      from = at + view.length;
    }
    at += view.length;
  }
  *used = at;
  return at == from || db_copy_data(c->db, data + from, at - from, err);
}

static bool copy_kind(struct db *db, struct reading_kind *k, struct apply_counts *counts, struct vg_error *err) {
  struct copying c = {.db = db, .k = k, .counts = counts};
  BUF(frame, 64);
  int64_t rows = 0, before = counts->opened + counts->changed;
  kind_copy_head(&frame);
  if (!kind_copy_begin(db, k->kind, err) || !db_copy_data(db, frame.data, frame.length, err) ||
      !spool_read(&k->rows, copy_block, &c, err)) {
    return false;
  }
  buf_clear(&frame);
  kind_copy_tail(&frame);
  if (!db_copy_data(db, frame.data, frame.length, err) || !db_copy_end(db, &rows, err)) return false;
  if (rows == counts->opened + counts->changed - before) return true;
  return vg_fail(err, VG_E_INTERNAL, "rec.%s: %lld rows written, %lld sent", k->kind->name, (long long)rows,
                 (long long)(counts->opened + counts->changed - before));
}

static bool has_rows_to_write(const struct reading_kind *k) {
  for (size_t i = 0; k->open && i < k->keys.count; i++) {
    uint8_t state = k->keys.entries[i].state;
    if (state == KEY_NEW || state == KEY_CHANGED) return true;
  }
  return false;
}

static bool write_coverage(struct db *db, const struct reading *r, const struct reading_kind *k, struct vg_error *err) {
  return db_run(db, NULL, SQL_COVERAGE_ADD, DB_NONE, err, P_INT(r->source_id), P_TEXT(k->kind->name), P_INT(r->pull_id),
                P_TIME(k->covers_from), P_TIME(k->covers_to));
}

static bool write_kind(struct db *db, struct reading *r, struct apply *a, struct reading_kind *k, struct apply_counts *counts,
                       struct vg_error *err) {
  enum kind_id id = k->kind->id;
  struct kind_end end = {.source_id = r->source_id, .pull_id = r->pull_id, .at = r->sink.read_at};
  if (!kind_end_versions(db, k->kind, &end, a->changed[id].list, a->changed[id].count, err)) return false;
  end.vanished = true;
  if (!kind_end_versions(db, k->kind, &end, a->vanished[id].list, a->vanished[id].count, err)) return false;
  counts->vanished += (int64_t)a->vanished[id].count;
  fault("apply.ended");
  if (has_rows_to_write(k) && (!copy_kind(db, k, counts, err) ||
                               !kind_mark_back(db, k->kind, r->source_id, r->pull_id, r->sink.read_at, err))) {
    return false;
  }
  fault("apply.copied");
  return write_coverage(db, r, k, err);
}

bool apply_write(struct db *db, struct reading *r, struct apply *a, struct apply_counts *counts, struct vg_error *err) {
  *counts = (struct apply_counts){0};
  for (int i = 0; i < KIND_COUNT; i++) {
    if (r->kinds[i].given && !write_kind(db, r, a, &r->kinds[i], counts, err)) return false;
  }
  return true;
}
