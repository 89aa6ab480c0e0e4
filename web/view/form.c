#include "web/view/form.h"

#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "core/text.h"
#include "indicator/board.h"
#include "web/view/frame.h"
#include "web/view/mistake.h"

struct author author_of(const struct request_ctx *ctx) { return (struct author){ctx->login, ctx->address, ctx->now}; }

vg_time decided_by(const struct request_ctx *ctx) { return ctx->past ? ctx->at : ctx->now; }

struct view_form_field *form_field(struct form_page *f, const char *type, const char *name, const char *label, const char *dflt) {
  const char *typed = param(&f->ctx->form, name);
  struct view_form_field *field = &f->fields[f->view.fields_count < FORM_FIELDS - 1 ? f->view.fields_count++ : FORM_FIELDS - 1];
  *field = (struct view_form_field){.name = name, .label = label, .type = type, .value = typed != NULL ? typed : dflt};
  f->view.fields = f->fields;
  return field;
}

bool form_perimeters(struct form_page *f, const char *everywhere, struct vg_error *err) {
  struct perimeters all;
  if (!board_perimeters(f->ctx->db, f->ctx->arena, &all, err)) return false;
  struct view_form_choice *choices = vg_alloc(f->ctx->arena, (all.count + 1) * sizeof *choices);
  if (choices == NULL) return vg_fail(err, VG_E_LIMIT, "form: out of memory");
  struct view_form_field *field = form_field(f, "choice", "perimeter_code", tr(f->h->lang, N_("Perimeter")), everywhere != NULL ? "" : f->ctx->perimeter);
  if (everywhere != NULL) choices[field->choices_count++] = (struct view_form_choice){"", everywhere, NULL, false};
  for (size_t i = 0; i < all.count; i++)
    if (everywhere == NULL || all.items[i].parent_id != 0) choices[field->choices_count++] = (struct view_form_choice){all.items[i].code, all.items[i].name, NULL, text_equal(all.items[i].code, field->value)};
  field->choices = choices;
  return true;
}

const char *form_day(struct form_page *f, int64_t day) {
  int year, month, mday;
  date_from_days(day, &year, &month, &mday);
  return vg_printf(f->ctx->arena, "%02d/%02d/%04d", mday, month, year);
}

bool form_read_day(struct form_page *f, const char *name, int64_t *out) {
  const char *typed = param(&f->ctx->form, name);
  if (typed == NULL || *typed == '\0') return vg_refuse(&f->problem, name, "expected a date, found nothing");
  return date_parse(typed, out, &f->problem) || vg_context(&f->problem, "%s: ", name);
}

void form_second_person(const struct request_ctx *ctx, const char *msgid, struct vg_error *why) {
  if (why->code != VG_E_DENIED) return;
  *why = (struct vg_error){0};
  (void)vg_fail(why, VG_E_DENIED, "%s", tr(ctx->lang, msgid));
}

bool form_mistake(const struct vg_error *why) {
  return why->code == VG_E_INPUT || why->code == VG_E_CONFLICT || why->code == VG_E_LIMIT || why->code == VG_E_DENIED;
}

bool form_show(struct form_page *f, const char *page, struct vg_error *err) {
  if (f->problem.code != VG_OK) {
    if (!form_mistake(&f->problem)) {
      *err = f->problem;
      return false;
    }
    f->view.problem = mistake_text(f->h, f->ctx->arena, &f->problem);
    page_status(f->ctx, vg_error_info(f->problem.code)->http_status);
  }
  return frame_load(f->ctx, &f->view.frame, f->view.heading, page, err) && PAGE_VIEW(f->ctx, form, &f->view, err);
}
