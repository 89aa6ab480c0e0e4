#include "core/zone_file.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

enum { HEADER = 44, COUNT_MAX = 10000, TYPES_MAX = 256, OFFSET_MAX = 26 * 3600, DAY = 86400 };

struct counts {
  size_t isut, isstd, leap, time, type, abbreviation;
};

static int64_t big_endian(const unsigned char *p, int size) {
  uint64_t v = (p[0] & 0x80) != 0 ? UINT64_MAX : 0;
  for (int i = 0; i < size; i++) v = v << 8 | p[i];
  return (int64_t)v;
}

static bool read_header(const unsigned char *p, size_t left, struct counts *c) {
  if (left < HEADER || memcmp(p, "TZif", 4) != 0 || p[4] < '2') return false;
  size_t *all[] = {&c->isut, &c->isstd, &c->leap, &c->time, &c->type, &c->abbreviation};
  for (int i = 0; i < 6; i++) {
    int64_t n = big_endian(p + 20 + 4 * i, 4);
    if (n < 0 || n > COUNT_MAX) return false;
    *all[i] = (size_t)n;
  }
  return c->type > 0 && c->type <= TYPES_MAX;
}

static size_t block_size(const struct counts *c, size_t time_size) {
  return c->time * time_size + c->time + c->type * 6 + c->abbreviation + c->leap * (time_size + 4) + c->isstd + c->isut;
}

/* ---- the POSIX TZ text at the end: "CET-1CEST,M3.5.0,M10.5.0/3" ---- */

static bool number(const char **p, int most, int *out) {
  int v = 0, digits = 0;
  for (; **p >= '0' && **p <= '9' && digits < 4; (*p)++, digits++) v = v * 10 + (**p - '0');
  *out = v;
  return digits > 0 && v <= most;
}

static bool clock_text(const char **p, int most_hours, int *seconds) {
  int sign = **p == '-' ? -1 : 1, h, m = 0, s = 0;
  if (**p == '-' || **p == '+') (*p)++;
  if (!number(p, most_hours, &h)) return false;
  if (**p == ':' && ((*p)++, !number(p, 59, &m))) return false;
  if (**p == ':' && ((*p)++, !number(p, 59, &s))) return false;
  *seconds = sign * (h * 3600 + m * 60 + s);
  return true;
}

static bool name_text(const char **p) {
  const char *start = *p;
  if (**p == '<') {
    *p += strcspn(*p, ">");
    return *(*p)++ == '>';
  }
  while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z')) (*p)++;
  return *p - start >= 3;
}

static bool rule_text(const char **p, struct zone_rule *r) {
  r->form = 'n';
  r->seconds = 2 * 3600;
  if (**p == 'M') {
    (*p)++;
    r->form = 'M';
    if (!number(p, 12, &r->month) || *(*p)++ != '.' || !number(p, 5, &r->week) || *(*p)++ != '.' ||
        !number(p, 6, &r->weekday) || r->month < 1 || r->week < 1) {
      return false;
    }
  } else {
    if (**p == 'J') (*p)++, r->form = 'J';
    if (!number(p, 365, &r->day)) return false;
  }
  return **p != '/' || ((*p)++, clock_text(p, 167, &r->seconds));
}

static bool tail_text(const char *p, struct zone_tail *t) {
  int west;
  if (!name_text(&p) || !clock_text(&p, 24, &west)) return false;
  t->standard = t->summer = -west;
  t->known = true;
  if (*p == '\0') return true;
  t->daylight = true;
  t->summer = t->standard + 3600;
  if (!name_text(&p)) return false;
  if (*p != ',' && *p != '\0') {
    if (!clock_text(&p, 24, &west)) return false;
    t->summer = -west;
  }
  return *p++ == ',' && rule_text(&p, &t->begin) && *p++ == ',' && rule_text(&p, &t->end) && *p == '\0';
}

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/* Seconds since 1970 on the local clock. */
static int64_t rule_instant(const struct zone_rule *r, int year) {
  int64_t day = date_to_days(year, 1, 1);
  if (r->form == 'n') day += r->day;
  if (r->form == 'J') day += r->day - 1 + (r->day >= 60 && is_leap(year));
  if (r->form == 'M') {
    int64_t first = date_to_days(year, r->month, 1);
    int64_t next = r->month == 12 ? date_to_days(year + 1, 1, 1) : date_to_days(year, r->month + 1, 1);
    int sunday_based = (int)(((first + 4) % 7 + 7) % 7);
    day = first + (r->weekday - sunday_based + 7) % 7 + 7 * (r->week - 1);
    if (day >= next) day -= 7;
  }
  return day * DAY + r->seconds;
}

int zone_tail_offset(const struct zone_tail *t, int64_t seconds) {
  if (!t->daylight) return t->standard;
  int year, month, day;
  int64_t local = seconds + t->standard;
  date_from_days(local / DAY - (local % DAY < 0), &year, &month, &day);
  int64_t begin = rule_instant(&t->begin, year) - t->standard, end = rule_instant(&t->end, year) - t->summer;
  bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
  return summer ? t->summer : t->standard;
}

/* ---- the file ---- */

static bool read_types(struct zone_file *f, const unsigned char *p, const struct counts *c) {
  const unsigned char *kinds = p + c->time * 8, *types = kinds + c->time;
  int offsets[TYPES_MAX];
  for (size_t i = 0; i < c->type; i++) {
    int64_t offset = big_endian(types + 6 * i, 4);
    if (offset < -OFFSET_MAX || offset > OFFSET_MAX) return false;
    offsets[i] = (int)offset;
  }
  f->first = offsets[0];
  for (size_t i = 0; i < c->time; i++) {
    if (kinds[i] >= c->type) return false;
    f->at[i] = big_endian(p + 8 * i, 8);
    f->offset[i] = offsets[kinds[i]];
    if (i > 0 && f->at[i] <= f->at[i - 1]) return false;
  }
  return true;
}

static void read_tail(struct zone_file *f, const unsigned char *p, size_t left) {
  char text[128] = "";
  if (left < 2 || *p != '\n') return;
  const unsigned char *end = memchr(p + 1, '\n', left - 1);
  size_t n = end == NULL ? sizeof text : (size_t)(end - p) - 1;
  if (n == 0 || n >= sizeof text) return;
  memcpy(text, p + 1, n);
  if (!tail_text(text, &f->tail)) f->tail = (struct zone_tail){0};
}

bool zone_file_read(struct zone_file *out, const unsigned char *bytes, size_t length) {
  struct counts c;
  *out = (struct zone_file){0};
  if (!read_header(bytes, length, &c)) return false;
  size_t skip = HEADER + block_size(&c, 4);
  if (skip > length || !read_header(bytes + skip, length - skip, &c)) return false;
  const unsigned char *p = bytes + skip + HEADER;
  size_t left = length - skip - HEADER, size = block_size(&c, 8);
  if (size > left) return false;
  out->count = c.time;
  out->at = calloc(c.time + 1, sizeof *out->at);
  out->offset = calloc(c.time + 1, sizeof *out->offset);
  if (out->at == NULL || out->offset == NULL || !read_types(out, p, &c)) {
    zone_file_free(out);
    return false;
  }
  read_tail(out, p + size, left - size);
  return true;
}

void zone_file_free(struct zone_file *f) {
  free(f->at);
  free(f->offset);
  *f = (struct zone_file){0};
}
