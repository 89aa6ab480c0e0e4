#include "sample/sheet.h"

#include <stdio.h>
#include <string.h>

#include "sample/native.h"

void cell(struct sheet *s, const char *text) {
  if (s->begun) buf_char(s->out, s->separator);
  s->begun = true;
  if (text == NULL || text[0] == '\0') return;
  char special[] = {s->separator, '"', '\n', '\0'};
  if (strpbrk(text, special) == NULL) {
    buf_text(s->out, text);
    return;
  }
  buf_char(s->out, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"') buf_char(s->out, '"');
    buf_char(s->out, *text);
  }
  buf_char(s->out, '"');
}

void end(struct sheet *s) {
  buf_text(s->out, s->french ? "\r\n" : "\n");
  s->begun = false;
}

void heading(struct sheet *s, const char *const *names) {
  for (; *names != NULL; names++) cell(s, *names);
  end(s);
}

void cell_int(struct sheet *s, int64_t value) {
  char text[24];
  (void)snprintf(text, sizeof text, "%lld", (long long)value);
  cell(s, text);
}

void cell_bool(struct sheet *s, bool value) {
  cell(s, s->french ? (value ? "oui" : "non") : (value ? "true" : "false"));
}

void cell_days(struct sheet *s, int64_t days) {
  int year, month, day;
  char text[40];
  date_from_days(days, &year, &month, &day);
  if (s->french)
    (void)snprintf(text, sizeof text, "%02d/%02d/%04d", day, month, year);
  else
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  cell(s, text);
}

void cell_day(struct sheet *s, const struct world *w, int64_t day, vg_time at) {
  if (day == DAY_NEVER || world_at(w, day, 0) > at)
    cell(s, "");
  else
    cell_days(s, w->today + day);
}

void cell_planned(struct sheet *s, const struct world *w, int64_t day) {
  if (day == DAY_NEVER)
    cell(s, "");
  else
    cell_days(s, w->today + day);
}

void cell_time(struct sheet *s, vg_time when, vg_time at) {
  char text[48];
  if (when == VG_NEVER || when > at) {
    cell(s, "");
    return;
  }
  vg_time local = s->french ? when + paris_offset(when) : when;
  int year, month, day;
  int64_t days = local / VG_DAY - (local % VG_DAY < 0), minute = (local - days * VG_DAY) / VG_MINUTE;
  date_from_days(days, &year, &month, &day);
  int hour = (int)(minute / 60), rest = (int)(minute % 60);
  if (s->french)
    (void)snprintf(text, sizeof text, "%02d/%02d/%04d %02d:%02d", day, month, year, hour, rest);
  else
    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:00Z", year, month, day, hour, rest);
  cell(s, text);
}

void cell_key(struct sheet *s, const char *prefix, int64_t number) {
  char text[40];
  (void)snprintf(text, sizeof text, "%s%04lld", prefix, (long long)number);
  cell(s, text);
}
