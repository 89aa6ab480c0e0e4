/* indicator/controls.h — controls that the policy wants again and again: when each was done, when it failed, when it is due.
 *
 * One table of controls; their events are dated records, as known at the moment: from the snapshot that the connection
 * carries, else by one statement. A control that no
 * record tells of was never done: nothing here is fine by silence. Pure but for controls_load(); instants in UTC.     */
#ifndef VG_INDICATOR_CONTROLS_H
#define VG_INDICATOR_CONTROLS_H

#include "indicator/board.h"

struct control {
  const char *code; /* as board_controls.sql calls its events; NULL ends the table */
  struct bilingual title;
  const char *rule;      /* "12.4" */
  const char *indicator; /* that measures it; it may not exist yet */
  const char *frequency; /* as sheets say it: "every 6 months" */
  int period_days;       /* from one to the next */
  int campaign;          /* fewest people that make one; 0: one is enough */
};
extern const struct control recurring_controls[];
size_t recurring_controls_count(void);

/* What the records of one day say (one month, where many people or documents make one campaign). */
struct control_event {
  vg_time at;
  int64_t done, failed, planned; /* planned: not done yet */
};

enum control_outlook {
  CONTROL_NEVER,  /* no record tells of it */
  CONTROL_FAILED, /* the last one failed */
  CONTROL_LATE,   /* due, and not done */
  CONTROL_SOON,   /* due within a month */
  CONTROL_CURRENT
};

struct control_line {
  const struct control *control;
  struct control_event *events; /* by date */
  size_t count;
  enum control_outlook outlook;
  vg_time last; /* the last that was done or failed; VG_NEVER */
  vg_time due;  /* the next planned one, else a period after the last success; VG_NEVER when it was never done */
};

/* recurring_controls_count() lines, in the order of the table, in the arena. `to`: planned ones up to then. */
bool controls_load(struct db *, struct vg_arena *, const struct moment *, vg_time to, struct control_line **out,
                   struct vg_error *err);

/* Fills outlook, last and due of a line from its events, at an instant. */
void control_judge(struct control_line *, vg_time at);

#endif
