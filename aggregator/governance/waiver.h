/* governance/waiver.h — accepted deviations: asked by one person, decided by another, always for a time. */
#ifndef VG_GOVERNANCE_WAIVER_H
#define VG_GOVERNANCE_WAIVER_H

#include "governance/author.h"
#include "indicator/board.h"

enum { WAIVER_MONTHS_MAX = 12, WAIVER_MONTHS = 3, WAIVER_SUBJECTS_MAX = 200, WAIVER_TEXT_MAX = 2000 };

/* Where a waiver stands at an instant. In force but soon over: ENDING, within thirty days. */
enum waiver_stand {
  WAIVER_REQUESTED,
  WAIVER_ENDING,
  WAIVER_IN_FORCE,
  WAIVER_COMING,
  WAIVER_ENDED,
  WAIVER_REFUSED,
  WAIVER_STANDS
};
/* "requested", "ending", "in_force", "coming", "ended", "refused". */
const char *waiver_stand_name(enum waiver_stand);
/* False when there is none of that name. */
bool waiver_stand_parse(const char *name, enum waiver_stand *out);

/* `today` of a zone in so many months: the same day of the month, or its last one. */
int64_t waiver_day(int64_t today, int months);
/* An instant of the last day on which a waiver is in force that ends then (exclusive). */
vg_time waiver_last_day(vg_time end);

struct waiver_draft {
  const char *indicator, *rule; /* one of them, the other NULL */
  const char *perimeter;        /* code */
  const char *const *subjects;  /* none: all of them; a rule or a statistic is waived whole */
  size_t subject_count;
  int64_t from_day, until_day; /* civil days, both included */
  const char *reason, *compensation;
};
/* VG_E_INPUT names the field, what was expected and what was found. VG_E_CONFLICT when the author's request of the same thing, subjects and
 * perimeter waits already: *id is that one, else 0. */
bool waiver_request(struct db *, struct vg_arena *, const struct author *, const struct zone *,
                    const struct waiver_draft *, int64_t *id, struct vg_error *err);

/* VG_E_NOTFOUND; VG_E_DENIED for the person who asked; VG_E_CONFLICT when it is decided already or over. */
bool waiver_decide(struct db *, const struct author *, int64_t id, bool approve, const char *decision,
                   struct vg_error *err);
/* From now on, whatever was agreed. VG_E_CONFLICT when it is not approved, or over. */
bool waiver_end(struct db *, const struct author *, int64_t id, const char *reason, struct vg_error *err);

struct waiver {
  int64_t id;
  const char *indicator, *rule; /* one is NULL */
  const char *perimeter_code, *perimeter;
  const char *subjects; /* "a, b"; NULL: all */
  int64_t named;        /* how many are named */
  const char *reason, *compensation, *requester;
  vg_time requested_at, from, to;    /* `to`: exclusive */
  const char *approver, *decision;   /* approver NULL: not decided by then */
  vg_time decided_at, ended_at;      /* VG_NEVER: not by then */
  const char *ended_by, *end_reason; /* ended_by NULL: not ended by a person */
  enum waiver_stand stand;
};
struct waivers {
  struct waiver *items; /* to be decided first, then those that end soonest */
  size_t count;
};
struct waiver_query {
  int64_t perimeter;            /* id: waivers of it, above and below; 0: all */
  vg_time at;                   /* as they stood then */
  const char *rule, *indicator; /* that bear on it; NULL: any */
  int64_t id;                   /* 0: any */
  const char *subject;          /* that name it or cover all; NULL: any */
};
/* All of them that the query wants: the arena bounds their number. 1 statement. */
bool waiver_list(struct db *, struct vg_arena *, const struct waiver_query *, struct waivers *out,
                 struct vg_error *err);

#endif
