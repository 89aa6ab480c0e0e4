/* tests/db/entered.h — a register kept by hand, written by the code that pages call. */
#ifndef VG_TESTS_DB_ENTERED_H
#define VG_TESTS_DB_ENTERED_H

#include "source/entry.h"

/* A source of the connector form, in the whole perimeter; its id. Stops the test when it cannot. */
int64_t entered_source(struct db *owner, const char *code, const char *kind, vg_time now);
/* Enters, with names and values of fields as they are typed in Paris, ended by NULL; the request of its pull. */
int64_t entered_save(struct db *web, int64_t source, const char *key, vg_time now, ...) __attribute__((sentinel));
void entered_confirm(struct db *web, int64_t source, vg_time now);

#endif
