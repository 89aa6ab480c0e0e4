/* web/auth/role.h — who may do what. Deny by default: a role has the capabilities its row says, no others. */
#ifndef VG_WEB_AUTH_ROLE_H
#define VG_WEB_AUTH_ROLE_H

#include <stdbool.h>

enum role { ROLE_NONE, ROLE_READER, ROLE_LEADERSHIP, ROLE_OPERATOR, ROLE_CISO, ROLE_ADMINISTRATOR, ROLE_COUNT };

enum capability {
  CAP_INVALID,  /* a route that forgot: refused at start */
  CAP_PUBLIC,   /* anyone, signed in or not */
  CAP_SELF,     /* anyone signed in: own password, language, sign out */
  CAP_BOARD,    /* boards, rules, indicators: figures without names of people            all roles */
  CAP_RECORD,   /* subjects, records, rejects: may name people                           not leadership */
  CAP_EXPORT,   /* take lists away as a file                                             operator, ciso, administrator */
  CAP_SOURCE,   /* health of the sources, their pulls                                    all roles */
  CAP_PULL,     /* ask for a pull, accept or refuse a suspect one                        operator, ciso, administrator */
  CAP_ENTER,    /* enter, change, remove and confirm records by hand                      operator, ciso, administrator */
  CAP_CONNECT,  /* add, change, test, remove a source; remove the sample                 ciso, administrator */
  CAP_PROPOSE,  /* ask for a waiver, say why a deviation happened                        operator, ciso, administrator */
  CAP_DECIDE,   /* approve, refuse or end a waiver, state where a rule does not apply    ciso, administrator */
  CAP_GOVERN,   /* targets, thresholds, owners, policy                                   ciso */
  CAP_JOURNAL,  /* read who did what                                                     ciso, administrator */
  CAP_DOCTOR,   /* see what Vigie finds wrong with itself                                ciso, administrator */
  CAP_USERS,    /* users and roles                                                       administrator */
  CAP_COUNT
};

/* "administrator"; NULL out of range. */
const char *role_name(enum role);
/* ROLE_NONE for what is no role. */
enum role role_parse(const char *name);
/* msgid of the role's title ("Administrator") and of what it may do, in one sentence. */
const char *role_title(enum role);
const char *role_summary(enum role);
bool role_may(enum role, enum capability);
/* msgid that says in a sentence what the capability allows ("manage users"). */
const char *capability_title(enum capability);

#endif
