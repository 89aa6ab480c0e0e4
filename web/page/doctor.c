/* Vigie audits itself: the checks of `vigie doctor`, as a page. */
#include "doctor/doctor.h"

#include "template.h"
#include "web/http/route.h"
#include "web/view/frame.h"
#include "web/view/mistake.h"

static const struct {
  const char *shape, *label;
} looks[DOCTOR_STATE_COUNT] = {[DOCTOR_FINE] = {"ok", N_("Fine")},
                               [DOCTOR_UNKNOWN] = {"unknown", N_("Not checked")},
                               [DOCTOR_WARNING] = {"watch", N_("Warning")},
                               [DOCTOR_FAILURE] = {"not_applied", N_("Failure")}};

/* The page that mends it, when this person may open it. */
static const char *mended_at(struct request_ctx *ctx, const char *page) {
  struct params values;
  if (page == NULL) return NULL;
  struct route_match m = route_find(route_tables, M_GET, page, ctx->arena, &values);
  return m.route != NULL && may(ctx, m.route->needs) ? url_for(ctx, page, NULL) : NULL;
}

static bool fill(struct request_ctx *ctx, const struct doctor_check *c, const struct doctor_finding *f,
                 struct view_doctor_item *out) {
  BUF(text, 16384);
  struct doctor_finding told = *f;
  for (size_t i = 0; i < DOCTOR_VALUES; i++)
    if (html_given(told.values[i].words)) told.values[i].text = said_text(page_html(ctx), ctx->arena, NULL, told.values[i].words);
  doctor_say(&text, ctx->lang, &told);
  *out = (struct view_doctor_item){.id = c->id,
                                   .state = doctor_state_name(f->state),
                                   .shape = looks[f->state].shape,
                                   .label = tr(ctx->lang, looks[f->state].label),
                                   .title = tr(ctx->lang, c->title),
                                   .finding = vg_strdup(ctx->arena, text.data),
                                   .advice = tr(ctx->lang, doctor_advice(c, f)),
                                   .to = mended_at(ctx, c->page)};
  return out->finding != NULL;
}

static const char *heading(struct request_ctx *ctx, const struct view_doctor *v) {
  const struct html *h = page_html(ctx);
  int64_t lesser = v->warnings + v->unknown;
  if (v->failures > 0)
    return text_say_n(h, ctx->arena, "{n} failure of Vigie itself is to be mended",
                      "{n} failures of Vigie itself are to be mended", v->failures,
                      {"n", HTML_COUNT, .integer = v->failures});
  if (lesser > 0)
    return text_say_n(h, ctx->arena, "Vigie works; {n} point deserves a look", "Vigie works; {n} points deserve a look",
                      lesser, {"n", HTML_COUNT, .integer = lesser});
  return text_say(h, ctx->arena, "Vigie itself is in order: all {n} checks are fine",
                  {"n", HTML_COUNT, .integer = v->fine});
}

static bool fill_all(struct request_ctx *ctx, const struct doctor_finding *findings, struct view_doctor *v,
                     struct vg_error *err) {
  struct view_doctor_item *bad = vg_alloc(ctx->arena, doctor_count() * sizeof *bad);
  struct view_doctor_item *good = vg_alloc(ctx->arena, doctor_count() * sizeof *good);
  int64_t *const counts[] = {&v->fine, &v->unknown, &v->warnings, &v->failures};
  if (bad == NULL || good == NULL) return vg_fail(err, VG_E_LIMIT, "doctor: out of memory");
  for (int state = DOCTOR_FAILURE; state >= DOCTOR_FINE; state--)
    for (size_t i = 0; i < doctor_count(); i++) {
      if ((int)findings[i].state != state) continue;
      struct view_doctor_item *item = state == DOCTOR_FINE ? &good[v->good_count++] : &bad[v->findings_count++];
      if (!fill(ctx, &doctor_checks[i], &findings[i], item)) return vg_fail(err, VG_E_LIMIT, "doctor: out of memory");
      ++*counts[state];
    }
  v->findings = bad;
  v->good = good;
  v->heading = heading(ctx, v);
  return true;
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_doctor v = {0};
  struct doctor_finding *findings = vg_alloc(ctx->arena, doctor_count() * sizeof *findings);
  if (findings == NULL) return vg_fail(err, VG_E_LIMIT, "doctor: out of memory");
  const struct doctor d = {.config = ctx->config, .db = ctx->db, .now = ctx->now, .arena = ctx->arena};
  doctor_run(&d, findings);
  return fill_all(ctx, findings, &v, err) && frame_load(ctx, &v.frame, v.heading, "doctor", err) &&
         PAGE_VIEW(ctx, doctor, &v, err);
}

const struct route routes_doctor[] = {{M_GET, "/doctor", CAP_DOCTOR, show, .view = "doctor", .flags = ROUTE_PRESENT}, {0}};
