/* db/kind_tables.h — the tables of records, derived from the kinds' declaration: rec.KIND (current versions),
 * rec.KIND_history (superseded ones), rec.KIND_known(known timestamptz) and, of states of named assets or persons,
 * rec.KIND_recent(known timestamptz, since timestamptz), those of them that were seen after an instant, as docs/architecture.md says.
 * rec.KIND_later(): the sources that tell of a key that another one told of before, so that a subject keeps the name it had.
 *
 * Each field of a kind is a nullable column of its name: TEXT, HOST, EMAIL, ENUM text · INT bigint · REAL double
 * precision (NaN refused) · BOOL boolean · TIME timestamptz · DATE date · LIST text[]. That required fields are there
 * is the sink's duty, so that a field may become required without rewriting what is stored.
 *
 * A source's records go with it by a trigger on vg.source (rec.source_removed), not by foreign keys: these would cost as
 * much as all the rest of a first load, and a pull holds its source's row while it writes.                        */
#ifndef VG_DB_KIND_TABLES_H
#define VG_DB_KIND_TABLES_H

#include "db/db.h"
#include "kind/kind.h"

/* Creates what is missing: tables, indexes, functions, columns of new fields; leaves the columns of fields that are no
 * longer declared. In one transaction, one caller at a time; nothing is written when nothing is missing. Needs the
 * owner's role. VG_E_CONFIG when a column has another type than its field says.                                    */
bool kind_tables_install(struct db *, struct vg_error *err);

/* The texts of a kind, as they are run: for install and for tests. */
void kind_table_sql(const struct kind *, struct buf *out);   /* CREATE TABLE of both tables */
void kind_indexes_sql(const struct kind *, struct buf *out); /* CREATE INDEX IF NOT EXISTS … */
void kind_known_sql(const struct kind *, struct buf *out);   /* CREATE FUNCTION rec.KIND_known */
void kind_recent_sql(const struct kind *, struct buf *out);  /* CREATE FUNCTION rec.KIND_recent, of a named state */
void kind_later_sql(const struct kind *, struct buf *out);   /* CREATE FUNCTION rec.KIND_later */
void kind_removal_sql(struct buf *out);                      /* CREATE FUNCTION rec.source_removed */
/* "bigint", as PostgreSQL's format_type() says it. */
const char *kind_column_type(enum field_type);
/* False when a field has the name of one of the tables' own columns or an invalid one. */
bool kind_columns_check(const struct kind *, struct vg_error *err);

/* ---- the diff of a pull: all within the caller's transaction ---- */

struct kind_current {
  int64_t id;
  const char *key; /* not NUL-terminated */
  size_t key_length;
  const unsigned char *hash; /* 32 bytes */
};
/* False stops the reading, with *err filled. */
typedef bool kind_current_row(void *user, const struct kind_current *, struct vg_error *err);

/* Calls `row` for each current version that the source has of this kind, in no order. */
bool kind_current_each(struct db *, const struct kind *, int64_t source_id, kind_current_row *row, void *user,
                       struct vg_error *err);

struct kind_end {
  int64_t source_id, pull_id; /* the pull that ends them */
  vg_time at;                 /* its instant of reading */
  bool vanished;              /* the source no longer shows them; false: another version follows */
};
/* Moves current versions to history. VG_E_CONFLICT when one of the ids is not current (any more). */
bool kind_end_versions(struct db *, const struct kind *, const struct kind_end *, const int64_t *ids, size_t count,
                       struct vg_error *err);

/* Starts the COPY of new current versions: kind_copy_head(), rows of kind_row() (db/kind_row.h), kind_copy_tail(), each
 * through db_copy_data(), then db_copy_end().                                                                   */
bool kind_copy_begin(struct db *, const struct kind *, struct vg_error *err);

/* Fills back_at of the vanished versions whose key this pull has opened again. */
bool kind_mark_back(struct db *, const struct kind *, int64_t source_id, int64_t pull_id, vg_time at,
                    struct vg_error *err);

/* Deletes superseded versions that are older than their kind keeps them (retention_days). */
bool kind_purge(struct db *, vg_time now, int64_t *deleted, struct vg_error *err);

#endif
