/* remind/remind.h — tells people by e-mail what waits for them.
 *
 * Any number of processes may do so at once: each message is made and sent while its person's row is held, and what was told is written down
 * in the same transaction. A process that dies between the two has a message sent twice; none is lost. A message that the server does not
 * take is tried again later, and keeps nobody else's waiting.                                                          */
#ifndef VG_REMIND_REMIND_H
#define VG_REMIND_REMIND_H

#include "config/config.h"
#include "db/db.h"

/* Is it somebody's turn? False in *wanted without a mail server. 1 statement. */
bool remind_wanted(struct db *, const struct config *, vg_time now, bool *wanted, struct vg_error *err);

struct remind_done {
  int sent, failed, quiet; /* quiet: there was nothing new to tell */
  int unkept;              /* of those sent, how many could not be written down: they are sent again */
  bool more;               /* it took long: others are left for the next time */
};
/* Writes to everybody whose turn it is. What cannot be sent is logged and kept, and is no failure. VG_E_CONFIG without a mail server. `pages`: the
 * address of the pages.                                                                                               */
bool remind_run(struct db *, const struct config *, const char *pages, struct remind_done *, struct vg_error *err);

/* Appends what would be sent to one person (VG_E_NOTFOUND), or with `login` NULL to each that there is somewhere to write to, were it their turn now.
 * Sends and keeps nothing.                                                                                            */
bool remind_preview(struct db *, const struct config *, const char *pages, const char *login, struct buf *out, struct vg_error *err);

/* Sends a message that says nothing; *answer, of MAIL_ANSWER bytes: by which line the server took it. */
bool remind_test(const struct config *, const char *pages, const char *address, char *answer, struct vg_error *err);

/* The password of a mail server, of the one line of its file; `out` has 256 bytes. VG_E_CONFIG when others than its owner may read it. */
bool remind_password(const char *path, char out[256], struct vg_error *err);

#endif
