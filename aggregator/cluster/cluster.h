/* cluster/cluster.h — the embedded PostgreSQL: a private cluster in DATA/pg, reached by a unix socket in RUN only.
 *
 * Peer authentication: the operating system says who connects; the user that owns the cluster, and root, may be any of
 * the roles. Nothing here speaks to the database: roles and schema are made by vigie migrate. Not for root: see
 * cluster/privilege.h.                                                                                           */
#ifndef VG_CLUSTER_CLUSTER_H
#define VG_CLUSTER_CLUSTER_H

#include <sys/types.h>

#include "cluster/binaries.h"
#include "config/config.h"

struct cluster {
  struct vg_arena *arena;
  const char *data, *run, *log; /* DATA/pg, the socket's folder, DATA/log/postgres.log */
  const char *data_dir;         /* DATA */
  struct binaries binaries;
  const char *argv[8]; /* of the server, NULL-terminated */
};

/* Finds programs and paths, checks the length of the socket's path. Texts live in the arena and the configuration.
 * VG_E_CONFIG, VG_E_NOTFOUND.                                                                                    */
bool cluster_open(struct cluster *out, const struct config *, struct vg_arena *, struct vg_error *err);

/* Whether it was initialised. */
bool cluster_exists(const struct cluster *);
/* Makes it: checksums, UTF-8, C.UTF-8. All or nothing: an interrupted initialisation is begun anew. VG_E_CONFLICT when it
 * exists; VG_E_STORAGE.                                                                                           */
bool cluster_init(struct cluster *, struct vg_error *err);
/* Writes its configuration files anew, to call before each start: what is here wins over the file local.conf of the cluster
 * only where safety needs it (socket, authentication).                                                            */
bool cluster_configure(const struct cluster *, struct vg_error *err);
/* Waits for a server that is still ending (its supervisor was killed). VG_E_CONFLICT when it does not within `wait_ms`. */
bool cluster_wait_gone(const struct cluster *, int wait_ms, struct vg_error *err);

/* The process of its running server, 0 when there is none. */
pid_t cluster_server(const struct cluster *);

/* Starts and stops it without a supervisor, through pg_ctl, waiting until it is done. */
bool cluster_start(struct cluster *, struct vg_error *err);
bool cluster_stop(struct cluster *, struct vg_error *err);

#endif
