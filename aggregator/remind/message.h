/* remind/message.h — what waits for a person, as a message. */
#ifndef VG_REMIND_MESSAGE_H
#define VG_REMIND_MESSAGE_H

#include "remind/waiting.h"

struct message_from {
  const char *public_url;   /* of the pages, without final '/' */
  const char *organisation; /* "": not said */
};
struct message_text {
  const char *subject, *text; /* in the arena; lines end with \n */
};

/* In the language of `h`: a line a cause with the address of its page, ten lines of each, those that were not told first. */
bool message_write(const struct html *h, struct vg_arena *, const struct message_from *, enum role, const struct waiting *, struct message_text *out,
                   struct vg_error *err);
/* What tells that messages arrive. */
bool message_test(struct vg_arena *, const struct message_from *, struct message_text *out, struct vg_error *err);

#endif
