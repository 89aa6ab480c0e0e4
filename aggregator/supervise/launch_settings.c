#include "supervise/launch_settings.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };

bool launch_settings_read(const struct config *config, struct vg_arena *a, char **text, struct vg_error *err) {
  *text = NULL;
  if (config->file == NULL) return true;
  BUF(content, FILE_MAX);
  char part[4096];
  int fd = open(config->file, O_RDONLY | O_CLOEXEC);
  ssize_t n = -1;
  while (fd >= 0 && (n = read(fd, part, sizeof part)) > 0) buf_put(&content, part, (size_t)n);
  if (fd >= 0) (void)close(fd);
  if (n < 0) return vg_fail(err, VG_E_CONFIG, "%s: %s", config->file, strerrordesc_np(errno));
  *text = buf_ok(&content) ? vg_strndup(a, content.data, content.length) : NULL;
  return *text != NULL || vg_fail(err, VG_E_LIMIT, "%s: more than %d bytes", config->file, FILE_MAX);
}

static bool write_copy(const char *path, const char *text, struct vg_error *err) {
  size_t n = strlen(text);
  (void)unlink(path);
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool ok = fd >= 0 && write(fd, text, n) == (ssize_t)n;
  if (fd >= 0 && close(fd) != 0) ok = false;
  return ok || vg_fail(err, VG_E_STORAGE, "%s: %s", path, strerrordesc_np(errno));
}

static void variable(const char *name, char out[80]) {
  (void)snprintf(out, 80, "VIGIE_%s", name);
  for (char *p = out; *p != '\0'; p++) *p = (char)toupper((unsigned char)*p);
}

static void tell_paths(const struct config *config) {
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    char name[80];
    const char *value;
    if (k->type != CONFIG_PATH) continue;
    memcpy(&value, (const char *)config + k->offset, sizeof value);
    variable(k->name, name);
    if (value != NULL) (void)setenv(name, value, 1);
  }
}

static void forget_libpq(void) {
  for (char **e = environ; *e != NULL;) {
    char name[64];
    size_t n = strcspn(*e, "=");
    if (strncmp(*e, "PG", 2) != 0 || n >= sizeof name) {
      e++;
      continue;
    }
    (void)snprintf(name, sizeof name, "%.*s", (int)n, *e);
    (void)unsetenv(name);
    e = environ;
  }
}

bool launch_settings_hand(const struct config *config, struct vg_arena *a, const char *text, struct vg_error *err) {
  tell_paths(config);
  if (config->database == NULL) forget_libpq();
  if (config->file == NULL) return true;
  const char *path = realpath(config->file, NULL);
  bool readable = path != NULL && access(path, R_OK) == 0;
  if (readable) (void)setenv("VIGIE_CONFIG", path, 1);
  free((void *)(uintptr_t)path);
  if (readable) return true;
  const char *copy = vg_printf(a, "%s/vigie.conf", config->run_dir);
  if (copy == NULL || !write_copy(copy, text, err)) return vg_fail(err, VG_E_LIMIT, "setting run_dir: too long");
  (void)setenv("VIGIE_CONFIG", copy, 1);
  return true;
}

const char *const *launch_argv(const struct launch *l, struct vg_arena *a, const char *const *command) {
  const char **argv = vg_alloc(a, LAUNCH_ARGS_MAX * sizeof *argv);
  size_t n = 0;
  if (argv == NULL) return NULL;
  argv[n++] = "vigie";
  while (*command != NULL && n < LAUNCH_ARGS_MAX / 2) argv[n++] = *command++;
  for (size_t i = 0; i < l->flag_count && n < LAUNCH_ARGS_MAX - 2; i++) {
    const struct config_key *key = config_key_find(l->flags[i].name);
    if (key == NULL || key->type == CONFIG_PATH) continue;
    argv[n] = vg_printf(a, "--%s=%s", l->flags[i].name, l->flags[i].value);
    if (argv[n++] == NULL) return NULL;
  }
  return argv;
}
