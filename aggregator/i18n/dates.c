#include <stdio.h>

#include "i18n/format.h"

static const char *const months[LANG_COUNT][12] = {
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"}};
static const char *const short_months[LANG_COUNT][12] = {
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}};
static const char *const weekdays[LANG_COUNT][7] = {
    {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}};

struct date {
  int year, month, day;
};

static struct date date_of(int64_t day) {
  struct date d;
  date_from_days(day, &d.year, &d.month, &d.day);
  return d;
}

static void day_and_month(struct buf *b, enum lang lang, int64_t day, const char *const names[LANG_COUNT][12]) {
  struct date d = date_of(day);
  buf_printf(b, "%d%s" NBSP "%s", d.day, lang == LANG_FR && d.day == 1 ? "er" : "", names[lang][d.month - 1]);
}

void put_date(struct buf *b, enum lang lang, int64_t day) {
  day_and_month(b, lang, day, months);
  buf_printf(b, " %d", date_of(day).year);
}

void put_date_long(struct buf *b, enum lang lang, int64_t day) {
  buf_printf(b, "%s ", weekdays[lang][day_of_week(day)]);
  put_date(b, lang, day);
}

void put_date_short(struct buf *b, enum lang lang, int64_t day) { day_and_month(b, lang, day, short_months); }

void put_date_medium(struct buf *b, enum lang lang, int64_t day) {
  day_and_month(b, lang, day, short_months);
  buf_printf(b, NBSP "%d", date_of(day).year);
}

void put_date_numeric(struct buf *b, enum lang lang, int64_t day) {
  struct date d = date_of(day);
  (void)lang;
  buf_printf(b, "%02d/%02d/%04d", d.day, d.month, d.year);
}

void put_date_iso(struct buf *b, int64_t day) {
  struct date d = date_of(day);
  buf_printf(b, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void put_month(struct buf *b, enum lang lang, int64_t day) {
  struct date d = date_of(day);
  buf_printf(b, "%s %d", months[lang][d.month - 1], d.year);
}

void put_clock(struct buf *b, enum lang lang, const struct zone *zone, vg_time at) {
  if (at == VG_NEVER) {
    buf_text(b, EN_DASH);
    return;
  }
  struct civil c = zone_civil(zone, at);
  buf_printf(b, lang == LANG_FR ? "%02d" NBSP "h" NBSP "%02d" : "%02d:%02d", c.hour, c.minute);
}

void put_instant(struct buf *b, enum lang lang, const struct zone *zone, vg_time at) {
  if (at == VG_NEVER) {
    buf_text(b, EN_DASH);
    return;
  }
  put_date_medium(b, lang, zone_day(zone, at));
  buf_text(b, ", ");
  put_clock(b, lang, zone, at);
}

void put_told(struct buf *b, enum lang lang, const struct zone *zone, vg_time at) {
  int64_t day = at == VG_NEVER ? 0 : zone_day(zone, at);
  if (at != VG_NEVER && zone_midnight(zone, day) == at) put_date_medium(b, lang, day);
  else put_instant(b, lang, zone, at);
}
