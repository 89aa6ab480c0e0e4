#include "doctor/doctor.h"

#include <string.h>

#include "doctor/check.h"
#include "i18n/format.h"

const struct doctor_check doctor_checks[] = {
    {"listen", DOCTOR_FAILURE, N_("Address of the web server"),
     N_("Let Vigie listen on this machine only (setting listen), or put a reverse proxy that speaks TLS in front and "
        "say so "
        "(setting behind_proxy)."),
     NULL, false, check_listen},
    {"cookies", DOCTOR_FAILURE, N_("Cookies of the sessions"),
     N_("Give the address that people type, in https, as the setting public_url: cookies then travel over TLS only."),
     NULL, false, check_cookies},
    {"modes", DOCTOR_FAILURE, N_("Rights on keys and data"),
     N_("Take the rights of group and others away: chmod 700 for folders, chmod 600 for files."), NULL, false,
     check_modes},
    {"settings_file", DOCTOR_FAILURE, N_("Rights on the settings file"),
     N_("It holds a password: chmod 600, or keep the password in a file of its own (passfile, in the setting "
        "database)."),
     NULL, false, check_settings_file},
    {"disk", DOCTOR_FAILURE, N_("Free disk space"),
     N_("Make room where the data folder is, or give it a larger disk: on a full one nothing is read or saved."), NULL,
     false, check_disk},
    {"database", DOCTOR_FAILURE, N_("Database"),
     N_("Start it: vigie run, or vigie db start; an external one, by its own means."), NULL, false, check_database},
    {"database_tls", DOCTOR_FAILURE, N_("Way to the database"),
     N_("Add sslmode=verify-full and sslrootcert to the setting database: passwords and personal data travel there."),
     NULL, true, check_database_tls},
    {"checksums", DOCTOR_WARNING, N_("Checksums of the database’s pages"),
     N_("Stop the server and run pg_checksums --enable: a disk that lies is then noticed."), NULL, true,
     check_checksums},
    {"migrations", DOCTOR_FAILURE, N_("Schema of the database"),
     N_("Run vigie migrate with the program that is installed; do not run two versions on one database."), NULL, true,
     check_migrations},
    {"roles", DOCTOR_FAILURE, N_("Rights of the database roles"),
     N_("Take away what is too much (ALTER ROLE, REVOKE), then run vigie migrate, which grants what is needed."), NULL,
     true, check_roles},
    {"backup", DOCTOR_FAILURE, N_("Backup of Vigie’s own database"),
     N_("Run vigie db backup FILE every day, and keep the file, with the folder keys, on another machine."), NULL, true,
     check_backup},
    {"clock", DOCTOR_FAILURE, N_("Clocks of this machine and of the database"),
     N_("Let a time service (chrony, systemd-timesyncd) set both clocks: freshness and deadlines hang on them."), NULL,
     true, check_clock},
    {"zone", DOCTOR_WARNING, N_("Time zone"),
     N_("Run vigie migrate, or start Vigie again, with the zone that is meant: days are counted in the one that is "
        "stored."),
     NULL, true, check_zone},
    {"collector", DOCTOR_FAILURE, N_("Collector"),
     N_("See that vigie collect runs (vigie run starts it) and what its log says."), "/sources", true, check_collector},
    {"source_tls", DOCTOR_FAILURE, N_("Way to the sources"),
     N_("Give the https address of each. Certificates are always verified: an authority of your own goes into the "
        "option "
        "ca_file."),
     "/sources", true, check_source_tls},
    {"source_silent", DOCTOR_FAILURE, N_("Silent sources"),
     N_("Open each: its last pull says what went wrong. What depends on it is unknown meanwhile."), "/sources", true,
     check_source_silent},
    {"source_never", DOCTOR_FAILURE, N_("Sources never read"), N_("Open each, mend its settings, or remove it."),
     "/sources", true, check_source_never},
    {"source_entered", DOCTOR_WARNING, N_("Registers kept by hand"),
     N_("Look at each with who keeps it: enter what is missing, then confirm that it is up to date. Until then its figures are unknown."), "/sources",
     true, check_source_entered},
    {"source_failed", DOCTOR_WARNING, N_("Sources whose last pull failed"),
     N_("Open each: its last pull says what went wrong. The figures hold until the last reading is too old."),
     "/sources", true, check_source_failed},
    {"source_suspect", DOCTOR_WARNING, N_("Pulls held for a person"),
     N_("Look at what changed so much, then accept or refuse it: nothing newer is used until then."), "/sources", true,
     check_source_suspect},
    {"evaluation", DOCTOR_FAILURE, N_("Evaluation of the indicators"),
     N_("See that vigie collect runs (vigie run starts it) and what its log says: it evaluates by itself, after each pull and each night."), "/indicators", true,
     check_evaluation},
    {"indicators", DOCTOR_WARNING, N_("Indicators to be evaluated again"),
     N_("A formula, a threshold or a perimeter changed: the collector does it within a minute when it runs."),
     "/indicators", true, check_indicators},
    {"agreement", DOCTOR_WARNING, N_("Full evaluation of each night"),
     N_("Nothing to mend in the figures: those of the full evaluation are kept. Report the lines evaluation.disagreed of the journal, and the lines "
        "check.differs before them in the collector’s log, to whoever maintains Vigie or the indicator. This goes after a week without any."),
     "/journal", true, check_agreement},
    {"own_indicators", DOCTOR_FAILURE, N_("Indicators of the organisation"),
     N_("Mend its file, try it with vigie indicator check, then vigie indicator add: until then its subjects are unknown."), "/indicators", true,
     check_own_indicators},
    {"administrators", DOCTOR_FAILURE, N_("Administrators"),
     N_("Add a second administrator: whoever is away or has lost a password must not keep everybody out."), "/users",
     true, check_administrators},
    {"setup_links", DOCTOR_WARNING, N_("People who never chose a password"),
     N_("Make a new link for each, or disable the account."), "/users", true, check_setup_links},
    {"unused_accounts", DOCTOR_WARNING, N_("Accounts that are not used"),
     N_("Disable those of people who no longer need Vigie."), "/users", true, check_unused_accounts},
    {"mail", DOCTOR_WARNING, N_("Messages to people"),
     N_("Where no mail server is set, set smtp_url and smtp_from; where one is, see what it said. vigie remind --test ADDRESS tries the settings. "
        "Messages that wait are sent by themselves once it takes them."),
     "/users", true, check_mail},
    {"sample", DOCTOR_WARNING, N_("Sample data"), N_("Remove it before showing the boards to anybody who decides."),
     "/sample/remove", true, check_sample},
    {NULL}};

size_t doctor_count(void) {
  return sizeof doctor_checks / sizeof *doctor_checks - 1;
}

bool doctor_found_(struct doctor_finding *f, enum doctor_state state, const char *msgid,
                   const struct doctor_value *values) {
  *f = (struct doctor_finding){.state = state, .text = msgid};
  for (size_t i = 0; i < DOCTOR_VALUES && values[i].name != NULL; i++) f->values[i] = values[i];
  return true;
}

void doctor_name(struct doctor_names *n, const char *name) {
  enum { SHOWN = 8 };
  n->count++;
  if (n->count > SHOWN + 1) return;
  if (n->count == SHOWN + 1) name = "…";
  const char *text = n->text == NULL ? vg_strdup(n->arena, name) : vg_printf(n->arena, "%s, %s", n->text, name);
  if (text != NULL) n->text = text;
}

static void run_one(const struct doctor *d, const struct doctor_check *check, struct doctor_finding *f) {
  struct vg_error err = {0};
  if (check->needs_db && d->db == NULL) {
    (void)doctor_found(f, DOCTOR_UNKNOWN, N_("Cannot be checked without the database"));
    return;
  }
  if (check->run(d, f, &err)) return;
  (void)doctor_found(f, DOCTOR_UNKNOWN, N_("Cannot be checked: {why}"),
                     {"why", DOCTOR_TEXT, .text = vg_strdup(d->arena, err.message), .words = vg_strdup(d->arena, err.words)});
}

void doctor_run(const struct doctor *d, struct doctor_finding *findings) {
  for (size_t i = 0; doctor_checks[i].id != NULL; i++) run_one(d, &doctor_checks[i], &findings[i]);
}

static void put_value(struct buf *out, enum lang lang, const struct doctor_value *v) {
  switch (v->as) {
  case DOCTOR_TEXT:
    buf_text(out, v->text != NULL ? v->text : "");
    break;
  case DOCTOR_COUNT:
    put_integer(out, lang, v->number);
    break;
  case DOCTOR_BYTES:
    put_bytes(out, lang, v->number);
    break;
  case DOCTOR_SPAN:
    put_duration(out, lang, v->number);
    break;
  }
}

static const struct doctor_value *named(const struct doctor_finding *f, const char *name, size_t length) {
  for (size_t i = 0; i < DOCTOR_VALUES && f->values[i].name != NULL; i++)
    if (strlen(f->values[i].name) == length && strncmp(f->values[i].name, name, length) == 0) return &f->values[i];
  return NULL;
}

void doctor_say(struct buf *out, enum lang lang, const struct doctor_finding *f) {
  for (const char *text = tr(lang, f->text); *text != '\0';) {
    size_t plain = strcspn(text, "{"), name = strcspn(text + plain, "}");
    buf_put(out, text, plain);
    text += plain;
    if (*text == '\0') return;
    const struct doctor_value *v = named(f, text + 1, name > 0 ? name - 1 : 0);
    if (v != NULL) put_value(out, lang, v);
    text += name + (text[name] == '}');
  }
}

const char *doctor_advice(const struct doctor_check *check, const struct doctor_finding *f) { return f->advice != NULL ? f->advice : check->advice; }

const char *doctor_state_name(enum doctor_state state) {
  static const char *const names[] = {"fine", "unknown", "warning", "failure"};
  return names[state];
}

int doctor_exit_status(const struct doctor_finding *findings, size_t count) {
  int worst = 0;
  for (size_t i = 0; i < count; i++) {
    int status = findings[i].state == DOCTOR_FAILURE ? 2 : findings[i].state == DOCTOR_FINE ? 0 : 1;
    if (status > worst) worst = status;
  }
  return worst;
}
