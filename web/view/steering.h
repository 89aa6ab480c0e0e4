/* web/view/steering.h — the steering board: from evaluated figures to its view. */
#ifndef VG_WEB_VIEW_STEERING_H
#define VG_WEB_VIEW_STEERING_H

#include "indicator/attestation.h"
#include "web/view/controls.h"
#include "web/view/figures.h"

enum { STEERING_WEEKS = 13, STEERING_SHORTFALLS = 6 };

/* A week's step before `at`, oldest first; the last is `at`. */
void steering_weeks(vg_time at, vg_time out[STEERING_WEEKS]);

/* Worth a line: not wholly applied, or another count than before. */
bool steering_shows_chapter(const struct chapter_line *);

struct steering_data {
  const struct board *board;
  const struct changes *changes;
  const struct totals *all;   /* STEERING_WEEKS of them: the whole policy */
  const struct totals *weeks; /* STEERING_WEEKS of each chapter, as board_staircases() gives them */
  const struct control_line *controls; /* as controls_load() gives them */
  const vg_time *months;               /* as controls_months() gives them */
  struct attestations_due attestations;
};
/* Fills all but the frame. */
void steering_fill(const struct desk *, const struct steering_data *, struct view_steering *out);

#endif
