#include "db/db.h"
#include "web/auth/session.h"

/* Language and theme: kept with the user, or in a cookie for those who are not signed in. */
static bool keep(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const langs[] = {"fr", "en", NULL}, *const themes[] = {"auto", "light", "dark", NULL};
  int lang = param_choice(&ctx->form, "lang", langs, ctx->lang == LANG_EN ? 1 : 0);
  int theme = param_choice(&ctx->form, "theme", themes, (int)ctx->theme);
  const char *back = param(&ctx->form, "back");
  if (!params_ok(&ctx->form, err)) return false;
  if (ctx->user_id != 0 &&
      !db_run(ctx->db, NULL, SQL_USER_SET_LOOK, DB_NONE, err, P_INT(ctx->user_id), P_TEXT(langs[lang]), P_TEXT(themes[theme])))
    return false;
  const char *look = vg_printf(ctx->arena, "%s.%s", langs[lang], themes[theme]);
  if (look != NULL) cookie_set(turn_of(ctx), COOKIE_LOOK, look);
  return page_redirect(ctx, back != NULL && guard_local_url(back) ? back : "/");
}

const struct route routes_preferences[] = {{M_POST, "/preferences", CAP_PUBLIC, keep, .form = "lang theme back"}, {0}};
