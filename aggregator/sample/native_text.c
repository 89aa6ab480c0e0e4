#include <stdio.h>
#include <string.h>

#include "sample/native.h"

/* The last Sunday of March or October, as days since 1970. */
static int64_t last_sunday(int year, int month) {
  int64_t day = date_to_days(year, month, 31);
  return day - (day + 4) % 7; /* 1970-01-01 was a Thursday */
}

vg_time paris_offset(vg_time at) {
  int year, month, day;
  date_from_days(at / VG_DAY - (at % VG_DAY < 0), &year, &month, &day);
  bool summer = at >= last_sunday(year, 3) * VG_DAY + VG_HOUR && at < last_sunday(year, 10) * VG_DAY + VG_HOUR;
  return summer ? 2 * VG_HOUR : VG_HOUR;
}

char *native_instant(vg_time at, bool zone, char *out) {
  vg_time offset = zone ? paris_offset(at) : 0, local = at + offset;
  int year, month, day;
  int64_t days = local / VG_DAY - (local % VG_DAY < 0), rest = local - days * VG_DAY;
  date_from_days(days, &year, &month, &day);
  int n = snprintf(out, 40, "%04d-%02d-%02dT%02d:%02d:%02d.%03d", year, month, day, (int)(rest / VG_HOUR),
                   (int)(rest / VG_MINUTE % 60), (int)(rest / VG_SECOND % 60), (int)(rest / 1000 % 1000));
  (void)snprintf(out + n, 40 - (size_t)n, zone ? "+%02d:00" : "Z", (int)(offset / VG_HOUR));
  return out;
}

static unsigned char windows_1252(unsigned code) {
  switch (code) {
  case 0x2019:
    return 0x92;
  case 0x2018:
    return 0x91;
  case 0x2013:
    return 0x96;
  case 0x2026:
    return 0x85;
  case 0x20ac:
    return 0x80;
  case 0x0153:
    return 0x9c;
  default:
    return code < 0x80 || (code >= 0xa0 && code < 0x100) ? (unsigned char)code : '?';
  }
}

void native_windows_1252(struct buf *b, size_t from) {
  if (!buf_ok(b)) return;
  unsigned char *to = (unsigned char *)b->data + from;
  const unsigned char *p = to, *end = (const unsigned char *)b->data + b->length;
  while (p < end) {
    unsigned code = *p++;
    int more = code >= 0xe0 ? 2 : code >= 0xc0 ? 1 : 0;
    code = more == 2 ? code & 0x0f : more == 1 ? code & 0x1f : code;
    while (more-- > 0 && p < end) code = code << 6 | (*p++ & 0x3f);
    *to++ = windows_1252(code);
  }
  *to = '\0';
  b->length = (size_t)(to - (unsigned char *)b->data);
}
