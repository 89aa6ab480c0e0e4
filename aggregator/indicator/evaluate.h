/* indicator/evaluate.h — makes vg.verdict, vg.dated_value, vg.timeline and vg.measurement from the records.
 *
 * One transaction an evaluation, one evaluation at a time (advisory lock): readers see all of it or nothing. Only the
 * indicators whose kinds were covered by pulls that no evaluation took into account yet are run again, where possible
 * for the subjects that the new records are about (touched.h); only what differs is written.                     */
#ifndef VG_INDICATOR_EVALUATE_H
#define VG_INDICATOR_EVALUATE_H

#include "core/clock.h"
#include "db/db.h"
#include "indicator/catalogue.h"

/* Puts vg.indicator in step with the sheets compiled in. Role vigie_owner; part of migrate, idempotent. */
bool indicator_install(struct db *, struct vg_error *err);
/* The row of one indicator. Role vigie_owner. */
bool indicator_put(struct db *, const struct indicator *, struct vg_error *err);

/* Evaluates as known at `known_at` (what was recorded and covered by then), notifies vigie_evaluation, and takes all
 * pulls read by then into account. Role vigie_collect. Nothing to do is true. Going back in time evaluates everything
 * again as known then.                                                                                           */
bool evaluation_run(struct db *, vg_time known_at, struct vg_error *err);

/* The same, then, by night, everything is worked out anew from the records and compared with what is kept (check.h); what changes with time
 * alone is evaluated again meanwhile. Should anything differ, all is evaluated anew: a verdict, a value, a timeline or a rule that then comes
 * out otherwise than it was kept is logged and journalled as "evaluation.disagreed" with indicator, perimeter and subject, and the new
 * one is kept. What an indicator makes of the instant as known (a detail) is no disagreement. */
bool evaluation_run_all(struct db *, vg_time known_at, struct vg_error *err);

/* As evaluation_run(), of these indicators instead of the program's: at most SQL_COUNT, each put by indicator_put(). */
bool evaluation_run_of(struct db *, vg_time known_at, const struct indicator *, size_t count, struct vg_error *err);
bool evaluation_run_all_of(struct db *, vg_time known_at, const struct indicator *, size_t count, struct vg_error *err);

/* Evaluates one indicator (a composite: all) as known at an instant, lets `look` read the tables, then undoes
 * everything. `look` may run statements on this connection, no transaction. Role vigie_collect. VG_E_NOTFOUND. */
typedef bool evaluation_look(void *user, struct db *, struct vg_error *err);
bool evaluation_preview(struct db *, vg_time known_at, const char *code, evaluation_look *look, void *user,
                        struct vg_error *err);

#endif
