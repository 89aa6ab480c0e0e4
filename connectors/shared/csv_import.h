/* connectors/shared/csv_import.h — the records of one kind, from the text of a CSV file into a sink. */
#ifndef VG_CONNECTORS_CSV_IMPORT_H
#define VG_CONNECTORS_CSV_IMPORT_H

#include "connectors/connector.h"
#include "core/zone.h"

struct csv_text {
  const struct kind *kind;
  const struct zone *zone; /* of the times written without an offset */
  char delimiter;          /* '\0': the one most seen on the first line */
  char *text;              /* UTF-8 without its mark; changed */
  size_t length;
};
/* A wrong line, and a second one with the same key, go to the reject list with their place, "line 12". False: a column that is
 * required is not there or is there twice, the text is cut or no CSV, or the sink failed.                                  */
bool csv_import(struct connector_ctx *, struct sink *, const struct csv_text *, struct vg_error *err);

#endif
