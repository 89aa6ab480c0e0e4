#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/parse.h"
#include "core/text.h"

static const struct command_option *declared(const struct command_call *call, const char *name) {
  const struct command_option *o = call->command->options;
  while (o != NULL && o->name != NULL && strcmp(o->name, name) != 0) o++;
  assert(o != NULL && o->name != NULL);
  return o;
}

const char *command_each(const struct command_call *call, const char *name, size_t i) {
  const struct command_option *o = declared(call, name);
  for (size_t k = 0; k < call->given_count; k++) {
    if (call->given[k].option != o) continue;
    if (i-- == 0) return call->given[k].value;
  }
  return NULL;
}

bool command_given(const struct command_call *call, const char *name) {
  const struct command_option *o = declared(call, name);
  for (size_t k = 0; k < call->given_count; k++) {
    if (call->given[k].option == o) return true;
  }
  return false;
}

bool command_flag(const struct command_call *call, const char *name) { return command_given(call, name); }

const char *command_text(const struct command_call *call, const char *name) {
  const char *value = command_each(call, name, 0);
  return value != NULL ? value : declared(call, name)->dflt;
}

int64_t command_int(const struct command_call *call, const char *name) {
  const char *text = command_text(call, name);
  int64_t value = 0;
  bool ok = text == NULL || text_int(text, INT64_MIN, INT64_MAX, &value);
  assert(ok);
  return ok ? value : 0;
}

double command_real(const struct command_call *call, const char *name) {
  const char *text = command_text(call, name);
  double value = 0;
  bool ok = text == NULL || text_real(text, &value);
  assert(ok);
  return ok ? value : 0;
}

static const struct zone *zone_of(const struct command_call *call) { return call->config != NULL ? call->config->zone : zone_utc(); }

vg_time command_time(const struct command_call *call, const char *name) {
  const char *text = command_text(call, name);
  struct vg_error ignored = {0};
  vg_time at = VG_NEVER;
  bool ok = text == NULL || zone_parse(zone_of(call), text, &at, &ignored);
  assert(ok);
  return ok ? at : VG_NEVER;
}

bool command_situation(const struct command_call *call, const char *name, vg_time now, vg_time *out, struct vg_error *err) {
  const char *text = command_text(call, name);
  struct vg_error ignored = {0};
  int64_t day, today = zone_day(zone_of(call), now);
  *out = text == NULL ? now : command_time(call, name);
  if (text == NULL || !date_parse(text, &day, &ignored)) return true;
  if (day > today) return vg_fail(err, VG_E_USAGE, "--%s: expected a day that has begun, got %.20s", name, text);
  *out = day == today ? now : zone_midnight(zone_of(call), day + 1);
  return true;
}

const char *command_argument(const struct command_call *call, size_t i) {
  return i < call->argument_count ? call->arguments[i] : NULL;
}

bool command_file(const struct command_call *call, const char *path, size_t most, const char **text, struct vg_error *err) {
  char part[8192];
  BUF(read, most);
  FILE *f = fopen(path, "re");
  if (f == NULL) return vg_fail(err, VG_E_INPUT, "%s cannot be read: %s", path, strerror(errno));
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&read, part, n);
  bool ok = ferror(f) == 0 || vg_fail(err, VG_E_INPUT, "%s cannot be read: %s", path, strerror(errno));
  (void)fclose(f);
  if (!ok || !buf_check(&read, path, err)) return false;
  if (read.length == 0) return vg_fail(err, VG_E_INPUT, "%s: expected UTF-8 text, found an empty file", path);
  if (strlen(read.data) != read.length) return vg_fail(err, VG_E_INPUT, "%s: expected UTF-8 text, found a NUL byte", path);
  *text = vg_strdup(call->arena, read.data);
  return *text != NULL || vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
}
