/* tests/db/ingest.h — a source whose answers a test writes, pulled by the real code. */
#ifndef VG_TESTS_DB_INGEST_H
#define VG_TESTS_DB_INGEST_H

#include <criterion/criterion.h>

#include "collect/pull.h"
#include "connectors/transport.h"
#include "support/db_fixture.h"

struct ingest {
  struct db *owner, *db; /* vigie_owner, vigie_collect */
  char data_dir[64], answers[96];
  int64_t source;
  vg_time now; /* of the next pull; ingest_pull() adds an hour */
  struct pull_result result;
};

/* Perimeters all > client-a, other; a csv source "test" of this kind on client-a; the collector's key. */
void ingest_init(struct ingest *, const char *kind);
void ingest_free(struct ingest *);
/* What the file says from now on. */
void ingest_file(struct ingest *, const char *csv);
/* Pulls; stops the test unless it ends with this status. */
void ingest_pull(struct ingest *, enum pull_status expected);
/* file, then pull. */
void ingest_read(struct ingest *, const char *csv, enum pull_status expected);
/* "opened/changed/vanished/rejected" of the last pull, in a static buffer. */
const char *ingest_counts(const struct ingest *);
/* One text made of the answer: columns by ',', rows by ';'. */
const char *ingest_sql(struct ingest *, const char *sql);
/* A new hour; returns the former one, RFC 3339, in a static buffer. */
struct pull_conf ingest_conf(struct ingest *, struct transport_recorded *);

#endif
