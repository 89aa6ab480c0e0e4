/* Building and running: deployments, changes, intrusion tests, advisories, accesses to clients' data. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

static const char *const products[] = {"boutique-brevelin",   "api-brevelin", "gestion-brevelin",
                                       "espace-adherent",     "site-ostrave", "api-ostrave",
                                       "billetterie-quelune", "site-quelune", "site-solvene"};
enum { PRODUCTS = sizeof products / sizeof *products };

static bool exists(const struct world *w, const char *product, int64_t day, vg_time at) {
  return system_find(product)->since <= day && world_at(w, day, 1000) <= at;
}

/* About four a week; by hand in one case of six before the pipeline, and once this month, one evening of trouble. */
void native_deployments(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  int64_t trouble = world_working_day(w, -11);
  HEADING(&s, "asset", "environment", "automated", "version", "author", "deployed_at");
  for (int64_t day = -735; day <= world_day(w, at); day++) {
    const char *product = products[chance_between(w->seed, "deploys", day, 0, 0, PRODUCTS - 1)];
    bool hand = day == trouble || (day < -420 && chance(w->seed, "by-hand", day, 0, 16));
    char version[32];
    if ((!chance(w->seed, "deployed", day, 0, 55) && day != trouble) || world_working_day(w, day) != day ||
        !exists(w, product, day, at))
      continue;
    (void)snprintf(version, sizeof version, "%lld.%lld", (long long)(day + 900) / 30, (long long)(day + 900) % 30);
    cell(&s, product);
    cell(&s, "production");
    cell_bool(&s, !hand);
    cell(&s, version);
    cell(&s, hand ? w->persons[3].login : "ci");
    cell_time(&s, world_at(w, day, 1000), at);
    end(&s);
  }
}

static const struct person *developer(const struct world *w, int64_t day, int64_t n, const char *stream) {
  for (int64_t k = 0; k < 60; k++) {
    const struct person *p = &w->persons[chance_between(w->seed, stream, day, n * 64 + k, 0, SAMPLE_PERSONS - 1)];
    if (strcmp(p->job, "developer") == 0 && person_here(p, day)) return p;
  }
  return &w->persons[0];
}

/* The forge keeps two months of merged changes. A change that nobody else read: one in twenty before the rule, very few
 * since. */
void native_changes(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  int64_t today = world_day(w, at);
  HEADING(&s, "repository", "number", "title", "author", "approvers", "merged_at");
  for (int64_t day = today - 60; day <= today; day++) {
    for (int64_t n = 0; n < 3; n++) {
      const struct person *author = developer(w, day, n, "author"), *reader = developer(w, day, n, "approver");
      const char *product = products[chance_between(w->seed, "changed", day, n, 0, PRODUCTS - 1)];
      bool alone = author == reader || chance(w->seed, "alone", day, n, day < -380 ? 5 : 0.6);
      if (world_working_day(w, day) != day || !exists(w, product, day, at)) continue;
      char number[24];
      (void)snprintf(number, sizeof number, "%lld", (long long)(day + 800) * 3 + n);
      cell(&s, product);
      cell(&s, number);
      cell(&s, n == 0 ? "Corrige un défaut" : n == 1 ? "Améliore une page" : "Met à jour une dépendance");
      cell(&s, author->login);
      cell(&s, alone && day < -120 ? "" : alone ? w->persons[3].login : reader->login);
      cell_time(&s, world_at(w, day, 700 + n * 90), at);
      end(&s);
    }
  }
}

static void pentest_row(struct sheet *s, const struct world *w, const struct system *y, int64_t day, vg_time at) {
  bool high = chance(w->seed, "pentest-high", y - sample_systems, day, day < -360 ? 24 : 6);
  char due[40];
  cell(s, y->name);
  cell(s, "zap");
  cell_time(s, world_at(w, day, 1320), at);
  cell_bool(s, true);
  cell_int(s, high ? 1 : 0);
  cell(s, high ? native_instant(world_at(w, day + 30, 1320), false, due) : "");
  cell_time(s, high ? world_at(w, day + (day < -360 ? 45 : 12), 900) : VG_NEVER, at);
  end(s);
}

/* Every eleven weeks on each application; the ticket office waits since its last release. */
void native_pentests(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "asset", "tool", "ran_at", "automated", "high", "due_at", "mended_at");
  for (int64_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    if (strcmp(y->type, "application") != 0) continue;
    bool waits = strcmp(y->name, "billetterie-quelune") == 0;
    for (int64_t day = -740 + i * 2; world_at(w, day, 1320) <= at; day += 77)
      if (day >= y->since && !(waits && day > -95 && day < 12)) pentest_row(&s, w, y, day, at);
  }
}

void native_advisories(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';'};
  int64_t number = 0;
  HEADING(&s, "reference", "title", "topic", "feed", "published_at", "triaged_at", "applicable");
  for (int64_t day = -740; world_at(w, day, 610) <= at; day++) {
    if (world_working_day(w, day) != day || !chance(w->seed, "advisory", day, 0, 45)) continue;
    int64_t hours = chance_between(w->seed, "triage", day, 0, 2,
                                   chance(w->seed, "triage-late", day, 0, day < -400 ? 25 : 4) ? 140 : 60);
    char reference[40];
    (void)snprintf(reference, sizeof reference, "AVI-%04lld", (long long)++number);
    cell(&s, reference);
    cell(&s, number % 3 == 0   ? "Vulnérabilité dans un serveur web"
             : number % 3 == 1 ? "Vulnérabilités du noyau"
                               : "Défaut d’une bibliothèque");
    cell(&s, "threats");
    cell(&s, "avis nationaux");
    cell_time(&s, world_at(w, day, 610), at);
    cell_time(&s, world_at(w, day, 610) + hours * VG_HOUR, at);
    bool known = world_at(w, day, 610) + hours * VG_HOUR <= at;
    cell(&s, !known ? "" : number % 4 == 0 ? "true" : "false");
    end(&s);
  }
}

/* Accesses to clients' data, kept four months: each says why, but for one this month. */
void native_data_accesses(const struct world *w, vg_time at, struct buf *out) {
  static const char *const bases[][2] = {
      {"brv-db-01", "Brévelin"}, {"ost-db-01", "Mutuelle Ostrave"}, {"qln-db-01", "Festival Quélune"}};
  struct sheet s = {.out = out, .separator = ';'};
  int64_t today = world_day(w, at);
  HEADING(&s, "system", "person", "client", "accessed_at", "reference");
  for (int64_t day = today - 120; day <= today; day++) {
    int64_t b = chance_between(w->seed, "base", day, 0, 0, 2);
    char reference[32];
    bool unsaid = day == world_working_day(w, -13);
    bool idle = world_working_day(w, day) != day || (!unsaid && !chance(w->seed, "accessed", day, 0, 60)) ||
                system_find(bases[b][0])->since > day;
    if (idle || world_at(w, day, 850) > at) continue;
    (void)snprintf(reference, sizeof reference, "TCK-%04lld", (long long)(day + 900) * 3);
    bool silent = unsaid || (day < -380 && chance(w->seed, "unjustified", day, 0, 9));
    cell(&s, bases[b][0]);
    cell(&s, w->persons[day % 2 == 0 ? 9 : 25].mail);
    cell(&s, bases[b][1]);
    cell_time(&s, world_at(w, day, 850), at);
    cell(&s, silent ? "" : reference);
    end(&s);
  }
}
