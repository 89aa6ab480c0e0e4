#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connectors/shared/host.h"
#include "core/text.h"

enum { TEXT_MAX = 16 << 20, PACKAGES_MAX = 500, DEPTH_MAX = 6 };

char *host_text(struct host *h, const char *path) {
  struct buf content;
  struct vg_error hidden = {0};
  if (path == NULL || !ctx_file(h->ctx, path, TEXT_MAX, &content, &hidden)) return NULL;
  char *text = vg_strndup(h->ctx->arena, content.data, strlen(content.data));
  buf_free(&content);
  return text;
}

char *host_line(struct host *h, const char *path) {
  char *text = host_text(h, path);
  if (text != NULL) text[strcspn(text, "\r\n")] = '\0';
  return text;
}

bool host_exists(struct host *h, const char *path) {
  struct file_info info;
  struct vg_error hidden = {0};
  return ctx_file_info(h->ctx, path, &info, &hidden);
}

/* The output in the arena; NULL when it did not run, or gave nothing. */
static char *output_of(struct host *h, const char *const *argv, const char *label, int timeout_ms) {
  const struct program_call call = {.argv = argv, .label = label, .timeout_ms = timeout_ms, .limit = TEXT_MAX};
  struct buf out;
  char errors[4097];
  int status;
  struct vg_error hidden = {0};
  if (!ctx_command(h->ctx, &call, &out, &status, errors, &hidden)) return NULL;
  char *text = out.length > 0 ? vg_strndup(h->ctx->arena, out.data, strlen(out.data)) : NULL;
  buf_free(&out);
  return text;
}

static size_t words_of(char *line, const char **words, size_t max) {
  size_t n = 0;
  while (n < max && line != NULL) {
    line += strspn(line, " \t");
    if (*line == '\0') break;
    if (n + 1 == max) {
      words[n++] = line; /* the rest of the line */
      break;
    }
    char *word = strsep(&line, " \t");
    words[n++] = word;
  }
  return n;
}

/* ---- services ---- */

static const char *state_of(const char *active) {
  if (strcmp(active, "active") == 0 || strcmp(active, "reloading") == 0) return "running";
  if (strcmp(active, "failed") == 0) return "failed";
  return strcmp(active, "inactive") == 0 ? "stopped" : "unknown";
}

static bool put_service(struct host *h, const char *name, const char *state, const char *enabled, struct vg_error *err) {
  struct record *record = h->ctx->record;
  record_begin(record, KIND_SERVICE, name);
  record_text(record, "asset", h->name);
  record_text(record, "name", name);
  record_text(record, "state", state);
  if (enabled != NULL && text_starts(enabled, "enabled")) record_bool(record, "enabled", true);
  if (enabled != NULL && (strcmp(enabled, "disabled") == 0 || text_starts(enabled, "masked"))) record_bool(record, "enabled", false);
  return sink_put(h->sink, record, name, err);
}

/* "enabled", "disabled", "static" … of a unit, from the text of list-unit-files; NULL when it is not there. */
static const char *enabled_of(struct host *h, const char *files, const char *unit) {
  size_t n = strlen(unit);
  for (const char *p = files; p != NULL && *p != '\0'; p = strchr(p, '\n'), p = p != NULL ? p + 1 : NULL) {
    if (strncmp(p, unit, n) != 0 || p[n] != ' ') continue;
    p += n + strspn(p + n, " ");
    return vg_strndup(h->ctx->arena, p, strcspn(p, " \n"));
  }
  return NULL;
}

static bool systemd_services(struct host *h, struct vg_error *err) {
  static const char *const units[] = {"systemctl", "list-units", "--type=service", "--all", "--no-legend", "--no-pager", "--plain", "--full", NULL};
  static const char *const files[] = {"systemctl", "list-unit-files", "--type=service", "--no-legend", "--no-pager", "--full", NULL};
  char *text = output_of(h, units, "systemctl-units", 20000);
  const char *known = output_of(h, files, "systemctl-files", 20000);
  if (text == NULL) sink_reject(h->sink, "systemctl", "list-units gives nothing");
  for (char *line; (line = strsep(&text, "\n")) != NULL;) {
    const char *w[5];
    if (words_of(line, w, 5) < 4 || strcmp(w[1], "not-found") == 0) continue;
    const char *dot = strstr(w[0], ".service");
    if (dot == NULL || dot[8] != '\0') continue;
    const char *name = vg_strndup(h->ctx->arena, w[0], (size_t)(dot - w[0]));
    if (name != NULL && !put_service(h, name, state_of(w[2]), enabled_of(h, known, w[0]), err)) return false;
  }
  return true;
}

static bool script_runs(struct host *h, const char *name) {
  for (size_t i = 0; i < 2; i++) {
    const char *path = i == 0 ? vg_printf(h->ctx->arena, "/run/%s.pid", name) : vg_printf(h->ctx->arena, "/run/%s/%s.pid", name, name);
    const char *pid = host_line(h, path);
    if (pid != NULL && pid[0] != '\0' && strspn(pid, "0123456789") == strlen(pid) &&
        host_exists(h, vg_printf(h->ctx->arena, "/proc/%s", pid)))
      return true;
  }
  return false;
}

static bool script_services(struct host *h, struct vg_error *err) {
  const char *const *names;
  size_t count;
  struct vg_error hidden = {0};
  if (!ctx_list(h->ctx, "/etc/init.d", &names, &count, &hidden)) return true;
  for (size_t i = 0; i < count; i++) {
    if (names[i][0] == '.' || strchr(names[i], '.') != NULL) continue;
    if (!put_service(h, names[i], script_runs(h, names[i]) ? "running" : "unknown", NULL, err)) return false;
  }
  return true;
}

bool host_services(struct host *h, struct vg_error *err) {
  if (host_exists(h, "/run/systemd/system")) return systemd_services(h, err);
  const char *first = host_line(h, "/proc/1/comm");
  return first == NULL || strcmp(first, "init") != 0 || script_services(h, err);
}

/* ---- disks ---- */

/* 1: encrypted, 0: not, -1: unknown. Follows what a mapped device is made of. */
static int device_encrypted(struct host *h, const char *block, int depth) {
  const char *uuid = host_line(h, vg_printf(h->ctx->arena, "/sys/block/%s/dm/uuid", block));
  const char *const *slaves;
  size_t count;
  struct vg_error hidden = {0};
  if (uuid == NULL) return text_starts(block, "dm-") ? -1 : 0;
  if (text_starts(uuid, "CRYPT-")) return 1;
  const char *place = vg_printf(h->ctx->arena, "/sys/block/%s/slaves", block);
  if (depth == DEPTH_MAX || place == NULL || !ctx_list(h->ctx, place, &slaves, &count, &hidden) || count == 0) return -1;
  for (size_t i = 0; i < count; i++) {
    int one = device_encrypted(h, slaves[i], depth + 1);
    if (one != 1) return one;
  }
  return 1;
}

static int source_encrypted(struct host *h, const char *source) {
  if (!text_starts(source, "/dev/")) return -1;
  const char *target = ctx_link(h->ctx, source), *base = target != NULL ? strrchr(target, '/') : strrchr(source, '/');
  if (base == NULL) return target != NULL ? device_encrypted(h, target, 0) : -1;
  return device_encrypted(h, base + 1, 0);
}

static bool put_disk(struct host *h, const char *const *w, struct vg_error *err) {
  struct record *record = h->ctx->record;
  int64_t size, used;
  if (!text_int(w[2], 0, INT64_MAX, &size) || !text_int(w[3], 0, INT64_MAX, &used)) {
    sink_reject(h->sink, "df", "%.200s: expected two numbers of bytes, got \"%.40s\" and \"%.40s\"", w[4], w[2], w[3]);
    return true;
  }
  int64_t grain = size / 200;
  int encrypted = source_encrypted(h, w[0]);
  record_begin(record, KIND_DISK, w[4]);
  record_text(record, "asset", h->name);
  record_text(record, "mount", w[4]);
  record_int(record, "size", size);
  record_int(record, "used", grain > 0 ? used / grain * grain : used);
  if (encrypted >= 0) record_bool(record, "encrypted", encrypted == 1);
  record_extra(record, "device", json_string(w[0]));
  record_extra(record, "file_system", json_string(w[1]));
  return sink_put(h->sink, record, w[4], err);
}

bool host_disks(struct host *h, struct vg_error *err) {
  static const char *const argv[] = {"df", "-l", "-B1", "-x", "tmpfs", "-x", "devtmpfs", "-x", "squashfs", "-x", "iso9660", "-x", "efivarfs",
                                     "--output=source,fstype,size,used,target", NULL};
  char *text = output_of(h, argv, "df", 20000);
  if (text == NULL) sink_reject(h->sink, "df", "gives nothing");
  (void)strsep(&text, "\n"); /* the heading */
  for (char *line; (line = strsep(&text, "\n")) != NULL;) {
    const char *w[5];
    if (words_of(line, w, 5) == 5 && w[4][0] == '/' && !put_disk(h, w, err)) return false;
  }
  return true;
}

/* ---- updates ---- */

struct updates {
  int64_t pending, security;
  const char *packages[PACKAGES_MAX];
  size_t named;
};

/* "Inst NAME [OLD] (NEW ORIGIN:VERSION/SUITE, … [ARCH])"; without [OLD] it is a new package, pulled by another one. */
static void take_line(struct host *h, const char *line, struct updates *u) {
  if (!text_starts(line, "Inst ")) return;
  const char *name = line + 5, *open = strchr(name, '('), *old = strchr(name, '[');
  if (open == NULL || old == NULL || old > open) return;
  u->pending++;
  if (strstr(open, "Debian-Security:") == NULL && strstr(open, "-security") == NULL) return;
  u->security++;
  if (u->named < PACKAGES_MAX) u->packages[u->named++] = vg_strndup(h->ctx->arena, name, strcspn(name, " "));
}

/* When the lists were last fetched: their files bear the server's date, the directories the real one. */
static vg_time lists_date(struct host *h) {
  static const char *const signs[] = {"/var/lib/apt/lists", "/var/lib/apt/lists/partial", "/var/lib/apt/periodic/update-success-stamp"};
  vg_time latest = VG_NEVER;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    struct file_info info;
    struct vg_error hidden = {0};
    if (ctx_file_info(h->ctx, signs[i], &info, &hidden) && info.modified > latest) latest = info.modified;
  }
  return latest;
}

/* The file is made by hooks of these packages; without them its absence says nothing. */
static void set_reboot(struct host *h, struct record *record) {
  static const char *const hooks[] = {"/etc/kernel/postinst.d/unattended-upgrades", "/etc/kernel/postinst.d/update-notifier",
                                      "/usr/share/update-notifier/notify-reboot-required"};
  if (host_exists(h, "/run/reboot-required")) {
    record_bool(record, "reboot_required", true);
    return;
  }
  for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++)
    if (host_exists(h, hooks[i])) record_bool(record, "reboot_required", false);
}

static bool put_patch(struct host *h, const struct updates *u, struct vg_error *err) {
  struct record *record = h->ctx->record;
  record_begin(record, KIND_PATCH, h->name);
  record_text(record, "asset", h->name);
  record_int(record, "pending", u->pending);
  record_int(record, "security_pending", u->security);
  record_list(record, "packages", u->packages, u->named);
  set_reboot(h, record);
  return sink_put(h->sink, record, "apt", err);
}

bool host_patches(struct host *h, struct vg_error *err) {
  static const char *const argv[] = {"apt-get", "-s", "-q", "-o", "Debug::NoLocking=1", "dist-upgrade", NULL};
  struct updates u = {0};
  char at[TIME_TEXT];
  vg_time lists = lists_date(h);
  if (lists == VG_NEVER) {
    sink_reject(h->sink, "apt", "no package lists: this machine's updates are unknown");
    return true;
  }
  if (h->ctx->now - lists > ctx_int(h->ctx, "lists_max_age") * VG_SECOND) {
    sink_reject(h->sink, "apt", "the package lists were fetched %s, expected within the last %s: run apt-get update", time_format(lists, at),
                ctx_text(h->ctx, "lists_max_age"));
    return true;
  }
  char *text = output_of(h, argv, "apt-upgrade", 120000);
  if (text == NULL || strstr(text, "upgraded,") == NULL) {
    sink_reject(h->sink, "apt", "apt-get -s dist-upgrade gives no answer that ends well");
    return true;
  }
  for (char *line; (line = strsep(&text, "\n")) != NULL;) take_line(h, line, &u);
  return put_patch(h, &u, err);
}
