#include "collect/plausible.h"

/* Before each reason: what the message begins with, or what parts it from the one before. */
static void begin_reason(struct vg_error *err) {
  if (err->code == VG_OK) (void)vg_fail(err, VG_E_SUSPECT, "not believable: ");
  else (void)vg_more(err, "; ");
}

static void kind_reasons(const struct reading_kind *k, size_t before, struct vg_error *err) {
  const char *name = k->kind->name;
  if (k->count == 0 && !k->may_be_empty) {
    begin_reason(err);
    (void)vg_more(err, "kind %s: nothing was read, which never happens", name);
  } else if (k->complete && before >= PLAUSIBLE_LEAST && k->count < (before + 1) / 2) {
    begin_reason(err);
    (void)vg_more(err, "kind %s: %zu records instead of %zu", name, k->count, before);
  }
  if (k->future == 0) return;
  begin_reason(err);
  (void)vg_more(err, "kind %s: %zu records dated after the reading", name, k->future);
}

bool reading_plausible(const struct reading *r, const size_t before[KIND_COUNT], struct vg_error *err) {
  for (int i = 0; i < KIND_COUNT; i++) {
    if (r->kinds[i].given) kind_reasons(&r->kinds[i], before[i], err);
  }
  size_t items = r->count + r->rejects_count;
  if (r->rejects_count >= PLAUSIBLE_REJECT_LEAST && r->rejects_count * 100 > items * PLAUSIBLE_REJECT_PERCENT) {
    begin_reason(err);
    (void)vg_more(err, "%zu items of %zu were refused", r->rejects_count, items);
  }
  if (err->code == VG_OK) return true;
  return vg_hint(err, "nothing was changed: look at the source, then accept this reading as it is or refuse it");
}
