/* Runs a fuzz target without libFuzzer: the corpus (files or folders named as arguments), then changes of each input that
 * are the same on every run. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

enum { CHANGES = 300, INPUT_MAX = 1 << 16 };

static uint32_t state = 2463534242U;

static uint32_t next(void) {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

static size_t runs;

static void run(const uint8_t *data, size_t size) {
  uint8_t *exact = malloc(size == 0 ? 1 : size);
  fuzz_assert(exact != NULL);
  if (size > 0) memcpy(exact, data, size);
  (void)LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  runs++;
}

static size_t change(uint8_t *data, size_t size) {
  static const uint8_t odd[] = {0, '"', '\\', '%', '[', '{', ',', ';', '\n', '-', '9', 0x80, 0xC3, 0xE2, 0xFF, '='};
  size_t at = next() % size;
  switch (next() % 6) {
  case 0: data[at] ^= (uint8_t)(1U << next() % 8); return size;
  case 1: data[at] = odd[next() % sizeof odd]; return size;
  case 2: return at;
  case 3: memmove(data + at, data + at + 1, size - at - 1); return size - 1;
  case 4:
    if (size * 2 > INPUT_MAX) return size;
    memcpy(data + size, data, size);
    return size * 2;
  default:
    if (size + 1 > INPUT_MAX) return size;
    memmove(data + at + 1, data + at, size - at);
    data[at] = odd[next() % sizeof odd];
    return size + 1;
  }
}

static void replay(const char *path) {
  static uint8_t input[INPUT_MAX], changed[INPUT_MAX];
  FILE *f = fopen(path, "rb");
  fuzz_assert(f != NULL);
  size_t n = fread(input, 1, sizeof input, f);
  (void)fclose(f);
  run(input, n);
  for (int i = 0; i < CHANGES && n > 0; i++) {
    size_t size = n;
    memcpy(changed, input, n);
    for (uint32_t k = 0; k <= next() % 4 && size > 0; k++) size = change(changed, size);
    run(changed, size);
  }
}

static void replay_all(const char *path) {
  struct stat st;
  fuzz_assert(stat(path, &st) == 0);
  if (!S_ISDIR(st.st_mode)) {
    replay(path);
    return;
  }
  DIR *folder = opendir(path);
  fuzz_assert(folder != NULL);
  for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
    char file[4096];
    (void)snprintf(file, sizeof file, "%s/%s", path, e->d_name);
    if (e->d_name[0] != '.') replay(file);
  }
  (void)closedir(folder);
}

int main(int argc, char **argv) {
  run(NULL, 0);
  for (int i = 1; i < argc; i++) replay_all(argv[i]);
  (void)printf("%zu inputs\n", runs);
  return runs > 1 ? 0 : 1;
}
