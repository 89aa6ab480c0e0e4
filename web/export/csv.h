/* web/export/csv.h — lists as CSV files that spreadsheets open right away and cannot be harmed by.
 *
 * French: UTF-8 with a byte-order mark, ';' between cells, decimal comma. English: RFC 4180 (',', no mark, decimal
 * point). Dates are 2026-11-23 and instants 2026-11-23T08:12:00Z in both. A text that a spreadsheet would take for a
 * formula (= + - @, tab, carriage return, and their full-width forms) gets an apostrophe before it; numbers do not.  */
#ifndef VG_WEB_EXPORT_CSV_H
#define VG_WEB_EXPORT_CSV_H

#include "core/buf.h"
#include "core/clock.h"
#include "i18n/i18n.h"

struct csv {
  struct buf *out;
  enum lang lang;
  bool cell; /* a cell of this row was written */
};

/* `out` gets the mark. The csv needs no freeing. */
void csv_begin(struct csv *, struct buf *out, enum lang);
void csv_text(struct csv *, const char *text); /* NULL: an empty cell */
void csv_integer(struct csv *, int64_t);
void csv_real(struct csv *, double); /* NaN: an empty cell */
void csv_instant(struct csv *, vg_time); /* VG_NEVER: an empty cell */
void csv_end_row(struct csv *);

#endif
