/* sample/sources.h — the sample's sources, and the answers that each gives at an instant, in the layout of
 * connectors/transport.h. Most are read once a week in the far past and once a day in the last month.         */
#ifndef VG_SAMPLE_SOURCES_H
#define VG_SAMPLE_SOURCES_H

#include "connectors/connector.h"
#include "sample/native.h"

enum { SAMPLE_SOURCES = 40, SAMPLE_OPTIONS_MAX = 6, SAMPLE_FILES_MAX = 10 };

/* Days during which the source does not answer; the one of `correctifs-quelune` begins before the load. */
struct silence {
  int64_t from, to; /* [from, to) ; both 0: none */
};

struct sample_file {
  const char *path; /* below the source's directory; NULL ends */
  void (*write)(const struct world *, vg_time at, struct buf *out);
};

struct sample_source {
  const char *code, *name, *connector;
  struct option_value options[SAMPLE_OPTIONS_MAX]; /* ended by a NULL name */
  struct sample_file files[SAMPLE_FILES_MAX];
  bool slow;     /* a register: read every four weeks, then daily in the last week */
  int minute;    /* of the day, UTC, at which it is read */
  int64_t since; /* day it was set up; the first reading is on that day */
  struct silence silences[2];
};
extern const struct sample_source sample_sources[SAMPLE_SOURCES];

/* Every how many days a source is read in the far past, and from which day on it is read daily. Staleness follows: a day
 * more, and 30 hours.                                                                                             */
int64_t sample_every(const struct sample_source *);
int64_t sample_daily_from(const struct sample_source *);
#define SAMPLE_DAILY_STALENESS_S INT64_C(108000)

/* NULL: there is none of that code. */
const struct sample_source *sample_source_find(const char *code);
/* Whether it does not answer on that day. */
bool sample_silent(const struct sample_source *, int64_t day);

/* Writes the source's answers at the instant into `directory` (made when missing): whole files, renamed into place. A
 * silent source's answers are failures, as its transport would meet them. VG_E_STORAGE.                          */
bool sample_write(const struct world *, const struct sample_source *, vg_time at, const char *directory,
                  struct vg_error *err);

#endif
