#include "remind/remind.h"

#include "cluster/lock.h"
#include "cmd/command.h"
#include "core/log.h"
#include "db/settings.h"
#include "http/mail.h"
#include "indicator/own.h"

enum { TIMEOUT_MS = 60000, PREVIEW_MAX = 16 << 20 };

static const char *pages(const struct command_call *call) { return lock_pages(call->config, call->arena); }

static bool test(struct command_call *call, struct vg_error *err) {
  char answer[MAIL_ANSWER];
  if (!remind_test(call->config, pages(call), command_text(call, "test"), answer, err)) return false;
  command_print("Taken by the mail server: %s\n", answer);
  return true;
}

static bool preview(struct command_call *call, struct db *db, struct vg_error *err) {
  BUF(out, PREVIEW_MAX);
  if (!remind_preview(db, call->config, pages(call), command_argument(call, 0), &out, err)) return false;
  command_print("%s", out.data);
  return true;
}

/* Behind what was not taken, when there is some. */
static void tell_unkept(int n, struct vg_error *err) {
  if (err->code != VG_OK) (void)vg_more(err, "; %d sent and not written down", n);
  else (void)vg_fail(err, VG_E_UNAVAILABLE, "%d message%s sent and could not be written down", n, n == 1 ? " was" : "s were");
}

static bool send(struct command_call *call, struct db *db, struct vg_error *err) {
  struct remind_done done;
  if (!remind_run(db, call->config, pages(call), &done, err)) return false;
  command_print("%d message%s sent, %d failed, nothing new for %d%s\n", done.sent, COMMAND_S(done.sent), done.failed, done.quiet,
                done.more ? "; others are left for the next time" : "");
  if (done.failed == 0 && done.unkept == 0) return true;
  if (done.failed > 0) (void)vg_fail(err, VG_E_UNAVAILABLE, "%d message%s not taken", done.failed, done.failed == 1 ? " was" : "s were");
  if (done.unkept > 0) tell_unkept(done.unkept, err);
  return vg_hint(err, "they are tried again later; vigie doctor says why they wait");
}

static bool run(struct command_call *call, struct vg_error *err) {
  DB(db);
  log_set_process("remind");
  if (command_argument(call, 0) != NULL && !command_flag(call, "dry-run")) return vg_fail(err, VG_E_USAGE, "LOGIN is for --dry-run");
  if (command_given(call, "test")) return test(call, err);
  if (!db_open_as(&db, call->config, "vigie_collect", "vigie remind", TIMEOUT_MS, err) || !own_load(db, NULL, NULL, err)) return false;
  return command_flag(call, "dry-run") ? preview(call, db, err) : send(call, db, err);
}

static const struct command_argument arguments[] = {{"LOGIN", .optional = true, .help = "with --dry-run: of this user alone"}, {NULL}};
static const struct command_option options[] = {
    {"dry-run", COMMAND_FLAG, .help = "print what each would be sent, were it their turn now; send and keep nothing"},
    {"test", COMMAND_TEXT, .argument = "ADDRESS", .help = "send a test message at once, and say what the mail server answered"},
    {NULL}};

const struct command command_remind = {
    .name = "remind",
    .summary = "Tell people by e-mail what waits for them (started by vigie collect).",
    .help = "Each person who has an address (vigie user email, the page of their account) is told what waits for somebody of their role: daily at "
            "the hour mail_hour, when there is something that they were not told yet; weekly on Monday. What is late or waits is told again each week. "
            "vigie collect looks each minute whose turn it is; vigie remind does so at once. What the mail server (smtp_url) does not take is tried again "
            "after 15 minutes, then twice as long each time, up to a day; vigie doctor says so meanwhile, and vigie remind ends with 8.",
    .options = options,
    .arguments = arguments,
    .run = run,
};
