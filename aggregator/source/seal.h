/* source/seal.h — seals secrets to the collector's public key: what is sealed here can be opened by the collector only.
 *
 * Anonymous public-key boxes (libsodium crypto_box_seal). The box says what it is for, so that one row's secret opens
 * in no other place: (source, option) for a stored secret, "request" for the test of a source that is not saved.  */
#ifndef VG_SOURCE_SEAL_H
#define VG_SOURCE_SEAL_H

#include "connectors/connector.h"
#include "db/db.h"

struct seal_key {
  unsigned char bytes[32]; /* public */
};

/* From vg.setting. VG_E_CONFIG, with a hint, when no collector has published one yet. */
bool seal_key_load(struct db *, struct seal_key *out, struct vg_error *err);
/* Publishes; *changed (NULL allowed): another one was there. */
bool seal_key_publish(struct db *, const struct seal_key *, vg_time now, bool *changed, struct vg_error *err);

/* Appends the box to `out`. `value` at most 64 KiB, UTF-8. */
bool seal_secret(const struct seal_key *, int64_t source_id, const char *option, const char *value, struct buf *out,
                 struct vg_error *err);
/* The secrets of a request. */
bool seal_request(const struct seal_key *, const struct option_value *secrets, size_t count, struct buf *out,
                  struct vg_error *err);

/* Opening, for the holder of the secret key (collect/secret.h). The texts live in the arena. VG_E_CONFIG when the box was
 * sealed to another key or for another place.                                                                    */
bool seal_open_secret(const unsigned char public_key[32], const unsigned char secret_key[32], int64_t source_id,
                      const char *option, const unsigned char *box, size_t length, struct vg_arena *, const char **value,
                      struct vg_error *err);
bool seal_open_request(const unsigned char public_key[32], const unsigned char secret_key[32], const unsigned char *box,
                       size_t length, struct vg_arena *, struct option_value *out, size_t room, size_t *count,
                       struct vg_error *err);

#endif
