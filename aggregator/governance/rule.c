#include "governance/rule.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "indicator/board_row.h"

static bool is_rule(struct db *db, const char *rule, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_WAIVER_RULES, DB_ONE, err, P_TEXT(rule))) return false;
  return row_bool(r, 0, "known") || vg_fail(err, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), rule);
}

/* ---- owners ---- */

bool rule_owners(struct db *db, struct vg_arena *arena, const char *rule, vg_time at, struct rule_owner **out,
                 size_t *count, struct vg_error *err) {
  DB_RESULT(r);
  *count = 0;
  if (!db_run(db, &r, SQL_OWNER_LIST, DB_MANY, err, P_TEXT(rule), P_TIME(at))) return false;
  struct rule_owner *items = *out = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    items[i] = (struct rule_owner){.owner = board_text(arena, r, i, "owner"),
                                   .deputy = board_text(arena, r, i, "deputy"),
                                   .from = row_time(r, i, "from_at"),
                                   .author = board_text(arena, r, i, "author"),
                                   .reason = board_text(arena, r, i, "reason"),
                                   .begun = row_bool(r, i, "begun")};
  }
  *count = row_count(r);
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool rule_owner_name(struct db *db, const struct author *author, const struct zone *zone, const char *rule,
                     const char *owner, const char *deputy, int64_t from_day, const char *reason,
                     struct vg_error *err) {
  DB_TX(tx);
  char object[32];
  (void)snprintf(object, sizeof object, "rule %.20s", rule);
  if (strlen(owner) == 0) return vg_refuse(err, "owner", "expected a person or a function, found nothing");
  if (strcmp(owner, deputy) == 0)
    return vg_refuse(err, "deputy", "expected somebody else than the owner, found \"%.100s\"", deputy);
  if (text_blank(reason)) return vg_refuse(err, "reason", "expected why it changes, found nothing");
  if (!day_to_come(author, zone, from_day, err) || !db_begin(db, &tx, err) || !is_rule(db, rule, err)) return false;
  return db_run(db, NULL, SQL_OWNER_ADD, DB_NONE, err, P_TEXT(rule), P_TEXT(owner), P_TEXT(deputy),
                P_TIME(day_begins(zone, from_day, author->now)), P_TEXT(author->login), P_TEXT(reason),
                P_TIME(author->now)) &&
         author_journal(db, author, "rule.owner_changed", object,
                        (const char *const[]){"owner", owner, "deputy", deputy, "reason", reason, NULL}, err) &&
         db_commit(&tx, err);
}

/* ---- statements ---- */

bool statement_waits(const struct statement *s) { return s->request != 0 && s->reviewer == NULL; }

bool statement_list(struct db *db, struct vg_arena *arena, const struct moment *m, const char *rule,
                    struct statements *out, struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct statements){0};
  if (!db_run(db, &r, SQL_APPLICABILITY_LIST, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TEXT(rule)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->items[out->count++] = (struct statement){.request = row_int(r, i, "request"),
                                                   .asked_at = row_time(r, i, "asked_at"),
                                                  .rule = board_text(arena, r, i, "rule"),
                                                  .perimeter_code = board_text(arena, r, i, "perimeter_code"),
                                                  .perimeter = board_text(arena, r, i, "perimeter"),
                                                  .applicable = row_bool(r, i, "applicable"),
                                                  .from = row_time(r, i, "from_at"),
                                                  .reason = board_text(arena, r, i, "reason"),
                                                  .author = board_text(arena, r, i, "author"),
                                                  .reviewer = board_text(arena, r, i, "reviewer"),
                                                  .decided_at = row_time(r, i, "decided_at"),
                                                  .holds = row_bool(r, i, "holds"),
                                                  .refused = strcmp(row_text(r, i, "status"), "refused") == 0,
                                                  .decision = board_text(arena, r, i, "decision")};
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool statement_check(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                     const struct statement_draft *d, struct moment *where, struct vg_error *err) {
  if (!is_rule(db, d->rule, err)) return false;
  if (text_blank(d->reason)) return vg_refuse(err, "reason", "expected why it does not apply, found nothing");
  if (!day_to_come(author, zone, d->from_day, err)) return false;
  if (board_moment(db, arena, d->perimeter, author->now, VG_NEVER, where, err)) return true;
  if (err->code != VG_E_NOTFOUND) return false;
  *err = (struct vg_error){0};
  return vg_refuse(err, "perimeter", "expected the code of a perimeter, found \"%.64s\"", d->perimeter);
}

bool statement_ask(struct db *db, struct vg_arena *arena, const struct author *author, const struct zone *zone,
                   const struct statement_draft *d, struct vg_error *err) {
  DB_RESULT(r);
  DB_TX(tx);
  struct moment where;
  if (!db_begin(db, &tx, err) || !statement_check(db, arena, author, zone, d, &where, err)) return false;
  if (!db_run(db, &r, SQL_APPLICABILITY_ASK, DB_ONE, err, P_TEXT(d->rule), P_INT(where.perimeter.id),
              P_BOOL(d->applicable), P_TIME(day_begins(zone, d->from_day, author->now)), P_TEXT(d->reason),
              P_TEXT(author->login), P_TIME(author->now))) {
    if (err->code != VG_E_CONFLICT) return false;
    *err = (struct vg_error){0};
    return vg_fail(err, VG_E_CONFLICT, N_("rule %s: a statement for \"%s\" waits for its reviewer already"), d->rule,
                   where.perimeter.name);
  }
  return author_journal(db, author, "applicability.stated", vg_printf(arena, "rule %s", d->rule),
                        (const char *const[]){"applicable", d->applicable ? "yes" : "no", "perimeter",
                                              where.perimeter.code, "reason", d->reason, NULL},
                        err) &&
         db_commit(&tx, err);
}

bool statement_decide(struct db *db, struct vg_arena *arena, const struct author *author, int64_t request, bool confirm,
                      const char *decision, struct vg_error *err) {
  DB_RESULT(r);
  DB_TX(tx);
  if (!db_begin(db, &tx, err) || !db_run(db, &r, SQL_APPLICABILITY_LOCK, DB_ZERO_OR_ONE, err, P_INT(request)))
    return false;
  if (row_count(r) == 0)
    return vg_fail(err, VG_E_NOTFOUND, N_("statement %lld: there is none of that number"), (long long)request);
  if (strcmp(row_text(r, 0, "status"), "requested") != 0)
    return vg_fail(err, VG_E_CONFLICT, N_("statement %lld: expected one that waits for its reviewer, found one %s already"),
                   (long long)request, status_word(row_text(r, 0, "status")));
  if (strcmp(row_text(r, 0, "author"), author->login) == 0)
    return vg_fail(err, VG_E_DENIED, N_("reviewer: expected somebody else than \"%s\", who wrote it"), author->login);
  return db_run(db, NULL, SQL_APPLICABILITY_DECIDE, DB_NONE, err, P_INT(request),
                P_TEXT(confirm ? "confirmed" : "refused"), P_TEXT(author->login), P_TIME(author->now),
                P_TEXT(decision)) &&
         author_journal(db, author, confirm ? "applicability.confirmed" : "applicability.refused",
                        vg_printf(arena, "rule %s", row_text(r, 0, "rule")),
                        (const char *const[]){"perimeter", row_text(r, 0, "perimeter"), "decision", decision, NULL},
                        err) &&
         db_commit(&tx, err);
}

/* ---- marks ---- */

bool rule_marks(struct db *db, struct vg_arena *arena, const struct moment *m, const char *rule, vg_time from,
                vg_time to, struct rule_mark **out, size_t *count, struct vg_error *err) {
  static const char *const names[MARKS] = {[MARK_POLICY] = "policy",
                                           [MARK_WAIVER_BEGINS] = "waiver_begins",
                                           [MARK_WAIVER_ENDS] = "waiver_ends",
                                           [MARK_APPLICABLE] = "applicable",
                                           [MARK_NOT_APPLICABLE] = "not_applicable"};
  DB_RESULT(r);
  *count = 0;
  if (!db_run(db, &r, SQL_RULE_MARKS, DB_MANY, err, P_INT(m->perimeter.id), P_TEXT(rule), P_TIME(from), P_TIME(to)))
    return false;
  struct rule_mark *items = *out = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    items[i] = (struct rule_mark){.at = row_time(r, i, "at"), .text = board_pair(arena, r, i, "title_fr", "title_en")};
    for (int w = 0; w < MARKS; w++) {
      if (strcmp(names[w], row_text(r, i, "what")) == 0) items[i].what = (enum rule_mark_what)w;
    }
  }
  *count = row_count(r);
  return row_ok(r, err) && board_arena_ok(arena, err);
}
