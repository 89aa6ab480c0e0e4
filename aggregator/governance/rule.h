/* governance/rule.h — what is decided of a rule: who answers for it, where it does not apply. */
#ifndef VG_GOVERNANCE_RULE_H
#define VG_GOVERNANCE_RULE_H

#include "governance/author.h"
#include "indicator/board.h"

/* ---- who answers for it ---- */

struct rule_owner {
  const char *owner, *deputy; /* deputy "": none */
  vg_time from;
  const char *author, *reason; /* "" when the policy says so */
  bool begun;                  /* at the instant asked */
};
/* The policy's word and what was decided since, as known at an instant, the latest first; the first that has begun
 * holds. */
bool rule_owners(struct db *, struct vg_arena *, const char *rule, vg_time at, struct rule_owner **out, size_t *count,
                 struct vg_error *err);
/* `from_day`: today or later. `deputy` "" for none. VG_E_INPUT names the field. */
bool rule_owner_name(struct db *, const struct author *, const struct zone *, const char *rule, const char *owner,
                     const char *deputy, int64_t from_day, const char *reason, struct vg_error *err);

/* ---- where it does not apply ---- */

struct statement {
  int64_t request; /* 0: confirmed */
  const char *rule, *perimeter_code, *perimeter;
  bool applicable; /* true: ends a former one */
  vg_time from;
  const char *reason, *author, *reviewer; /* reviewer NULL: not reviewed yet */
  vg_time asked_at;                       /* when it was written */
  vg_time decided_at;                     /* VG_NEVER: not yet */
  bool holds;                             /* nothing later was said of the same rule and perimeter */
  bool refused;
  const char *decision; /* "" when nothing was said */
};
struct statements {
  struct statement *items; /* those that wait for a reviewer first, then those that hold, the latest first */
  size_t count;
};
/* Those that bear on the moment's perimeter, as known at it. `rule` NULL: all. */
bool statement_list(struct db *, struct vg_arena *, const struct moment *, const char *rule, struct statements *out,
                    struct vg_error *err);

/* It waits for its reviewer. */
bool statement_waits(const struct statement *);

struct statement_draft {
  const char *rule, *perimeter; /* code */
  bool applicable;
  int64_t from_day;
  const char *reason;
};
/* VG_E_INPUT names the field, expected and found. */
bool statement_check(struct db *, struct vg_arena *, const struct author *, const struct zone *,
                     const struct statement_draft *, struct moment *where, struct vg_error *err);
/* Checks and asks for a review. VG_E_CONFLICT when one of the same rule and perimeter waits already. */
bool statement_ask(struct db *, struct vg_arena *, const struct author *, const struct zone *,
                   const struct statement_draft *, struct vg_error *err);
/* VG_E_DENIED for its author, VG_E_CONFLICT when it is decided already. */
bool statement_decide(struct db *, struct vg_arena *, const struct author *, int64_t request, bool confirm,
                      const char *decision, struct vg_error *err);

/* ---- marks on its lifeline ---- */

enum rule_mark_what { MARK_POLICY, MARK_WAIVER_BEGINS, MARK_WAIVER_ENDS, MARK_APPLICABLE, MARK_NOT_APPLICABLE, MARKS };
struct rule_mark {
  vg_time at;
  enum rule_mark_what what;
  struct bilingual text; /* title of the policy, reason of a statement; "" else */
};
bool rule_marks(struct db *, struct vg_arena *, const struct moment *, const char *rule, vg_time from, vg_time to,
                struct rule_mark **out, size_t *count, struct vg_error *err);

#endif
