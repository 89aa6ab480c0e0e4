#include "doctor/doctor.h"

#include <stdio.h>

#include "cmd/command.h"
#include "core/json.h"
#include "core/text.h"
#include "db/settings.h"

enum { STATEMENT_MS = 10000, TEXT_MAX = 1 << 20 };

struct tally {
  int of[DOCTOR_STATE_COUNT];
};

static struct tally tally_of(const struct doctor_finding *findings) {
  struct tally t = {{0}};
  for (size_t i = 0; i < doctor_count(); i++) t.of[findings[i].state]++;
  return t;
}

static void print_text(struct buf *out, const struct doctor_finding *findings) {
  static const char *const marks[] = {
      [DOCTOR_FINE] = "ok", [DOCTOR_UNKNOWN] = "??", [DOCTOR_WARNING] = "WARN", [DOCTOR_FAILURE] = "FAIL"};
  for (size_t i = 0; i < doctor_count(); i++) {
    const struct doctor_check *c = &doctor_checks[i];
    buf_printf(out, "%-4s  %-16s  ", marks[findings[i].state], c->id);
    doctor_say(out, LANG_EN, &findings[i]);
    buf_char(out, '\n');
    if (findings[i].state != DOCTOR_FINE) buf_printf(out, "%24s%s\n", "", doctor_advice(c, &findings[i]));
  }
  struct tally t = tally_of(findings);
  buf_printf(out, "\n%zu checks: %d fine, %d warning%s, %d failure%s, %d that could not be made\n", doctor_count(), t.of[DOCTOR_FINE],
             t.of[DOCTOR_WARNING], COMMAND_S(t.of[DOCTOR_WARNING]), t.of[DOCTOR_FAILURE], COMMAND_S(t.of[DOCTOR_FAILURE]), t.of[DOCTOR_UNKNOWN]);
}

static void json_one(struct json_writer *w, const struct doctor_check *c, const struct doctor_finding *f) {
  BUF(text, 16384);
  doctor_say(&text, LANG_EN, f);
  jw_begin_object(w);
  jw_key(w, "id"), jw_text(w, c->id);
  jw_key(w, "state"), jw_text(w, doctor_state_name(f->state));
  jw_key(w, "severity"), jw_text(w, doctor_state_name(c->severity));
  jw_key(w, "title"), jw_text(w, c->title);
  jw_key(w, "finding"), jw_text(w, text.data);
  jw_key(w, "advice"), jw_text(w, f->state == DOCTOR_FINE ? NULL : doctor_advice(c, f));
  jw_key(w, "page"), jw_text(w, c->page);
  jw_end_object(w);
}

static void print_json(struct buf *out, const struct doctor_finding *findings) {
  struct json_writer w;
  struct tally t = tally_of(findings);
  jw_init(&w, out);
  jw_begin_object(&w);
  for (enum doctor_state s = DOCTOR_FINE; s < DOCTOR_STATE_COUNT; s++)
    jw_key(&w, doctor_state_name(s)), jw_int(&w, t.of[s]);
  jw_key(&w, "checks");
  jw_begin_array(&w);
  for (size_t i = 0; i < doctor_count(); i++) json_one(&w, &doctor_checks[i], &findings[i]);
  jw_end_array(&w);
  jw_end_object(&w);
  buf_char(out, '\n');
}

static bool run(struct command_call *call, struct vg_error *err) {
  BUF(out, TEXT_MAX);
  struct vg_error absent = {0};
  struct db *db = NULL;
  struct doctor_finding *findings = vg_alloc(call->arena, doctor_count() * sizeof *findings);
  if (findings == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  struct doctor d = {.config = call->config, .now = clock_now(), .arena = call->arena};
  if (db_open_as(&db, call->config, "vigie_owner", "vigie doctor", STATEMENT_MS, &absent))
    d.db = db;
  else
    d.db_error = absent.message;
  doctor_run(&d, findings);
  db_close(db);
  if (command_flag(call, "json")) {
    print_json(&out, findings);
    command_write(&out);
  } else {
    print_text(&out, findings);
    command_print("%s", out.data);
  }
  call->exit_status = doctor_exit_status(findings, doctor_count());
  return buf_check(&out, "doctor", err);
}

static const struct command_option options[] = {{"json", COMMAND_FLAG, .help = "as JSON, for a script or a monitoring"},
                                                {NULL}};

const struct command command_doctor = {
    .name = "doctor",
    .summary = "Audit this installation: is it safe, complete, alive?",
    .help = "Reads only. Looks at the settings, rights on files, disk, database, its roles and its backup, sources, "
            "evaluation and "
            "users; says what it found and what to do. Exit status: 0 all is fine, 1 there are warnings or a check "
            "could not be "
            "made, 2 there are failures. The page /doctor shows the same.",
    .options = options,
    .run = run,
};
