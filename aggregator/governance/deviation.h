/* governance/deviation.h — one deviation of a subject, and what people say of it: why it happened, what mended it. */
#ifndef VG_GOVERNANCE_DEVIATION_H
#define VG_GOVERNANCE_DEVIATION_H

#include "governance/author.h"
#include "indicator/board.h"

enum { DEVIATION_TEXT_MAX = 2000, DEVIATION_LINK_MAX = 500 };

struct deviation {
  const char *label, *perimeter_code, *perimeter;
  vg_time from, to;          /* VG_NEVER: no bound is known */
  const char *detail;        /* NULL: none is kept of this one */
  bool waived, waived_whole; /* at some time, all the time */
  bool over;                 /* before the instant asked */
  bool conforming_after;     /* it ended because the subject conformed; else it left, or turned unknown */
  bool unknown_after;
};
/* The deviation that contains `instant`, as it stood at `at`. VG_E_NOTFOUND. */
bool deviation_get(struct db *, struct vg_arena *, const char *indicator, int64_t perimeter_id, const char *subject,
                   vg_time instant, vg_time at, struct deviation *out, struct vg_error *err);

struct deviation_note {
  int64_t perimeter_id;
  const char *subject;
  vg_time began_at;
  const char *cause, *mended_by; /* mended_by "": nothing was named */
  const char *record_kind;       /* "": none */
  int64_t record_id;
  const char *author;
  vg_time written_at;
};
struct deviation_notes {
  struct deviation_note *items; /* the latest first */
  size_t count;
};
/* Notes on deviations that began at or after `since` (VG_NEVER: ever) in a perimeter or below it; `subject` NULL: of all subjects. */
bool deviation_notes(struct db *, struct vg_arena *, const char *indicator, int64_t perimeter_id, const char *subject,
                     vg_time since, vg_time at, struct deviation_notes *out, struct vg_error *err);
/* The latest note on the deviation of a subject that lasted [from, to); NULL: none. */
const struct deviation_note *deviation_note_of(const struct deviation_notes *, int64_t perimeter_id,
                                               const char *subject, vg_time from, vg_time to);

struct deviation_note_draft {
  const char *indicator;
  int64_t perimeter_id;
  const char *subject;
  vg_time instant;         /* within the deviation */
  const char *cause;       /* 1..DEVIATION_TEXT_MAX characters */
  const char *mended_by;   /* "" for none */
  const struct kind *kind; /* of the record that mended it; NULL: none */
  int64_t record_id;
};
/* Notes are never changed: a later one is read first. VG_E_NOTFOUND when there is no such deviation, or no such record.
 */
bool deviation_note_add(struct db *, struct vg_arena *, const struct author *, const struct deviation_note_draft *,
                        struct vg_error *err);

#endif
