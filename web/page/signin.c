#include "web/page/signin.h"

#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "db/db.h"
#include "web/auth/password.h"
#include "web/auth/session.h"
#include "web/auth/throttle.h"
#include "web/auth/user.h"
#include "web/view/entry.h"
#include "web/view/held_form.h"

enum { HELD_MINUTES = 60, FIELD_MAX = 60000 };

bool signin_show(struct request_ctx *ctx, const struct signin_state *state, struct vg_error *err) {
  struct view_signin v = {.entry = entry_of(ctx, N_("Sign in")),
                          .trouble = tr(ctx->lang, state->trouble),
                          .held = state->held,
                          .next = state->next != NULL ? state->next : "/",
                          .login = state->login};
  return PAGE_VIEW(ctx, signin, &v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  const char *next = param(&ctx->query, "next");
  if (next != NULL && !guard_local_url(next)) return vg_refuse(err, "next", "expected a page of Vigie");
  if (ctx->user_id != 0) return page_redirect(ctx, next != NULL ? next : "/");
  return signin_show(ctx, &(struct signin_state){.next = next}, err);
}

/* ---- signing in ---- */

struct claim {
  const char *login, *password, *next, *held, *hash, *device;
  bool known;      /* the login is somebody's: only then is it written down */
  int64_t user_id; /* 0: nobody of that login may sign in */
  vg_time password_at;
  enum lang lang; /* that user's own */
  struct attempt attempt;
};

static bool find_user(struct request_ctx *ctx, struct claim *claim, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_LOGIN_GET, DB_ZERO_OR_ONE, err, P_TEXT(claim->login))) return false;
  if (row_count(rows) == 0) return true;
  claim->known = true;
  claim->password_at = row_time(rows, 0, "password_at");
  claim->device = device_known(turn_of(ctx), claim->login, claim->password_at);
  if (!row_bool(rows, 0, "enabled") || row_null(rows, 0, "password_hash")) return row_ok(rows, err);
  claim->user_id = row_int(rows, 0, "id");
  claim->hash = vg_strdup(ctx->arena, row_text(rows, 0, "password_hash"));
  (void)lang_parse(row_text(rows, 0, "lang"), &claim->lang);
  return row_ok(rows, err);
}

static bool journal_claim(struct request_ctx *ctx, const struct claim *claim, const char *action, struct vg_error *err) {
  struct actor actor = {claim->known ? claim->login : "?", ctx->address, ctx->now};
  return journal_add(ctx->db, &actor, action, "session", NULL, err);
}

static bool ask_again(struct request_ctx *ctx, const struct claim *claim, int status, const char *trouble, struct vg_error *err) {
  page_status(ctx, status);
  return signin_show(ctx, &(struct signin_state){claim->next, claim->held, claim->login, trouble}, err);
}

static bool busy(struct request_ctx *ctx, const struct claim *claim, int seconds, struct vg_error *err) {
  const char *wait = vg_printf(ctx->arena, "%d", seconds);
  if (wait != NULL) http_response_header(ctx->response, "Retry-After", wait);
  turn_of(ctx)->outcome = "throttled";
  return ask_again(ctx, claim, 429, N_("Too many attempts: wait a minute, then try again."), err);
}

/* The form that was sealed when its session had ended, as a page to confirm, in the language of who signed in. */
static bool resume(struct request_ctx *ctx, const char *held, bool *shown, struct vg_error *err) {
  char *text;
  size_t length;
  struct params form;
  *shown = false;
  if (held == NULL || *held == '\0') return true;
  if (!key_open(&turn_of(ctx)->web->key, ctx->arena, held, ctx->now, HELD_MINUTES * VG_MINUTE, &text, &length)) return true;
  char *body = strchr(text, '\n');
  if (body == NULL) return true;
  *body++ = '\0';
  if (!guard_local_url(text) || !params_parse(&form, ctx->arena, body, length - (size_t)(body - text), err)) return false;
  struct view_resume v = {.entry = entry_of(ctx, N_("Send your form?")), .action = text};
  if (!held_form_fill(ctx, text, &form, &v, err)) return false;
  *shown = true;
  return PAGE_VIEW(ctx, resume, &v, err);
}

static bool welcome(struct request_ctx *ctx, struct claim *claim, struct vg_error *err) {
  bool shown;
  if (!throttle_forgive(ctx->db, &claim->attempt, err) || !session_open(turn_of(ctx), claim->user_id, err)) return false;
  if (!journal_claim(ctx, claim, "session.opened", err)) return false;
  device_remember(turn_of(ctx), claim->login, claim->password_at);
  turn_of(ctx)->login = claim->login;
  ctx->lang = claim->lang;
  if (!resume(ctx, claim->held, &shown, err)) return false;
  return shown || page_redirect(ctx, claim->next);
}

static bool read_claim(struct request_ctx *ctx, struct claim *claim, struct vg_error *err) {
  struct vg_error ignored = {0};
  const char *login = param(&ctx->form, "login");
  claim->login = text_lower_trim(ctx->arena, login != NULL ? login : "");
  claim->password = param_secret(&ctx->form, "password", 0, 1000);
  claim->held = param(&ctx->form, "held");
  claim->next = param(&ctx->form, "next");
  if (claim->next == NULL || !guard_local_url(claim->next)) claim->next = "/";
  if (claim->login == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the sign-in");
  if (!user_login_check(claim->login, &ignored)) claim->login = "-";
  return params_ok(&ctx->form, err);
}

static bool sign_in(struct request_ctx *ctx, struct vg_error *err) {
  struct claim claim = {.password_at = VG_NEVER};
  int wait = 0;
  if (!read_claim(ctx, &claim, err) || !find_user(ctx, &claim, err)) return false;
  if (!throttle_take(ctx->db, ctx->arena, claim.login, ctx->address, claim.device, ctx->now, &claim.attempt, &wait, err))
    return false;
  if (wait > 0) return busy(ctx, &claim, wait, err);
  turn_pause_db(turn_of(ctx));
  enum password_result result = password_verify(claim.hash, claim.password);
  if (!turn_resume_db(turn_of(ctx), err)) return false;
  switch (result) {
  case PASSWORD_RIGHT:
    return welcome(ctx, &claim, err);
  case PASSWORD_BUSY:
    return throttle_forgive(ctx->db, &claim.attempt, err) && busy(ctx, &claim, 5, err);
  default:
    turn_of(ctx)->outcome = "wrong-password";
    return journal_claim(ctx, &claim, "session.refused", err) &&
           ask_again(ctx, &claim, 401, N_("This login and password do not go together."), err);
  }
}

static bool sign_out(struct request_ctx *ctx, struct vg_error *err) {
  if (!journal_write(ctx, "session.closed", "session", NULL, err) || !session_close(turn_of(ctx), err)) return false;
  http_response_header(ctx->response, "Clear-Site-Data", "\"cache\", \"storage\"");
  return page_redirect(ctx, "/login");
}

const struct route routes_signin[] = {
    {M_GET, "/login", CAP_PUBLIC, show, .query = "next"},
    {M_POST, "/login", CAP_PUBLIC, sign_in, .form = "login password next held", .body_max = 128 << 10, .flags = ROUTE_SECRET},
    {M_POST, "/logout", CAP_SELF, sign_out},
    {0}};
