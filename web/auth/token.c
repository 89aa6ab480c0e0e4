#include "web/auth/token.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

void token_new(unsigned char out[TOKEN_BYTES]) { randombytes_buf(out, TOKEN_BYTES); }

char *token_text(const unsigned char token[TOKEN_BYTES], char out[TOKEN_TEXT]) {
  return sodium_bin2base64(out, TOKEN_TEXT, token, TOKEN_BYTES, VARIANT);
}

bool token_parse(const char *text, unsigned char out[TOKEN_BYTES]) {
  size_t n = 0;
  if (text == NULL || strlen(text) != TOKEN_TEXT - 1) return false;
  if (sodium_base642bin(out, TOKEN_BYTES, text, TOKEN_TEXT - 1, NULL, &n, NULL, VARIANT) != 0) return false;
  return n == TOKEN_BYTES;
}

void token_hash(const unsigned char token[TOKEN_BYTES], unsigned char out[TOKEN_BYTES]) {
  (void)crypto_hash_sha256(out, token, TOKEN_BYTES);
}

bool token_same(const char *a, const char *b) {
  if (a == NULL || b == NULL || *a == '\0') return false;
  size_t n = strlen(a);
  return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

void key_sign(const struct web_key *key, const char *purpose, const char *text, char out[TOKEN_TEXT]) {
  crypto_generichash_state state;
  unsigned char mac[TOKEN_BYTES];
  (void)crypto_generichash_init(&state, key->bytes, sizeof key->bytes, sizeof mac);
  (void)crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
  (void)crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
  (void)crypto_generichash_final(&state, mac, sizeof mac);
  (void)token_text(mac, out);
}

enum { NONCE = crypto_secretbox_NONCEBYTES, STAMP = sizeof(vg_time), BEFORE = NONCE + crypto_secretbox_MACBYTES };

char *key_seal(const struct web_key *key, struct vg_arena *arena, const char *data, size_t length, vg_time now) {
  size_t plain = STAMP + length, total = BEFORE + plain;
  unsigned char *in = vg_alloc(arena, plain), *box = vg_alloc(arena, total);
  size_t room = sodium_base64_encoded_len(total, VARIANT);
  char *out = vg_alloc(arena, room);
  if (in == NULL || box == NULL || out == NULL) return NULL;
  (void)memcpy(in, &now, STAMP);
  (void)memcpy(in + STAMP, data, length);
  randombytes_buf(box, NONCE);
  (void)crypto_secretbox_easy(box + NONCE, in, plain, box, key->bytes);
  return sodium_bin2base64(out, room, box, total, VARIANT);
}

bool key_open(const struct web_key *key, struct vg_arena *arena, const char *sealed, vg_time now, vg_time age, char **out,
              size_t *length) {
  size_t room = sealed == NULL ? 0 : strlen(sealed), total = 0;
  unsigned char *box = vg_alloc(arena, room + 1), *plain = vg_alloc(arena, room + 1);
  if (box == NULL || plain == NULL || room == 0) return false;
  if (sodium_base642bin(box, room, sealed, room, NULL, &total, NULL, VARIANT) != 0) return false;
  if (total < BEFORE + STAMP) return false;
  if (crypto_secretbox_open_easy(plain, box + NONCE, total - NONCE, box, key->bytes) != 0) return false;
  vg_time sealed_at;
  (void)memcpy(&sealed_at, plain, STAMP);
  if (sealed_at > now || now - sealed_at > age) return false;
  *length = total - BEFORE - STAMP;
  plain[STAMP + *length] = '\0';
  *out = (char *)plain + STAMP;
  return true;
}
