#include <stdio.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "sample/sample.h"
#include "sample/sources.h"
#include "sample/story.h"

enum { PATH_LIMIT = 4096, REMOVAL_MS = 120000 };

bool sample_state(struct db *db, char *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SAMPLE_STATE_GET, DB_ZERO_OR_ONE, err)) return false;
  (void)snprintf(out, 16, "%s", row_count(r) == 1 ? row_text(r, 0, "value") : "");
  return row_ok(r, err);
}

/* The perimeters cannot go while someone lives in them. */
static bool no_stranger(struct db *db, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SAMPLE_STRANGERS, DB_ZERO_OR_ONE, err)) return false;
  if (row_count(r) == 0) return true;
  (void)vg_fail(err, VG_E_CONFLICT, "source %s is not of the sample, but is declared in its perimeter %s",
                row_text(r, 0, "source"), row_text(r, 0, "perimeter"));
  return vg_hint(err, "give the source a perimeter of your own, then remove the sample");
}

static bool delete_rows(struct db *db, const char *actor, vg_time now, struct vg_error *err) {
  static const enum sql_id statements[] = {SQL_SAMPLE_WAIVERS_DELETE, SQL_SAMPLE_EXCEPTIONS_DELETE, SQL_SAMPLE_SOURCES_DELETE,
                                           SQL_SAMPLE_PERIMETERS_DELETE, SQL_SAMPLE_STATE_CLEAR};
  (void)actor, (void)now;
  DB_TX(tx);
  if (!db_begin(db, &tx, err) || !no_stranger(db, err)) return false;
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
    if (!db_run(db, NULL, statements[i], DB_NONE, err)) return false;
  return db_commit(&tx, err);
}

bool sample_remove(struct db *db, const char *data_dir, const char *actor, vg_time now, struct vg_error *err) {
  char folder[PATH_LIMIT];
  (void)snprintf(folder, sizeof folder, "%.3900s/sample", data_dir);
  return delete_rows(db, actor, now, err) && story_remove(folder, err) && evaluation_run(db, now, err);
}

bool sample_answer(const char *source_code, vg_time now, const char *directory, struct vg_error *err) {
  VG_ARENA(arena, 4 << 20);
  char folder[PATH_LIMIT];
  uint64_t seed;
  vg_time origin;
  const struct sample_source *source = sample_source_find(source_code);
  const char *slash = strrchr(directory, '/');
  if (source == NULL || slash == NULL || arena == NULL)
    return vg_fail(err, VG_E_NOTFOUND, "sample: no source of the sample is called %s", source_code);
  (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - directory), directory);
  if (!story_read(folder, &seed, &origin, err)) return false;
  const struct world *w = world_new(arena, seed, origin);
  return w != NULL ? sample_write(w, source, now, directory, err) : vg_fail(err, VG_E_LIMIT, "sample: out of memory");
}
