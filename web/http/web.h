/* web/http/web.h — the web process: what its threads share, and the state of one request within the router.
 *
 * For the files of web/http and web/auth only; pages see router.h.                                                */
#ifndef VG_WEB_HTTP_WEB_H
#define VG_WEB_HTTP_WEB_H

#include <pthread.h>
#include <stdatomic.h>

#include "config/config.h"
#include "db/db.h"
#include "db/pool.h"
#include "indicator/snapshot.h"
#include "web/auth/token.h"
#include "core/gate.h"
#include "web/html/html.h"
#include "web/http/arrival.h"
#include "web/http/feed.h"
#include "web/http/page_cache.h"
#include "web/http/route.h"
#include "web/http/server.h"

enum { WEB_HOSTS = 8, WEB_POOL = 8, WEB_POOL_WAIT_MS = 2000, WEB_ANSWER_MAX = 16 << 20, WEB_CACHE = 8 << 20, WEB_SNAPSHOT = 12 << 20 };

struct web {
  const struct config *config;
  struct gate *gate; /* of pages of figures, which need a processor and little else: no more at once than there are, and one */
  struct db_pool *pool;
  struct page_cache *cache;
  struct feed *feed;
  struct arrivals *arrivals;
  struct snapshots *snapshots;
  struct http_server *server;
  const struct route *const *routes;
  bool secure;                       /* public_url is https: cookies are Secure and __Host- */
  char names[WEB_HOSTS][300];        /* "host:port" that are ours */
  const char *hosts[WEB_HOSTS + 1];  /* NULL-terminated */
  char fixed_headers[1600];
  pthread_mutex_t mutex;
  atomic_ulong own_figures; /* feed_state().figures, and 1, when this process last looked for indicators of the organisation */
  bool key_known; /* under the mutex, like key */
  struct web_key key;
};

/* One request. `ctx` is first: a page's ctx is its turn. */
struct turn {
  struct request_ctx ctx;
  struct web *web;
  struct http_exchange *x;
  struct guard_verdict verdict;
  struct http_response response;
  struct buf body;
  struct vg_error error;
  struct feed_state feed;             /* before anything was read */
  struct snapshot *snapshot;          /* that ctx->db carries; NULL: none */
  unsigned char session[TOKEN_BYTES]; /* hash of the session's token */
  bool has_session;                   /* the cookie is there and well-formed, which proves nothing */
  const char *csrf, *login, *name;    /* the real ones, when ctx holds place-holders */
  const char *form_cookie;            /* the anonymous form token's secret */
  const char *raw;                    /* the form as it was sent; NULL: none */
  size_t raw_length;
  const char *held;                   /* a form sealed while its sender signs in again; NULL: none */
  const char *outcome;                /* a word for the log: "guard:length-twice", "csrf" … */
  struct json_writer writer;
  struct html html;
  int64_t started_ms;
};

static inline struct turn *turn_of(struct request_ctx *ctx) { return (struct turn *)ctx; }

/* ---- router.c ---- */
void web_handle(void *web, struct http_exchange *);
void web_refuse(void *web, struct http_exchange *, int status);

/* ---- headers.c ---- */
/* Fills the names that are ours, the cookies' kind and the headers of every answer, from the settings and the port. */
void web_identify(struct web *, int port);

/* ---- arrive.c: from a request to a filled ctx ---- */
/* Language and theme as the browser asks for them, until it is known who is there: whatever is refused before is refused in them. */
void turn_look(struct turn *);
/* The session, the user, the evaluation and the perimeter: from memory, else in one statement. */
bool turn_open(struct turn *, struct vg_error *err);
/* au, vs, perimeter, state of the clock. VG_E_INPUT is 400. *redirect: the same page with its dates written the ISO way. */
bool turn_instants(struct turn *, const char **redirect, struct vg_error *err);
/* Loads the web's key the first time. */
bool web_key_load(struct web *, struct db *, struct vg_error *err);
/* Takes a connection of the pool unless the request has one. */
bool turn_need_db(struct turn *, struct vg_error *err);
/* Knows the indicators that the organisation added, as they are now. */
bool turn_know_own(struct turn *, struct vg_error *err);
/* Lets what is kept of the figures answer for the database: pages that only show. */
void turn_carry_snapshot(struct turn *);
/* Gives the connection back, and the snapshot. */
void turn_leave_db(struct turn *);
/* Gives the connection back while something slow that needs none runs (a password's hash), and takes one again. */
void turn_pause_db(struct turn *);
bool turn_resume_db(struct turn *, struct vg_error *err);
/* The client's address: the peer's, or the last hop that the proxy named. */
const char *turn_address(struct turn *);

/* ---- forgery.c ---- */
/* Was it sent by a page of ours? By Origin, Referer or Sec-Fetch-Site; one that says nothing is refused. */
bool turn_same_origin(const struct turn *);
/* Does the form hold the token of this session (or of this anonymous browser)? */
bool turn_token_right(const struct turn *);

/* ---- fail.c ---- */
/* Answers with an error page or a JSON problem; `error` may be NULL. */
void turn_fail(struct turn *, int status, const struct vg_error *error);
/* Asks to sign in: 303 to the sign-in page, 401 for JSON and forms, whose content is kept sealed. */
void turn_sign_in(struct turn *);

#endif
