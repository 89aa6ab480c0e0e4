/* indicator/touched.h — which subjects the records learnt since the last evaluation are about.
 *
 * An indicator of assets or persons says of a subject what the records about that subject say: a new record changes nothing for the others.
 * Where all that pulls brought and it reads is about assets, or about persons, it is run for the touched subjects only. So is one whose sheet
 * names the function that gives these, whatever its subjects are: it may depend on a ground too, and is run whole when that is another. One that
 * looks up assets or persons by name alone is run for nobody when no other record that it reads names one that was touched. All others are run
 * whole. */
#ifndef VG_INDICATOR_TOUCHED_H
#define VG_INDICATOR_TOUCHED_H

#include "core/clock.h"
#include "db/db.h"
#include "indicator/catalogue.h"

enum { TOUCHED_MAX = 5000 }; /* names: past these an evaluation of the whole costs less. Statements that give subjects end one later */

struct touched {
  struct db_result *result; /* owns the texts, */
  struct vg_arena *arena;   /* or this those that were added */
  const char **subjects, **names;
  size_t subject_count, name_count;
  bool too_many;
};

/* May it be asked of touched subjects only after pulls that covered these kinds? True where the sheet says who was touched. Else false for a form
 * or a subject that does not lend itself to it, where it reads one of the kinds that is about something else than its subjects are, and for a
 * statement that uses the instant as known ($1) for more than to name what is known: what it says then changes with time alone. */
bool touched_allows(const struct indicator *, const char *const *kinds, size_t count);

/* False when the statement uses the instant as known for more than that, or the indicator is a composite. True where the sheet names a ground:
 * what time changes is that, and it is told when it is another. */
bool touched_timeless(const struct indicator *);

/* What pulls taught. */
struct touched_news {
  const char *const *kinds; /* that they covered, by name */
  size_t kind_count;
  vg_time since;            /* the first instant at which one of them read */
  vg_time known_at, begun;  /* of the evaluation, and the start of its window */
  const struct touched *renamed; /* `subjects`: names that are another's than before, and those they were and are of; there is no record to tell */
};
/* What the records that were learnt are about; `presence` not NULL: of the kinds of its sheet's `presence`, not those records that show a name
 * only where what is kept of the indicator, as it was said before, says that already. Free with touched_free(). */
bool touched_load(struct db *, const struct touched_news *, const struct indicator *presence, struct touched *out, struct vg_error *err);
/* Is any of these kinds one of which the indicator reads the presence alone? */
bool touched_presence(const struct indicator *, const char *const *kinds, size_t count);
/* Which kinds have records, as they are or were, that name one of these: a field of theirs is the name of an asset, or of a person. `kinds`: those
 * to look at, and after that those that have; all of them when there are too many names. */
bool touched_named(struct db *, const struct touched *, bool kinds[KIND_COUNT], struct vg_error *err);
/* The subjects that this function of vg gives (`touched` of a sheet), of what was learnt, and the names under which records are about them; no
 * names: any records may be. Free with touched_free(). */
bool touched_told(struct db *, const char *function, const struct touched_news *, struct touched *out, struct vg_error *err);
/* Adds the subjects of these rows (column `subject`; a copy) to one that began as {0}; when there are more than TOUCHED_MAX, those that
 * came twice counted twice, it is too_many. */
bool touched_add(struct touched *, const struct db_result *rows, struct vg_error *err);
/* The same of the subjects of another. */
bool touched_join(struct touched *, const struct touched *other, struct vg_error *err);

/* The subjects that were added to `judged`, and those of which an indicator of assets says something else at `known_at` than at
 * `last_known` by what was known then already: of whom composites say something else. Free with touched_free(). */
bool touched_judged(struct db *, const struct touched *judged, vg_time last_known, vg_time known_at, struct touched *out,
                    struct vg_error *err);
void touched_free(struct touched *);
#define TOUCHED(name) __attribute__((cleanup(touched_free))) struct touched name = {0}

#endif
