#include "remind/waiting.h"

#include <string.h>

#include "core/text.h"
#include "governance/rule.h"
#include "governance/waiver.h"
#include "indicator/attestation.h"
#include "remind/step.h"
#include "web/view/source_text.h"

enum { LINE_SHOWN = 200, THING_MAX = 1900 };

static const struct {
  enum capability needs; /* to act upon it */
  const char *path;      /* that lists them */
} causes[CAUSES] = {
    [CAUSE_LATE] = {CAP_PROPOSE, "/attestations?due=late"},
    [CAUSE_DUE] = {CAP_PROPOSE, "/attestations?due=soon"},
    [CAUSE_ASKED] = {CAP_DECIDE, "/waivers?state=requested"},
    [CAUSE_ENDING] = {CAP_PROPOSE, "/waivers?state=ending"},
    [CAUSE_STATEMENTS] = {CAP_DECIDE, "/applicability?state=requested"},
    [CAUSE_SILENT] = {CAP_PULL, "/sources"},
    [CAUSE_SUSPECT] = {CAP_PULL, "/sources"},
    [CAUSE_DISAGREED] = {CAP_DOCTOR, "/doctor"},
};

const char *cause_title(const struct html *h, struct vg_arena *arena, enum cause cause, size_t count) {
  const struct html_value n = {"n", HTML_COUNT, .integer = (int64_t)count};
  const int64_t c = n.integer;
  switch (cause) {
  case CAUSE_LATE: return text_say_n(h, arena, "{n} control to attest is late", "{n} controls to attest are late", c, n);
  case CAUSE_DUE: return text_say_n(h, arena, "{n} control is to be attested within 30 days", "{n} controls are to be attested within 30 days", c, n);
  case CAUSE_ASKED: return text_say_n(h, arena, "{n} waiver waits for a decision", "{n} waivers wait for a decision", c, n);
  case CAUSE_ENDING: return text_say_n(h, arena, "{n} waiver ends within 30 days", "{n} waivers end within 30 days", c, n);
  case CAUSE_STATEMENTS:
    return text_say_n(h, arena, "{n} statement of applicability waits for its review", "{n} statements of applicability wait for their review", c, n);
  case CAUSE_SILENT:
    return text_say_n(h, arena, "{n} source is silent: what depends on it is unknown", "{n} sources are silent: what depends on them is unknown", c, n);
  case CAUSE_SUSPECT: return text_say_n(h, arena, "{n} suspect pull waits to be accepted or refused", "{n} suspect pulls wait to be accepted or refused", c, n);
  case CAUSE_DISAGREED:
    return text_say_n(h, arena, "The full evaluation of a night found {n} indicator otherwise", "The full evaluation of a night found {n} indicators otherwise", c, n);
  case CAUSES: break;
  }
  return "";
}

const char *cause_path(enum cause cause) { return causes[cause].path; }

/* ---- reading ---- */

struct reader {
  struct db *db;
  struct vg_arena *arena;
  const struct html *h;
  struct moment moment;
  int64_t today;
  struct waiting *out;
};

static bool room(struct reader *r, enum cause cause, size_t count, struct vg_error *err) {
  r->out->of[cause].items = vg_alloc(r->arena, (count + 1) * sizeof *r->out->of[cause].items);
  return r->out->of[cause].items != NULL || vg_fail(err, VG_E_LIMIT, "reminder: out of memory");
}

/* Names come from data: no character of a line ends it, or turns it round. */
static void add(struct reader *r, enum cause cause, const char *thing, int step, const char *line) {
  struct waiting_cause *c = &r->out->of[cause];
  char *shown = vg_alloc(r->arena, LINE_SHOWN);
  if (thing == NULL || shown == NULL) return; /* the arena is exhausted, which the caller sees */
  c->items[c->count++] = (struct waiting_item){vg_strndup(r->arena, thing, text_cut(thing, THING_MAX)), step, text_show(line, shown, LINE_SHOWN), false};
}

static int64_t days_until(const struct reader *r, vg_time at) { return zone_day(r->h->zone, at) - r->today; }
static int since(const struct reader *r, vg_time at) { return step_since(-days_until(r, at)); }

static bool read_attestations(struct reader *r, struct vg_error *err) {
  DB_RESULT(rows);
  char due_text[TIME_TEXT];
  if (!attestation_rows(r->db, r->moment.perimeter.id, r->moment.at, &rows, err) || !room(r, CAUSE_LATE, row_count(rows), err) ||
      !room(r, CAUSE_DUE, row_count(rows), err))
    return false;
  for (size_t i = 0; i < row_count(rows); i++) {
    vg_time due_at = row_time(rows, i, "due_at");
    enum attestation_due due = attestation_due_at(due_at, r->moment.at);
    if (due == ATTESTATION_LATER) continue;
    add(r, due == ATTESTATION_LATE ? CAUSE_LATE : CAUSE_DUE,
        vg_printf(r->arena, "attestation %s %lld %s %s", row_text(rows, i, "control"), (long long)row_int(rows, i, "perimeter_id"), time_format(due_at, due_text),
                  row_text(rows, i, "subject")),
        due == ATTESTATION_LATE ? since(r, due_at) : step_before(days_until(r, due_at)),
        text_say(r->h, r->arena, "{label}, rule {rule}, due on {date}: {question}", {"label", HTML_TEXT, .text = row_text(rows, i, "label")},
                 {"rule", HTML_TEXT, .text = row_text(rows, i, "rule")}, {"date", HTML_MEDIUM, .time = due_at},
                 {"question", HTML_TEXT, .text = row_text(rows, i, r->h->lang == LANG_FR ? "question_fr" : "question_en")}));
  }
  return row_ok(rows, err);
}

static const char *waived(const struct reader *r, const struct waiver *w) {
  if (w->rule != NULL) return text_say(r->h, r->arena, "rule {number}", {"number", HTML_TEXT, .text = w->rule});
  const struct indicator *sheet = indicator_find(w->indicator);
  return sheet == NULL ? w->indicator : r->h->lang == LANG_FR ? sheet->title.fr : sheet->title.en;
}

static bool read_waivers(struct reader *r, struct vg_error *err) {
  struct waivers all;
  if (!waiver_list(r->db, r->arena, &(struct waiver_query){.perimeter = r->moment.perimeter.id, .at = r->moment.at}, &all, err) ||
      !room(r, CAUSE_ASKED, all.count, err) || !room(r, CAUSE_ENDING, all.count, err))
    return false;
  for (size_t i = 0; i < all.count; i++) {
    const struct waiver *w = &all.items[i];
    const struct html_value what = {"what", HTML_TEXT, .text = waived(r, w)}, where = {"perimeter", HTML_TEXT, .text = w->perimeter};
    if (w->stand == WAIVER_REQUESTED)
      add(r, CAUSE_ASKED, vg_printf(r->arena, "waiver %lld asked", (long long)w->id), since(r, w->requested_at),
          text_say(r->h, r->arena, "{what}, {perimeter}: asked on {date}", what, where, {"date", HTML_MEDIUM, .time = w->requested_at}));
    else if (w->stand == WAIVER_ENDING)
      add(r, CAUSE_ENDING, vg_printf(r->arena, "waiver %lld ends", (long long)w->id), step_before(days_until(r, w->to)),
          text_say(r->h, r->arena, "{what}, {perimeter}: its last day is {date}", what, where, {"date", HTML_MEDIUM, .time = waiver_last_day(w->to)}));
  }
  return true;
}

static bool read_statements(struct reader *r, struct vg_error *err) {
  struct statements all;
  if (!statement_list(r->db, r->arena, &r->moment, NULL, &all, err) || !room(r, CAUSE_STATEMENTS, all.count, err)) return false;
  for (size_t i = 0; i < all.count; i++) {
    const struct statement *s = &all.items[i];
    if (!statement_waits(s)) continue;
    add(r, CAUSE_STATEMENTS, vg_printf(r->arena, "statement %lld", (long long)s->request), since(r, s->asked_at),
        text_say(r->h, r->arena, "rule {number}, {perimeter}: written on {date}", {"number", HTML_TEXT, .text = s->rule},
                 {"perimeter", HTML_TEXT, .text = s->perimeter}, {"date", HTML_MEDIUM, .time = s->asked_at}));
  }
  return true;
}

/* Since when nothing fresh came: the end of the last good reading, or since the source is there. */
static vg_time silent_since(const struct db_result *rows, size_t i) {
  if (row_null(rows, i, "good_id")) return row_time(rows, i, "created_at");
  return row_null(rows, i, "fresh_until") ? row_time(rows, i, "good_at") : row_time(rows, i, "fresh_until");
}

/* Pulls that come one after the other and are all held wait as one, from the last good one on. */
static void add_suspect(struct reader *r, const struct db_result *rows, size_t i) {
  vg_time from = row_time(rows, i, row_null(rows, i, "good_id") ? "created_at" : "good_at");
  add(r, CAUSE_SUSPECT, vg_printf(r->arena, "source %lld suspect after %lld", (long long)row_int(rows, i, "id"), (long long)row_int(rows, i, "good_id")), since(r, from),
      text_say(r->h, r->arena, "{name}: read on {date}", {"name", HTML_TEXT, .text = row_text(rows, i, "name")}, {"date", HTML_DATETIME, .time = row_time(rows, i, "last_at")}));
}

static void add_source(struct reader *r, const struct db_result *rows, size_t i) {
  char from_text[TIME_TEXT];
  if (!row_bool(rows, i, "enabled")) return;
  if (strcmp(row_text(rows, i, "last_status"), "suspect") == 0) add_suspect(r, rows, i);
  struct health health = source_health(r->h, rows, i, r->moment.at);
  if (strcmp(health.state, "unknown") != 0) return;
  vg_time from = silent_since(rows, i);
  add(r, CAUSE_SILENT, vg_printf(r->arena, "source %lld silent since %s", (long long)row_int(rows, i, "id"), time_format(from, from_text)), since(r, from),
      text_say(r->h, r->arena, "{name}: {health}, since {date}", {"name", HTML_TEXT, .text = row_text(rows, i, "name")},
               {"health", HTML_TEXT, .text = health.label}, {"date", HTML_DATETIME, .time = from}));
}

static bool read_sources(struct reader *r, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(r->db, &rows, SQL_SOURCE_HEALTH, DB_MANY, err, P_NULL, P_TIME(r->moment.at), P_INT(r->moment.perimeter.id)) ||
      !room(r, CAUSE_SILENT, row_count(rows), err) || !room(r, CAUSE_SUSPECT, row_count(rows), err))
    return false;
  for (size_t i = 0; i < row_count(rows); i++) add_source(r, rows, i);
  return row_ok(rows, err);
}

/* Of the last week, as the page shows them; each time that it happens again is told. */
static bool read_disagreements(struct reader *r, struct vg_error *err) {
  DB_RESULT(rows);
  char last_text[TIME_TEXT];
  if (!db_run(r->db, &rows, SQL_DOCTOR_DISAGREED, DB_MANY, err, P_TIME(r->moment.at - 7 * VG_DAY)) || !room(r, CAUSE_DISAGREED, row_count(rows), err))
    return false;
  for (size_t i = 0; i < row_count(rows); i++) {
    vg_time last = row_time(rows, i, "last_at");
    add(r, CAUSE_DISAGREED, vg_printf(r->arena, "disagreed %s %s", row_text(rows, i, "indicator"), time_format(last, last_text)), 0,
        text_say(r->h, r->arena, "{indicator}: on {date} for the last time", {"indicator", HTML_TEXT, .text = row_text(rows, i, "indicator")},
                 {"date", HTML_DATETIME, .time = last}));
  }
  return row_ok(rows, err);
}

static bool read_alerts(struct reader *r, struct vg_error *err) {
  struct to_do to_do;
  if (!board_to_do(r->db, &r->moment, &to_do, err)) return false;
  r->out->alerts = to_do.alerts;
  return true;
}

static bool read_title(struct reader *r, struct vg_error *err) {
  struct title_block title;
  if (!board_title(r->db, r->arena, r->moment.perimeter.id, r->moment.at, &title, err)) return false;
  r->out->is_sample = title.is_sample;
  return true;
}

bool waiting_load(struct db *db, struct vg_arena *arena, const struct html *h, enum role role, vg_time at, struct waiting *out, struct vg_error *err) {
  struct reader r = {db, arena, h, .today = zone_day(h->zone, at), .out = out};
  struct vg_error absent = {0};
  *out = (struct waiting){.at = at};
  if (!board_moment(db, arena, NULL, at, VG_NEVER, &r.moment, &absent)) {
    if (absent.code == VG_E_NOTFOUND) return true; /* nothing is governed yet */
    *err = absent;
    return false;
  }
  bool ok = !role_may(role, CAP_PROPOSE) || (read_attestations(&r, err) && read_waivers(&r, err));
  ok = ok && (!role_may(role, CAP_DECIDE) || read_statements(&r, err)) && (!role_may(role, CAP_PULL) || read_sources(&r, err)) &&
       (!role_may(role, CAP_DOCTOR) || read_disagreements(&r, err)) && read_alerts(&r, err) && read_title(&r, err);
  for (enum cause c = 0; c < CAUSES; c++) {
    if (!role_may(role, causes[c].needs)) out->of[c].count = 0;
    out->count += out->of[c].count;
  }
  return ok && (!vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "reminder: out of memory"));
}

/* ---- what was told ---- */

static void mark(struct waiting *w, const char *thing, int64_t step, size_t *fresh) {
  for (enum cause c = 0; c < CAUSES; c++)
    for (size_t i = 0; i < w->of[c].count; i++) {
      struct waiting_item *item = &w->of[c].items[i];
      if (item->told || item->step < step || strcmp(item->thing, thing) != 0) continue;
      item->told = true;
      --*fresh;
    }
}

bool waiting_told(struct db *db, int64_t user_id, struct waiting *w, size_t *fresh, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(db, &rows, SQL_MAIL_TOLD, DB_MANY, err, P_INT(user_id), P_TIME(w->at))) return false;
  *fresh = w->count;
  for (size_t i = 0; i < row_count(rows); i++) mark(w, row_text(rows, i, "thing"), row_int(rows, i, "step"), fresh);
  return row_ok(rows, err);
}

bool waiting_keep(struct db *db, struct vg_arena *arena, int64_t user_id, const struct waiting *w, bool all, struct vg_error *err) {
  const char **things = vg_alloc(arena, (w->count + 1) * sizeof *things);
  int64_t *steps = vg_alloc(arena, (w->count + 1) * sizeof *steps);
  size_t n = 0;
  if (things == NULL || steps == NULL) return vg_fail(err, VG_E_LIMIT, "reminder: out of memory");
  for (enum cause c = 0; c < CAUSES; c++)
    for (size_t i = 0; i < w->of[c].count; i++) {
      things[n] = w->of[c].items[i].thing;
      steps[n++] = w->of[c].items[i].step;
    }
  return db_run(db, NULL, SQL_MAIL_TOLD_FORGET, DB_NONE, err, P_INT(user_id), P_TEXTS(things, n)) &&
         (!all || db_run(db, NULL, SQL_MAIL_TOLD_ADD, DB_NONE, err, P_INT(user_id), P_TEXTS(things, n), P_INTS(steps, n), P_TIME(w->at)));
}
