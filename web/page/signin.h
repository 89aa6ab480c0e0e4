/* web/page/signin.h — the sign-in page, which the router shows too when a form comes without a session. */
#ifndef VG_WEB_PAGE_SIGNIN_H
#define VG_WEB_PAGE_SIGNIN_H

#include "web/http/router.h"

struct signin_state {
  const char *next;    /* where to go afterwards; NULL: the home page */
  const char *held;    /* the sealed form; NULL: none */
  const char *login;   /* as typed; NULL: none */
  const char *trouble; /* msgid; NULL: none */
};

bool signin_show(struct request_ctx *, const struct signin_state *, struct vg_error *err);

#endif
