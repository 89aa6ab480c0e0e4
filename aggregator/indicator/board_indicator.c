#include <stdio.h>
#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* ---- subjects ---- */

static vg_time instant_of(const char *text) {
  struct vg_error ignored = {0};
  vg_time at;
  return text != NULL && strlen(text) >= 20 && time_parse(text, &at, &ignored) ? at : VG_NEVER;
}

static void subject_row(struct vg_arena *arena, const struct db_result *r, size_t row, struct subject_line *out) {
  *out = (struct subject_line){.perimeter_id = row_int(r, row, "perimeter_id"),
                               .perimeter = board_text(arena, r, row, "perimeter"),
                               .subject = board_text(arena, r, row, "subject"),
                               .label = board_text(arena, r, row, "label"),
                               .detail = board_text(arena, r, row, "detail"),
                               .verdict = VERDICT_CONFORMING,
                               .since = row_time(r, row, "since"),
                               .until = row_time(r, row, "until")};
  if (out->until == INT64_MAX) out->until = VG_NEVER; /* infinity: it never ends */
  out->detail_at = instant_of(out->detail);
}

static bool subjects_of_ratio(struct db *db, struct vg_arena *arena, const struct moment *m,
                              const struct subject_query *q, struct subject_list *out, struct vg_error *err) {
  DB_RESULT(r);
  const char *verdict = q->verdict < 0 ? NULL : verdict_name((enum verdict)q->verdict);
  if (!db_run(db, &r, SQL_BOARD_SUBJECTS, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TEXT(q->indicator),
              P_TEXT(verdict), P_INT((int64_t)q->offset), q->limit == 0 ? P_NULL : P_INT((int64_t)q->limit)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    for (int v = 0; v < VERDICT_COUNT; v++) out->by_verdict[v] = (int)row_int(r, i, verdict_name((enum verdict)v));
    if (row_null(r, i, "subject")) continue;
    struct subject_line *line = &out->items[out->count++];
    subject_row(arena, r, i, line);
    line->never_told = row_bool(r, i, "never_told");
    (void)verdict_parse(row_text(r, i, "verdict"), &line->verdict);
  }
  for (int v = 0; v < VERDICT_COUNT; v++) out->total += q->verdict < 0 || q->verdict == v ? out->by_verdict[v] : 0;
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static bool subjects_of_statistic(struct db *db, struct vg_arena *arena, const struct moment *m,
                                  const struct indicator *indicator, const struct subject_query *q,
                                  struct subject_list *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_VALUES, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TEXT(q->indicator),
              P_TEXT(statistic_name(indicator->statistic)), P_INT((int64_t)q->offset),
              q->limit == 0 ? P_NULL : P_INT((int64_t)q->limit)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->total = row_int(r, i, "conforming");
    if (row_null(r, i, "subject")) continue;
    subject_row(arena, r, i, &out->items[out->count]);
    struct subject_line *line = &out->items[out->count++];
    line->has_value = !row_null(r, i, "value");
    line->value = line->has_value ? row_real(r, i, "value") : 0;
    line->has_amount = !row_null(r, i, "base");
    if (line->has_amount) line->amount = row_real(r, i, "amount"), line->base = row_real(r, i, "base");
  }
  out->by_verdict[VERDICT_CONFORMING] = (int)out->total;
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool board_subjects(struct db *db, struct vg_arena *arena, const struct moment *moment,
                    const struct subject_query *query, struct subject_list *out, struct vg_error *err) {
  const struct indicator *indicator = indicator_find(query->indicator);
  *out = (struct subject_list){0};
  if (indicator == NULL) return vg_fail(err, VG_E_NOTFOUND, "no indicator is called \"%.64s\"", query->indicator);
  if (indicator->form == FORM_STATISTIC) return subjects_of_statistic(db, arena, moment, indicator, query, out, err);
  return subjects_of_ratio(db, arena, moment, query, out, err);
}

/* ---- trend and past deviations ---- */

/* Is the code one of those, ',' between? */
static bool names(const char *codes, const char *code) {
  size_t length = strlen(code);
  for (const char *p = codes; *p != '\0'; p += strcspn(p, ","), p += *p == ',')
    if (strcspn(p, ",") == length && strncmp(p, code, length) == 0) return true;
  return false;
}

/* As board_left_out says it. */
static bool kept_left_out(const struct common *c, const struct kept_lines *kept, const struct indicator *sheet, vg_time at, vg_time *since) {
  const struct kept_policy *policy = common_policy(c, at);
  bool any = false;
  for (size_t k = 0; policy != NULL && k < policy->rule_count; k++) {
    const struct kept_state *state = life_at(kept, policy->first + k, at);
    if (!names(policy->rules[k].indicators, sheet->code)) continue;
    if (state == NULL || state->state != STATE_NOT_APPLICABLE) return false;
    *since = !any || state->from > *since ? state->from : *since;
    any = true;
  }
  return any;
}

static void keep_trend(const struct common *c, const struct kept_lines *kept, const struct indicator *sheet, size_t count,
                       struct trend_point *out) {
  for (size_t i = 0; i < count; i++) {
    vg_time since = VG_NEVER;
    (void)line_at(kept, indicator_place(sheet), out[i].at, &out[i].reading);
    if (kept_left_out(c, kept, sheet, out[i].at, &since)) (void)board_leave_out(&out[i].reading, since);
  }
}

static bool read_left_out(struct db *db, const struct moment *m, const char *indicator, const char **instants, size_t count,
                          struct trend_point *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_LEFT_OUT, DB_MANY, err, P_INT(m->perimeter.id), P_TEXTS(instants, count), P_TEXT(indicator))) return false;
  for (size_t i = 0; i < row_count(r); i++) (void)board_leave_out(&out[row_int(r, i, "place") - 1].reading, row_time(r, i, "since"));
  return row_ok(r, err);
}

static bool read_said(struct db *db, const struct moment *m, const char *indicator, const char **instants, size_t count,
                      struct trend_point *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_READINGS, DB_MANY, err, P_INT(m->perimeter.id), P_TEXTS(instants, count), P_TEXTS(&indicator, 1))) return false;
  for (size_t i = 0; i < row_count(r); i++) out[row_int(r, i, "place") - 1].reading = board_reading(r, i);
  return row_ok(r, err);
}

bool board_trend(struct db *db, struct vg_arena *arena, const struct moment *moment, const char *indicator,
                 const vg_time *instants, size_t count, struct trend_point *out, struct vg_error *err) {
  for (size_t i = 0; i < count; i++) out[i] = (struct trend_point){.at = instants[i], .reading = board_no_reading()};
  const struct indicator *sheet = indicator_find(indicator);
  const struct common *common = part_common(db);
  const struct kept_lines *kept = sheet == NULL ? NULL : part_lines(db, common, moment->perimeter.id);
  if (kept != NULL) return keep_trend(common, kept, sheet, count, out), true;
  const char **texts = board_instants(arena, instants, count);
  if (texts == NULL) return board_arena_ok(arena, err);
  return read_said(db, moment, indicator, texts, count, out, err) && read_left_out(db, moment, indicator, texts, count, out, err);
}

bool board_said(struct db *db, struct vg_arena *arena, const struct moment *moment, const char *indicator, vg_time at, struct reading *out,
                struct vg_error *err) {
  struct trend_point point = {.at = at, .reading = board_no_reading()};
  const char **text = board_instants(arena, &at, 1);
  if (text == NULL) return board_arena_ok(arena, err);
  bool ok = read_said(db, moment, indicator, text, 1, &point, err);
  *out = point.reading;
  return ok;
}

bool board_deviations(struct db *db, struct vg_arena *arena, const struct moment *moment, const char *indicator,
                      vg_time from, size_t limit, struct deviation_lines *out, struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct deviation_lines){0};
  if (!db_run(db, &r, SQL_BOARD_DEVIATIONS, DB_MANY, err, P_INT(moment->perimeter.id), P_TEXT(indicator), P_TIME(from),
              P_TIME(moment->at), P_INT((int64_t)limit)))
    return false;
  out->items = vg_alloc(arena, row_count(r) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->items[out->count++] = (struct deviation_line){.perimeter_id = row_int(r, i, "perimeter_id"),
                                                       .perimeter = board_text(arena, r, i, "perimeter"),
                                                       .subject = board_text(arena, r, i, "subject"),
                                                       .label = board_text(arena, r, i, "label"),
                                                       .from = row_time(r, i, "from_at"),
                                                       .to = row_time(r, i, "to_at"),
                                                       .open = row_bool(r, i, "open"),
                                                       .waived = row_bool(r, i, "waived"),
                                                       .conforming_after = strcmp(row_text(r, i, "followed"), "conforming") == 0,
                                                       .unknown_after = strcmp(row_text(r, i, "followed"), "unknown") == 0};
    out->total = row_int(r, i, "total");
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- provenance ---- */

static bool load_formula(struct db *db, struct vg_arena *arena, const struct indicator *indicator,
                         struct provenance *out, struct vg_error *err) {
  DB_RESULT(r);
  unsigned char *sha256 = NULL;
  if (!db_run(db, &r, SQL_BOARD_INDICATOR, DB_ONE, err, P_TEXT(indicator->code))) return false;
  size_t length = row_bytes(r, 0, "sha256", arena, &sha256);
  char *hex = vg_alloc(arena, 2 * length + 1);
  for (size_t i = 0; hex != NULL && i < length; i++) (void)snprintf(hex + 2 * i, 3, "%02x", sha256[i]);
  out->sha256 = hex;
  out->version = (int)row_int(r, 0, "version");
  out->known_at = row_time(r, 0, "known_at");
  out->changed_at = row_time(r, 0, "changed_at");
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static void source_row(struct vg_arena *arena, const struct db_result *r, size_t row, struct provenance_source *out) {
  *out = (struct provenance_source){.id = row_int(r, row, "id"),
                                    .code = board_text(arena, r, row, "code"),
                                    .name = board_text(arena, r, row, "name"),
                                    .connector = board_text(arena, r, row, "connector"),
                                    .kinds = board_text(arena, r, row, "kinds"),
                                    .staleness_s = row_int(r, row, "staleness_s"),
                                    .held_s = row_int(r, row, "held_s"),
                                    .told_later = row_bool(r, row, "told_later"),
                                    .enabled = row_bool(r, row, "enabled"),
                                    .fresh = row_bool(r, row, "fresh"),
                                    .last_read = row_time(r, row, "read_at"),
                                    .last_pull = row_int(r, row, "pull_id"),
                                    .read = (int)row_int(r, row, "read"),
                                    .rejected = (int)row_int(r, row, "rejected"),
                                    .fresh_until = row_time(r, row, "until")};
}

bool board_provenance(struct db *db, struct vg_arena *arena, const struct moment *moment,
                      const struct indicator *indicator, struct provenance *out, struct vg_error *err) {
  DB_RESULT(r);
  const char *kinds[2 * INDICATOR_KINDS_MAX];
  size_t count = 0;
  *out = (struct provenance){0};
  for (size_t i = 0; i < indicator->kind_count; i++) kinds[count++] = kind_get(indicator->kinds[i])->name;
  for (size_t i = 0; i < indicator->optional_count; i++) kinds[count++] = kind_get(indicator->optional[i])->name;
  if (!load_formula(db, arena, indicator, out, err) ||
      !db_run(db, &r, SQL_BOARD_PROVENANCE, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at),
              P_TEXTS(kinds, count)))
    return false;
  out->sources = vg_alloc(arena, row_count(r) * sizeof *out->sources);
  if (out->sources == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) source_row(arena, r, i, &out->sources[out->source_count++]);
  return row_ok(r, err) && board_arena_ok(arena, err);
}

void provenance_as_of_then(struct provenance *p) {
  for (size_t i = 0; i < p->source_count; i++)
    if (p->sources[i].held_s > 0) p->sources[i].staleness_s = p->sources[i].held_s;
}

/* One of the words of `kinds`? */
static bool gives(const char *kinds, const char *kind) {
  size_t length = strlen(kind);
  for (const char *at = strstr(kinds, kind); at != NULL; at = strstr(at + 1, kind))
    if ((at == kinds || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
  return false;
}

static bool given(const struct provenance *p, const char *kind) {
  for (size_t i = 0; i < p->source_count; i++)
    if (p->sources[i].last_pull != 0 && gives(p->sources[i].kinds, kind)) return true;
  return false;
}

void board_completeness(const struct indicator *indicator, const struct provenance *p, const struct reading *r, struct completeness *out) {
  *out = (struct completeness){0};
  for (size_t i = 0; i < p->source_count; i++) {
    const struct provenance_source *s = &p->sources[i];
    if (!s->enabled && !s->fresh) continue; /* switched off: it ended with its last reading */
    out->sources++;
    out->sources_fresh += s->fresh;
    out->items += s->read + s->rejected;
    out->kept += s->read;
  }
  for (size_t i = 0; i < indicator->kind_count; i++)
    if (!given(p, kind_get(indicator->kinds[i])->name)) out->absent[out->absent_count++] = indicator->kinds[i];
  if (indicator->form == FORM_STATISTIC) return;
  out->subjects = r->judged;
  out->known = r->judged - r->unknown;
}

static struct revision revision_row(const struct db_result *r, size_t row) {
  return (struct revision){.at = row_time(r, row, "at"),
                           .known_at = row_time(r, row, "known_at"),
                           .evaluation_id = row_int(r, row, "evaluation_id"),
                           .revision = (int)row_int(r, row, "revision"),
                           .reading = board_reading(r, row)};
}

bool board_revisions(struct db *db, struct vg_arena *arena, const struct moment *moment, const char *indicator,
                     vg_time day_end, struct revision **out, size_t *count, struct vg_error *err) {
  DB_RESULT(r);
  *count = 0;
  if (!db_run(db, &r, SQL_BOARD_REVISIONS, DB_MANY, err, P_INT(moment->perimeter.id), P_TEXT(indicator),
              P_TIME(day_end)))
    return false;
  struct revision *items = *out = vg_alloc(arena, row_count(r) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) items[i] = revision_row(r, i);
  *count = row_count(r);
  return row_ok(r, err);
}

bool board_revised(struct db *db, struct vg_arena *arena, const struct moment *moment, struct revised **out, size_t *count, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  *out = NULL, *count = 0;
  if (kept != NULL && !common_revised(kept, moment->at, BOARD_SHORTEST_DAY)) return true;
  if (!db_run(db, &r, SQL_BOARD_REVISED, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at))) return false;
  struct revised *items = *out = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i + 1 < row_count(r); i += 2) {
    const struct indicator *sheet = indicator_find(row_text(r, i, "code"));
    if (sheet != NULL) items[(*count)++] = (struct revised){sheet, revision_row(r, i), revision_row(r, i + 1)};
  }
  return row_ok(r, err);
}
