/* Forms with files: refused, or texts that are valid UTF-8 and files within the body. */
#include "core/text.h"
#include "fuzz/fuzz.h"
#include "web/http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = fuzz_text(data, size);
  VG_ARENA(a, 8 << 20);
  struct params p;
  struct uploads u;
  struct vg_error err = {0};
  if (multipart_parse(&p, &u, a, "XX", text, size, &err)) {
    fuzz_assert(p.count <= PARAMS_MAX && u.count <= UPLOADS_MAX);
    for (size_t i = 0; i < p.count; i++) fuzz_assert(text_utf8(p.items[i].value, strlen(p.items[i].value)));
    for (size_t i = 0; i < u.count; i++) {
      const char *from = (const char *)u.items[i].data;
      fuzz_assert(u.items[i].length > 0 && from >= text && from + u.items[i].length <= text + size);
      fuzz_assert(strchr(u.items[i].filename, '/') == NULL && strchr(u.items[i].filename, '\\') == NULL);
    }
    size_t length;
    fuzz_assert(multipart_texts(a, &p, &length) != NULL);
  } else {
    fuzz_assert(err.code == VG_E_INPUT || err.code == VG_E_LIMIT);
  }
  free(text);
  return 0;
}
