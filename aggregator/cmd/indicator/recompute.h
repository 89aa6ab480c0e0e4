/* cmd/indicator/recompute.h — is a published figure still the same when it is made anew from what was known then? */
#ifndef VG_CMD_INDICATOR_RECOMPUTE_H
#define VG_CMD_INDICATOR_RECOMPUTE_H

#include "cmd/command.h"
#include "indicator/board.h"

enum { FIGURE_TEXT = 48 };

/* "11/12 91.7 %", "1/2" below PERCENT_FROM, "2", "6.0 h", "no value". Returns `out`. */
const char *figure_text(const struct indicator *, const struct reading *, char out[FIGURE_TEXT]);

/* Prints every revision published for the day that ends at or after the moment, evaluates as known at the last of them, and
 * says whether the figure is the same. `db`: role vigie_collect. Nothing published is true; another figure is VG_E_CONFLICT,
 * with a hint when the formula has changed since.                                                                 */
bool indicator_recompute(struct command_call *, struct db *, const struct moment *, const struct indicator *, struct vg_error *err);

#endif
