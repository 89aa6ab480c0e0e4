#include "core/zone.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "core/zone_file.h"

enum { NAME_MAX_BYTES = 64, FILE_MAX_BYTES = 1 << 18 };

struct zone {
  char name[NAME_MAX_BYTES + 1];
  struct zone_file file;
  struct zone *next;
};

static const struct zone utc = {.name = "UTC"};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct zone *known;

const struct zone *zone_utc(void) { return &utc; }
const char *zone_name(const struct zone *z) { return z->name; }

static bool name_ok(const char *name) {
  size_t n = strlen(name);
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  return n > 0 && n <= NAME_MAX_BYTES && strspn(name, allowed) == n && *name != '/' && name[n - 1] != '/';
}

static struct zone *load(const char *name) {
  char path[128];
  (void)snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
  FILE *f = fopen(path, "rbe");
  if (f == NULL) return NULL;
  unsigned char *bytes = malloc(FILE_MAX_BYTES);
  struct zone *z = calloc(1, sizeof *z);
  size_t n = bytes == NULL ? 0 : fread(bytes, 1, FILE_MAX_BYTES, f);
  (void)fclose(f);
  bool ok = z != NULL && n > 0 && zone_file_read(&z->file, bytes, n);
  free(bytes);
  if (!ok) {
    free(z);
    return NULL;
  }
  (void)snprintf(z->name, sizeof z->name, "%s", name);
  return z;
}

static struct zone *find(const char *name) {
  struct zone *z = known;
  while (z != NULL && strcmp(z->name, name) != 0) z = z->next;
  return z;
}

const struct zone *zone_get(const char *name, struct vg_error *err) {
  if (strcmp(name, "UTC") == 0) return &utc;
  struct zone *z = NULL;
  if (name_ok(name)) {
    (void)pthread_mutex_lock(&lock);
    z = find(name);
    if (z == NULL && (z = load(name)) != NULL) {
      z->next = known;
      known = z;
    }
    (void)pthread_mutex_unlock(&lock);
  }
  if (z != NULL) return z;
  char shown[80];
  (void)vg_fail(err, VG_E_CONFIG, "expected an IANA time zone such as Europe/Paris, got \"%s\"",
                text_show(name, shown, sizeof shown));
  (void)vg_hint(err, "The zones are the files of /usr/share/zoneinfo (package tzdata)");
  return NULL;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

int zone_offset(const struct zone *z, vg_time at) {
  const struct zone_file *f = &z->file;
  int64_t seconds = floor_div(at, VG_SECOND);
  if (f->count == 0 || seconds >= f->at[f->count - 1]) {
    if (f->tail.known) return zone_tail_offset(&f->tail, seconds);
    return f->count == 0 ? f->first : f->offset[f->count - 1];
  }
  if (seconds < f->at[0]) return f->first;
  size_t low = 0, high = f->count; /* at[low] <= seconds < at[high] */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (f->at[middle] <= seconds) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return f->offset[low];
}

struct civil zone_civil(const struct zone *z, vg_time at) {
  struct civil c = {.offset = zone_offset(z, at)};
  int64_t local = floor_div(at, VG_SECOND) + c.offset, day = floor_div(local, 86400), rest = local - day * 86400;
  date_from_days(day, &c.year, &c.month, &c.day);
  c.hour = (int)(rest / 3600);
  c.minute = (int)(rest / 60 % 60);
  c.second = (int)(rest % 60);
  c.weekday = day_of_week(day);
  return c;
}

int64_t zone_day(const struct zone *z, vg_time at) {
  return floor_div(floor_div(at, VG_SECOND) + zone_offset(z, at), 86400);
}

/* Clock changes are rarer than a day: one of the offsets a day before and after is in force, unless the clock skips. */
vg_time zone_instant(const struct zone *z, int64_t day, vg_time clock) {
  vg_time local = day * VG_DAY + clock;
  int before = zone_offset(z, local - VG_DAY), after = zone_offset(z, local + VG_DAY);
  vg_time first = local - before * VG_SECOND, second = local - after * VG_SECOND;
  if (zone_offset(z, first) == before || zone_offset(z, second) != after) return first;
  return second;
}

vg_time zone_midnight(const struct zone *z, int64_t day) { return zone_instant(z, day, 0); }

int day_of_week(int64_t day) { return (int)(((day + 3) % 7 + 7) % 7); }

/* ---- texts ---- */

static bool digits(const char **p, int least, int most, int *out) {
  int n = 0, value = 0;
  for (; n < most && **p >= '0' && **p <= '9'; n++, (*p)++) value = value * 10 + (**p - '0');
  *out = value;
  return n >= least;
}

static const char *skip_blanks(const char *p) {
  while (*p == ' ' || *p == '\t') p++;
  return p;
}

static bool french_date(const char **p, int *y, int *m, int *d) {
  if (!digits(p, 1, 2, d) || **p == '\0' || strchr("/-.", **p) == NULL) return false;
  char separator = *(*p)++;
  return digits(p, 1, 2, m) && *(*p)++ == separator && digits(p, 4, 4, y);
}

static bool iso_date(const char **p, int *y, int *m, int *d) {
  return digits(p, 4, 4, y) && *(*p)++ == '-' && digits(p, 2, 2, m) && *(*p)++ == '-' && digits(p, 2, 2, d);
}

static bool any_date(const char **p, int64_t *day) {
  const char *start = skip_blanks(*p);
  int y = 0, m = 0, d = 0;
  *p = start;
  bool ok = iso_date(p, &y, &m, &d);
  if (!ok) {
    *p = start;
    ok = french_date(p, &y, &m, &d);
  }
  if (!ok || !date_valid(y, m, d)) return false;
  *day = date_to_days(y, m, d);
  return true;
}

bool date_parse(const char *text, int64_t *day, struct vg_error *err) {
  const char *p = text;
  if (any_date(&p, day) && *skip_blanks(p) == '\0') return true;
  char shown[60];
  return vg_fail(err, VG_E_INPUT, N_("expected a date such as 30/09/2026 or 2026-09-30, got \"%s\""),
                 text_show(text, shown, sizeof shown));
}

/* "08:41" or "08:41:10", then nothing. */
static bool clock_of_day(const char *p, vg_time *clock) {
  int h, m, s = 0;
  if (!digits(&p, 1, 2, &h) || *p++ != ':' || !digits(&p, 2, 2, &m)) return false;
  if (*p == ':' && (p++, !digits(&p, 2, 2, &s))) return false;
  *clock = h * VG_HOUR + m * VG_MINUTE + s * VG_SECOND;
  return h < 24 && m < 60 && s < 60 && *skip_blanks(p) == '\0';
}

bool zone_parse(const struct zone *z, const char *text, vg_time *out, struct vg_error *err) {
  const char *p = text;
  int64_t day;
  vg_time clock = 0;
  if (any_date(&p, &day)) {
    const char *rest = skip_blanks(p);
    bool separated = rest > p || *p == 'T';
    if (*p == 'T') rest = p + 1;
    if (*rest == '\0' || (separated && clock_of_day(rest, &clock))) {
      *out = zone_instant(z, day, clock);
      return true;
    }
  }
  struct vg_error ignored = {0};
  if (time_parse(text, out, &ignored)) return true;
  char shown[60];
  return vg_fail(err, VG_E_INPUT, N_("expected an instant such as 2026-11-23T18:10:02Z or 30/09/2026 08:41, got \"%s\""),
                 text_show(text, shown, sizeof shown));
}
