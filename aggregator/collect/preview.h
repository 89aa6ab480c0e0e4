/* collect/preview.h — tests a source, saved or not: runs its connector and keeps the first records it would bring. */
#ifndef VG_COLLECT_PREVIEW_H
#define VG_COLLECT_PREVIEW_H

#include "collect/run.h"
#include "connectors/shared/sink_memory.h"

enum { PREVIEW_RECORDS = 20 };

struct preview {
  struct sink_memory memory; /* the first records and rejects, all counted */
  enum kind_id kinds[KIND_COUNT];
  size_t kinds_count;
  struct vg_error warnings[KIND_COUNT]; /* what would make a pull suspect */
  size_t warnings_count;
};

struct preview_of {
  const struct source *source;      /* id 0: a new one; stored secrets count otherwise */
  bool draft;                       /* it is not saved as it is described */
  const struct option_value *typed; /* secrets */
  size_t typed_count;
};
/* Reads the source. Nothing is written. False: why it cannot be read. All texts live in the arena. */
bool preview_run(struct db *, const struct pull_conf *, const struct preview_of *, vg_time now, struct vg_arena *,
                 struct preview *out, struct vg_error *err);

/* Beside each text for people, "message": its words, "message_words" (struct vg_error); "" when they are not kept. */
/* {"ok":true,"read":120,"kinds":[{"kind":"backup","records":120}],"records":[…],"rejected":1,"rejects":[…],"warnings":[…]} */
void preview_json(const struct preview *, struct buf *out);
/* {"ok":false,"code":"denied","message":"…","hint":"…"} */
void failure_json(const struct vg_error *, struct buf *out);
/* {"ok":true,"pull":12,"status":"ok","read":…,"opened":…,"changed":…,"vanished":…,"rejected":…,"message":"…","hint":"…"} */
void result_json(const struct pull_result *, struct buf *out);

#endif
