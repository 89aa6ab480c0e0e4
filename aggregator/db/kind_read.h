/* db/kind_read.h — reads records for people: any version of any kind, with its history.
 *
 * Rows have the kind's fields under their names, in PostgreSQL's text form, and: id, source_id, key, perimeter_id,
 * effective_at, recorded_at, pull_id, hash, extra (JSON text), superseded_at (NULL: current), vanished (true: the source
 * no longer showed it), back_at. Results are the caller's: db_free().                                              */
#ifndef VG_DB_KIND_READ_H
#define VG_DB_KIND_READ_H

#include "db/db.h"
#include "kind/kind.h"

/* One version. VG_E_NOTFOUND when there is none of that id. */
bool kind_version(struct db *, struct db_result **out, const struct kind *, int64_t id, struct vg_error *err);

/* All versions of one record, newest first, at most 200. */
bool kind_versions(struct db *, struct db_result **out, const struct kind *, int64_t source_id, const char *key,
                   struct vg_error *err);

/* The versions that concern a subject and were true at or before `at`: those whose `fields` are `value`, the
 * latest effective first, as known now: one field, several joined by "+" whose values are joined by spaces, or NULL for
 * the key. `limit` 1..1000.                                                                                       */
bool kind_about(struct db *, struct db_result **out, const struct kind *, const char *fields, const char *value,
                vg_time at, int limit, struct vg_error *err);

/* Versions that were current at `known` (VG_NEVER: now) in a perimeter and below it (0: everywhere), whose key contains `search`
 * (NULL: all), from a source (0: all), by key; `total` counts them all.                                            */
struct kind_page {
  const char *search;
  int64_t source_id;
  int64_t offset, limit;
  vg_time known;
  int64_t perimeter_id;
};
bool kind_list(struct db *, struct db_result **out, const struct kind *, const struct kind_page *, int64_t *total,
               struct vg_error *err);

/* What people entered in a source, latest change first: entry, version, key, fields (as stored: JSON), perimeter (code,
 * or ""), changed_at, changed_by, record_id (NULL: none was made of it), read (whether its last reading took it as it is), refused
 * (why it did not: words or text, NULL: it did). Of the page, `search`, `source_id`, `offset` and `limit` count. */
bool kind_entered(struct db *, struct db_result **out, const struct kind *, const struct kind_page *, int64_t *total, struct vg_error *err);
/* Entries' fields (JSON objects that fit their kind) with their types, in the order given, under the fields' names as for records, and: key. */
bool kind_typed(struct db *, struct db_result **out, const struct kind *, const char *const *fields, const char *const *keys, size_t count,
                struct vg_error *err);

/* Records of these kinds that were true before `at` and were learnt after `from`, by `to`. */
bool kind_late(struct db *, const enum kind_id *kinds, size_t count, vg_time at, vg_time from, vg_time to, int64_t *out,
               struct vg_error *err);

/* How many records each kind has, as kind_list() counts them: only `known` and `perimeter_id` of the page are looked at. */
bool kind_counts(struct db *, const struct kind_page *, int64_t out[KIND_COUNT], struct vg_error *err);

#endif
