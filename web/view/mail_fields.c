#include "web/view/mail_fields.h"

#include <string.h>

#include "web/auth/user.h"

enum { CHOICES = 4 };

bool mail_fields_fill(struct request_ctx *ctx, const char *email, const char *mail, enum role role, struct view_mail_fields *out, struct vg_error *err) {
  struct view_mail_choice *choices = vg_alloc(ctx->arena, CHOICES * sizeof *choices);
  const char *chosen = ctx->response->status >= 400 ? param(&ctx->form, "mail") : NULL; /* what was refused is shown as it was filled in */
  if (choices == NULL || email == NULL || mail == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the page");
  *out = (struct view_mail_fields){.email = email, .mail = mail, .choices = choices, .sends = ctx->config->smtp_url != NULL,
                                   .waits = *mail == '\0' || role_may(role, CAP_PROPOSE)};
  if (*mail == '\0') choices[out->choices_count++] = (struct view_mail_choice){"", tr(ctx->lang, N_("as the role says")), chosen == NULL || *chosen == '\0'};
  for (const char *const *m = user_mails; *m != NULL; m++)
    choices[out->choices_count++] = (struct view_mail_choice){*m, tr(ctx->lang, user_mail_title(*m)), strcmp(*m, chosen != NULL ? chosen : mail) == 0};
  return true;
}

bool mail_fields_read(struct request_ctx *ctx, const char *dflt, const char **email, const char **mail, struct vg_error *err) {
  const char *typed = param_text(&ctx->form, "email", 0, 254), *chosen = param(&ctx->form, "mail");
  *email = *typed != '\0' ? typed : NULL;
  *mail = dflt;
  if (chosen != NULL && *chosen != '\0') {
    int i = param_choice(&ctx->form, "mail", user_mails, -1);
    if (i >= 0) *mail = user_mails[i];
  }
  return params_ok(&ctx->form, err);
}
