/* config/config.h — the settings of an installation. Each is declared once, in the table of config/keys.c: name, type,
 * default, help. They come, the later winning, from the default, the file (`name = value` lines, '#' comments), the
 * environment (VIGIE_NAME) and the command line (--name). Errors name the place, what was expected and what was found.  */
#ifndef VG_CONFIG_CONFIG_H
#define VG_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/log.h"
#include "core/zone.h"

struct config {
  const char *file;           /* the file that was read; NULL: none */
  const char *data_dir;       /* absolute; cluster, keys, log */
  const char *run_dir;        /* absolute; sockets */
  const char *database;       /* libpq conninfo of an external database; NULL: the embedded cluster */
  const char *postgres_bin;   /* folder of PostgreSQL's programs for the embedded cluster; NULL: found */
  const char *listen_address; /* numeric IPv4 */
  int listen_port;            /* 1..65535, or 0: any free one */
  bool behind_proxy;          /* a reverse proxy that speaks TLS is in front: another address than loopback is allowed */
  const char *public_url;     /* as people reach it, without final '/': "http://127.0.0.1:8080" */
  const struct zone *zone;    /* of what is shown */
  const char *organisation;   /* its name, in title blocks */
  enum log_level log_level;
  int workers;                /* threads of the web server */
  const char *smtp_url;       /* "smtp://mail.example.org:25"; NULL: no message is sent */
  const char *smtp_from;      /* an address; not NULL when smtp_url is not */
  const char *smtp_user;      /* NULL: nobody signs in there; else smtp_password_file is not NULL */
  const char *smtp_password_file;
  const char *smtp_ca_file;   /* certificates to trust instead of the system's; NULL: the system's */
  int mail_hour;              /* 0..23, in the zone */
  struct vg_arena *arena;     /* holds the texts */
};

struct config_flag {
  const char *name, *value; /* "data_dir" or "data-dir" */
};

/* Yours: config_free(). `file` NULL: VIGIE_CONFIG, else /etc/vigie/vigie.conf (root) or ~/.config/vigie/vigie.conf when it
 * exists; a file that is named must exist. VG_E_CONFIG.                                                                */
bool config_load(struct config *out, const char *file, const struct config_flag *flags, size_t count, struct vg_error *err);
/* Safe on a zeroed struct. */
void config_free(struct config *);

enum config_type { CONFIG_TEXT, CONFIG_PATH, CONFIG_BOOL, CONFIG_INT, CONFIG_CHOICE, CONFIG_LISTEN, CONFIG_URL, CONFIG_ZONE, CONFIG_SMTP, CONFIG_ADDRESS };

struct config_key {
  const char *name; /* "data_dir"; VIGIE_DATA_DIR; --data-dir */
  enum config_type type;
  const char *dflt; /* NULL: none, or computed: `dflt_help` says how */
  const char *dflt_help;
  int min, max;               /* INT */
  const char *const *choices; /* CHOICE: NULL-terminated */
  size_t offset;              /* within struct config */
  const char *argument;       /* in help: "DIR" */
  const char *help;           /* one or two sentences */
};

/* Ended by a NULL name. */
extern const struct config_key config_keys[];
/* `name` with '-' or '_'. NULL when there is none. */
const struct config_key *config_key_find(const char *name);

/* docs/reference/configuration.md, and the example vigie.conf, from the table. */
void config_reference(struct buf *out);
void config_example(struct buf *out);

#endif
