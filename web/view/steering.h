/* web/view/steering.h — the steering board: from evaluated figures to its view. */
#ifndef VG_WEB_VIEW_STEERING_H
#define VG_WEB_VIEW_STEERING_H

#include "web/view/figures.h"

enum { STEERING_WEEKS = 13, STEERING_MONTHS = 13, STEERING_TODO = 6, STEERING_CONTROLS = 12 };

/* A week's step before `at`, oldest first; the last is `at`. */
void steering_weeks(vg_time at, vg_time out[STEERING_WEEKS]);
/* Ends of the last twelve months in the zone, then `at`. */
void steering_months(const struct zone *, vg_time at, vg_time out[STEERING_MONTHS]);

/* Worth a line: not wholly applied, or another count than before. */
bool steering_shows_chapter(const struct chapter_line *);
/* Indicators, tied to a rule, of controls that come back (monthly, every 6 months, yearly …): how many, at most STEERING_CONTROLS. */
size_t steering_controls(const struct board *, const struct indicator_line *out[STEERING_CONTROLS]);

struct steering_data {
  const struct board *board;
  const struct changes *changes;
  const struct totals *all;   /* STEERING_WEEKS of them: the whole policy */
  const struct totals *weeks; /* STEERING_WEEKS of each chapter, as board_staircases() gives them */
  const struct indicator_line *const *controls;
  const struct trend_point (*months)[STEERING_MONTHS]; /* of each control */
  size_t control_count;
};
/* Fills all but the frame. */
void steering_fill(const struct desk *, const struct steering_data *, struct view_steering *out);

#endif
