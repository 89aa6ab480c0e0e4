/* Registers of the security management: documents, exercises, reviews, publications, audits and what follows from them.
 */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

/* The nth day of something that comes back every `every` days from `first` on, moved by a few days; on a working day.
 */
static int64_t nth_day(const struct world *w, const char *stream, int64_t which, int64_t first, int64_t every,
                       int64_t n) {
  return world_working_day(w, first + n * every + chance_between(w->seed, stream, which, n, -4, 4));
}

/* The last of them that has come at `at`, a review at ten in the morning, and its number; DAY_NEVER: none has. */
enum { REVIEWED_AT = 600 };
static int64_t last_day(const struct world *w, const char *stream, int64_t which, int64_t first, int64_t every,
                        vg_time at, int64_t *n) {
  int64_t found = DAY_NEVER;
  for (int64_t i = 0; world_at(w, nth_day(w, stream, which, first, every, i), REVIEWED_AT) <= at; i++)
    found = nth_day(w, stream, which, first, every, i), *n = i;
  return found;
}

/* ---- documents ---- */

static const struct {
  const char *reference, *title, *type, *process;
  int64_t first, every; /* days between two reviews */
} documents[] = {
    {"PSSI-01", "Politique de sécurité du système d’information", "policy", "", -900, 300},
    {"PRO-ARR-01", "Arrivée d’un collaborateur", "procedure", "welcome", -840, 410},
    {"PRO-HAB-01", "Comptes et habilitations", "procedure", "identities", -760, 320},
    {"PRO-SAU-01", "Sauvegarde et restauration", "procedure", "backup", -800, 330},
    {"PRO-MAJ-01", "Mises à jour de sécurité", "procedure", "update", -790, 340},
    {"PRO-INC-01", "Gestion des incidents de sécurité", "incident_procedure", "incident", -770,
     335}, /* procedure_day() */
    {"PRO-VIO-01", "Violation de données personnelles", "procedure", "", -765, 345},
    {"PRO-REB-01", "Mise au rebut du matériel", "procedure", "disposal", -755, 350},
    {"PRO-FOU-01", "Sécurité des prestataires", "procedure", "subcontracting", -745, 355},
    {"PRO-DEV-01", "Développement et mise en production", "procedure", "deployment", -740, 325},
    {"PRO-LOC-01", "Accès aux locaux", "procedure", "physical_access", -735, 315},
    {"PRO-ITV-01", "Intervention sur l’infrastructure", "procedure", "intervention", -733, 318},
    {"PCA-01", "Plan de continuité d’activité", "continuity_plan", "continuity", -750, 350},
    {"PRA-01", "Plan de reprise après sinistre", "recovery_plan", "", -748, 345},
};
enum { DOCUMENTS = sizeof documents / sizeof *documents };

static void document_row(struct sheet *s, const struct world *w, const char *reference, const char *title,
                         const char *type, const char *process, const char *asset, int64_t reviewed, int64_t version,
                         vg_time at) {
  char number[32];
  (void)snprintf(number, sizeof number, "%lld.0", (long long)version + 1);
  cell(s, reference);
  cell(s, title);
  cell(s, type);
  cell(s, process);
  cell(s, asset);
  cell(s, number);
  cell(s, "en vigueur");
  cell(s, w->persons[0].mail);
  cell_time(s, world_at(w, reviewed, REVIEWED_AT), at);
  cell_time(s, world_at(w, reviewed, REVIEWED_AT), at);
  end(s);
}

/* Those of the switchboard and of the video workstation were never written: there lies the deviation. */
static void intervention_rows(struct sheet *s, const struct world *w, vg_time at) {
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    char reference[64], title[160];
    int64_t n = 0, reviewed;
    if (!y->critical || strcmp(y->name, "fw-bureaux") == 0 || strcmp(y->name, "qln-front-01") == 0) continue;
    reviewed = last_day(w, "intervention", (int64_t)i, -720 + (int64_t)i * 7, 330, at, &n);
    if (reviewed == DAY_NEVER || world_at(w, y->since, 0) > at) continue;
    (void)snprintf(reference, sizeof reference, "FI-%s", y->name);
    (void)snprintf(title, sizeof title, "Fiche d’intervention : %s", y->title);
    document_row(s, w, reference, title, "procédure d’intervention", "", y->name, reviewed, n, at);
  }
}

void native_documents(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  HEADING(&s, "Référence", "Intitulé", "Type", "Processus", "Système", "Version", "État", "Responsable", "Approuvé le",
          "Revu le");
  for (int64_t i = 0; i < DOCUMENTS; i++) {
    int64_t n = 0, reviewed = last_day(w, "document", i, documents[i].first, documents[i].every, at, &n);
    if (reviewed != DAY_NEVER)
      document_row(&s, w, documents[i].reference, documents[i].title, documents[i].type, documents[i].process, "",
                   reviewed, n, at);
  }
  intervention_rows(&s, w, at);
  native_windows_1252(out, from);
}

/* ---- exercises ---- */

static void exercise_row(struct sheet *s, const struct world *w, const char *document, const char *type, int64_t day,
                         const char *result, const char *lessons, vg_time at) {
  if (world_at(w, day, 840) > at) return;
  cell(s, document);
  cell(s, type);
  cell_time(s, world_at(w, day, 840), at);
  cell(s, result);
  cell(s, lessons);
  end(s);
}

/* The recovery plan failed last year and has not been tried again since: it has been due for a month. */
void native_exercises(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Document", "Type", "Tenu le", "Résultat", "Enseignements");
  for (int64_t n = 0; n < 8; n++) {
    exercise_row(&s, w, "PRO-INC-01", "incident", nth_day(w, "drill", 0, -700, 310, n), "success",
                 "Annuaire d’astreinte complété", at);
    exercise_row(&s, w, "PRO-VIO-01", "incident", nth_day(w, "drill", 1, -640, 320, n), "success",
                 "Modèle de notification revu", at);
    exercise_row(&s, w, "PCA-01", "continuité", nth_day(w, "drill", 2, -690, 330, n), n == 0 ? "partial" : "success",
                 n == 0 ? "Accès distant saturé" : "Télétravail général tenu une journée", at);
  }
  exercise_row(&s, w, "PRA-01", "reprise", world_working_day(w, -720), "success", "Base Brévelin rejouée en 3 h", at);
  exercise_row(&s, w, "PRA-01", "reprise", world_working_day(w, -430), "success", "Site de secours ouvert en 5 h", at);
  exercise_row(&s, w, "PRA-01", "reprise", world_working_day(w, 24), "success", "Site de secours ouvert en 3 h", at);
}

/* ---- reviews of accounts, of rules, of watch topics ---- */

/* The forge is late by three weeks. */
void native_account_reviews(const struct world *w, vg_time at, struct buf *out) {
  static const struct {
    const char *system;
    int64_t first, every;
  } reviewed[] = {{"annuaire", -715, 172}, {"vpn-01", -712, 173}, {"forge", -745, 181}, {"coffre-01", -600, 171}};
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Système", "Revue le", "Terminée", "Relecteur", "Comptes revus", "Comptes fermés", "Preuve");
  for (int64_t i = 0; i < 4; i++) {
    for (int64_t n = 0; n < 9; n++) {
      char proof[64];
      int64_t day = nth_day(w, "account-review", i, reviewed[i].first, reviewed[i].every, n);
      if (world_at(w, day, 640) > at || (i == 2 && day > -190 && day < 14)) continue;
      (void)snprintf(proof, sizeof proof, "REV-%s-%lld", reviewed[i].system, (long long)n + 1);
      cell(&s, reviewed[i].system);
      cell_time(&s, world_at(w, day, 640), at);
      cell_bool(&s, true);
      cell(&s, w->persons[0].mail);
      cell_int(&s, chance_between(w->seed, "reviewed", i, n, i == 3 ? 4 : 52, i == 3 ? 8 : 66));
      cell_int(&s, chance_between(w->seed, "revoked", i, n, 0, 4));
      cell(&s, proof);
      end(&s);
    }
  }
}

static void review_row(struct sheet *s, const struct world *w, const char *object, const char *reference, int64_t day,
                       bool whole, vg_time at) {
  if (world_at(w, day, 560) > at) return;
  cell(s, object);
  cell(s, reference);
  cell_time(s, world_at(w, day, 560), at);
  cell(s, w->persons[0].mail);
  cell_bool(s, true);
  cell_bool(s, true);
  cell_bool(s, whole);
  cell_bool(s, true);
  cell(s, whole ? "maintenue" : "à compléter : réglementation");
  end(s);
}

/* How many rules each chapter of the policy has, from chapter 2 on. */
static const int chapter_rules[] = {3, 4, 5, 2, 5, 3, 3, 5, 4, 19, 4, 4, 4, 5};

/* Chapter after chapter, every autumn; three rules of chapter 9 wait for the answer on regulation. */
void native_reviews(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Objet", "Référence", "Revu le", "Relecteur", "Menaces", "Risques", "Réglementation", "Couverture",
          "Conclusion");
  for (int64_t year = 0; year < 5; year++) {
    for (int c = 0; c < (int)(sizeof chapter_rules / sizeof *chapter_rules); c++) {
      int64_t day = world_working_day(w, -765 + year * 350 + c * 4);
      for (int r = 1; r <= chapter_rules[c]; r++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d.%d", c + 2, r);
        review_row(&s, w, "rule", number, day, c != 7 || r > 3 || year < 2, at);
      }
    }
  }
  for (int64_t n = 0; n < 60; n++)
    review_row(&s, w, "watch", "standards", nth_day(w, "standards", 0, -735, 27, n), true, at);
  for (int64_t n = 0; n < 60; n++)
    review_row(&s, w, "watch", "regulation", nth_day(w, "regulation", 0, -730, 26, n), true, at);
}

/* ---- boards published ---- */

static bool month_begins(const struct world *w, int64_t day, int *month) {
  int year, dom;
  date_from_days(w->today + day, &year, month, &dom);
  return dom == 1;
}

static void publication_row(struct sheet *s, const struct world *w, const char *board, int64_t due, int64_t published,
                            vg_time at) {
  cell(s, board);
  cell_planned(s, w, due);
  cell_time(s, world_at(w, published, 1020), at);
  cell(s, w->persons[0].mail);
  end(s);
}

/* The steering board within ten days of the month, the strategic one within twenty of the quarter; one month was late.
 */
void native_publications(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  int64_t months = 0;
  HEADING(&s, "Tableau", "Attendue le", "Publiée le", "Auteur");
  for (int64_t day = -760; world_at(w, day, 0) <= at; day++) {
    int month;
    if (!month_begins(w, day, &month)) continue;
    int64_t delay = chance_between(w->seed, "published", ++months, 0, 3, 8);
    publication_row(&s, w, "pilotage", day + 10, day + (months == 19 ? 16 : delay), at);
    if (month % 3 == 1) publication_row(&s, w, "stratégique", day + 20, day + 6 + delay, at);
  }
}

/* ---- audits, findings, actions ---- */

static const struct {
  const char *title, *type, *auditor;
  int64_t planned, held;
} audits[] = {{"Audit interne annuel", "internal", "RSSI", -640, -632},
              {"Audit du client Ostrave", "external", "Mutuelle Ostrave", -520, -520},
              {"Test d’intrusion externe", "external", "Cabinet Arven", -390, -381},
              {"Audit interne annuel", "internal", "RSSI", -275, -262},
              {"Audit du client Brévelin", "external", "Brévelin SA", -180, -176},
              {"Audit des prestataires", "internal", "RSSI", -64, DAY_NEVER},
              {"Audit interne annuel", "internal", "RSSI", 60, 66}};

void native_audits(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Clé", "Intitulé", "Type", "Prévu le", "Tenu le", "Auditeur");
  for (int64_t i = 0; i < (int64_t)(sizeof audits / sizeof *audits); i++) {
    if (world_at(w, audits[i].planned - 120, 0) > at) continue;
    cell_key(&s, "AUD-", i + 1);
    cell(&s, audits[i].title);
    cell(&s, audits[i].type);
    cell_planned(&s, w, audits[i].planned);
    cell_day(&s, w, audits[i].held, at);
    cell(&s, audits[i].auditor);
    end(&s);
  }
}

static const struct {
  const char *title, *rule, *severity, *action;
  int audit, owner;
  int64_t raised, due, closed;
} findings[] = {
    {"Comptes de service sans responsable", "4.2", "medium", "Nommer un responsable par compte de service", 1, 9, -630,
     -540, -556},
    {"Inventaire incomplet des postes", "3.1", "medium", "Rapprocher l’inventaire de la gestion de flotte", 1, 9, -630,
     -510, -498},
    {"Sauvegardes jamais restaurées", "12.4", "high", "Programme de restauration semestriel", 1, 25, -630, -480, -489},
    {"Données de recette non anonymisées", "10.3", "high", "Anonymiser les jeux de recette", 2, 7, -518, -430, -433},
    {"Journal des accès incomplet", "11.8", "medium", "Collecter les journaux de la plateforme", 2, 25, -518, -400,
     -350},
    {"Injection possible dans un formulaire", "11.17", "critical", "Corriger le formulaire de contact", 3, 3, -380,
     -373, -375},
    {"En-têtes de sécurité absents", "11.5", "low", "Modèle d’en-têtes commun", 3, 3, -380, -290, -301},
    {"Revue des comptes de la forge en retard", "4.4", "medium", "Calendrier de revue automatisé", 4, 0, -260, -150,
     -152},
    {"Deux postes sans chiffrement", "10.2", "high", "Chiffrer ou retirer les deux postes", 4, 9, -260, -230, -236},
    {"Bureau ouvert aux visiteurs", "6.4", "low", "Badges de visiteur et accueil", 4, 14, -260, -140, -147},
    {"Procédure d’arrivée non tenue à jour", "5.1", "low", "Revoir PRO-ARR-01", 4, 0, -260, -100, DAY_NEVER},
    {"Délai de correction non contractuel", "8.1", "medium", "Avenant à signer avec l’hébergeur", 5, 14, -175, -60,
     -66},
    {"Alertes sans astreinte le week-end", "11.10", "medium", "Tour d’astreinte", 5, 25, -175, -45, -51},
    {"Plan de reprise non rejoué cette année", "14.4", "high", "Exercice de reprise à tenir", 5, 25, -175, 35,
     DAY_NEVER},
};
enum { FINDINGS = sizeof findings / sizeof *findings };

void native_findings(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Clé", "Constat", "Audit", "Règle", "Gravité", "Relevé le", "Échéance", "Clos le", "Preuve");
  for (int64_t i = 0; i < FINDINGS; i++) {
    char audit[24], proof[24];
    if (world_at(w, findings[i].raised, 0) > at) continue;
    bool closed = findings[i].closed != DAY_NEVER && world_at(w, findings[i].closed, 0) <= at;
    (void)snprintf(audit, sizeof audit, "AUD-%04d", findings[i].audit);
    (void)snprintf(proof, sizeof proof, "PV-%04lld", (long long)i + 1);
    cell_key(&s, "CST-", i + 1);
    cell(&s, findings[i].title);
    cell(&s, audit);
    cell(&s, findings[i].rule);
    cell(&s, findings[i].severity);
    cell_days(&s, w->today + findings[i].raised);
    cell_days(&s, w->today + findings[i].due);
    cell_day(&s, w, findings[i].closed, at);
    cell(&s, closed ? proof : "");
    end(&s);
  }
}

static void action_row(struct sheet *s, const struct world *w, int64_t number, const char *title, int owner,
                       const char *rule, const char *origin, int64_t due, int64_t done, vg_time at) {
  cell_key(s, "ACT-", number);
  cell(s, title);
  cell(s, w->persons[owner].mail);
  cell(s, rule);
  cell(s, origin);
  cell_days(s, w->today + due);
  cell_day(s, w, done, at);
  cell(s, done != DAY_NEVER && world_at(w, done, 0) <= at ? "compte rendu" : "");
  end(s);
}

/* Each finding has its action; incidents and reviews add about two a month, three in a hundred of which slip. */
void native_actions(const struct world *w, vg_time at, struct buf *out) {
  static const char *const titles[] = {"Former l’équipe au signalement", "Renouveler le certificat du site",
                                       "Fermer les ports inutiles",      "Remplacer le commutateur du bureau",
                                       "Revoir la matrice des flux",     "Mettre à jour l’annuaire d’astreinte"};
  static const char *const rules[] = {"13.3", "11.6", "11.1", "14.2", "9.2", "14.3"};
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Clé", "Action", "Responsable", "Règle", "Origine", "Échéance", "Faite le", "Preuve");
  for (int64_t i = 0; i < FINDINGS; i++)
    if (world_at(w, findings[i].raised, 0) <= at)
      action_row(&s, w, i + 1, findings[i].action, findings[i].owner, findings[i].rule, "audit", findings[i].due,
                 findings[i].closed, at);
  for (int64_t n = 0; n < 80; n++) {
    int64_t opened = -740 + n * 15, due = opened + chance_between(w->seed, "action-due", n, 0, 20, 70);
    int64_t done = due - chance_between(w->seed, "action-done", n, 0, 0, 15);
    if (chance(w->seed, "action-late", n, 0, due < -420 ? 24 : 6)) done = due + 18;
    if (world_at(w, opened, 0) <= at)
      action_row(&s, w, 100 + n, titles[n % 6], n % 2 == 0 ? 9 : 25, rules[n % 6], n % 3 == 0 ? "incident" : "review",
                 due, done, at);
  }
}

/* ---- contracts ---- */

void native_contracts(const struct world *w, vg_time at, struct buf *out) {
  static const struct {
    const char *number, *supplier;
    int64_t begins;
    bool clauses, means, equivalent;
    int64_t controls[3]; /* days of the controls; 0: none */
  } contracts[] = {
      {"CT-2021-03", "Hébergement du Nord", -1900, true, true, true, {-820, -470, -120}},
      {"CT-2022-11", "Hébergement de l’Ouest", -1400, true, true, true, {-700, -330, 0}},
      {"CT-2023-02", "Infogérance Kermorvan", -1000, true, true, true, {-610, -240, 0}},
      {"CT-2023-08", "Messagerie Alizé", -830, true, true, true, {-400, -60, 0}},
      {"CT-2024-05", "Télécom des Marais", -560, true, false, true, {0, 0, 0}},
      {"CT-2025-09", "Hébergeur de Quélune", -420, true, true, false, {-90, 0, 0}},
      {"CT-2026-04", "Nettoyage Brillance", -230, true, true, true, {0, 0, 0}},
  };
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  HEADING(&s, "Numéro", "Prestataire", "Début", "Fin", "Clauses de sécurité", "Moyens de contrôle", "Dernier contrôle",
          "Exigences équivalentes");
  for (size_t i = 0; i < sizeof contracts / sizeof *contracts; i++) {
    int64_t controlled = DAY_NEVER;
    if (world_at(w, contracts[i].begins, 0) > at) continue;
    for (int n = 0; n < 3; n++)
      if (contracts[i].controls[n] != 0 && world_at(w, contracts[i].controls[n], 0) <= at)
        controlled = contracts[i].controls[n];
    cell(&s, contracts[i].number);
    cell(&s, contracts[i].supplier);
    cell_days(&s, w->today + contracts[i].begins);
    cell(&s, "");
    cell_bool(&s, contracts[i].clauses);
    cell_bool(&s, contracts[i].means);
    cell_day(&s, w, controlled, at);
    cell_bool(&s, contracts[i].equivalent || world_day(w, at) > 40);
    end(&s);
  }
  native_windows_1252(out, from);
}
