#include <string.h>

#include "sample/random.h"
#include "sample/world.h"

static int64_t index_of(const struct system *s) {
  return s - sample_systems;
}

/* ---- backups: each system has its slot in the night, between 23:40 and 03:40 UTC ---- */
#define FAILING "ost-ged-01"
#define FAILS_FROM (-1) /* relative to the last night before the load: two nights so far, mended three nights later */
#define FAILS_TO 2

static bool backup_fails(const struct world *w, const struct system *s, int64_t night) {
  int64_t i = index_of(s);
  if (strcmp(s->name, FAILING) == 0 && night >= w->last_night + FAILS_FROM && night <= w->last_night + FAILS_TO)
    return true;
  if (night > w->last_night - 3 && night <= w->last_night) return false;
  if (strncmp(s->name, "brv-db", 6) == 0 && night >= w->wave && night <= w->wave + 1) /* frozen for the inquiry */
    return true;
  return chance(w->seed, "backup-fails", i, night, night < -540 ? 1.6 : night < -200 ? 0.4 : 0.12);
}

vg_time backup_end(const struct world *w, const struct system *s, int64_t night) {
  int64_t i = index_of(s);
  if (s->repository == REPOSITORY_NONE || night <= s->since || backup_fails(w, s, night)) return VG_NEVER;
  int64_t slot = (i * 37) % 225 - 20, jitter = chance_between(w->seed, "backup-jitter", i, night, 0, 540);
  return world_at(w, night, slot) + jitter * VG_SECOND;
}

/* ---- patches: security updates come every nine days or so and wait for the next maintenance ---- */
static int64_t patch_delay(const struct world *w, const struct system *s, int64_t day) {
  int64_t i = index_of(s);
  if (strcmp(s->name, "ost-app-01") == 0 && day >= -47 && day < 12) return 60; /* waits for the client's go */
  if (day < -430 && chance(w->seed, "patch-neglect", i, day / 60, day < -600 ? 26 : 14))
    return 30 + chance_between(w->seed, "patch-delay", i, day, 8, 40);
  return chance_between(w->seed, "patch-delay", i, day, 2, 15);
}

struct patch_state system_patch(const struct world *w, const struct system *s, int64_t day) {
  struct patch_state p = {.oldest = VG_NEVER};
  for (int64_t d = day - 90; d <= day; d++) {
    bool comes = chance(w->seed, "patch-comes", index_of(s), d, 11) || (d == -47 && strcmp(s->name, "ost-app-01") == 0);
    if (!comes || d + patch_delay(w, s, d) <= day) continue;
    p.security += (int)chance_between(w->seed, "patch-count", index_of(s), d, 1, 4);
    if (p.oldest == VG_NEVER) p.oldest = world_at(w, d, 480);
  }
  p.pending = p.security + (int)chance_between(w->seed, "patch-other", index_of(s), day / 7, 0, 12);
  p.reboot = p.security > 4;
  return p;
}

/* ---- monitoring ---- */
#define UNWATCHED "api-quelune"

bool application_watched(const struct system *s, int64_t day) {
  if (strcmp(s->type, "application") != 0 || s->since > day || strcmp(s->name, UNWATCHED) == 0) return false;
  if (strcmp(s->name, "gestion-temps") == 0) return day >= -520;
  return strcmp(s->name, "wiki") != 0 || day >= -450;
}

static const struct {
  const char *name, *severity, *summary;
} causes[] = {{"DisquePresquePlein", "warning", "Disque presque plein"},
              {"ChargeElevee", "warning", "Charge élevée depuis dix minutes"},
              {"MemoireBasse", "warning", "Mémoire presque épuisée"},
              {"ServiceArrete", "critical", "Un service ne répond plus"}};

static bool chosen_alert(const struct world *w, const struct system *s, int64_t day, struct alert_event *a) {
  if (strcmp(s->name, FAILING) == 0 && day == w->last_night + FAILS_FROM) {
    *a = (struct alert_event){s,
                              "SauvegardeManquante",
                              "critical",
                              "Pas de sauvegarde depuis plus de 26 heures",
                              world_at(w, day, 310),
                              world_at(w, w->last_night + FAILS_TO + 1, 300)};
    return true;
  }
  if (strcmp(s->name, "qln-media-01") == 0 && day == -3) {
    *a = (struct alert_event){
        s, causes[0].name, causes[0].severity, causes[0].summary, world_at(w, day, 820), world_at(w, 4, 600)};
    return true;
  }
  if (strcmp(s->name, "boutique-brevelin") == 0 && day == w->wave) {
    *a = (struct alert_event){s,
                              "ApplicationIndisponible",
                              "critical",
                              "Application indisponible",
                              world_at(w, day, 602),
                              world_at(w, day, 1140)};
    return true;
  }
  return false;
}

static double alert_rate(const struct world *w, const struct system *s, int64_t day) {
  double rate = day < -500 ? 2.6 : day < -200 ? 1.8 : 1.3;
  if (day >= w->wave - 14 && day <= w->wave + 14 && strcmp(s->perimeter, "plateforme-brevelin") == 0) rate *= 6;
  return strcmp(s->type, "application") == 0 ? rate * 0.6 : rate;
}

bool system_alert(const struct world *w, const struct system *s, int64_t day, struct alert_event *a) {
  int64_t i = index_of(s);
  if (s->since > day || !system_production(s)) return false;
  if (chosen_alert(w, s, day, a)) return true;
  if (!chance(w->seed, "alert", i, day, alert_rate(w, s, day))) return false;
  bool application = strcmp(s->type, "application") == 0;
  if (application && !application_watched(s, day)) return false;
  size_t cause = (size_t)chance_between(w->seed, "alert-cause", i, day, 0, 3);
  double minutes = application ? chance_duration(w->seed, "alert-length", i, day, day < -500 ? 28 : 14, 0.5)
                               : chance_duration(w->seed, "alert-length", i, day, day < -450 ? 330 : 150, 0.9);
  if (minutes > 2800) minutes = 2800;
  *a = (struct alert_event){s,
                            application ? "ApplicationIndisponible" : causes[cause].name,
                            application ? "critical" : causes[cause].severity,
                            application ? "Application indisponible" : causes[cause].summary,
                            world_at(w, day, chance_between(w->seed, "alert-at", i, day, 5, 1390)),
                            0};
  a->resolved = a->raised + (6 + (int64_t)minutes) * VG_MINUTE;
  return a->raised > w->origin || a->resolved <= w->origin; /* what is open today is chosen above */
}

double application_availability(const struct world *w, const struct system *s, int64_t day) {
  double down = 0;
  vg_time from = world_at(w, day, 0), to = from + VG_DAY;
  for (int64_t d = day - 1; d <= day; d++) {
    struct alert_event a;
    if (!system_alert(w, s, d, &a) || strcmp(a.name, "ApplicationIndisponible") != 0) continue;
    vg_time start = a.raised > from ? a.raised : from, end = a.resolved < to ? a.resolved : to;
    if (end > start) down += (double)(end - start);
  }
  double noise = chance_unit(w->seed, "availability", index_of(s), day) * 0.0004;
  double ratio = 1.0 - down / (double)VG_DAY - noise;
  return ratio < 0 ? 0 : ratio;
}
