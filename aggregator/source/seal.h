/* source/seal.h — seals secrets to the collector's public key: what is sealed here can be opened by the collector only.
 *
 * Anonymous public-key boxes (libsodium crypto_box_seal). The box says what it is for, so that a secret opens in no other
 * place and is sent to no other address than the person who typed it saw: (source, option, destination) for a stored
 * secret, (request, destination) for the test of a source that is not saved. Source 0: a request.                 */
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

/* Where a source's secrets may be sent: scheme, host and port of its addresses, and the options that are marked as
 * destinations, as one text. `values` as connector_options() makes them.                                         */
void seal_destination(const struct connector *, const char *const *values, struct buf *out);

struct seal_place {
  int64_t source_id;       /* 0: a request */
  const char *option;
  const char *destination; /* seal_destination() */
};
enum { SEAL_VALUE_MAX = 64 << 10 };
/* Appends the box to `out`. VG_E_INPUT: not UTF-8; VG_E_LIMIT: more than SEAL_VALUE_MAX bytes. */
bool seal_secret(const struct seal_key *, const struct seal_place *, const char *value, struct buf *out,
                 struct vg_error *err);
/* Opens it, for the holder of the secret key (collect/secret.h): the text lives in the arena. VG_E_CONFIG when the box was
 * sealed to another key, for another place or for another destination.                                          */
bool seal_open(const unsigned char public_key[32], const unsigned char secret_key[32], const struct seal_place *,
               const unsigned char *box, size_t length, struct vg_arena *, const char **value, struct vg_error *err);

#endif
