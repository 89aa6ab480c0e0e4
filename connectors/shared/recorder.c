/* Writes what another transport answers, in the layout of transport.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connectors/transport.h"

static bool make_parents(const char *path, struct vg_error *err) {
  char part[4200];
  (void)snprintf(part, sizeof part, "%s", path);
  for (char *p = strchr(part + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    if (mkdir(part, 0700) != 0 && errno != EEXIST)
      return vg_fail(err, VG_E_STORAGE, "directory \"%s\": %s", part, vg_errno(errno));
    *p = '/';
  }
  return true;
}

static bool write_all(int fd, const char *data, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, data, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data += n;
    length -= (size_t)n;
  }
  return true;
}

static bool save(const char *name, const char *suffix, const char *data, size_t length, struct vg_error *err) {
  char path[4200];
  (void)snprintf(path, sizeof path, "%s%s", name, suffix);
  if (!make_parents(path, err)) return false;
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool ok = fd >= 0 && write_all(fd, data, length);
  if (fd >= 0 && close(fd) != 0) ok = false;
  return ok ? true : vg_fail(err, VG_E_STORAGE, "file \"%s\": %s", path, vg_errno(errno));
}

static bool save_failure(const char *name, struct vg_error *err) {
  char text[700];
  struct vg_error ignored = {0};
  int n = snprintf(text, sizeof text, "%s\n%s\n", vg_error_info(err->code)->name, err->message);
  (void)save(name, ".error", text, (size_t)n, &ignored);
  return false;
}

static bool recorder_http(struct transport *base, struct connector_ctx *ctx, const struct http_call *call,
                          struct buf *body, struct vg_error *err) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  char name[4100];
  if (!recorded_http_name(&t->names, call, name, sizeof name, err)) return false;
  if (!t->inner->ops->http_get(t->inner, ctx, call, body, err)) return save_failure(name, err);
  return save(name, ".json", body->data, body->length, err);
}

static bool recorder_command(struct transport *base, struct connector_ctx *ctx, const struct program_call *call,
                             struct buf *output, int *exit_status, char *errors, struct vg_error *err) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  char name[4100], status[16];
  if (!recorded_command_name(&t->names, call, name, sizeof name, err)) return false;
  if (!t->inner->ops->command(t->inner, ctx, call, output, exit_status, errors, err)) return save_failure(name, err);
  int n = snprintf(status, sizeof status, "%d\n", *exit_status < 0 ? 255 : *exit_status);
  return save(name, ".out", output->data, output->length, err) && save(name, ".exit", status, (size_t)n, err) &&
         save(name, ".err", errors, strlen(errors), err);
}

static bool place_of(struct transport_recorder *t, const char *path, char out[4100], struct vg_error *err) {
  int n = snprintf(out, 4100, "%s/file%s", t->names.directory, path);
  return n > 0 && n < 4100 ? true : vg_fail(err, VG_E_LIMIT, "recorded answers: path too long");
}

static void keep_date(const char *place, const struct file_info *info) {
  struct timespec times[2];
  times[0].tv_sec = times[1].tv_sec = info->modified / VG_SECOND;
  times[0].tv_nsec = times[1].tv_nsec = info->modified % VG_SECOND * 1000;
  (void)utimensat(AT_FDCWD, place, times, 0);
}

static bool recorder_file(struct transport *base, struct connector_ctx *ctx, const char *path, size_t limit,
                          struct buf *content, struct vg_error *err) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  struct file_info info;
  struct vg_error ignored = {0};
  char place[4100];
  if (!t->inner->ops->file(t->inner, ctx, path, limit, content, err) || !place_of(t, path, place, err) ||
      !save(place, "", content->data, content->length, err))
    return false;
  if (t->inner->ops->info(t->inner, ctx, path, &info, &ignored)) keep_date(place, &info);
  return true;
}

static bool recorder_info(struct transport *base, struct connector_ctx *ctx, const char *path, struct file_info *info,
                          struct vg_error *err) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  char place[4100];
  if (!t->inner->ops->info(t->inner, ctx, path, info, err) || !place_of(t, path, place, err)) return false;
  if (access(place, F_OK) == 0) return true;
  if (info->directory) {
    char inside[4200];
    (void)snprintf(inside, sizeof inside, "%s/", place);
    return make_parents(inside, err);
  }
  if (!save(place, "", "", 0, err)) return false;
  keep_date(place, info);
  return true;
}

static bool recorder_list(struct transport *base, struct connector_ctx *ctx, const char *path,
                          const char *const **names, size_t *count, struct vg_error *err) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  char place[4100], inside[4200];
  if (!t->inner->ops->list(t->inner, ctx, path, names, count, err) || !place_of(t, path, place, err)) return false;
  (void)snprintf(inside, sizeof inside, "%s/", place);
  return make_parents(inside, err);
}

static const char *recorder_link(struct transport *base, struct connector_ctx *ctx, const char *path) {
  struct transport_recorder *t = (struct transport_recorder *)base;
  const char *target = t->inner->ops->link(t->inner, ctx, path);
  char place[4100];
  struct vg_error ignored = {0};
  if (target != NULL && place_of(t, path, place, &ignored) && make_parents(place, &ignored))
    if (symlink(target, place) != 0) return target;
  return target;
}

void transport_recorder_init(struct transport_recorder *t, struct transport *inner, const char *directory) {
  static const struct transport_ops ops = {.http_get = recorder_http,
                                           .command = recorder_command,
                                           .file = recorder_file,
                                           .info = recorder_info,
                                           .list = recorder_list,
                                           .link = recorder_link};
  *t = (struct transport_recorder){.base = {.ops = &ops}, .inner = inner};
  transport_recorded_init(&t->names, directory);
}
