/* connectors/shared/csv_kind.h — a kind as a CSV file: headings, values, natural keys, template.
 *
 * Headings: the field's name, or its label in French or English; case, accents and punctuation do not count. Two more
 * columns: key ("key", "cle") and perimeter ("perimeter", "perimetre"). Values: see csv_value().                */
#ifndef VG_CONNECTORS_CSV_KIND_H
#define VG_CONNECTORS_CSV_KIND_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/zone.h"
#include "kind/kind.h"
#include "kind/record.h"

enum { CSV_COLUMN_KEY = -1, CSV_COLUMN_PERIMETER = -2, CSV_COLUMN_EXTRA = -3 };

/* What a heading stands for: the index of a field, or one of CSV_COLUMN_*. */
int csv_column(struct vg_arena *, const struct kind *, const char *heading);

/* Sets a field from a cell; "" leaves it unset. Accepted: dates as dd/mm/yyyy [hh:mm[:ss]] or ISO 8601, without offset in
 * `zone`; decimal comma or point, spaces in thousands, "84 %" for a percentage, "90 min" for a duration; oui, non, vrai,
 * faux, true, false, yes, no, x, 1, 0; enum codes and their French words; lists with '|'.
 * False and *err: "expected a day such as 23/11/2026, got \"45231\"". A refusal of the record itself stays in record->error. */
bool csv_value(struct record *, const struct kind_field *, const char *cell, const struct zone *zone, struct vg_error *err);

/* The key of a record whose fields are set, when the file has no key column, made of the kind's natural fields joined by
 * '|' (account: login@system). In the arena. NULL when none of them is set.                                       */
const char *csv_natural_key(struct vg_arena *, const struct record *);
/* "serial, else name": what csv_natural_key() takes, for the documentation. Returns `out`. */
char *csv_natural_key_help(const struct kind *, char *out, size_t size);

/* A cell of such a file, quoted where it must be. NULL: empty. */
void csv_cell(struct buf *out, const char *text);

/* The template of a kind: byte-order mark, heading and one example line, ';' and CRLF: opens well in spreadsheets. */
void csv_template(const struct kind *, struct buf *out);

#endif
