/* sample/sample.h — loads the sample organisation through the real connectors, keeps it alive, takes it away.
 *
 * Its sources, perimeters and waivers are marked is_sample. Its answers lie in DATA/sample/CODE; DATA/sample/story says
 * which world they come from, so that the collector goes on with the same one, day after day.                      */
#ifndef VG_SAMPLE_SAMPLE_H
#define VG_SAMPLE_SAMPLE_H

#include "collect/pull.h"
#include "db/db.h"
#include "sample/world.h"

struct sample_conf {
  const char *data_dir;
  const char *keep; /* a folder that keeps every answer, CODE/INSTANT/…; NULL: only the last ones are kept */
  uint64_t seed;
  int months; /* of history: 1..SAMPLE_MONTHS */
  vg_time now;
  void (*progress)(void *user, int percent, vg_time day); /* called at most once a simulated day; NULL allowed */
  void *user;
};

struct sample_loaded {
  int64_t pulls, records, rejected;
};

/* Creates perimeters and sources, runs all their pulls in time order with the clock set to each instant, evaluates
 * once. What an interrupted load left is removed first. Role vigie_owner. VG_E_CONFLICT when the sample is there
 * already, or is being loaded by someone else. */
bool sample_load(struct db *, const struct sample_conf *, struct sample_loaded *out, struct vg_error *err);

/* Removes every trace of it from the database and from DATA/sample, and evaluates again. Nothing to remove is true.
 * VG_E_CONFLICT when a source of one's own lives in one of its perimeters. Role vigie_collect or vigie_owner.       */
bool sample_remove(struct db *, const char *data_dir, const char *actor, vg_time now, struct vg_error *err);

/* "loading" (or interrupted), "loaded", "" when there is none. `out` has 16 bytes. */
bool sample_state(struct db *, char *out, struct vg_error *err);

/* pull_conf.sample: the answers of a sample's source at `now`, from the world of the story beside `directory`. */
bool sample_answer(const char *source_code, vg_time now, const char *directory, struct vg_error *err);

/* Writes every answer of the whole history below `directory`: the files only. `files` (NULL allowed): how many
 * readings. */
bool sample_write_all(const struct sample_conf *, const char *directory, int64_t *readings, struct vg_error *err);

#endif
