/* The front of every sink: finishes records, sends those that do not fit to the reject list. */
#include <stdarg.h>
#include <stdio.h>

#include "connectors/connector.h"

bool sink_put(struct sink *sink, struct record *record, const char *place, struct vg_error *err) {
  struct vg_error refusal = {0};
  sink->place = place;
  if (record_finish(record, sink->read_at, &refusal)) return sink->ops->put(sink, record, err);
  if (refusal.code != VG_E_INPUT && refusal.code != VG_E_LIMIT) {
    *err = refusal;
    return vg_context(err, "%s: ", place);
  }
  sink->ops->reject(sink, place, record->kind->name, record->key != NULL ? record->key : "", refusal.message);
  return true;
}

void sink_reject(struct sink *sink, const char *place, const char *format, ...) {
  char reason[512];
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(reason, sizeof reason, format, ap);
  va_end(ap);
  sink->ops->reject(sink, place, "", "", reason);
}
