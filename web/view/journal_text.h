/* web/view/journal_text.h — what the codes of the journal are called on screen: one table for all of them, so that
 * tests/lint/journal.sh finds one that was forgotten.                                                             */
#ifndef VG_WEB_VIEW_JOURNAL_TEXT_H
#define VG_WEB_VIEW_JOURNAL_TEXT_H

#include "core/arena.h"
#include "i18n/i18n.h"
#include "web/html/html.h"

struct journal_action {
  const char *code;  /* "source.created" */
  const char *title; /* msgid */
};

/* Ended by a NULL code. */
extern const struct journal_action journal_actions[];

/* In the reader's language; a code that the table has not is shown as it is, never hidden. */
const char *journal_action_text(enum lang, const char *code);
/* "source restic-paris" with its first word in the reader's language. */
const char *journal_object_text(enum lang, struct vg_arena *, const char *object);
/* The details of a line, a JSON object, as "Perimeter: all; Until: 30/09/2026": its keys by their labels, what is empty left out. A
 * key without a label is shown as it is; so is what is no object. */
const char *journal_detail_text(const struct html *, struct vg_arena *, const char *json);
/* A login as it is; "command line" in the reader's language. */
const char *journal_actor_text(enum lang, const char *actor);

#endif
