/* Offices: places, badges, and the controls that persons attest. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

#define SEAT "Siège"
#define BRANCH "Antenne de Rennes"
#define SERVERS "Salle serveurs du siège"
#define ARCHIVES "Archives du siège"

void native_places(const struct world *w, vg_time at, struct buf *out) {
  static const char *const places[][3] = {{SEAT, "site", SEAT},
                                          {BRANCH, "site", BRANCH},
                                          {SERVERS, "zone sécurisée", SEAT},
                                          {ARCHIVES, "zone sécurisée", SEAT}};
  struct sheet s = {.out = out, .separator = ';', .french = true};
  (void)w;
  (void)at;
  HEADING(&s, "Perimeter", "Nom", "Type", "Site", "Utilisé");
  for (size_t i = 0; i < 4; i++) {
    cell(&s, "solvene-bureaux");
    for (int c = 0; c < 3; c++) cell(&s, places[i][c]);
    cell_bool(&s, true);
    end(&s);
  }
}

/* The last leaver's badge still opens; one designer kept the key of the server room after a video shoot. */
static bool badge_active(const struct world *w, const struct person *p, vg_time at) {
  int64_t day = world_day(w, at), closes = p->left == DAY_NEVER ? DAY_NEVER : p->left + (p->left < -400 ? 30 : 1);
  if (p->left != DAY_NEVER && p->left > -20 && p->left < 0) closes = 20;
  return day <= closes;
}

static const char *badge_zones(const struct world *w, const struct person *p, vg_time at) {
  int64_t day = world_day(w, at);
  if (strcmp(p->job, "ciso") == 0) return "offices|server_room|archives";
  if (strstr(p->job, "administrator") != NULL) return "offices|server_room";
  if (strcmp(p->job, "manager") == 0) return "offices|archives|reception";
  if (p->number == 4 + 16 * 2 && day >= -38 && day < 30) return "offices|server_room";
  return "offices";
}

void native_badges(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Numéro", "Titulaire", "Actif", "Zones", "Remis le");
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    const struct person *p = &w->persons[i];
    if (world_at(w, p->hired, 0) > at) continue;
    cell_key(&s, "B-", p->number + 1);
    cell(&s, p->mail);
    cell_bool(&s, badge_active(w, p, at));
    cell(&s, badge_zones(w, p, at));
    cell_day(&s, w, p->hired, at);
    end(&s);
  }
}

/* ---- attested controls: twice a year; the branch has not answered this autumn, hence unknown ---- */

static void attestation_row(struct sheet *s, const struct world *w, const char *control, const char *subject,
                            int64_t day, int64_t days, const char *result, int share, vg_time at) {
  char shown[16] = "", proof[64];
  int64_t on = world_working_day(w, day);
  if (world_at(w, on, 660) > at) return;
  if (share > 0) (void)snprintf(shown, sizeof shown, "%d", share);
  (void)snprintf(proof, sizeof proof, "PV-%lld", (long long)(w->today + on));
  cell(s, control);
  cell(s, subject);
  cell_time(s, world_at(w, on, 660), at);
  cell(s, result);
  cell(s, shown);
  cell(s, w->persons[14].mail);
  cell(s, w->persons[0].mail);
  cell_planned(s, w, on + days);
  cell(s, proof);
  end(s);
}

void native_attestations(const struct world *w, vg_time at, struct buf *out) {
  static const int shares[] = {71, 78, 84, 91, 93, 92, 94, 95};
  struct sheet s = {.out = out, .separator = ';', .french = true};
  HEADING(&s, "Contrôle", "Objet", "Déclaré le", "Résultat", "Part conforme", "Déclarant", "Relecteur",
          "Valable jusqu’au", "Preuve");
  size_t from = out->length;
  for (int64_t n = 0; n < 8; n++) {
    int64_t day = -725 + n * 170;
    attestation_row(&s, w, "intrusion_system", SEAT, day, 183, "passed", 0, at);
    if (n != 4) attestation_row(&s, w, "intrusion_system", BRANCH, day + 3, 183, n == 1 ? "failed" : "passed", 0, at);
    attestation_row(&s, w, "secure_area", SERVERS, day + 8, 183, "passed", 0, at);
    attestation_row(&s, w, "secure_area", ARCHIVES, day + 8, 183, n == 0 ? "failed" : "passed", 0, at);
    attestation_row(&s, w, "clean_desk", SEAT, day + 14, 183, shares[n] >= 80 ? "passed" : "failed", shares[n], at);
    if (n != 4) attestation_row(&s, w, "clean_desk", BRANCH, day + 15, 183, "passed", shares[n] + 2, at);
  }
  static const char *const platforms[] = {"plateforme-brevelin", "plateforme-ostrave", "plateforme-quelune"};
  for (int64_t n = 0; n < 4; n++)
    for (int64_t p = 0; p < 3; p++)
      attestation_row(&s, w, "data_resale", platforms[p], -700 + n * 345 + p * 2, 365, "passed", 0, at);
  (void)from;
}
