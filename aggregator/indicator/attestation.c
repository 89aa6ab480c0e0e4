#include "indicator/attestation.h"

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { SAYINGS_MAX = 40000 };
#define SOON (30 * VG_DAY)

const char *const attestation_due_names[] = {[ATTESTATION_LATE] = "late", [ATTESTATION_SOON] = "soon", [ATTESTATION_LATER] = "later", NULL};

enum attestation_due attestation_due_at(vg_time due, vg_time at) {
  return due <= at ? ATTESTATION_LATE : due <= at + SOON ? ATTESTATION_SOON : ATTESTATION_LATER;
}

static void add(struct attestations_due *n, vg_time due, vg_time at) {
  n->all++;
  n->of[attestation_due_at(due, at)]++;
}

/* ---- from the database ---- */

bool attestation_rows(struct db *db, int64_t perimeter_id, vg_time at, struct db_result **out, struct vg_error *err) {
  return db_run(db, out, SQL_ATTESTATION_DUE, DB_MANY, err, P_INT(perimeter_id), P_TIME(at));
}

struct attestations_due attestations_due(const struct db_result *rows, vg_time at) {
  struct attestations_due n = {0};
  for (size_t i = 0; i < row_count(rows); i++) add(&n, row_time(rows, i, "due_at"), at);
  return n;
}

/* ---- from memory ---- */

/* Rows of a period in which a thing is asked stand together. */
static void fill(struct kept_attested *out, struct kept_asked *asked, struct kept_saying *said, const struct common *c, const struct db_result *r) {
  int64_t last = 0;
  for (size_t i = 0; i < row_count(r); i++) {
    int64_t id = row_int(r, i, "id");
    if (id != last)
      asked[out->count++] = (struct kept_asked){.asked = part_stretch(r, i),
                                                .place = common_place(c, row_int(r, i, "perimeter_id")),
                                                .since = row_time(r, i, "since"),
                                                .said = &said[i]};
    last = id;
    if (row_null(r, i, "attested_at")) continue;
    vg_time known_to = row_time(r, i, "known_to");
    said[i] = (struct kept_saying){.known = {row_time(r, i, "known_from"), known_to == VG_NEVER ? INT64_MAX : known_to},
                                   .at = row_time(r, i, "attested_at"),
                                   .until = row_time(r, i, "until")};
    asked[out->count - 1].count++;
  }
  out->items = asked;
}

static bool load(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_attested *attested = vg_alloc(arena, sizeof *attested);
  if (!db_run(db, &r, SQL_SNAPSHOT_ATTESTED, DB_MANY, err, P_INT(SAYINGS_MAX + 1))) return false;
  if (row_count(r) > SAYINGS_MAX) return part_refuse(arena);
  struct kept_asked *asked = vg_alloc(arena, (row_count(r) + 1) * sizeof *asked);
  struct kept_saying *said = vg_alloc(arena, (row_count(r) + 1) * sizeof *said);
  if (attested == NULL || asked == NULL || said == NULL) return board_arena_ok(arena, err);
  fill(attested, asked, said, context, r);
  *out = attested;
  return row_ok(r, err);
}

const struct kept_attested *part_attested(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_ATTESTED, 0, load, c);
}

/* The end of the last one that was known then. */
static vg_time due_of(const struct kept_asked *a, vg_time at) {
  for (size_t i = 0; i < a->count; i++)
    if (a->said[i].at <= at && part_within(&a->said[i].known, at)) return a->said[i].until;
  return a->since;
}

/* False: the database must say. */
static bool keep_count(struct db *db, const struct moment *m, struct attestations_due *out) {
  const struct common *c = part_common(db);
  const struct kept_attested *kept = part_attested(db, c);
  size_t place = common_place(c, m->perimeter.id);
  if (kept == NULL || place == SIZE_MAX) return false;
  *out = (struct attestations_due){0};
  for (size_t i = 0; i < kept->count; i++) {
    const struct kept_asked *a = &kept->items[i];
    if (part_within(&a->asked, m->at) && common_below(c, place, a->place)) add(out, due_of(a, m->at), m->at);
  }
  return true;
}

bool attestations_count(struct db *db, const struct moment *m, struct attestations_due *out, struct vg_error *err) {
  DB_RESULT(rows);
  if (keep_count(db, m, out)) return true;
  if (!attestation_rows(db, m->perimeter.id, m->at, &rows, err)) return false;
  *out = attestations_due(rows, m->at);
  return row_ok(rows, err);
}
