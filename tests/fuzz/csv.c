/* CSV files: decoded and cut into cells that are valid UTF-8, or refused by line. */
#include "connectors/shared/csv_reader.h"
#include "core/text.h"
#include "fuzz/fuzz.h"

static void rows(char *text, size_t length) {
  struct csv_reader reader;
  struct csv_row row;
  struct vg_error err = {0};
  csv_open(&reader, text, length, '\0');
  while (csv_next(&reader, &row, &err)) {
    fuzz_assert(row.count > 0 && row.count <= CSV_CELLS_MAX);
    for (size_t i = 0; i < row.count; i++) fuzz_assert(text_utf8(row.cells[i], strlen(row.cells[i])));
  }
  fuzz_assert(text_utf8(err.message, strlen(err.message)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  VG_ARENA(a, 8 << 20);
  BUF(content, 1 << 20);
  char *text;
  size_t length;
  struct vg_error err = {0};
  buf_put(&content, data, size);
  if (!buf_ok(&content)) return 0;
  if (csv_decode(a, &content, CSV_AUTO, &text, &length, &err)) {
    rows(text, length);
  } else {
    fuzz_assert(err.code == VG_E_INPUT || err.code == VG_E_LIMIT);
  }
  return 0;
}
