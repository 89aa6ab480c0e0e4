#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/indicator/author.h"
#include "cmd/indicator/recompute.h"
#include "cmd/source/show.h"
#include "db/settings.h"
#include "indicator/backfill.h"
#include "indicator/board.h"
#include "indicator/evaluate.h"
#include "indicator/own.h"

enum { TIMEOUT_MS = 60000 };

static bool open_db(struct command_call *call, const char *role, struct db **db, struct vg_error *err) {
  return db_open_as(db, call->config, role, "vigie indicator", TIMEOUT_MS, err) && own_load(*db, NULL, NULL, err);
}

static bool find_or(struct command_call *call, const char *advice, const struct indicator **out, struct vg_error *err) {
  size_t count;
  if (indicator_all(&count, err) == NULL) return false;
  *out = indicator_find(command_argument(call, 0));
  if (*out != NULL) return true;
  (void)vg_fail(err, VG_E_NOTFOUND, "no indicator is called \"%.64s\"", command_argument(call, 0));
  return vg_hint(err, "%s", advice);
}

static bool find(struct command_call *call, const struct indicator **out, struct vg_error *err) {
  return find_or(call, "vigie indicator list names them", out, err);
}

static bool moment(struct command_call *call, struct db *db, struct moment *out, struct vg_error *err) {
  vg_time at;
  return command_situation(call, "at", clock_now(), &at, err) &&
         board_moment(db, call->arena, command_text(call, "perimeter"), at, VG_NEVER, out, err);
}

/* ---- list, show ---- */

static bool list(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct moment m;
  struct board *board;
  char text[FIGURE_TEXT], since[TIME_TEXT];
  if (!open_db(call, "vigie_web", &db, err) || !moment(call, db, &m, err) ||
      !board_load(db, call->arena, &m, &board, err))
    return false;
  command_print("%-24s %-15s %-16s %-21s %s\n", "INDICATOR", "STATE", "VALUE", "SINCE", "TITLE");
  for (size_t i = 0; i < board->indicator_count; i++) {
    const struct indicator_line *line = &board->indicators[i];
    command_print("%-24s %-15s %-16s %-21s %s\n", line->sheet->code, state_name(line->now.state),
                  figure_text(line->sheet, &line->now, text), time_format(line->now.since, since), line->sheet->title.en);
  }
  return true;
}

static void print_kinds(const char *name, const enum kind_id *kinds, size_t count) {
  if (count > 0) command_print("%-12s", name);
  for (size_t i = 0; i < count; i++) command_print("%s%s", i == 0 ? " " : ", ", kind_get(kinds[i])->name);
  if (count > 0) command_print("\n");
}

static void print_sheet(const struct indicator *i) {
  command_print("%s, version %d: %s\n%s\n\n", i->code, i->version, i->title.en, i->question.en);
  command_print("%-12s", "rules");
  for (size_t n = 0; n < i->rule_count; n++) command_print("%s%s", n == 0 ? " " : ", ", i->rules[n]);
  command_print("\n%-12s %s\n%-12s %s\n%-12s %s", "formula", i->formula.en, "denominator", i->denominator.en, "form",
                indicator_form_name(i->form));
  if (i->statistic != STATISTIC_NONE) command_print(" (%s)", statistic_name(i->statistic));
  command_print("\n%-12s %s, %s is better\n%-12s %s\n%-12s %s\n%-12s %s\n%-12s", "unit", i->unit,
                i->higher_is_better ? "higher" : "lower", "owner", i->owner, "collector", i->collector, "reviewer",
                i->reviewer, "reporting");
  for (size_t n = 0; n < i->report_count; n++)
    command_print("%s%s %s", n == 0 ? " " : ", ", i->reports[n].to, i->reports[n].frequency);
  command_print("\n%-12s %s\n%-12s %s\n", "frequency", i->frequency, "limits", i->limits.en);
  print_kinds("reads", i->kinds, i->kind_count);
  print_kinds("may read", i->optional, i->optional_count);
  print_kinds("presence of", i->presence, i->presence_count);
  print_kinds("by name", i->by_name, i->by_name_count);
}

static bool show(struct command_call *call, struct vg_error *err) {
  const struct indicator *i;
  if (!find_or(call, "vigie indicator list names them; vigie indicator explain shows the sheet of one of the organisation", &i, err)) return false;
  print_sheet(i);
  return true;
}

/* ---- eval ---- */

struct evaluated {
  struct command_call *call;
  const struct indicator *indicator;
};

static void print_subject(struct command_call *call, const struct indicator *i, const struct subject_line *s) {
  char since[TIME_TEXT], value[32] = "";
  if (s->has_value) (void)snprintf(value, sizeof value, "  %g", s->value);
  command_print("  %-10s since %-21s %s: %s%s", i->form == FORM_STATISTIC ? "value" : verdict_name(s->verdict),
                time_format(s->since, since), s->perimeter, s->label, value);
  if (s->verdict == VERDICT_DEVIATING) command_print("  (%s)", indicator_sentence(call->arena, i, false, s->detail));
  command_print("\n");
}

static bool print_figure(struct command_call *call, struct db *db, const struct moment *m, const struct indicator *i, struct vg_error *err) {
  struct trend_point point;
  char text[FIGURE_TEXT], at[TIME_TEXT];
  if (!board_trend(db, call->arena, m, i->code, &m->at, 1, &point, err)) return false;
  const struct reading *r = &point.reading;
  command_print("%s at %s in %s: %s, %s", i->code, time_format(m->at, at), m->perimeter.code, figure_text(i, r, text), state_name(r->state));
  if (r->since != VG_NEVER) command_print(" since %s", time_format(r->since, at));
  command_print("\n");
  if (i->form != FORM_STATISTIC)
    command_print("  %d conforming, %d deviating (%d waived), %d unknown, %d pending\n", r->conforming, r->deviating,
                  r->waived, r->unknown, r->pending);
  return true;
}

static bool print_evaluation(void *user, struct db *db, struct vg_error *err) {
  const struct evaluated *e = user;
  struct command_call *call = e->call;
  struct moment m;
  struct subject_list subjects;
  struct subject_query query = {.indicator = e->indicator->code, .verdict = -1};
  if (!moment(call, db, &m, err) || !board_subjects(db, call->arena, &m, &query, &subjects, err) ||
      !print_figure(call, db, &m, e->indicator, err))
    return false;
  for (size_t i = 0; i < subjects.count; i++) print_subject(call, e->indicator, &subjects.items[i]);
  return true;
}

static bool eval(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct evaluated e = {.call = call};
  vg_time known;
  return command_situation(call, "known", clock_now(), &known, err) && open_db(call, "vigie_collect", &db, err) &&
         find(call, &e.indicator, err) && evaluation_preview(db, known, e.indicator->code, print_evaluation, &e, err);
}

/* ---- explain ---- */

/* Whether a source is switched off is known of today only. */
static void print_source(const struct provenance_source *s, bool past) {
  char read[TIME_TEXT], until[TIME_TEXT], staleness[32];
  const char *state = s->told_later ? "told later" : !s->enabled && !past ? "disabled" : s->fresh ? "fresh" : "stale";
  command_print("  %-24s %-13s ", s->code, s->connector);
  if (s->last_pull == 0) {
    command_print("%s, never read by then", state);
  } else {
    command_print("%s, %s reading %s (%d read, %d refused)", state, s->told_later ? "by the" : "last good", time_format(s->last_read, read), s->read,
                  s->rejected);
    if (s->fresh_until != VG_NEVER) command_print(", good until %s", time_format(s->fresh_until, until));
  }
  command_print("; stale after %s\n", show_duration(s->staleness_s, staleness, sizeof staleness));
}

static void print_share(int n, int of, const char *what, bool *said) {
  if (of > 0) command_print("%s %d of %d %s", *said ? "," : "", n, of, what);
  *said |= of > 0;
}

/* Of what the figure had to know, how much it knew. */
static void print_completeness(const struct indicator *i, const struct provenance *p, const struct reading *r) {
  struct completeness c;
  bool said = false;
  board_completeness(i, p, r, &c);
  command_print("\ncompleteness:");
  print_share(c.sources_fresh, c.sources, "sources fresh", &said);
  print_share(c.kept, c.items, "items read kept", &said);
  print_share(c.known, c.subjects, "subjects known", &said);
  for (size_t n = 0; n < c.absent_count; n++) command_print("%s %s", n > 0 ? "," : said ? "; no source has given" : " no source has given", kind_get(c.absent[n])->name);
  command_print("%s\n", said || c.absent_count > 0 ? "" : " nothing to read at this date");
}

static bool explain(struct command_call *call, struct vg_error *err) {
  DB(db);
  const struct indicator *i;
  struct moment m;
  struct provenance p;
  struct trend_point point;
  char known[TIME_TEXT];
  bool past = command_time(call, "at") != VG_NEVER;
  if (!open_db(call, "vigie_collect", &db, err) || !find(call, &i, err) || !moment(call, db, &m, err) ||
      !board_provenance(db, call->arena, &m, i, &p, err) || !board_trend(db, call->arena, &m, i->code, &m.at, 1, &point, err))
    return false;
  if (past) provenance_as_of_then(&p);
  print_sheet(i);
  command_print("\n");
  if (!print_figure(call, db, &m, i, err)) return false;
  if (p.known_at == VG_NEVER) command_print("\nnot evaluated yet\n");
  else command_print("\nevaluated as known at %s\n", time_format(p.known_at, known));
  command_print("sources in %s:\n", m.perimeter.code);
  for (size_t n = 0; n < p.source_count; n++) print_source(&p.sources[n], past);
  if (p.source_count == 0) command_print(i->kind_count > 0 ? "  none: its state is unknown\n" : "  none\n");
  print_completeness(i, &p, &point.reading);
  command_print("\nstatement, SHA-256 %s:\n%s\n\n", p.sha256, i->statement->text);
  return indicator_recompute(call, db, &m, i, err);
}

/* ---- backfill ---- */

static bool print_progress(void *user, const struct backfill_progress *p) {
  char day[TIME_TEXT];
  (void)user;
  long long days = (p->to - p->done) / VG_DAY, waiting = p->waiting;
  (void)time_format(p->done, day);
  command_print("%-24s measured up to %.10s, %lld day%s to go; %lld indicator%s to do\n", p->indicator, day, days, COMMAND_S(days), waiting,
                COMMAND_S(waiting));
  command_flush(); /* as it goes, into a pipe too */
  return true;
}

static bool backfill(struct command_call *call, struct vg_error *err) {
  DB(db);
  const struct indicator *i = NULL;
  const char *code = command_argument(call, 0);
  if (!open_db(call, "vigie_collect", &db, err) || (code != NULL && !find(call, &i, err))) return false;
  if (i != NULL && !backfill_want(db, code, err)) return false;
  return backfill_run(db, code, print_progress, NULL, err);
}

/* ---- tables ---- */

#define WHEN                                                                                                           \
  {"at", COMMAND_TIME, .argument = "INSTANT", .help = "the situation at this instant, or at the end of this day (default: now)", \
   .synonym = "as-of"}, {               \
    "perimeter", COMMAND_TEXT, .argument = "CODE", .help = "of this perimeter and what is below it (default: all)"     \
  }

static const struct command_option when[] = {WHEN, {NULL}};
static const struct command_option eval_options[] = {
    WHEN,
    {"known", COMMAND_TIME, .argument = "INSTANT", .help = "with what was known at this instant, or at the end of this day (default: now)"},
    {NULL}};
static const struct command_argument one[] = {{"INDICATOR", .help = "its code"}, {NULL}};

static const struct command_argument maybe[] = {{"INDICATOR", .optional = true, .help = "its code; none: all that wait"},
                                                {NULL}};

static const struct command *const subcommands[] = {
    &(const struct command){
        .name = "list", .summary = "List the indicators with their value and state.", .options = when, .run = list},
    &(const struct command){
        .name = "show", .summary = "Show the sheet of an indicator of the program; those of the organisation: vigie indicator explain.", .arguments = one, .bare = true, .run = show},
    &(const struct command){.name = "eval",
                            .summary = "Evaluate an indicator anew and list its subjects; nothing is stored.",
                            .options = eval_options,
                            .arguments = one,
                            .run = eval},
    &(const struct command){.name = "explain",
                            .summary = "Say how a figure is made (sheet, sources, freshness, statement), and whether it is the same made anew.",
                            .options = when,
                            .arguments = one,
                            .run = explain},
    &(const struct command){.name = "backfill",
                            .summary = "Measure the past days of new indicators and formulas, or of one anew.",
                            .help = "Batches of sixty days are committed one by one: interrupted, it goes on from there when it is "
                                    "run again. The collector does the same by itself, between pulls.",
                            .arguments = maybe,
                            .run = backfill},
    &command_indicator_check,
    &command_indicator_add,
    &command_indicator_remove,
    NULL};

const struct command command_indicator = {
    .name = "indicator",
    .summary = "Read the indicators, and how their figures are made; add your own.",
    .subcommands = subcommands,
};
