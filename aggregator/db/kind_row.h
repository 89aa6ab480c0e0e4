/* db/kind_row.h — a record as a row of PostgreSQL's binary COPY, in the column order of kind_copy_begin().
 *
 * Binary, because nothing has to be escaped and the server has nothing to parse. A row is self-delimiting: a spool of
 * rows can be walked with kind_row_walk().                                                                       */
#ifndef VG_DB_KIND_ROW_H
#define VG_DB_KIND_ROW_H

#include "core/buf.h"
#include "kind/record.h"

struct kind_row_head {
  int64_t source_id, perimeter_id, pull_id;
  vg_time recorded_at;
  const unsigned char *hash; /* 32 bytes */
};

void kind_copy_head(struct buf *out);
void kind_copy_tail(struct buf *out);
/* Appends the row of a finished record. VG_E_INPUT when its `extra` holds what jsonb cannot (U+0000). */
bool kind_row(struct buf *out, const struct record *, const struct kind_row_head *, struct vg_error *err);

struct kind_row_view {
  size_t length; /* of the whole row */
  const char *key;
  size_t key_length;
  vg_time effective_at;
  const unsigned char *hash;
};
/* Reads the row at `data`. False when `length` bytes do not hold a whole, well-formed row of the kind. */
bool kind_row_walk(const struct kind *, const char *data, size_t length, struct kind_row_view *out);

#endif
