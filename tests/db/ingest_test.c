#include <stdio.h>
#include <string.h>

#include "db/ingest.h"

TestSuite(ingest, .init = db_fixture_init, .fini = db_fixture_fini);

#define HEAD "key;name;type;status;title\n"

/* What is current, and what is history. */
#define CURRENT "SELECT key, title FROM rec.asset ORDER BY key"
#define HISTORY                                                                                                        \
  "SELECT key, title, vanished, extract(hour FROM superseded_at), extract(hour FROM back_at) FROM rec.asset_history "  \
  "ORDER BY recorded_at, key"

Test(ingest, opens_changes_closes_and_reopens) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;srv-2;server;in_service;two\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "2/0/0/0");
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,one;2,two");

  ingest_read(&t, HEAD "1;srv-1;server;in_service;ONE\n2;srv-2;server;in_service;two\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "0/1/0/0");
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,ONE;2,two");
  cr_assert_str_eq(ingest_sql(&t, HISTORY), "1,one,f,2,");

  ingest_read(&t, HEAD "1;srv-1;server;in_service;ONE\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "0/0/1/0");
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,ONE");
  cr_assert_str_eq(ingest_sql(&t, HISTORY), "1,one,f,2,;2,two,t,3,");

  ingest_read(&t, HEAD "1;srv-1;server;in_service;ONE\n2;srv-2;server;in_service;two\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "1/0/0/0");
  cr_assert_str_eq(ingest_sql(&t, HISTORY), "1,one,f,2,;2,two,t,3,4");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*), count(DISTINCT id) FROM (SELECT id FROM rec.asset UNION ALL"
                                  " SELECT id FROM rec.asset_history) v"), "4,4");
  ingest_free(&t);
}

Test(ingest, tells_what_was_known_of_a_state_at_any_instant) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;srv-2;server;in_service;two\n", PULL_OK);
  ingest_read(&t, HEAD "1;srv-1;server;in_service;ONE\n", PULL_OK);
  ingest_read(&t, HEAD "1;srv-1;server;in_service;ONE\n2;srv-2;server;in_service;two\n", PULL_OK);
#define SEEN(at)                                                                                                       \
  "SELECT key, title, extract(hour FROM lower(seen)) || '-' || coalesce(extract(hour FROM upper(seen))::text, '') FROM "  \
  "rec.asset_known('2026-11-01 0" at ":30Z') ORDER BY recorded_at, key"
  cr_assert_str_eq(ingest_sql(&t, SEEN("0")), "");
  cr_assert_str_eq(ingest_sql(&t, SEEN("1")), "1,one,1-;2,two,1-");
  cr_assert_str_eq(ingest_sql(&t, SEEN("2")), "1,one,1-2;2,two,1-2;1,ONE,2-");
  cr_assert_str_eq(ingest_sql(&t, SEEN("3")), "1,one,1-2;2,two,1-2;1,ONE,2-;2,two,3-");
  ingest_free(&t);
}

Test(ingest, tells_what_was_known_of_an_event_at_any_instant) {
  struct ingest t;
  ingest_init(&t, "incident");
#define INCIDENTS "key;title;severity;security;occurred_at;resolved_at\n"
#define KNOWN(at)                                                                                                      \
  "SELECT key, resolved_at IS NOT NULL, extract(hour FROM gone_at) FROM rec.incident_known('2026-11-01 0" at "Z') ORDER BY key"
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-10-01;\nb;B;low;oui;2026-10-02;\n", PULL_OK);
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-10-01;2026-10-03\n", PULL_OK);
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-10-01;2026-10-03\nb;B;low;oui;2026-10-02;\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, KNOWN("0:30")), "");
  cr_assert_str_eq(ingest_sql(&t, KNOWN("1:00")), "a,f,;b,f,");
  cr_assert_str_eq(ingest_sql(&t, KNOWN("2:00")), "a,t,;b,f,2");
  cr_assert_str_eq(ingest_sql(&t, KNOWN("2:59")), "a,t,;b,f,2");
  cr_assert_str_eq(ingest_sql(&t, KNOWN("3:00")), "a,t,;b,f,");
  ingest_free(&t);
}

Test(ingest, an_unchanged_reading_touches_no_record) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;srv-2;server;in_service;two\n", PULL_OK);
  char before[200];
  (void)snprintf(before, sizeof before, "%s", ingest_sql(&t, "SELECT key, id, recorded_at, pull_id, xmin, ctid FROM rec.asset ORDER BY key"));
  ingest_pull(&t, PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "0/0/0/0");
  cr_assert_eq(t.result.read, 2);
  cr_assert_str_eq(ingest_sql(&t, "SELECT key, id, recorded_at, pull_id, xmin, ctid FROM rec.asset ORDER BY key"), before);
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM rec.asset_history"), "0");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.coverage"), "2");
  ingest_free(&t);
}

Test(ingest, a_failed_pull_leaves_everything) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n", PULL_OK);
  ingest_read(&t, "no heading of ours\n", PULL_FAILED);
  cr_assert_eq(t.result.error.code, VG_E_INPUT);
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,one");
  cr_assert_str_eq(ingest_sql(&t, "SELECT status, error_code, message LIKE '%heading%', hint LIKE '%template%' FROM vg.pull ORDER BY id"),
                   "ok,,,;failed,input,t,t");
  cr_assert_str_eq(ingest_sql(&t, "SELECT failures, lease_owner, due_at > '2026-11-01 02:00Z', due_at < '2026-11-01 02:01Z' FROM vg.source_state"),
                   "1,,t,t");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.coverage"), "1");
  ingest_pull(&t, PULL_FAILED);
  cr_assert_str_eq(ingest_sql(&t, "SELECT failures, due_at > '2026-11-01 03:01Z' FROM vg.source_state"), "2,t");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, "SELECT failures FROM vg.source_state"), "0");
  ingest_free(&t);
}

#define FULL(table)                                                                                                      \
  "CREATE TRIGGER no_room BEFORE INSERT ON rec." table " EXECUTE FUNCTION pg_temp.no_room()"
#define NO_LONGER_FULL(table) "DROP TRIGGER no_room ON rec." table

/* People are told what could not be done, not the SQL by which it was. */
Test(ingest, a_disk_that_is_full_is_told_by_what_was_being_done) {
  struct ingest t;
  ingest_init(&t, "asset");
  db_fixture_sql(t.owner, "CREATE FUNCTION pg_temp.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'no space left'; END $$");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n", PULL_OK);
  db_fixture_sql(t.owner, FULL("asset_history"));
  ingest_read(&t, HEAD "1;srv-1;server;in_service;two\n", PULL_FAILED);
  cr_expect_str_eq(t.result.error.message, "keep the former versions of asset: no space left (SQLSTATE 53100)");
  db_fixture_sql(t.owner, NO_LONGER_FULL("asset_history"));
  db_fixture_sql(t.owner, FULL("asset"));
  ingest_read(&t, HEAD "1;srv-1;server;in_service;two\n", PULL_FAILED);
  cr_expect_str_eq(t.result.error.message, "write the new versions of asset: no space left (SQLSTATE 53100)");
  ingest_free(&t);
}

Test(ingest, lists_what_it_refuses_and_keeps_the_rest) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;srv-2;submarine;in_service;two\n1;srv-3;server;in_service;three\n"
                       ";;;;\n4;srv-4;server;in_service;four;five\n5;srv-5;server;in_service;five\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,one;5,five");
  cr_assert_str_eq(ingest_sql(&t, "SELECT ord, place FROM vg.reject ORDER BY ord"),
                   "1,\"line 3, column type\";2,\"line 4\";3,\"line 5\";4,\"line 6\"");
  cr_assert_str_eq(ingest_sql(&t, "SELECT reason FROM vg.reject WHERE ord = 2"), "\"the same key as line 2\"");
  cr_assert(strstr(ingest_sql(&t, "SELECT reason FROM vg.reject WHERE ord = 1"), "submarine"));
  ingest_free(&t);
}

Test(ingest, a_refused_item_is_not_taken_for_a_vanished_one) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;srv-2;server;in_service;two\n", PULL_OK);
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n2;;server;in_service;two\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "0/0/0/1");
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "1,one;2,two");
  /* Its key is known: the others that are gone are closed. */
  ingest_read(&t, HEAD "2;srv-2;zeppelin;in_service;two\n3;srv-3;server;in_service;three\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "1/0/1/1");
  /* Without a key nothing is. */
  ingest_read(&t, HEAD ";srv-2;zeppelin;in_service;two\n4;srv-4;server;in_service;four\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "1/0/0/1");
  /* What is refused does not take its key. */
  ingest_read(&t, HEAD "5;srv-5;zeppelin;in_service;five\n5;srv-5;server;in_service;five\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "1/0/3/1");
  cr_assert_str_eq(ingest_sql(&t, CURRENT), "5,five");
  ingest_free(&t);
}

Test(ingest, puts_records_at_or_below_its_perimeter_only) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, "key;name;type;status;title;perimeter\n1;srv-1;server;in_service;one;\n2;srv-2;server;in_service;two;site\n"
                  "3;srv-3;server;in_service;three;other\n4;srv-4;server;in_service;four;nowhere\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, "SELECT a.key, p.code FROM rec.asset a JOIN vg.perimeter p ON p.id = a.perimeter_id ORDER BY key"),
                   "1,client-a;2,site");
  cr_assert_str_eq(ingest_sql(&t, "SELECT place, key, reason LIKE 'perimeter:%' FROM vg.reject ORDER BY ord"),
                   "\"line 4\",3,t;\"line 5\",4,t");
  ingest_free(&t);
}

Test(ingest, covers_from_the_reading_for_states_and_since_the_cursor_for_history) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, "SELECT kind, during = tstzrange('2026-11-01 01:00Z', '2026-11-01 03:00Z') FROM vg.coverage"),
                   "asset,t");
  ingest_free(&t);

  struct ingest u;
  db_fixture_sql(t.owner, "DELETE FROM vg.source; DELETE FROM vg.perimeter WHERE code <> 'all'");
  ingest_init(&u, "incident");
  ingest_read(&u, INCIDENTS "a;A;low;oui;2026-10-01;\n", PULL_OK);
  ingest_read(&u, INCIDENTS "a;A;low;oui;2026-10-01;\n", PULL_OK);
  cr_assert_str_eq(ingest_sql(&u, "SELECT lower(during), extract(hour FROM upper(during)) FROM vg.coverage ORDER BY pull_id"),
                   ",3;\"2026-11-01 00:00:00+00\",4");
  cr_assert_str_eq(ingest_sql(&u, "SELECT extract(hour FROM history_to) FROM vg.source_state"), "2");
  ingest_free(&u);
}

Test(ingest, keeps_hostile_texts_as_they_are) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, "key;name;type;status;title;location;serial;note\n"
                  "\"'; DROP TABLE rec.asset; --\";srv-1;server;in_service;<script>alert(1)</script>;\\N\\.;\"a\tb\\\"\"c\";\"{\"\"x\"\":1}\"\n"
                  "k2;srv-2;server;in_service;\xe2\x80\xae" "evil;$1 || '';\\x00;\\u0000\n", PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "2/0/0/0");
  cr_assert_str_eq(db_fixture_text(t.owner, "SELECT key || title || location || serial FROM rec.asset WHERE name = 'srv-1'"),
                   "'; DROP TABLE rec.asset; --<script>alert(1)</script>\\N\\.a\tb\\\"c");
  cr_assert_str_eq(db_fixture_text(t.owner, "SELECT extra->>'note' FROM rec.asset WHERE name = 'srv-2'"), "\\u0000");
  ingest_pull(&t, PULL_OK);
  cr_assert_str_eq(ingest_counts(&t), "0/0/0/0");
  ingest_free(&t);
}

Test(ingest, refuses_a_clock_that_goes_backwards) {
  struct ingest t;
  struct transport_recorded recorded;
  struct vg_error err = {0};
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD "1;srv-1;server;in_service;one\n", PULL_OK);
  struct pull_conf conf = ingest_conf(&t, &recorded);
  cr_assert_not(pull_run(t.db, t.source, &conf, t.now - VG_MINUTE, &t.result, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.pull"), "1");
  ingest_free(&t);
}
