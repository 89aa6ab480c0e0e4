/* The product's audit of itself: each thing is broken for real, seen, and mended. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connectors/connector.h"
#include "core/zone.h"
#include "doctor/doctor.h"
#include "support/db_fixture.h"

TestSuite(doctor, .init = db_fixture_init, .fini = db_fixture_fini);

static struct config config;
static struct doctor_finding findings[64];
static char said[16384];

static char data_dir[64];

static void set_up(void) {
  (void)snprintf(data_dir, sizeof data_dir, "/tmp/vigie-doctor-XXXXXX");
  cr_assert_not_null(mkdtemp(data_dir));
  config = (struct config){.data_dir = data_dir, .listen_address = "127.0.0.1", .public_url = "http://127.0.0.1:8080", .zone = zone_utc()};
}

static void take_down(void) { cr_assert_eq(rmdir(data_dir), 0); }

/* The state of one check, and in `said` its text in English. */
static const char *state(struct db *db, const char *id) {
  VG_ARENA(arena, 4 << 20);
  BUF(text, sizeof said - 1);
  const struct doctor d = {.config = &config, .db = db, .db_error = "gone", .now = clock_now(), .arena = arena};
  cr_assert_leq(doctor_count(), sizeof findings / sizeof *findings);
  doctor_run(&d, findings);
  for (size_t i = 0; i < doctor_count(); i++) {
    if (strcmp(doctor_checks[i].id, id) != 0) continue;
    cr_assert_leq((int)findings[i].state, (int)doctor_checks[i].severity, "%s says worse than its row", id);
    doctor_say(&text, LANG_EN, &findings[i]);
    (void)snprintf(said, sizeof said, "%s", text.data);
    return doctor_state_name(findings[i].state);
  }
  cr_assert(false, "no check is named %s", id);
  return "";
}

#define expect_state(db, id, wanted)                                                                                   \
  do {                                                                                                                 \
    const char *got_ = state((db), (id));                                                                              \
    cr_assert_str_eq(got_, (wanted), "%s: %s", (id), said);                                                            \
  } while (0)
#define expect_said(words) cr_assert_not_null(strstr(said, (words)), "%s", said)

/* What the owner does first, then what a check says, seen by the web. */
struct step {
  const char *done, *id, *state, *words; /* done, words: "" for nothing */
};

static void follow(const struct step *steps) {
  struct db *web = db_fixture_open("vigie_web"), *owner = db_fixture_open("vigie_owner");
  for (const struct step *s = steps; s->id != NULL; s++) {
    if (*s->done != '\0') db_fixture_sql(owner, s->done);
    const char *got = state(web, s->id);
    cr_assert_str_eq(got, s->state, "%s after \"%s\": %s", s->id, s->done, said);
    expect_said(s->words);
  }
}
#define FOLLOW(...) follow((const struct step[]){__VA_ARGS__, {NULL}})

Test(doctor, every_check_is_told_apart_and_explained) {
  for (size_t i = 0; i < doctor_count(); i++) {
    const struct doctor_check *c = &doctor_checks[i];
    cr_assert(c->run != NULL && *c->title != '\0' && *c->advice != '\0', "%s", c->id);
    cr_assert(c->severity == DOCTOR_WARNING || c->severity == DOCTOR_FAILURE, "%s", c->id);
    cr_assert(strcmp(tr(LANG_FR, c->advice), c->advice) != 0, "%s: not translated", c->id);
    for (size_t j = 0; j < i; j++) cr_assert_str_neq(c->id, doctor_checks[j].id);
    cr_assert_null(strstr(c->advice, "vigie indicator eval"), "%s: that command stores nothing, so that it mends nothing", c->id);
  }
}

Test(doctor, no_connector_can_switch_verification_off) {
  for (size_t i = 0; i < connectors_count; i++)
    for (const struct option_spec *o = connectors[i]->options; o->type != OPTION_NONE; o++)
      cr_assert(strstr(o->name, "insecure") == NULL && strstr(o->name, "verify") == NULL, "%s: %s", connectors[i]->name, o->name);
}

Test(doctor, rights_on_files) {
  struct db *db = db_fixture_open("vigie_web");
  char keys[100], key[120];
  set_up();
  expect_state(db, "modes", "fine");
  (void)chmod(data_dir, 0755);
  expect_state(db, "modes", "failure");
  expect_said(data_dir);
  (void)chmod(data_dir, 0700);
  (void)snprintf(keys, sizeof keys, "%s/keys", data_dir);
  (void)snprintf(key, sizeof key, "%s/collector.key", keys);
  cr_assert_eq(mkdir(keys, 0700), 0);
  FILE *f = fopen(key, "we");
  cr_assert_not_null(f);
  (void)fclose(f);
  (void)chmod(key, 0640);
  expect_state(db, "modes", "failure");
  expect_said("collector.key");
  (void)chmod(key, 0600);
  expect_state(db, "modes", "fine");
  (void)unlink(key);
  (void)rmdir(keys);
  take_down();
  expect_state(db, "modes", "unknown");
  expect_state(db, "disk", "unknown");
}

Test(doctor, settings_that_open_too_much) {
  struct db *db = db_fixture_open("vigie_web");
  char file[] = "/tmp/vigie-conf-XXXXXX";
  set_up();
  expect_state(db, "listen", "fine");
  config.listen_address = "0.0.0.0";
  expect_state(db, "listen", "failure");
  expect_said("0.0.0.0");
  config.behind_proxy = true;
  expect_state(db, "listen", "warning");
  expect_state(db, "cookies", "failure");
  config.public_url = "https://vigie.example.test";
  expect_state(db, "cookies", "fine");
  (void)close(mkstemp(file));
  config.file = file;
  config.database = "host=db password=hunter2";
  expect_state(db, "settings_file", "fine");
  (void)chmod(file, 0644);
  expect_state(db, "settings_file", "failure");
  cr_assert_null(strstr(said, "hunter2"));
  config.database = "host=db passfile=/etc/vigie/pass";
  expect_state(db, "settings_file", "fine");
  (void)unlink(file);
  take_down();
}

Test(doctor, backups_and_zone) {
  set_up();
  FOLLOW({"", "backup", "warning", ""},
         {"UPDATE migration.applied SET applied_at = applied_at - interval '3 days'", "backup", "failure", ""},
         {"INSERT INTO vg.setting (key, value) VALUES ('backup_at', (now() - interval '10 days')::text)", "backup", "failure", "10\xC2\xA0" "days"},
         {"UPDATE vg.setting SET value = (now() - interval '40 hours')::text WHERE key = 'backup_at'", "backup", "warning", ""},
         {"UPDATE vg.setting SET value = (now() - interval '3 hours')::text WHERE key = 'backup_at'", "backup", "fine", "3\xC2\xA0" "h"},
         {"", "zone", "warning", ""},
         {"INSERT INTO vg.setting (key, value) VALUES ('zone', 'Asia/Tokyo')", "zone", "warning", "Asia/Tokyo"},
         {"UPDATE vg.setting SET value = 'UTC' WHERE key = 'zone'", "zone", "fine", ""});
  take_down();
}

Test(doctor, clock) {
  struct db *db = db_fixture_open("vigie_web");
  set_up();
  expect_state(db, "clock", "fine");
  clock_set_fake(clock_now() - 30 * VG_SECOND);
  expect_state(db, "clock", "warning");
  clock_set_fake(clock_now() + VG_HOUR);
  expect_state(db, "clock", "failure");
  clock_set_fake(VG_NEVER);
  take_down();
}

Test(doctor, schema) {
  struct db *web = db_fixture_open("vigie_web"), *admin = db_fixture_open("postgres");
  set_up();
  expect_state(web, "database_tls", "fine");
  expect_state(web, "checksums", db_fixture_try(admin, "SELECT 1 / (current_setting('data_checksums') = 'on')::int") == VG_OK ? "fine" : "warning");
  FOLLOW({"", "migrations", "fine", ""},
         {"UPDATE migration.applied SET checksum = 'x' WHERE number = 1", "migrations", "failure", "another content"},
         {"DELETE FROM migration.applied", "migrations", "failure", "0 of the"});
  take_down();
}

Test(doctor, rights_of_roles) {
  set_up();
  FOLLOW({"", "roles", "fine", ""},
         {"GRANT SELECT (sealed) ON vg.source_secret TO vigie_web", "roles", "failure", "vigie_web: SELECT vg.source_secret.sealed"},
         {"REVOKE SELECT (sealed) ON vg.source_secret FROM vigie_web; GRANT UPDATE ON rec.backup TO vigie_web", "roles", "failure", "UPDATE rec.backup"},
         {"REVOKE UPDATE ON rec.backup FROM vigie_web; GRANT SELECT ON vg.journal TO PUBLIC", "roles", "failure", "PUBLIC: SELECT vg.journal"},
         {"REVOKE SELECT ON vg.journal FROM PUBLIC; GRANT UPDATE ON vg.journal TO vigie_collect", "roles", "failure", "vg.journal"},
         {"REVOKE UPDATE ON vg.journal FROM vigie_collect", "roles", "fine", ""});
  take_down();
}

/* As on a server that Vigie does not administer. */
Test(doctor, functions_that_the_cage_leaves_open) {
  struct db *admin = db_fixture_open("postgres"), *web = db_fixture_open("vigie_web");
  set_up();
  db_fixture_sql(admin, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_notify(text, text) TO PUBLIC");
  expect_state(web, "roles", "warning");
  expect_said("functions of the server that they should not, 1 in all (pg_notify(text,text))");
  db_fixture_sql(admin, "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_notify(text, text) FROM PUBLIC");
  expect_state(web, "roles", "fine");
  take_down();
}

/* Roles are the cluster's, which other tests use: seen from within the transaction, and undone. */
Test(doctor, attributes_of_roles) {
  struct db *admin = db_fixture_open("postgres");
  static const struct {
    const char *sql, *words;
  } cases[] = {{"ALTER ROLE vigie_web CREATEDB", "vigie_web: CREATEDB"},
               {"ALTER ROLE vigie_collect SUPERUSER", "vigie_collect: SUPERUSER"},
               {"ALTER ROLE vigie_owner BYPASSRLS", "vigie_owner: BYPASSRLS"},
               {"GRANT pg_read_server_files TO vigie_web", "vigie_web: member of pg_read_server_files"}};
  set_up();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    DB_TX(tx);
    cr_assert(db_begin(admin, &tx, &err));
    db_fixture_sql(admin, cases[i].sql);
    expect_state(admin, "roles", "failure");
    expect_said(cases[i].words);
  }
  expect_state(admin, "roles", "fine");
  take_down();
}

static void add_source(struct db *owner, const char *options) {
  char sql[800];
  (void)snprintf(sql, sizeof sql,
                 "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All');"
                 "INSERT INTO vg.source (code, name, connector, perimeter_id, options, period_s, staleness_s, created_at, created_by) "
                 "SELECT 'probe', 'Probe', 'prometheus', id, '%s', 3600, 7200, now() - interval '1 day', 'x' FROM vg.perimeter;"
                 "INSERT INTO vg.source_state (source_id, due_at) SELECT id, now() + interval '1 hour' FROM vg.source",
                 options);
  db_fixture_sql(owner, sql);
}

static void add_pull(struct db *owner, const char *status, const char *ago, bool covers) {
  char sql[600];
  (void)snprintf(sql, sizeof sql,
                 "WITH p AS (INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at) SELECT id, '%s', now() - interval '%s', "
                 "now() - interval '%s', now() FROM vg.source RETURNING id, source_id, read_at) "
                 "INSERT INTO vg.coverage (source_id, kind, pull_id, during) SELECT source_id, 'alert', id, tstzrange(read_at, read_at + "
                 "interval '2 hours') FROM p WHERE %s",
                 status, ago, ago, covers ? "true" : "false");
  db_fixture_sql(owner, sql);
}

Test(doctor, sources_from_never_read_to_well) {
  struct db *db = db_fixture_open("vigie_web"), *owner = db_fixture_open("vigie_owner");
  set_up();
  expect_state(db, "source_never", "fine");
  add_source(owner, "{}");
  expect_state(db, "source_never", "failure");
  expect_said("Probe");
  add_pull(owner, "ok", "5 hours", true);
  expect_state(db, "source_never", "fine");
  expect_state(db, "source_silent", "failure");
  add_pull(owner, "ok", "1 hour", true);
  expect_state(db, "source_silent", "fine");
  expect_state(db, "source_failed", "fine");
  add_pull(owner, "failed", "1 minute", false);
  expect_state(db, "source_failed", "warning");
  expect_state(db, "source_silent", "fine");
  add_pull(owner, "suspect", "0", false);
  expect_state(db, "source_suspect", "warning");
  expect_state(db, "source_failed", "fine");
  db_fixture_sql(owner, "UPDATE vg.pull SET status = 'refused' WHERE status = 'suspect'");
  expect_state(db, "source_suspect", "fine");
  expect_state(db, "collector", "fine");
  db_fixture_sql(owner, "UPDATE vg.source_state SET due_at = now() - interval '1 hour'");
  expect_state(db, "collector", "failure");
  db_fixture_sql(owner, "UPDATE vg.source SET enabled = false");
  expect_state(db, "collector", "fine");
  take_down();
}

Test(doctor, a_register_kept_by_hand_waits_for_people_not_for_its_turn) {
  struct db *db = db_fixture_open("vigie_web"), *owner = db_fixture_open("vigie_owner");
  set_up();
  expect_state(db, "source_entered", "fine");
  add_source(owner, "{}");
  db_fixture_sql(owner, "UPDATE vg.source SET period_s = 0; UPDATE vg.source_state SET due_at = now() - interval '1 day'");
  expect_state(db, "source_entered", "warning");
  expect_said("Probe");
  expect_state(db, "source_never", "fine");
  expect_state(db, "collector", "fine");
  add_pull(owner, "ok", "1 hour", true);
  expect_state(db, "source_entered", "fine");
  db_fixture_sql(owner, "UPDATE vg.coverage SET during = tstzrange(lower(during), now())");
  expect_state(db, "source_entered", "warning");
  expect_state(db, "source_silent", "fine");
  take_down();
}

Test(doctor, a_source_of_which_the_first_pull_failed_has_no_time_left) {
  struct db *db = db_fixture_open("vigie_web"), *owner = db_fixture_open("vigie_owner");
  set_up();
  add_source(owner, "{}");
  db_fixture_sql(owner, "UPDATE vg.source SET created_at = now()");
  expect_state(db, "source_never", "fine");
  add_pull(owner, "failed", "0", false);
  expect_state(db, "source_never", "failure");
  take_down();
}

Test(doctor, sources_in_clear) {
  struct db *db = db_fixture_open("vigie_web"), *owner = db_fixture_open("vigie_owner");
  static const struct {
    const char *options, *state;
  } cases[] = {{"{\"url\": \"https://prometheus.example.test\"}", "fine"},      {"{\"url\": \"http://127.0.0.1:9090\"}", "fine"},
               {"{\"url\": \"http://localhost/prometheus\"}", "fine"},           {"{\"url\": \"http://[::1]:9090\"}", "fine"},
               {"{\"url\": \"http://prometheus.example.test:9090\"}", "warning"}, {"{\"url\": \"HTTP://10.1.2.3/\"}", "warning"},
               {"{\"repository\": \"rest:http://backup.example.test/\"}", "warning"},
               {"{\"url\": \"http://localhost.example.test\"}", "warning"},     {"{\"url\": \"http://127.0.0.1.example.test\"}", "warning"}};
  set_up();
  add_source(owner, "{}");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sql[300];
    (void)snprintf(sql, sizeof sql, "UPDATE vg.source SET options = '%s'", cases[i].options);
    db_fixture_sql(owner, sql);
    cr_assert_str_eq(state(db, "source_tls"), cases[i].state, "%s", cases[i].options);
  }
  db_fixture_sql(owner, "INSERT INTO vg.source_secret (source_id, option, sealed, set_at, set_by) SELECT id, 'token', 'x', now(), 'x' FROM vg.source");
  expect_state(db, "source_tls", "failure");
  take_down();
}

Test(doctor, evaluation) {
  set_up();
  FOLLOW({"", "evaluation", "warning", ""},
         {"INSERT INTO vg.evaluation (known_at, started_at, finished_at, status) VALUES (now(), now(), now() - interval '2 days', 'ok')", "evaluation", "failure", ""},
         {"UPDATE vg.evaluation SET finished_at = now() - interval '20 minutes'", "evaluation", "fine", ""},
         {"", "indicators", "fine", ""},
         {"INSERT INTO vg.indicator (code, form, family, direction, unit, version, sha256, kinds, optional, empty, subject, boards, title_fr, title_en, changed_at)"
          " VALUES ('x', 'ratio', 'A', 'up', '%', 1, 'x', '{}', '{}', 'unknown', 'asset', 'S', 'x', 'x', now())", "indicators", "warning", ""},
         {"UPDATE vg.indicator SET stale = false", "indicators", "fine", ""},
         {"INSERT INTO vg.evaluation (known_at, started_at, finished_at, status, message) VALUES (now(), now(), now(), 'failed', 'division by zero')",
          "evaluation", "failure", "division by zero"});
  take_down();
}

#define DISAGREED(indicator, ago) \
  "INSERT INTO vg.journal (at, actor, action, object, detail) VALUES (now() - interval '" ago "', 'vigie', 'evaluation.disagreed'," \
  " 'indicator " indicator "', '{\"indicator\": \"" indicator "\", \"subject\": \"s1\", \"what\": \"verdicts\"}')"

Test(doctor, a_night_that_disagreed_is_told_for_a_week) {
  set_up();
  FOLLOW({"", "agreement", "fine", ""}, {DISAGREED("old", "8 days"), "agreement", "fine", ""},
         {DISAGREED("patch_current", "5 days"), "agreement", "warning", "ago for the last time: patch_current (1)"},
         {DISAGREED("patch_current", "2 days"), "agreement", "warning", "ago for the last time: patch_current (2)"},
         {DISAGREED("backup_daily", "1 day"), "agreement", "warning", "ago for the last time: backup_daily (1), patch_current (2)"});
  take_down();
}

Test(doctor, people_and_sample) {
  set_up();
  FOLLOW({"", "administrators", "failure", ""},
         {"INSERT INTO vg.app_user (login, name, role, password_hash, created_at) VALUES ('ada', 'Ada', 'administrator', 'x', now())", "administrators", "warning", ""},
         {"INSERT INTO vg.app_user (login, name, role, created_at) VALUES ('bob', 'Bob', 'administrator', now())", "administrators", "warning", ""},
         {"", "setup_links", "warning", "bob"},
         {"INSERT INTO vg.setup_link SELECT decode(repeat('ab', 32), 'hex'), id, now() + interval '1 day' FROM vg.app_user WHERE login = 'bob'", "setup_links", "fine", ""},
         {"UPDATE vg.setup_link SET expires_at = now() - interval '1 second'", "setup_links", "warning", ""},
         {"UPDATE vg.app_user SET password_hash = 'x', password_at = now()", "administrators", "fine", ""},
         {"", "setup_links", "fine", ""},
         {"", "unused_accounts", "fine", ""},
         {"UPDATE vg.app_user SET created_at = now() - interval '1 year', last_login_at = now() - interval '100 days' WHERE login = 'ada';"
          " UPDATE vg.app_user SET password_at = created_at WHERE login = 'ada'", "unused_accounts", "warning", "ada"},
         {"", "sample", "fine", ""},
         {"INSERT INTO vg.setting (key, value) VALUES ('sample.state', 'loaded')", "sample", "warning", ""});
  take_down();
}

Test(doctor, messages_that_wait) {
  set_up();
  FOLLOW({"", "mail", "fine", "nobody is told"},
         {"INSERT INTO vg.app_user (login, name, role, created_at, email, email_at) SELECT l, l, 'operator', now(), l || '@example.test', now() - interval '1 day'"
          " FROM unnest(ARRAY['ada', 'bob', 'eve']) l", "mail", "warning", "No mail server is set (smtp_url), and people who gave an address: 3"});
  config.smtp_url = "smtp://mail.example.test";
  FOLLOW({"", "mail", "fine", "what waits for them: 3; no message is left"},
         {"INSERT INTO vg.mail_state (user_id, failures, failed_since, tried_at, error) SELECT id, 2, now() - interval '5 hours', now() - interval '1 hour', '550 ' || login FROM vg.app_user", "mail",
          "warning", "Messages that wait: 3, for 5\xC2\xA0h. Last attempt: 550 "},
         {"UPDATE vg.app_user SET enabled = false WHERE login = 'ada'; UPDATE vg.app_user SET email_at = now() WHERE login = 'bob'", "mail", "warning",
          "Messages that wait: 1, for 5\xC2\xA0h. Last attempt: 550 eve"},
         {"UPDATE vg.app_user SET mail = 'never' WHERE login = 'eve'", "mail", "fine", "what waits for them: 1; no message is left"});
  take_down();
}

Test(doctor, without_a_database_the_rest_is_still_looked_at) {
  set_up();
  expect_state(NULL, "database", "failure");
  expect_said("gone");
  expect_state(NULL, "backup", "unknown");
  expect_state(NULL, "modes", "fine");
  cr_assert_eq(doctor_exit_status(findings, doctor_count()), 2);
  const struct doctor_finding fine = {.state = DOCTOR_FINE}, unknown = {.state = DOCTOR_UNKNOWN}, warning = {.state = DOCTOR_WARNING};
  cr_assert_eq(doctor_exit_status(&fine, 1), 0);
  cr_assert_eq(doctor_exit_status(&unknown, 1), 1);
  cr_assert_eq(doctor_exit_status(&warning, 1), 1);
  take_down();
}
