/* tests/support/web_server.h — a real `vigie serve` on a free port over a database of its own, and an HTTP client that sends
 * exactly the bytes it is given.
 *
 *   TestSuite(web, .init = web_start, .fini = web_stop);                                                          */
#ifndef VG_TESTS_WEB_SERVER_H
#define VG_TESTS_WEB_SERVER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/db_fixture.h"

/* Clones the database and starts the server; stops the test when it does not answer. */
void web_start(void);
/* SIGTERM, and checks that it ended by itself with status 0; drops the clone. */
void web_stop(void);
/* Starts the server only, with more environment ("VIGIE_PUBLIC_URL=…"), NULL-terminated; NULL: none. */
void web_serve_with(const char *const *environment);
void web_serve_stop(void);
/* A second server over the same database, to which requests go from now on; web_swap() sends them to the other one. */
void web_second(void);
void web_swap(void);
/* What the database announces takes a moment to be heard: asks again until it is so, for ten seconds. */
#define WEB_UNTIL(condition)                                                                                           \
  do {                                                                                                                 \
    int tries_ = 1000;                                                                                                 \
    while (!(condition) && --tries_ > 0) (void)poll(NULL, 0, 10);                                                      \
    cr_assert(tries_ > 0, "never so: %s", #condition);                                                                 \
  } while (0)
/* Waits until the server shows all that was committed before: what a test writes into the database itself is announced to it, and it
 * shows what was before until it has read it anew. */
void web_heard(void);
/* Writes into the clone as its owner, then web_heard(). */
void web_sql(const char *sql);
int web_port(void);
int web_pid(void);
/* What the server wrote on standard error so far. */
const char *web_log(void);

/* Replies so far are not looked at any more: frees them. */
void web_forget(void);

struct reply {
  int status;       /* 0: closed without an answer, or no whole status line */
  char head[8192];  /* with the status line */
  char *body;       /* NUL-terminated; belongs to the reply's pool: freed by web_stop() */
  size_t length;
};

/* Sends the bytes on a new connection, half-closes, reads until the end. */
struct reply web_raw(const char *bytes, size_t length);
/* Opens a connection and sends, without reading. -1 when refused. */
int web_connect(void);

/* A browser: keeps cookies and the last form token. */
struct browser {
  char cookies[8][200]; /* "name=value" */
  char csrf[64];
  const char *headers;  /* more request lines, "Accept: application/json\r\n"; NULL: none */
  bool foreign;         /* posts as if from another site */
};
struct reply web_get(struct browser *, const char *path);
/* `form` without csrf, which is added unless it holds one ("csrf="). */
struct reply web_post(struct browser *, const char *path, const char *form);
/* The value of a header in the arena of the reply ("" when absent); static buffer. */
const char *reply_header(const struct reply *, const char *name);
bool reply_says(const struct reply *, const char *text);

/* A user with this role whose password is WEB_PASSWORD, ready to sign in; the id. */
#define WEB_PASSWORD "tortue parapluie granit"
int64_t web_user(const char *login, const char *role);
/* A browser that holds a session of this user, made in the database without the sign-in page. */
struct browser web_session(int64_t user_id);
/* The clone, as its owner. */
struct db *web_db(void);
/* Stops the test unless the answer has every security header, and no header that tells what serves it. */
void web_check_headers(const struct reply *, const char *what);
/* Signs in through the page; the test stops when that fails. */
struct browser web_sign_in(const char *login);

#endif
