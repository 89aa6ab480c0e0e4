#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collect/scheduler.h"
#include "db/entered.h"
#include "db/ingest.h"
#include "db/notify.h"

TestSuite(scheduler, .init = db_fixture_init, .fini = db_fixture_fini, .timeout = 60);

static bool tell(struct db *db, vg_time known_at, struct vg_error *err) {
  (void)known_at;
  return db_notify(db, "vigie_evaluation", err);
}

struct running {
  struct ingest t;
  char folder[40], file[64];
  pid_t pid;
};

static void write_file(struct running *r, const char *text) {
  FILE *f = fopen(r->file, "w");
  cr_assert(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* The source reads a real file; it is due now, by the real clock. */
static void setup(struct running *r) {
  char sql[300];
  ingest_init(&r->t, "asset");
  clock_set_fake(VG_NEVER);
  (void)snprintf(r->folder, sizeof r->folder, "/tmp/vigie-drop-XXXXXX");
  cr_assert_not_null(mkdtemp(r->folder));
  cr_assert_eq(chmod(r->folder, 0755), 0);
  (void)snprintf(r->file, sizeof r->file, "%s/assets.csv", r->folder);
  (void)snprintf(sql, sizeof sql, "UPDATE vg.source SET options = jsonb_set(options, '{path}', '\"%s\"')", r->file);
  db_fixture_sql(r->t.owner, sql);
  struct vg_error err = {0};
  cr_assert(db_listen(r->t.db, "vigie_evaluation", &err), "%s", err.message);
}

static const char *const *reminder; /* who writes to people; NULL: nobody */

static bool wanted(void *user, struct db *db, vg_time now, bool *out, struct vg_error *err) {
  (void)user, (void)db, (void)now, (void)err;
  return *out = true;
}

static void start(struct running *r) {
  r->pid = fork();
  cr_assert(r->pid >= 0);
  if (r->pid != 0) return;
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind who keeps its output open */
  const char *const child[] = {VIGIE_BINARY, "collect-one", "--database", db_fixture_conninfo(), "--data-dir", r->t.data_dir, NULL};
  struct scheduler_conf conf = {.data_dir = r->t.data_dir,
                                .db = {.conninfo = db_fixture_conninfo(), .role = "vigie_collect", .application = "test", .timeout_ms = 10000},
                                .child = child,
                                .evaluate = tell,
                                .remind_wanted = reminder != NULL ? wanted : NULL,
                                .remind = reminder};
  struct vg_error err = {0};
  _exit(scheduler_run(&conf, &err) ? 0 : 1);
}

/* Waits, half a minute at most, until the query says so. */
static void until(struct running *r, const char *query, const char *wanted) {
  char channel[64];
  bool got;
  struct vg_error err = {0};
  int64_t end = clock_monotonic_ms() + 30000;
  while (clock_monotonic_ms() < end && strcmp(ingest_sql(&r->t, query), wanted) != 0) {
    cr_assert(db_wait_notify(r->t.db, 1000, -1, channel, &got, &err), "%s", err.message);
  }
  cr_assert_str_eq(ingest_sql(&r->t, query), wanted);
}

static void stop(struct running *r) {
  int status;
  cr_assert_eq(kill(r->pid, SIGTERM), 0);
  cr_assert_eq(waitpid(r->pid, &status, 0), r->pid);
  cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
  (void)unlink(r->file);
  (void)rmdir(r->folder);
  ingest_free(&r->t);
}

#define HEAD "key;name;type;status\n"

Test(scheduler, pulls_what_is_due_and_answers_requests) {
  struct running r;
  int64_t id;
  struct vg_error err = {0};
  setup(&r);
  write_file(&r, HEAD "1;srv-1;server;in_service\n");
  start(&r);
  until(&r, "SELECT status, trigger, read FROM vg.pull", "ok,schedule,1");
  cr_assert_str_eq(ingest_sql(&r.t, "SELECT lease_owner, due_at > now() + interval '59 min' FROM vg.source_state"), ",t");
  write_file(&r, HEAD "1;srv-1;server;in_service\n2;srv-2;server;in_service\n");
  cr_assert(source_ask(db_fixture_open("vigie_web"), "pull", r.t.source, 0, "claire", clock_now(), &id, &err), "%s", err.message);
  until(&r, "SELECT status, trigger, read FROM vg.pull ORDER BY id DESC LIMIT 1", "ok,person,2");
  until(&r, "SELECT status, answer->>'opened' FROM vg.request", "done,1");
  stop(&r);
}

Test(scheduler, gives_up_a_pull_whose_process_is_killed_and_tries_again) {
  struct running r;
  setup(&r);
  write_file(&r, HEAD "1;srv-1;server;in_service\n");
  cr_assert_eq(setenv("VIGIE_FAULT", "apply.before_commit", 1), 0);
  start(&r);
  cr_assert_eq(unsetenv("VIGIE_FAULT"), 0);
  until(&r, "SELECT status, message FROM vg.pull ORDER BY id LIMIT 1", "abandoned,\"the process of the pull was ended by signal 9\"");
  cr_assert_str_eq(ingest_sql(&r.t, "SELECT (SELECT count(*) FROM rec.asset), (SELECT failures FROM vg.source_state)"), "0,1");
  cr_assert_str_eq(ingest_sql(&r.t, "SELECT lease_owner, due_at > now() + interval '20 s', due_at < now() + interval '40 s' FROM vg.source_state"), ",t,t");
  stop(&r);
}

Test(scheduler, two_of_them_share_the_sources) {
  struct running r, other;
  setup(&r);
  write_file(&r, HEAD "1;srv-1;server;in_service\n");
  db_fixture_sql(r.t.owner, "INSERT INTO vg.source (code, name, connector, perimeter_id, options, period_s, staleness_s, created_at, created_by)"
                            " SELECT 's' || i, 's', connector, perimeter_id, options, period_s, staleness_s, created_at, created_by"
                            " FROM vg.source, generate_series(1, 9) i; INSERT INTO vg.source_state (source_id, due_at) SELECT id, now()"
                            " FROM vg.source WHERE code <> 'test'");
  start(&r);
  other = r;
  start(&other);
  until(&r, "SELECT count(*), count(DISTINCT source_id) FROM vg.pull WHERE status = 'ok'", "10,10");
  cr_assert_str_eq(ingest_sql(&r.t, "SELECT count(*) FROM vg.pull"), "10");
  int status;
  cr_assert(kill(other.pid, SIGTERM) == 0 && waitpid(other.pid, &status, 0) == other.pid);
  stop(&r);
}

Test(scheduler, what_people_enter_is_pulled_when_they_ask_and_never_on_schedule) {
  struct running r;
  setup(&r);
  write_file(&r, HEAD "1;srv-1;server;in_service\n");
  struct db *web = db_fixture_open("vigie_web");
  int64_t id = entered_source(r.t.owner, "register", "place", clock_now());
  db_fixture_sql(r.t.owner, "UPDATE vg.source_state SET due_at = now() - interval '1 day'");
  start(&r);
  until(&r, "SELECT s.code, p.trigger FROM vg.pull p JOIN vg.source s ON s.id = p.source_id WHERE p.status = 'ok'", "test,schedule");
  for (int i = 0; i < 5; i++) {
    char key[8];
    (void)snprintf(key, sizeof key, "k%d", i);
    (void)entered_save(web, id, key, clock_now(), "name", "Headquarters", "type", "site", "in_use", "true", NULL);
  }
  until(&r, "SELECT count(*) FROM rec.place", "5");
  until(&r, "SELECT string_agg(DISTINCT status, ' ') FROM vg.request", "done");
  cr_assert_str_eq(ingest_sql(&r.t, "SELECT string_agg(DISTINCT trigger || ' ' || status, ',') FROM vg.pull WHERE source_id <> (SELECT min(id) FROM vg.source)"), "\"person ok\"");
  stop(&r);
}

/* Two collectors take at the same instant: the second request of a register waits for the first, that of another source does not. */
Test(scheduler, two_of_them_never_take_two_requests_of_one_register_at_once) {
  struct vg_error err = {0};
  DB_RESULT(first);
  DB_RESULT(second);
  DB_RESULT(nothing);
  struct ingest t;
  ingest_init(&t, "asset");
  struct db *web = db_fixture_open("vigie_web"), *here = db_fixture_open("vigie_collect"), *there = db_fixture_open("vigie_collect");
  int64_t a = entered_source(t.owner, "sites", "place", clock_now()), b = entered_source(t.owner, "others", "place", clock_now());
  entered_confirm(web, a, clock_now());
  entered_confirm(web, a, clock_now());
  entered_confirm(web, b, clock_now());
  DB_TX(tx);
  cr_assert(db_begin(here, &tx, &err) && db_run(here, &first, SQL_REQUEST_CLAIM, DB_ONE, &err), "%s", err.message);
  cr_assert_eq(row_int(first, 0, "source_id"), a);
  cr_assert(db_run(there, &second, SQL_REQUEST_CLAIM, DB_ONE, &err), "%s", err.message);
  cr_assert_eq(row_int(second, 0, "source_id"), b, "both collectors pull one register");
  cr_assert(db_run(there, &nothing, SQL_REQUEST_CLAIM, DB_ZERO_OR_ONE, &err), "%s", err.message);
  cr_assert_eq(row_count(nothing), 0);
  cr_assert(db_commit(&tx, &err), "%s", err.message);
  ingest_free(&t);
}

static bool is_there(const char *path) { return access(path, F_OK) == 0; }

/* Whoever writes to people takes the place of no pull, however long a mail server takes, and goes with the collector. */
Test(scheduler, writes_to_people_beside_the_pulls) {
  struct running r;
  char began[80], script[200];
  setup(&r);
  write_file(&r, HEAD "1;srv-1;server;in_service\n");
  (void)snprintf(began, sizeof began, "%s.began", r.folder);
  (void)snprintf(script, sizeof script, "echo $$ >%s; sleep 50", began);
  const char *const slow[] = {"/bin/sh", "-c", script, NULL};
  reminder = slow;
  start(&r);
  until(&r, "SELECT status, trigger, read FROM vg.pull", "ok,schedule,1");
  for (int tries = 0; !is_there(began) && tries < 500; tries++) (void)usleep(20000);
  cr_expect(is_there(began));
  int64_t before = clock_monotonic_ms();
  stop(&r);
  cr_expect_lt(clock_monotonic_ms() - before, 10000, "it ends without waiting");
  FILE *f = fopen(began, "re");
  int pid = 0;
  cr_assert(f != NULL && fscanf(f, "%d", &pid) == 1);
  (void)fclose(f);
  cr_expect(kill((pid_t)pid, 0) != 0, "%d goes on", pid);
  (void)unlink(began);
  reminder = NULL;
}
