/* connectors/shared/reference.h — pages of the documentation made from the tables of connectors and kinds. */
#ifndef VG_CONNECTORS_REFERENCE_H
#define VG_CONNECTORS_REFERENCE_H

#include "core/buf.h"

/* Every connector: what it reads, how often, what it gives, its options. Markdown, English. */
void connectors_reference(struct buf *out);
/* Every kind of record: its fields, its key, and how to write it in a CSV file. Markdown, English. */
void kinds_reference(struct buf *out);

#endif
