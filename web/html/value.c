#include <math.h>
#include <string.h>

#include "i18n/format.h"
#include "web/html/html.h"

static const struct zone *zone_of(const struct html *h) { return h->zone != NULL ? h->zone : zone_utc(); }

void html_count(struct html *h, int64_t n) {
  if (n == HTML_NO_INT) buf_text(h->out, EN_DASH);
  else put_integer(h->out, h->lang, n);
}

void html_plain(struct html *h, int64_t n) {
  if (n != HTML_NO_INT) buf_int(h->out, n);
}

void html_lists(struct html *h, int64_t n) {
  if (n == HTML_NO_INT) return;
  html_const(h, " data-count=\"");
  buf_int(h->out, n);
  html_const(h, "\"");
}

void html_signed(struct html *h, int64_t n) {
  if (n == HTML_NO_INT) buf_text(h->out, EN_DASH);
  else put_delta(h->out, h->lang, (double)n, 0);
}

void html_span(struct html *h, int64_t seconds) {
  if (seconds == HTML_NO_INT) buf_text(h->out, EN_DASH);
  else put_duration(h->out, h->lang, seconds * VG_SECOND);
}

void html_number(struct html *h, double x) { put_number(h->out, h->lang, x, 1); }
void html_number0(struct html *h, double x) { put_number(h->out, h->lang, x, 0); }
void html_number2(struct html *h, double x) { put_number(h->out, h->lang, x, 2); }

void html_decimal(struct html *h, double x) {
  if (isfinite(x)) buf_printf(h->out, "%.10g", x);
}

void html_percent(struct html *h, double ratio) { put_percent(h->out, h->lang, ratio); }

void html_percent0(struct html *h, double ratio) {
  put_number(h->out, h->lang, ratio * 100, 0);
  buf_text(h->out, h->lang == LANG_FR ? NBSP "%" : "%");
}

void html_points(struct html *h, double difference) {
  double points = round(difference * 1000) / 10;
  put_delta(h->out, h->lang, points, 1);
  bool one = h->lang == LANG_FR ? fabs(points) < 2 : fabs(points) == 1;
  buf_text(h->out, one ? NBSP "point" : NBSP "points");
}

void html_hours(struct html *h, double hours) {
  if (isnan(hours)) buf_text(h->out, EN_DASH);
  else put_duration(h->out, h->lang, (vg_time)(hours * (double)VG_HOUR));
}

void html_times(struct html *h, double ratio) {
  if (isnan(ratio)) buf_text(h->out, EN_DASH);
  else put_number(h->out, h->lang, ratio, 2), buf_text(h->out, NBSP "×");
}

/* The civil day of an instant; false, with a dash written, when there is none. */
static bool civil_day(struct html *h, vg_time at, int64_t *day) {
  if (at == VG_NEVER) return buf_text(h->out, EN_DASH), false;
  return *day = zone_day(zone_of(h), at), true;
}

#define DATE(name, put)                                                                                                \
  void name(struct html *h, vg_time at) {                                                                              \
    int64_t day;                                                                                                       \
    if (civil_day(h, at, &day)) put(h->out, h->lang, day);                                                             \
  }
DATE(html_date, put_date)
DATE(html_day, put_date_long)
DATE(html_short, put_date_short)
DATE(html_medium, put_date_medium)
DATE(html_month, put_month)

void html_month3(struct html *h, vg_time at) {
  int64_t day;
  if (!civil_day(h, at, &day)) return;
  BUF(text, 64);
  put_date_short(&text, h->lang, day);
  const char *nbsp = strstr(text.data, NBSP);
  buf_text(h->out, nbsp != NULL ? nbsp + strlen(NBSP) : text.data);
}

void html_hour(struct html *h, vg_time at) { put_clock(h->out, h->lang, zone_of(h), at); }
void html_datetime(struct html *h, vg_time at) { put_instant(h->out, h->lang, zone_of(h), at); }
void html_told(struct html *h, vg_time at) { put_told(h->out, h->lang, zone_of(h), at); }

/* The length of what comes before ", 2026-11-16" or ", 2026-11" at the end, and the day or the month's first; false: neither. */
static bool name_dated(const char *name, size_t *before, int64_t *day, bool *whole_month) {
  const char *comma = strrchr(name, ',');
  size_t n = comma != NULL ? strlen(comma) : 0;
  if ((n != strlen(", 2026-11-16") && n != strlen(", 2026-11")) || comma[1] != ' ') return false;
  char date[] = "2026-11-01";
  memcpy(date, comma + 2, n - 2);
  *before = (size_t)(comma - name) + 2;
  *whole_month = n == strlen(", 2026-11");
  struct vg_error none = {0};
  return date[4] == '-' && date_parse(date, day, &none);
}

void html_name(struct html *h, const char *name) {
  size_t before;
  int64_t day;
  bool whole_month;
  if (name == NULL || !name_dated(name, &before, &day, &whole_month)) {
    html_attr(h, name);
    return;
  }
  BUF(text, 1024);
  buf_put(&text, name, before);
  if (whole_month) put_month(&text, h->lang, day);
  else put_date_medium(&text, h->lang, day);
  html_attr(h, buf_ok(&text) ? text.data : name);
}

void html_iso(struct html *h, vg_time at) {
  char text[TIME_TEXT];
  buf_text(h->out, time_format(at, text));
}

void html_isodate(struct html *h, vg_time at) {
  if (at != VG_NEVER) put_date_iso(h->out, zone_day(zone_of(h), at));
}

void html_field(struct html *h, vg_time at) {
  if (at != VG_NEVER) put_date_numeric(h->out, h->lang, zone_day(zone_of(h), at));
}

void html_quarter(struct html *h, vg_time at) {
  int64_t day;
  if (!civil_day(h, at, &day)) return;
  int year, month, d;
  date_from_days(day, &year, &month, &d);
  buf_printf(h->out, "%c%d" NBSP "%d", h->lang == LANG_FR ? 'T' : 'Q', (month + 2) / 3, year);
}

void html_value(struct html *h, const struct html_value *v) {
  switch (v->as) {
  case HTML_TEXT: html_attr(h, v->text); break;
  case HTML_NAME: html_name(h, v->text); break;
  case HTML_COUNT: html_count(h, v->integer); break;
  case HTML_PLAIN: html_plain(h, v->integer); break;
  case HTML_SIGNED: html_signed(h, v->integer); break;
  case HTML_SPAN: html_span(h, v->integer); break;
  case HTML_NUMBER: html_number(h, v->real); break;
  case HTML_NUMBER0: html_number0(h, v->real); break;
  case HTML_NUMBER2: html_number2(h, v->real); break;
  case HTML_DECIMAL: html_decimal(h, v->real); break;
  case HTML_PERCENT: html_percent(h, v->real); break;
  case HTML_PERCENT0: html_percent0(h, v->real); break;
  case HTML_POINTS: html_points(h, v->real); break;
  case HTML_HOURS: html_hours(h, v->real); break;
  case HTML_TIMES: html_times(h, v->real); break;
  case HTML_DATE: html_date(h, v->time); break;
  case HTML_DAY: html_day(h, v->time); break;
  case HTML_SHORT: html_short(h, v->time); break;
  case HTML_MEDIUM: html_medium(h, v->time); break;
  case HTML_MONTH: html_month(h, v->time); break;
  case HTML_MONTH3: html_month3(h, v->time); break;
  case HTML_HOUR: html_hour(h, v->time); break;
  case HTML_DATETIME: html_datetime(h, v->time); break;
  case HTML_TOLD: html_told(h, v->time); break;
  case HTML_ISO: html_iso(h, v->time); break;
  case HTML_ISODATE: html_isodate(h, v->time); break;
  case HTML_FIELD: html_field(h, v->time); break;
  case HTML_QUARTER: html_quarter(h, v->time); break;
  }
}
