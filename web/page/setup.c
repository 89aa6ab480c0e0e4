#include <string.h>

#include "db/db.h"
#include "web/auth/password.h"
#include "web/auth/session.h"
#include "web/auth/user.h"
#include "web/view/entry.h"

struct guest {
  unsigned char hash[TOKEN_BYTES];
  int64_t id;
  const char *login, *name;
};

static bool find_guest(struct request_ctx *ctx, struct guest *guest, struct vg_error *err) {
  unsigned char token[TOKEN_BYTES];
  DB_RESULT(rows);
  bool good = token_parse(path_text(ctx, "token"), token);
  if (good) token_hash(token, guest->hash);
  if (good && !db_run(ctx->db, &rows, SQL_SETUP_LINK_GET, DB_ZERO_OR_ONE, err, P_BYTES(guest->hash, TOKEN_BYTES), P_TIME(ctx->now)))
    return false;
  if (!good || row_count(rows) == 0)
    return vg_fail(err, VG_E_NOTFOUND, "%s", tr(ctx->lang, N_("This link has been used already, or is too old. Ask an administrator of Vigie for a new one.")));
  guest->id = row_int(rows, 0, "id");
  guest->login = vg_strdup(ctx->arena, row_text(rows, 0, "login"));
  guest->name = vg_strdup(ctx->arena, row_text(rows, 0, "name"));
  return row_ok(rows, err);
}

static bool ask(struct request_ctx *ctx, const struct guest *guest, const char *trouble, struct vg_error *err) {
  struct view_setup v = {.entry = entry_of(ctx, N_("Choose your password")),
                         .trouble = tr(ctx->lang, trouble),
                         .action = ctx->request->path,
                         .login = guest->login,
                         .name = guest->name};
  if (trouble != NULL) page_status(ctx, 422);
  return PAGE_VIEW(ctx, setup, &v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct guest guest;
  return find_guest(ctx, &guest, err) && ask(ctx, &guest, NULL, err);
}

static bool keep(struct request_ctx *ctx, const struct guest *guest, const char *hash, struct vg_error *err) {
  struct actor actor = {guest->login, ctx->address, ctx->now};
  DB_RESULT(used);
  DB_TX(tx);
  if (!db_begin(ctx->db, &tx, err)) return false;
  if (!db_run(ctx->db, &used, SQL_SETUP_LINK_USE, DB_ZERO_OR_ONE, err, P_BYTES(guest->hash, TOKEN_BYTES), P_TIME(ctx->now)))
    return false;
  if (row_count(used) == 0) return vg_fail(err, VG_E_CONFLICT, N_("this link has just been used"));
  if (!user_set_password(ctx->db, &actor, guest->id, hash, err) || !session_open(turn_of(ctx), guest->id, err)) return false;
  if (!journal_add(ctx->db, &actor, "session.opened", "session", "{\"by\":\"set-up link\"}", err) || !db_commit(&tx, err)) return false;
  device_remember(turn_of(ctx), guest->login, ctx->now);
  return page_redirect(ctx, "/");
}

static bool choose(struct request_ctx *ctx, struct vg_error *err) {
  struct guest guest;
  struct vg_error why = {0};
  char hash[PASSWORD_HASH];
  const char *password = param_secret(&ctx->form, "password", 0, 1000), *again = param_secret(&ctx->form, "again", 0, 1000);
  if (!params_ok(&ctx->form, err) || !find_guest(ctx, &guest, err)) return false;
  const char *const words[] = {guest.login, guest.name, ctx->config->organisation};
  if (!password_acceptable(password, words, 3, &why)) return ask(ctx, &guest, why.message, err);
  if (strcmp(password, again) != 0) return ask(ctx, &guest, N_("The two passwords are not the same."), err);
  turn_pause_db(turn_of(ctx));
  enum password_result result = password_hash(password, hash);
  if (!turn_resume_db(turn_of(ctx), err)) return false;
  if (result != PASSWORD_RIGHT) {
    page_status(ctx, 429);
    return ask(ctx, &guest, N_("The server is busy: try again in a moment."), err);
  }
  return keep(ctx, &guest, hash, err);
}

const struct route routes_setup[] = {
    {M_GET, "/setup/{token:token}", CAP_PUBLIC, show},
    {M_POST, "/setup/{token:token}", CAP_PUBLIC, choose, .form = "login password again", .flags = ROUTE_SECRET},
    {0}};
