/* web/auth/password.h — passwords: what is accepted, how they are kept.
 *
 * argon2id, 64 MiB, 3 passes (about 130 ms). At most two hashes run at once in a process: a third waits a moment, then
 * is told that the server is busy. No composition rule, no forced renewal: length, and not a guessable word.     */
#ifndef VG_WEB_AUTH_PASSWORD_H
#define VG_WEB_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 128, PASSWORD_HASH = 128 };

enum password_result { PASSWORD_WRONG, PASSWORD_RIGHT, PASSWORD_BUSY };

/* VG_E_INPUT, saying what to change (a msgid, without values), when it is too short, too long, in the list of common ones,
 * made of few different characters, or little more than one of the words given (login, name, organisation).     */
bool password_acceptable(const char *password, const char *const *words, size_t count, struct vg_error *err);

/* Compares; `hash` NULL (no such user, no password yet) costs the same and is wrong. */
enum password_result password_verify(const char *hash, const char *password);

/* PASSWORD_RIGHT when `out` is filled, PASSWORD_BUSY otherwise. */
enum password_result password_hash(const char *password, char out[PASSWORD_HASH]);

#endif
