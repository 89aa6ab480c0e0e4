/* web/auth/user.h — the people who use Vigie: what the pages and `vigie user` do with them.
 *
 * Nobody gets a password from somebody else: a user is added without one and chooses it through a one-time link. Changing
 * a role, a password, or disabling a user ends their sessions at once. The last enabled administrator stays one.  */
#ifndef VG_WEB_AUTH_USER_H
#define VG_WEB_AUTH_USER_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/error.h"
#include "web/auth/role.h"
#include "web/auth/token.h"

struct db;

/* Who acts, for the journal: a login and an address, or "command line" and "". */
struct actor {
  const char *login, *address;
  vg_time now;
};

struct new_user {
  const char *login; /* [a-z0-9][a-z0-9._@-]{0,99} */
  const char *name;
  enum role role;
  const char *lang;  /* "fr", "en" */
  const char *email; /* NULL: none */
  const char *mail;  /* of user_mails; NULL: as the role says */
};

/* How often somebody is told by e-mail what waits for them: "never", "daily", "weekly"; ended by NULL. */
extern const char *const user_mails[];
/* msgid of one of them. */
const char *user_mail_title(const char *mail);

#define SETUP_LINK_LIFE (72 * VG_HOUR)

/* VG_E_INPUT when the login is not one. */
bool user_login_check(const char *login, struct vg_error *err);
/* VG_E_CONFLICT when the login is taken. */
bool user_add(struct db *, const struct actor *, const struct new_user *, int64_t *id, struct vg_error *err);
/* VG_E_NOTFOUND. */
bool user_find(struct db *, const char *login, int64_t *id, struct vg_error *err);
/* VG_E_CONFLICT when it would leave no administrator. Nothing to change is no error. */
bool user_set_role(struct db *, const struct actor *, int64_t id, enum role, struct vg_error *err);
bool user_set_enabled(struct db *, const struct actor *, int64_t id, bool enabled, struct vg_error *err);
/* Where this user is written to (NULL: nowhere), and how often. VG_E_INPUT when it is no address. Nothing to change is no error. */
bool user_set_mail(struct db *, const struct actor *, int64_t id, const char *email, const char *mail, struct vg_error *err);
/* Makes a link that lets this user choose a password once, within SETUP_LINK_LIFE; earlier ones stop working. `token` is
 * shown once, never stored.                                                                                       */
bool user_setup_link(struct db *, const struct actor *, int64_t id, char token[TOKEN_TEXT], struct vg_error *err);
/* True in *ready when an enabled administrator has a password. */
bool user_any_ready(struct db *, bool *ready, struct vg_error *err);
/* Keeps a password already found acceptable and hashed; ends the user's sessions and links. */
bool user_set_password(struct db *, const struct actor *, int64_t id, const char *hash, struct vg_error *err);

/* A line of the journal. `detail` is a JSON object or NULL. */
bool journal_add(struct db *, const struct actor *, const char *action, const char *object, const char *detail,
                 struct vg_error *err);

#endif
