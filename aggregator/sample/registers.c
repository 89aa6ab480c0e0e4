#include <stdio.h>
#include <string.h>

#include "sample/random.h"
#include "sample/world.h"

/* ---- trainings ---- */
struct programme {
  const struct world *w;
  const struct person *p;
  struct training *out;
  size_t count;
};

static void follow(struct programme *g, const char *course, const char *theme, int64_t day, bool scored) {
  if (g->count == TRAININGS_MAX || day < g->p->hired || day > g->p->left) return;
  int64_t on = world_working_day(g->w, day), number = g->p->number;
  struct training *t = &g->out[g->count++];
  *t = (struct training){.course = course, .theme = theme};
  t->enrolled = world_at(g->w, on - chance_between(g->w->seed, "enrolled", number, day, 3, 9), 540);
  t->completed = world_at(g->w, on, 540 + chance_between(g->w->seed, "completed", number, day, 0, 460));
  t->score = scored ? (int)chance_between(g->w->seed, "score", number, day, 66, 98) : 0;
}

/* The welcome course has been the rule for two years: those who came before followed it late, or not at all. */
static void follow_welcome(struct programme *g) {
  const struct person *p = g->p;
  uint64_t s = g->w->seed;
  int64_t delay = chance_between(s, "welcome", p->number, 0, 3, 19);
  if (p->number < VETERANS) {
    int64_t luck = chance_between(s, "welcome-luck", p->number, 0, 0, 99);
    if (luck >= 78) return;
    delay += luck >= 56 ? 40 : 0;
  }
  if (p->left != DAY_NEVER && p->number >= VETERANS) delay += 24;
  if (p->number == VETERANS + NEWCOMERS - 1) delay = 22;
  follow(g, "Bienvenue : guide des bonnes pratiques", "welcome", p->hired + delay, false);
}

/* A first campaign two years ago, little after it, then the campaign that lifts the figure, then one each year. */
static void follow_awareness(struct programme *g) {
  static const char course[] = "Bonnes pratiques de sécurité";
  const struct person *p = g->p;
  uint64_t s = g->w->seed;
  int64_t n = p->number;
  if (chance(s, "campaign-1", n, 0, 84))
    follow(g, course, "security", -832 + chance_between(s, "campaign-1-day", n, 0, 0, 80), true);
  if (chance(s, "campaign-2", n, 0, 52))
    follow(g, course, "security", -545 + chance_between(s, "campaign-2-day", n, 0, 0, 70), true);
  if (p->hired > -690 && (p->hired > -330 || chance(s, "arrival", n, 0, 60)))
    follow(g, course, "security", p->hired + 40 + chance_between(s, "arrival-day", n, 0, 0, 40), true);
  if (n != 6 && n != 11 && p->hired <= -330)
    follow(g, course, "security", -300 + chance_between(s, "campaign-3-day", n, 0, 0, 38), true);
  for (int64_t day = 30; day < 800; day += 340)
    if (n != 6 && n != 11 && p->hired < day - 90)
      follow(g, course, "security", day + chance_between(s, "campaign-4-day", n, day, 0, 34), true);
}

static void follow_owasp(struct programme *g) {
  static const char course[] = "OWASP : dix risques du web";
  const struct person *p = g->p;
  uint64_t s = g->w->seed;
  int64_t n = p->number;
  if (strcmp(p->job, "developer") != 0) return;
  if (chance(s, "owasp-1", n, 0, 62))
    follow(g, course, "owasp", -716 + chance_between(s, "owasp-1-day", n, 0, 0, 9), true);
  if (p->hired > -690)
    follow(g, course, "owasp", p->hired + 50 + chance_between(s, "owasp-arrival", n, 0, 0, 35), true);
  bool second = chance(s, "owasp-2", n, 0, 85);
  if (p->hired <= -360 && n != 5)
    follow(g, course, "owasp", (second ? -344 : -250) + chance_between(s, "owasp-2-day", n, 0, 0, 9), true);
  if (n != 5)
    for (int64_t day = -14; day < 800; day += 345)
      follow(g, course, "owasp",
             day + (chance(s, "owasp-3", n, day, 55) ? 0 : 22) + chance_between(s, "owasp-3-day", n, day, 0, 9), true);
}

size_t person_trainings(const struct world *w, const struct person *p, struct training out[TRAININGS_MAX]) {
  struct programme g = {.w = w, .p = p, .out = out};
  follow_welcome(&g);
  follow_awareness(&g);
  follow_owasp(&g);
  return g.count;
}

/* ---- accounts ---- */
static int64_t closing_delay(const struct world *w, const struct person *p, const char *system) {
  if (p->left < -640) return 45;
  if (p->left < -580 || (p->left < -460 && p->left > -480)) return 24;
  if (p->left < -230 && p->left > -250) return strcmp(system, "forge") == 0 ? 9 : 0;
  if (p->left > -20 && p->left < 0 && strcmp(system, "annuaire") != 0) return 15 - p->left; /* still open at the load */
  return chance_between(w->seed, "closing", p->number, 0, 0, 0);
}

static const char *account_roles(const struct person *p, const char *system) {
  bool forge = strcmp(system, "forge") == 0, vault = strcmp(system, "coffre-01") == 0;
  if (forge)
    return strcmp(p->job, "developer") == 0 ? "code" : strcmp(p->job, "project_manager") == 0 ? "deploy_approve" : "member";
  if (!vault) return "member";
  if (strcmp(p->job, "ciso") == 0) return "directory|backup";
  return strcmp(p->job, "network_administrator") == 0 ? "network|backup" : "system|backup|database";
}

static void open_account(const struct world *w, const struct person *p, const char *system, bool privileged,
                         struct account out[ACCOUNTS_MAX], size_t *count) {
  const struct system *s = system_find(system);
  if (*count == ACCOUNTS_MAX || s == NULL) return;
  int64_t created = p->hired > s->since ? p->hired : s->since;
  struct account a = {.system = system,
                      .type = privileged ? "admin" : "personal",
                      .roles = account_roles(p, system),
                      .privileged = privileged,
                      .remote = strcmp(system, "vpn-01") == 0,
                      .disabled = VG_NEVER};
  a.created = world_at(w, created, 480 + p->number);
  if (p->left != DAY_NEVER) a.disabled = world_at(w, p->left + closing_delay(w, p, system), 990 + p->number % 40);
  if (p->left == DAY_NEVER || p->left > s->since) out[(*count)++] = a;
}

size_t person_accounts(const struct world *w, const struct person *p, struct account out[ACCOUNTS_MAX]) {
  size_t count = 0;
  bool administrator = strstr(p->job, "administrator") != NULL || strcmp(p->job, "ciso") == 0;
  bool builder = strcmp(p->job, "developer") == 0 || strcmp(p->job, "project_manager") == 0 || administrator;
  open_account(w, p, "annuaire", false, out, &count);
  open_account(w, p, "vpn-01", false, out, &count);
  if (builder) open_account(w, p, "forge", false, out, &count);
  if (administrator) open_account(w, p, "coffre-01", true, out, &count);
  return count;
}

/* ---- the incident procedure ---- */
int64_t procedure_day(const struct world *w, int64_t n) {
  return world_working_day(w, -770 + n * 335 + chance_between(w->seed, "document", 5, n, -4, 4));
}

/* ---- inventory ---- */
void person_laptop(const struct person *p, char *out) {
  (void)snprintf(out, 16, "pc-%03d", p->number % 1000 + 1);
}

int64_t classified_from(const struct world *w, const char *name, int64_t rank) {
  static const char *const forgotten[] = {"api-quelune", "montage-01", "brv-db-02", "pc-069", "pc-075"};
  for (size_t i = 0; i < sizeof forgotten / sizeof *forgotten; i++)
    if (strcmp(forgotten[i], name) == 0) return DAY_NEVER;
  return chance(w->seed, "classified", rank, 0, 66) ? -2000 : -690 + rank * 5;
}

/* ---- restore tests: the programme begins two years ago and comes back to each system every five months ---- */
static int64_t restore_day(const struct world *w, const struct system *s, int n) {
  int64_t i = s - sample_systems;
  int64_t first = (s->since > -800 ? s->since + 25 : -760 + i * 9), day = first;
  for (int k = 0; k < n; k++) day += 148 + chance_between(w->seed, "restore-gap", i, k, -12, 20);
  return world_working_day(w, day);
}

/* One system whose test fails this month, seven months after the one before. */
static bool failing_restore(const struct world *w, const struct system *s, int n, struct restore_test *out) {
  static const int64_t days[] = {-700, -540, -385, -214, -9, 13, 160, 310};
  if (n >= (int)(sizeof days / sizeof *days)) return false;
  *out = (struct restore_test){
      .system = s, .day = world_working_day(w, days[n]), .minutes = 70 + n, .success = days[n] != -9};
  return true;
}

bool system_restore_test(const struct world *w, const struct system *s, int n, struct restore_test *out) {
  if (strcmp(s->name, "ost-db-01") == 0) return failing_restore(w, s, n, out);
  static const char *const overdue[] = {"ci-01", "brv-cache-01"};
  int64_t day = restore_day(w, s, n);
  if (!system_production(s) || n > 9 || s->repository == REPOSITORY_NONE) return false;
  int64_t i = s - sample_systems;
  for (size_t k = 0; k < sizeof overdue / sizeof *overdue; k++)
    if (strcmp(s->name, overdue[k]) == 0 && day > -195 && day < 20) return false;
  *out = (struct restore_test){
      .system = s, .day = day, .success = day > -200 || !chance(w->seed, "restore-fails", i, n, day < -400 ? 12 : 4)};
  out->minutes = (int)chance_duration(w->seed, "restore-minutes", i, n, s->critical ? 55 : 35, 0.5) + 5;
  return true;
}
