/* The front of every sink: finishes records, sends those that do not fit to the reject list. */
#include <stdarg.h>

#include "connectors/connector.h"

bool sink_put(struct sink *sink, struct record *record, const char *place, struct vg_error *err) {
  struct vg_error refusal = {0};
  sink->place = place;
  if (record_finish(record, sink->read_at, &refusal)) return sink->ops->put(sink, record, err);
  if (refusal.code != VG_E_INPUT && refusal.code != VG_E_LIMIT) {
    *err = refusal;
    return vg_context(err, "%s: ", place);
  }
  sink->ops->reject(sink, place, record->kind->name, record->key != NULL ? record->key : "", &refusal);
  return true;
}

void sink_reject(struct sink *sink, const char *place, const char *format, ...) {
  struct vg_error why = {0};
  va_list ap;
  va_start(ap, format);
  (void)vg_vfail(&why, VG_E_INPUT, format, ap);
  va_end(ap);
  sink_refuse(sink, place, &why);
}

void sink_refuse(struct sink *sink, const char *place, const struct vg_error *why) { sink->ops->reject(sink, place, "", "", why); }
