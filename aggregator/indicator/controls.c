#include "indicator/controls.h"

#include <string.h>

#include "indicator/snapshot_part.h"

/* How far back the last one of a control may be: two periods of the rarest. */
#define LOOK_BACK (4 * 366 * VG_DAY)
#define SOON (31 * VG_DAY)

const struct control recurring_controls[] = {
    {"restore_test", {"Tests de restauration", "Restore tests"}, "12.4", "restore_tested", "quarterly", 92},
    {"account_review",
     {"Revue des comptes", "Account reviews"},
     "4.4",
     "account_review_current",
     "every 6 months",
     183},
    {"awareness", {"Campagnes de sensibilisation", "Awareness campaigns"}, "2.2", "awareness_current", "yearly", 366, 5},
    {"phishing", {"Hameçonnages simulés", "Phishing simulations"}, "2.2", "phishing_click_rate", "every 6 months", 183, 5},
    {"document_review",
     {"Revue de la documentation", "Reviews of documents"},
     "5.1",
     "document_current",
     "yearly",
     366},
    {"attestation",
     {"Contrôles déclarés des locaux", "Attested controls of premises"},
     "6.1",
     "intrusion_system_tested",
     "every 6 months",
     183},
    {"supplier",
     {"Contrôle des prestataires", "Controls of suppliers"},
     "8.2",
     "supplier_controlled",
     "every 2 years",
     731},
    {"pentest", {"Tests d’intrusion", "Intrusion tests"}, "11.17", "pentest_current", "quarterly", 92},
    {"incident_exercise",
     {"Exercice d’incident", "Incident exercises"},
     "13.2",
     "incident_procedure_tested",
     "yearly",
     366},
    {"recovery_exercise",
     {"Essai des plans de continuité et de reprise", "Exercises of continuity and recovery"},
     "14.4",
     "continuity_tested",
     "yearly",
     366},
    {"rule_review", {"Revue de la politique", "Reviews of the policy"}, "15.1", "rule_reviewed", "yearly", 366},
    {"publication",
     {"Publication des tableaux", "Publication of the boards"},
     "15.2",
     "board_published",
     "quarterly",
     92},
    {"audit", {"Audits", "Audits"}, "15.4", "audit_on_plan", "yearly", 366},
    {NULL}};

size_t recurring_controls_count(void) {
  return sizeof recurring_controls / sizeof *recurring_controls - 1;
}

void control_judge(struct control_line *l, vg_time at) {
  vg_time success = VG_NEVER, planned = VG_NEVER;
  bool failed = false;
  l->last = VG_NEVER;
  for (size_t i = 0; i < l->count; i++) {
    const struct control_event *e = &l->events[i];
    bool held = e->done > 0 || e->failed > 0;
    if (e->planned > 0 && planned == VG_NEVER) planned = e->at;
    if (!held || e->at >= at) continue;
    l->last = e->at;
    failed = e->failed > 0;
    if (!failed) success = e->at;
  }
  l->due = planned != VG_NEVER ? planned : success != VG_NEVER ? success + l->control->period_days * VG_DAY : l->last;
  l->outlook = l->last == VG_NEVER && planned == VG_NEVER ? CONTROL_NEVER
               : failed                                   ? CONTROL_FAILED
               : l->due < at                              ? CONTROL_LATE
               : l->due < at + SOON                       ? CONTROL_SOON
                                                          : CONTROL_CURRENT;
}

static bool fill(struct vg_arena *arena, const struct db_result *r, struct control_line *lines, struct vg_error *err) {
  struct control_event *events = vg_alloc(arena, (row_count(r) + 1) * sizeof *events);
  if (events == NULL) return vg_fail(err, VG_E_LIMIT, "recurring controls: out of memory");
  for (size_t c = 0; c < recurring_controls_count(); c++) {
    lines[c] = (struct control_line){.control = &recurring_controls[c], .events = events};
    for (size_t i = 0; i < row_count(r); i++) {
      if (strcmp(row_text(r, i, "control"), lines[c].control->code) != 0) continue;
      events[lines[c].count++] = (struct control_event){row_time(r, i, "at"), row_int(r, i, "done"),
                                                        row_int(r, i, "failed"), row_int(r, i, "planned")};
    }
    events += lines[c].count;
  }
  return row_ok(r, err);
}

/* ---- from memory ---- */

static const struct kept_dated *group_end(const struct kept_dated *e, const struct kept_dated *end) {
  vg_time period = e->period_at;
  while (e < end && e->period_at == period) e++;
  return e;
}

/* What was known, within the perimeter and the years shown, of the events of one day or month. */
static struct control_event group_sum(const struct common *c, const struct moment *m, vg_time to,
                                      const struct kept_dated *e, const struct kept_dated *end) {
  struct control_event sum = {.at = VG_NEVER};
  size_t place = common_place(c, m->perimeter.id);
  for (; e < end; e++) {
    vg_time before = e->event.planned > 0 ? to : m->at;
    if (e->event.at < m->at - LOOK_BACK || e->event.at >= before || m->at < e->known.from || m->at >= e->known.to ||
        !common_below(c, place, e->place))
      continue;
    sum.at = e->event.at;
    sum.done += e->event.done;
    sum.failed += e->event.failed;
    sum.planned += e->event.planned;
  }
  return sum;
}

static bool keep_line(struct vg_arena *arena, const struct common *c, const struct moment *m, vg_time to,
                      const struct kept_control *kept, struct control_line *out) {
  const struct kept_dated *e = kept->items, *end = e + kept->count;
  out->events = vg_alloc(arena, (kept->periods + 1) * sizeof *out->events);
  if (out->events == NULL) return false;
  for (const struct kept_dated *next; e < end; e = next) {
    next = group_end(e, end);
    struct control_event sum = group_sum(c, m, to, e, next);
    if (sum.at == VG_NEVER || sum.done + sum.failed + sum.planned < out->control->campaign) continue;
    out->events[out->count++] = sum;
  }
  return true;
}

/* False: the database must say. */
static bool keep_controls(struct db *db, struct vg_arena *arena, const struct moment *m, vg_time to,
                          struct control_line *lines) {
  const struct common *c = part_common(db);
  const struct kept_controls *kept = part_controls(db, c);
  if (kept == NULL || common_place(c, m->perimeter.id) == SIZE_MAX) return false;
  for (size_t i = 0; i < recurring_controls_count(); i++) {
    lines[i] = (struct control_line){.control = &recurring_controls[i]};
    if (!keep_line(arena, c, m, to, &kept->of[i], &lines[i])) return false;
  }
  return true;
}

static bool read_controls(struct db *db, struct vg_arena *arena, const struct moment *m, vg_time to,
                          struct control_line *lines, struct vg_error *err) {
  DB_RESULT(r);
  return db_run(db, &r, SQL_BOARD_CONTROLS, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at),
                P_TIME(m->at - LOOK_BACK), P_TIME(to)) &&
         fill(arena, r, lines, err);
}

bool controls_load(struct db *db, struct vg_arena *arena, const struct moment *m, vg_time to, struct control_line **out,
                   struct vg_error *err) {
  *out = vg_alloc(arena, recurring_controls_count() * sizeof **out);
  if (*out == NULL) return vg_fail(err, VG_E_LIMIT, "recurring controls: out of memory");
  if (!keep_controls(db, arena, m, to, *out) && !read_controls(db, arena, m, to, *out, err)) return false;
  for (size_t i = 0; i < recurring_controls_count(); i++) control_judge(&(*out)[i], m->at);
  return true;
}
