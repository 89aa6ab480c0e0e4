/* governance/author.h — who decides, when; the line of the journal that each decision leaves; days as people mean them.
 *
 * What this module holds, people decide: waivers, thresholds, owners, statements of applicability, what is said of a
 * deviation. Nothing is erased: a decision is ended by a later one. Every function that writes does it, and the line of
 * the journal, in one transaction of its own.                                                                        */
#ifndef VG_GOVERNANCE_AUTHOR_H
#define VG_GOVERNANCE_AUTHOR_H

#include "core/zone.h"
#include "db/db.h"

struct author {
  const char *login;   /* never NULL */
  const char *address; /* of the browser; "" from the command line */
  vg_time now;
};

/* `action`: "waiver.approved". `pairs`: names and values of the detail, ended by NULL; a NULL value is left out. */
bool author_journal(struct db *, const struct author *, const char *action, const char *object,
                    const char *const *pairs, struct vg_error *err);

/* The first instant that holds "from a civil day": just after its midnight, for the figure of a day is the one at its
 * last instant, midnight included. When the day is today, `now` itself: what was is left as it was. */
vg_time day_begins(const struct zone *, int64_t day, vg_time now);
/* 2026-11-25, for a message. */
const char *day_text(int64_t day, char out[16]);
/* VG_E_INPUT on the field "from" when that day is before today. */
bool day_to_come(const struct author *, const struct zone *, int64_t day, struct vg_error *err);
/* A status of a decision as a word for a message. */
const char *status_word(const char *status);
/* The first instant that no longer holds "until a civil day, included". */
vg_time day_is_over(const struct zone *, int64_t day);

#endif
