#include "source/seal.h"

#include <sodium.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"

enum { KEY_HEX = 2 * crypto_box_PUBLICKEYBYTES + 1 };

bool seal_key_load(struct db *db, struct seal_key *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_COLLECTOR_KEY_READ, DB_ZERO_OR_ONE, err)) return false;
  if (row_count(r) == 0) {
    vg_fail(err, VG_E_CONFIG, N_("secrets cannot be kept yet: no collector has published its key"));
    return vg_hint(err, N_("start \"vigie run\" or \"vigie collect\" once"));
  }
  const char *hex = row_text(r, 0, "value");
  size_t n = 0;
  if (sodium_hex2bin(out->bytes, sizeof out->bytes, hex, strlen(hex), NULL, &n, NULL) != 0 || n != sizeof out->bytes) {
    return vg_fail(err, VG_E_CONFIG, "setting collector_public_key: expected 64 hexadecimal digits");
  }
  return row_ok(r, err);
}

bool seal_key_publish(struct db *db, const struct seal_key *key, vg_time now, bool *changed, struct vg_error *err) {
  char hex[KEY_HEX];
  sodium_bin2hex(hex, sizeof hex, key->bytes, sizeof key->bytes);
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_COLLECTOR_KEY_WRITE, DB_ONE, err, P_TEXT(hex), P_TIME(now))) return false;
  if (changed != NULL) *changed = row_int(r, 0, "written") == 1 && !row_null(r, 0, "replaced");
  return row_ok(r, err);
}

/* "https://host:8443" of an address; all of it when it has no such form. */
static void origin(const char *url, struct buf *out) {
  const char *host = strstr(url, "://");
  size_t n = host == NULL ? strlen(url) : (size_t)(host - url) + 3 + strcspn(host + 3, "/?#");
  for (size_t i = 0; i < n; i++) buf_char(out, url[i] >= 'A' && url[i] <= 'Z' ? (char)(url[i] + 32) : url[i]);
}

void seal_destination(const struct connector *connector, const char *const *values, struct buf *out) {
  for (size_t i = 0; connector->options[i].type != OPTION_NONE; i++) {
    const struct option_spec *o = &connector->options[i];
    if (values[i] == NULL || (o->type != OPTION_URL && !o->destination)) continue;
    buf_printf(out, "%s=", o->name);
    if (o->type == OPTION_URL) origin(values[i], out);
    else buf_text(out, values[i]);
    buf_char(out, '\n');
  }
}

/* What is sealed: three lines of place, each with its length, then the value. */
static void place_text(const struct seal_place *place, struct buf *out) {
  buf_printf(out, "vigie1 %lld %zu %zu\n%s\n%s\n", (long long)place->source_id, strlen(place->option),
             strlen(place->destination), place->option, place->destination);
}

bool seal_secret(const struct seal_key *key, const struct seal_place *place, const char *value, struct buf *out,
                 struct vg_error *err) {
  size_t length = strlen(value);
  if (length > SEAL_VALUE_MAX) return vg_fail(err, VG_E_LIMIT, "%s: more than %d bytes", place->option, SEAL_VALUE_MAX);
  if (!text_utf8(value, length)) return vg_fail(err, VG_E_INPUT, "%s: not valid UTF-8", place->option);
  BUF(plain, SEAL_VALUE_MAX + (64 << 10));
  place_text(place, &plain);
  buf_put(&plain, value, length);
  unsigned char box[SEAL_VALUE_MAX + (64 << 10) + crypto_box_SEALBYTES];
  bool ok = buf_check(&plain, "secret", err) &&
            (crypto_box_seal(box, (const unsigned char *)plain.data, plain.length, key->bytes) == 0 ||
             vg_fail(err, VG_E_CONFIG, "%s: the collector's public key is not one", place->option));
  if (ok) buf_put(out, box, plain.length + crypto_box_SEALBYTES);
  sodium_memzero(plain.data, plain.length);
  return ok && buf_check(out, "secret", err);
}

static bool refuse(const struct seal_place *place, const char *why, struct vg_error *err) {
  vg_fail(err, VG_E_CONFIG, "secret %s: %s", place->option, why);
  return vg_hint(err, "type the secret again");
}

bool seal_open(const unsigned char public_key[32], const unsigned char secret_key[32], const struct seal_place *place,
               const unsigned char *box, size_t length, struct vg_arena *arena, const char **value, struct vg_error *err) {
  if (length < crypto_box_SEALBYTES) return refuse(place, N_("what is stored is not a sealed secret"), err);
  size_t n = length - crypto_box_SEALBYTES;
  unsigned char *plain = vg_alloc(arena, n + 1);
  if (plain == NULL) return vg_fail(err, VG_E_LIMIT, "secret %s: out of memory", place->option);
  if (crypto_box_seal_open(plain, box, length, public_key, secret_key) != 0) {
    return refuse(place, N_("it was sealed to another collector's key"), err);
  }
  BUF(expected, 64 << 10);
  place_text(place, &expected);
  if (!buf_check(&expected, "secret", err)) return false;
  if (n < expected.length || memcmp(plain, expected.data, expected.length) != 0) {
    sodium_memzero(plain, n);
    return refuse(place, N_("it was typed for another source or another address"), err);
  }
  *value = (const char *)plain + expected.length;
  return true;
}
