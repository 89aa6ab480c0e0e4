/* web/http/feed.h — whether what is kept in memory is still what the database says.
 *
 * One connection, of a thread of its own, listens to what the triggers of the database announce. What was read under a state of
 * the feed may be used for as long as feed_state() gives the same numbers and says `live`: take the state before reading.
 * When the connection is lost, or has said nothing for a few seconds, the feed is not live: ask the database each time.   */
#ifndef VG_WEB_HTTP_FEED_H
#define VG_WEB_HTTP_FEED_H

#include "db/db.h"
#include "indicator/snapshot.h"

struct feed;

struct feed_state {
  bool live;
  unsigned long people;  /* changes when somebody's session, role, name or look did */
  unsigned long figures; /* changes when something that boards show did */
  vg_time changed_at;    /* by this process's clock, when it last did: after it was committed */
};

/* Starts the thread, which prepares the next of `snapshots` before it says that figures changed. Yours: feed_stop(). `snapshots` and the
 * texts of `conf` are borrowed until then. */
bool feed_start(struct feed **out, const struct db_conf *conf, struct snapshots *snapshots, struct vg_error *err);
void feed_stop(struct feed *); /* NULL allowed */

/* Never waits. `feed` NULL: never live. */
struct feed_state feed_state(struct feed *);
/* What this process changed itself is forgotten without waiting for the announcement. */
void feed_people_changed(struct feed *);
void feed_figures_changed(struct feed *);

#endif
