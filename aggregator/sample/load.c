#include <stdio.h>
#include <string.h>

#include "connectors/transport.h"
#include "indicator/backfill.h"
#include "indicator/evaluate.h"
#include "sample/calendar.h"
#include "sample/sample.h"
#include "sample/story.h"
#include "source/source.h"

enum { WORLD_MEMORY = 4 << 20, PATH_LIMIT = 4096 };
#define ACTOR "vigie"

struct load {
  struct db *db;
  const struct sample_conf *conf;
  const struct world *world;
  struct sample_loaded *out;
  int64_t ids[SAMPLE_SOURCES];
  int64_t first, shown; /* days */
  bool daily[SAMPLE_SOURCES];
  char folder[PATH_LIMIT]; /* DATA/sample */
};

static bool add_perimeters(struct load *l, struct vg_error *err) {
  if (!db_run(l->db, NULL, SQL_SAMPLE_ROOT, DB_NONE, err, P_TEXT("Ensemble du SI"))) return false;
  for (const struct sample_perimeter *p = sample_perimeters; p->code != NULL; p++)
    if (!db_run(l->db, NULL, SQL_SAMPLE_PERIMETER_ADD, DB_NONE, err, P_TEXT(p->code), P_TEXT(p->name),
                P_TEXT(p->parent)))
      return vg_context(err, "sample: perimeter %s: ", p->code);
  return true;
}

static bool add_source(struct load *l, size_t index, struct vg_error *err) {
  const struct sample_source *s = &sample_sources[index];
  struct source_saved saved;
  size_t options = 0;
  while (s->options[options].name != NULL) options++;
  const struct source_draft draft = {.code = s->code,
                                     .name = s->name,
                                     .connector = s->connector,
                                     .perimeter = sample_perimeters[0].code,
                                     .options = s->options,
                                     .options_count = options,
                                     .period_s = sample_every(s) * 86400,
                                     .staleness_s = (sample_every(s) + 1) * 86400,
                                     .is_sample = true,
                                     .actor = ACTOR,
                                     .now = world_at(l->world, l->first, 0)};
  if (!source_save(l->db, &draft, &saved, err)) return vg_context(err, "sample: source %s: ", s->code);
  l->ids[index] = saved.id;
  return true;
}

static bool prepare(struct load *l, struct vg_error *err) {
  if (!add_perimeters(l, err)) return false;
  for (size_t i = 0; i < SAMPLE_SOURCES; i++)
    if (!add_source(l, i, err)) return false;
  return true;
}

/* ---- pulls ---- */

static bool read_daily(struct load *l, size_t index, struct vg_error *err) {
  l->daily[index] = true;
  return db_run(l->db, NULL, SQL_SAMPLE_SOURCE_DAILY, DB_NONE, err, P_INT(l->ids[index]),
                P_INT(SAMPLE_DAILY_STALENESS_S));
}

static void show(struct load *l, const struct sample_reading *r) {
  if (l->conf->progress == NULL || r->day == l->shown) return;
  l->shown = r->day;
  l->conf->progress(l->conf->user, (int)((r->day - l->first) * 90 / (-l->first + 1)), r->at);
}

static void directory_of(const char *root, bool keep, const struct sample_reading *r, char *out) {
  char at[TIME_TEXT];
  if (keep)
    (void)snprintf(out, PATH_LIMIT, "%.3900s/%s/%s", root, r->source->code, time_format(r->at, at));
  else
    (void)snprintf(out, PATH_LIMIT, "%.3900s/%s", root, r->source->code);
}

static bool pull_one(void *user, const struct sample_reading *r, struct vg_error *err) {
  struct load *l = user;
  struct transport_recorded recorded;
  struct pull_result result = {0};
  char directory[PATH_LIMIT], at[TIME_TEXT];
  directory_of(l->conf->keep != NULL ? l->conf->keep : l->folder, l->conf->keep != NULL, r, directory);
  transport_recorded_init(&recorded, directory);
  const struct pull_conf conf = {.data_dir = l->conf->data_dir, .trigger = "sample", .transport = &recorded.base};
  show(l, r);
  clock_set_fake(r->at);
  if (r->day >= sample_daily_from(r->source) && !l->daily[r->index] && !read_daily(l, r->index, err)) return false;
  if (!sample_write(l->world, r->source, r->at, directory, err) ||
      !pull_run(l->db, l->ids[r->index], &conf, r->at, &result, err))
    return vg_context(err, "sample: %s at %s: ", r->source->code, time_format(r->at, at));
  if (result.status != PULL_OK && !(result.status == PULL_FAILED && sample_silent(r->source, r->day))) {
    *err = result.error;
    return vg_context(err, "sample: pull of %s at %s: ", r->source->code, time_format(r->at, at));
  }
  l->out->pulls++;
  l->out->records += result.opened + result.changed;
  l->out->rejected += result.rejected;
  return true;
}

/* ---- the end ---- */

/* Two accepted deviations; one that is over before its time, one refused, one that waits for its decision. Days; DAY_NEVER: not yet. */
static const struct {
  const char *indicator, *perimeter, *subject, *reason, *compensation, *status, *decision, *end_reason;
  int64_t asked, decided, ended, from, to;
} waivers[] = {
    {"backup_offsite", "solvene-bureaux", "montage-01",
     "Rushes vidéo trop volumineux pour la liaison actuelle : copie hors site après le raccordement à la fibre.",
     "Deux disques échangés chaque semaine avec l’antenne de Rennes.", "approved", "", "", -120, -120, DAY_NEVER, -120, 75},
    {"contract_equivalent", "atelier-solvene", "CT-2025-09",
     "Avenant de sécurité en cours de signature chez l’hébergeur de Quélune.", "Contrôle trimestriel sur place.", "approved", "", "", -80, -80,
     DAY_NEVER, -80, 40},
    {"session_isolated", "plateforme-quelune", "api-quelune",
     "Les sessions des partenaires partagent un cache jusqu’à la version qui les sépare, prévue avant l’hiver.",
     "Jetons renouvelés chaque heure, journal des accès relu chaque semaine.", "approved",
     "Accordé le temps de cette version, pas davantage.", "Sessions séparées par la version mise en production : plus rien à accepter.", -68, -65,
     -26, -65, 30},
    {"application_monitored", "plateforme-quelune", "api-quelune",
     "L’API des partenaires doit être remplacée l’an prochain : la superviser d’ici là paraît inutile.", "Appels des partenaires à l’assistance.",
     "refused", "Des partenaires s’en servent jusqu’au bout : à superviser comme les autres applications.", "", -62, -59, DAY_NEVER, -60, 30},
    {"restore_tested", "solvene-si", "ci-01",
     "Serveur d’intégration remplacé le mois prochain : l’essai de restauration se fera sur le nouveau.",
     "Ses tâches sont décrites dans la forge, dont la restauration est essayée.", "requested", "", "", -3, DAY_NEVER, DAY_NEVER, -3, 45}};

/* At nine of that day, a working one. */
static struct db_param signed_on(const struct world *w, int64_t day) {
  return day == DAY_NEVER ? P_NULL : P_TIME(world_at(w, world_working_day(w, day), 540));
}

static bool add_waivers(struct load *l, struct vg_error *err) {
  const struct world *w = l->world;
  for (size_t i = 0; i < sizeof waivers / sizeof *waivers; i++)
    if (!db_run(l->db, NULL, SQL_SAMPLE_WAIVER_ADD, DB_NONE, err, P_TEXT(waivers[i].indicator), P_TEXT(waivers[i].perimeter),
                P_TEXT(waivers[i].subject), signed_on(w, waivers[i].from), P_TIME(world_at(w, waivers[i].to, 0)),
                P_TEXT(waivers[i].reason), P_TEXT(w->persons[9].name), P_TEXT(w->persons[0].name), P_TEXT(waivers[i].compensation),
                P_TEXT(waivers[i].status), signed_on(w, waivers[i].asked), signed_on(w, waivers[i].decided), P_TEXT(waivers[i].decision),
                signed_on(w, waivers[i].ended), P_TEXT(waivers[i].end_reason)))
      return false;
  return true;
}

/* Rules that have no object here, or that are held for the whole company and not platform by platform. */
static bool add_exceptions(struct load *l, struct vg_error *err) {
#define WHOLE "Règle tenue pour toute l’entreprise, et non plateforme par plateforme."
#define COMPANY "2 5 6 7 8 13.1 13.2 14.4 15"
  static const struct {
    const char *rules, *perimeter, *reason; /* chapters and rules */
  } exceptions[] = {
      {"7.3", "all",
       "L’agence ne fournit aucun téléphone, et la messagerie n’est pas ouverte aux mobiles personnels."},
      {COMPANY, "plateforme-brevelin", WHOLE},
      {COMPANY, "plateforme-ostrave", WHOLE},
      {COMPANY, "plateforme-quelune", WHOLE},
      {COMPANY " 9.3 9.4 10.3 10.4", "solvene-si",
       "Règle tenue pour toute l’entreprise, ou propre aux plateformes des clients."},
      {"2 5 8 9 10.3 10.4 11 13.1 13.2 14.4 15", "solvene-bureaux", "Les bureaux n’hébergent aucune solution."}};
  const struct world *w = l->world;
  for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
    if (!db_run(l->db, NULL, SQL_SAMPLE_EXCEPTION_ADD, DB_NONE, err, P_TEXT(exceptions[i].rules),
                P_TEXT(exceptions[i].perimeter), P_TEXT(exceptions[i].reason), P_TEXT(w->persons[0].name),
                P_TEXT(w->persons[14].name), P_TIME(world_at(w, -700, 540))))
      return false;
  return true;
}

static vg_time next_due(const struct world *w, const struct sample_source *s) {
  vg_time due = world_at(w, 0, s->minute);
  return due > w->origin ? due : due + VG_DAY;
}

static bool finish(struct load *l, struct vg_error *err) {
  DB_TX(tx);
  if (!db_begin(l->db, &tx, err) || !add_waivers(l, err) || !add_exceptions(l, err)) return false;
  for (size_t i = 0; i < SAMPLE_SOURCES; i++)
    if (!db_run(l->db, NULL, SQL_SAMPLE_SOURCE_READY, DB_NONE, err, P_INT(l->ids[i]),
                P_TIME(next_due(l->world, &sample_sources[i]))))
      return false;
  return db_run(l->db, NULL, SQL_SAMPLE_STATE_SET, DB_NONE, err, P_TEXT("loaded"), P_TIME(l->world->origin)) &&
         db_commit(&tx, err);
}

static void tell(const struct load *l, int percent) {
  if (l->conf->progress != NULL) l->conf->progress(l->conf->user, percent, l->conf->now);
}

static bool evaluate(struct load *l, struct vg_error *err) {
  tell(l, 90);
  if (!evaluation_run(l->db, l->conf->now, err) || !backfill_run(l->db, NULL, NULL, NULL, err) ||
      !db_run(l->db, NULL, SQL_SAMPLE_ANALYZE, DB_NONE, err))
    return false;
  tell(l, 100);
  return true;
}

static bool fill(struct load *l, struct vg_error *err) {
  bool ok = db_run(l->db, NULL, SQL_SAMPLE_STATE_SET, DB_NONE, err, P_TEXT("loading"), P_TIME(l->conf->now)) &&
            db_run(l->db, NULL, SQL_SAMPLE_DURABLE, DB_ONE, err, P_TEXT("off")) && prepare(l, err) &&
            calendar_walk(l->world, l->conf->months, pull_one, l, err);
  clock_set_fake(VG_NEVER);
  return ok && db_run(l->db, NULL, SQL_SAMPLE_DURABLE, DB_ONE, err, P_TEXT("on")) &&
         db_run(l->db, NULL, SQL_SAMPLE_ANALYZE, DB_NONE, err) && finish(l, err) && evaluate(l, err);
}

static bool clean_start(struct load *l, struct vg_error *err) {
  char state[16];
  if (!sample_state(l->db, state, err)) return false;
  if (strcmp(state, "loaded") == 0) {
    (void)vg_fail(err, VG_E_CONFLICT, "the sample organisation is loaded already");
    return vg_hint(err, "remove it first: vigie sample remove");
  }
  return strcmp(state, "") == 0 || sample_remove(l->db, l->conf->data_dir, ACTOR, l->conf->now, err);
}

static bool locked_load(struct load *l, struct vg_error *err) {
  VG_ARENA(arena, WORLD_MEMORY);
  l->world = arena != NULL ? world_new(arena, l->conf->seed, l->conf->now) : NULL;
  if (l->world == NULL) return vg_fail(err, VG_E_LIMIT, "sample: out of memory");
  l->first = l->shown = calendar_first_day(l->conf->months);
  (void)snprintf(l->folder, sizeof l->folder, "%.3900s/sample", l->conf->data_dir);
  return clean_start(l, err) && story_write(l->folder, l->conf->seed, l->conf->now, err) && fill(l, err);
}

bool sample_load(struct db *db, const struct sample_conf *conf, struct sample_loaded *out, struct vg_error *err) {
  struct load l = {.db = db, .conf = conf, .out = out};
  DB_RESULT(lock);
  *out = (struct sample_loaded){0};
  if (!db_run(db, &lock, SQL_SAMPLE_LOCK, DB_ONE, err)) return false;
  if (!row_bool(lock, 0, "taken"))
    return vg_fail(err, VG_E_CONFLICT, "the sample organisation is being loaded or removed by another process");
  struct vg_error ignored = {0};
  bool ok = locked_load(&l, err);
  clock_set_fake(VG_NEVER);
  (void)db_run(db, NULL, SQL_SAMPLE_UNLOCK, DB_NONE, &ignored);
  return ok;
}

/* ---- files only ---- */

struct files {
  const struct world *world;
  const char *directory;
  int64_t readings;
};

static bool write_one(void *user, const struct sample_reading *r, struct vg_error *err) {
  struct files *f = user;
  char directory[PATH_LIMIT];
  directory_of(f->directory, true, r, directory);
  f->readings++;
  return sample_write(f->world, r->source, r->at, directory, err);
}

bool sample_write_all(const struct sample_conf *conf, const char *directory, int64_t *readings, struct vg_error *err) {
  VG_ARENA(arena, WORLD_MEMORY);
  struct files f = {.directory = directory};
  f.world = arena != NULL ? world_new(arena, conf->seed, conf->now) : NULL;
  if (f.world == NULL) return vg_fail(err, VG_E_LIMIT, "sample: out of memory");
  bool ok =
      calendar_walk(f.world, conf->months, write_one, &f, err) && story_write(directory, conf->seed, conf->now, err);
  if (readings != NULL) *readings = f.readings;
  return ok;
}
