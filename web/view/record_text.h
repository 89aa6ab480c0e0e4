/* web/view/record_text.h — fields of records as people read them, in the reader's language. */
#ifndef VG_WEB_VIEW_RECORD_TEXT_H
#define VG_WEB_VIEW_RECORD_TEXT_H

#include "db/db.h"
#include "kind/kind.h"
#include "web/html/html.h"

const char *kind_label(const struct html *, const struct kind *);
const char *kind_plural(const struct html *, const struct kind *);
const char *field_label(const struct html *, const struct kind_field *);
/* The word for a choice of an enum field ("system_administrator"); the choice itself when there is none. */
const char *choice_label(const struct html *, const char *choice);
/* NULL when there is none. */
const char *choice_word(enum lang, const char *choice);

/* The field of that row: dates, numbers, sizes and choices as the language writes them; NULL when not given. A personal
 * field is "•••" when `masked`. Lives in the arena.                                                                */
const char *field_text(const struct html *, struct vg_arena *, const struct db_result *, size_t row,
                       const struct kind_field *, bool masked);

/* How the record is called: its title or name field, else its key. Lives in the arena or in the result. */
const char *record_title(const struct html *, struct vg_arena *, const struct db_result *, size_t row,
                         const struct kind *, bool masked);

/* The first fields that are given, but for `except` (NULL allowed): "Result: succeeded · Size: 48 MB". In the arena. */
const char *record_facts(const struct html *, struct vg_arena *, const struct db_result *, size_t row, const struct kind *,
                         const char *except, bool masked);

/* Does the kind hold personal data? */
bool kind_personal(const struct kind *);

#endif
