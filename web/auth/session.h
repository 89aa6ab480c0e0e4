/* web/auth/session.h — sessions and the cookies that name them.
 *
 * A session ends after 30 minutes without a request (15 for an administrator), after 10 hours whatever happens, at sign-out,
 * when its user is disabled, gets another role or password, and when the user opens a sixth one. Cookies are HttpOnly and
 * SameSite=Strict; Secure and __Host- when people reach Vigie by https.                                            */
#ifndef VG_WEB_AUTH_SESSION_H
#define VG_WEB_AUTH_SESSION_H

#include "web/http/web.h"

#define SESSION_LIFE (10 * VG_HOUR)

enum cookie { COOKIE_SESSION, COOKIE_FORM, COOKIE_DEVICE, COOKIE_LOOK };

/* The value of one of our cookies, in the arena; NULL when it is absent or given twice. */
const char *cookie_get(struct turn *, enum cookie);
/* Puts Set-Cookie on the answer; `value` NULL takes the cookie away. */
void cookie_set(struct turn *, enum cookie, const char *value);

/* Opens a session for this user on this answer and ends the one that came with the request: the ctx becomes the user's. */
bool session_open(struct turn *, int64_t user_id, struct vg_error *err);
/* Ends the session of this request and takes its cookie away. */
bool session_close(struct turn *, struct vg_error *err);

/* The signature of a browser that signed in as this user before, NULL if it is not one. For the throttle. */
const char *device_known(struct turn *, const char *login, vg_time password_at);
/* Marks this browser as one of the user's. */
void device_remember(struct turn *, const char *login, vg_time password_at);

/* The secret of this anonymous browser's forms: that of its cookie, or a new one, which is then set. */
void form_cookie_ensure(struct turn *);

#endif
