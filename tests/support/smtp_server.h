/* tests/support/smtp_server.h — a real mail server (aiosmtpd, smtp_server.py) of a test's own. */
#ifndef VG_TESTS_SMTP_SERVER_H
#define VG_TESTS_SMTP_SERVER_H

#include <sys/types.h>

struct smtp_server {
  pid_t pid;
  int port;
  char folder[40];
};

/* `arguments`: of smtp_server.py, after its folder; ended by NULL. Stops the test when it does not start. */
void smtp_start(struct smtp_server *, const char *const *arguments);
/* Ends it and removes its folder. */
void smtp_stop(struct smtp_server *);
/* How many messages it took. */
int smtp_count(const struct smtp_server *);
/* The n-th of them (from 1), decoded; stops the test when there is none. In a static buffer. */
const char *smtp_message(const struct smtp_server *, int n);
/* The same as it came. */
const char *smtp_raw(const struct smtp_server *, int n);

#endif
