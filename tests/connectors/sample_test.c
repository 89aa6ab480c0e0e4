/* The sample organisation's answers are in the sources' native formats: each connector reads all of them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "sample/native.h"
#include "sample/sources.h"
#include "support/connectors_run.h"

static void read_source(const struct world *w, const struct sample_source *s, const char *now) {
  char directory[200];
  struct vg_error err = {0};
  struct tried t;
  vg_time at;
  (void)snprintf(directory, sizeof directory, "%s/sample/%s", scratch(), s->code);
  cr_assert(time_parse(now, &at, &err));
  for (const struct sample_file *f = s->files; f->path != NULL; f++) {
    BUF(out, 64 << 20);
    f->write(w, at, &out);
    cr_assert(buf_ok(&out));
    put_file(directory, f->path, out.data, out.length);
  }
  try_recorded(&t, s->connector, s->options, directory, now, NULL);
  cr_assert(t.ok, "%s: %s", s->code, t.err.message);
  bool may_be_empty = connector_find(s->connector)->emits[0].may_be_empty;
  cr_assert(t.sink.rows_count > 0 || may_be_empty, "%s gives nothing", s->code);
  cr_assert_leq(t.sink.rejects_count, 2, "%s: %s", s->code, t.sink.rejects[0].reason); /* the story has its own slips */
  tried_free(&t);
}

Test(sample, every_source_is_read_by_its_connector_without_a_refusal) {
  static const char *const days[] = {"2026-11-23T09:00:00Z", "2026-08-20T09:00:00Z", "2025-11-24T09:00:00Z"};
  struct vg_error err = {0};
  vg_time origin;
  VG_ARENA(arena, 16 << 20);
  cr_assert(time_parse("2026-11-23T18:30:00Z", &origin, &err));
  struct world *w = world_new(arena, SAMPLE_SEED, origin);
  cr_assert_not_null(w);
  for (size_t d = 0; d < sizeof days / sizeof *days; d++)
    for (size_t i = 0; i < SAMPLE_SOURCES; i++) read_source(w, &sample_sources[i], days[d]);
}
