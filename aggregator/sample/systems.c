#include <string.h>

#include "sample/random.h"
#include "sample/world.h"

#define AGENCY "atelier-solvene"

const struct sample_perimeter sample_perimeters[] = {
    {AGENCY, "all", "Atelier Solvène"},
    {"solvene-si", AGENCY, "SI interne"},
    {"solvene-bureaux", AGENCY, "Bureaux"},
    {"plateforme-brevelin", AGENCY, "Plateforme Brévelin"},
    {"plateforme-ostrave", AGENCY, "Plateforme Mutuelle Ostrave"},
    {"plateforme-quelune", AGENCY, "Plateforme Festival Quélune"},
    {NULL, NULL, NULL},
};

#define SI "solvene-si"
#define OFFICE "solvene-bureaux"
#define BRV "plateforme-brevelin"
#define OST "plateforme-ostrave"
#define QLN "plateforme-quelune"
#define NORTH "DC-Nord"
#define WEST "DC-Ouest"
#define SEAT "Siège"
#define TO_WEST REPOSITORY_WEST
#define TO_NORTH REPOSITORY_NORTH
#define TO_OFFICE REPOSITORY_OFFICE
#define OLD (-1400)
#define CONFIDENTIAL "confidential"
#define INTERNAL "internal"

const struct system sample_systems[SAMPLE_SYSTEMS] = {
    {"annuaire", "server", "Annuaire des comptes", SI, "production", NORTH, CONFIDENTIAL, true, OLD, TO_WEST},
    {"messagerie", "server", "Messagerie", SI, "production", NORTH, CONFIDENTIAL, true, OLD, TO_WEST},
    {"forge", "server", "Forge logicielle", SI, "production", NORTH, CONFIDENTIAL, true, OLD, TO_WEST},
    {"ci-01", "server", "Intégration continue", SI, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"supervision", "server", "Supervision", SI, "production", WEST, INTERNAL, true, OLD, TO_NORTH},
    {"coffre-01", "server", "Coffre de mots de passe", SI, "production", NORTH, "secret", true, -610, TO_WEST},
    {"vpn-01", "server", "Accès distant", SI, "production", NORTH, INTERNAL, true, OLD, TO_WEST},
    {"wiki", "application", "Documentation interne", SI, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"gestion-temps", "application", "Gestion des temps", SI, "production", NORTH, CONFIDENTIAL, false, OLD, TO_WEST},
    {"site-solvene", "application", "Site de l’agence", SI, "production", WEST, "public", false, OLD, TO_NORTH},
    {"fw-nord-01", "network", "Pare-feu du centre Nord", SI, "production", NORTH, INTERNAL, true, OLD, TO_WEST},
    {"fw-ouest-01", "network", "Pare-feu du centre Ouest", SI, "production", WEST, INTERNAL, true, OLD, TO_NORTH},
    {"nas-bureaux", "storage", "Fichiers partagés des bureaux", OFFICE, "production", SEAT, INTERNAL, true, OLD,
     TO_NORTH},
    {"fw-bureaux", "network", "Pare-feu des bureaux", OFFICE, "production", SEAT, INTERNAL, true, OLD, TO_NORTH},
    {"montage-01", "server", "Montage vidéo", OFFICE, "production", SEAT, INTERNAL, false, -500, TO_OFFICE},
    {"brv-front-01", "server", "Brévelin : répartiteur", BRV, "production", NORTH, INTERNAL, true, OLD, TO_WEST},
    {"brv-web-01", "server", "Brévelin : serveur web 1", BRV, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"brv-web-02", "server", "Brévelin : serveur web 2", BRV, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"brv-db-01", "database", "Brévelin : base principale", BRV, "production", NORTH, CONFIDENTIAL, true, OLD, TO_WEST},
    {"brv-db-02", "database", "Brévelin : base secondaire", BRV, "production", NORTH, CONFIDENTIAL, false, -300,
     TO_WEST},
    {"brv-cache-01", "server", "Brévelin : cache", BRV, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"brv-file-01", "storage", "Brévelin : fichiers et médias", BRV, "production", NORTH, INTERNAL, false, OLD,
     TO_WEST},
    {"boutique-brevelin", "application", "Boutique en ligne Brévelin", BRV, "production", NORTH, CONFIDENTIAL, true,
     OLD, TO_WEST},
    {"api-brevelin", "application", "API partenaires Brévelin", BRV, "production", NORTH, CONFIDENTIAL, false, OLD,
     TO_WEST},
    {"gestion-brevelin", "application", "Gestion des commandes Brévelin", BRV, "production", NORTH, CONFIDENTIAL, false,
     OLD, TO_WEST},
    {"brv-recette-01", "server", "Brévelin : recette", BRV, "staging", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"ost-front-01", "server", "Ostrave : répartiteur", OST, "production", NORTH, INTERNAL, true, OLD, TO_WEST},
    {"ost-web-01", "server", "Ostrave : serveur web 1", OST, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"ost-web-02", "server", "Ostrave : serveur web 2", OST, "production", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"ost-app-01", "server", "Ostrave : serveur d’applications", OST, "production", NORTH, CONFIDENTIAL, true, OLD,
     TO_WEST},
    {"ost-db-01", "database", "Ostrave : base principale", OST, "production", NORTH, "secret", true, OLD, TO_WEST},
    {"ost-db-02", "database", "Ostrave : base secondaire", OST, "production", NORTH, "secret", false, -560, TO_WEST},
    {"ost-ged-01", "storage", "Ostrave : documents des adhérents", OST, "production", NORTH, "secret", true, OLD,
     TO_WEST},
    {"espace-adherent", "application", "Espace adhérent Ostrave", OST, "production", NORTH, "secret", true, OLD,
     TO_WEST},
    {"site-ostrave", "application", "Site public Ostrave", OST, "production", NORTH, "public", false, OLD, TO_WEST},
    {"api-ostrave", "application", "API de gestion Ostrave", OST, "production", NORTH, "secret", true, OLD, TO_WEST},
    {"ost-recette-01", "server", "Ostrave : recette", OST, "staging", NORTH, INTERNAL, false, OLD, TO_WEST},
    {"qln-front-01", "server", "Quélune : répartiteur", QLN, "production", WEST, INTERNAL, true, -420, TO_NORTH},
    {"qln-web-01", "server", "Quélune : serveur web", QLN, "production", WEST, INTERNAL, false, -420, TO_NORTH},
    {"qln-db-01", "database", "Quélune : base principale", QLN, "production", WEST, CONFIDENTIAL, true, -420, TO_NORTH},
    {"qln-media-01", "storage", "Quélune : médias", QLN, "production", WEST, "public", false, -420, TO_NORTH},
    {"billetterie-quelune", "application", "Billetterie Quélune", QLN, "production", WEST, CONFIDENTIAL, true, -410,
     TO_NORTH},
    {"site-quelune", "application", "Site public Quélune", QLN, "production", WEST, "public", false, -410, TO_NORTH},
    {"api-quelune", "application", "API des partenaires Quélune", QLN, "production", WEST, INTERNAL, false, -75,
     TO_NORTH},
    {"qln-recette-01", "server", "Quélune : recette", QLN, "staging", WEST, INTERNAL, false, -420, TO_NORTH},
};

const struct system *system_find(const char *name) {
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
    if (strcmp(sample_systems[i].name, name) == 0) return &sample_systems[i];
  return NULL;
}

bool system_production(const struct system *s) {
  return strcmp(s->environment, "production") == 0;
}

bool system_patched(const struct system *s) {
  return strcmp(s->type, "application") != 0 && strcmp(s->type, "network") != 0;
}

bool system_public(const struct system *s) {
  static const char *const inner[] = {"wiki", "gestion-temps", "gestion-brevelin"};
  for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
    if (strcmp(s->name, inner[i]) == 0) return false;
  return strcmp(s->type, "application") == 0 && system_production(s);
}

const char *system_client(const struct system *s) {
  if (strcmp(s->perimeter, BRV) == 0) return "Brévelin";
  if (strcmp(s->perimeter, OST) == 0) return "Mutuelle Ostrave";
  return strcmp(s->perimeter, QLN) == 0 ? "Festival Quélune" : "";
}
