/* web/view/controls.h — the frieze of recurring controls on the steering board: from dated events to its view. */
#ifndef VG_WEB_VIEW_CONTROLS_H
#define VG_WEB_VIEW_CONTROLS_H

#include "indicator/controls.h"
#include "web/view/figures.h"

/* Fifteen months: twelve that have begun, three ahead. */
enum { FRIEZE_MONTHS = 15, FRIEZE_AHEAD = 3 };

/* First instants of the months of the frieze around `at`, and the end of the last one. */
void controls_months(const struct zone *, vg_time at, vg_time out[FRIEZE_MONTHS + 1]);

/* Fills the controls' part of the board from the lines of controls_load(). */
void controls_fill(const struct desk *, const struct board *, const struct control_line *, const vg_time months[FRIEZE_MONTHS + 1],
                   struct view_steering *out);

#endif
