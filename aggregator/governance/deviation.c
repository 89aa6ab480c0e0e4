#include "governance/deviation.h"

#include <string.h>

#include "db/kind_read.h"
#include "indicator/board_row.h"

bool deviation_get(struct db *db, struct vg_arena *arena, const char *indicator, int64_t perimeter_id,
                   const char *subject, vg_time instant, vg_time at, struct deviation *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_DEVIATION_GET, DB_ZERO_OR_ONE, err, P_TEXT(indicator), P_INT(perimeter_id), P_TEXT(subject),
              P_TIME(instant)))
    return false;
  if (row_count(r) == 0)
    return vg_fail(err, VG_E_NOTFOUND, N_("\"%.100s\": it was not in deviation at that instant"), subject);
  vg_time to = row_time(r, 0, "to_at");
  *out = (struct deviation){.label = board_text(arena, r, 0, "label"),
                            .perimeter_code = board_text(arena, r, 0, "perimeter_code"),
                            .perimeter = board_text(arena, r, 0, "perimeter"),
                            .from = row_time(r, 0, "from_at"),
                            .to = to == INT64_MAX ? VG_NEVER : to,
                            .detail = board_text(arena, r, 0, "detail"),
                            .waived = strcmp(row_text(r, 0, "waived"), "t") == 0,
                            .waived_whole = row_bool(r, 0, "waived_whole"),
                            .conforming_after = strcmp(row_text(r, 0, "followed"), "conforming") == 0,
                            .unknown_after = strcmp(row_text(r, 0, "followed"), "unknown") == 0};
  out->over = out->to != VG_NEVER && out->to <= at;
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool deviation_notes(struct db *db, struct vg_arena *arena, const char *indicator, int64_t perimeter_id,
                     const char *subject, vg_time since, vg_time at, struct deviation_notes *out,
                     struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct deviation_notes){0};
  if (!db_run(db, &r, SQL_DEVIATION_NOTES, DB_MANY, err, P_TEXT(indicator), P_INT(perimeter_id), P_TEXT(subject),
              P_TIME(since), P_TIME(at)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->items[out->count++] = (struct deviation_note){.perimeter_id = row_int(r, i, "perimeter_id"),
                                                       .subject = board_text(arena, r, i, "subject"),
                                                       .began_at = row_time(r, i, "began_at"),
                                                       .cause = board_text(arena, r, i, "cause"),
                                                       .mended_by = board_text(arena, r, i, "mended_by"),
                                                       .record_kind = board_text(arena, r, i, "record_kind"),
                                                       .record_id = row_int(r, i, "record_id"),
                                                       .author = board_text(arena, r, i, "author"),
                                                       .written_at = row_time(r, i, "written_at")};
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

const struct deviation_note *deviation_note_of(const struct deviation_notes *notes, int64_t perimeter_id,
                                               const char *subject, vg_time from, vg_time to) {
  for (size_t i = 0; i < notes->count; i++) {
    const struct deviation_note *n = &notes->items[i];
    if (n->perimeter_id == perimeter_id && n->began_at >= from && (to == VG_NEVER || n->began_at < to) &&
        strcmp(n->subject, subject) == 0)
      return n;
  }
  return NULL;
}

static bool record_exists(struct db *db, const struct deviation_note_draft *d, struct vg_error *err) {
  DB_RESULT(record);
  return d->kind == NULL || kind_version(db, &record, d->kind, d->record_id, err);
}

bool deviation_note_add(struct db *db, struct vg_arena *arena, const struct author *author,
                        const struct deviation_note_draft *d, struct vg_error *err) {
  struct deviation deviation;
  DB_TX(tx);
  if (!db_begin(db, &tx, err) ||
      !deviation_get(db, arena, d->indicator, d->perimeter_id, d->subject, d->instant, author->now, &deviation, err) ||
      !record_exists(db, d, err))
    return false;
  const char *kind = d->kind != NULL ? d->kind->name : "";
  return db_run(db, NULL, SQL_DEVIATION_NOTE_ADD, DB_NONE, err, P_TEXT(d->indicator), P_INT(d->perimeter_id),
                P_TEXT(d->subject), P_TIME(deviation.from != VG_NEVER ? deviation.from : d->instant), P_TEXT(d->cause),
                P_TEXT(d->mended_by), P_TEXT(kind), d->kind != NULL ? P_INT(d->record_id) : P_NULL,
                P_TEXT(author->login), P_TIME(author->now)) &&
         author_journal(db, author, "deviation.noted", vg_printf(arena, "indicator %s", d->indicator),
                        (const char *const[]){"subject", d->subject, "cause", d->cause, "mended_by",
                                              *d->mended_by != '\0' ? d->mended_by : NULL, NULL},
                        err) &&
         db_commit(&tx, err);
}
