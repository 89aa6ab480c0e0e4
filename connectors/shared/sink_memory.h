/* connectors/shared/sink_memory.h — a sink that keeps records in memory: tests, and the preview of a source. */
#ifndef VG_CONNECTORS_SINK_MEMORY_H
#define VG_CONNECTORS_SINK_MEMORY_H

#include "connectors/connector.h"

struct memory_row {
  const struct kind *kind;
  const char *key, *perimeter; /* perimeter may be NULL */
  vg_time effective_at;
  const char **values; /* kind_field_count() texts in the kind's order; NULL: not set */
  const char *extra;   /* JSON object, keys sorted, or NULL */
};
struct memory_reject {
  const char *place, *kind, *key, *reason, *words; /* words: of the reason, as in struct vg_error */
};

/* Rows and rejects live in the arena. All are counted; the first `keep` of each are kept. */
struct sink_memory {
  struct sink sink;
  struct vg_arena *arena;
  size_t keep;
  struct memory_row *rows;
  size_t rows_count, rows_kept, rows_room;
  struct memory_reject *rejects;
  size_t rejects_count, rejects_kept, rejects_room;
  size_t by_kind[KIND_COUNT];
};
void sink_memory_init(struct sink_memory *, struct vg_arena *, size_t keep, vg_time read_at);

/* "backup 8f3a0344 @2026-11-23T02:14:00Z asset=srv-db-01 status=ok … {"tags":["prod"]}", set fields only. For tests. */
void memory_row_text(const struct memory_row *, struct buf *out);
/* A value as text: instants in RFC 3339, days as 2026-11-23, lists joined by '|', true/false. NULL when not set. */
const char *record_value_text(struct vg_arena *, const struct record *, size_t field);
/* The row as a JSON object: kind, key, perimeter, effective_at, and each set field in "fields"; for previews. */
void memory_row_json(const struct memory_row *, struct json_writer *);

#endif
