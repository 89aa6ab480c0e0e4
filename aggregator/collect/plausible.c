#include "collect/plausible.h"

#include <inttypes.h>

static void kind_reasons(const struct reading_kind *k, size_t before, struct buf *out) {
  const char *name = k->kind->name;
  if (k->count == 0 && !k->may_be_empty) {
    buf_printf(out, "%s: nothing was read, which never happens; ", name);
  } else if (k->complete && before >= PLAUSIBLE_LEAST && k->count < (before + 1) / 2) {
    buf_printf(out, "%s: %zu records instead of %zu; ", name, k->count, before);
  }
  if (k->future > 0) buf_printf(out, "%s: %zu records dated after the reading; ", name, k->future);
}

bool reading_plausible(const struct reading *r, const size_t before[KIND_COUNT], struct vg_error *err) {
  BUF(out, 400);
  for (int i = 0; i < KIND_COUNT; i++) {
    if (r->kinds[i].given) kind_reasons(&r->kinds[i], before[i], &out);
  }
  size_t items = r->count + r->rejects_count;
  if (r->rejects_count >= PLAUSIBLE_REJECT_LEAST && r->rejects_count * 100 > items * PLAUSIBLE_REJECT_PERCENT) {
    buf_printf(&out, "%zu items of %zu were refused; ", r->rejects_count, items);
  }
  if (out.length == 0 && buf_ok(&out)) return true;
  if (out.length >= 2) out.data[out.length - 2] = '\0';
  vg_fail(err, VG_E_SUSPECT, "not believable: %s", out.data);
  return vg_hint(err, "nothing was changed: look at the source, then accept this reading as it is or refuse it");
}
