#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/ingest.h"

TestSuite(crash, .init = db_fixture_init, .fini = db_fixture_fini);

#define HEAD "key;name;type;status;title\n"
#define STATE                                                                                                          \
  "SELECT (SELECT string_agg(key || title, ' ' ORDER BY key) FROM rec.asset), (SELECT count(*) FROM rec.asset_history)," \
  " (SELECT count(*) FROM vg.coverage)"

/* A pull in a process of its own, which dies at `where`. */
static void pull_and_die(struct ingest *t, const char *where) {
  t->now += VG_HOUR;
  pid_t pid = fork();
  cr_assert(pid >= 0);
  if (pid == 0) {
    struct db *db;
    struct db_conf conf = {.conninfo = db_fixture_conninfo(), .role = "vigie_collect", .application = "dying", .timeout_ms = 10000};
    struct transport_recorded recorded;
    struct pull_conf pull = ingest_conf(t, &recorded);
    struct vg_error err = {0};
    clock_set_fake(t->now);
    pull.owner = "dying";
    if (setenv("VIGIE_FAULT", where, 1) != 0 || !db_open(&db, &conf, &err)) _exit(3);
    (void)pull_run(db, t->source, &pull, t->now, &t->result, &err);
    _exit(4);
  }
  int status;
  cr_assert_eq(waitpid(pid, &status, 0), pid);
  cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%s: status %x", where, (unsigned)status);
  /* The server sees a moment later that nobody is at the other end. */
  while (strcmp(ingest_sql(t, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dying' AND datname = current_database()"), "0") != 0)
    (void)usleep(1000);
}

/* As if the session of the pull that was killed were still there. */
static void live_on(struct ingest *t, bool alive) {
  char sql[100];
  (void)snprintf(sql, sizeof sql, "SELECT pg_advisory_lock(7645, %d)", (int)t->source);
  db_fixture_sql(t->owner, alive ? sql : "SELECT pg_advisory_unlock_all()");
}

Test(crash, killed_anywhere_a_pull_leaves_all_or_nothing, .timeout = 60) {
  static const struct {
    const char *place;
    bool applied;
  } places[] = {{"pull.opened", false}, {"pull.read", false}, {"apply.ended", false},
                {"apply.copied", false}, {"apply.before_commit", false}, {"apply.committed", true}};
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;a\n2;srv-2;server;in_service;b\n", PULL_OK);
  char before[200];
  (void)snprintf(before, sizeof before, "%s", ingest_sql(&t, STATE));
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    struct vg_error err = {0};
    ingest_file(&t, HEAD "1;srv-1;server;in_service;A\n3;srv-3;server;in_service;c\n");
    pull_and_die(&t, places[i].place);
    if (places[i].applied) {
      cr_assert_str_eq(ingest_sql(&t, STATE), "\"1A 3c\",2,2");
      cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.pull WHERE status = 'running'"), "0");
      break;
    }
    /* Nothing was written; were its session still there nobody might pull; who started it says that it is dead. */
    live_on(&t, true);
    cr_assert_str_eq(ingest_sql(&t, STATE), before, "%s", places[i].place);
    cr_assert_str_eq(ingest_sql(&t, "SELECT lease_owner, lease_until > now() FROM vg.source_state"), "dying,t");
    struct transport_recorded recorded;
    struct pull_conf conf = ingest_conf(&t, &recorded);
    cr_assert_not(pull_run(t.db, t.source, &conf, t.now + VG_MINUTE, &t.result, &err));
    cr_assert_eq(err.code, VG_E_CONFLICT);
    struct vg_error killed = {0};
    err = (struct vg_error){0};
    live_on(&t, false);
    (void)vg_fail(&killed, VG_E_INTERNAL, "killed by signal %d", 9);
    cr_assert(pull_abandon(t.db, t.source, "dying", &killed, t.now, &err), "%s", err.message);
    cr_assert_str_eq(ingest_sql(&t, "SELECT status, message FROM vg.pull ORDER BY id DESC LIMIT 1"), "abandoned,\"killed by signal 9\"");
    cr_assert_str_eq(ingest_sql(&t, "SELECT lease_owner, due_at < '2026-12-01' FROM vg.source_state"), ",t");
    ingest_file(&t, HEAD "1;srv-1;server;in_service;a\n2;srv-2;server;in_service;b\n");
    ingest_pull(&t, PULL_OK);
    cr_assert_str_eq(ingest_counts(&t), "0/0/0/0");
    db_fixture_sql(t.owner, "DELETE FROM vg.coverage WHERE pull_id <> (SELECT min(pull_id) FROM vg.coverage)");
  }
  ingest_free(&t);
}

Test(crash, a_lease_that_has_ended_is_taken_over) {
  struct ingest t;
  struct vg_error err = {0};
  int64_t reaped;
  ingest_init(&t, "asset");
  ingest_file(&t, HEAD "1;srv-1;server;in_service;a\n");
  pull_and_die(&t, "pull.read");
  live_on(&t, true);
  cr_assert(pull_reap(t.db, t.now, &reaped, &err), "%s", err.message);
  cr_assert_eq(reaped, 0, "its lease runs and its session lives");
  db_fixture_sql(t.owner, "UPDATE vg.source_state SET lease_until = now() - interval '1 s'");
  cr_assert(pull_reap(t.db, t.now, &reaped, &err), "%s", err.message);
  cr_assert_eq(reaped, 1);
  cr_assert_str_eq(ingest_sql(&t, "SELECT status FROM vg.pull"), "abandoned");
  pull_and_die(&t, "pull.read");
  db_fixture_sql(t.owner, "UPDATE vg.source_state SET lease_until = now() - interval '1 s'");
  ingest_pull(&t, PULL_OK); /* without a reaper: who takes the lease ends the orphan */
  cr_assert_str_eq(ingest_sql(&t, "SELECT status FROM vg.pull ORDER BY id"), "abandoned;abandoned;ok");
  ingest_free(&t);
}

Test(crash, a_runner_whose_session_is_gone_holds_nothing) {
  struct ingest t;
  struct vg_error err = {0};
  int64_t reaped;
  ingest_init(&t, "asset");
  ingest_file(&t, HEAD "1;srv-1;server;in_service;a\n");
  pull_and_die(&t, "pull.read");
  cr_assert(pull_reap(t.db, t.now, &reaped, &err), "%s", err.message);
  cr_assert_eq(reaped, 1, "its lease runs, but nobody holds it");
  pull_and_die(&t, "pull.opened");
  ingest_pull(&t, PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, "SELECT status FROM vg.pull ORDER BY id"), "abandoned;abandoned;ok");
  /* of this database: pg_locks shows those of other tests' too */
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7645 AND database = "
                                  "(SELECT oid FROM pg_database WHERE datname = current_database())"),
                   "0");
  ingest_free(&t);
}

/* A pull that was given up meanwhile, and comes back to life, must not write. */
Test(crash, an_abandoned_pull_cannot_be_applied) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_file(&t, HEAD "1;srv-1;server;in_service;a\n");
  db_fixture_sql(t.owner, "CREATE FUNCTION vg.give_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.status := 'abandoned';"
                          " RETURN NEW; END $$; CREATE TRIGGER give_up BEFORE INSERT ON vg.pull FOR EACH ROW EXECUTE FUNCTION vg.give_up()");
  struct transport_recorded recorded;
  struct pull_conf conf = ingest_conf(&t, &recorded);
  struct vg_error err = {0};
  cr_assert_not(pull_run(t.db, t.source, &conf, t.now + VG_HOUR, &t.result, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM rec.asset"), "0");
  ingest_free(&t);
}

/* What the server refuses in the middle of the writing (here by a trigger, as a full disk would) leaves nothing. */
Test(crash, an_error_of_the_server_leaves_nothing) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;a\n2;srv-2;server;in_service;b\n", PULL_OK);
  db_fixture_sql(t.owner, "CREATE FUNCTION vg.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left'"
                          " USING ERRCODE = 'disk_full'; END $$;"
                          "CREATE TRIGGER full_ BEFORE INSERT ON rec.asset FOR EACH ROW WHEN (NEW.key = '9') EXECUTE FUNCTION vg.full()");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;A\n9;srv-9;server;in_service;z\n", PULL_FAILED);
  cr_assert_eq(t.result.error.code, VG_E_STORAGE, "%s", t.result.error.message);
  cr_assert_str_eq(ingest_sql(&t, STATE), "\"1a 2b\",0,1");
  cr_assert_str_eq(ingest_sql(&t, "SELECT status, error_code FROM vg.pull ORDER BY id"), "ok,;failed,storage");
  db_fixture_sql(t.owner, "DROP TRIGGER full_ ON rec.asset");
  ingest_pull(&t, PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, STATE), "\"1A 9z\",2,2");
  ingest_free(&t);
}

Test(crash, two_collectors_never_pull_the_same_source) {
  struct ingest t;
  struct vg_error err = {0};
  struct db *other = db_fixture_open("vigie_collect");
  ingest_init(&t, "asset");
  DB_RESULT(a);
  DB_RESULT(b);
  DB_TX(first);
  cr_assert(db_begin(t.db, &first, &err), "%s", err.message);
  cr_assert(db_run(t.db, &a, SQL_SOURCE_CLAIM, DB_ZERO_OR_ONE, &err, P_TEXT("one"), P_TIME(t.now), P_INT(60)), "%s", err.message);
  cr_assert_eq(row_count(a), 1);
  cr_assert(db_run(other, &b, SQL_SOURCE_CLAIM, DB_ZERO_OR_ONE, &err, P_TEXT("two"), P_TIME(t.now), P_INT(60)), "%s", err.message);
  cr_assert_eq(row_count(b), 0, "neither while the first decides");
  cr_assert(db_commit(&first, &err));
  DB_RESULT(c);
  cr_assert(db_run(other, &c, SQL_SOURCE_CLAIM, DB_ZERO_OR_ONE, &err, P_TEXT("two"), P_TIME(t.now), P_INT(60)));
  cr_assert_eq(row_count(c), 0, "nor afterwards");
  struct transport_recorded recorded;
  struct pull_conf conf = ingest_conf(&t, &recorded);
  ingest_file(&t, HEAD "1;srv-1;server;in_service;a\n");
  conf.owner = "two";
  cr_assert_not(pull_run(other, t.source, &conf, t.now + VG_HOUR, &t.result, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  err = (struct vg_error){0};
  conf.owner = "one";
  cr_assert(pull_run(t.db, t.source, &conf, t.now + VG_HOUR, &t.result, &err), "%s", err.message);
  cr_assert_eq(t.result.status, PULL_OK);
  ingest_free(&t);
}
