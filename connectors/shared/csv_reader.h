/* connectors/shared/csv_reader.h — CSV text, row by row, strictly: RFC 4180 quotes, ';' ',' or tab.
 *
 * Cells are unquoted in place: the text belongs to the reader's caller and is changed. A row is at most 1 MiB and 200
 * cells. Blank lines are skipped. Lines are counted from 1, as an editor does, inside quoted cells too.         */
#ifndef VG_CONNECTORS_CSV_READER_H
#define VG_CONNECTORS_CSV_READER_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"

enum { CSV_CELLS_MAX = 200, CSV_ROW_MAX = 1 << 20 };
enum csv_encoding { CSV_AUTO, CSV_UTF8, CSV_CP1252 };

/* UTF-8 text without its mark, in the arena or in `content` itself. CSV_AUTO: UTF-8 when it is valid, else Windows-1252.
 * VG_E_INPUT: empty, NUL (UTF-16 is named), bytes that the encoding has not, with their line.                     */
bool csv_decode(struct vg_arena *, struct buf *content, enum csv_encoding, char **text, size_t *length,
                struct vg_error *err);

struct csv_reader {
  char *at, *end;
  char delimiter; /* '\0': the one most seen on the first line */
  size_t line;    /* of the next row */
};
struct csv_row {
  size_t line; /* where it starts */
  size_t count;
  char *cells[CSV_CELLS_MAX];
  bool ended; /* by a line break: false on a last line without one */
};

/* Skips a leading "sep=;" line of spreadsheets. */
void csv_open(struct csv_reader *, char *text, size_t length, char delimiter);
/* False at the end (err->code stays VG_OK) or on a failure: VG_E_INPUT "line 12, column 3: …", VG_E_LIMIT. */
bool csv_next(struct csv_reader *, struct csv_row *, struct vg_error *err);

/* A heading made comparable: ASCII lower-case, accents of Latin-1 folded, other bytes between words made one '_'. */
char *csv_fold(struct vg_arena *, const char *heading);

#endif
