#include "governance/waiver.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "indicator/board_row.h"

static const char *const stands[WAIVER_STANDS + 1] = {"requested", "ending",  "in_force", "coming",
                                                      "ended",     "refused", NULL};

const char *waiver_stand_name(enum waiver_stand stand) {
  return (unsigned)stand < WAIVER_STANDS ? stands[stand] : "";
}

bool waiver_stand_parse(const char *name, enum waiver_stand *out) {
  for (int i = 0; i < WAIVER_STANDS; i++) {
    if (strcmp(stands[i], name) != 0) continue;
    *out = (enum waiver_stand)i;
    return true;
  }
  return false;
}

/* A waiver ends a microsecond after the midnight that ends its last day. */
vg_time waiver_last_day(vg_time end) { return end - 2; }

int64_t waiver_day(int64_t today, int months) {
  int year, month, day;
  date_from_days(today, &year, &month, &day);
  month += months;
  year += (month - 1) / 12;
  month = (month - 1) % 12 + 1;
  while (!date_valid(year, month, day)) day--;
  return date_to_days(year, month, day);
}

/* ---- asking ---- */

static bool check_days(const struct waiver_draft *w, const struct author *author, const struct zone *zone, struct vg_error *err) {
  char found[16], expected[16];
  int64_t last = waiver_day(w->from_day, WAIVER_MONTHS_MAX);
  if (!day_to_come(author, zone, w->from_day, err)) return false;
  if (w->until_day < w->from_day)
    return vg_refuse(err, "until", "expected %s or later, found %s", day_text(w->from_day, expected),
                   day_text(w->until_day, found));
  if (w->until_day > last)
    return vg_refuse(err, "until", "expected %s at most, twelve months after its beginning, found %s",
                   day_text(last, expected), day_text(w->until_day, found));
  return true;
}

static bool check_texts(const struct waiver_draft *w, struct vg_error *err) {
  if (text_blank(w->reason)) return vg_refuse(err, "reason", "expected why it is accepted, found nothing");
  if (text_blank(w->compensation))
    return vg_refuse(err, "compensation", "expected what is done meanwhile, found nothing");
  return true;
}

static bool check_rule(struct db *db, const struct waiver_draft *w, struct vg_error *err) {
  DB_RESULT(r);
  if (w->subject_count > 0)
    return vg_refuse(err, "subjects", "expected none, for a rule is waived whole, found \"%.100s\"",
                   w->subjects[0]);
  if (!db_run(db, &r, SQL_WAIVER_RULES, DB_ONE, err, P_TEXT(w->rule))) return false;
  return row_bool(r, 0, "known") ||
         vg_refuse(err, "rule", "expected a rule of the policy, found \"%.20s\"", w->rule);
}

static bool check_indicator(struct db *db, const struct waiver_draft *w, int64_t perimeter, struct vg_error *err) {
  DB_RESULT(r);
  const struct indicator *indicator = indicator_find(w->indicator);
  if (indicator == NULL)
    return vg_refuse(err, "indicator", "expected the code of an indicator, found \"%.64s\"", w->indicator);
  if (indicator->form == FORM_STATISTIC && w->subject_count > 0)
    return vg_refuse(err, "subjects", "expected none, for the figure of %s is waived whole, found \"%.100s\"", w->indicator, w->subjects[0]);
  if (w->subject_count > WAIVER_SUBJECTS_MAX) {
    (void)vg_fail(err, VG_E_LIMIT, N_("expected %d at most, found %zu"), WAIVER_SUBJECTS_MAX, w->subject_count);
    return vg_context(err, "%s: ", "subjects");
  }
  if (!db_run(db, &r, SQL_WAIVER_STRANGERS, DB_ZERO_OR_ONE, err, P_TEXT(w->indicator), P_INT(perimeter),
              P_TEXTS(w->subjects, w->subject_count)))
    return false;
  return row_count(r) == 0 ||
         vg_refuse(err, "subjects", "expected subjects that %s judges there, found \"%.100s\"", w->indicator,
                 row_text(r, 0, "subject"));
}

static bool check(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                  const struct waiver_draft *w, struct moment *where, struct vg_error *err) {
  if ((w->indicator == NULL) == (w->rule == NULL))
    return vg_refuse(err, "rule", "expected either a rule or an indicator");
  if (!check_texts(w, err) || !check_days(w, author, zone, err)) return false;
  if (!board_moment(db, arena, w->perimeter, VG_NEVER, VG_NEVER, where, err)) {
    if (err->code != VG_E_NOTFOUND) return false;
    *err = (struct vg_error){0};
    return vg_refuse(err, "perimeter", "expected the code of a perimeter, found \"%.64s\"", w->perimeter);
  }
  return w->rule != NULL ? check_rule(db, w, err) : check_indicator(db, w, where->perimeter.id, err);
}

/* Asking twice for the same is a button pressed twice. */
static bool not_open(struct db *db, const struct author *author, const struct waiver_draft *w, int64_t perimeter, int64_t *id, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_WAIVER_OPEN, DB_ZERO_OR_ONE, err, P_TEXT(w->indicator), P_TEXT(w->rule), P_INT(perimeter),
              P_TEXTS(w->subjects, w->subject_count), P_TEXT(author->login), P_TIME(author->now)))
    return false;
  if (row_count(r) == 0) return true;
  *id = row_int(r, 0, "id");
  return vg_fail(err, VG_E_CONFLICT, N_("waiver %lld: you asked for the same already, and it waits for a decision"), (long long)*id);
}

bool waiver_request(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                    const struct waiver_draft *w, int64_t *id, struct vg_error *err) {
  DB_RESULT(r);
  DB_TX(tx);
  struct moment where;
  char object[40], until[16];
  *id = 0;
  if (!db_begin(db, &tx, err) || !check(db, arena, author, zone, w, &where, err) ||
      !not_open(db, author, w, where.perimeter.id, id, err))
    return false;
  if (!db_run(db, &r, SQL_WAIVER_ADD, DB_ONE, err, P_TEXT(w->indicator), P_TEXT(w->rule), P_INT(where.perimeter.id),
              P_TEXTS(w->subjects, w->subject_count), P_TIME(day_begins(zone, w->from_day, author->now)),
              P_TIME(day_is_over(zone, w->until_day)), P_TEXT(w->reason), P_TEXT(w->compensation),
              P_TEXT(author->login), P_TIME(author->now)))
    return false;
  *id = row_int(r, 0, "id");
  (void)snprintf(object, sizeof object, "waiver %lld", (long long)*id);
  return row_ok(r, err) &&
         author_journal(db, author, "waiver.requested", object,
                        (const char *const[]){w->rule != NULL ? "rule" : "indicator",
                                              w->rule != NULL ? w->rule : w->indicator, "perimeter",
                                              where.perimeter.code, "until", day_text(w->until_day, until), "reason",
                                              w->reason, "compensation", w->compensation, NULL},
                        err) &&
         db_commit(&tx, err);
}

/* ---- deciding ---- */

static bool lock(struct db *db, int64_t id, struct db_result **row, struct vg_error *err) {
  if (!db_run(db, row, SQL_WAIVER_LOCK, DB_ZERO_OR_ONE, err, P_INT(id))) return false;
  return row_count(*row) == 1 ||
         vg_fail(err, VG_E_NOTFOUND, N_("waiver %lld: there is none of that number"), (long long)id);
}

static bool may_decide(const struct db_result *row, const struct author *author, int64_t id, bool approve,
                       struct vg_error *err) {
  if (strcmp(row_text(row, 0, "status"), "requested") != 0)
    return vg_fail(err, VG_E_CONFLICT, N_("waiver %lld: expected one that waits for a decision, found one %s already"),
                   (long long)id, status_word(row_text(row, 0, "status")));
  if (strcmp(row_text(row, 0, "requester"), author->login) == 0)
    return vg_fail(err, VG_E_DENIED, N_("approver: expected somebody else than \"%s\", who asked for it"), author->login);
  if (approve && row_time(row, 0, "to_at") <= author->now)
    return vg_fail(err, VG_E_CONFLICT, N_("waiver %lld: its end has passed; ask for another one"), (long long)id);
  return true;
}

static bool signed_as(struct db *db, const struct author *author, const char *action, int64_t id, const char *reason,
                      struct vg_error *err) {
  char object[40];
  (void)snprintf(object, sizeof object, "waiver %lld", (long long)id);
  return author_journal(db, author, action, object, (const char *const[]){"reason", reason, NULL}, err);
}

bool waiver_decide(struct db *db, const struct author *author, int64_t id, bool approve, const char *decision,
                   struct vg_error *err) {
  DB_RESULT(row);
  DB_TX(tx);
  if (!db_begin(db, &tx, err) || !lock(db, id, &row, err) || !may_decide(row, author, id, approve, err)) return false;
  return db_run(db, NULL, SQL_WAIVER_DECIDE, DB_NONE, err, P_INT(id), P_TEXT(approve ? "approved" : "refused"),
                P_TEXT(author->login), P_TIME(author->now), P_TEXT(decision)) &&
         signed_as(db, author, approve ? "waiver.approved" : "waiver.refused", id, decision, err) &&
         db_commit(&tx, err);
}

bool waiver_end(struct db *db, const struct author *author, int64_t id, const char *reason, struct vg_error *err) {
  DB_RESULT(row);
  DB_TX(tx);
  if (text_blank(reason)) return vg_refuse(err, "reason", "expected why it ends now, found nothing");
  if (!db_begin(db, &tx, err) || !lock(db, id, &row, err)) return false;
  if (strcmp(row_text(row, 0, "status"), "approved") != 0 || row_time(row, 0, "to_at") <= author->now)
    return vg_fail(err, VG_E_CONFLICT, N_("waiver %lld: expected one that is in force, found one %s"), (long long)id,
                   row_time(row, 0, "to_at") <= author->now ? N_("over") : status_word(row_text(row, 0, "status")));
  return db_run(db, NULL, SQL_WAIVER_END, DB_NONE, err, P_INT(id), P_TEXT(author->login), P_TIME(author->now),
                P_TEXT(reason)) &&
         signed_as(db, author, "waiver.ended", id, reason, err) && db_commit(&tx, err);
}

/* ---- reading ---- */

static void waiver_row(struct vg_arena *arena, const struct db_result *r, size_t i, struct waiver *out) {
  *out = (struct waiver){.id = row_int(r, i, "id"),
                         .indicator = board_text(arena, r, i, "indicator"),
                         .rule = board_text(arena, r, i, "rule"),
                         .perimeter_code = board_text(arena, r, i, "perimeter_code"),
                         .perimeter = board_text(arena, r, i, "perimeter"),
                         .subjects = board_text(arena, r, i, "subjects"),
                         .named = row_int(r, i, "named"),
                         .reason = board_text(arena, r, i, "reason"),
                         .compensation = board_text(arena, r, i, "compensation"),
                         .requester = board_text(arena, r, i, "requester"),
                         .requested_at = row_time(r, i, "requested_at"),
                         .from = row_time(r, i, "from_at"),
                         .to = row_time(r, i, "to_at"),
                         .approver = board_text(arena, r, i, "approver"),
                         .decision = board_text(arena, r, i, "decision"),
                         .decided_at = row_time(r, i, "decided_at"),
                         .ended_at = row_time(r, i, "ended_at"),
                         .ended_by = board_text(arena, r, i, "ended_by"),
                         .end_reason = board_text(arena, r, i, "end_reason")};
  (void)waiver_stand_parse(row_text(r, i, "stand"), &out->stand);
}

bool waiver_list(struct db *db, struct vg_arena *arena, const struct waiver_query *q, struct waivers *out,
                 struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct waivers){0};
  if (!db_run(db, &r, SQL_WAIVER_LIST, DB_MANY, err, q->perimeter > 0 ? P_INT(q->perimeter) : P_NULL, P_TIME(q->at),
              P_TEXT(q->rule), P_TEXT(q->indicator), q->id > 0 ? P_INT(q->id) : P_NULL, P_TEXT(q->subject)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) waiver_row(arena, r, i, &out->items[out->count++]);
  return row_ok(r, err) && board_arena_ok(arena, err);
}
