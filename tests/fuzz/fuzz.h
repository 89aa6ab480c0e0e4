/* A fuzz target is one file: tests/fuzz/NAME.c defines LLVMFuzzerTestOneInput and tests/fuzz/corpus/NAME holds inputs, one a
 * file. Under clang (preset fuzz) libFuzzer drives it; elsewhere support/fuzz_replay.c runs the corpus and cheap changes of
 * it, as a test. A target checks what must hold with fuzz_assert(), besides what the sanitizers see.               */
#ifndef VG_TESTS_FUZZ_H
#define VG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_assert(condition)                                                                                         \
  do {                                                                                                                 \
    if (!(condition)) abort();                                                                                         \
  } while (0)

/* A copy that ends with NUL, of exactly that size so that the sanitizers see a byte read past it. Yours: free(). */
static inline char *fuzz_text(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  fuzz_assert(text != NULL);
  if (size > 0) memcpy(text, data, size);
  text[size] = '\0';
  return text;
}

#endif
