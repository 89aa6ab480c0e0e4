/* collect/transport_entered.h — what people entered in a source, as the connector form reads it: ENTERED_FILE. */
#ifndef VG_COLLECT_TRANSPORT_ENTERED_H
#define VG_COLLECT_TRANSPORT_ENTERED_H

#include "connectors/transport.h"
#include "db/db.h"
#include "kind/kind.h"

/* There is no other file, no network and no program. A register of which nobody said anything yet is VG_E_NOTFOUND, but for a
 * preview, which shows it empty.                                                                                           */
struct transport_entered {
  struct transport base;
  struct db *db;
  int64_t source_id;
  const struct kind *kind;
};
void transport_entered_init(struct transport_entered *, struct db *, int64_t source_id, const struct kind *);

#endif
