/* web/view/verdict_text.h — verdicts as people read them. */
#ifndef VG_WEB_VIEW_VERDICT_TEXT_H
#define VG_WEB_VIEW_VERDICT_TEXT_H

#include "template.h"
#include "web/view/figures.h"

/* The state whose shape and colour a verdict takes: "applied", "not_applied", "waived", "watch" (pending), "unknown". */
const char *verdict_state(enum verdict);
/* "conforming", "in deviation" … in the reader's language. */
const char *verdict_label(const struct html *, enum verdict);
/* "3 in deviation". */
const char *verdict_count(const struct desk *, enum verdict, int64_t n);
/* How a deviation that is over ended: "Mended", "Unknown since then", "No longer judged"; and the state whose shape and colour that takes. */
const char *verdict_after(const struct html *, bool conforming, bool unknown);
const char *verdict_after_state(bool conforming, bool unknown);
/* What to say beside a subject that does not conform: the sheet's sentence with the row's detail; NULL when it conforms. */
const char *verdict_finding(const struct desk *, const struct indicator *, const struct subject_line *);

/* The same when it names other indicators: each opens what it says of that subject. NULL, and *count 0, when it names none. In the arena. */
const struct view_finding_part *verdict_parts(const struct desk *, const struct indicator *, const struct subject_line *, size_t *count);

#endif
