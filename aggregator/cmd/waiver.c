#include <string.h>

#include "cmd/command.h"
#include "core/text.h"
#include "db/settings.h"
#include "governance/waiver.h"
#include "i18n/format.h"
#include "web/auth/role.h"
#include "web/auth/user.h"

enum { TIMEOUT_MS = 10000 };

static bool open_db(struct command_call *call, struct db **db, struct vg_error *err) {
  return db_open_as(db, call->config, "vigie_owner", "vigie waiver", TIMEOUT_MS, err);
}

/* The person who signs: a user of that login, whose role allows it as on the pages. */
static bool signer(struct command_call *call, struct db *db, enum capability needs, struct author *out,
                   struct vg_error *err) {
  DB_RESULT(user);
  int64_t id;
  const char *login = command_text(call, "by");
  if (!user_find(db, login, &id, err) || !db_run(db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  if (!row_bool(user, 0, "enabled") || !role_may(role_parse(row_text(user, 0, "role")), needs))
    return vg_fail(err, VG_E_DENIED, "%s may not %s", login, capability_title(needs));
  *out = (struct author){login, "command line", clock_now()};
  return true;
}

static bool list(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct waivers all;
  const char *state = command_text(call, "state");
  struct waiver_query q = {.at = clock_now()};
  if (!open_db(call, &db, err) || !waiver_list(db, call->arena, &q, &all, err)) return false;
  command_print("%-5s %-10s %-28s %-16s %-11s %-14s %-14s %s\n", "ID", "STATE", "COVERS", "PERIMETER", "LAST DAY", "REQUESTER", "APPROVER", "SUBJECTS");
  for (size_t i = 0; i < all.count; i++) {
    const struct waiver *w = &all.items[i];
    BUF(until, 20);
    if (state != NULL && strcmp(state, waiver_stand_name(w->stand)) != 0) continue;
    put_date_iso(&until, zone_day(call->config->zone, waiver_last_day(w->to)));
    command_print("%-5lld %-10s %-28s %-16s %-11s %-14s %-14s %s\n", (long long)w->id, waiver_stand_name(w->stand),
                  w->rule != NULL ? w->rule : w->indicator, w->perimeter_code, until.data, w->requester,
                  w->approver != NULL ? w->approver : "-", w->subjects != NULL ? w->subjects : "all");
  }
  return true;
}

static int64_t day_of(struct command_call *call, const char *option, int64_t otherwise) {
  return command_given(call, option) ? zone_day(call->config->zone, command_time(call, option)) : otherwise;
}

static bool request(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct author author;
  const char *subjects[WAIVER_SUBJECTS_MAX + 1];
  int64_t id, today = zone_day(call->config->zone, clock_now());
  struct waiver_draft w = {.indicator = command_text(call, "indicator"),
                           .rule = command_text(call, "rule"),
                           .perimeter = command_text(call, "perimeter"),
                           .subjects = subjects,
                           .from_day = day_of(call, "from", today),
                           .until_day = day_of(call, "until", waiver_day(today, WAIVER_MONTHS)),
                           .reason = command_text(call, "reason"),
                           .compensation = command_text(call, "compensation")};
  for (const char *s;
       w.subject_count <= WAIVER_SUBJECTS_MAX && (s = command_each(call, "subject", w.subject_count)) != NULL;)
    subjects[w.subject_count++] = s;
  if (!open_db(call, &db, err) || !signer(call, db, CAP_PROPOSE, &author, err) ||
      !waiver_request(db, call->arena, &author, call->config->zone, &w, &id, err))
    return false;
  command_print("%lld\n", (long long)id);
  return true;
}

static bool number(struct command_call *call, int64_t *id, struct vg_error *err) {
  const char *text = command_argument(call, 0);
  return text_int(text, 1, INT64_MAX, id) ||
         vg_fail(err, VG_E_USAGE, "ID: expected the number of a waiver, got \"%.40s\"", text);
}

/* `done`, or where the numbers are read when there is none such. */
static bool numbered(bool done, struct vg_error *err) {
  if (!done && err->code == VG_E_NOTFOUND) (void)vg_hint(err, "vigie waiver list names them");
  return done;
}

static bool decide(struct command_call *call, bool approve, struct vg_error *err) {
  DB(db);
  struct author author;
  int64_t id;
  const char *decision = command_text(call, "reason");
  return number(call, &id, err) && open_db(call, &db, err) && signer(call, db, CAP_DECIDE, &author, err) &&
         numbered(waiver_decide(db, &author, id, approve, decision != NULL ? decision : "", err), err);
}
static bool approve(struct command_call *call, struct vg_error *err) {
  return decide(call, true, err);
}
static bool refuse(struct command_call *call, struct vg_error *err) {
  return decide(call, false, err);
}

static bool end(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct author author;
  int64_t id;
  return number(call, &id, err) && open_db(call, &db, err) && signer(call, db, CAP_DECIDE, &author, err) &&
         numbered(waiver_end(db, &author, id, command_text(call, "reason"), err), err);
}

static const char *const states[] = {"requested", "ending", "in_force", "coming", "ended", "refused", NULL};
#define BY                                                                                                             \
  { "by", COMMAND_TEXT, "LOGIN", .required = true, .help = "who signs: a user whose role allows it" }
#define REASON(text, needed)                                                                                           \
  { "reason", COMMAND_TEXT, "TEXT", .required = needed, .help = text }

static const struct command_argument id_argument[] = {{"ID", .help = "the waiver's number"}, {NULL}};
static const struct command_option list_options[] = {
    {"state", COMMAND_CHOICE, "STATE", .choices = states, .help = "only those that stand so"}, {NULL}};
static const struct command_option request_options[] = {
    BY,
    {"indicator", COMMAND_TEXT, "CODE", .help = "of an indicator; or --rule"},
    {"rule", COMMAND_TEXT, "NUMBER", .help = "of a whole rule, 12.3"},
    {"subject", COMMAND_TEXT, "SUBJECT", .repeated = true,
     .help = "of this subject alone (may be given several times); all when none is"},
    {"perimeter", COMMAND_TEXT, "CODE", .required = true, .help = "there and below"},
    REASON("why it is accepted", true),
    {"compensation", COMMAND_TEXT, "TEXT", .required = true, .help = "what is done meanwhile"},
    {"from", COMMAND_TIME, "DATE", .help = "today by default"},
    {"until", COMMAND_TIME, "DATE", .help = "that day included, twelve months at most; three months by default"},
    {NULL}};
static const struct command_option approve_options[] = {BY, REASON("what is said of it", false), {NULL}};
static const struct command_option refuse_options[] = {BY, REASON("why it is refused", true), {NULL}};
static const struct command_option end_options[] = {BY, REASON("why it ends now", true), {NULL}};

static const struct command *const subcommands[] = {
    &(const struct command){.name = "list",
                            .summary = "List the waivers, those to be decided first.",
                            .options = list_options,
                            .run = list},
    &(const struct command){.name = "request",
                            .summary = "Ask for a waiver; print its number.",
                            .options = request_options,
                            .run = request},
    &(const struct command){.name = "approve",
                            .summary = "Approve a waiver that somebody else asked for.",
                            .arguments = id_argument,
                            .options = approve_options,
                            .run = approve},
    &(const struct command){.name = "refuse",
                            .summary = "Refuse a waiver that somebody else asked for.",
                            .arguments = id_argument,
                            .options = refuse_options,
                            .run = refuse},
    &(const struct command){.name = "end",
                            .summary = "End a waiver now, before its date.",
                            .arguments = id_argument,
                            .options = end_options,
                            .run = end},
    NULL};

const struct command command_waiver = {
    .name = "waiver",
    .summary = "Ask for, decide, list and end waivers: accepted deviations, for a time.",
    .subcommands = subcommands,
};
