/* Exports to spreadsheets. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

void native_persons(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  HEADING(&s, "Clé", "Courriel", "Nom", "Service", "Métier", "Arrivée", "Départ", "Bureau");
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    const struct person *p = &w->persons[i];
    if (world_at(w, p->hired, 0) > at) continue;
    cell_key(&s, "SAL-", p->number + 101);
    cell(&s, p->mail);
    cell(&s, p->name);
    cell(&s, p->department);
    cell(&s, p->job);
    cell_day(&s, w, p->hired, at);
    cell_day(&s, w, p->left, at);
    cell(&s, p->number % 3 == 0 ? "2e étage" : "1er étage");
    end(&s);
  }
  native_windows_1252(out, from);
}

static void training_row(struct sheet *s, const struct person *p, const struct training *t, int n, vg_time at) {
  char key[40], score[16] = "";
  (void)snprintf(key, sizeof key, "INS-%04d-%02d", p->number + 101, n + 1);
  if (t->score > 0 && t->completed <= at) (void)snprintf(score, sizeof score, "%d,%d", t->score, t->score % 2 * 5);
  cell(s, key);
  cell(s, p->mail);
  cell(s, t->course);
  cell(s, t->theme);
  cell_time(s, t->completed, at);
  cell_time(s, t->enrolled, at);
  cell(s, score);
  for (int i = 0; i < 3; i++) cell(s, "");
  end(s);
}

static void reading_row(struct sheet *s, const struct world *w, const struct person *p, int64_t n, vg_time at) {
  int64_t day = world_working_day(w, (p->hired > procedure_day(w, n) ? p->hired : procedure_day(w, n)) +
                                         chance_between(w->seed, "read", p->number, n, 2, 24));
  char key[48], version[32];
  bool never =
      chance(w->seed, "never-read", p->number, n, n < 2 ? 14 : 3) || day > p->left || day >= procedure_day(w, n + 1);
  if (never || world_at(w, day, 660) > at) return;
  (void)snprintf(key, sizeof key, "LEC-%04d-%02lld", p->number + 101, (long long)n + 1);
  (void)snprintf(version, sizeof version, "%lld.0", (long long)n + 1);
  const char *const row[] = {key, p->mail, "Procédure d’incident : lecture", "procedure"};
  for (size_t c = 0; c < 4; c++) cell(s, row[c]);
  cell_time(s, world_at(w, day, 660), at);
  cell(s, "");
  cell(s, "");
  cell(s, "PRO-INC-01");
  cell(s, version);
  cell(s, "");
  end(s);
}

/* A false message to everybody, twice a year: fewer and fewer follow its link. */
static void phishing_row(struct sheet *s, const struct world *w, const struct person *p, int64_t n, vg_time at) {
  int64_t day = world_working_day(w, -715 + n * 160);
  char key[40];
  if (!person_here(p, day) || world_at(w, day, 615) > at) return;
  (void)snprintf(key, sizeof key, "SIM-%04d-%02lld", p->number + 101, (long long)n + 1);
  const char *const row[] = {key, p->mail, "Simulation d’hameçonnage", "phishing"};
  for (size_t c = 0; c < 4; c++) cell(s, row[c]);
  cell_time(s, world_at(w, day, 615), at);
  for (int i = 0; i < 4; i++) cell(s, "");
  cell_bool(s, chance(w->seed, "clicked", p->number, n, n < 2 ? 21 : n < 4 ? 11 : 4));
  end(s);
}

void native_trainings(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  HEADING(&s, "Clé", "Personne", "Formation", "Thème", "Terminée le", "Inscrite le", "Note", "Document", "Version",
          "A cliqué");
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    struct training all[TRAININGS_MAX];
    size_t count = person_trainings(w, &w->persons[i], all);
    for (size_t n = 0; n < count; n++)
      if (all[n].enrolled <= at) training_row(&s, &w->persons[i], &all[n], (int)n, at);
    for (int64_t n = 0; n < 6; n++) reading_row(&s, w, &w->persons[i], n, at);
    for (int64_t n = 0; n < 9; n++) phishing_row(&s, w, &w->persons[i], n, at);
  }
  if (at >= world_at(w, -120, 0)) /* refused: not a mail */
    buf_text(out, "INS-9001;stagiaire d’été;Bonnes pratiques de sécurité;security;;12/07/2026;;;;\r\n");
  native_windows_1252(out, from);
}

/* Of serious ones, ten days after they were closed; one was forgotten. */
static vg_time lessons(const struct incident *i) {
  bool serious = strcmp(i->severity, "high") == 0 || strcmp(i->severity, "critical") == 0;
  return !serious || i->closed == VG_NEVER || i->number % 9 == 4 ? VG_NEVER : i->closed + 10 * VG_DAY;
}

void native_incidents(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  HEADING(&s, "Clé", "Intitulé", "Catégorie", "Gravité", "Sécurité", "Données personnelles", "Système", "Cause",
          "Survenu le", "Détecté le", "Signalé le", "Résolu le", "Clos le", "Retour d’expérience",
          "Notifié à l’autorité", "Motif de non-notification");
  for (size_t n = 0; n < w->incident_count; n++) {
    const struct incident *i = &w->incidents[n];
    if (i->reported > at) continue;
    cell_key(&s, "INC-", i->number);
    cell(&s, i->title);
    cell(&s, i->category);
    cell(&s, i->severity);
    cell_bool(&s, i->security);
    cell_bool(&s, i->personal_data);
    cell(&s, i->asset);
    cell(&s, i->cause);
    cell_time(&s, i->occurred, at);
    cell_time(&s, i->detected, at);
    cell_time(&s, i->reported, at);
    cell_time(&s, i->resolved, at);
    cell_time(&s, i->closed, at);
    cell_time(&s, lessons(i), at);
    bool told = i->personal_data && strcmp(i->severity, "medium") != 0 && i->number % 3 != 0;
    cell_time(&s, told ? i->detected + (i->reported - i->occurred > 40 * VG_HOUR ? 64 : 46) * VG_HOUR : VG_NEVER, at);
    cell(&s, i->personal_data && !told && i->resolved <= at ? "sans risque pour les personnes" : "");
    end(&s);
  }
  if (at >= world_at(w, -5, 600)) /* refused: a draft without a severity */
    buf_text(out, "INC-BROUILLON;Demande d’un client à qualifier;;à préciser;oui;non;;;;;;;;;;\r\n");
  native_windows_1252(out, from);
}

static void system_row(struct sheet *s, const struct world *w, const struct system *y, int64_t rank, vg_time at) {
  int64_t day = world_day(w, at);
  const struct person *owner = system_owner(w, y, day);
  cell_key(s, "INV-", 1001 + rank);
  cell(s, y->perimeter);
  cell(s, y->name);
  cell(s, y->type);
  cell(s, y->title);
  cell(s, owner != NULL && owner->hired <= day ? owner->mail : "");
  cell(s, day >= classified_from(w, y->name, rank) ? y->classification : "");
  cell(s, y->environment);
  cell(s, "in_service");
  cell_bool(s, y->critical);
  cell(s, y->datacenter);
  cell_day(s, w, y->since, at);
  cell(s, "");
  cell(s, system_client(y));
  cell_bool(s, system_public(y) || strcmp(y->name, "vpn-01") == 0);
  cell(s, y->repository == REPOSITORY_NONE || system_public(y) ? "" : system_production(y) ? "daily" : "weekly");
  cell(s, strncmp(y->name, "fw-", 3) == 0 && strcmp(y->name, "fw-bureaux") != 0 ? "pare-feu" : "");
  cell(s, "");
  cell(s, "");
  end(s);
}

static void laptop_row(struct sheet *s, const struct world *w, const struct person *p, vg_time at) {
  int64_t day = world_day(w, at), retired = p->left == DAY_NEVER ? DAY_NEVER : p->left + 60;
  char name[16];
  person_laptop(p, name);
  cell_key(s, "INV-", 2001 + p->number);
  cell(s, "solvene-bureaux");
  cell(s, name);
  cell(s, "laptop");
  cell(s, "Poste portable");
  cell(s, person_here(p, day) ? p->mail : "");
  cell(s, day >= classified_from(w, name, 45 + p->number) ? "internal" : "");
  cell(s, "office");
  cell(s, person_here(p, day) ? "in_service" : day >= retired ? "retired" : "in_stock");
  cell_bool(s, false);
  cell(s, "");
  cell_day(s, w, p->hired, at);
  cell_day(s, w, retired, at);
  for (int i = 0; i < 4; i++) cell(s, "");
  bool disposed = retired != DAY_NEVER && p->number != 38 && world_at(w, retired + 12, 0) <= at;
  cell_day(s, w, disposed ? retired + 12 : DAY_NEVER, at);
  cell(s, disposed ? "bordereau de reprise" : "");
  end(s);
}

void native_assets(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';'};
  HEADING(&s, "key", "perimeter", "name", "type", "title", "owner", "classification", "environment", "status",
          "critical", "datacenter", "in_service_on", "retired_on", "client", "public", "backup_class",
          "redundancy_group", "disposed_on", "disposal_proof");
  for (int64_t i = 0; i < SAMPLE_SYSTEMS; i++)
    if (world_at(w, sample_systems[i].since, 0) <= at) system_row(&s, w, &sample_systems[i], i, at);
  for (int i = 0; i < SAMPLE_PERSONS; i++)
    if (world_at(w, w->persons[i].hired, 0) <= at) laptop_row(&s, w, &w->persons[i], at);
}

/* Directories note the last login every two weeks at most. One nominative account sleeps: its holder works from the
 * client's. */
static vg_time last_login(const struct world *w, const struct person *p, const struct account *a, vg_time at) {
  enum { LOGIN_AT = 520 };
  int64_t day = world_day(w, at - LOGIN_AT * VG_MINUTE), noted = day - (((day + p->number) % 14) + 14) % 14;
  if (p->number == 40 && strcmp(a->system, "forge") == 0) noted = -133;
  if (noted > p->left) noted = p->left;
  vg_time when = world_at(w, noted, LOGIN_AT);
  return when < a->created ? a->created : when;
}

static void account_row(struct sheet *s, const struct world *w, const struct person *p, const struct account *a,
                        vg_time at) {
  char key[120];
  int64_t day = world_day(w, at);
  bool enabled = a->disabled == VG_NEVER || a->disabled > at;
  (void)snprintf(key, sizeof key, "%s@%s", p->login, a->system);
  cell(s, key);
  cell(s, a->system);
  cell(s, p->login);
  cell(s, p->mail);
  cell(s, a->type);
  cell_bool(s, enabled);
  cell_bool(s, a->privileged);
  cell_time(s, a->created, at);
  cell_time(s, a->disabled, at);
  cell(s, a->roles);
  cell_bool(s, a->remote);
  cell_bool(s, !a->remote || (p->number != 60 && (day > -400 || p->number % 3 != 0)));
  cell_time(s, last_login(w, p, a, at), at);
  end(s);
}

/* Each has a person who answers for it. */
static void service_accounts(struct sheet *s, const struct world *w) {
  static const char *const names[][2] = {
      {"svc-sauvegarde", "annuaire"}, {"svc-ci", "forge"}, {"svc-supervision", "annuaire"}, {"svc-sync", "annuaire"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char key[80];
    (void)snprintf(key, sizeof key, "%s@%s", names[i][0], names[i][1]);
    const char *const row[] = {key, names[i][1], names[i][0], w->persons[9].mail,      "service", "true", "false", "", "", "application", "false", "", ""};
    for (size_t c = 0; c < sizeof row / sizeof *row; c++) cell(s, row[c]);
    end(s);
  }
}

void native_accounts(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "key", "system", "login", "person", "type", "enabled", "privileged", "created_at", "disabled_at", "roles",
          "remote", "mfa", "last_login_at");
  service_accounts(&s, w);
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    struct account all[ACCOUNTS_MAX];
    size_t count = person_accounts(w, &w->persons[i], all);
    for (size_t n = 0; n < count; n++)
      if (all[n].created <= at) account_row(&s, w, &w->persons[i], &all[n], at);
  }
}

static void restore_row(struct sheet *s, const struct world *w, const struct restore_test *t, int n, vg_time at) {
  char key[80];
  (void)snprintf(key, sizeof key, "PV-%s-%d", t->system->name, n + 1);
  cell(s, key);
  cell(s, t->system->name);
  cell_time(s, world_at(w, t->day, 570), at);
  cell(s, t->success ? "success" : "failure");
  cell(s, w->persons[9 + 16 * (n % 2)].mail);
  cell_int(s, t->minutes * 60);
  cell_int(s, t->system->critical ? 14400 : 28800);
  cell(s, strcmp(t->system->type, "database") == 0 ? "base complète" : "système complet");
  cell(s,
       t->success ? "" : "La sauvegarde se restaure, mais la base ne démarre pas : journal de transactions incomplet");
  end(s);
}

void native_restore_tests(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Clé", "Système", "Testé le", "Résultat", "Réalisé par", "Durée", "Objectif de reprise", "Étendue",
          "Constat");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
    for (int n = 0; n < 12; n++) {
      struct restore_test t;
      if (system_restore_test(w, &sample_systems[i], n, &t) && world_at(w, t.day, 570) <= at)
        restore_row(&s, w, &t, n, at);
    }
}

static void patches(const struct world *w, vg_time at, bool partner, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "key", "asset", "pending", "security_pending", "oldest_security_at", "reboot_required");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    if (!system_patched(y) || world_at(w, y->since, 0) > at || partner != (strncmp(y->name, "qln-", 4) == 0)) continue;
    struct patch_state p = system_patch(w, y, world_day(w, at));
    cell(&s, y->name);
    cell(&s, y->name);
    cell_int(&s, p.pending);
    cell_int(&s, p.security);
    cell_time(&s, p.oldest, at);
    cell_bool(&s, p.reboot);
    end(&s);
  }
}

void native_patches(const struct world *w, vg_time at, struct buf *out) {
  patches(w, at, false, out);
}
void native_partner_patches(const struct world *w, vg_time at, struct buf *out) {
  patches(w, at, true, out);
}
