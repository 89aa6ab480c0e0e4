/* collect/keyset.h — the keys of one kind in one reading, with what the diff needs of each: 60 bytes a record.
 *
 * A key is kept as a 128-bit keyed hash (SipHash, a random secret for each reading): two different keys are taken for one
 * with a probability that a source cannot raise.                                                                 */
#ifndef VG_COLLECT_KEYSET_H
#define VG_COLLECT_KEYSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum key_state {
  KEY_NEW,     /* has no current version */
  KEY_SAME,    /* its current version says the same */
  KEY_CHANGED, /* its current version says something else */
  KEY_REFUSED  /* was read but refused: has no row in the spool, and its current version stays as it is */
};

struct key_entry {
  unsigned char key[16], hash[32];
  uint32_t place; /* offset in `places` */
  uint8_t state;
};

struct keyset {
  unsigned char secret[16];
  struct key_entry *entries; /* in the order of arrival: KEY_REFUSED apart, the order of the spool's rows */
  size_t count, room;
  uint32_t *slots; /* entry + 1; 0: free */
  size_t slots_count;
  char *places; /* NUL-terminated texts */
  size_t places_length, places_room;
};

void keyset_init(struct keyset *);
void keyset_free(struct keyset *); /* safe on a zeroed struct */
/* NULL when the key is not there. Valid until the next keyset_add(). */
struct key_entry *keyset_find(const struct keyset *, const char *key, size_t length);
/* *existing (not NULL) gets the entry that is already there, else NULL and the key is added. What was refused does not take
 * its key: a good record after it does. VG_E_LIMIT: out of memory.                                              */
bool keyset_add(struct keyset *, const char *key, size_t length, const unsigned char hash[32], const char *place,
                enum key_state, struct key_entry **existing, struct vg_error *err);
const char *keyset_place(const struct keyset *, const struct key_entry *);

#endif
