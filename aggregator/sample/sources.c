#include "sample/sources.h"

#include <string.h>

static void snapshots_west(const struct world *w, vg_time at, struct buf *out) {
  native_snapshots(w, REPOSITORY_WEST, at, out);
}
static void snapshots_north(const struct world *w, vg_time at, struct buf *out) {
  native_snapshots(w, REPOSITORY_NORTH, at, out);
}
static void snapshots_office(const struct world *w, vg_time at, struct buf *out) {
  native_snapshots(w, REPOSITORY_OFFICE, at, out);
}

#define DROP "/srv/depot-vigie/"
#define RESTIC(host, label, place)                                                                                     \
  {                                                                                                                    \
    {"repository", "rest:https://" host "." SAMPLE_DOMAIN "/"}, {"label", label}, {                                    \
      "datacenter", place                                                                                              \
    }                                                                                                                  \
  }
#define CSV(kind, file)                                                                                                \
  {                                                                                                                    \
    {"kind", kind}, {                                                                                                  \
      "path", DROP file                                                                                                \
    }                                                                                                                  \
  }

/* A table dropped by its tool; a register that someone keeps. */
#define EXPORT(code_, name_, kind, native, minute_, since_, slow_)                                                     \
  {                                                                                                                    \
    .code = code_, .name = name_, .connector = "csv", .options = CSV(kind, code_ ".csv"),                              \
    .files = {{"file" DROP code_ ".csv", native}}, .minute = minute_, .since = since_, .slow = slow_                   \
  }
#define TABLE(code, name, kind, native, minute, since) EXPORT(code, name, kind, native, minute, since, false)
#define REGISTER(code, name, kind, native, minute, since) EXPORT(code, name, kind, native, minute, since, true)

const struct sample_source sample_sources[SAMPLE_SOURCES] = {
    {.code = "inventaire",
     .name = "Inventaire du parc",
     .connector = "csv",
     .options = CSV("asset", "inventaire.csv"),
     .files = {{"file" DROP "inventaire.csv", native_assets}},
     .minute = 300,
     .since = -730},
    {.code = "rh",
     .name = "Registre du personnel",
     .connector = "csv",
     .options = CSV("person", "personnel.csv"),
     .files = {{"file" DROP "personnel.csv", native_persons}},
     .minute = 305,
     .since = -730},
    {.code = "comptes",
     .name = "Comptes et habilitations",
     .connector = "csv",
     .options = CSV("account", "comptes.csv"),
     .files = {{"file" DROP "comptes.csv", native_accounts}},
     .minute = 310,
     .since = -730},
    {.code = "formations",
     .name = "Registre des formations",
     .connector = "csv",
     .options = CSV("training", "formations.csv"),
     .files = {{"file" DROP "formations.csv", native_trainings}},
     .minute = 315,
     .since = -730},
    {.code = "incidents",
     .name = "Registre des incidents",
     .connector = "csv",
     .options = CSV("incident", "incidents.csv"),
     .files = {{"file" DROP "incidents.csv", native_incidents}},
     .minute = 320,
     .since = -730},
    {.code = "restaurations",
     .name = "Procès-verbaux de restauration",
     .connector = "csv",
     .options = CSV("restore_test", "restaurations.csv"),
     .files = {{"file" DROP "restaurations.csv", native_restore_tests}},
     .minute = 325,
     .since = -730},
    {.code = "correctifs",
     .name = "Suivi des correctifs",
     .connector = "csv",
     .options = CSV("patch", "correctifs.csv"),
     .files = {{"file" DROP "correctifs.csv", native_patches}},
     .minute = 330,
     .since = -730,
     .silences = {{-112, -87}}}, /* the summer: nobody exported it */
    {.code = "correctifs-quelune",
     .name = "Correctifs, hébergeur de Quélune",
     .connector = "csv",
     .options = CSV("patch", "correctifs-quelune.csv"),
     .files = {{"file" DROP "correctifs-quelune.csv", native_partner_patches}},
     .minute = 332,
     .since = -415,
     .silences = {{-3, 7}}}, /* now */
    {.code = "restic-ouest",
     .name = "Sauvegardes, dépôt Ouest",
     .connector = "restic",
     .options = RESTIC("depot-ouest", "Dépôt Ouest", "DC-Ouest"),
     .files = {{"command/snapshots.out", snapshots_west}},
     .minute = 340,
     .since = -730},
    {.code = "restic-nord",
     .name = "Sauvegardes, dépôt Nord",
     .connector = "restic",
     .options = RESTIC("depot-nord", "Dépôt Nord", "DC-Nord"),
     .files = {{"command/snapshots.out", snapshots_north}},
     .minute = 345,
     .since = -730},
    {.code = "restic-siege",
     .name = "Sauvegardes, dépôt du siège",
     .connector = "restic",
     .options = RESTIC("depot-siege", "Dépôt du siège", "Siège"),
     .files = {{"command/snapshots.out", snapshots_office}},
     .minute = 350,
     .since = -495},
    {.code = "prometheus",
     .name = "Supervision des plateformes",
     .connector = "prometheus",
     .options = {{"url", "http://supervision." SAMPLE_DOMAIN ":9090"},
                 {"repeat", "4h"},
                 {"history", "10d"},
                 {"step", "5 min"}},
     .files = {{"http/buildinfo.json", native_buildinfo},
               {"http/rules.json", native_rules},
               {"http/targets.json", native_targets},
               {"http/alertmanagers.json", native_alertmanagers},
               {"http/query_range-ALERTS.json", native_range_alerts},
               {"http/query_range-up_count.json", native_range_count},
               {"http/query_range-up_ratio.json", native_range_ratio},
               {"http/query_range-up_samples.json", native_range_samples}},
     .minute = 355,
     .since = -730},
    {.code = "alertmanager",
     .name = "Alertes du SI interne",
     .connector = "alertmanager",
     .options = {{"url", "http://supervision." SAMPLE_DOMAIN ":9093"}},
     .files = {{"http/status.json", native_alertmanager_status}, {"http/alerts.json", native_alertmanager_alerts}},
     .minute = 358,
     .since = -730,
     .silences = {{-303, -281}}},
    REGISTER("revues-comptes", "Revues de comptes", "account_review", native_account_reviews, 362, -730),
    REGISTER("documents", "Documents du SMSI", "document", native_documents, 364, -730),
    REGISTER("exercices", "Exercices et tests", "exercise", native_exercises, 366, -730),
    REGISTER("lieux", "Sites et zones sécurisées", "place", native_places, 368, -730),
    REGISTER("badges", "Badges d’accès", "badge", native_badges, 370, -730),
    REGISTER("declarations", "Contrôles déclarés", "attestation", native_attestations, 372, -730),
    REGISTER("contrats", "Contrats de sous-traitance", "contract", native_contracts, 374, -730),
    REGISTER("flux", "Tests des flux réseau", "network_test", native_network_tests, 376, -730),
    REGISTER("durcissement", "Contrôles de configuration", "hardening", native_hardening, 378, -730),
    REGISTER("acces-donnees", "Accès aux données des clients", "data_access", native_data_accesses, 380, -730),
    REGISTER("redondance", "État des redondances", "redundancy", native_redundancy, 382, -730),
    REGISTER("revues", "Revues de la politique et veille", "review", native_reviews, 384, -730),
    REGISTER("publications", "Publication des tableaux", "publication", native_publications, 386, -730),
    REGISTER("audits", "Programme d’audit", "audit", native_audits, 388, -730),
    REGISTER("constats", "Constats d’audit", "finding", native_findings, 390, -730),
    REGISTER("actions", "Plan d’actions", "action", native_actions, 392, -730),
    REGISTER("budget", "Budget de sécurité", "budget", native_budget, 393, -730),
    REGISTER("pentests", "Tests d’intrusion", "pentest", native_pentests, 394, -730),
    TABLE("flotte", "Gestion de flotte des postes", "endpoint", native_endpoints, 396, -730),
    TABLE("vulnerabilites", "Analyse de vulnérabilités", "vulnerability", native_vulnerabilities, 398, -730),
    TABLE("exposition", "Balayage des ports", "exposure", native_exposures, 400, -700),
    TABLE("tls", "Qualité TLS des sites", "tls", native_tls, 402, -640),
    TABLE("deploiements", "Chaîne de déploiement", "deployment", native_deployments, 404, -730),
    TABLE("modifications", "Revues de code de la forge", "change", native_changes, 406, -500),
    TABLE("avis", "Avis de sécurité", "advisory", native_advisories, 408, -730),
    TABLE("sondes", "Sondes matérielles", "monitor", native_probes, 413, -730),
    TABLE("journaux", "Collecte des journaux", "log_source", native_logs, 410, -30),
};

int64_t sample_every(const struct sample_source *s) {
  return s->slow ? 28 : 7;
}

int64_t sample_daily_from(const struct sample_source *s) {
  return s->slow ? -7 : -30;
}

const struct sample_source *sample_source_find(const char *code) {
  for (size_t i = 0; i < SAMPLE_SOURCES; i++)
    if (strcmp(sample_sources[i].code, code) == 0) return &sample_sources[i];
  return NULL;
}

bool sample_silent(const struct sample_source *s, int64_t day) {
  for (size_t i = 0; i < sizeof s->silences / sizeof *s->silences; i++)
    if (day >= s->silences[i].from && day < s->silences[i].to) return true;
  return false;
}
