#include "db/kind_read.h"

#include <stdio.h>
#include <string.h>

#include "db/direct.h"

enum { TEXT_LIMIT = 32 << 10 };

static void columns(struct buf *sql, const struct kind *kind) {
  buf_text(sql, "r.id, r.source_id, r.key, r.perimeter_id, r.effective_at, r.recorded_at, r.pull_id, r.hash, r.extra");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) buf_printf(sql, ", r.\"%s\"", f->name);
}

/* Both tables as one, under the same columns. `where` speaks of r. */
static void both_tables(struct buf *sql, const struct kind *kind, const char *where) {
  buf_text(sql, "SELECT ");
  columns(sql, kind);
  buf_printf(sql,
             ", NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.%s r"
             " WHERE %s UNION ALL SELECT ",
             kind->name, where);
  columns(sql, kind);
  buf_printf(sql, ", r.superseded_at, r.vanished, r.back_at FROM rec.%s_history r WHERE %s", kind->name, where);
}

bool kind_version(struct db *db, struct db_result **out, const struct kind *kind, int64_t id, struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  both_tables(&sql, kind, "r.id = $1::bigint");
  return buf_check(&sql, kind->name, err) && db_direct(db, out, sql.data, DB_ONE, err, &P_INT(id), 1);
}

bool kind_versions(struct db *db, struct db_result **out, const struct kind *kind, int64_t source_id, const char *key,
                   struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  both_tables(&sql, kind, "r.source_id = $1::bigint AND r.key = $2::text");
  buf_text(&sql, " ORDER BY recorded_at DESC, id DESC LIMIT 200");
  const struct db_param params[] = {P_INT(source_id), P_TEXT(key)};
  return buf_check(&sql, kind->name, err) && db_direct(db, out, sql.data, DB_MANY, err, params, 2);
}

/* "asset+protocol": these fields, joined by spaces, are $1; the first one, which has no space, is looked for by its index. */
static bool where_subject(struct buf *where, const struct kind *kind, const char *fields, struct vg_error *err) {
  char names[200];
  int n = 0;
  (void)snprintf(names, sizeof names, "%s", fields);
  for (char *rest = names, *name; (name = strsep(&rest, "+")) != NULL; n++) {
    if (strcmp(name, "key") != 0 && kind_field_index(kind, name) < 0)
      return vg_fail(err, VG_E_INTERNAL, "kind %s has no field \"%s\"", kind->name, name);
    if (n == 0) buf_printf(where, rest == NULL ? "r.\"%s\" = $1::text" : "r.\"%s\" = split_part($1::text, ' ', 1) AND concat_ws(' '", name);
    if (n == 0 && rest == NULL) return true;
    buf_printf(where, ", r.\"%s\"", name);
  }
  buf_text(where, ") = $1::text");
  return true;
}

bool kind_about(struct db *db, struct db_result **out, const struct kind *kind, const char *fields, const char *value,
                vg_time at, int limit, struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  BUF(where, 1024);
  if (!where_subject(&where, kind, fields != NULL ? fields : "key", err)) return false;
  buf_text(&where, " AND r.effective_at <= $2::timestamptz");
  both_tables(&sql, kind, where.data);
  buf_text(&sql, " ORDER BY effective_at DESC, recorded_at DESC, id DESC LIMIT $3::integer");
  const struct db_param params[] = {P_TEXT(value), P_TIME(at), P_INT(limit)};
  return buf_check(&sql, kind->name, err) && db_direct(db, out, sql.data, DB_MANY, err, params, 3);
}

/* What was current at $1 (NULL: now), in the perimeter $2 and below it (0: everywhere), as r. */
static void current_at(struct buf *sql, const struct kind *kind, bool now) {
  if (now) buf_printf(sql, "rec.%s r WHERE $1::timestamptz IS NULL", kind->name);
  else buf_printf(sql, "rec.%s_known($1::timestamptz) r WHERE %s", kind->name, kind->nature == KIND_EVENT ? "r.gone_at IS NULL" : "upper_inf(r.seen)");
  buf_text(sql, " AND ($2::bigint = 0 OR r.perimeter_id IN (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $2::bigint))");
}

bool kind_list(struct db *db, struct db_result **out, const struct kind *kind, const struct kind_page *page, int64_t *total,
               struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  buf_text(&sql, "SELECT r.id, r.source_id, r.key, r.perimeter_id, r.effective_at, r.recorded_at, r.pull_id, r.extra");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) buf_printf(&sql, ", r.\"%s\"", f->name);
  buf_text(&sql, ", count(*) OVER () AS total FROM ");
  current_at(&sql, kind, page->known == VG_NEVER);
  buf_text(&sql, " AND ($3::text IS NULL OR strpos(lower(r.key), lower($3::text)) > 0) AND ($4::bigint = 0 OR r.source_id = $4::bigint)"
                 " ORDER BY r.key, r.source_id OFFSET $5::bigint LIMIT $6::bigint");
  const struct db_param params[] = {P_TIME(page->known), P_INT(page->perimeter_id), P_TEXT(page->search), P_INT(page->source_id),
                                    P_INT(page->offset), P_INT(page->limit)};
  if (!buf_check(&sql, kind->name, err) || !db_direct(db, out, sql.data, DB_MANY, err, params, 6)) return false;
  *total = row_count(*out) > 0 ? row_int(*out, 0, "total") : 0;
  return row_ok(*out, err);
}

bool kind_entered(struct db *db, struct db_result **out, const struct kind *kind, const struct kind_page *page, int64_t *total, struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  buf_text(&sql, "SELECT e.id AS entry, e.version, e.key, e.perimeter, e.changed_at, e.changed_by, r.id AS record_id, x.reason AS refused,"
                 " r.id IS NOT NULL AND g.read_at >= e.changed_at AS read, e.fields::text AS fields, count(*) OVER () AS total"
                 " FROM vg.entry e");
  buf_printf(&sql, " LEFT JOIN rec.\"%s\" r ON r.source_id = e.source_id AND r.key = e.key", kind->name);
  buf_text(&sql, " LEFT JOIN LATERAL (SELECT id, read_at FROM vg.pull WHERE source_id = e.source_id AND status = 'ok' ORDER BY id DESC LIMIT 1) g ON true"
                 " LEFT JOIN LATERAL (SELECT coalesce(reason_words, reason) AS reason FROM vg.reject WHERE pull_id = g.id AND key = e.key"
                 " AND g.read_at >= e.changed_at ORDER BY ord LIMIT 1) x ON true"
                 " WHERE e.source_id = $1::bigint AND ($2::text IS NULL OR strpos(lower(e.key), lower($2::text)) > 0)"
                 " ORDER BY e.changed_at DESC, e.id DESC OFFSET $3::bigint LIMIT $4::bigint");
  const struct db_param params[] = {P_INT(page->source_id), P_TEXT(page->search), P_INT(page->offset), P_INT(page->limit)};
  if (!buf_check(&sql, kind->name, err) || !db_direct(db, out, sql.data, DB_MANY, err, params, 4)) return false;
  *total = row_count(*out) > 0 ? row_int(*out, 0, "total") : 0;
  return row_ok(*out, err);
}

bool kind_typed(struct db *db, struct db_result **out, const struct kind *kind, const char *const *fields, const char *const *keys, size_t count,
                struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  buf_text(&sql, "SELECT u.key");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) buf_printf(&sql, ", p.\"%s\"", f->name);
  buf_printf(&sql, " FROM unnest($1::text[], $2::text[]) WITH ORDINALITY u(fields, key, n)"
                   " CROSS JOIN LATERAL jsonb_populate_record(NULL::rec.\"%s\", u.fields::jsonb) p ORDER BY u.n", kind->name);
  const struct db_param params[] = {P_TEXTS(fields, count), P_TEXTS(keys, count)};
  return buf_check(&sql, kind->name, err) && db_direct(db, out, sql.data, DB_MANY, err, params, 2);
}

bool kind_late(struct db *db, const enum kind_id *kinds, size_t count, vg_time at, vg_time from, vg_time to, int64_t *out,
               struct vg_error *err) {
  static const char late[] = "SELECT count(*) FROM rec.%s%s r WHERE r.recorded_at > $2::timestamptz AND r.recorded_at <= $3::timestamptz"
                             " AND r.effective_at < $1::timestamptz";
  BUF(sql, TEXT_LIMIT);
  DB_RESULT(r);
  *out = 0;
  if (count == 0) return true;
  buf_text(&sql, "SELECT ");
  for (size_t i = 0; i < count; i++) {
    const char *name = kind_get(kinds[i])->name;
    buf_text(&sql, i > 0 ? " + (" : "(");
    buf_printf(&sql, late, name, "");
    buf_text(&sql, ") + (");
    buf_printf(&sql, late, name, "_history");
    buf_text(&sql, ")");
  }
  buf_text(&sql, " AS late");
  const struct db_param params[] = {P_TIME(at), P_TIME(from), P_TIME(to)};
  if (!buf_check(&sql, "kinds", err) || !db_direct(db, &r, sql.data, DB_ONE, err, params, 3)) return false;
  *out = row_int(r, 0, "late");
  return row_ok(r, err);
}

bool kind_counts(struct db *db, const struct kind_page *page, int64_t out[KIND_COUNT], struct vg_error *err) {
  BUF(sql, 2 * TEXT_LIMIT);
  DB_RESULT(r);
  buf_text(&sql, "SELECT ");
  for (int i = 0; i < KIND_COUNT; i++) {
    const struct kind *kind = kind_get((enum kind_id)i);
    buf_text(&sql, i > 0 ? ", (SELECT count(*) FROM " : "(SELECT count(*) FROM ");
    current_at(&sql, kind, page->known == VG_NEVER);
    buf_printf(&sql, ") AS %s", kind->name);
  }
  const struct db_param params[] = {P_TIME(page->known), P_INT(page->perimeter_id)};
  if (!buf_check(&sql, "kinds", err) || !db_direct(db, &r, sql.data, DB_ONE, err, params, 2)) return false;
  for (int i = 0; i < KIND_COUNT; i++) out[i] = row_int(r, 0, kind_get((enum kind_id)i)->name);
  return row_ok(r, err);
}
