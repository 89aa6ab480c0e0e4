#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "core/text.h"
#include "db/conninfo.h"
#include "doctor/check.h"

enum { OTHERS = 077 };

bool check_listen(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  (void)err;
  const struct config *c = d->config;
  struct doctor_value at = {"address", DOCTOR_TEXT, .text = c->listen_address};
  if (text_starts(c->listen_address, "127."))
    return doctor_found(f, DOCTOR_FINE, N_("Vigie listens on this machine only"));
  if (!c->behind_proxy)
    return doctor_found(f, DOCTOR_FAILURE,
                        N_("Vigie listens on {address}, open to others, without a proxy that speaks TLS"), at);
  return doctor_found(
      f, DOCTOR_WARNING,
      N_("Vigie listens on {address}: a firewall must let nobody but the proxy reach it, for it speaks no TLS"), at);
}

bool check_cookies(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  (void)err;
  const struct config *c = d->config;
  if (text_starts(c->public_url, "https://")) return doctor_found(f, DOCTOR_FINE, N_("Sessions travel over TLS only"));
  if (c->behind_proxy)
    return doctor_found(f, DOCTOR_FAILURE,
                        N_("A proxy is in front, but public_url is {url}: cookies may travel in clear"),
                        {"url", DOCTOR_TEXT, .text = c->public_url});
  return doctor_found(f, DOCTOR_FINE, N_("Sessions stay on this machine"));
}

static bool open_to_others(const char *path) {
  struct stat s;
  return stat(path, &s) == 0 && (s.st_mode & OTHERS) != 0;
}

static bool look_at_keys(const struct doctor *d, struct doctor_names *open, struct vg_error *err) {
  const char *folder = vg_printf(d->arena, "%s/keys", d->config->data_dir);
  DIR *keys = folder != NULL ? opendir(folder) : NULL;
  if (keys == NULL)
    return errno == ENOENT || vg_fail(err, VG_E_CONFIG, "%s/keys: %s", d->config->data_dir, strerror(errno));
  for (const struct dirent *e = readdir(keys); e != NULL; e = readdir(keys)) {
    const char *path = e->d_name[0] == '.' ? NULL : vg_printf(d->arena, "%s/%s", folder, e->d_name);
    if (path != NULL && open_to_others(path)) doctor_name(open, path);
  }
  (void)closedir(keys);
  return true;
}

bool check_modes(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  static const char *const within[] = {"", "/keys", "/pg", "/log", "/run"};
  struct doctor_names open = {.arena = d->arena};
  struct stat s;
  if (stat(d->config->data_dir, &s) != 0)
    return vg_fail(err, VG_E_CONFIG, "%s: %s", d->config->data_dir, strerror(errno));
  for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
    const char *path = vg_printf(d->arena, "%s%s", d->config->data_dir, within[i]);
    if (path != NULL && open_to_others(path)) doctor_name(&open, path);
  }
  if (!look_at_keys(d, &open, err)) return false;
  if (open.text == NULL) return doctor_found(f, DOCTOR_FINE, N_("Keys and data are closed to other users"));
  return doctor_found(f, DOCTOR_FAILURE, N_("Other users of this machine may read: {paths}"),
                      {"paths", DOCTOR_TEXT, .text = open.text});
}

bool check_settings_file(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  (void)err;
  const struct config *c = d->config;
  const char *password = c->database != NULL ? conninfo_get(d->arena, c->database, "password") : NULL;
  if (password == NULL || *password == '\0' || c->file == NULL)
    return doctor_found(f, DOCTOR_FINE, N_("No password in the settings file"));
  if (!open_to_others(c->file)) return doctor_found(f, DOCTOR_FINE, N_("The settings file is closed to other users"));
  return doctor_found(f, DOCTOR_FAILURE, N_("{path} holds the database’s password and other users may read it"),
                      {"path", DOCTOR_TEXT, .text = c->file});
}

bool check_disk(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  const int64_t mib = INT64_C(1) << 20;
  struct statvfs v;
  if (statvfs(d->config->data_dir, &v) != 0)
    return vg_fail(err, VG_E_STORAGE, "%s: %s", d->config->data_dir, strerror(errno));
  int64_t free = (int64_t)v.f_bavail * (int64_t)v.f_frsize, all = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
  struct doctor_value left = {"free", DOCTOR_BYTES, .number = free}, of = {"all", DOCTOR_BYTES, .number = all};
  if (free < 256 * mib || free < all / 50)
    return doctor_found(f, DOCTOR_FAILURE, N_("Only {free} are free of {all}"), left, of);
  if (free < 1024 * mib || free < all / 10)
    return doctor_found(f, DOCTOR_WARNING, N_("{free} are left of {all}"), left, of);
  return doctor_found(f, DOCTOR_FINE, N_("{free} are free of {all}"), left, of);
}
