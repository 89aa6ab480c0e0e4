/* remind/waiting.h — what waits for somebody of a role, in their language. Counts are those of the pages that it names: read by the same
 * functions, of the whole organisation, at the same instant.                                                       */
#ifndef VG_REMIND_WAITING_H
#define VG_REMIND_WAITING_H

#include "db/db.h"
#include "web/auth/role.h"
#include "web/html/html.h"

/* Why something waits, in the order in which it is told. */
enum cause {
  CAUSE_LATE,       /* attestations */
  CAUSE_DUE,        /* attestations, within 30 days */
  CAUSE_ASKED,      /* waivers to decide */
  CAUSE_ENDING,     /* waivers, within 30 days */
  CAUSE_STATEMENTS, /* of applicability, to review */
  CAUSE_SILENT,     /* sources */
  CAUSE_SUSPECT,    /* pulls held for a person */
  CAUSE_DISAGREED,  /* indicators, by the evaluation of a night */
  CAUSES
};

struct waiting_item {
  const char *thing; /* what it is, for the memory of what was told; the same in every language */
  int step;          /* of remind/step.h */
  const char *line;  /* for people, without control characters */
  bool told;         /* at this step or a later one: waiting_told() */
};
struct waiting_cause {
  struct waiting_item *items; /* in the order of the page */
  size_t count;
};
struct waiting {
  vg_time at;
  struct waiting_cause of[CAUSES];
  size_t count;   /* of all items */
  int64_t alerts; /* open; told by their own tools */
  bool is_sample; /* some of it is invented */
};

/* What somebody of this role may act upon; nothing of the rest is read. `h`: the language and the zone. */
bool waiting_load(struct db *, struct vg_arena *, const struct html *h, enum role, vg_time at, struct waiting *out, struct vg_error *err);
/* Marks what this person was told already; *fresh: how many items they were not. */
bool waiting_told(struct db *, int64_t user_id, struct waiting *, size_t *fresh, struct vg_error *err);
/* Writes down that this person was told all of it (`all`), and forgets what they were told of what waits no more. */
bool waiting_keep(struct db *, struct vg_arena *, int64_t user_id, const struct waiting *, bool all, struct vg_error *err);

/* "3 sources are silent …", and the path of the page that lists as many. */
const char *cause_title(const struct html *, struct vg_arena *, enum cause, size_t count);
const char *cause_path(enum cause);

#endif
