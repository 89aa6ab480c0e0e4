/* Runs a connector on recorded answers into a memory sink, for tests/connectors. */
#ifndef VG_TESTS_CONNECTORS_RUN_H
#define VG_TESTS_CONNECTORS_RUN_H

#include "connectors/shared/sink_memory.h"
#include "connectors/transport.h"

#define NOW "2026-11-23T18:00:00Z"
#define OPTIONS(...) ((const struct option_value[]){__VA_ARGS__ __VA_OPT__(, ){NULL, NULL}})

struct tried {
  struct vg_arena *arena;
  struct sink_memory sink;
  struct vg_error err;
  vg_time covered_since;
  bool ok;
  struct buf lines; /* memory_row_text() of each row, then "reject PLACE: REASON", a line each */
};
/* `directory`: of recorded answers; one that does not start with '/' is below tests/connectors. Ends the test when the
 * options are refused. Free with tried_free(). `since`: NULL for all. */
void try_recorded(struct tried *, const char *connector, const struct option_value *options, const char *directory,
                  const char *now, const char *since);
void try_transport(struct tried *, const char *connector, const struct option_value *options, struct transport *,
                   const char *now, const char *since);
void tried_free(struct tried *);

/* A directory of recorded answers in memory: answers every http call, command and file with `text`, whatever it asks;
 * fails with `err` when its code is set. */
struct transport_text {
  struct transport base;
  const char *text;
  size_t length;
  int exit_status;
  const char *errors;
  struct vg_error err;
};
void transport_text_init(struct transport_text *, const char *text, size_t length);

/* A file of tests/connectors, whole. Ends the test when it is not there. Yours: buf_free(). */
void fixture(const char *name, struct buf *out);
/* A directory that is removed with all it holds at the end of the test program's run. */
const char *scratch(void);
void put_file(const char *directory, const char *name, const void *bytes, size_t length);

#endif
