/* The statements of a pull's diff: the other half of db/kind_tables.h. */
#include <endian.h>
#include <string.h>

#include "db/direct.h"
#include "db/kind_tables.h"

enum { SQL_LIMIT = 16 << 10 };

static void columns(const struct kind *kind, struct buf *out, bool with_id) {
  if (with_id) buf_text(out, "id, ");
  buf_text(out, "source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, ");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) buf_printf(out, "\"%s\", ", f->name);
  buf_text(out, "extra");
}

/* ---- reading the current versions: binary COPY ---- */

struct reading {
  kind_current_row *row;
  void *user;
  bool started;
};

static int64_t get64(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return (int64_t)be64toh(v);
}
static int32_t get32(const char *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return (int32_t)be32toh(v);
}

enum { COPY_HEAD = 19, HASH = 32 };

/* A row: int16 3 · int32 8, id · int32 n, key · int32 32, hash. The first message may also hold the 19 bytes of head. */
static bool current_row(void *user, const char *data, size_t length, struct vg_error *err) {
  struct reading *r = user;
  if (!r->started) {
    if (length < COPY_HEAD || memcmp(data, "PGCOPY\n", 7) != 0) return vg_fail(err, VG_E_INTERNAL, "binary COPY: bad head");
    r->started = true;
    data += COPY_HEAD, length -= COPY_HEAD;
  }
  if (length == 0 || (length == 2 && memcmp(data, "\xff\xff", 2) == 0)) return true;
  struct kind_current c = {0};
  if (length < 2 + 4 + 8 + 4 || get32(data + 2) != 8) return vg_fail(err, VG_E_INTERNAL, "binary COPY: bad row");
  c.id = get64(data + 6);
  int32_t n = get32(data + 14);
  if (n < 0 || length != 18u + (size_t)n + 4 + HASH) return vg_fail(err, VG_E_INTERNAL, "binary COPY: bad row");
  c.key = data + 18, c.key_length = (size_t)n;
  c.hash = (const unsigned char *)data + 18 + n + 4;
  return r->row(r->user, &c, err);
}

bool kind_current_each(struct db *db, const struct kind *kind, int64_t source_id, kind_current_row *row, void *user,
                       struct vg_error *err) {
  BUF(sql, SQL_LIMIT);
  buf_printf(&sql, "-- read the current versions of %s\nCOPY (SELECT id, key, hash FROM rec.%s WHERE source_id = %lld) TO STDOUT (FORMAT binary)", kind->name, kind->name,
             (long long)source_id);
  struct reading r = {.row = row, .user = user};
  return db_copy_out(db, sql.data, current_row, &r, err);
}

/* ---- writing ---- */

static bool end_chunk(struct db *db, const struct kind *kind, const struct kind_end *end, const int64_t *ids, size_t count,
                      struct vg_error *err) {
  BUF(sql, SQL_LIMIT);
  buf_printf(&sql, "-- keep the former versions of %s\nWITH gone AS (DELETE FROM rec.%s WHERE source_id = $1 AND id = ANY ($2::bigint[]) RETURNING ", kind->name, kind->name);
  columns(kind, &sql, true);
  buf_printf(&sql, "), kept AS (INSERT INTO rec.%s_history (", kind->name);
  columns(kind, &sql, true);
  buf_text(&sql, ", superseded_at, superseded_by, vanished) SELECT ");
  columns(kind, &sql, true);
  buf_text(&sql, ", $3, $4, $5 FROM gone RETURNING 1) SELECT count(*) AS moved FROM kept");
  const struct db_param p[] = {P_INT(end->source_id), P_INTS(ids, count), P_TIME(end->at), P_INT(end->pull_id),
                               P_BOOL(end->vanished)};
  DB_RESULT(r);
  if (!buf_check(&sql, "statement", err) || !db_direct(db, &r, sql.data, DB_ONE, err, p, 5)) return false;
  if (row_int(r, 0, "moved") == (int64_t)count) return true;
  return vg_fail(err, VG_E_CONFLICT, "rec.%s: %lld of %zu versions to end were still current", kind->name,
                 (long long)row_int(r, 0, "moved"), count);
}

bool kind_end_versions(struct db *db, const struct kind *kind, const struct kind_end *end, const int64_t *ids,
                       size_t count, struct vg_error *err) {
  enum { CHUNK = 20000 };
  for (size_t done = 0; done < count; done += CHUNK) {
    size_t n = count - done < CHUNK ? count - done : CHUNK;
    if (!end_chunk(db, kind, end, ids + done, n, err)) return false;
  }
  return true;
}

bool kind_copy_begin(struct db *db, const struct kind *kind, struct vg_error *err) {
  BUF(sql, SQL_LIMIT);
  buf_printf(&sql, "-- write the new versions of %s\nCOPY rec.%s (", kind->name, kind->name);
  columns(kind, &sql, false);
  buf_text(&sql, ") FROM STDIN (FORMAT binary)");
  return buf_check(&sql, "statement", err) && db_copy_direct(db, sql.data, err);
}

bool kind_mark_back(struct db *db, const struct kind *kind, int64_t source_id, int64_t pull_id, vg_time at,
                    struct vg_error *err) {
  BUF(sql, SQL_LIMIT);
  /* key by key: without statistics, the planner would read all that ever vanished */
  buf_printf(&sql,
             "-- note what is back of %s\nUPDATE rec.%s_history SET back_at = $3 WHERE id = ANY (ARRAY("
             "SELECT gone.id FROM rec.%s c CROSS JOIN LATERAL ("
             "SELECT h.id FROM rec.%s_history h WHERE h.source_id = $1 AND h.key = c.key AND h.vanished AND h.back_at IS NULL"
             " OFFSET 0) gone WHERE c.source_id = $1 AND c.pull_id = $2 AND EXISTS ("
             "SELECT FROM rec.%s_history e WHERE e.source_id = $1 AND e.vanished AND e.back_at IS NULL)))",
             kind->name, kind->name, kind->name, kind->name, kind->name);
  const struct db_param p[] = {P_INT(source_id), P_INT(pull_id), P_TIME(at)};
  return db_direct(db, NULL, sql.data, DB_NONE, err, p, 3);
}

bool kind_purge(struct db *db, vg_time now, int64_t *deleted, struct vg_error *err) {
  *deleted = 0;
  for (int id = 0; id < KIND_COUNT; id++) {
    const struct kind *kind = kind_get((enum kind_id)id);
    if (kind->retention_days == 0) continue;
    BUF(sql, SQL_LIMIT);
    buf_printf(&sql, "-- remove old versions of %s\nWITH d AS (DELETE FROM rec.%s_history WHERE superseded_at < $1 RETURNING 1) SELECT count(*) AS n FROM d",
               kind->name, kind->name);
    const struct db_param p[] = {P_TIME(now - kind->retention_days * VG_DAY)};
    DB_RESULT(r);
    if (!db_direct(db, &r, sql.data, DB_ONE, err, p, 1)) return false;
    *deleted += row_int(r, 0, "n");
  }
  return true;
}
