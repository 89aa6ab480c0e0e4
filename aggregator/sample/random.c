#include "sample/random.h"

#include <math.h>

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

uint64_t chance_bits(uint64_t seed, const char *stream, int64_t a, int64_t b) {
  uint64_t h = mix(seed + UINT64_C(0x9e3779b97f4a7c15));
  for (const char *p = stream; *p != '\0'; p++) h = (h ^ (uint64_t)(unsigned char)*p) * UINT64_C(0x100000001b3);
  h = mix(h + (uint64_t)a * UINT64_C(0x9e3779b97f4a7c15));
  return mix(h + (uint64_t)b * UINT64_C(0xd1b54a32d192ed03) + 1);
}

int64_t chance_between(uint64_t seed, const char *stream, int64_t a, int64_t b, int64_t min, int64_t max) {
  return min + (int64_t)(chance_bits(seed, stream, a, b) % (uint64_t)(max - min + 1));
}

double chance_unit(uint64_t seed, const char *stream, int64_t a, int64_t b) {
  return (double)(chance_bits(seed, stream, a, b) >> 11) * 0x1.0p-53;
}

bool chance(uint64_t seed, const char *stream, int64_t a, int64_t b, double percent) {
  return chance_unit(seed, stream, a, b) * 100.0 < percent;
}

double chance_duration(uint64_t seed, const char *stream, int64_t a, int64_t b, double median, double sigma) {
  double u = chance_unit(seed, stream, a, b), v = chance_unit(seed ^ 1, stream, a, b);
  double normal = sqrt(-2.0 * log(1.0 - u)) * cos(6.283185307179586 * v);
  return median * exp(sigma * normal);
}

void chance_hex(uint64_t seed, const char *stream, int64_t a, int64_t b, int count, char *out) {
  static const char digits[] = "0123456789abcdef";
  uint64_t bits = 0;
  for (int i = 0; i < count; i++) {
    if (i % 8 == 0) bits = chance_bits(seed + (uint64_t)i, stream, a, b);
    out[2 * i] = digits[(bits >> 4) & 15];
    out[2 * i + 1] = digits[bits & 15];
    bits >>= 8;
  }
  out[2 * count] = '\0';
}
