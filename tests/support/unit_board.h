/* support/unit_board.h — an invented situation for tests of the boards: the built-in policy and indicators, made-up figures.
 *
 * Deterministic; no database. Everything lives in the arena.                                                       */
#ifndef VG_TEST_UNIT_BOARD_H
#define VG_TEST_UNIT_BOARD_H

#include "web/view/operational.h"
#include "web/view/rules.h"
#include "web/view/steering.h"
#include "web/view/strategic.h"

struct invented {
  struct board board;
  struct question questions[QUESTION_COUNT];
  struct changes changes;
  struct totals all[STEERING_WEEKS], *weeks;
  struct control_line *controls;
  vg_time months[FRIEZE_MONTHS + 1];
  struct alert_lines alerts;
  struct night_grid nights;
  struct source_line sources[6];
  struct rule_text rule_text;
  struct lifeline life;
};

enum invented_mood { INVENTED_USUAL, INVENTED_EMPTY, INVENTED_ONE }; /* many figures, none at all, ones (for plurals) */

/* At 23 November 2026, 08:12 UTC, compared with 24 October. Asserts on failure. */
struct invented *invent(struct vg_arena *, enum invented_mood);
/* A frame with all its parts, as the router would fill it. */
void invent_frame(struct vg_arena *, enum lang, const char *theme, const char *page, const char *title, struct view_frame *out);

#endif
