#include "collect/keyset.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void keyset_init(struct keyset *s) {
  *s = (struct keyset){0};
  randombytes_buf(s->secret, sizeof s->secret);
}

void keyset_free(struct keyset *s) {
  free(s->entries);
  free(s->slots);
  free(s->places);
  *s = (struct keyset){0};
}

static void hash_key(const struct keyset *s, const char *key, size_t length, unsigned char out[16]) {
  (void)crypto_shorthash_siphashx24(out, (const unsigned char *)key, length, s->secret);
}

static size_t slot_of(const struct keyset *s, const unsigned char key[16]) {
  uint64_t h;
  memcpy(&h, key, sizeof h);
  size_t at = (size_t)h & (s->slots_count - 1);
  while (s->slots[at] != 0 && memcmp(s->entries[s->slots[at] - 1].key, key, 16) != 0) at = (at + 1) & (s->slots_count - 1);
  return at;
}

static bool grow_slots(struct keyset *s) {
  size_t wanted = s->slots_count == 0 ? 1024 : s->slots_count * 2;
  uint32_t *slots = calloc(wanted, sizeof *slots);
  if (slots == NULL) return false;
  free(s->slots);
  s->slots = slots, s->slots_count = wanted;
  for (size_t i = 0; i < s->count; i++) s->slots[slot_of(s, s->entries[i].key)] = (uint32_t)i + 1;
  return true;
}

static bool grow(void **data, size_t *room, size_t wanted, size_t size) {
  if (wanted <= *room) return true;
  size_t next = *room == 0 ? 1024 : *room + *room / 2;
  if (next < wanted) next = wanted;
  void *grown = realloc(*data, next * size);
  if (grown == NULL) return false;
  *data = grown, *room = next;
  return true;
}

struct key_entry *keyset_find(const struct keyset *s, const char *key, size_t length) {
  unsigned char hash[16];
  if (s->slots_count == 0) return NULL;
  hash_key(s, key, length, hash);
  uint32_t slot = s->slots[slot_of(s, hash)];
  return slot == 0 ? NULL : &s->entries[slot - 1];
}

static bool make_room(struct keyset *s, size_t place) {
  void *entries = s->entries, *places = s->places;
  bool ok = s->count < UINT32_MAX - 1 && s->places_length + place < UINT32_MAX &&
            grow(&entries, &s->room, s->count + 1, sizeof *s->entries) &&
            grow(&places, &s->places_room, s->places_length + place, 1);
  s->entries = entries, s->places = places;
  return ok && (s->count * 2 < s->slots_count || grow_slots(s));
}

bool keyset_add(struct keyset *s, const char *key, size_t length, const unsigned char hash[32], const char *place,
                enum key_state state, struct key_entry **existing, struct vg_error *err) {
  size_t place_size = strlen(place) + 1;
  *existing = NULL;
  if (!make_room(s, place_size)) return vg_fail(err, VG_E_LIMIT, "out of memory after %zu records", s->count);
  struct key_entry e = {.place = (uint32_t)s->places_length, .state = (uint8_t)state};
  hash_key(s, key, length, e.key);
  size_t slot = slot_of(s, e.key);
  struct key_entry *first = s->slots[slot] == 0 ? NULL : &s->entries[s->slots[slot] - 1];
  if (first != NULL && (first->state != KEY_REFUSED || state == KEY_REFUSED)) {
    *existing = first;
    return true;
  }
  memcpy(e.hash, hash, sizeof e.hash);
  memcpy(s->places + s->places_length, place, place_size);
  s->places_length += place_size;
  s->entries[s->count++] = e;
  s->slots[slot] = (uint32_t)s->count;
  return true;
}

const char *keyset_place(const struct keyset *s, const struct key_entry *e) { return s->places + e->place; }
