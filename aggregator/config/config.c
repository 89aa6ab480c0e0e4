#include "config/config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/value.h"
#include "core/text.h"

enum { CONFIG_MEMORY = 1 << 20, FILE_MAX = 256 * 1024, SOCKET_DIR_MAX = 80 };

static bool same_name(const char *a, const char *b) {
  for (; *a != '\0' && *b != '\0'; a++, b++) {
    if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b)) return false;
  }
  return *a == *b;
}

const struct config_key *config_key_find(const char *name) {
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    if (same_name(k->name, name)) return k;
  }
  return NULL;
}

/* ---- the file ---- */

static bool read_file(struct config *c, const char *path, bool must, char **text, struct vg_error *err) {
  *text = NULL;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    if (!must && (errno == ENOENT || errno == ENOTDIR || errno == EACCES)) return true;
    return vg_fail(err, VG_E_CONFIG, "%s: cannot be read: %s", path, strerrordesc_np(errno));
  }
  struct stat st;
  char *bytes = vg_alloc(c->arena, FILE_MAX + 2);
  bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  ssize_t n = bytes == NULL || !regular ? -1 : read(fd, bytes, FILE_MAX + 1);
  (void)close(fd);
  if (n < 0) return vg_fail(err, VG_E_CONFIG, "%s: expected a file of text", path);
  if (n > FILE_MAX) return vg_fail(err, VG_E_CONFIG, "%s: expected at most %d bytes", path, FILE_MAX);
  if (memchr(bytes, '\0', (size_t)n) != NULL) return vg_fail(err, VG_E_CONFIG, "%s: expected text, got a NUL byte", path);
  *text = bytes;
  return true;
}

static char *trim(char *text) {
  while (*text == ' ' || *text == '\t') text++;
  size_t n = strlen(text);
  while (n > 0 && strchr(" \t\r", text[n - 1]) != NULL) n--;
  text[n] = '\0';
  return text;
}

/* A value may be put between double quotes; nothing is escaped within. */
static char *unquoted(char *value) {
  size_t n = strlen(value);
  if (n < 2 || value[0] != '"' || value[n - 1] != '"') return value;
  value[n - 1] = '\0';
  return value + 1;
}

static bool read_line(struct config *c, char *line, const char *place, uint64_t *seen, struct vg_error *err) {
  line = trim(line);
  if (*line == '\0' || *line == '#') return true;
  char *equal = strchr(line, '='), shown[60];
  if (equal == NULL) {
    return vg_fail(err, VG_E_CONFIG, "%s: expected name = value, got \"%s\"", place, text_show(line, shown, sizeof shown));
  }
  *equal = '\0';
  const char *name = trim(line);
  const struct config_key *key = config_key_find(name);
  if (key == NULL) return config_unknown(name, place, err);
  uint64_t bit = UINT64_C(1) << (key - config_keys);
  if ((*seen & bit) != 0) return vg_fail(err, VG_E_CONFIG, "%s: %s is set twice", place, key->name);
  *seen |= bit;
  return config_set(c, key, unquoted(trim(equal + 1)), place, err);
}

static bool read_lines(struct config *c, const char *path, char *text, struct vg_error *err) {
  uint64_t seen = 0;
  char place[300];
  for (int line = 1; *text != '\0'; line++) {
    size_t n = strcspn(text, "\n");
    char *next = text + n + (text[n] == '\n');
    text[n] = '\0';
    (void)snprintf(place, sizeof place, "%.*s:%d", (int)text_cut(path, 250), path, line);
    if (!read_line(c, text, place, &seen, err)) return false;
    text = next;
  }
  return true;
}

/* ---- where things are ---- */

static const char *home(struct config *c, const char *variable, const char *below_home) {
  const char *base = getenv(variable), *user = getenv("HOME");
  if (base != NULL && *base == '/') return vg_printf(c->arena, "%s/vigie", base);
  return vg_printf(c->arena, "%s/%s/vigie", user != NULL && *user == '/' ? user : "/", below_home);
}

static bool load_file(struct config *c, const char *file, struct vg_error *err) {
  const char *named = file != NULL ? file : getenv("VIGIE_CONFIG");
  const char *path = named;
  if (named == NULL || *named == '\0') {
    named = NULL;
    path = geteuid() == 0 ? "/etc/vigie/vigie.conf"
                          : vg_printf(c->arena, "%s/vigie.conf", home(c, "XDG_CONFIG_HOME", ".config"));
  }
  char *text;
  if (!read_file(c, path, named != NULL, &text, err)) return false;
  if (text == NULL) return true;
  c->file = vg_strdup(c->arena, path);
  return read_lines(c, path, text, err);
}

static bool load_defaults(struct config *c, struct vg_error *err) {
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    if (k->dflt != NULL && !config_set(c, k, k->dflt, "default", err)) return false;
  }
  return true;
}

static bool load_environment(struct config *c, struct vg_error *err) {
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    char name[80];
    (void)snprintf(name, sizeof name, "VIGIE_%s", k->name);
    for (char *p = name; *p != '\0'; p++) *p = (char)toupper((unsigned char)*p);
    const char *value = getenv(name);
    if (value != NULL && !config_set(c, k, value, name, err)) return false;
  }
  return true;
}

static bool load_flags(struct config *c, const struct config_flag *flags, size_t count, struct vg_error *err) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(flags[i].name, "config") == 0) continue;
    const struct config_key *key = config_key_find(flags[i].name);
    if (key == NULL) return config_unknown(flags[i].name, "command line", err);
    if (key->type == CONFIG_PATH && *flags[i].value == '\0') /* a variable that is not set: not the default folder, that holds another's data */
      return vg_fail(err, VG_E_CONFIG, "command line: %s: expected a path, got an empty text", key->name);
    if (!config_set(c, key, flags[i].value, "command line", err)) return false;
  }
  return true;
}

/* ---- what depends on several ---- */

/* What needs another setting. */
static bool complete_mail(const struct config *c, struct vg_error *err) {
  if (c->smtp_url != NULL && c->smtp_from == NULL) return vg_fail(err, VG_E_CONFIG, "smtp_from: expected an e-mail address, as smtp_url is set, got nothing");
  if (c->smtp_user != NULL && c->smtp_password_file == NULL)
    return vg_fail(err, VG_E_CONFIG, "smtp_password_file: expected a path, as smtp_user is set, got nothing");
  return true;
}

static bool complete(struct config *c, struct vg_error *err) {
  if (c->data_dir == NULL) c->data_dir = geteuid() == 0 ? "/var/lib/vigie" : home(c, "XDG_DATA_HOME", ".local/share");
  if (c->run_dir == NULL) c->run_dir = vg_printf(c->arena, "%s/run", c->data_dir);
  if (c->public_url == NULL) c->public_url = vg_printf(c->arena, "http://%s:%d", c->listen_address, c->listen_port);
  if (c->organisation == NULL) c->organisation = "";
  if (vg_arena_exhausted(c->arena)) return vg_fail(err, VG_E_CONFIG, "settings: more than %d bytes", CONFIG_MEMORY);
  if (strlen(c->run_dir) > SOCKET_DIR_MAX) {
    (void)vg_fail(err, VG_E_CONFIG, "run_dir: expected at most %d bytes, got %zu: %.100s…", SOCKET_DIR_MAX,
                  strlen(c->run_dir), c->run_dir);
    return vg_hint(err, "Set run_dir to a shorter path, such as /run/vigie");
  }
  if (!c->behind_proxy && !text_starts(c->listen_address, "127.")) {
    (void)vg_fail(err, VG_E_CONFIG, "listen: expected an address of this machine only (127.0.0.1), got %s",
                  c->listen_address);
    return vg_hint(err, "Vigie speaks no TLS: put a reverse proxy in front, then set behind_proxy = yes");
  }
  return complete_mail(c, err);
}

bool config_load(struct config *out, const char *file, const struct config_flag *flags, size_t count,
                 struct vg_error *err) {
  *out = (struct config){.arena = vg_arena_new(CONFIG_MEMORY)};
  if (out->arena == NULL) return vg_fail(err, VG_E_INTERNAL, "out of memory");
  bool ok = load_defaults(out, err) && load_file(out, file, err) && load_environment(out, err) &&
            load_flags(out, flags, count, err) && complete(out, err);
  if (!ok) config_free(out);
  return ok;
}

void config_free(struct config *c) {
  vg_arena_free(c->arena);
  *c = (struct config){0};
}
