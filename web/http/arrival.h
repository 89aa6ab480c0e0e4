/* web/http/arrival.h — what the database says of a request when it arrives: session, user, evaluation, perimeter; kept for the
 * requests that follow.
 *
 * An answer is kept while the feed says that nothing changed, and for a minute after the session was last marked as used: then
 * the database is asked again, which holds the session to its limits. Thread-safe, bounded.                        */
#ifndef VG_WEB_HTTP_ARRIVAL_H
#define VG_WEB_HTTP_ARRIVAL_H

#include "core/clock.h"
#include "web/auth/token.h"
#include "web/http/feed.h"

struct arrival {
  int64_t user_id; /* 0: nobody is signed in; the user's other fields are then empty */
  char login[101], user_name[801], role[16], lang[4], theme[8];
  unsigned char csrf[TOKEN_BYTES];
  vg_time seen_at, ends_at;
  int64_t evaluation_id; /* 0: none yet */
  vg_time evaluated_at;
  int64_t perimeter_id; /* 0: none of that code */
  char perimeter[64], perimeter_name[801];
};

struct arrivals;

/* Yours: arrivals_free(). */
bool arrivals_new(struct arrivals **, struct vg_error *err);
void arrivals_free(struct arrivals *); /* NULL allowed */

/* `session`: the hash of the token, NULL: none came. `perimeter`: the code wanted, NULL: the root. */
struct arrival_key {
  const unsigned char *session;
  const char *perimeter;
};
/* Copies what is kept; false when nothing is, or nothing that still holds. */
bool arrivals_get(struct arrivals *, const struct arrival_key *, struct feed_state, vg_time now, struct arrival *out);
/* Keeps what was read under this state of the feed. A session that is nobody's is not kept. */
void arrivals_put(struct arrivals *, const struct arrival_key *, struct feed_state, const struct arrival *);

#endif
