#include "web/auth/user.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "db/db.h"

bool journal_add(struct db *db, const struct actor *actor, const char *action, const char *object, const char *detail,
                 struct vg_error *err) {
  return db_run(db, NULL, SQL_JOURNAL_ADD, DB_NONE, err, P_TIME(actor->now), P_TEXT(actor->login), P_TEXT(action),
                P_TEXT(object), P_TEXT(detail != NULL ? detail : "{}"), P_TEXT(actor->address));
}

static bool journal_user(struct db *db, const struct actor *actor, const char *action, const char *login, const char *name,
                         const char *value, struct vg_error *err) {
  BUF(detail, 4096);
  buf_text(&detail, "{\"login\":");
  text_json(&detail, login, strlen(login));
  if (name != NULL) {
    buf_printf(&detail, ",\"%s\":", name);
    text_json(&detail, value, strlen(value));
  }
  buf_char(&detail, '}');
  char object[160];
  (void)snprintf(object, sizeof object, "user %s", login);
  return buf_check(&detail, "journal", err) && journal_add(db, actor, action, object, detail.data, err);
}

bool user_login_check(const char *login, struct vg_error *err) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789", more[] = "abcdefghijklmnopqrstuvwxyz0123456789._@-";
  size_t n = strlen(login);
  if (n >= 1 && n <= 100 && strspn(login, plain) > 0 && strspn(login, more) == n) return true;
  return vg_refuse(err, "login", "expected 1 to 100 of a-z 0-9 . _ @ - starting with a letter or digit, found \"%.100s\"", login);
}

/* ---- e-mail ---- */

const char *const user_mails[] = {"never", "daily", "weekly", NULL};

const char *user_mail_title(const char *mail) {
  if (strcmp(mail, "daily") == 0) return N_("each day, when there is something new");
  return strcmp(mail, "weekly") == 0 ? N_("each Monday") : N_("never");
}

static bool email_check(const char *email, struct vg_error *err) {
  if (email == NULL || text_mail_address(email)) return true;
  return vg_refuse(err, "email", "expected an e-mail address such as claire@example.org, found \"%.100s\"", email);
}

/* The address stays out of the journal, whose lines are for ever: the page of the user shows it. */
bool user_set_mail(struct db *db, const struct actor *actor, int64_t id, const char *email, const char *mail, struct vg_error *err) {
  DB_RESULT(rows);
  DB_RESULT(user);
  DB_TX(tx);
  char object[160], detail[300];
  if (!email_check(email, err) || !db_begin(db, &tx, err) || !db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  bool same = text_equal(email, row_null(user, 0, "email") ? NULL : row_text(user, 0, "email"));
  if (!db_run(db, &rows, SQL_USER_SET_MAIL, DB_ZERO_OR_ONE, err, P_INT(id), P_TEXT(email), P_TEXT(mail), P_TIME(actor->now))) return false;
  if (row_count(rows) == 0) return true;
  (void)snprintf(object, sizeof object, "user %s", row_text(rows, 0, "login"));
  (void)snprintf(detail, sizeof detail, "{\"login\":\"%s\",\"mail\":\"%s\",\"email\":\"%s\"}", row_text(rows, 0, "login"), mail,
                 same ? N_("kept") : email != NULL ? N_("changed") : N_("removed"));
  return journal_add(db, actor, "user.mail_changed", object, detail, err) && db_commit(&tx, err);
}

/* ---- adding, finding, changing ---- */

bool user_add(struct db *db, const struct actor *actor, const struct new_user *user, int64_t *id, struct vg_error *err) {
  DB_RESULT(rows);
  DB_TX(tx);
  if (!user_login_check(user->login, err) || !email_check(user->email, err)) return false;
  if (!db_begin(db, &tx, err)) return false;
  if (!db_run(db, &rows, SQL_USER_ADD, DB_ONE, err, P_TEXT(user->login), P_TEXT(user->name), P_TEXT(role_name(user->role)),
              P_TEXT(user->lang), P_TIME(actor->now), P_TEXT(user->email), P_TEXT(user->mail))) {
    if (err->code == VG_E_CONFLICT) {
      *err = (struct vg_error){0};
      (void)vg_fail(err, VG_E_CONFLICT, N_("\"%s\" is taken"), user->login);
      return vg_context(err, "%s: ", "login");
    }
    return false;
  }
  *id = row_int(rows, 0, "id");
  return row_ok(rows, err) && journal_user(db, actor, "user.added", user->login, "role", role_name(user->role), err) &&
         db_commit(&tx, err);
}

bool user_find(struct db *db, const char *login, int64_t *id, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(db, &rows, SQL_USER_FIND, DB_ZERO_OR_ONE, err, P_TEXT(login))) return false;
  if (row_count(rows) == 0) {
    (void)vg_fail(err, VG_E_NOTFOUND, N_("there is no user %s"), login);
    return vg_hint(err, "vigie user list names them");
  }
  *id = row_int(rows, 0, "id");
  return row_ok(rows, err);
}

/* A statement that gives no row changed nothing: because it is so already, or because it must not. */
static bool unchanged(struct db *db, int64_t id, bool already, struct vg_error *err) {
  DB_RESULT(user);
  if (!db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  if (already) return true;
  return vg_fail(err, VG_E_CONFLICT, N_("\"%s\" is the last administrator: name another one first"), row_text(user, 0, "login"));
}

static bool has_role(struct db *db, int64_t id, enum role role, struct vg_error *err) {
  DB_RESULT(user);
  if (!db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  return strcmp(row_text(user, 0, "role"), role_name(role)) == 0;
}

bool user_set_role(struct db *db, const struct actor *actor, int64_t id, enum role role, struct vg_error *err) {
  DB_RESULT(rows);
  DB_TX(tx);
  if (!db_begin(db, &tx, err)) return false;
  bool already = has_role(db, id, role, err);
  if (err->code != VG_OK) return false;
  if (!db_run(db, &rows, SQL_USER_SET_ROLE, DB_ZERO_OR_ONE, err, P_INT(id), P_TEXT(role_name(role)))) return false;
  if (row_count(rows) == 0) return unchanged(db, id, already, err);
  return journal_user(db, actor, "user.role_changed", row_text(rows, 0, "login"), "role", role_name(role), err) &&
         db_commit(&tx, err);
}

static bool is_enabled(struct db *db, int64_t id, struct vg_error *err) {
  DB_RESULT(user);
  if (!db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  return row_bool(user, 0, "enabled");
}

bool user_set_enabled(struct db *db, const struct actor *actor, int64_t id, bool enabled, struct vg_error *err) {
  DB_RESULT(rows);
  DB_TX(tx);
  if (!db_begin(db, &tx, err)) return false;
  bool already = is_enabled(db, id, err) == enabled;
  if (err->code != VG_OK) return false;
  if (!db_run(db, &rows, SQL_USER_SET_ENABLED, DB_ZERO_OR_ONE, err, P_INT(id), P_BOOL(enabled))) return false;
  if (row_count(rows) == 0) return unchanged(db, id, already, err);
  return journal_user(db, actor, enabled ? "user.enabled" : "user.disabled", row_text(rows, 0, "login"), NULL, NULL, err) &&
         db_commit(&tx, err);
}

bool user_setup_link(struct db *db, const struct actor *actor, int64_t id, char token[TOKEN_TEXT], struct vg_error *err) {
  unsigned char bytes[TOKEN_BYTES], hash[TOKEN_BYTES];
  DB_RESULT(user);
  DB_TX(tx);
  if (!db_begin(db, &tx, err)) return false;
  if (!db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  if (!row_bool(user, 0, "enabled"))
    return vg_fail(err, VG_E_CONFLICT, N_("\"%s\" is disabled: enable them first"), row_text(user, 0, "login"));
  token_new(bytes);
  token_hash(bytes, hash);
  (void)token_text(bytes, token);
  return db_run(db, NULL, SQL_SETUP_LINK_ADD, DB_NONE, err, P_BYTES(hash, sizeof hash), P_INT(id),
                P_TIME(actor->now + SETUP_LINK_LIFE), P_TIME(actor->now)) &&
         journal_user(db, actor, "user.setup_link", row_text(user, 0, "login"), NULL, NULL, err) && db_commit(&tx, err);
}

bool user_any_ready(struct db *db, bool *ready, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(db, &rows, SQL_USER_COUNT_READY, DB_ONE, err)) return false;
  *ready = row_int(rows, 0, "ready") > 0;
  return row_ok(rows, err);
}

bool user_set_password(struct db *db, const struct actor *actor, int64_t id, const char *hash, struct vg_error *err) {
  DB_RESULT(user);
  if (!db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  return db_run(db, NULL, SQL_USER_SET_PASSWORD, DB_NONE, err, P_INT(id), P_TEXT(hash), P_TIME(actor->now)) &&
         journal_user(db, actor, "user.password_changed", row_text(user, 0, "login"), NULL, NULL, err);
}
