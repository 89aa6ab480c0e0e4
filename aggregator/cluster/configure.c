#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cluster/cluster.h"

enum { CONF_MAX = 64 * 1024, MIB = 1 << 20 };

static const char *const roles[] = {"vigie_owner", "vigie_web", "vigie_collect", "vigie_reader", "postgres"};

/* An eighth of the memory, within 64 MiB and 1 GiB. */
static long shared_buffers_mib(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  long mib = pages > 0 && size > 0 ? pages / (MIB / size) / 8 : 128;
  return mib < 64 ? 64 : mib > 1024 ? 1024 : mib;
}

static void put_quoted(struct buf *out, const char *text) {
  buf_char(out, '\'');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\'') buf_char(out, '\'');
    buf_char(out, *p);
  }
  buf_char(out, '\'');
}

/* Atomic: a crash leaves the former file. */
static bool replace(const struct cluster *c, const char *name, const struct buf *text, struct vg_error *err) {
  const char *path = vg_printf(c->arena, "%s/%s", c->data, name), *fresh = vg_printf(c->arena, "%s/%s.new", c->data, name);
  if (path == NULL || fresh == NULL || !buf_ok(text)) return vg_fail(err, VG_E_LIMIT, "%s: too long", name);
  int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool ok = fd >= 0 && write(fd, text->data, text->length) == (ssize_t)text->length;
  if (fd >= 0 && close(fd) != 0) ok = false;
  if (ok && rename(fresh, path) == 0) return true;
  return vg_fail(err, VG_E_STORAGE, "%s: %s", fresh, strerrordesc_np(errno));
}

static bool write_conf(const struct cluster *c, struct vg_error *err) {
  BUF(out, CONF_MAX);
  buf_printf(&out,
             "# Written by Vigie at each start: your own settings go into local.conf.\n"
             "max_connections = 100\n"
             "shared_buffers = %ldMB\n"
             "jit = off\n"
             "random_page_cost = 1.1\n"
             "max_wal_size = 2GB\n"
             "timezone = 'UTC'\n"
             "log_timezone = 'UTC'\n"
             "lc_messages = 'C'\n"
             "log_line_prefix = '%%m [%%p] %%q%%u '\n"
             "log_min_messages = warning\n"
             "log_error_verbosity = terse\n"
             "log_parameter_max_length = 0\n"
             "log_parameter_max_length_on_error = 0\n"
             "log_min_duration_statement = 5s\n"
             "include_if_exists = 'local.conf'\n"
             "synchronous_commit = on\n"
             "fsync = on\n"
             "full_page_writes = on\n"
             "logging_collector = off\n"
             "listen_addresses = ''\n"
             "port = 5432\n"
             "unix_socket_permissions = 0700\n"
             "unix_socket_directories = ",
             shared_buffers_mib());
  put_quoted(&out, c->run);
  buf_char(&out, '\n');
  return replace(c, "postgresql.conf", &out, err);
}

static bool write_hba(const struct cluster *c, struct vg_error *err) {
  BUF(out, CONF_MAX);
  buf_text(&out, "local all all peer map=vigie\nhost all all all reject\n");
  return replace(c, "pg_hba.conf", &out, err);
}

static bool write_ident(const struct cluster *c, struct vg_error *err) {
  BUF(out, CONF_MAX);
  const struct passwd *self = getpwuid(geteuid());
  if (self == NULL) {
    (void)vg_fail(err, VG_E_CONFIG, "user %u has no name in /etc/passwd, which the authentication of the database needs",
                  (unsigned)geteuid());
    return vg_hint(err, "run Vigie as a user that exists");
  }
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
    buf_printf(&out, "vigie \"%s\" %s\n", self->pw_name, roles[i]);
    if (strcmp(self->pw_name, "root") != 0) buf_printf(&out, "vigie root %s\n", roles[i]);
  }
  return replace(c, "pg_ident.conf", &out, err);
}

bool cluster_configure(const struct cluster *c, struct vg_error *err) {
  struct stat st;
  if (stat(c->run, &st) != 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", c->run, strerrordesc_np(errno));
  if (st.st_uid != geteuid() || (st.st_mode & 0077) != 0) {
    (void)vg_fail(err, VG_E_CONFIG, "setting run_dir: %s is open to others", c->run);
    return vg_hint(err, "it must be a folder of its own, mode 0700; by default it is made within data_dir");
  }
  return write_conf(c, err) && write_hba(c, err) && write_ident(c, err);
}
