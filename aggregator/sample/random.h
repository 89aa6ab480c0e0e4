/* sample/random.h — chance without a state: a value is a function of the seed, a stream's name and two numbers, so any
 * day of the sample can be made without making the days before it.                                              */
#ifndef VG_SAMPLE_RANDOM_H
#define VG_SAMPLE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* 64 well-mixed bits. */
uint64_t chance_bits(uint64_t seed, const char *stream, int64_t a, int64_t b);
/* Uniform integer of [min, max]; min <= max. */
int64_t chance_between(uint64_t seed, const char *stream, int64_t a, int64_t b, int64_t min, int64_t max);
/* Uniform real of [0, 1). */
double chance_unit(uint64_t seed, const char *stream, int64_t a, int64_t b);
/* True `percent` times out of a hundred. */
bool chance(uint64_t seed, const char *stream, int64_t a, int64_t b, double percent);
/* Log-normal around `median`, spread e^`sigma`: durations. */
double chance_duration(uint64_t seed, const char *stream, int64_t a, int64_t b, double median, double sigma);
/* `count` (at most 32) hex bytes, NUL-terminated: identifiers such as a snapshot's. `out` has 2 * count + 1 bytes. */
void chance_hex(uint64_t seed, const char *stream, int64_t a, int64_t b, int count, char *out);

#endif
