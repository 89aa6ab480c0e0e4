#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/parse.h"
#include "core/process.h"

static bool nothing(struct command_call *call, struct vg_error *err) {
  (void)call;
  (void)err;
  return true;
}

static const char *const modes[] = {"fast", "slow", NULL};
static const struct command_option options[] = {
    {"force", COMMAND_FLAG, .help = "x"},
    {"name", COMMAND_TEXT, .argument = "NAME", .repeated = true, .help = "x"},
    {"scale", COMMAND_REAL, .dflt = "1", .help = "x"},
    {"count", COMMAND_INT, .min = 1, .max = 9, .dflt = "3", .help = "x"},
    {"since", COMMAND_TIME, .help = "x", .synonym = "from"},
    {"mode", COMMAND_CHOICE, .choices = modes, .help = "how"},
    {NULL}};
static const struct command_argument arguments[] = {
    {"SOURCE", .help = "x"}, {"FILE", .optional = true, .many = true, .help = "x"}, {NULL}};
static const struct command add = {.name = "add", .summary = "Add.", .options = options, .arguments = arguments, .run = nothing};
static const struct command show = {.name = "show", .summary = "Show.", .run = nothing};
static const struct command hidden = {.name = "hidden", .summary = "Hidden.", .internal = true, .run = nothing};
static const struct command source = {
    .name = "source", .summary = "Sources.", .subcommands = (const struct command *const[]){&add, &show, NULL}};
static const struct command *const list[] = {&source, &hidden, NULL};

enum { WORDS = 20 };

/* "source add a --force" as argv. */
static bool parse_of(const struct command *const *from, struct parsed *p, struct vg_arena *a, const char *line, struct vg_error *err) {
  char *copy = vg_strdup(a, line), *argv[WORDS] = {NULL};
  int argc = 0;
  for (char *at = copy; *at != '\0' && argc < WORDS;) {
    size_t n = strcspn(at, " ");
    argv[argc++] = at;
    at += n;
    if (*at == ' ') *at++ = '\0';
  }
  char **kept = vg_alloc(a, sizeof argv);
  memcpy(kept, argv, sizeof argv);
  *p = (struct parsed){.call = {.arena = a}};
  return command_parse(p, argc, kept, from, err) && (p->help || p->version || command_check(p, err));
}

static bool parse(struct parsed *p, struct vg_arena *a, const char *line, struct vg_error *err) { return parse_of(list, p, a, line, err); }

Test(cli, reads_options_settings_and_arguments) {
  VG_ARENA(a, 1 << 20);
  struct parsed p;
  struct vg_error err = {0};
  cr_assert(parse(&p, a, "--data-dir=/x source add S --name a --name=b= --force --scale -2.5 -- --f1 -", &err), "%s", err.message);
  cr_assert_eq(p.call.command, &add);
  cr_assert_str_eq(p.call.path, "vigie source add");
  cr_assert(command_flag(&p.call, "force"));
  cr_assert_str_eq(command_each(&p.call, "name", 0), "a");
  cr_assert_str_eq(command_each(&p.call, "name", 1), "b=");
  cr_assert_null(command_each(&p.call, "name", 2));
  cr_assert_eq(command_real(&p.call, "scale"), -2.5);
  cr_assert_eq(command_int(&p.call, "count"), 3);
  cr_assert_eq(command_time(&p.call, "since"), VG_NEVER);
  cr_assert_null(command_text(&p.call, "mode"));
  cr_assert_str_eq(command_argument(&p.call, 0), "S");
  cr_assert_str_eq(command_argument(&p.call, 1), "--f1");
  cr_assert_str_eq(command_argument(&p.call, 2), "-");
  cr_assert_null(command_argument(&p.call, 3));
  cr_assert_eq(p.call.config_flag_count, 1);
  cr_assert_str_eq(p.call.config_flags[0].value, "/x");
  cr_assert(parse(&p, a, "source add S --since 30/09/2026 --behind-proxy --config f", &err), "%s", err.message);
  cr_assert_eq(command_time(&p.call, "since"), date_to_days(2026, 9, 30) * VG_DAY);
  cr_assert_str_eq(p.config_file, "f");
  cr_assert_str_eq(p.call.config_flags[0].value, "yes");
  cr_assert(parse(&p, a, "source add S --from=2026-09-30", &err), "%s", err.message);
  cr_assert_eq(command_time(&p.call, "since"), date_to_days(2026, 9, 30) * VG_DAY);
}

static vg_time situation(const char *since, vg_time now, struct vg_error *err) {
  char line[80];
  struct parsed p;
  vg_time at = VG_NEVER;
  VG_ARENA(a, 1 << 20);
  (void)snprintf(line, sizeof line, "source add S%s%s", *since == '\0' ? "" : " --since ", since);
  *err = (struct vg_error){0};
  cr_assert(parse(&p, a, line, err), "%s", err->message);
  struct config config = {.zone = zone_get("Europe/Paris", err)};
  p.call.config = &config;
  return command_situation(&p.call, "since", now, &at, err) ? at : VG_NEVER;
}

/* As ?au= of pages: a day is taken at its end, today now. */
Test(cli, a_day_alone_is_its_end_where_the_organisation_is) {
  struct vg_error err;
  vg_time now = date_to_days(2026, 9, 30) * VG_DAY + 22 * VG_HOUR + 30 * VG_MINUTE; /* 0:30 on 1 October in Paris */
  cr_expect_eq(situation("2026-09-30", now, &err), date_to_days(2026, 9, 30) * VG_DAY + 22 * VG_HOUR);
  cr_expect_eq(situation("29/09/2026", now, &err), date_to_days(2026, 9, 29) * VG_DAY + 22 * VG_HOUR);
  cr_expect_eq(situation("2026-01-05", now, &err), date_to_days(2026, 1, 5) * VG_DAY + 23 * VG_HOUR);
  cr_expect_eq(situation("2026-10-01", now, &err), now);
  cr_expect_eq(situation("", now, &err), now);
  cr_expect_eq(situation("2026-01-05T00:00:00Z", now, &err), date_to_days(2026, 1, 5) * VG_DAY);
  cr_expect_eq(situation("2026-10-02", now, &err), VG_NEVER);
  cr_expect_eq(err.code, VG_E_USAGE);
  cr_expect_str_eq(err.message, "--since: expected a day that has begun, got 2026-10-02");
}

Test(cli, refuses_with_expected_and_found) {
  static const struct {
    const char *line, *says, *hint;
  } cases[] = {
      {"sorce", "no command is named \"sorce\"", "Did you mean vigie source?"},
      {"hiden", "no command is named \"hiden\"", "See vigie --help"},
      {"source", "expected a command", "See vigie source --help"},
      {"source ad", "no command is named \"ad\"", "Did you mean vigie source add?"},
      {"source add", "expected SOURCE, got nothing", "See vigie source add --help"},
      {"source show x", "expected 0 arguments at most, got \"x\" too", "See vigie source show --help"},
      {"source add S --cuont 3", "no option is named \"--cuont\"", "Did you mean --count?"},
      {"source add S --nope", "no option is named \"--nope\"", "See vigie source add --help"}, /* neither --name nor --zone is near */
      {"source add S --dta-dir 3", "no option is named \"--dta-dir\"", "Did you mean --data-dir?"},
      {"source add S --count", "--count: expected a value, got nothing", "See vigie source add --help"},
      {"source add S --from", "--from: expected a value, got nothing", "See vigie source add --help"},
      {"source add S --count --force", "--count: expected a value, got --force", "See vigie source add --help"},
      {"source add S --count 10", "--count: expected an integer between 1 and 9, got \"10\"", "See vigie source add --help"},
      {"source add S --count=3x", "--count: expected an integer", "See vigie source add --help"},
      {"source add S --count 1 --count 2", "--count: given twice", ""},
      {"source add S --since 2026-09-30 --from 2026-09-30", "--since: given twice", ""},
      {"source add S --force=1", "--force: expected no value, got \"1\"", ""},
      {"source add S --scale nan", "--scale: expected a number, got \"nan\"", "See vigie source add --help"},
      {"source add S --mode medium", "--mode: expected one of fast, slow, got \"medium\"", "See vigie source add --help"},
      {"source add S --since yesterday", "--since: expected an instant or a date", "See vigie source add --help"},
      {"source add S -f", "expected an option such as --help, got \"-f\"", "See vigie source add --help"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    VG_ARENA(a, 1 << 20);
    struct parsed p;
    struct vg_error err = {0};
    cr_assert_not(parse(&p, a, cases[i].line, &err), "%s", cases[i].line);
    cr_assert_eq(err.code, VG_E_USAGE);
    cr_assert_not_null(strstr(err.message, cases[i].says), "%s: %s", cases[i].line, err.message);
    cr_assert_str_eq(err.hint, cases[i].hint, "%s: %s", cases[i].line, err.hint);
  }
}

Test(cli, help_comes_from_the_tables) {
  BUF(out, 1 << 16);
  command_help_one(&out, &add, "vigie source add");
  static const char *const wanted[] = {"Usage: vigie source add SOURCE [FILE…] [OPTIONS]", "--name NAME …           x\n", "--mode VALUE            how",
                                       "how: fast, slow", "(default: 3)", "--config FILE"};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) cr_assert_not_null(strstr(out.data, wanted[i]), "%s", wanted[i]);
  buf_clear(&out);
  command_help_all(&out, list);
  cr_assert_not_null(strstr(out.data, "source"));
  cr_assert_null(strstr(out.data, "hidden"));
  buf_clear(&out);
  command_help_exit_codes(&out);
  cr_assert_not_null(strstr(out.data, "| 70 | internal |"));
  cr_assert_not_null(strstr(out.data, "`vigie doctor` has its own"), "all commands, the guide says");
}

Test(cli, help_of_a_misspelt_command_suggests_the_one_that_is_near) {
  static const struct {
    const char *line, *hint;
  } cases[] = {
      {"help polcy", "Did you mean vigie help policy?"},
      {"help policy chek", "Did you mean vigie help policy check?"},
      {"help setings", "Did you mean vigie help settings?"},
      {"help policy nothing", "See vigie help policy"},
      {"help policy check more", "See vigie help policy check"},
      {"help nothing", "Topics are also: settings, commands, connectors, kinds, pages, json, exit-codes"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    VG_ARENA(a, 1 << 20);
    struct parsed p;
    struct vg_error err = {0};
    cr_assert(parse_of(commands, &p, a, cases[i].line, &err), "%s", err.message);
    cr_assert_not(p.call.command->run(&p.call, &err), "%s", cases[i].line);
    cr_expect_str_eq(err.hint, cases[i].hint, "%s: %s", cases[i].line, err.hint);
  }
}

/* Expects bash to offer these words for those of `line`, the last of which is being typed. */
static void completes(const struct buf *script, const char *line, const char *offers) {
  BUF(command, 1024);
  buf_printf(&command, ". /dev/stdin; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _vigie; echo \"${COMPREPLY[*]}.\"", line);
  const char *const argv[] = {"bash", "-c", command.data, NULL};
  const struct process_spec spec = {.argv = argv, .input = script->data, .input_length = script->length, .timeout_ms = 10000, .output_limit = 4096};
  struct process_result r = {0};
  struct vg_error err = {0};
  cr_assert(process_run(&spec, &r, &err) && r.exit_status == 0, "%s: %s %s", line, err.message, r.errors);
  cr_expect_eq(r.output.length, strlen(offers) + 2, "%s: expected %s, got %s", line, offers, r.output.data);
  cr_expect(strncmp(r.output.data, offers, strlen(offers)) == 0, "%s: expected %s, got %s", line, offers, r.output.data);
  process_result_free(&r);
}

Test(cli, bash_completes_commands_options_and_choices) {
  static const struct {
    const char *line, *offers;
  } cases[] = {
      {"vigie so", "source"},
      {"vigie hid", ""}, /* internal */
      {"vigie source \"\"", "add show"},
      {"vigie source --c", "--config"},
      {"vigie source show --log-", "--log-level"},
      {"vigie source a", "add"},
      {"vigie --data-dir source so", "source"}, /* a value is no command */
      {"vigie --data-dir = source so", "source"},
      {"vigie source add --fo", "--force"},
      {"vigie source add --fr", ""}, /* a synonym is taken, not offered */
      {"vigie source add --mode \"\"", "fast slow"},
      {"vigie source add --mode =", "fast slow"},
      {"vigie source add --mode = s", "slow"},
      {"vigie source add --mode slow --na", "--name"},
      {"vigie source add --name f", ""}, /* files are left to bash */
      {"vigie source show --data-", "--data-dir"},
      {"vigie source show --log-level w", "warning"},
  };
  BUF(script, 1 << 20);
  command_completion_bash(&script, list);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) completes(&script, cases[i].line, cases[i].offers);
}

Test(cli, help_is_asked_for_anywhere) {
  static const char *const lines[] = {"--help", "source --help", "source add --help", "-h", "source add --count 99 --help"};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    VG_ARENA(a, 1 << 20);
    struct parsed p;
    struct vg_error err = {0};
    cr_assert(parse(&p, a, lines[i], &err), "%s: %s", lines[i], err.message);
    cr_assert(p.help);
  }
}
