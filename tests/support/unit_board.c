#include "support/unit_board.h"

#include <criterion/criterion.h>
#include <string.h>

#include "policy/policy.h"
#include "web/view/frame.h"

#define NOW (INT64_C(1795421520) * VG_SECOND) /* 2026-11-23T08:12:00Z */

static void *get(struct vg_arena *a, size_t size) {
  void *p = vg_alloc(a, size);
  cr_assert_not_null(p);
  return p;
}

/* Small, fixed, different for each text. */
static unsigned dice(const char *text, unsigned sides) {
  unsigned h = 2166136261u;
  for (; *text != '\0'; text++) h = (h ^ (unsigned char)*text) * 16777619u;
  return (h >> 7) % sides;
}

static struct bilingual both(struct vg_arena *a, const char *fr, const char *en) {
  return (struct bilingual){vg_strdup(a, fr), vg_strdup(a, en)};
}

static enum vg_state state_of(int judged, int deviating, int unknown) {
  if (judged == 0) return STATE_UNKNOWN;
  if (unknown > judged / 3) return STATE_UNKNOWN;
  return deviating == 0 && unknown == 0 ? STATE_APPLIED : deviating * 10 <= judged ? STATE_WATCH : STATE_NOT_APPLIED;
}

static struct reading invent_reading(const struct indicator *sheet, enum invented_mood mood, unsigned turn) {
  struct reading r = {.state = STATE_UNKNOWN, .since = VG_NEVER};
  if (mood == INVENTED_EMPTY) return r;
  r.judged = mood == INVENTED_ONE ? 1 : 12 + (int)dice(sheet->code, 40);
  r.deviating = dice(sheet->code, 3) == 0 ? 0 : (int)dice(sheet->title.en, 5) + (int)turn;
  r.unknown = dice(sheet->title.fr, 6) == 0 ? r.judged / 2 : 0;
  if (mood == INVENTED_ONE) r.deviating = 1, r.unknown = 0;
  if (r.deviating > r.judged) r.deviating = r.judged;
  r.conforming = r.judged - r.deviating - r.unknown;
  r.has_value = true;
  r.value = sheet->form == FORM_STATISTIC ? (strcmp(sheet->unit, "%") == 0 ? 0.993 : 2.5 + dice(sheet->code, 9))
                                          : (double)r.conforming / r.judged;
  r.state = sheet->form == FORM_STATISTIC ? (dice(sheet->code, 2) ? STATE_APPLIED : STATE_WATCH)
                                          : state_of(r.judged, r.deviating, r.unknown);
  if (sheet->form == FORM_STATISTIC) r.deviating = r.unknown = r.conforming = 0;
  r.since = NOW - (1 + dice(sheet->code, 120)) * VG_DAY;
  return r;
}

static void invent_indicators(struct vg_arena *a, struct board *b, enum invented_mood mood) {
  struct vg_error err = {0};
  size_t count;
  const struct indicator *sheets = indicator_all(&count, &err);
  cr_assert_not_null(sheets, "%s", err.message);
  b->indicators = get(a, count * sizeof *b->indicators);
  b->indicator_count = count;
  for (size_t i = 0; i < count; i++) {
    struct indicator_line *l = &b->indicators[i];
    l->sheet = &sheets[i];
    l->now = invent_reading(l->sheet, mood, 0);
    l->before = invent_reading(l->sheet, mood, 1);
    bool percent = strcmp(l->sheet->unit, "%") == 0;
    l->threshold = (struct threshold){
        .set = true, .target = percent ? 0.95 : 8, .warning = percent ? 0.9 : 12, .critical = percent ? 0.75 : 24};
  }
}

static void invent_rule(struct vg_arena *a, struct board *b, const struct policy_rule *p, int chapter,
                        enum invented_mood mood, struct rule_line *r) {
  *r = (struct rule_line){.number = vg_strdup(a, p->number),
                          .chapter = chapter,
                          .title = both(a, p->title_fr, p->title_en),
                          .now = STATE_NOT_APPLICABLE,
                          .before = STATE_NOT_APPLICABLE,
                          .since = VG_NEVER,
                          .measured = MEASURED_NOT};
  r->indicators = get(a, (p->indicators_count + 1) * sizeof *r->indicators);
  for (unsigned i = 0; i < p->indicators_count; i++)
    for (size_t k = 0; k < b->indicator_count; k++) {
      if (strcmp(b->indicators[k].sheet->code, p->indicators[i]) != 0) continue;
      r->indicators[r->indicator_count++] = &b->indicators[k];
      r->now = state_worse(r->now, b->indicators[k].now.state);
      r->before = state_worse(r->before, b->indicators[k].before.state);
      r->since = b->indicators[k].now.since;
      r->measured = MEASURED_AUTOMATICALLY;
    }
  if (r->indicator_count > 0) return;
  static const enum vg_state made[] = {STATE_APPLIED, STATE_APPLIED, STATE_APPLIED, STATE_UNKNOWN,
                                       STATE_WATCH,   STATE_APPLIED, STATE_WAIVED};
  r->now = r->before = mood == INVENTED_USUAL ? made[dice(p->number, 7)] : STATE_UNKNOWN;
  if (mood == INVENTED_USUAL && dice(p->title_fr, 9) == 0) r->now = STATE_NOT_APPLIED, r->before = STATE_WATCH;
  if (r->now != STATE_UNKNOWN) r->since = NOW - 60 * VG_DAY, r->measured = MEASURED_BY_ATTESTATION;
}

static void count(struct totals *t, enum vg_state s) {
  t->by_state[s]++;
  t->applied += s == STATE_APPLIED;
  t->of += s != STATE_NOT_APPLICABLE;
}

static void invent_policy(struct vg_arena *a, struct board *b, enum invented_mood mood) {
  struct vg_error err = {0};
  struct policy *p;
  cr_assert(policy_builtin("coreoz-2024", &p, &err), "%s", err.message);
  b->policy = "coreoz-2024";
  b->policy_title = both(a, p->title_fr, p->title_en);
  b->chapter_count = p->chapters_count;
  b->chapters = get(a, b->chapter_count * sizeof *b->chapters);
  b->rules = get(a, 200 * sizeof *b->rules);
  for (size_t i = 0; i < b->chapter_count; i++) {
    struct chapter_line *c = &b->chapters[i];
    *c = (struct chapter_line){.number = p->chapters[i].number,
                               .title = both(a, p->chapters[i].title_fr, p->chapters[i].title_en),
                               .rules = &b->rules[b->rule_count],
                               .rule_count = p->chapters[i].rules_count};
    for (size_t k = 0; k < c->rule_count; k++) {
      struct rule_line *r = &b->rules[b->rule_count++];
      invent_rule(a, b, &p->chapters[i].rules[k], c->number, mood, r);
      count(&c->now, r->now), count(&b->now, r->now), count(&c->before, r->before), count(&b->before, r->before);
      c->measured += r->measured != MEASURED_NOT;
      b->confidence.automatic += r->measured == MEASURED_AUTOMATICALLY;
      b->confidence.attested += r->measured == MEASURED_BY_ATTESTATION;
      b->confidence.not_measured += r->measured == MEASURED_NOT;
    }
  }
  policy_free(p);
}

static void invent_questions(struct invented *v, enum invented_mood mood) {
  vg_time quarters[QUESTION_QUARTERS];
  static const int n[QUESTION_COUNT] = {0, 39, 4, 11, 31}, of[QUESTION_COUNT] = {0, 42, 1, 12, 36};
  strategic_quarters(zone_get("Europe/Paris", NULL), NOW, quarters);
  for (int q = 0; q < QUESTION_COUNT; q++) {
    struct question *x = &v->questions[q];
    *x = (struct question){.id = (enum question_id)q, .has_target = true, .target = q == QUESTION_INCIDENTS ? 8 : 0.9};
    x->indicator = q == QUESTION_SECURITY ? "critical_asset_sound" : q == QUESTION_INCIDENTS ? "incident_count" : NULL;
    if (mood == INVENTED_EMPTY) {
      for (int i = 0; i < QUESTION_QUARTERS; i++) x->quarters[i].at = quarters[i];
      continue;
    }
    x->now = (struct question_point){.at = NOW,
                                     .known = true,
                                     .n = q == 0 ? v->board.now.applied : n[q],
                                     .of = q == 0 ? v->board.now.of : of[q],
                                     .has_hours = q == QUESTION_INCIDENTS,
                                     .hours = 6.6667};
    if (q == QUESTION_BUDGET) x->now.budget = (struct budget_sum){.lines = 7, .currency = "EUR", .committed = 6240000, .planned = 7800000};
    if (mood == INVENTED_ONE) x->now.n = 1, x->now.of = 1;
    x->before = x->now;
    x->before.n -= q == QUESTION_INCIDENTS ? -3 : 2;
    x->before.hours = 9.5;
    for (int i = 0; i < QUESTION_QUARTERS; i++) {
      x->quarters[i] = x->now;
      x->quarters[i].at = quarters[i];
      x->quarters[i].n = x->now.n * (6 + i / 2) / 10 + (i * 7 + q) % 3;
      x->quarters[i].known = i > 0 || q != QUESTION_MEANS;
    }
  }
}

static void invent_steering(struct vg_arena *a, struct invented *v) {
  struct board *b = &v->board;
  v->changes.items = get(a, (b->rule_count + 1) * sizeof *v->changes.items);
  for (int pass = -1; pass <= 1; pass += 2)
    for (size_t i = 0; i < b->rule_count; i++) {
      const struct rule_line *r = &b->rules[i];
      if (r->now == r->before || state_trend(r->before, r->now) != pass) continue;
      struct change *c = &v->changes.items[v->changes.count++];
      *c = (struct change){.rule = r};
      *(pass < 0 ? &v->changes.worse : &v->changes.better) += 1;
      if (r->indicator_count == 0) continue;
      c->causes = get(a, sizeof *c->causes);
      c->cause_count = 1;
      c->causes[0] = (struct change_cause){
          r->indicators[0]->sheet, 2, "srv-web-01", "srv-web-01", NULL, NOW - 3 * VG_DAY, VERDICT_DEVIATING};
    }
  v->weeks = get(a, (b->chapter_count + 1) * STEERING_WEEKS * sizeof *v->weeks);
  for (size_t i = 0; i < b->chapter_count; i++)
    for (int w = 0; w < STEERING_WEEKS; w++) {
      struct totals *t = &v->weeks[i * STEERING_WEEKS + (size_t)w];
      *t = b->chapters[i].now;
      if (w < 8 && i % 2 == 0 && t->applied > 0) t->applied--;
    }
  for (int w = 0; w < STEERING_WEEKS; w++) {
    v->all[w] = b->now;
    if (w < 9 && b->now.applied > 3) v->all[w].applied -= w < 4 ? 3 : 1;
  }
  controls_months(zone_get("Europe/Paris", NULL), NOW, v->months);
  v->controls = get(a, recurring_controls_count() * sizeof *v->controls);
  static struct control_event events[] = {{NOW - 300 * VG_DAY, 2, 0, 0}, {NOW - 180 * VG_DAY, 1, 0, 0}, {NOW - 178 * VG_DAY, 1, 0, 0},
                                          {NOW - 60 * VG_DAY, 1, 2, 0}};
  for (size_t i = 0; i < recurring_controls_count(); i++) {
    v->controls[i] = (struct control_line){.control = &recurring_controls[i], .events = events, .count = b->indicator_count == 0 ? 0 : i % 5};
    control_judge(&v->controls[i], NOW);
  }
}

static void invent_operational(struct vg_arena *a, struct invented *v) {
  static const struct alert_line alerts[] = {
      {41, 2, "DiskFull/srv-web-01", "DiskFull, srv-web-01", "critical", "Less than 5 % left on /srv <b>",
       NOW - 30 * VG_HOUR, true},
      {42, 2, "BackupFailed", "BackupFailed, vm-client-07", "critical", "", NOW - 2 * VG_DAY, true},
      {43, 3, "CertificateExpires", "CertificateExpires, shop.example", "warning", "Expires in 6 days",
       NOW - 9 * VG_DAY, false}};
  v->alerts = (struct alert_lines){get(a, sizeof alerts), sizeof alerts / sizeof *alerts};
  memcpy(v->alerts.items, alerts, sizeof alerts);
  static const char *const systems[] = {"vm-client-07", "forge",      "nas-clients",  "bdd-prod-1",
                                        "bdd-prod-2",   "messagerie", "vm-client-01", "vm-client-04"};
  v->nights.items = get(a, 8 * sizeof *v->nights.items);
  v->nights.count = 8;
  for (int i = 0; i < NIGHTS; i++) v->nights.ends[i] = NOW - (NIGHTS - 1 - i) * VG_DAY + 3 * VG_HOUR;
  for (size_t s = 0; s < 8; s++) {
    v->nights.items[s] = (struct night_line){.perimeter_id = 2, .subject = systems[s], .label = systems[s]};
    for (int i = 0; i < NIGHTS; i++) v->nights.items[s].nights[i] = NIGHT_OK;
  }
  v->nights.items[0].nights[12] = v->nights.items[0].nights[13] = NIGHT_FAILED;
  v->nights.items[1].nights[3] = v->nights.items[1].nights[4] = NIGHT_UNKNOWN;
  v->nights.items[2].nights[5] = NIGHT_MISSING;
  v->nights.items[3].nights[0] = NIGHT_OUTSIDE;
  static const struct source_line sources[] = {
      {1, "restic", "Sauvegardes restic", true, true, NOW - 17 * VG_MINUTE, 31, 0, false, ""},
      {2, "prometheus", "Prometheus", true, true, NOW - 1 * VG_MINUTE, 1240, 2, false, ""},
      {3, "antivirus", "Antivirus postes", true, false, NOW - 3 * VG_DAY, 62, 0, true,
       "https://av.example: 401 Unauthorized"},
      {4, "glpi", "Inventaire", true, true, NOW - VG_HOUR, 159, 0, true, "timeout after 30 s"},
      {5, "lms", "Formations", false, false, VG_NEVER, 0, 0, false, ""},
      {6, "host", "Cette machine", true, true, NOW - 3 * VG_MINUTE, 88, 0, false, ""}};
  memcpy(v->sources, sources, sizeof sources);
}

static void invent_life(struct vg_arena *a, struct invented *v) {
  static const struct {
    int days;
    enum vg_state state;
  } parts[] = {{141, STATE_APPLIED}, {9, STATE_NOT_APPLIED}, {118, STATE_APPLIED},
               {15, STATE_UNKNOWN},  {60, STATE_APPLIED},    {22, STATE_WATCH}};
  enum { PARTS = sizeof parts / sizeof *parts };
  v->life.steps = get(a, PARTS * sizeof *v->life.steps);
  vg_time at = NOW - 365 * VG_DAY;
  for (size_t i = 0; i < PARTS; i++) {
    v->life.steps[i] = (struct life_step){at, at + parts[i].days * VG_DAY, parts[i].state};
    v->life.seconds[parts[i].state] += parts[i].days * INT64_C(86400);
    v->life.total_seconds += parts[i].days * INT64_C(86400);
    if (parts[i].state != STATE_NOT_APPLICABLE) v->life.applicable_seconds += parts[i].days * INT64_C(86400);
    at += parts[i].days * VG_DAY;
  }
  v->life.count = PARTS;
  v->rule_text = (struct rule_text){.statement = {"Chaque système de production est sauvegardé chaque jour.",
                                                  "Every production system is backed up every day."},
                                    .frequency = {"tous les jours", "daily"}};
}

struct invented *invent(struct vg_arena *a, enum invented_mood mood) {
  struct invented *v = get(a, sizeof *v);
  struct board *b = &v->board;
  b->moment = (struct moment){
      .perimeter = {.id = 1, .code = "all", .name = "Ensemble du SI"}, .at = NOW, .versus = NOW - 30 * VG_DAY};
  b->evaluation.finished_at = b->evaluation.known_at = mood == INVENTED_EMPTY ? VG_NEVER : NOW;
  b->confidence.oldest_read = mood == INVENTED_EMPTY ? VG_NEVER : NOW - 3 * VG_DAY;
  b->confidence.sources = mood == INVENTED_EMPTY ? 0 : 6;
  b->confidence.sources_fresh = mood == INVENTED_EMPTY ? 0 : 4;
  b->confidence.stale_sources = "";
  invent_indicators(a, b, mood);
  invent_policy(a, b, mood);
  invent_questions(v, mood);
  invent_steering(a, v);
  if (mood != INVENTED_EMPTY) invent_operational(a, v);
  invent_life(a, v);
  return v;
}

/* ---- the frame ---- */

static const struct view_nav_group *invent_nav(struct vg_arena *a, enum lang lang, const char *page, size_t *groups) {
  static const char *const ids[3][3] = {
      {"strategic", "steering", "operational"}, {"rules", "indicators", NULL}, {"sources", "users", "help"}};
  static const char *const titles[3] = {"Boards", "Register", "Control"};
  struct view_nav_group *g = get(a, 3 * sizeof *g);
  for (int i = 0; i < 3; i++) {
    struct view_nav_item *items = get(a, 3 * sizeof *items);
    g[i] = (struct view_nav_group){.id = titles[i], .title = tr(lang, titles[i]), .items = items};
    for (int k = 0; k < 3 && ids[i][k] != NULL; k++)
      items[g[i].items_count++] = (struct view_nav_item){.title = frame_page_name(lang, ids[i][k]),
                                                         .to = vg_printf(a, "/%s", ids[i][k]),
                                                         .current = strcmp(ids[i][k], page) == 0,
                                                         .count = HTML_NO_INT};
  }
  *groups = 3;
  return g;
}

void invent_frame(struct vg_arena *a, enum lang lang, const char *theme, const char *page, const char *title,
                  struct view_frame *f) {
  static const struct view_frame_perimeter perimeters[] = {{"all", "Ensemble du SI", true},
                                                           {"nord",
                                                            "\xC2\xA0\xC2\xA0"
                                                            "Client Nord",
                                                            false}};
  static const struct view_frame_shortcut shortcuts[] = {{"fin octobre 2026", "?au=2026-10-31"},
                                                         {"fin T3 2026", "?au=2026-09-30"}};
  struct view_frame_moment *m = get(a, sizeof *m);
  *m = (struct view_frame_moment){.policy = lang == LANG_FR ? "PSSI, janvier 2024" : "Security policy, January 2024",
                                  .day = NOW,
                                  .versus = NOW - 30 * VG_DAY,
                                  .perimeter = "all",
                                  .perimeter_name = "Ensemble du SI",
                                  .perimeters = perimeters,
                                  .perimeters_count = 2,
                                  .sources = 6,
                                  .sources_fresh = 4,
                                  .oldest_read = NOW - 3 * VG_DAY,
                                  .shortcuts = shortcuts,
                                  .shortcuts_count = 2};
  *f = (struct view_frame){.title = title,
                           .page = page,
                           .page_name = frame_page_name(lang, page),
                           .lang = lang_code(lang),
                           .theme = theme,
                           .css = "vigie.css",
                           .organisation = "Atelier Pixel",
                           .home = "/",
                           .here = "/",
                           .path = "/strategic",
                           .moment = m,
                           .today = "/",
                           .sample = true,
                           .stale_sources = "Antivirus postes, Formations",
                           .signed_in = true,
                           .user_name = "Claire Morvan",
                           .role = "RSSI",
                           .evaluated_at = NOW,
                           .evaluation = 1204,
                           .zone = "Europe/Paris"};
  f->nav = invent_nav(a, lang, page, &f->nav_count);
}
