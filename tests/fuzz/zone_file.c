/* TZif files: any bytes are refused or give an offset at any instant. */
#include "core/zone_file.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct zone_file z;
  if (!zone_file_read(&z, data, size)) return 0;
  for (int64_t at = -INT64_C(60000000000); at < INT64_C(250000000000); at += INT64_C(31000000000)) {
    int offset = zone_tail_offset(&z.tail, at);
    fuzz_assert(offset >= -30 * 3600 && offset <= 30 * 3600);
  }
  zone_file_free(&z);
  return 0;
}
