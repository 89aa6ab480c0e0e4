/* web/view/rules.h — the policy rule by rule, and one rule: from evaluated figures to their views. */
#ifndef VG_WEB_VIEW_RULES_H
#define VG_WEB_VIEW_RULES_H

#include "web/view/figures.h"

enum rules_measured { RULES_ALL, RULES_MEASURED, RULES_NOT_MEASURED, RULES_DECLARED, RULES_MEASURED_COUNT };
/* In URLs: "", "yes", "no", "declared". */
extern const char *const rules_measured_names[RULES_MEASURED_COUNT];

struct rules_wanted {
  int state;   /* an enum vg_state, or -1: all */
  int chapter; /* 0: all */
  enum rules_measured measured;
};
/* Fills all but the frame: as many lines as the figure that led here says. */
void rules_fill(const struct desk *, const struct board *, const struct rules_wanted *, struct view_rules *out);

struct rule_data {
  const struct board *board;
  const struct rule_line *rule;
  const struct rule_text *text;
  const struct lifeline *life;
  vg_time from, to;          /* of the lifeline */
  int64_t from_day, to_day;  /* its civil days, both included */
  bool chosen;               /* by the reader: not the usual twelve months */
};
/* Fills all but the frame. */
void rule_fill(const struct desk *, const struct rule_data *, struct view_rule *out);

#endif
