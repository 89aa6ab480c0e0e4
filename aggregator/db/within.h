/* db/within.h — runs an indicator's statement inside others. All are texts compiled in: none comes from elsewhere.
 */
#ifndef VG_DB_WITHIN_H
#define VG_DB_WITHIN_H

#include "db/db.h"
#include "db/sql_text.h"
#include "kind/kind.h"

/* A statement that holds another one, in brackets, where it says FROM `stand_in` ("vg.ratio_row", a view of the same
 * columns that has no row). */
struct db_frame {
  enum sql_id sql;
  const char *stand_in;
};

/* Only the records about some assets (`type` FIELD_HOST), or about some persons (FIELD_EMAIL), are read: each rec.KIND_known($1),
 * vg.asset_version($1), digest and alias of the statement that is about such gives those whose name is in `names` (text[]; its parameter comes
 * after all others); the others are read whole. `since` not 0: of
 * the kinds `recent`, only what was seen after the instant that this parameter gives (6: "$6"). */
struct db_narrow {
  struct db_param names;
  enum field_type type;
  const enum kind_id *recent;
  size_t recent_count;
  size_t since;
};

/* Runs the statement `inside` within the last of `frames`, that one within the one before, and so on; at most
 * FRAMES_MAX. *out (NULL when no rows are wanted) is yours: db_free(). The parameters are those of all of them, numbered
 * alike. VG_E_INTERNAL when a frame does not name its stand-in exactly once, or for another number of parameters. `narrow` NULL: all is read.
 *
 * Where a parameter is a list and the text says "$4::text[] IS NULL OR subject = ANY ($4)", it becomes "subject = ANY ($4)", or
 * "subject IN (SELECT unnest($4))" in an indicator and where that is what the text says. What is asked so of some, or reads the records about
 * some, is prepared once a connection and planned once, whoever they are; so is what only looks for differences at one indicator after the
 * other. What else is asked of all is planned each time. */
enum { FRAMES_MAX = 4 };
bool db_run_within(struct db *, struct db_result **out, const struct db_frame *frames, size_t frame_count, const struct sql_text *inside,
                   enum db_rows shape, const struct db_param *params, size_t count, const struct db_narrow *narrow, struct vg_error *err);

#endif
