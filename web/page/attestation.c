/* Attested controls: the register, the form of one thing, one attestation and its reading over, its files. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "i18n/format.h"
#include "indicator/attestation.h"
#include "template.h"
#include "web/evidence/evidence.h"
#include "web/html/html.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/mistake.h"
#include "web/view/people.h"
#include "web/view/record_text.h"

enum { FILE_DAYS_PAST = 366 };

/* ---- what is to be attested ---- */

struct due {
  struct db_result *rows;
  size_t row;
};

static const char *in_lang(const struct request_ctx *ctx, const struct db_result *rows, size_t i) {
  return row_text(rows, i, ctx->lang == LANG_FR ? "question_fr" : "question_en");
}

static const char *said(struct request_ctx *ctx, const struct db_result *rows, size_t i) {
  const char *state = row_text(rows, i, "state");
  vg_time until = row_time(rows, i, "valid_until");
  if (row_null(rows, i, "attested_at")) return tr(ctx->lang, N_("Never attested."));
  if (until <= ctx->at) return tr(ctx->lang, N_("The last attestation no longer holds."));
  if (row_null(rows, i, "passed")) return tr(ctx->lang, N_("Attested without evidence."));
  if (strcmp(state, "not_applied") == 0) return tr(ctx->lang, N_("Attested as not conforming."));
  if (strcmp(state, "watch") == 0) return tr(ctx->lang, N_("Holds for less than a month: attest again."));
  return tr(ctx->lang, N_("Attested as conforming."));
}

static const char *share_text(struct request_ctx *ctx, const struct db_result *rows, size_t i) {
  if (row_null(rows, i, "share")) return NULL;
  return text_value(page_html(ctx), ctx->arena, (struct html_value){.as = HTML_PERCENT, .real = row_real(rows, i, "share") / 100});
}

static const char *due_said(struct request_ctx *ctx, enum attestation_due due, vg_time due_at) {
  if (due == ATTESTATION_LATE) return tr(ctx->lang, N_("Late"));
  return text_say(page_html(ctx), ctx->arena, "Due on {date}", {"date", HTML_MEDIUM, .time = due_at});
}

static struct view_attestation_row line(struct request_ctx *ctx, const struct db_result *rows, size_t i) {
  static const char *const states[] = {[ATTESTATION_LATE] = "not_applied", [ATTESTATION_SOON] = "watch", [ATTESTATION_LATER] = "applied"};
  vg_time due_at = row_time(rows, i, "due_at");
  enum attestation_due due = attestation_due_at(due_at, ctx->at);
  return (struct view_attestation_row){.subject = row_text(rows, i, "subject"),
                                       .perimeter = row_text(rows, i, "perimeter"),
                                       .perimeter_name = row_text(rows, i, "perimeter_name"),
                                       .label = row_text(rows, i, "label"),
                                       .state = row_text(rows, i, "state"),
                                       .said = said(ctx, rows, i),
                                       .attested_at = row_time(rows, i, "attested_at"),
                                       .valid_until = row_time(rows, i, "valid_until"),
                                       .due_at = due_at,
                                       .due = attestation_due_names[due],
                                       .due_state = states[due],
                                       .due_said = due_said(ctx, due, due_at),
                                       .share = share_text(ctx, rows, i),
                                       .waiting = row_null(rows, i, "waiting") ? HTML_NO_INT : row_int(rows, i, "waiting"),
                                       .mine = strcmp(row_text(rows, i, "waiting_author"), ctx->login) == 0};
}

/* ---- which of them ---- */

struct wanted {
  const char *owner; /* NULL: of anybody; NOBODY: those that nobody is asked for */
  int due;           /* an enum attestation_due, or -1: all */
};
#define NOBODY "-"

static const char *owner_of(const struct db_result *rows, size_t i) {
  const char *owner = row_text(rows, i, "owner");
  return *owner != '\0' ? owner : NOBODY;
}

static const char *owner_name(struct request_ctx *ctx, const char *owner) {
  return strcmp(owner, NOBODY) == 0 ? tr(ctx->lang, "nobody is named") : choice_label(page_html(ctx), owner);
}

static bool read_wanted(struct request_ctx *ctx, struct wanted *w, struct vg_error *err) {
  const char *owner = param(&ctx->query, "owner");
  *w = (struct wanted){.owner = html_given(owner) ? owner : NULL, .due = -1};
  if (html_given(param(&ctx->query, "due"))) w->due = param_choice(&ctx->query, "due", attestation_due_names, -1);
  return params_ok(&ctx->query, err);
}

static bool belongs(const struct wanted *w, const struct db_result *rows, size_t i, vg_time at) {
  return (w->owner == NULL || strcmp(w->owner, owner_of(rows, i)) == 0) &&
         (w->due < 0 || attestation_due_at(row_time(rows, i, "due_at"), at) == (enum attestation_due)w->due);
}

static bool listed(const struct view_form_choice *owners, size_t count, const char *owner) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(owners[i].value, owner) == 0) return true;
  return false;
}

/* Who is asked for any of them, and whom the address names. */
static bool fill_owners(struct request_ctx *ctx, const struct wanted *w, const struct db_result *rows, struct view_attestations *v) {
  struct view_form_choice *owners = vg_alloc(ctx->arena, (row_count(rows) + 1) * sizeof *owners);
  if (owners == NULL) return false;
  for (size_t i = 0; i <= row_count(rows); i++) {
    const char *owner = i < row_count(rows) ? owner_of(rows, i) : w->owner;
    if (owner == NULL || listed(owners, v->owners_count, owner)) continue;
    owners[v->owners_count++] = (struct view_form_choice){owner, owner_name(ctx, owner), NULL, html_is(w->owner, owner)};
  }
  v->owners = owners;
  return true;
}

static struct view_attestation_group group_of(struct request_ctx *ctx, const struct db_result *rows, size_t i, struct view_attestation_row *lines) {
  const char *deputy = row_text(rows, i, "deputy");
  return (struct view_attestation_group){.control = row_text(rows, i, "control"),
                                         .rule = row_text(rows, i, "rule"),
                                         .question = in_lang(ctx, rows, i),
                                         .owner = owner_name(ctx, owner_of(rows, i)),
                                         .deputy = *deputy != '\0' ? choice_label(page_html(ctx), deputy) : NULL,
                                         .days = row_int(rows, i, "days"),
                                         .rows = lines};
}

/* Rows of a control stand together. */
static bool group(struct request_ctx *ctx, const struct wanted *w, const struct db_result *rows, struct view_attestations *v) {
  size_t all = row_count(rows);
  struct view_attestation_row *lines = vg_alloc(ctx->arena, (all + 1) * sizeof *lines);
  struct view_attestation_group *groups = vg_alloc(ctx->arena, (all + 1) * sizeof *groups);
  if (groups == NULL || lines == NULL) return false;
  for (size_t i = 0; i < all; i++) {
    if (!belongs(w, rows, i, ctx->at)) continue;
    if (v->groups_count == 0 || strcmp(row_text(rows, i, "control"), groups[v->groups_count - 1].control) != 0)
      groups[v->groups_count++] = group_of(ctx, rows, i, &lines[v->total]);
    groups[v->groups_count - 1].rows_count++;
    lines[v->total++] = line(ctx, rows, i);
  }
  v->groups = groups;
  return true;
}

static const char *heading(struct request_ctx *ctx, const struct db_result *rows) {
  int64_t holding = 0, all = (int64_t)row_count(rows), late = attestations_due(rows, ctx->at).of[ATTESTATION_LATE];
  for (size_t i = 0; i < row_count(rows); i++) {
    const char *state = row_text(rows, i, "state");
    holding += strcmp(state, "applied") == 0 || strcmp(state, "watch") == 0;
  }
  const char *holds = text_say_n(page_html(ctx), ctx->arena, "{n} control of {all} is attested as conforming and holds",
                                 "{n} controls of {all} are attested as conforming and hold", holding, {"n", HTML_COUNT, .integer = holding},
                                 {"all", HTML_COUNT, .integer = all});
  if (late == 0) return holds;
  return text_say_n(page_html(ctx), ctx->arena, "{holds}; {late} is late", "{holds}; {late} are late", late, {"holds", HTML_TEXT, .text = holds},
                    {"late", HTML_COUNT, .integer = late});
}

static bool list(struct request_ctx *ctx, struct vg_error *err) {
  struct view_attestations v = {.may_attest = may(ctx, CAP_PROPOSE) && !ctx->past};
  struct wanted w;
  DB_RESULT(rows);
  if (!read_wanted(ctx, &w, err) || !attestation_rows(ctx->db, ctx->perimeter_id, ctx->at, &rows, err)) return false;
  if (!fill_owners(ctx, &w, rows, &v) || !group(ctx, &w, rows, &v)) return vg_fail(err, VG_E_LIMIT, "attestations: too many to show");
  v.due = w.due >= 0 ? attestation_due_names[w.due] : "";
  v.pressing = w.due == ATTESTATION_LATE || w.due == ATTESTATION_SOON;
  v.filtered = w.owner != NULL || w.due >= 0;
  v.heading = heading(ctx, rows);
  return row_ok(rows, err) && frame_load(ctx, &v.frame, tr(ctx->lang, N_("Attested controls")), "attestations", err) &&
         PAGE_VIEW(ctx, attestations, &v, err);
}

/* ---- one thing ---- */

static bool find_due(struct request_ctx *ctx, const struct params *from, struct due *out, struct vg_error *err) {
  const char *subject = param(from, "subject"), *in = param(from, "in");
  if (!attestation_rows(ctx->db, ctx->perimeter_id, ctx->at, &out->rows, err)) return false;
  for (out->row = 0; subject != NULL && in != NULL && out->row < row_count(out->rows); out->row++)
    if (strcmp(row_text(out->rows, out->row, "control"), path_text(ctx, "control")) == 0 &&
        strcmp(row_text(out->rows, out->row, "subject"), subject) == 0 && strcmp(row_text(out->rows, out->row, "perimeter"), in) == 0)
      return true;
  return vg_fail(err, VG_E_NOTFOUND, N_("control \"%s\" of \"%s\" in \"%s\": the policy asks for none there"), path_text(ctx, "control"),
                 subject != NULL ? subject : "", in != NULL ? in : "");
}

static const char *result_text(const struct request_ctx *ctx, const char *result) {
  return tr(ctx->lang, strcmp(result, "passed") == 0 ? N_("It conforms") : N_("It does not conform"));
}

static const char *status_text(const struct request_ctx *ctx, const char *status) {
  return tr(ctx->lang, strcmp(status, "accepted") == 0  ? N_("Read over and accepted")
                       : strcmp(status, "refused") == 0 ? N_("Read over and refused: it does not count")
                       : strcmp(status, "register") == 0 ? N_("Read in a register")
                                                        : N_("Not read over yet: it does not count"));
}

static vg_time held_until(const struct db_result *rows, size_t i) {
  return strcmp(row_text(rows, i, "status"), "refused") == 0 ? VG_NEVER : row_time(rows, i, "valid_until");
}

static bool load_history(struct request_ctx *ctx, const struct due *due, struct db_result **rows, struct view_attest *v, struct vg_error *err) {
  if (!db_run(ctx->db, rows, SQL_ATTESTATION_LIST, DB_MANY, err, P_TEXT(v->control), P_INT(row_int(due->rows, due->row, "perimeter_id")),
              P_TEXT(v->subject), P_TIME(ctx->at)))
    return false;
  struct view_attest_past *past = vg_alloc(ctx->arena, (row_count(*rows) + 1) * sizeof *past);
  if (past == NULL) return vg_fail(err, VG_E_LIMIT, "attestations: too many to show");
  for (size_t i = 0; i < row_count(*rows); i++)
    past[i] = (struct view_attest_past){.id = row_null(*rows, i, "id") ? HTML_NO_INT : row_int(*rows, i, "id"),
                                        .record = row_null(*rows, i, "record") ? HTML_NO_INT : row_int(*rows, i, "record"),
                                        .state = status_text(ctx, row_text(*rows, i, "status")),
                                        .result = result_text(ctx, row_text(*rows, i, "result")),
                                        .attested_at = row_time(*rows, i, "attested_at"),
                                        .valid_until = held_until(*rows, i),
                                        .author = may(ctx, CAP_RECORD) ? people_name(ctx, row_text(*rows, i, "author")) : NULL,
                                        .reviewer = *row_text(*rows, i, "reviewer") == '\0' ? NULL : people_name(ctx, row_text(*rows, i, "reviewer"))};
  v->history = past;
  v->history_count = row_count(*rows);
  return row_ok(*rows, err);
}

static bool show_form(struct request_ctx *ctx, const struct due *due, struct view_attest *v, struct vg_error *err) {
  const struct db_result *rows = due->rows;
  DB_RESULT(history);
  v->control = row_text(rows, due->row, "control");
  v->rule = row_text(rows, due->row, "rule");
  v->question = in_lang(ctx, rows, due->row);
  v->subject = row_text(rows, due->row, "subject");
  v->label = row_text(rows, due->row, "label");
  v->perimeter = row_text(rows, due->row, "perimeter");
  v->perimeter_name = row_text(rows, due->row, "perimeter_name");
  v->days = row_int(rows, due->row, "days");
  v->state = row_text(rows, due->row, "state");
  v->said = said(ctx, rows, due->row);
  v->may_attest = may(ctx, CAP_PROPOSE) && !ctx->past;
  return load_history(ctx, due, &history, v, err) && frame_load(ctx, &v->frame, v->label, "attestations", err) &&
         PAGE_VIEW(ctx, attest, v, err);
}

static bool form(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(rows);
  struct due due = {0};
  bool ok = find_due(ctx, &ctx->query, &due, err);
  rows = due.rows;
  if (!ok) return false;
  const char *today = text_value(page_html(ctx), ctx->arena, (struct html_value){.as = HTML_FIELD, .time = ctx->now});
  struct view_attest v = {.result = "", .share = "", .statement = "", .attested_on = today};
  return show_form(ctx, &due, &v, err);
}

/* ---- writing one ---- */

struct said_now {
  int result;
  const char *statement;
  vg_time attested_at;
  double share; /* NaN: not counted */
  const char *media_types[UPLOADS_MAX];
};

static void read_share(struct request_ctx *ctx, struct said_now *s) {
  const char *text = param_text(&ctx->form, "share", 0, 20);
  char plain[24];
  s->share = __builtin_nan("");
  if (*text == '\0') return;
  (void)snprintf(plain, sizeof plain, "%s", text);
  for (char *p = plain; *p != '\0'; p++) *p = *p == ',' ? '.' : *p;
  if (!text_real(plain, &s->share) || s->share < 0 || s->share > 100)
    param_fail(&ctx->form, "share", "expected a number from 0 to 100, found \"%s\"", text);
}

static void read_day(struct request_ctx *ctx, struct said_now *s) {
  const struct zone *zone = ctx->config->zone;
  const char *text = param_text(&ctx->form, "attested_on", 8, 10);
  struct vg_error why = {0};
  int64_t day, today = zone_day(zone, ctx->now);
  if (!date_parse(text, &day, &why)) {
    param_refused(&ctx->form, "attested_on", &why);
    return;
  }
  if (day > today || day < today - FILE_DAYS_PAST)
    param_fail(&ctx->form, "attested_on", "expected a day of the last twelve months, got \"%s\"", text);
  vg_time noon = zone_midnight(zone, day) + 12 * VG_HOUR;
  s->attested_at = noon < ctx->now ? noon : ctx->now;
}

static bool read_said(struct request_ctx *ctx, struct said_now *s, struct vg_error *err) {
  static const char *const results[] = {"passed", "failed", NULL};
  *s = (struct said_now){.result = param_choice(&ctx->form, "result", results, -1)};
  read_share(ctx, s);
  s->statement = param_text(&ctx->form, "statement", 3, 4000);
  read_day(ctx, s);
  if (!params_ok(&ctx->form, err)) return false;
  if (s->result == 0 && ctx->files.count == 0)
    return vg_refuse(err, "evidence", "expected a file that shows it: a control that conforms is taken with its evidence only");
  for (size_t i = 0; i < ctx->files.count; i++) {
    if (strcmp(ctx->files.items[i].field, "evidence") != 0)
      return vg_refuse(err, ctx->files.items[i].field, "this page takes no such file");
    s->media_types[i] = evidence_type(&ctx->files.items[i], err);
    if (s->media_types[i] == NULL) return false;
  }
  return true;
}

static bool write_files(struct request_ctx *ctx, const struct said_now *s, int64_t id, struct vg_error *err) {
  for (size_t i = 0; i < ctx->files.count; i++) {
    const struct upload *f = &ctx->files.items[i];
    if (!db_run(ctx->db, NULL, SQL_EVIDENCE_ADD, DB_NONE, err, P_INT(id), P_TEXT(f->filename), P_TEXT(s->media_types[i]),
                P_BYTES(f->data, f->length), P_TEXT(ctx->login), P_TIME(ctx->now)))
      return false;
  }
  return true;
}

static const char *journal_object(struct request_ctx *ctx, int64_t id) {
  return vg_printf(ctx->arena, "attestation %lld", (long long)id);
}

static bool write(struct request_ctx *ctx, const struct due *due, const struct said_now *s, int64_t *id, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(added);
  const struct db_result *d = due->rows;
  struct db_param share = s->share == s->share ? P_REAL(s->share) : P_NULL;
  if (!db_begin(ctx->db, &tx, err) ||
      !db_run(ctx->db, &added, SQL_ATTESTATION_ADD, DB_ONE, err, P_TEXT(row_text(d, due->row, "control")),
              P_INT(row_int(d, due->row, "perimeter_id")), P_TEXT(row_text(d, due->row, "subject")),
              P_TEXT(s->result == 0 ? "passed" : "failed"), share, P_TEXT(s->statement), P_TIME(s->attested_at),
              P_INT(row_int(d, due->row, "days")), P_TEXT(ctx->login), P_TIME(ctx->now)))
    return false;
  *id = row_int(added, 0, "id");
  return row_ok(added, err) && write_files(ctx, s, *id, err) &&
         journal_write(ctx, "attestation.written", journal_object(ctx, *id), NULL, err) && db_commit(&tx, err);
}

static const char *typed(struct request_ctx *ctx, const char *name) {
  const char *value = param(&ctx->form, name);
  return value != NULL ? value : "";
}

static bool attest(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(rows);
  struct due due = {0};
  struct said_now s;
  struct vg_error why = {0};
  int64_t id;
  bool ok = find_due(ctx, &ctx->form, &due, err);
  rows = due.rows;
  if (!ok) return false;
  if (read_said(ctx, &s, &why))
    return write(ctx, &due, &s, &id, err) &&
           page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/attestations/%lld", (long long)id), NULL));
  struct view_attest v = {.problem = mistake_text(page_html(ctx), ctx->arena, &why),
                          .result = typed(ctx, "result"),
                          .share = typed(ctx, "share"),
                          .statement = typed(ctx, "statement"),
                          .attested_on = typed(ctx, "attested_on")};
  page_status(ctx, 422);
  return show_form(ctx, &due, &v, err);
}

/* ---- one attestation ---- */

static bool load_files(struct request_ctx *ctx, struct db_result **rows, struct view_attestation *v, struct vg_error *err) {
  if (!db_run(ctx->db, rows, SQL_EVIDENCE_LIST, DB_MANY, err, P_INT(v->id))) return false;
  struct view_attestation_file *files = vg_alloc(ctx->arena, (row_count(*rows) + 1) * sizeof *files);
  if (files == NULL) return vg_fail(err, VG_E_LIMIT, "evidence: too many files to show");
  for (size_t i = 0; i < row_count(*rows); i++) {
    BUF(size, 64);
    put_bytes(&size, ctx->lang, row_int(*rows, i, "size"));
    files[i] = (struct view_attestation_file){row_int(*rows, i, "id"), row_text(*rows, i, "name"), row_text(*rows, i, "media_type"),
                                              vg_strdup(ctx->arena, size.data), row_text(*rows, i, "sha256")};
  }
  v->files = files;
  v->files_count = row_count(*rows);
  return row_ok(*rows, err);
}

static bool show_with(struct request_ctx *ctx, const char *problem, struct vg_error *err) {
  DB_RESULT(r);
  DB_RESULT(files);
  if (!db_run(ctx->db, &r, SQL_ATTESTATION_GET, DB_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  struct view_attestation v = {.id = row_int(r, 0, "id"),
                               .control = row_text(r, 0, "control"),
                               .rule = row_text(r, 0, "rule"),
                               .question = in_lang(ctx, r, 0),
                               .subject = row_text(r, 0, "subject"),
                               .perimeter = row_text(r, 0, "perimeter"),
                               .perimeter_name = row_text(r, 0, "perimeter_name"),
                               .status = row_text(r, 0, "status"),
                               .state = status_text(ctx, row_text(r, 0, "status")),
                               .result = result_text(ctx, row_text(r, 0, "result")),
                               .share = share_text(ctx, r, 0),
                               .statement = row_text(r, 0, "statement"),
                               .attested_at = row_time(r, 0, "attested_at"),
                               .valid_until = held_until(r, 0),
                               .author = people_name(ctx, row_text(r, 0, "author")),
                               .written_at = row_time(r, 0, "written_at"),
                               .problem = problem,
                               .typed = typed(ctx, "remark")};
  v.reviewer = row_text(r, 0, "reviewer")[0] != '\0' ? people_name(ctx, row_text(r, 0, "reviewer")) : NULL;
  v.reviewed_at = row_time(r, 0, "reviewed_at");
  v.remark = row_text(r, 0, "remark")[0] != '\0' ? row_text(r, 0, "remark") : NULL;
  v.mine = strcmp(row_text(r, 0, "author"), ctx->login) == 0;
  v.may_review = strcmp(v.status, "written") == 0 && may(ctx, CAP_DECIDE) && !ctx->past;
  if (problem != NULL) page_status(ctx, 422);
  if (!row_ok(r, err) || !load_files(ctx, &files, &v, err)) return false;
  v.may_accept = v.files_count > 0 || strcmp(row_text(r, 0, "result"), "failed") == 0;
  return frame_load(ctx, &v.frame, v.subject, "attestations", err) && PAGE_VIEW(ctx, attestation, &v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) { return show_with(ctx, NULL, err); }

static bool review(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const decisions[] = {"accepted", "refused", NULL};
  int decision = param_choice(&ctx->form, "decision", decisions, -1);
  const char *remark = param_text(&ctx->form, "remark", 0, 2000);
  DB_TX(tx);
  DB_RESULT(done);
  if (!params_ok(&ctx->form, err)) return false;
  if (decision == 1 && *remark == '\0') return show_with(ctx, tr(ctx->lang, N_("To refuse, say why.")), err);
  if (!db_begin(ctx->db, &tx, err) ||
      !db_run(ctx->db, &done, SQL_ATTESTATION_REVIEW, DB_ZERO_OR_ONE, err, P_INT(path_int(ctx, "id")), P_TEXT(decisions[decision]),
              P_TEXT(ctx->login), P_TIME(ctx->now), P_TEXT(remark)))
    return false;
  if (row_count(done) == 0)
    return show_with(ctx, tr(ctx->lang, N_("It was read over already, or you wrote it yourself, or it conforms without any file.")), err);
  return journal_write(ctx, decision == 0 ? "attestation.accepted" : "attestation.refused", journal_object(ctx, path_int(ctx, "id")), NULL,
                       err) &&
         db_commit(&tx, err) &&
         page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/attestations/%lld", (long long)path_int(ctx, "id")), NULL));
}

static bool download(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(r);
  unsigned char *content = NULL;
  if (!db_run(ctx->db, &r, SQL_EVIDENCE_GET, DB_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  size_t length = row_bytes(r, 0, "content", ctx->arena, &content);
  if (!row_ok(r, err)) return false;
  buf_put(ctx->body, (const char *)content, length);
  return journal_write(ctx, "evidence.read", vg_printf(ctx->arena, "evidence %lld", (long long)path_int(ctx, "id")), NULL, err) &&
         page_file(ctx, vg_strdup(ctx->arena, row_text(r, 0, "media_type")), evidence_download_name(ctx->arena, row_text(r, 0, "name")));
}

const struct route routes_attestation[] = {
    {M_GET, "/attestations", CAP_BOARD, list, .view = "attestations", .query = "owner due"},
    {M_GET, "/attest/{control:name}", CAP_BOARD, form, .view = "attest", .query = "subject in"},
    {M_POST, "/attest/{control:name}", CAP_PROPOSE, attest, .form = "subject in result share statement attested_on evidence",
     .body_max = EVIDENCE_FORM_MAX, .flags = ROUTE_FILES},
    {M_GET, "/attestations/{id:int}", CAP_RECORD, show, .view = "attestation"},
    {M_POST, "/attestations/{id:int}/review", CAP_DECIDE, review, .form = "decision remark"},
    {M_GET, "/evidence/{id:int}", CAP_RECORD, download, .flags = ROUTE_PRESENT},
    {0}};
