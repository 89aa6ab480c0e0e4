#include "web/view/operational.h"

#include <stdlib.h>
#include <string.h>

#include "web/view/mistake.h"

/* ---- alerts ---- */

static const struct {
  const char *code, *title, *state;
} severities[] = {{"critical", N_("To mend"), "not_applied"}, {"warning", N_("To foresee"), "watch"}, {"", N_("To know"), "not_applicable"}};

static void fill_alert(const struct desk *d, const struct operational_data *o, const struct alert_line *a, struct view_operational_alert *out) {
  size_t s = 0;
  while (severities[s].code[0] != '\0' && strcmp(severities[s].code, a->severity) != 0) s++;
  *out = (struct view_operational_alert){.title = a->label, .summary = a->summary, .severity = tr(d->h->lang, severities[s].title),
                                         .severity_state = a->fresh ? severities[s].state : "unknown", .since = a->raised_at,
                                         .age = figures_age(d, a->raised_at, o->board->moment.at), .fresh = a->fresh, .to = ""};
  if (a->record_id != 0 && d->may_list)
    out->to = text_to(d->h, d->arena, "/record/alert/{id}", {"id", HTML_PLAIN, .integer = a->record_id});
}

static void fill_alerts(const struct desk *d, const struct operational_data *o, struct view_operational *out) {
  size_t shown = o->alerts->count < OPERATIONAL_ALERTS ? o->alerts->count : OPERATIONAL_ALERTS;
  struct view_operational_alert *items = vg_alloc(d->arena, (shown + 1) * sizeof *items);
  const struct indicator_line *line = board_indicator(o->board, "alert_open");
  if (items == NULL) return;
  for (size_t i = 0; i < shown; i++) fill_alert(d, o, &o->alerts->items[i], &items[i]);
  out->alerts = items;
  out->alerts_count = shown;
  out->alerts_total = (int64_t)o->alerts->count;
  out->alerts_more = (int64_t)(o->alerts->count - shown);
  out->alerts_to = text_to(d->h, d->arena, d->may_list ? "/indicator/alert_open/subjects" : "/indicator/alert_open");
  out->alerts_known = line != NULL && line->now.state != STATE_UNKNOWN;
}

/* ---- nights ---- */

static const struct {
  const char *state, *said;
} nights[] = {[NIGHT_OUTSIDE] = {"none", N_("not in production")},
              [NIGHT_OK] = {"ok", N_("backed up")},
              [NIGHT_FAILED] = {"not_applied", N_("failed")},
              [NIGHT_MISSING] = {"watch", N_("no backup")},
              [NIGHT_UNKNOWN] = {"unknown", N_("no report")},
              [NIGHT_AHEAD] = {"none", N_("nothing yet, night under way")}};

static bool has_hole(const struct night_line *n) {
  for (int i = 0; i < NIGHTS; i++)
    if (n->nights[i] == NIGHT_FAILED || n->nights[i] == NIGHT_MISSING || n->nights[i] == NIGHT_UNKNOWN) return true;
  return false;
}

static void fill_night(const struct desk *d, const struct night_line *n, struct view_operational_night *out) {
  struct view_operational_cell *cells = vg_alloc(d->arena, NIGHTS * sizeof *cells);
  struct html_value v[] = {{"of", HTML_PLAIN, .integer = n->perimeter_id}, {"id", HTML_TEXT, .text = n->subject}};
  const char *to = d->may_list ? "/indicator/backup_daily/subject?of={of}&id={id}" : "/indicator/backup_daily";
  *out = (struct view_operational_night){.label = n->label, .to = text_link(d->h, d->arena, to, v, 2)};
  if (cells == NULL) return;
  for (int i = 0; i < NIGHTS; i++) {
    cells[i] = (struct view_operational_cell){nights[n->nights[i]].state, tr(d->h->lang, nights[n->nights[i]].said)};
    out->good += n->nights[i] == NIGHT_OK;
    out->of += n->nights[i] != NIGHT_OUTSIDE && n->nights[i] != NIGHT_AHEAD;
  }
  out->cells = cells;
  out->cells_count = NIGHTS;
}

static void fill_night_names(const struct desk *d, const struct night_grid *g, struct view_operational *out) {
  struct view_operational_column *names = vg_alloc(d->arena, NIGHTS * sizeof *names);
  const struct zone *zone = d->h->zone != NULL ? d->h->zone : zone_utc();
  if (names == NULL) return;
  for (int i = 0; i < NIGHTS; i++)
    names[i] = (struct view_operational_column){
        vg_printf(d->arena, "%d", zone_civil(zone, g->ends[i]).day),
        text_say(d->h, d->arena, "night ending on {date}", {"date", HTML_SHORT, .time = g->ends[i]})};
  out->night_names = names;
  out->night_names_count = NIGHTS;
  out->first_night = g->ends[0];
  out->last_night = g->ends[NIGHTS - 1];
}

/* Systems with a hole come first; the rest is one link away. */
static void fill_nights(const struct desk *d, const struct operational_data *o, struct view_operational *out) {
  const struct night_grid *g = o->nights;
  for (size_t i = 0; i < g->count; i++) out->nights_hole += has_hole(&g->items[i]);
  size_t shown = g->count < OPERATIONAL_NIGHTS ? g->count : OPERATIONAL_NIGHTS;
  struct view_operational_night *items = vg_alloc(d->arena, (shown + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < shown; i++) fill_night(d, &g->items[i], &items[i]);
  out->nights = items;
  out->nights_count = shown;
  out->nights_to = text_to(d->h, d->arena, d->may_list ? "/indicator/backup_daily/subjects" : "/indicator/backup_daily");
  out->nights_total = (int64_t)g->count;
  fill_night_names(d, g, out);
}

/* ---- measures, sources ---- */

static void fill_figure(const struct desk *d, const struct board *b, const struct indicator_line *l, struct view_operational_figure *out) {
  int deviating = figures_deviating(&l->now);
  *out = (struct view_operational_figure){
      .title = in_language(d, l->sheet->title), .code = l->sheet->code, .state = state_name(l->now.state),
      .value = figures_reading(d, l->sheet, &l->now), .value_to = figures_list(d, l->sheet, l->now.has_value ? "conforming" : NULL),
      .value_lists = figures_lists(l->sheet, &l->now),
      .deviating = deviating > 0 ? deviating : HTML_NO_INT, .deviating_to = figures_list(d, l->sheet, "deviating"),
      .unknown = l->now.unknown > 0 ? l->now.unknown : HTML_NO_INT, .unknown_to = figures_list(d, l->sheet, "unknown"),
      .since = figures_age(d, l->now.since, b->moment.at)};
  out->rules = figures_rules(d, b, l->sheet);
}

/* What is out of its target, and the patches in any case; the rest is counted. */
static void fill_figures(const struct desk *d, const struct operational_data *o, struct view_operational *out) {
  static const enum vg_state order[] = {STATE_NOT_APPLIED, STATE_WATCH, STATE_UNKNOWN, STATE_WAIVED, STATE_APPLIED, STATE_NOT_APPLICABLE};
  const struct board *b = o->board;
  struct view_operational_figure *items = vg_alloc(d->arena, (b->indicator_count + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t k = 0; k < sizeof order / sizeof *order; k++)
    for (size_t i = 0; i < b->indicator_count; i++) {
      const struct indicator_line *l = &b->indicators[i];
      bool shown = strchr(l->sheet->boards, 'O') != NULL && strcmp(l->sheet->code, "alert_open") != 0;
      if (!shown || l->now.state != order[k]) continue;
      bool fine = order[k] == STATE_APPLIED || order[k] == STATE_NOT_APPLICABLE;
      if (!fine || strcmp(l->sheet->code, "patch_current") == 0) fill_figure(d, b, l, &items[out->figures_count++]);
      else out->figures_fine++;
    }
  out->figures = items;
}

static void fill_source(const struct desk *d, const struct source_line *s, struct view_operational_source *out) {
  const char *state = "applied", *name = N_("Up to date");
  if (!s->ever) state = "unknown", name = N_("Never read");
  else if (!s->fresh) state = "unknown", name = N_("Silent");
  else if (s->last_failed) state = "watch", name = N_("Failing");
  else if (s->rejected > 0) state = "watch", name = N_("Partial");
  *out = (struct view_operational_source){
      .name = s->name, .to = text_to(d->h, d->arena, "/source/{id}", {"id", HTML_PLAIN, .integer = s->id}), .state = state,
      .state_name = tr(d->h->lang, name), .last_read = s->read_at, .items = s->ever ? s->read : HTML_NO_INT,
      .rejected = s->rejected > 0 ? s->rejected : HTML_NO_INT, .message = s->last_failed ? said_text(d->h, d->arena, NULL, s->message) : ""};
}

static int by_last_read(const void *a, const void *b) {
  const struct view_operational_source *x = a, *y = b;
  return x->last_read != y->last_read ? (x->last_read > y->last_read) - (x->last_read < y->last_read) : strcmp(x->name, y->name);
}

/* Those to look at, then those that were read longest ago; the rest is counted. */
static void fill_sources(const struct desk *d, const struct operational_data *o, struct view_operational *out) {
  size_t n = o->source_count, fine = 0;
  struct view_operational_source *items = vg_alloc(d->arena, (n + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < n; i++) {
    struct view_operational_source line;
    fill_source(d, &o->sources[i], &line);
    if (strcmp(line.state, "applied") == 0) items[n - ++fine] = line;
    else items[out->sources_review++] = line;
  }
  size_t first = n - fine, room = first < OPERATIONAL_SOURCES ? OPERATIONAL_SOURCES : first, shown = n < room ? n : room;
  qsort(items + first, fine, sizeof *items, by_last_read);
  out->sources = items;
  out->sources_count = shown;
  out->sources_fine = (int64_t)(n - shown);
  out->sources_total = (int64_t)n;
}

/* ---- the finding ---- */

static const char *alert_sentence(const struct desk *d, const struct view_operational *v) {
  if (v->alerts_total == 0 && !v->alerts_known) return tr(d->h->lang, "Whether an alert is open is not known.");
  if (v->alerts_total == 0) return tr(d->h->lang, "No alert is open.");
  return text_say_n(d->h, d->arena, "{n} alert is open.", "{n} alerts are open.", v->alerts_total, {"n", HTML_COUNT, .integer = v->alerts_total});
}

static const char *backup_sentence(const struct desk *d, const struct board *b) {
  const struct indicator_line *l = board_indicator(b, "backup_daily");
  if (l == NULL || l->now.judged == 0) return "";
  int deviating = figures_deviating(&l->now);
  struct html_value v[] = {{"n", HTML_COUNT, .integer = deviating}, {"of", HTML_COUNT, .integer = l->now.judged},
                           {"unknown", HTML_COUNT, .integer = l->now.unknown}};
  if (deviating > 0)
    return text_plural(d->h, d->arena, " {n} system of {of} lacks its daily backup.", " {n} systems of {of} lack their daily backup.",
                       deviating, v, 3);
  if (l->now.unknown > 0)
    return text_plural(d->h, d->arena, " Of {unknown} system of {of}, the last backup is not known.",
                       " Of {unknown} systems of {of}, the last backup is not known.", l->now.unknown, v, 3);
  return text_message(d->h, d->arena, " All {of} systems have their daily backup.", v, 3);
}

static const char *source_sentence(const struct desk *d, const struct operational_data *o) {
  int64_t silent = 0;
  for (size_t i = 0; i < o->source_count; i++) silent += !o->sources[i].fresh;
  if (silent == 0) return "";
  return text_say_n(d->h, d->arena, " {n} source is silent.", " {n} sources are silent.", silent, {"n", HTML_COUNT, .integer = silent});
}

void operational_fill(const struct desk *d, const struct operational_data *o, struct view_operational *out) {
  fill_alerts(d, o, out);
  fill_nights(d, o, out);
  fill_figures(d, o, out);
  fill_sources(d, o, out);
  const char *text = vg_printf(d->arena, "%s%s%s", alert_sentence(d, out), backup_sentence(d, o->board), source_sentence(d, o));
  out->heading = o->board->evaluation.finished_at == VG_NEVER ? tr(d->h->lang, "Nothing has been measured yet.") : text != NULL ? text : "";
}
