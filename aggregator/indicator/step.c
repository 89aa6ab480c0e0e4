#include "indicator/step.h"

#include <string.h>

#include "db/within.h"
#include "indicator/percentile.h"
#include "indicator/share.h"

enum { SWEEP_LIMIT = 256 << 20 };

void step_free(struct step_found *found) {
  db_free(found->rows);
  found->rows = NULL;
}

/* ---- any step ---- */

/* The statement that writes what a step found, and what stands in it for what finds it. */
struct writing {
  enum sql_id sql;
  const char *stand_in;
};

/* `frames[0]` is left free for what is done with the differences that the others give. */
static bool run(const struct step *s, struct writing writing, struct db_frame *frames, size_t count, const struct sql_text *inside,
                const struct db_param *params, size_t param_count, const struct db_narrow *narrow, struct step_found *out, struct vg_error *err) {
  bool look = s->mode == STEP_LOOK;
  frames[0] = look ? (struct db_frame){SQL_DIFFERS, "vg.difference"} : (struct db_frame){writing.sql, writing.stand_in};
  if (!db_run_within(s->db, &out->rows, frames, count, inside, look ? DB_ONE : DB_ANY, params, param_count, narrow, err)) return false;
  if (look) out->differs = row_bool(out->rows, 0, "differs");
  return row_ok(out->rows, err);
}
#define RUN(s, writing, frames, count, id, narrow, out, err, ...)                                                                \
  run((s), (writing), (frames), (count), (id), (const struct db_param[]){__VA_ARGS__},                                          \
      sizeof((const struct db_param[]){__VA_ARGS__}) / sizeof(struct db_param), (narrow), (out), (err))

/* The first instant, of a statement that gives one in each row. */
static bool read_first(const struct step *s, struct step_found *out, struct vg_error *err) {
  if (s->mode == STEP_LOOK || row_count(out->rows) == 0 || row_null(out->rows, 0, "first_at")) return true;
  out->first_at = row_time(out->rows, 0, "first_at");
  return row_ok(out->rows, err);
}

/* Of the row of an indicator, of a statement that gives one for each that differs. */
static vg_time time_of(const struct step_found *found, const char *code, const char *column) {
  size_t r = 0, count = row_count(found->rows);
  while (r < count && strcmp(row_text(found->rows, r, "indicator"), code) != 0) r++;
  return r == count ? STEP_NEVER : row_time(found->rows, r, column);
}

static struct db_param subjects_of(const struct touched *only) {
  return only == NULL ? P_NULL : P_TEXTS(only->subjects, only->subject_count);
}

/* ---- what an indicator says ---- */

static const struct sql_text *statement_of(const struct indicator *i) {
  static const enum sql_id given[] = {[FORM_RATIO] = SQL_OWN_RATIO, [FORM_ATTESTED] = SQL_OWN_ATTESTED, [FORM_STATISTIC] = SQL_OWN_STATISTIC};
  return i->own ? &sql_texts[given[i->form]] : i->statement;
}

bool step_ground(const struct step *s, const struct indicator *i, bool *shifted, struct vg_error *err) {
  DB_RESULT(r);
  *shifted = false;
  if (i->ground == NULL) return true;
  if (!db_run(s->db, &r, SQL_GIVEN_GROUND, DB_ONE, err, P_TEXT(i->code), P_TIME(s->since), P_TEXT(i->ground), P_TIME(s->known_at))) return false;
  *shifted = row_bool(r, 0, "shifted");
  return row_ok(r, err);
}

static bool mark_said(const struct step *s, const struct indicator *i, struct vg_error *err) {
  return db_run(s->db, NULL, SQL_GIVEN_MARK, DB_NONE, err, P_TEXT(i->code), P_TIME(s->since), P_TEXT(i->ground), P_TIME(s->known_at));
}

/* Of some subjects, reading what was seen since anything may have differed: before, it says what it said. */
static bool said_since(const struct step *s, const struct indicator *i, const struct touched *only, struct step_found *out, struct vg_error *err) {
  const struct db_frame adapter = i->spoken ? (struct db_frame){SQL_EVALUATION_RECENT_SPOKEN, "vg.spoken_row"}
                                            : (struct db_frame){SQL_EVALUATION_RECENT, "vg.ratio_row"};
  struct db_frame frames[] = {{0}, {SQL_GIVEN_DIFFERENCE, "vg.given_row"}, adapter};
  const struct db_narrow narrow = {P_TEXTS(only->names, only->name_count), FIELD_HOST, i->recent, i->recent_count, .since = 6};
  return RUN(s, ((struct writing){SQL_GIVEN_KEEP, "vg.given_difference"}), frames, 3, i->statement, &narrow, out, err, P_TIME(s->known_at),
             P_TIME(s->since), P_TIME(s->known_at + STEP_HORIZON_DAYS * VG_DAY), subjects_of(only), P_TEXT(i->code), P_TIME(s->differs_from));
}

static struct db_frame adapter_of(const struct indicator *i) {
  static const struct db_frame adapters[] = {[FORM_RATIO] = {SQL_EVALUATION_RATIO, "vg.ratio_row"},
                                             [FORM_ATTESTED] = {SQL_EVALUATION_ATTESTED, "vg.attested_row"},
                                             [FORM_STATISTIC] = {SQL_EVALUATION_STATISTIC, "vg.statistic_row"},
                                             [FORM_COMPOSITE] = {SQL_EVALUATION_COMPOSITE, "vg.composite_row"}};
  if (i->statistic == STATISTIC_SHARE) return (struct db_frame){SQL_EVALUATION_SHARE, "vg.share_row"};
  return i->spoken ? (struct db_frame){SQL_EVALUATION_SPOKEN, "vg.spoken_row"} : adapters[i->form];
}

bool step_said(const struct step *s, const struct indicator *i, const struct touched *only, struct step_found *out, struct vg_error *err) {
  bool values = i->form == FORM_STATISTIC;
  struct writing writing = values ? (struct writing){SQL_DATED_VALUE_APPLY, "vg.dated_value_difference"}
                                  : (struct writing){SQL_GIVEN_KEEP, "vg.given_difference"};
  enum sql_id given = s->mode == STEP_LOOK ? SQL_GIVEN_DIFFERS : SQL_GIVEN_DIFFERENCE;
  struct db_frame frames[] = {{0}, {values ? SQL_DATED_VALUE_DIFFERENCE : given, values ? "vg.dated_value_row" : "vg.given_row"},
                              adapter_of(i)};
  bool some = only != NULL && only->name_count > 0;
  if (some && i->recent_count > 0 && s->differs_from > s->since) return said_since(s, i, only, out, err);
  const struct db_narrow narrow = {.names = some ? P_TEXTS(only->names, only->name_count) : P_NULL, .type = indicator_named_by(i)};
  return RUN(s, writing, frames, 3, statement_of(i), some ? &narrow : NULL, out, err, P_TIME(s->known_at), P_TIME(s->since),
             P_TIME(s->known_at + STEP_HORIZON_DAYS * VG_DAY), subjects_of(only),
             P_TEXT(i->code)) &&
         (!values || read_first(s, out, err)) && (only != NULL || s->mode == STEP_LOOK || mark_said(s, i, err));
}

bool step_freshness(const struct step *s, const char *const *codes, size_t count, const struct touched *only, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[1];
  return RUN(s, ((struct writing){SQL_VERDICT_SCOPE_APPLY, "vg.verdict_scope_difference"}), frames, 1,
             &sql_texts[SQL_VERDICT_SCOPE_DIFFERENCE], NULL, out, err, P_TEXTS(codes, count), subjects_of(only), P_TIME(s->known_at));
}

struct freshness step_freshness_of(const struct step_found *found, const char *code) {
  return (struct freshness){time_of(found, code, "first_at"), time_of(found, code, "end_moved")};
}

bool step_verdicts(const struct step *s, const struct indicator *i, const struct touched *only, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[1];
  return RUN(s, ((struct writing){SQL_VERDICT_APPLY, "vg.verdict_difference"}), frames, 1, &sql_texts[SQL_VERDICT_DIFFERENCE], NULL, out, err,
             P_TEXT(i->code), subjects_of(only)) &&
         read_first(s, out, err);
}

bool step_edges(const struct step *s, const struct indicator *i, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[1];
  return RUN(s, ((struct writing){SQL_VERDICT_EDGE_APPLY, "vg.verdict_edge_difference"}), frames, 1,
             &sql_texts[SQL_VERDICT_EDGE_DIFFERENCE], NULL, out, err, P_TEXT(i->code));
}

/* ---- what follows ---- */

bool step_scope(const struct step *s, const char *const *codes, size_t count, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[1];
  return RUN(s, ((struct writing){SQL_TIMELINE_SCOPE_APPLY, "vg.timeline_scope_difference"}), frames, 1,
             &sql_texts[SQL_TIMELINE_SCOPE_DIFFERENCE], NULL, out, err, P_TEXTS(codes, count), P_TIME(s->since));
}

vg_time step_first_of(const struct step_found *found, const char *code) {
  return time_of(found, code, "first_at");
}

static const struct writing timeline_writing = {SQL_TIMELINE_APPLY, "vg.timeline_difference"};

/* Of figures that no statement can cumulate. */
static bool swept_figures(const struct step *s, const struct indicator *i, vg_time from, struct vg_arena *arena, struct percentile_figures *f,
                          struct vg_error *err) {
  if (i->statistic == STATISTIC_SHARE) return share_sweep(s->db, i->code, from, arena, f, err);
  return percentile_sweep(s->db, i->code, i->statistic == STATISTIC_MEDIAN ? 0.5 : 0.9, from, arena, f, err);
}

static bool swept_timeline(const struct step *s, const struct indicator *i, vg_time from, struct db_frame frames[2],
                           struct step_found *out, struct vg_error *err) {
  VG_ARENA(arena, SWEEP_LIMIT);
  struct percentile_figures f;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "timeline: out of memory");
  return swept_figures(s, i, from, arena, &f, err) &&
         RUN(s, timeline_writing, frames, 2, &sql_texts[SQL_TIMELINE_PERCENTILE], NULL, out, err, P_TEXT(i->code), P_TIME(from),
             P_TIME(s->since), P_INTS(f.perimeters, f.count), P_INTS(f.instants, f.count), P_INTS(f.many, f.count), P_TEXTS(f.values, f.count));
}

bool step_timeline(const struct step *s, const struct indicator *i, vg_time from, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[] = {{0}, {SQL_TIMELINE_DIFFERENCE, "vg.timeline_row"}};
  bool statistic = i->form == FORM_STATISTIC, ok;
  if (i->statistic == STATISTIC_MEDIAN || i->statistic == STATISTIC_P90 || i->statistic == STATISTIC_SHARE) {
    ok = swept_timeline(s, i, from, frames, out, err);
  } else {
    enum sql_id sql = statistic ? SQL_TIMELINE_STATISTIC : SQL_TIMELINE_RATIO;
    ok = RUN(s, timeline_writing, frames, 2, &sql_texts[sql], NULL, out, err, P_TEXT(i->code), P_TIME(from), P_TIME(s->since));
  }
  return ok && read_first(s, out, err);
}

bool step_rules(const struct step *s, const char *const *codes, size_t count, vg_time from, struct step_found *out, struct vg_error *err) {
  struct db_frame frames[1];
  return RUN(s, ((struct writing){SQL_RULE_TIMELINE_APPLY, "vg.rule_timeline_difference"}), frames, 1, &sql_texts[SQL_RULE_TIMELINE_DIFFERENCE],
             NULL, out, err, P_TEXTS(codes, count), P_TIME(from));
}
