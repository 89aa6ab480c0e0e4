/* web/view/figures.h — what the boards have in common: from the figures of indicator/board.h to the views of part.html.
 *
 * A `desk` is what filling a view needs; nothing here reads the database. Texts are in the reader's language.        */
#ifndef VG_WEB_VIEW_FIGURES_H
#define VG_WEB_VIEW_FIGURES_H

#include "indicator/board.h"
#include "template.h"

struct desk {
  struct vg_arena *arena;
  const struct html *h; /* language, zone, what links keep */
  bool may_list;        /* may this person open lists of subjects (CAP_RECORD)? Links lead to the indicator otherwise */
};

/* msgid of a state's name: "Applied". */
const char *state_title(enum vg_state);
const char *in_language(const struct desk *, struct bilingual);
/* The rules of each state, linked to their list; `chapter` 0: all. */
struct view_state_bar figures_bar(const struct desk *, const struct totals *, int chapter);
/* A change of `by`, shown as `shown`; `good`: more is better. */
struct view_delta figures_delta(const struct desk *, double by, const char *shown, bool more_is_better);
/* From one reading of an indicator to another, in its unit; both readings themselves where one is of too few subjects for a rate. What
 * shows as nothing is no change. NULL: one of them has no value, or memory is short. */
const struct view_delta *figures_change(const struct desk *, const struct indicator *, const struct reading *before, const struct reading *now);
/* A ratio of too few subjects for a percentage? */
bool figures_few(const struct indicator *, const struct reading *);
/* How often, as sheets say it ("every 6 months"), in the reader's language. */
const char *figures_frequency(const struct desk *, const char *frequency);
/* A value as people write it: "11 of 12", "87.5 %", "6 h 40", "–". */
const char *figures_reading(const struct desk *, const struct indicator *, const struct reading *);
/* "62 400 of 78 000 €", from hundredths; `currency`: its code. */
const char *figures_amounts(const struct desk *, int64_t amount, int64_t base, const char *currency);
/* A value in the indicator's unit: "87.5 %", "6 h 40", "4". */
const char *figures_value(const struct desk *, const struct indicator *, double value);
/* How many the list of the conforming subjects holds, which a ratio is; HTML_NO_INT of anything else. */
int64_t figures_lists(const struct indicator *, const struct reading *);
/* Subjects that deviate without a waiver: as many as the list of that verdict holds. */
int figures_deviating(const struct reading *);
/* "6 days", for how long an instant is over at another. At least "today"; of an indicator that never was, VG_NEVER: "never measured". */
const char *figures_age(const struct desk *, vg_time since, vg_time at);
/* The rules of the board that the indicator measures: "Rules 11.12, 12.1"; "" for none. In the arena. */
const char *figures_rules(const struct desk *, const struct board *, const struct indicator *);
/* Who decided and why, when it was the policy itself: in the reader's language. Other texts as they are. */
const char *figures_author(const struct desk *, const char *author);
const char *figures_reason(const struct desk *, const char *reason);
/* Where the list behind an indicator's count is: its subjects of a verdict, all of them for NULL and for statistics. */
const char *figures_list(const struct desk *, const struct indicator *, const char *verdict);

#endif
