#include "web/auth/password.h"

#include <ctype.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "core/error.h"

enum { PASSES = 3, MEMORY = 64 << 20, AT_ONCE = 2, WAIT_S = 3, WAITING_MAX = 8, LEFT_MIN = 9, DISTINCT_MIN = 5 };

/* Of a password nobody knows: gives unknown users the same work. */
static const char DUMMY[] =
    "$argon2id$v=19$m=65536,t=3,p=1$AvQ8ouqyh3Kx5rDZSlhDsw$sO26M1mfrYUzK3LxgQxeufP6uP5ScnZ1kLjFxxytpyo";

static const char *const common[] = {
    "correcthorsebatterystaple", "iloveyouforever", "jesuisunpassword", "jetaimemonamour", "lelapinestdanslechamp",
    "marseilleallez", "motdepassesecret", "mysecretpassword", "parisisburning", "passwordpassword", "qwertyuiopasdfgh",
    "azertyuiopqsdfgh", "thisisapassword", "trustno1trustno1", "unmotdepasse", "unmotdepassesolide", "welcometovigie"};

/* What many passwords are made of; taken away before what is left is looked at. */
static const char *const weak[] = {
    "password", "passw",   "motdepasse", "azertyuiop", "azerty",  "qwertyuiop", "qwerty",  "qsdfgh",   "asdfgh",
    "abcdef",   "ghijkl",  "123456789",  "1234567",    "123456",  "12345",      "1234",    "987654",   "098765",
    "administrateur",      "administrator", "admin",   "bonjour", "soleil",     "iloveyou", "jetaime", "welcome",
    "bienvenue", "secret", "letmein",    "vigie",      "sécurité", "securite",  "security", "changeme", "changezmoi",
    "doudou",   "loulou",  "chouchou",   "football",   "superman", "starwars",  "marseille", "france", "dragon"};

static sem_t slots;
static atomic_int waiting;
static pthread_once_t slots_once = PTHREAD_ONCE_INIT;

static void slots_init(void) {
  (void)sem_init(&slots, 0, AT_ONCE);
  if (sodium_init() < 0) __builtin_trap();
}

static bool slot_take(void) {
  (void)pthread_once(&slots_once, slots_init);
  struct timespec until;
  (void)clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += WAIT_S;
  bool taken = atomic_fetch_add(&waiting, 1) < WAITING_MAX && sem_clockwait(&slots, CLOCK_MONOTONIC, &until) == 0;
  (void)atomic_fetch_sub(&waiting, 1);
  return taken;
}

static void fold(const char *in, char *out, size_t size) {
  size_t n = 0;
  for (; *in != '\0' && n + 1 < size; in++) {
    char c = (char)tolower((unsigned char)*in);
    out[n++] = c == '@' ? 'a' : c == '$' ? 's' : c;
  }
  out[n] = '\0';
}

static void take_away(char *text, const char *word) {
  size_t n = strlen(word);
  if (n < 4) return;
  for (char *at = strstr(text, word); at != NULL; at = strstr(text, word)) (void)memmove(at, at + n, strlen(at + n) + 1);
}

static size_t distinct(const char *text) {
  bool seen[256] = {0};
  size_t n = 0;
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    n += !seen[c];
    seen[c] = true;
  }
  return n;
}

static bool guessable(const char *password, const char *const *words, size_t count) {
  char text[4 * PASSWORD_MAX + 1], word[256];
  fold(password, text, sizeof text);
  for (size_t i = 0; i < sizeof common / sizeof *common; i++)
    if (strcmp(text, common[i]) == 0) return true;
  if (distinct(text) < DISTINCT_MIN) return true;
  size_t before = strlen(text);
  for (size_t i = 0; i < count; i++) {
    if (words[i] == NULL) continue;
    fold(words[i], word, sizeof word);
    take_away(text, word);
  }
  for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) take_away(text, weak[i]);
  size_t left = strlen(text);
  return left < before && (left < LEFT_MIN || distinct(text) < DISTINCT_MIN);
}

static size_t characters(const char *text) {
  size_t n = 0;
  for (; *text != '\0'; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
  return n;
}

bool password_acceptable(const char *password, const char *const *words, size_t count, struct vg_error *err) {
  size_t n = characters(password);
  if (n < PASSWORD_MIN) return vg_fail(err, VG_E_INPUT, N_("The password needs at least 12 characters."));
  if (n > PASSWORD_MAX) return vg_fail(err, VG_E_INPUT, N_("The password may have at most 128 characters."));
  if (guessable(password, words, count))
    return vg_fail(err, VG_E_INPUT, N_("This password is too easy to guess: choose several words that have nothing in common."));
  return true;
}

enum password_result password_verify(const char *hash, const char *password) {
  if (!slot_take()) return PASSWORD_BUSY;
  bool right = crypto_pwhash_str_verify(hash != NULL ? hash : DUMMY, password, strlen(password)) == 0;
  (void)sem_post(&slots);
  return right && hash != NULL ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

enum password_result password_hash(const char *password, char out[PASSWORD_HASH]) {
  if (!slot_take()) return PASSWORD_BUSY;
  int failed = crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
  (void)sem_post(&slots);
  return failed == 0 ? PASSWORD_RIGHT : PASSWORD_BUSY;
}
