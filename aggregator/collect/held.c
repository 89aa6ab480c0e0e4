#include "collect/held.h"

#include <stdlib.h>
#include <string.h>

#include "db/kind_row.h"

enum { PIECE = 512 << 10, PIECE_ARENA = 64 << 20 };

struct holding {
  struct db *db;
  const struct reading *reading;
  const struct reading_kind *k;
  int ord;
};

static bool hold_rows(struct holding *h, const char *rows, size_t length, struct vg_error *err) {
  return length == 0 || db_run(h->db, NULL, SQL_HELD_ROWS_ADD, DB_NONE, err, P_INT(h->reading->pull_id), P_TEXT(h->k->kind->name),
                               P_INT(h->ord++), P_BYTES(rows, length));
}

/* Whole rows, about PIECE bytes at a time. */
static bool hold_block(void *user, const char *data, size_t length, bool last, size_t *used, struct vg_error *err) {
  struct holding *h = user;
  struct kind_row_view view;
  size_t from = 0, at = 0;
  (void)last;
  while (at < length && kind_row_walk(h->k->kind, data + at, length - at, &view)) {
    if (at > from && at + view.length - from > PIECE) {
      if (!hold_rows(h, data + from, at - from, err)) return false;
      from = at;
    }
    at += view.length;
  }
  *used = at;
  return hold_rows(h, data + from, at - from, err);
}

bool held_write(struct db *db, struct reading *r, struct vg_error *err) {
  for (int i = 0; i < KIND_COUNT; i++) {
    struct reading_kind *k = &r->kinds[i];
    if (!k->given) continue;
    bool complete = k->complete && !r->blind_reject && r->rejects_kept == r->rejects_count;
    struct holding h = {.db = db, .reading = r, .k = k};
    if (!db_run(db, NULL, SQL_HELD_ADD, DB_NONE, err, P_INT(r->pull_id), P_TEXT(k->kind->name), P_BOOL(complete),
                P_BOOL(k->may_be_empty), P_TIME(k->covers_from), P_TIME(k->covers_to)) ||
        (k->count > 0 && !spool_read(&k->rows, hold_block, &h, err))) {
      return false;
    }
  }
  return true;
}

static bool read_piece(struct reading *r, const struct kind *kind, const char *data, size_t length, struct vg_error *err) {
  struct kind_row_view view;
  for (size_t at = 0; at < length; at += view.length) {
    if (!kind_row_walk(kind, data + at, length - at, &view)) {
      return vg_fail(err, VG_E_STORAGE, "held rows of kind %s are not what was written", kind->name);
    }
    if (!reading_row(r, kind->id, data + at, view.length, err)) return false;
  }
  return true;
}

static bool read_kind_rows(struct db *db, struct reading *r, const struct kind *kind, int64_t pieces, struct vg_error *err) {
  for (int64_t ord = 0; ord < pieces; ord++) {
    VG_ARENA(arena, PIECE_ARENA);
    DB_RESULT(rows);
    if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
    if (!db_run(db, &rows, SQL_HELD_ROWS_READ, DB_ONE, err, P_INT(r->pull_id), P_TEXT(kind->name), P_INT(ord))) return false;
    unsigned char *data = NULL;
    size_t n = row_bytes(rows, 0, "rows", arena, &data);
    if (!row_ok(rows, err) || !read_piece(r, kind, (const char *)data, n, err)) return false;
  }
  return true;
}

static bool read_refused(struct db *db, struct reading *r, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(db, &rows, SQL_REJECT_LIST, DB_MANY, err, P_INT(r->pull_id))) return false;
  for (size_t i = 0; i < row_count(rows); i++) {
    const struct kind *kind = kind_find(row_text(rows, i, "kind"));
    const char *key = row_text(rows, i, "key");
    if (kind != NULL && key[0] != '\0' && !reading_refused(r, kind, key, row_text(rows, i, "place"), err)) return false;
  }
  return row_ok(rows, err);
}

bool held_read(struct db *db, struct reading *r, struct vg_error *err) {
  DB_RESULT(kinds);
  if (!db_run(db, &kinds, SQL_HELD_READ, DB_MANY, err, P_INT(r->pull_id))) return false;
  for (size_t i = 0; i < row_count(kinds); i++) {
    const struct kind *kind = kind_find(row_text(kinds, i, "kind"));
    if (kind == NULL) return vg_fail(err, VG_E_CONFLICT, "kind %s is not in this build", row_text(kinds, i, "kind"));
    struct reading_kind *k = &r->kinds[kind->id];
    k->given = true;
    k->complete = row_bool(kinds, i, "complete");
    k->may_be_empty = row_bool(kinds, i, "may_be_empty");
    k->covers_from = row_time(kinds, i, "covers_from");
    k->covers_to = row_time(kinds, i, "covers_to");
    if (!read_kind_rows(db, r, kind, row_int(kinds, i, "pieces"), err)) return false;
  }
  if (row_count(kinds) == 0) return vg_fail(err, VG_E_CONFLICT, "nothing is held for pull %lld", (long long)r->pull_id);
  return row_ok(kinds, err) && read_refused(db, r, err);
}
