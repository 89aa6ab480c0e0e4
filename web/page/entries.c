/* What people entered in a source: the list, the confirmation that it is all there is, the removal of an entry. */
#include <string.h>

#include "core/json.h"
#include "db/kind_read.h"
#include "i18n/format.h"
#include "source/entry.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/code_title.h"
#include "web/view/confirm.h"
#include "web/view/frame.h"
#include "web/view/kind_form.h"
#include "web/view/mistake.h"
#include "web/view/pages.h"
#include "web/view/people.h"
#include "web/view/record_text.h"
#include "web/view/source_preview.h"
#include "web/view/source_text.h"

enum { ANSWER_WAIT_MS = 1500 };

struct shown {
  struct request_ctx *ctx;
  struct html *h;
  struct source source;
  const struct kind *kind;
};

static bool start(struct request_ctx *ctx, struct shown *s, struct vg_error *err) {
  *s = (struct shown){.ctx = ctx, .h = page_html(ctx)};
  if (!source_load(ctx->db, ctx->arena, path_int(ctx, "id"), &s->source, err)) return false;
  s->kind = entry_kind(&s->source);
  return s->kind != NULL || vg_fail(err, VG_E_NOTFOUND, N_("source \"%s\": nothing is entered there by hand"), s->source.code);
}

static const char *list_path(const struct shown *s) { return vg_printf(s->ctx->arena, "/source/%lld/entries", (long long)s->source.id); }

static bool back(const struct shown *s, int64_t request) {
  return page_redirect(s->ctx, url_for(s->ctx, list_path(s), "asked", vg_printf(s->ctx->arena, "%lld", (long long)request), NULL));
}

/* ---- the list ---- */

/* An entry as it is stored, and what of it its kind's fields take. */
struct stored_entry {
  struct entry_draft text;
  struct entry_checked fits;
};

static bool does_not_fit(const struct stored_entry *e, size_t i) { return e->fits.problems[i].code != VG_OK; }

/* What does not fit any more is shown as it was stored, after what does. */
static const char *list_facts(const struct shown *s, const struct db_result *typed, size_t row, const struct stored_entry *e, bool masked) {
  struct vg_arena *a = s->ctx->arena;
  const char *facts = record_facts(s->h, a, typed, row, s->kind, NULL, masked);
  for (size_t i = 0; s->kind->fields[i].name != NULL; i++) {
    const struct kind_field *f = &s->kind->fields[i];
    if (!does_not_fit(e, i) || e->text.fields[i] == NULL || (masked && f->personal)) continue;
    facts = vg_printf(a, "%s%s%s%s %s", facts, *facts != '\0' ? " · " : "", field_label(s->h, f), s->h->lang == LANG_FR ? NBSP ":" : ":", e->text.fields[i]);
  }
  return facts;
}

/* NULL: all of it fits. */
static const char *list_wrong(const struct shown *s, const struct stored_entry *e) {
  struct vg_arena *a = s->ctx->arena;
  const char *all = NULL;
  for (size_t i = 0; s->kind->fields[i].name != NULL; i++) {
    const struct vg_error *why = &e->fits.problems[i];
    if (!does_not_fit(e, i)) continue;
    const char *said = said_text(s->h, a, s->kind, why->words[0] != '\0' ? why->words : why->message);
    all = all == NULL ? said : vg_printf(a, "%s; %s", all, said);
  }
  return all;
}

static struct view_entries_row list_row(const struct shown *s, const struct db_result *r, const struct db_result *typed, size_t i, const struct stored_entry *e,
                                        bool masked) {
  struct vg_arena *a = s->ctx->arena;
  bool refused = !row_null(r, i, "refused"), read = row_bool(r, i, "read") && !refused;
  const char *wrong = list_wrong(s, e), *said = refused ? N_("Refused by the pull") : read ? N_("Taken into account") : N_("Not read yet");
  if (refused) wrong = said_text(s->h, a, s->kind, row_text(r, i, "refused"));
  else if (wrong != NULL) said = N_("No longer fits its fields");
  return (struct view_entries_row){.entry = row_int(r, i, "entry"),
                                   .title = vg_strdup(a, record_title(s->h, a, typed, i, s->kind, masked)),
                                   .facts = list_facts(s, typed, i, e, masked),
                                   .state = wrong != NULL ? "not_applied" : read ? "applied" : "watch",
                                   .said = tr(s->h->lang, said),
                                   .reason = masked ? NULL : wrong,
                                   .record = row_null(r, i, "record_id") ? HTML_NO_INT : row_int(r, i, "record_id"),
                                   .kind = s->kind->name,
                                   .changed_at = row_time(r, i, "changed_at"),
                                   .changed_by = vg_strdup(a, people_name(s->ctx, row_text(r, i, "changed_by")))};
}

static bool load(const struct shown *s, const char *search, struct pages *p, struct db_result **out, struct vg_error *err) {
  int64_t total;
  const struct kind_page wanted = {.search = search, .source_id = s->source.id, .offset = p->offset, .limit = PER_PAGE};
  if (!kind_entered(s->ctx->db, out, s->kind, &wanted, &total, err)) return false;
  if (pages_read(p, row_count(*out), total)) return true;
  db_free(*out);
  *out = NULL;
  return load(s, search, p, out, err);
}

/* The entries of a page with the types of their kind: only of what still fits, or one old entry would hide the list. */
static bool read_typed(const struct shown *s, const struct db_result *r, struct stored_entry *entries, struct db_result **typed, struct vg_error *err) {
  struct vg_arena *a = s->ctx->arena;
  size_t n = row_count(r);
  const char **texts = vg_alloc(a, 2 * n * sizeof *texts);
  if (n == 0) return true;
  if (texts == NULL || entries == NULL) return vg_fail(err, VG_E_LIMIT, "entries: too many to show");
  for (size_t i = 0; i < n; i++) {
    if (!entry_fit(a, s->kind, row_text(r, i, "fields"), s->ctx->now, &entries[i].text, &entries[i].fits, err)) return false;
    texts[i] = entries[i].fits.fields != NULL ? entries[i].fits.fields : "{}", texts[n + i] = row_text(r, i, "key");
  }
  return kind_typed(s->ctx->db, typed, s->kind, texts, texts + n, n, err);
}

static bool fill_rows(const struct shown *s, struct view_entries *v, struct vg_error *err) {
  DB_RESULT(r);
  DB_RESULT(typed);
  struct request_ctx *ctx = s->ctx;
  struct pages p = pages_asked(ctx);
  bool masked = !may(ctx, CAP_EXPORT) && kind_personal(s->kind);
  v->search = param(&ctx->query, "q");
  if (v->search != NULL && *v->search == '\0') v->search = NULL;
  if (!params_ok(&ctx->query, err) || !load(s, v->search, &p, &r, err)) return false;
  struct view_entries_row *rows = vg_alloc(ctx->arena, row_count(r) * sizeof *rows);
  struct stored_entry *entries = vg_alloc(ctx->arena, row_count(r) * sizeof *entries);
  if (!read_typed(s, r, entries, &typed, err)) return false;
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "entries: too many to show");
  code_titles_load(s->ctx, s->h, s->kind);
  for (size_t i = 0; i < row_count(r); i++) {
    rows[i] = list_row(s, r, typed, i, &entries[i], masked);
    v->unread += strcmp(rows[i].state, "watch") == 0;
  }
  v->rows = rows, v->rows_count = row_count(r);
  PAGES_SHOWN(*v, p);
  return row_ok(r, err) && (typed == NULL || row_ok(typed, err));
}

static bool fill_health(const struct shown *s, struct view_entries *v, struct vg_error *err) {
  DB_RESULT(r);
  DB_RESULT(said);
  struct request_ctx *ctx = s->ctx;
  vg_time now = clock_now(); /* later than the request: it may have waited for a pull */
  if (!db_run(ctx->db, &r, SQL_SOURCE_HEALTH, DB_ONE, err, P_INT(s->source.id), P_TIME(now), P_NULL) ||
      !db_run(ctx->db, &said, SQL_REGISTER_SAID, DB_ZERO_OR_ONE, err, P_INT(s->source.id))) {
    return false;
  }
  struct health health = source_health(s->h, r, 0, now);
  v->state = health.state, v->health = health.label;
  v->fresh_until = row_time(r, 0, "fresh_until");
  v->said_at = VG_NEVER;
  if (row_count(said) > 0) v->said_at = row_time(said, 0, "said_at"), v->said_by = vg_strdup(ctx->arena, people_name(ctx, row_text(said, 0, "said_by")));
  return row_ok(r, err) && row_ok(said, err);
}

/* ---- what became of the pull that was asked for ---- */

static const char *counted(const struct shown *s, struct jv root) {
  return text_say(s->h, s->ctx->arena, "{opened} new, {changed} changed, {closed} closed, of {read} read.",
                  {"opened", HTML_COUNT, .integer = jv_int(root, "opened", 0, INT64_MAX)}, {"changed", HTML_COUNT, .integer = jv_int(root, "changed", 0, INT64_MAX)},
                  {"closed", HTML_COUNT, .integer = jv_int(root, "vanished", 0, INT64_MAX)}, {"read", HTML_COUNT, .integer = jv_int(root, "read", 0, INT64_MAX)});
}

static bool read_answer(const struct shown *s, const char *text, struct view_entries *v, struct vg_error *err) {
  struct json_doc doc;
  if (!json_parse(&doc, text, strlen(text), "answer of the collector", JSON_DEFAULTS, err)) return false;
  struct jv root = jv_root(&doc);
  const char *words = jv_text_or(root, "message_words", "");
  v->pull = jv_int_or(root, "pull", 1, INT64_MAX, HTML_NO_INT);
  if (jv_bool(root, "ok")) {
    v->done = counted(s, root);
    v->refused = jv_int(root, "rejected", 0, INT64_MAX);
  } else {
    v->failed = said_text(s->h, s->ctx->arena, s->kind, vg_strdup(s->ctx->arena, *words != '\0' ? words : jv_text_or(root, "message", "")));
  }
  bool ok = jv_ok(&doc, err);
  json_close(&doc);
  return ok;
}

static bool fill_answer(const struct shown *s, struct view_entries *v, struct vg_error *err) {
  const char *answer;
  int64_t request = param_int_or(&s->ctx->query, "asked", 1, INT64_MAX, 0);
  struct vg_error why = {0};
  v->pull = HTML_NO_INT;
  if (!params_ok(&s->ctx->query, err)) return false;
  if (request == 0) return true;
  if (!source_answer_wait(s->ctx, request, ANSWER_WAIT_MS, &answer, &why)) {
    if (why.code == VG_E_NOTFOUND) return true; /* somebody else's, or forgotten since */
    *err = why;
    return false;
  }
  v->waiting = answer == NULL;
  return answer == NULL || read_answer(s, answer, v, err);
}

static bool list(struct request_ctx *ctx, struct vg_error *err) {
  struct shown s;
  if (!start(ctx, &s, err)) return false;
  struct view_entries v = {.id = s.source.id, .source = s.source.name, .span = s.source.staleness_s, .stopped = !s.source.enabled,
                           .may_enter = may(ctx, CAP_ENTER) && s.source.enabled, .intro = tr(s.h->lang, s.kind->help)};
  if (!fill_answer(&s, &v, err) || !fill_rows(&s, &v, err) || !fill_health(&s, &v, err)) return false;
  v.heading = text_say(s.h, ctx->arena, "{kinds}: {n}", {"kinds", HTML_TEXT, .text = kind_plural(s.h, s.kind)}, {"n", HTML_COUNT, .integer = v.total});
  return frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, entries, &v, err);
}

/* ---- confirming ---- */

static bool is_empty(const struct shown *s, bool *empty, struct vg_error *err) {
  DB_RESULT(r);
  int64_t total;
  const struct kind_page one = {.source_id = s->source.id, .limit = 1};
  if (!kind_entered(s->ctx->db, &r, s->kind, &one, &total, err)) return false;
  *empty = total == 0;
  return true;
}

static bool confirm_register(struct request_ctx *ctx, struct vg_error *err) {
  struct shown s;
  bool empty, done;
  int64_t request;
  if (!start(ctx, &s, err) || !is_empty(&s, &empty, err)) return false;
  const struct confirm question = {.question = text_say(s.h, ctx->arena, "{kinds}: is there really none?", {"kinds", HTML_TEXT, .text = kind_plural(s.h, s.kind)}),
                                   .consequence = tr(s.h->lang, N_("The register is empty. Confirmed, it says that there is nothing, and figures count on it.")),
                                   .button = tr(s.h->lang, N_("There is none")),
                                   .back = url_for(ctx, list_path(&s), NULL),
                                   .page = "sources"};
  if (empty && !confirm_asked(ctx, &question, &done, err)) return done;
  const struct entry_author author = {ctx->login, ctx->now};
  return register_confirm(ctx->db, ctx->arena, &s.source, &author, &request, err) && back(&s, request);
}

/* ---- removing ---- */

static bool load_entry(const struct shown *s, struct entry *e, struct vg_error *err) {
  bool found;
  if (!entry_load(s->ctx->db, s->ctx->arena, s->source.id, path_int(s->ctx, "entry"), e, &found, err)) return false;
  return found || vg_fail(err, VG_E_NOTFOUND, N_("this entry is there no more"));
}

static bool remove_ask(struct request_ctx *ctx, struct vg_error *err) {
  struct shown s;
  struct entry e;
  struct entry_draft typed;
  if (!start(ctx, &s, err) || !load_entry(&s, &e, err) ||
      !entry_typed(ctx->arena, s.kind, ctx->config->zone, s.h->lang == LANG_FR, e.fields, &typed, err)) {
    return false;
  }
  const char *const consequences[] = {text_say(s.h, ctx->arena, "Entered by {who} on {at}.", {"who", HTML_TEXT, .text = people_name(ctx, e.entered_by)},
                                               {"at", HTML_DATETIME, .time = e.entered_at}),
                                      tr(s.h->lang, N_("Its record is closed at the next pull, which is asked for at once; its history stays.")),
                                      tr(s.h->lang, N_("To write that it has ended, change it instead."))};
  const struct view_resume_field fields[] = {{.name = "version", .value = vg_printf(ctx->arena, "%d", e.version)}};
  struct view_confirm v = {.heading = text_say(s.h, ctx->arena, "{kind}: remove this entry?", {"kind", HTML_TEXT, .text = kind_label(s.h, s.kind)}),
                           .explanation = kind_form_facts(s.h, ctx->arena, &typed), .consequences = consequences, .consequences_count = 3, .fields = fields, .fields_count = 1,
                           .action = url_for(ctx, ctx->request->path, NULL), .button = tr(s.h->lang, N_("Remove this entry")), .cancel = url_for(ctx, list_path(&s), NULL)};
  return frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, confirm, &v, err);
}

static bool remove_do(struct request_ctx *ctx, struct vg_error *err) {
  struct shown s;
  int64_t request;
  int version = (int)param_int(&ctx->form, "version", 1, 1000000000);
  const struct entry_author author = {ctx->login, ctx->now};
  return start(ctx, &s, err) && params_ok(&ctx->form, err) &&
         entry_remove(ctx->db, ctx->arena, &s.source, path_int(ctx, "entry"), version, &author, &request, err) && back(&s, request);
}

const struct route routes_entries[] = {
    {M_GET, "/source/{id:int}/entries", CAP_RECORD, list, .view = "entries", .query = "q page asked", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/confirm", CAP_ENTER, confirm_register, .form = "confirmed", .flags = ROUTE_PRESENT},
    {M_GET, "/source/{id:int}/entry/{entry:int}/remove", CAP_ENTER, remove_ask, .view = "confirm", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/entry/{entry:int}/remove", CAP_ENTER, remove_do, .form = "version", .flags = ROUTE_PRESENT},
    {0}};
