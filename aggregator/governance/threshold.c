#include "governance/threshold.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "indicator/board_row.h"

enum { DIGITS_MAX = 15 };

static const char *unit_shown(const struct indicator *i) {
  return strcmp(i->unit, "1") == 0 ? "" : i->unit;
}

/* "97,5 %" to "97.5": digits and at most one separator, spaces and the unit left out; NULL when it is no such number.
 */
static const char *number(struct vg_arena *arena, const struct indicator *indicator, const char *typed) {
  char out[DIGITS_MAX + 3];
  size_t n = 0, unit = strlen(unit_shown(indicator));
  bool separated = false;
  for (const char *p = typed; *p != '\0'; p++) {
    if (*p == ' ') continue;
    if (strncmp(p, "\xC2\xA0", 2) == 0) {
      p++;
      continue;
    }
    if (strncmp(p, "\xE2\x80\xAF", 3) == 0) {
      p += 2;
      continue;
    }
    if (unit > 0 && strcmp(p, unit_shown(indicator)) == 0) break;
    bool separator = *p == ',' || *p == '.';
    if ((*p < '0' || *p > '9') && (!separator || separated || n == 0)) return NULL;
    if (n >= DIGITS_MAX) return NULL;
    separated = separated || separator;
    out[n++] = separator ? '.' : *p;
  }
  if (n == 0 || out[n - 1] == '.') return NULL;
  return vg_strndup(arena, out, n);
}

static bool read_number(struct vg_arena *arena, const struct indicator *i, const char *field, const char *typed,
                        const char **out, double *value, struct vg_error *err) {
  bool percent = strcmp(i->unit, "%") == 0;
  *out = number(arena, i, typed);
  if (*out == NULL || !text_real(*out, value) || (percent && *value > 100)) {
    char found[80];
    (void)text_show(typed, found, sizeof found);
    return percent ? vg_refuse(err, field, "expected a number from 0 to 100, found \"%s\"", found)
                   : vg_refuse(err, field, "expected a number, 0 or more, found \"%s\"", found);
  }
  return true;
}

static bool on_its_side(const struct indicator *i, const char *field, double value, const char *of, double limit,
                        const char *shown, const char *limit_shown, struct vg_error *err) {
  if (i->higher_is_better ? value <= limit : value >= limit) return true;
  char most[60], found[60];
  (void)snprintf(most, sizeof most, "%s%s", limit_shown, unit_shown(i));
  (void)snprintf(found, sizeof found, "%s%s", shown, unit_shown(i));
  return i->higher_is_better ? vg_refuse(err, field, "expected at most %s (%s), since higher is better, found %s", of, most, found)
                             : vg_refuse(err, field, "expected at least %s (%s), since lower is better, found %s", of, most, found);
}

static bool find_perimeter(struct db *db, struct vg_arena *arena, const char *code, int64_t *id, struct vg_error *err) {
  struct moment where;
  *id = 0;
  if (code == NULL) return true;
  if (board_moment(db, arena, code, VG_NEVER, VG_NEVER, &where, err)) {
    *id = where.perimeter.id;
    return true;
  }
  if (err->code != VG_E_NOTFOUND) return false;
  *err = (struct vg_error){0};
  return vg_refuse(err, "perimeter", "expected the code of a perimeter, found \"%.64s\"", code);
}

bool threshold_check(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                     const struct threshold_draft *d, struct threshold_wanted *out, struct vg_error *err) {
  const struct indicator *i = d->indicator;
  double *v = out->values;
  out->indicator = i;
  if (!read_number(arena, i, "target", d->target, &out->target, &v[0], err) ||
      !read_number(arena, i, "warning", d->warning, &out->warning, &v[1], err) ||
      !read_number(arena, i, "critical", d->critical, &out->critical, &v[2], err) ||
      !on_its_side(i, "warning", v[1], N_("the target"), v[0], out->warning, out->target, err) ||
      !on_its_side(i, "critical", v[2], N_("the warning threshold"), v[1], out->critical, out->warning, err))
    return false;
  if (!day_to_come(author, zone, d->from_day, err)) return false; /* published figures do not move */
  if (text_blank(d->reason)) return vg_refuse(err, "reason", "expected why it changes, found nothing");
  return find_perimeter(db, arena, d->perimeter, &out->perimeter_id, err);
}

bool threshold_adopt(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                     const struct threshold_draft *d, struct vg_error *err) {
  DB_RESULT(r);
  DB_TX(tx);
  struct threshold_wanted w;
  char from[TIME_TEXT];
  vg_time from_at = day_begins(zone, d->from_day, author->now);
  if (!db_begin(db, &tx, err) || !threshold_check(db, arena, author, zone, d, &w, err)) return false;
  if (!db_run(db, &r, SQL_THRESHOLD_ADD, DB_ZERO_OR_ONE, err, P_TEXT(d->indicator->code),
              w.perimeter_id > 0 ? P_INT(w.perimeter_id) : P_NULL, P_TEXT(w.target), P_TEXT(w.warning),
              P_TEXT(w.critical), P_TIME(from_at), P_TEXT(author->login), P_TEXT(d->reason), P_TIME(author->now)))
    return false;
  if (row_count(r) == 0) {
    (void)vg_fail(err, VG_E_CONFLICT, N_("expected a day without published figure, found figures of %s at that day or later"), d->indicator->code);
    return vg_context(err, "%s: ", "from");
  }
  return author_journal(db, author, "threshold.changed", vg_printf(arena, "indicator %s", d->indicator->code),
                        (const char *const[]){"target", w.target, "warning", w.warning, "critical", w.critical,
                                              "perimeter", d->perimeter, "from", time_format(from_at, from), "reason",
                                              d->reason, NULL},
                        err) &&
         db_commit(&tx, err);
}

bool threshold_preview(struct db *db, struct vg_arena *arena, const struct threshold_wanted *w, int64_t perimeter_id,
                       const vg_time *instants, size_t count, struct threshold_point *out, struct vg_error *err) {
  DB_RESULT(r);
  const char **texts = board_instants(arena, instants, count);
  if (texts == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < count; i++) out[i] = (struct threshold_point){.was = STATE_UNKNOWN, .becomes = STATE_UNKNOWN};
  if (!db_run(db, &r, SQL_THRESHOLD_PREVIEW, DB_MANY, err, P_INT(perimeter_id), P_TEXTS(texts, count),
              P_TEXT(w->indicator->code), P_TEXT(w->target), P_TEXT(w->warning)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    out[row_int(r, i, "place") - 1] = (struct threshold_point){.known = true,
                                                               .has_value = !row_null(r, i, "value"),
                                                               .value = row_real(r, i, "value"),
                                                               .judged = (int)row_int(r, i, "judged"),
                                                               .conforming = (int)row_int(r, i, "conforming"),
                                                               .was = board_state(r, i, "was"),
                                                               .becomes = board_state(r, i, "becomes")};
  }
  return row_ok(r, err);
}

bool threshold_changes(struct db *db, struct vg_arena *arena, const struct moment *m, const char *indicator,
                       struct threshold_change **out, size_t *count, struct vg_error *err) {
  DB_RESULT(r);
  *count = 0;
  if (!db_run(db, &r, SQL_THRESHOLD_CHANGES, DB_MANY, err, P_TEXT(indicator), P_INT(m->perimeter.id), P_TIME(m->at)))
    return false;
  struct threshold_change *items = *out = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    items[i] = (struct threshold_change){.perimeter = board_text(arena, r, i, "perimeter"),
                                         .target = row_real(r, i, "target"),
                                         .warning = row_real(r, i, "warning"),
                                         .critical = row_real(r, i, "critical"),
                                         .first = row_null(r, i, "target_before"),
                                         .target_before = row_real(r, i, "target_before"),
                                         .warning_before = row_real(r, i, "warning_before"),
                                         .critical_before = row_real(r, i, "critical_before"),
                                         .from = row_time(r, i, "from_at"),
                                         .decided_at = row_time(r, i, "decided_at"),
                                         .author = board_text(arena, r, i, "author"),
                                         .reason = board_text(arena, r, i, "reason")};
  }
  *count = row_count(r);
  return row_ok(r, err) && board_arena_ok(arena, err);
}
