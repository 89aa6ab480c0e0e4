/* web/view/operational.h — the operational board: from evaluated figures and pulls to its view. */
#ifndef VG_WEB_VIEW_OPERATIONAL_H
#define VG_WEB_VIEW_OPERATIONAL_H

#include "web/view/figures.h"

enum { OPERATIONAL_ALERTS = 12, OPERATIONAL_NIGHTS = 12, OPERATIONAL_SOURCES = 12 };

struct operational_data {
  const struct board *board;
  const struct alert_lines *alerts;
  const struct night_grid *nights;
  const struct source_line *sources;
  size_t source_count;
};
/* Fills all but the frame. */
void operational_fill(const struct desk *, const struct operational_data *, struct view_operational *out);

#endif
