#include "sample/random.h"
#include "sample/world.h"

struct subject {
  const char *title, *category, *cause, *severity;
  bool security, personal_data;
};

static const struct subject subjects[] = {
    {"Courriel d’hameçonnage signalé", "hameçonnage", "messagerie", "low", true, false},
    {"Lien frauduleux ouvert, mot de passe changé", "hameçonnage", "mot de passe divulgué", "medium", true, false},
    {"Tentatives de connexion en masse sur l’accès distant", "intrusion", "force brute", "medium", true, false},
    {"Poste portable perdu, disque chiffré", "perte de matériel", "perte", "medium", true, false},
    {"Logiciel indésirable arrêté par l’antivirus", "logiciel malveillant", "pièce jointe", "low", true, false},
    {"Fichier client envoyé au mauvais destinataire", "divulgation", "erreur humaine", "high", true, true},
    {"Disque plein, service ralenti", "exploitation", "capacité", "low", false, false},
    {"Certificat renouvelé trop tard", "exploitation", "oubli", "medium", false, false},
    {"Compte de service trop puissant utilisé à la main", "droits", "pratique", "medium", true, false},
    {"Formulaire de contact inondé", "abus", "robot", "low", true, false},
    {"Mise en production revenue en arrière", "exploitation", "régression", "medium", false, false},
    {"Clé d’API publiée dans un dépôt", "divulgation", "erreur humaine", "high", true, false},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };
static const char *const assets[] = {"messagerie", "boutique-brevelin", "vpn-01",       "espace-adherent",
                                     "forge",      "site-ostrave",      "api-brevelin", "gestion-brevelin",
                                     "annuaire",   "site-solvene"};

/* The wave of last spring: a campaign of stolen passwords against the Brévelin shop. Hours to resolve, hours to report.
 */
static const struct {
  int64_t day;
  struct subject what;
  const char *asset;
  int hours, reported_after;
} wave[] = {
    {-19,
     {"Tentatives de connexion en masse sur la boutique", "intrusion", "force brute", "medium", true, false},
     "boutique-brevelin",
     210,
     2},
    {-15,
     {"Comptes clients verrouillés en série", "intrusion", "force brute", "medium", true, false},
     "boutique-brevelin",
     300,
     5},
    {-12,
     {"Hameçonnage au nom de la boutique", "hameçonnage", "usurpation", "medium", true, false},
     "boutique-brevelin",
     290,
     20},
    {-8, {"Robot d’achat sur l’API partenaires", "abus", "robot", "high", true, false}, "api-brevelin", 110, 3},
    {-5,
     {"Mot de passe d’un gestionnaire réutilisé", "intrusion", "mot de passe divulgué", "high", true, true},
     "gestion-brevelin",
     96,
     44},
    {-1,
     {"Charge anormale sur la base principale", "exploitation", "attaque en cours", "high", false, false},
     "brv-db-01",
     40,
     1},
    {0,
     {"Boutique arrêtée : comptes clients détournés", "intrusion", "mots de passe divulgués", "critical", true, true},
     "boutique-brevelin",
     57,
     1},
    {1,
     {"Commandes frauduleuses à annuler", "fraude", "comptes détournés", "high", true, true},
     "gestion-brevelin",
     120,
     2},
    {2,
     {"Appels de clients inquiets, hameçonnage en cours", "hameçonnage", "usurpation", "medium", true, false},
     "messagerie",
     260,
     3},
    {6, {"Compte d’administration visé", "intrusion", "force brute", "high", true, false}, "vpn-01", 60, 2},
    {9,
     {"Seconde vague de connexions en masse", "intrusion", "force brute", "medium", true, false},
     "boutique-brevelin",
     130,
     1},
    {13,
     {"Faux site de la boutique signalé", "usurpation", "usurpation", "medium", true, false},
     "boutique-brevelin",
     330,
     6},
};

/* The last three months, told one by one: the figures of today hang on them. Offset in days, hours to resolve. */
static const struct {
  int64_t day;
  int subject, hours;
} recent[] = {{-84, 0, 6}, {-77, 6, 30}, {-66, 2, 26}, {-58, 10, 11}, {-49, 4, 9}, {-41, 8, 52},
              {-34, 0, 5}, {-23, 9, 15}, {-16, 7, 20}, {-9, 0, 4},    {-1, 2, 0}};

static struct incident *add(struct world *w, const struct subject *what, const char *asset, vg_time occurred,
                            int64_t report_minutes, int64_t resolve_hours) {
  if (w->incident_count == SAMPLE_INCIDENTS_MAX) return NULL;
  struct incident *i = &w->incidents[w->incident_count++];
  *i = (struct incident){.number = (int)w->incident_count,
                         .title = what->title,
                         .category = what->category,
                         .cause = what->cause,
                         .severity = what->severity,
                         .asset = asset,
                         .security = what->security,
                         .personal_data = what->personal_data,
                         .occurred = occurred,
                         .resolved = VG_NEVER,
                         .closed = VG_NEVER};
  i->detected = occurred + (report_minutes < 600 ? report_minutes / 3 : 90) * VG_MINUTE;
  i->reported = occurred + report_minutes * VG_MINUTE;
  if (resolve_hours > 0) {
    i->resolved = occurred + resolve_hours * VG_HOUR;
    i->closed = i->resolved + 3 * VG_DAY;
  }
  return i;
}

static void one_of_old(struct world *w, int64_t day, int64_t n) {
  uint64_t s = w->seed;
  const struct subject *what = &subjects[chance_between(s, "incident-what", day, n, 0, SUBJECTS - 1)];
  const char *asset = sample_systems[chance_between(s, "incident-asset", day, n, 0, SAMPLE_SYSTEMS - 1)].name;
  bool slow = chance(s, "incident-slow", day, n, day < -450 ? 22 : 4);
  double hours = chance_duration(s, "incident-hours", day, n, day < -450 ? 40 : 20, 0.6);
  if (hours > 68) hours = 68;
  bool late = chance(s, "incident-late", day, n, day < -400 ? 18 : 2);
  int64_t report = late ? chance_between(s, "incident-report", day, n, 1700, 4000)
                        : chance_between(s, "incident-report", day, n, 12, 500);
  int64_t minute = chance_between(s, "incident-minute", day, n, 430, 1000);
  (void)add(w, what, asset, world_at(w, day, minute), report, slow ? 800 : 2 + (int64_t)hours);
}

/* About one a week from long before the history begins, so that its first figures have a past. */
static void ordinary(struct world *w, int64_t from, int64_t to) {
  for (int64_t week = from / 7; week * 7 < to; week++) {
    int64_t count = chance_between(w->seed, "incident-count", week, 0, 0, week < -60 ? 3 : 2);
    for (int64_t n = 0; n < count; n++) {
      int64_t day = world_working_day(w, week * 7 + chance_between(w->seed, "incident-day", week, n, 0, 4));
      if (day < to) one_of_old(w, day, n);
    }
  }
}

void world_incidents(struct world *w) {
  ordinary(w, -830, -90);
  for (size_t i = 0; i < sizeof wave / sizeof *wave; i++)
    (void)add(w, &wave[i].what, wave[i].asset, world_at(w, w->wave + wave[i].day, 500 + (int64_t)i * 17),
              wave[i].reported_after * 60, wave[i].hours);
  for (size_t i = 0; i < sizeof recent / sizeof *recent; i++)
    (void)add(w, &subjects[recent[i].subject], assets[(i * 3) % 10], world_at(w, recent[i].day, 540 + (int64_t)i * 11),
              45 + (int64_t)i * 13, recent[i].hours > 0 ? recent[i].hours : 70);
  ordinary(w, 7, 400);
}
