/* core/zone_file.h — the content of a TZif file (RFC 8536), for zone.c only. */
#ifndef VG_CORE_ZONE_FILE_H
#define VG_CORE_ZONE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "Mm.w.d/time", "Jn/time" or "n/time" of a POSIX TZ text: when a change happens each year. */
struct zone_rule {
  char form; /* 'M', 'J' (1..365, 29 February not counted) or 'n' (0..365) */
  int month, week, weekday, day;
  int seconds; /* after local midnight, may be negative or past 24 h */
};

struct zone_tail {
  bool known, daylight;
  int standard, summer; /* seconds east of UTC */
  struct zone_rule begin, end;
};

struct zone_file {
  size_t count;
  int64_t *at;  /* seconds since 1970, ascending; yours: free() */
  int *offset;  /* in force from at[i]; yours: free() */
  int first;    /* before at[0] */
  struct zone_tail tail; /* after the last */
};

/* False when the bytes are no TZif file of version 2 or later; *out holds nothing then. */
bool zone_file_read(struct zone_file *out, const unsigned char *bytes, size_t length);
void zone_file_free(struct zone_file *);
/* The offset that the yearly rules give at an instant. */
int zone_tail_offset(const struct zone_tail *, int64_t seconds);

#endif
