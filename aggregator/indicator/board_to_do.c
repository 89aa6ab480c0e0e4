#include "indicator/attestation.h"
#include "indicator/snapshot_part.h"

static bool related(const struct common *c, size_t a, size_t b) { return common_below(c, a, b) || common_below(c, b, a); }

/* False: the database must say. */
static bool keep_count(struct db *db, const struct moment *m, struct to_do *out) {
  const struct common *c = part_common(db);
  const struct kept_alerts *alerts = part_alerts(db, c);
  size_t place = common_place(c, m->perimeter.id);
  if (alerts == NULL || place == SIZE_MAX) return false;
  for (size_t i = 0; i < alerts->count; i++) {
    const struct kept_event *e = &alerts->items[i].event;
    out->alerts += part_within(&e->during, m->at) && common_below(c, place, e->place);
  }
  for (size_t i = 0; i < c->request_count; i++) {
    const struct kept_request *q = &c->requests[i];
    bool waits = part_within(&q->event.during, m->at) && related(c, place, q->event.place);
    out->waivers += waits && q->waiver;
    out->statements += waits && !q->waiver;
  }
  return true;
}

static bool read_count(struct db *db, const struct moment *m, struct to_do *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_TO_DO, DB_ONE, err, P_INT(m->perimeter.id), P_TIME(m->at))) return false;
  out->alerts = row_int(r, 0, "alerts");
  out->waivers = row_int(r, 0, "waivers");
  out->statements = row_int(r, 0, "statements");
  return row_ok(r, err);
}

bool board_to_do(struct db *db, const struct moment *m, struct to_do *out, struct vg_error *err) {
  struct attestations_due due;
  *out = (struct to_do){0};
  if (!keep_count(db, m, out) && !read_count(db, m, out, err)) return false;
  if (!attestations_count(db, m, &due, err)) return false;
  out->attestations = due.of[ATTESTATION_LATE];
  return true;
}
