/* supervise/supervisor.h — keeps a table of services running: one thread, no database, no network.
 *
 * Children of dead services are adopted and ended (PR_SET_CHILD_SUBREAPER), so that nothing is left behind. A service
 * that ends by itself is started again within its budget; past it, everything is stopped and the reason told.       */
#ifndef VG_SUPERVISE_SUPERVISOR_H
#define VG_SUPERVISE_SUPERVISOR_H

#include "supervise/service.h"

enum { SERVICES_MAX = 8 };

struct supervisor {
  struct service services[SERVICES_MAX]; /* in the order of their start */
  size_t count;
  int signal_fd;
  bool stopping;           /* SIGINT, SIGTERM or SIGHUP came, or a budget is used up */
  struct vg_error failure; /* why it stops by itself */
};

/* Blocks the signals that it reads itself from now on. VG_E_INTERNAL. */
bool supervisor_open(struct supervisor *, struct vg_error *err);
void supervisor_close(struct supervisor *);

/* Starts a service and keeps it running from now on. `spec` must live as long as the supervisor. NULL when it cannot be
 * started: the service is not kept.                                                                               */
struct service *supervisor_add(struct supervisor *, const struct service_spec *, struct vg_error *err);

/* Runs a program to its end while the services are looked after; *status as waitpid() gives it, `answer` (NULL allowed) the
 * first line of its output when the spec says that it answers. When a stop is asked
 * for meanwhile the program is ended: VG_E_UNAVAILABLE, `stopping` is set.                                          */
bool supervisor_run(struct supervisor *, const struct service_spec *, int *status, char answer[256],
                    struct vg_error *err);

/* Looks after the services until `service` has told that it is ready, a stop is asked for, or `timeout_ms` (-1: for ever)
 * have passed: false then. `service` NULL: until a stop.                                                          */
bool supervisor_wait(struct supervisor *, const struct service *service, int timeout_ms);

/* Stops what runs in the order of its start, those that stop last after the others, each with its own signals and time. */
void supervisor_stop(struct supervisor *);

#endif
