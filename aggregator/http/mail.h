/* http/mail.h — one message to one person, handed to a mail server by SMTP.
 *
 * Plain text in UTF-8, without attachment. TLS 1.2 or later and a verified certificate, unless the server is this machine: smtps:// begins
 * with it, smtp:// asks for it (STARTTLS) and sends nothing without. No address that is not one, and no control character of a subject, reaches
 * a header or a command, whoever wrote it. Thread-safe.                                                             */
#ifndef VG_HTTP_MAIL_H
#define VG_HTTP_MAIL_H

#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"

struct mail_server {
  const char *url;             /* as the setting smtp_url */
  const char *from;            /* an address */
  const char *user, *password; /* NULL: nobody signs in; never in a message */
  const char *ca_file;         /* NULL: the system's */
  int connect_ms, total_ms;    /* 0: 10 s and 40 s */
};

struct mail_message {
  const char *to;      /* an address */
  const char *subject; /* of any characters */
  const char *text;    /* lines that end with \n */
  const char *id;      /* of this message among those of this installation: letters, digits and dots */
  vg_time date;
};

enum { MAIL_ANSWER = 200 };

/* `answer`, NULL or of MAIL_ANSWER bytes: by which line the server took it. False, and what it answered in the error: VG_E_INPUT for what it does not take for this person, VG_E_DENIED when it refuses who signs
 * in, VG_E_CONFIG without the TLS that is wanted, VG_E_UNAVAILABLE or VG_E_TIMEOUT when it does not answer, goes away or says to come back.      */
bool mail_send(const struct mail_server *, const struct mail_message *, char *answer, struct vg_error *err);

/* The message with its headers, as mail_send() hands it over. VG_E_INPUT when an address or the id is none. */
bool mail_write(const struct mail_server *, const struct mail_message *, struct buf *out, struct vg_error *err);
/* True for smtp:// or smtps:// and a host that is this machine by its name or number. */
bool mail_server_is_here(const char *url);

#endif
