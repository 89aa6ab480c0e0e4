/* collect/secret.h — the collector's key pair and the secrets of sources, opened. */
#ifndef VG_COLLECT_SECRET_H
#define VG_COLLECT_SECRET_H

#include "source/seal.h"

struct collector_key {
  unsigned char public_key[32], secret_key[32];
};

/* Reads DATA/keys/collector.key, making it (0600, in a 0700 folder) when there is none. VG_E_CONFIG when others may read
 * it or it is not a key; VG_E_STORAGE when it cannot be written.                                                  */
bool collector_key_load(const char *data_dir, struct collector_key *out, struct vg_error *err);
/* Publishes the public half in vg.setting. A key that replaces another one is logged: secrets sealed before are lost. */
bool collector_key_publish(struct db *, const struct collector_key *, vg_time now, struct vg_error *err);
void collector_key_wipe(struct collector_key *);

struct secrets_from {
  int64_t source_id;
  const char *destination; /* seal_destination() of the options as they are now */
  bool draft;              /* leave out the secrets that do not open, as saving the draft would wipe them */
};
/* Adds the secrets of a source to its options (`room` in all). VG_E_CONFIG, with a hint, for one that does not open. */
bool secrets_load(struct db *, const struct collector_key *, const struct secrets_from *, struct vg_arena *,
                  struct option_value *options, size_t room, size_t *count, struct vg_error *err);

#endif
