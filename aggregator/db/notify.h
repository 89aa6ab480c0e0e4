/* db/notify.h — waiting for NOTIFY, on top of db_listen() and db_notified(). */
#ifndef VG_DB_NOTIFY_H
#define VG_DB_NOTIFY_H

#include "db/db.h"

/* Waits until a notification arrives (*got, its channel in `channel`), `timeout_ms` pass, a signal comes, or `wake_fd`
 * (-1: none) is readable: then *got is false. A lost connection is opened again and *got is true with channel "": what
 * was announced meanwhile is not known, so look. False: the database does not answer (VG_E_UNAVAILABLE), after at most
 * `timeout_ms`; call again later.                                                                                  */
bool db_wait_notify(struct db *, int timeout_ms, int wake_fd, char channel[64], bool *got, struct vg_error *err);

#endif
