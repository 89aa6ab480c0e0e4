/* web/auth/token.h — random tokens, their hashes, and what is sealed or signed with the web's key.
 *
 * A token is 32 random bytes, written as 43 characters of base64url; only its SHA-256 is stored.               */
#ifndef VG_WEB_AUTH_TOKEN_H
#define VG_WEB_AUTH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/clock.h"

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 44 };

void token_new(unsigned char out[TOKEN_BYTES]);
/* Returns `out`. */
char *token_text(const unsigned char token[TOKEN_BYTES], char out[TOKEN_TEXT]);
/* False unless it is exactly the text of a token. */
bool token_parse(const char *text, unsigned char out[TOKEN_BYTES]);
void token_hash(const unsigned char token[TOKEN_BYTES], unsigned char out[TOKEN_BYTES]);
/* In constant time; NULL is equal to nothing. */
bool token_same(const char *a, const char *b);

/* The web's own key, one for all web processes of a database (vg.web_key); never shown. */
struct web_key {
  unsigned char bytes[32];
};

/* A MAC over `text` under the key, for one purpose; as a token's text in `out`. */
void key_sign(const struct web_key *, const char *purpose, const char *text, char out[TOKEN_TEXT]);

/* Encrypts `length` bytes with the instant; text of the arena, NULL past its limit. */
char *key_seal(const struct web_key *, struct vg_arena *, const char *data, size_t length, vg_time now);
/* False when it is not ours, was changed, or is older than `age` microseconds. *out is NUL-terminated, of the arena. */
bool key_open(const struct web_key *, struct vg_arena *, const char *sealed, vg_time now, vg_time age, char **out,
              size_t *length);

#endif
