/* sample/sheet.h — rows of a spreadsheet export. */
#ifndef VG_SAMPLE_SHEET_H
#define VG_SAMPLE_SHEET_H

#include "core/buf.h"
#include "sample/world.h"

struct sheet {
  struct buf *out;
  char separator;
  bool french; /* dd/mm/yyyy, Paris time, oui and non; else ISO 8601, UTC, true and false */
  bool begun;
};

/* Each cell function adds a cell to the row under way; end() ends it. */
void cell(struct sheet *, const char *text); /* NULL: empty */
void cell_int(struct sheet *, int64_t value);
void cell_bool(struct sheet *, bool value);
void cell_days(struct sheet *, int64_t days); /* since 1970 */
/* Empty when there is no such day, or when it has not come at `at`. */
void cell_day(struct sheet *, const struct world *, int64_t day, vg_time at);
/* A day that was set beforehand: shown although it has not come. */
void cell_planned(struct sheet *, const struct world *, int64_t day);
/* Empty when it is VG_NEVER or has not come at `at`. */
void cell_time(struct sheet *, vg_time when, vg_time at);
void cell_key(struct sheet *, const char *prefix, int64_t number);
void end(struct sheet *);
void heading(struct sheet *, const char *const *names);
#define HEADING(s, ...) heading((s), (const char *const[]){__VA_ARGS__, NULL})

#endif
