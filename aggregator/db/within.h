/* db/within.h — runs an indicator's statement inside another one. Both are texts compiled in: none comes from
 * elsewhere.
 */
#ifndef VG_DB_WITHIN_H
#define VG_DB_WITHIN_H

#include "db/db.h"
#include "db/sql_text.h"

/* Runs `frame` with the statement `inner` in brackets where the frame says FROM `stand_in` ("vg.ratio_row", a view of
 * the same columns that has no row). The parameters are the frame's; its $1 to $4 are the indicator's. VG_E_INTERNAL
 * when the frame does not name the stand-in exactly once. */
bool db_run_within(struct db *, struct db_result **out, enum sql_id frame, const char *stand_in,
                   const struct sql_text *inside, enum db_rows, struct vg_error *err, const struct db_param *params,
                   size_t count);

/* The same, reading only the records about some assets or persons: each rec.KIND_known($1) of the indicator gives those
 * whose name is in `names` (text[], one parameter more than the frame's). Kinds that name none are read whole.      */
bool db_run_within_names(struct db *, struct db_result **out, enum sql_id frame, const char *stand_in,
                         const struct sql_text *inside, enum db_rows, struct vg_error *err,
                         const struct db_param *params, size_t count, struct db_param names);

#endif
