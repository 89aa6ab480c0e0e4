/* web/view/strategic.h — the strategic board: from evaluated figures to its view. */
#ifndef VG_WEB_VIEW_STRATEGIC_H
#define VG_WEB_VIEW_STRATEGIC_H

#include "web/view/figures.h"

/* Ends of the last eight quarters, in the zone, oldest first; the last is not after `at`. */
void strategic_quarters(const struct zone *, vg_time at, vg_time out[QUESTION_QUARTERS]);

/* Fills all but the frame. `questions`: QUESTION_COUNT of them. */
void strategic_fill(const struct desk *, const struct board *, const struct question *questions, struct view_strategic *out);

#endif
