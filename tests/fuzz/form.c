/* Form bodies and queries: refused, or names and values that are valid UTF-8 without NUL. */
#include "core/text.h"
#include "fuzz/fuzz.h"
#include "web/http/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = fuzz_text(data, size);
  VG_ARENA(a, 8 << 20);
  struct params p;
  struct vg_error err = {0};
  if (params_parse(&p, a, text, size, &err)) {
    fuzz_assert(p.count <= PARAMS_MAX);
    for (size_t i = 0; i < p.count; i++) {
      fuzz_assert(strlen(p.items[i].name) <= PARAM_NAME_MAX);
      fuzz_assert(text_utf8(p.items[i].value, strlen(p.items[i].value)));
    }
    (void)param_text(&p, "login", 1, 50);
    (void)param_int_or(&p, "page", 1, 1000, 1);
    (void)params_ok(&p, &err);
  } else {
    fuzz_assert(err.code == VG_E_INPUT || err.code == VG_E_LIMIT);
    fuzz_assert(text_utf8(err.message, strlen(err.message)));
  }
  free(text);
  return 0;
}
