#include <stdio.h>
#include <string.h>

#include "connectors/shared/host.h"
#include "core/text.h"

enum { LASTLOG_ENTRY = 292, LASTLOG_MAX = 64 << 20 };

struct account {
  const char *login, *gecos, *home, *shell;
  int64_t uid, gid;
};

static size_t split(char *line, const char **fields, size_t max) {
  size_t n = 0;
  for (char *field; n < max && (field = strsep(&line, ":")) != NULL;) fields[n++] = field;
  return n;
}

static bool parse_passwd(char *line, struct account *a) {
  const char *f[7];
  if (split(line, f, 7) != 7) return false;
  *a = (struct account){.login = f[0], .gecos = f[4], .home = f[5], .shell = f[6]};
  return text_int(f[2], 0, UINT32_MAX, &a->uid) && text_int(f[3], 0, UINT32_MAX, &a->gid) && f[0][0] != '\0';
}

/* The line of `text` whose first field is `name`, copied; NULL when there is none. */
static char *line_of(struct host *h, const char *text, const char *name) {
  size_t n = strlen(name);
  for (const char *p = text; p != NULL && *p != '\0'; p = strchr(p, '\n'), p = p != NULL ? p + 1 : NULL)
    if (strncmp(p, name, n) == 0 && p[n] == ':') return vg_strndup(h->ctx->arena, p, strcspn(p, "\n"));
  return NULL;
}

static bool in_list(const char *members, const char *login) {
  size_t n = strlen(login);
  for (const char *p = members; p != NULL && *p != '\0'; p = strchr(p, ','), p = p != NULL ? p + 1 : NULL)
    if (strncmp(p, login, n) == 0 && (p[n] == ',' || p[n] == '\0')) return true;
  return false;
}

static bool privileged(struct host *h, const char *groups, const struct account *a) {
  static const char *const powerful[] = {"root", "sudo", "wheel", "admin", "docker", "lxd"};
  if (a->uid == 0) return true;
  for (size_t i = 0; groups != NULL && i < sizeof powerful / sizeof *powerful; i++) {
    const char *f[4];
    char *line = line_of(h, groups, powerful[i]);
    int64_t gid = -1;
    if (line == NULL || split(line, f, 4) != 4) continue;
    if (in_list(f[3], a->login) || (text_int(f[2], 0, UINT32_MAX, &gid) && gid == a->gid)) return true;
  }
  return false;
}

static bool may_log_in(const char *shell) {
  const char *base = strrchr(shell, '/');
  base = base != NULL ? base + 1 : shell;
  return strcmp(base, "nologin") != 0 && strcmp(base, "false") != 0 && strcmp(base, "sync") != 0 && base[0] != '\0';
}

/* What /etc/shadow says: "set", "locked", "empty"; *expired when its date has passed. NULL when it does not say. */
static const char *password_state(struct host *h, const char *shadow, const char *login, bool *expired) {
  const char *f[9];
  int64_t day;
  char *line = shadow != NULL ? line_of(h, shadow, login) : NULL;
  if (line == NULL || split(line, f, 9) < 8) return NULL;
  *expired = text_int(f[7], 0, INT32_MAX, &day) && day * VG_DAY <= h->ctx->now;
  if (f[1][0] == '\0') return "empty";
  return f[1][0] == '!' || f[1][0] == '*' ? "locked" : "set";
}

static vg_time last_login(const struct buf *lastlog, int64_t uid) {
  int32_t seconds;
  if (uid < 0 || (uint64_t)(uid + 1) * LASTLOG_ENTRY > lastlog->length) return VG_NEVER;
  memcpy(&seconds, lastlog->data + uid * LASTLOG_ENTRY, sizeof seconds);
  return seconds > 0 ? seconds * VG_SECOND : VG_NEVER;
}

struct files {
  const char *groups, *shadow;
  struct buf lastlog;
};

static bool put(struct host *h, const struct account *a, const struct files *files, const char *place,
                struct vg_error *err) {
  struct record *record = h->ctx->record;
  bool expired = false, person = a->uid >= 1000 && a->uid < 65534;
  const char *password = password_state(h, files->shadow, a->login, &expired);
  record_begin(record, KIND_ACCOUNT, vg_printf(h->ctx->arena, "%.200s@%.200s", a->login, h->name));
  record_text(record, "system", h->name);
  record_text(record, "login", a->login);
  record_text(record, "type", a->uid == 0 ? "admin" : person ? "personal" : "service");
  record_bool(record, "enabled", may_log_in(a->shell) && !expired);
  record_bool(record, "privileged", privileged(h, files->groups, a));
  record_time(record, "last_login_at", last_login(&files->lastlog, a->uid));
  record_extra(record, "uid", json_integer(a->uid));
  record_extra(record, "shell", json_string(a->shell));
  if (password != NULL) record_extra(record, "password", json_string(password));
  if (a->gecos[0] != '\0') record_extra(record, "comment", json_string(a->gecos));
  return sink_put(h->sink, record, place, err);
}

bool host_accounts(struct host *h, struct vg_error *err) {
  char *passwd = host_text(h, "/etc/passwd"), place[60];
  struct vg_error hidden = {0};
  struct files files = {.groups = host_text(h, "/etc/group"), .shadow = host_text(h, "/etc/shadow")};
  if (passwd == NULL) return vg_fail(err, VG_E_UNAVAILABLE, "file \"/etc/passwd\" cannot be read");
  if (!ctx_file(h->ctx, "/var/log/lastlog", LASTLOG_MAX, &files.lastlog, &hidden)) buf_init(&files.lastlog, 1);
  bool ok = true;
  size_t number = 0;
  for (char *line; ok && (line = strsep(&passwd, "\n")) != NULL;) {
    struct account a;
    (void)snprintf(place, sizeof place, "/etc/passwd line %zu", ++number);
    if (line[0] == '\0' || line[0] == '#') continue;
    if (parse_passwd(line, &a)) ok = put(h, &a, &files, place, err);
    else sink_reject(h->sink, place, "expected seven fields separated by ':' with numbers in the third and fourth");
  }
  buf_free(&files.lastlog);
  return ok;
}
