#include "web/http/arrival.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 512, CODE_MAX = 64 }; /* two keys of one place drive each other out, that is all */

struct place {
  bool taken;
  struct feed_state feed;
  unsigned char session[TOKEN_BYTES]; /* zeros: none */
  char wanted[CODE_MAX];              /* "": the root */
  struct arrival said;
};

struct arrivals {
  pthread_mutex_t mutex;
  struct place *places[PLACES];
};

bool arrivals_new(struct arrivals **out, struct vg_error *err) {
  struct arrivals *a = calloc(1, sizeof *a);
  if (a == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for arrivals");
  (void)pthread_mutex_init(&a->mutex, NULL);
  *out = a;
  return true;
}

void arrivals_free(struct arrivals *a) {
  if (a == NULL) return;
  for (size_t i = 0; i < PLACES; i++) free(a->places[i]);
  (void)pthread_mutex_destroy(&a->mutex);
  free(a);
}

static const unsigned char nobody[TOKEN_BYTES];

static const unsigned char *session_of(const struct arrival_key *key) { return key->session != NULL ? key->session : nobody; }
static const char *wanted_of(const struct arrival_key *key) { return key->perimeter != NULL ? key->perimeter : ""; }

static struct place **place_of(struct arrivals *a, const struct arrival_key *key) {
  unsigned long h = 5381;
  const unsigned char *session = session_of(key);
  for (size_t i = 0; i < 8; i++) h = h * 33 ^ session[i];
  for (const char *p = wanted_of(key); *p != '\0'; p++) h = h * 33 ^ (unsigned char)*p;
  return &a->places[h % PLACES];
}

static bool holds(const struct place *p, const struct arrival_key *key, struct feed_state feed, vg_time now) {
  if (p == NULL || !p->taken || p->feed.people != feed.people || p->feed.figures != feed.figures) return false;
  if (memcmp(p->session, session_of(key), TOKEN_BYTES) != 0 || strcmp(p->wanted, wanted_of(key)) != 0) return false;
  return p->said.user_id == 0 || (now < p->said.ends_at && now >= p->said.seen_at && now - p->said.seen_at <= VG_MINUTE);
}

bool arrivals_get(struct arrivals *a, const struct arrival_key *key, struct feed_state feed, vg_time now, struct arrival *out) {
  if (!feed.live) return false;
  (void)pthread_mutex_lock(&a->mutex);
  const struct place *p = *place_of(a, key);
  bool found = holds(p, key, feed, now);
  if (found) *out = p->said;
  (void)pthread_mutex_unlock(&a->mutex);
  return found;
}

void arrivals_put(struct arrivals *a, const struct arrival_key *key, struct feed_state feed, const struct arrival *said) {
  if (!feed.live || (key->session != NULL && said->user_id == 0) || strlen(wanted_of(key)) >= CODE_MAX) return;
  (void)pthread_mutex_lock(&a->mutex);
  struct place **at = place_of(a, key);
  if (*at == NULL) *at = calloc(1, sizeof **at);
  struct place *p = *at;
  if (p != NULL) {
    p->taken = true;
    p->feed = feed;
    memcpy(p->session, session_of(key), TOKEN_BYTES);
    (void)snprintf(p->wanted, sizeof p->wanted, "%s", wanted_of(key));
    p->said = *said;
  }
  (void)pthread_mutex_unlock(&a->mutex);
}
