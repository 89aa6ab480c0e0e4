#include <string.h>

#include "db/db.h"
#include "web/auth/password.h"
#include "web/auth/session.h"
#include "web/auth/user.h"
#include "web/view/frame.h"
#include "web/view/mail_fields.h"
#include "web/view/mistake.h"

/* What is told of oneself; `email`: as typed, NULL: as it is. */
static bool fill_written(struct request_ctx *ctx, const char *email, struct view_account *v, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_USER_GET, DB_ONE, err, P_INT(ctx->user_id))) return false;
  if (email == NULL) email = vg_strdup(ctx->arena, row_text(rows, 0, "email"));
  return row_ok(rows, err) && mail_fields_fill(ctx, email, vg_strdup(ctx->arena, row_text(rows, 0, "mail")), ctx->role, &v->written, err);
}

/* `trouble`, `done`: in the reader's language. */
static bool show_page(struct request_ctx *ctx, const char *trouble, const char *done, const char *email, struct vg_error *err) {
  struct view_account v = {.trouble = trouble, .done = done, .login = ctx->login, .name = ctx->user_name};
  const char **allowed = vg_alloc(ctx->arena, CAP_COUNT * sizeof *allowed);
  if (allowed == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the page");
  for (enum capability c = CAP_BOARD; c < CAP_COUNT; c++)
    if (may(ctx, c)) allowed[v.allowed_count++] = tr(ctx->lang, capability_title(c));
  v.allowed = allowed;
  v.role = tr(ctx->lang, role_title(ctx->role));
  v.summary = tr(ctx->lang, role_summary(ctx->role));
  if (html_given(trouble) && ctx->response->status == 200) page_status(ctx, 422);
  return fill_written(ctx, email, &v, err) && frame_load(ctx, &v.frame, tr(ctx->lang, N_("My account")), "account", err) &&
         PAGE_VIEW(ctx, account, &v, err);
}

static bool show_with(struct request_ctx *ctx, const char *trouble, const char *done, struct vg_error *err) {
  return show_page(ctx, tr(ctx->lang, trouble), tr(ctx->lang, done), NULL, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) { return show_with(ctx, NULL, NULL, err); }

/* The present password is asked again, and guessing it is slowed down like at sign-in. */
struct change {
  const char *old_hash, *password;
  char hash[PASSWORD_HASH];
  enum password_result result;
};

static bool verify_and_hash(struct request_ctx *ctx, struct change *change, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_USER_GET, DB_ONE, err, P_INT(ctx->user_id))) return false;
  change->old_hash = vg_strdup(ctx->arena, row_text(rows, 0, "password_hash"));
  turn_pause_db(turn_of(ctx));
  change->result = password_verify(change->old_hash, param_secret(&ctx->form, "current", 0, 1000));
  if (change->result == PASSWORD_RIGHT) change->result = password_hash(change->password, change->hash);
  return turn_resume_db(turn_of(ctx), err) && row_ok(rows, err);
}

static bool keep(struct request_ctx *ctx, const struct change *change, struct vg_error *err) {
  struct actor actor = {ctx->login, ctx->address, ctx->now};
  DB_TX(tx);
  if (!db_begin(ctx->db, &tx, err) || !user_set_password(ctx->db, &actor, ctx->user_id, change->hash, err)) return false;
  if (!session_open(turn_of(ctx), ctx->user_id, err) || !db_commit(&tx, err)) return false;
  device_remember(turn_of(ctx), ctx->login, ctx->now);
  return show_with(ctx, NULL, N_("Your password is changed. Your other sessions have ended."), err);
}

static bool change_password(struct request_ctx *ctx, struct vg_error *err) {
  struct change change = {.password = param_secret(&ctx->form, "password", 0, 1000)};
  struct vg_error why = {0};
  const char *again = param_secret(&ctx->form, "again", 0, 1000);
  const char *const words[] = {ctx->login, ctx->user_name, ctx->config->organisation};
  if (!params_ok(&ctx->form, err)) return false;
  if (!password_acceptable(change.password, words, 3, &why)) return show_with(ctx, why.message, NULL, err);
  if (strcmp(change.password, again) != 0) return show_with(ctx, N_("The two passwords are not the same."), NULL, err);
  if (!verify_and_hash(ctx, &change, err)) return false;
  if (change.result == PASSWORD_WRONG) return show_with(ctx, N_("The present password is not the right one."), NULL, err);
  if (change.result == PASSWORD_RIGHT) return keep(ctx, &change, err);
  page_status(ctx, 429);
  return show_with(ctx, N_("The server is busy: try again in a moment."), NULL, err);
}

static bool sign_out_elsewhere(struct request_ctx *ctx, struct vg_error *err) {
  DB_TX(tx);
  if (!db_begin(ctx->db, &tx, err)) return false;
  if (!db_run(ctx->db, NULL, SQL_SESSION_REVOKE, DB_NONE, err, P_INT(ctx->user_id))) return false;
  if (!session_open(turn_of(ctx), ctx->user_id, err) || !journal_write(ctx, "session.revoked", "session", NULL, err)) return false;
  return db_commit(&tx, err) && show_with(ctx, NULL, N_("Your other sessions have ended."), err);
}

/* ---- e-mail ---- */

static bool change_mail(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = {ctx->login, ctx->address, ctx->now};
  struct vg_error why = {0};
  const char *email, *mail;
  if (mail_fields_read(ctx, "never", &email, &mail, &why) && user_set_mail(ctx->db, &actor, ctx->user_id, email, mail, &why))
    return show_with(ctx, NULL, email == NULL || strcmp(mail, "never") == 0 ? N_("No message is sent to you.") : N_("What waits for you will be sent to this address."), err);
  if (why.code != VG_E_INPUT) {
    *err = why;
    return false;
  }
  const char *typed = param(&ctx->form, "email");
  return show_page(ctx, mistake_text(page_html(ctx), ctx->arena, &why), "", typed != NULL ? typed : "", err);
}

const struct route routes_account[] = {
    {M_GET, "/account", CAP_SELF, show, .view = "account", .flags = ROUTE_PRESENT},
    {M_POST, "/account/password", CAP_SELF, change_password, .form = "login current password again", .flags = ROUTE_SECRET | ROUTE_PRESENT},
    {M_POST, "/account/mail", CAP_SELF, change_mail, .form = "email mail", .flags = ROUTE_PRESENT},
    {M_POST, "/account/sessions", CAP_SELF, sign_out_elsewhere, .flags = ROUTE_PRESENT},
    {0}};
