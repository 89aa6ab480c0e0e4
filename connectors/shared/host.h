/* connectors/shared/host.h — the parts of connector host: each reads one thing of this machine and puts its records.
 *
 * Everything is read through the context, so that tests give the machine. What cannot be read (another account's
 * processes, /etc/shadow) is left unset, never guessed. All return false only when the pull must stop.            */
#ifndef VG_CONNECTORS_HOST_H
#define VG_CONNECTORS_HOST_H

#include "connectors/connector.h"

struct host {
  struct connector_ctx *ctx;
  struct sink *sink;
  const char *name; /* of this machine */
};

/* Sockets that listen, from /proc/net/{tcp,tcp6,udp,udp6}; programs from /proc/PID/fd where these can be read. UDP ports of
 * the ephemeral range are clients' and are left out.                                                               */
bool host_ports(struct host *, struct vg_error *err);
/* /etc/passwd and /etc/group; expiry and password state from /etc/shadow, last login from /var/log/lastlog, if readable. */
bool host_accounts(struct host *, struct vg_error *err);
/* systemctl; init scripts when process 1 is a System V init; nothing in a container. */
bool host_services(struct host *, struct vg_error *err);
/* df of local file systems. `used` is rounded to 0.5 % of the size: a version is kept when it really changes. */
bool host_disks(struct host *, struct vg_error *err);
/* apt-get -s dist-upgrade. Rejected when the package lists are older than option lists_max_age: they would not know. */
bool host_patches(struct host *, struct vg_error *err);

/* The file as text in the arena, at most 16 MiB; NULL when it cannot be read. */
char *host_text(struct host *, const char *path);
/* The same, as one line without its end. */
char *host_line(struct host *, const char *path);
bool host_exists(struct host *, const char *path);

#endif
