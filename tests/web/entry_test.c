/* Records entered by hand: what the form refuses, who may write, two people at once; the real server and the real pull. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/web_entry.h"

TestSuite(web_entry, .init = entry_start, .fini = web_stop, .timeout = 180);

/* ---- what does not fit ---- */

#define GOOD "f_asset", "srv-db-01", "f_tested_at", "17/11/2024 11:30", "f_result", "success"

Test(web_entry, what_does_not_fit_is_told_below_its_field_and_nothing_is_lost) {
  static char long_text[1100];
  memset(long_text, 'x', 1001);
  const struct {
    const char *kind, *field, *typed, *says;
  } rows[] = {{"restore_test", "asset", "", "System: expected a value, found nothing"},
              {"restore_test", "tested_at", "31/02/2024", "Tested: expected a date such as"},
              {"restore_test", "tester", "somebody", "Tester: expected a mail address, got &quot;somebody&quot;"},
              {"restore_test", "duration", "-1", "Duration: expected a duration such as 90 min or 2 h, or a number of seconds between 0 and 31536000, got &quot;-1&quot;"},
              {"restore_test", "duration", "31536001", "got &quot;31536001&quot;"},
              {"restore_test", "result", "perhaps", "Result: expected one of success, partial, failure, got &quot;perhaps&quot;"},
              {"restore_test", "scope", long_text, "Scope: expected at most 1000 bytes"},
              {"exposure", "port", "0", "Port: expected an integer between 1 and 65535, got &quot;0&quot;"},
              {"exposure", "port", "65536", "got &quot;65536&quot;"},
              {"exposure", "port", "80.5", "got &quot;80.5&quot;"},
              {"availability", "ratio", "1,01", "Availability: expected a number between 0 and 1, got &quot;1"},
              {"availability", "day", "2024-13-01", "Day: expected a day such as"},
              {"account", "enabled", "maybe", "Enabled: expected oui or non"}};
  struct browser b = person_reading("ada", "operator", "en");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char code[40], name[80], kept[1200];
    (void)snprintf(code, sizeof code, "r%zu", i);
    (void)snprintf(name, sizeof name, "f_%s", rows[i].field);
    (void)snprintf(kept, sizeof kept, "value=\"%s\"", rows[i].typed);
    int64_t id = a_register(code, rows[i].kind);
    (void)web_get(&b, source_path(id, "/entry/new"));
    struct reply r = SEND(&b, source_path(id, "/entry/new"), name, rows[i].typed, "key", "K <1>", "version", "0");
    cr_expect_eq(r.status, 422, "%s=%s: %d", rows[i].field, rows[i].typed, r.status);
    cr_expect(reply_says(&r, rows[i].says), "%s=%s: no \"%s\" in %s", rows[i].field, rows[i].typed, rows[i].says, r.body);
    bool choice = strcmp(rows[i].field, "result") == 0 || strcmp(rows[i].field, "enabled") == 0;
    cr_expect(choice || reply_says(&r, kept), "%s=%s is still there", rows[i].field, rows[i].typed);
    cr_expect(reply_says(&r, "K &lt;1&gt;") && reply_says(&r, "aria-invalid=\"true\""));
  }
  cr_expect_str_eq(text("SELECT count(*) || ' ' || (SELECT count(*) FROM vg.request) || ' ' || (SELECT count(*) FROM vg.register) FROM vg.entry"), "0 0 0");
}

Test(web_entry, too_much_in_all_is_told_and_kept) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("things", "patch");
  static char many[40 << 10];
  for (size_t i = 0; i < sizeof many - 1; i++) many[i] = i % 900 == 899 ? '|' : 'x';
  (void)web_get(&b, source_path(id, "/entry/new"));
  struct reply r = SEND(&b, source_path(id, "/entry/new"), "f_asset", "srv", "f_pending", "2", "f_security_pending", "0", "f_packages", many, "key", "", "version", "0");
  cr_assert_eq(r.status, 422, "%d", r.status);
  cr_assert(reply_says(&r, "expected at most 32768 bytes in all the fields") && reply_says(&r, many), "%s", r.head);
}

Test(web_entry, a_duration_says_in_french_what_it_takes) {
  struct browser b = person_reading("ada", "operator", "fr");
  int64_t id = a_register("tests", "restore_test");
  (void)web_get(&b, source_path(id, "/entry/new"));
  struct reply r = SEND(&b, source_path(id, "/entry/new"), GOOD, "f_duration", "longtemps", "key", "", "version", "0");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "une durée comme 90\u00a0min ou 2\u00a0h, ou un nombre de secondes de 0"), "%s", r.body);
}

Test(web_entry, a_fact_to_come_is_told_at_once) {
  struct browser b = person_reading("ada", "operator", "fr");
  int64_t id = a_register("tests", "restore_test");
  (void)web_get(&b, source_path(id, "/entry/new"));
  struct reply r = SEND(&b, source_path(id, "/entry/new"), "f_asset", "srv", "f_tested_at", "01/01/2999 08:30", "f_result", "success", "key", "", "version", "0");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "ou avant, trouvé\u00a01er") && reply_says(&r, "value=\"01/01/2999 08:30\""), "%s", r.body);
}

/* ---- the life of an entry ---- */

#define NEW(b, id, ...) SEND(b, source_path(id, "/entry/new"), __VA_ARGS__, "version", "0")

static int64_t only_entry(void) { return db_fixture_int(web_db(), "SELECT id FROM vg.entry"); }

/* A later version may have made a number of a text. */
Test(web_entry, what_a_later_version_refuses_is_shown_as_it_was_stored) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, GOOD, "key", "old", "f_duration", "90 min");
  expect_sent(&r, "old");
  r = NEW(&b, id, GOOD, "key", "new", "f_duration", "60 min");
  expect_sent(&r, "new");
  web_sql("UPDATE vg.entry SET fields = fields || '{\"duration\": \"rather long\", \"tested_at\": \"2024-02-31\"}' WHERE key = 'old'");
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "Duration: rather long") && reply_says(&r, "Tested: 2024-02-31") && reply_says(&r, "Duration: 1"), "%s", r.body);
  cr_expect(reply_says(&r, "No longer fits its fields") && reply_says(&r, "got &quot;rather long&quot;"), "%s", r.body);
  int64_t entry = db_fixture_int(web_db(), "SELECT id FROM vg.entry WHERE key = 'old'");
  r = web_get(&b, entry_path(id, entry, ""));
  cr_assert_eq(r.status, 200);
  cr_expect(reply_says(&r, "value=\"rather long\"") && reply_says(&r, "got &quot;rather long&quot;") && reply_says(&r, "Tested: expected a date such as"), "%s", r.body);
  r = web_get(&b, entry_path(id, entry, "/remove"));
  cr_expect(r.status == 200 && reply_says(&r, "rather long"), "%s", r.body);
}

Test(web_entry, is_added_changed_and_removed_with_its_record) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "Nothing is entered yet.") && reply_says(&r, "Add an entry"), "%s", r.body);
  r = NEW(&b, id, GOOD, "key", "", "f_duration", "90 min");
  expect_sent(&r, "new");
  cr_assert_not_null(strstr(reply_header(&r, "Location"), "/entries?asked="));
  cr_assert_str_eq(text("SELECT type || ' ' || status || ' ' || requested_by FROM vg.request"), "pull waiting ada");
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "Not read yet") && reply_says(&r, "Read what is not read yet"), "%s", r.body);
  cr_assert_str_eq(pulled(id), "1/0/0/0");
  cr_assert_str_eq(text("SELECT key || ' ' || asset || ' ' || duration || ' ' || (tested_at AT TIME ZONE 'UTC') FROM rec.restore_test"),
                   "srv-db-01|2024-11-17T10:30:00Z srv-db-01 5400 2024-11-17 10:30:00");
  int64_t entry = only_entry();
  const char *to;
  to = entry_path(id, entry, "");
  r = web_get(&b, to);
  cr_assert(reply_says(&r, "value=\"17/11/2024 11:30\"") && reply_says(&r, "value=\"90 min\""), "%s", r.body);
  r = SEND(&b, to, "f_asset", "srv-db-01", "f_tested_at", "17/11/2024 11:30", "f_result", "failure", "key", "", "version", "1");
  expect_sent(&r, "change");
  cr_assert_str_eq(pulled(id), "0/1/0/0");
  cr_assert_str_eq(text("SELECT result || ' ' || (duration IS NULL) FROM rec.restore_test"), "failure true");
  to = entry_path(id, entry, "/remove");
  r = web_get(&b, to);
  cr_assert(reply_says(&r, "remove this entry?") && reply_says(&r, "System: srv-db-01"), "%s", r.body);
  r = SEND(&b, to, "version", "2");
  expect_sent(&r, "remove");
  cr_assert_str_eq(pulled(id), "0/0/1/0");
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "Up to date") && reply_says(&r, "The register is empty") && !reply_says(&r, "until somebody says so"), "%s", r.body);
  cr_assert_str_eq(text("SELECT gone_at IS NOT NULL FROM rec.restore_test_known(now())"), "t");
  cr_assert_str_eq(text("SELECT string_agg(action || ' ' || (detail->>'entry') || coalesce(' ' || (detail->>'fields'), ''), ', ' ORDER BY id) FROM vg.journal"
                        " WHERE action LIKE 'entry%' AND object = 'source tests' AND actor = 'ada'"),
                   "entry.added srv-db-01|2024-11-17T10:30:00Z, entry.changed srv-db-01|2024-11-17T10:30:00Z [\"result\", \"duration\"],"
                   " entry.removed srv-db-01|2024-11-17T10:30:00Z");
}

/* Midnight in Paris is 23:00 in the universal time of the day before. */
Test(web_entry, a_day_that_was_told_without_an_hour_is_shown_without_one) {
  struct browser b = person_reading("ada", "operator", "fr");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, "f_asset", "srv-db-01", "f_tested_at", "17/11/2024", "f_result", "success", "key", "");
  expect_sent(&r, "new");
  r = NEW(&b, id, "f_asset", "srv-db-02", "f_tested_at", "18/11/2024 00:01", "f_result", "success", "key", "");
  expect_sent(&r, "new");
  cr_assert_str_eq(pulled(id), "2/0/0/0");
  cr_assert_str_eq(text("SELECT tested_at AT TIME ZONE 'UTC' FROM rec.restore_test WHERE asset = 'srv-db-01'"), "2024-11-16 23:00:00");
  r = web_get(&b, "/records/restore_test");
  cr_assert(reply_says(&r, "17\u00a0nov.\u00a02024 · Résultat") && reply_says(&r, "18\u00a0nov.\u00a02024, 00\u00a0h\u00a001 · Résultat"), "%s", r.body);
}

/* To the second, and in the hour that a clock shows twice. */
Test(web_entry, what_is_not_touched_stays_what_it_was) {
  struct browser b = person_reading("ada", "operator", "fr");
  int64_t id = a_register("tests", "availability"), tests = a_register("others", "restore_test");
  const char *to;
  web_sql("INSERT INTO vg.entry (source_id, key, own_key, fields, entered_at, entered_by, changed_at, changed_by) SELECT id, 'k', true,"
          " '{\"asset\": \"srv\", \"tested_at\": \"2024-10-27T01:30:10Z\", \"result\": \"success\"}', now(), 'x', now(), 'x' FROM vg.source WHERE code = 'others'");
  to = entry_path(tests, only_entry(), "");
  struct reply r = web_get(&b, to);
  cr_assert(reply_says(&r, "value=\"27/10/2024 02:30:10\""), "%s", r.body);
  r = SEND(&b, to, "f_asset", "srv", "f_tested_at", "27/10/2024 02:30:10", "f_result", "partial", "key", "k", "version", "1");
  expect_sent(&r, "change");
  cr_assert_str_eq(text("SELECT fields->>'tested_at' || ' ' || (fields->>'result') FROM vg.entry"), "2024-10-27T01:30:10Z partial");
  web_sql("DELETE FROM vg.entry");
  r = NEW(&b, id, "f_asset", "srv", "f_day", "22/11/2024", "f_ratio", "0,9993", "key", "");
  expect_sent(&r, "availability");
  to = entry_path(id, only_entry(), "");
  r = web_get(&b, to);
  cr_assert(reply_says(&r, "value=\"0,9993\"") && reply_says(&r, "value=\"22/11/2024\""), "%s", r.body);
  cr_assert_str_eq(text("SELECT fields->>'ratio' FROM vg.entry"), "0.9993");
}

Test(web_entry, lists_and_perimeters_and_texts_that_look_like_files) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("things", "patch");
  struct reply r = NEW(&b, id, "f_asset", "srv", "f_pending", "2", "f_security_pending", "0", "f_packages", "open;\"ssl\"\r\n libc6 \n", "perimeter_code", "lyon", "key", "é;\"x\"");
  expect_sent(&r, "patch");
  cr_assert_str_eq(pulled(id), "1/0/0/0");
  cr_assert_str_eq(text("SELECT r.key || ' ' || array_to_string(packages, '/') || ' ' || p.code FROM rec.patch r JOIN vg.perimeter p ON p.id = r.perimeter_id"),
                   "é;\"x\" open;\"ssl\"/libc6 lyon");
  r = NEW(&b, id, "f_asset", "srv", "f_pending", "2", "f_security_pending", "0", "perimeter_code", "nowhere", "key", "");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "Perimeter: expected the source"), "%s", r.body);
}

/* Its page offers none of it: neither does an address typed by hand. */
Test(web_entry, a_source_of_the_sample_is_not_changed) {
  struct browser b = person("root", "administrator");
  int64_t id = a_register("places", "place");
  web_sql("UPDATE vg.source SET is_sample = true");
  struct reply r = web_get(&b, source_path(id, ""));
  cr_assert(r.status == 200 && !reply_says(&r, source_path(id, "/edit")) && !reply_says(&r, source_path(id, "/remove")), "%s", r.body);
  r = web_get(&b, source_path(id, "/edit"));
  cr_expect(r.status == 403 && reply_says(&r, "is a source of the sample organisation"), "%d %s", r.status, r.body);
  r = SEND(&b, source_path(id, "/edit"), "connector", "form", "version", "1", "name", "Mine", "perimeter_code", "all", "o_kind", "place", "staleness", "30 d", "do", "save");
  cr_expect_eq(r.status, 403);
  r = SEND(&b, source_path(id, "/switch"), "to", "off");
  cr_expect_eq(r.status, 403);
  cr_expect_eq(web_post(&b, source_path(id, "/pull"), "").status, 403);
  cr_expect_eq(web_get(&b, source_path(id, "/remove")).status, 403);
  cr_expect_eq(web_post(&b, source_path(id, "/remove"), "").status, 403);
  cr_assert_str_eq(text("SELECT count(*) || ' ' || bool_and(enabled) FROM vg.source"), "1 true");
}

Test(web_entry, a_long_list_is_searched_and_turned_over) {
  struct browser b = person_reading("bob", "reader", "en");
  int64_t id = a_register("places", "place");
  web_sql("INSERT INTO vg.entry (source_id, key, own_key, fields, entered_at, entered_by, changed_at, changed_by) SELECT id, 'k-' || i, true,"
          " jsonb_build_object('name', 'Room ' || i, 'type', 'site', 'in_use', 'true'), now(), 'x', now() - i * interval '1 s', 'x'"
          " FROM vg.source, generate_series(1, 101) i");
  struct reply r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "1 to 100 of 101") && reply_says(&r, "page=2") && !reply_says(&r, "Room 101"), "%s", r.body);
  r = web_get(&b, source_path(id, "/entries?page=2"));
  cr_assert(reply_says(&r, "101 to 101 of 101") && reply_says(&r, "Room 101"), "%s", r.body);
  r = web_get(&b, source_path(id, "/entries?page=9"));
  cr_assert(reply_says(&r, "101 to 101 of 101") && reply_says(&r, "Room 101"), "past the end is the last page: %s", r.body);
  r = web_get(&b, source_path(id, "/entries?q=K-77"));
  cr_assert(reply_says(&r, "1 to 1 of 1") && reply_says(&r, "Room 77"), "%s", r.body);
  r = web_get(&b, source_path(id, "/entries?q=%25"));
  cr_assert(reply_says(&r, "No entry has such a key."), "%s", r.body);
}

Test(web_entry, two_registers_of_one_kind_do_not_meet_and_a_key_is_taken_once) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t one = a_register("one", "restore_test"), two = a_register("two", "restore_test");
  struct reply r = NEW(&b, one, GOOD, "key", "");
  expect_sent(&r, "one");
  r = NEW(&b, two, GOOD, "key", "");
  expect_sent(&r, "two");
  r = NEW(&b, one, GOOD, "key", "", "f_scope", "all of it");
  cr_assert_eq(r.status, 409, "%d", r.status);
  cr_assert(reply_says(&r, "another entry has the same key") && reply_says(&r, "value=\"all of it\""), "%s", r.body);
  cr_assert_str_eq(pulled(one), "1/0/0/0");
  cr_assert_str_eq(text("SELECT count(*)::text FROM rec.restore_test"), "1");
  cr_assert_str_eq(pulled(two), "1/0/0/0");
  cr_assert_str_eq(text("SELECT string_agg(s.code, ' ' ORDER BY s.code) FROM rec.restore_test r JOIN vg.source s ON s.id = r.source_id"), "one two");
}

/* ---- freshness ---- */

#define GOOD_UNTIL "SELECT coalesce((SELECT to_char(upper(c.during) - said_at, 'DD') FROM vg.coverage c ORDER BY pull_id DESC LIMIT 1), 'none') FROM vg.register"
#define RECORDS "SELECT (SELECT count(*) FROM rec.restore_test) || ' ' || (SELECT count(*) FROM rec.restore_test_history) || ' ' || (SELECT min(recorded_at)::text FROM rec.restore_test)"

Test(web_entry, a_confirmation_renews_freshness_and_nothing_else) {
  struct browser b = person_reading("ada", "operator", "en");
  char before[200], until[80];
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, GOOD, "key", "");
  expect_sent(&r, "new");
  cr_assert_str_eq(pulled(id), "1/0/0/0");
  cr_assert_str_eq(text(GOOD_UNTIL), "90");
  web_sql("UPDATE vg.register SET said_at = said_at - interval '80 days'");
  cr_assert_str_eq(pulled(id), "0/0/0/0");
  cr_assert_str_eq(text(GOOD_UNTIL), "90", "read again, it holds no longer");
  (void)snprintf(before, sizeof before, "%s", text(RECORDS));
  (void)snprintf(until, sizeof until, "%s", text("SELECT max(upper(during))::text FROM vg.coverage WHERE pull_id = (SELECT max(id) FROM vg.pull)"));
  r = SEND(&b, source_path(id, "/confirm"), "confirmed", "");
  expect_sent(&r, "confirm");
  cr_assert_str_eq(text("SELECT said_by || ' ' || (said_at > now() - interval '1 min') FROM vg.register"), "ada true");
  cr_assert_str_eq(pulled(id), "0/0/0/0");
  cr_assert_str_eq(text(RECORDS), before);
  cr_assert_str_eq(text(GOOD_UNTIL), "90");
  cr_assert_str_neq(text("SELECT max(upper(during))::text FROM vg.coverage WHERE pull_id = (SELECT max(id) FROM vg.pull)"), until);
  cr_assert_str_eq(text("SELECT version || ' ' || (changed_at < (SELECT said_at FROM vg.register)) FROM vg.entry"), "1 true");
  cr_assert_str_eq(text("SELECT string_agg(action, ' ' ORDER BY id) FROM vg.journal WHERE actor = 'ada'"), "entry.added register.confirmed");
}

Test(web_entry, what_nobody_confirms_in_time_is_not_read_as_fresh) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, GOOD, "key", "");
  expect_sent(&r, "new");
  cr_assert_str_eq(pulled(id), "1/0/0/0");
  web_sql("UPDATE vg.register SET said_at = said_at - interval '91 days'; UPDATE vg.coverage SET during = tstzrange(lower(during) - interval '91 days',"
          " upper(during) - interval '91 days')");
  struct pull_result failed = pull_by(id, NULL);
  cr_assert(failed.status == PULL_FAILED && strstr(failed.error.message, "nobody has entered, changed or confirmed anything since") != NULL, "%s", failed.error.message);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.coverage WHERE upper(during) > now()"), "0");
  cr_assert_str_eq(text("SELECT count(*)::text FROM rec.restore_test"), "1", "nothing is closed by silence");
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "To be confirmed"), "%s", r.body);
  r = web_get(&b, source_path(id, ""));
  cr_assert(reply_says(&r, "To be confirmed") && !reply_says(&r, "next pull on"), "%s", r.body);
}

Test(web_entry, an_empty_register_says_nothing_until_somebody_says_so) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("incidents", "incident");
  struct pull_result never = pull_by(id, NULL);
  cr_assert(never.status == PULL_FAILED && strstr(never.error.message, "nobody said that there is nothing") != NULL, "%s", never.error.message);
  (void)web_get(&b, source_path(id, "/entries"));
  struct reply r = SEND(&b, source_path(id, "/confirm"), "confirmed", "");
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "Incidents: is there really none?"), "%s", r.body);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.register"), "0");
  r = SEND(&b, source_path(id, "/confirm"), "confirmed", "1");
  expect_sent(&r, "confirm");
  cr_assert_str_eq(pulled(id), "0/0/0/0");
  cr_assert_str_eq(text(GOOD_UNTIL), "90");
}

/* ---- people ---- */

Test(web_entry, each_role_does_what_it_may) {
  struct browser operator = person_reading("ada", "operator", "en"), reader = person_reading("bob", "reader", "en"), board = person_reading("dir", "leadership", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&operator, id, GOOD, "f_tester", "karim@example.test", "key", "");
  expect_sent(&r, "operator");
  int64_t entry = only_entry();
  r = web_get(&operator, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "karim@example.test") && reply_says(&r, "Confirm that the register"), "%s", r.body);
  r = web_get(&reader, source_path(id, "/entries"));
  cr_assert(r.status == 200 && reply_says(&r, "srv-db-01") && !reply_says(&r, "karim@example.test") && !reply_says(&r, "Add an entry"), "%s", r.body);
  cr_assert_eq(web_get(&board, source_path(id, "/entries")).status, 403);
  r = web_get(&board, source_path(id, ""));
  cr_assert(r.status == 200 && !reply_says(&r, "/entries"), "%s", r.body);
  struct browser *const others[] = {&reader, &board};
  for (size_t i = 0; i < 2; i++) {
    (void)web_get(others[i], "/account");
    cr_assert_eq(NEW(others[i], id, GOOD, "key", "x").status, 403);
    cr_assert_eq(web_get(others[i], entry_path(id, entry, "")).status, 403);
    cr_assert_eq(SEND(others[i], entry_path(id, entry, ""), GOOD, "key", "x", "version", "1").status, 403);
    cr_assert_eq(SEND(others[i], entry_path(id, entry, "/remove"), "version", "1").status, 403);
    cr_assert_eq(SEND(others[i], source_path(id, "/confirm"), "confirmed", "1").status, 403);
  }
  cr_assert_str_eq(text("SELECT key || ' ' || version FROM vg.entry"), "srv-db-01|2024-11-17T10:30:00Z 1");
}

Test(web_entry, the_second_of_two_people_is_told) {
  struct browser first = person_reading("ada", "operator", "en"), second = person_reading("eve", "ciso", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&first, id, GOOD, "key", "k");
  expect_sent(&r, "new");
  const char *to = entry_path(id, only_entry(), "");
  (void)web_get(&second, to);
  r = SEND(&first, to, GOOD, "f_scope", "one disk", "key", "k", "version", "1");
  expect_sent(&r, "first");
  r = SEND(&second, to, GOOD, "f_scope", "all of it", "key", "k", "version", "1");
  cr_assert_eq(r.status, 409, "%d", r.status);
  cr_assert(reply_says(&r, "changed this entry meanwhile") && reply_says(&r, "Saved meanwhile: one disk") && reply_says(&r, "value=\"all of it\"") &&
                reply_says(&r, "name=\"version\" value=\"2\""), "%s", r.body);
  cr_assert_str_eq(text("SELECT fields->>'scope' FROM vg.entry"), "one disk");
  r = SEND(&second, to, GOOD, "f_scope", "all of it", "key", "k", "version", "2");
  expect_sent(&r, "second");
  cr_assert_str_eq(text("SELECT fields->>'scope' || ' ' || version || ' ' || entered_by || ' ' || changed_by FROM vg.entry"), "all of it 3 ada eve");
  char removal[120];
  (void)snprintf(removal, sizeof removal, "%s/remove", to);
  cr_assert_eq(SEND(&first, removal, "version", "2").status, 409, "another content than the one that was seen");
  r = SEND(&first, removal, "version", "3");
  expect_sent(&r, "removal");
  r = SEND(&second, to, GOOD, "f_scope", "not lost", "key", "k", "version", "3");
  cr_assert_eq(r.status, 409);
  cr_assert(reply_says(&r, "was removed meanwhile") && reply_says(&r, "not lost") && reply_says(&r, "/entry/new"), "%s", r.body);
  cr_assert_eq(web_get(&first, to).status, 404);
}

Test(web_entry, a_lost_session_keeps_what_was_typed) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("tests", "restore_test");
  web_sql("DELETE FROM vg.session");
  struct reply r = NEW(&b, id, GOOD, "f_scope", "typed for long", "key", "");
  cr_assert_eq(r.status, 401);
  const char *held = strstr(r.body, "name=\"held\" value=\"");
  cr_assert_not_null(held);
  char form[8000];
  (void)snprintf(form, sizeof form, "login=ada&password=tortue+parapluie+granit&next=/&held=%.*s", (int)strcspn(held + 19, "\""), held + 19);
  r = web_post(&b, "/login", form);
  cr_assert(r.status == 200 && reply_says(&r, "name=\"f_scope\" value=\"typed for long\""), "%d %s", r.status, r.body);
  cr_assert(reply_says(&r, "<th scope=\"row\">Scope</th><td class=\"break\">typed for long</td>") && reply_says(&r, "<th scope=\"row\">Result</th><td class=\"break\">success</td>") &&
                !reply_says(&r, "<th scope=\"row\">f_") && !reply_says(&r, "<th scope=\"row\">Version") && reply_says(&r, "name=\"version\" value=\"0\""),
            "her language, the words of the form, and what she did not type unseen: %s", r.body);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.entry"), "0");
}

/* ---- the source ---- */

Test(web_entry, what_became_of_the_pull_is_said) {
  struct browser b = person_reading("ada", "operator", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, GOOD, "key", "k");
  char list[200];
  (void)snprintf(list, sizeof list, "%s", reply_header(&r, "Location"));
  r = web_get(&b, list);
  cr_assert(reply_says(&r, "was asked for: reload this page"), "%s", r.body);
  web_sql("UPDATE vg.request SET status = 'done', answer = '{\"ok\": true, \"pull\": 7, \"status\": \"ok\", \"read\": 2, \"opened\": 1, \"changed\": 0,"
          " \"vanished\": 0, \"rejected\": 1}'");
  r = web_get(&b, list);
  cr_assert(reply_says(&r, "1 new, 0 changed, 0 closed, of 2 read.") && reply_says(&r, "1 item is refused.") && reply_says(&r, "/pull/7"), "%s", r.body);
  web_sql("UPDATE vg.request SET status = 'failed', answer = '{\"ok\": false, \"message\": \"the disk is full\"}'");
  r = web_get(&b, list);
  cr_assert(reply_says(&r, "Saved, but not read") && reply_says(&r, "the disk is full"), "%s", r.body);
  web_sql("UPDATE vg.request SET requested_by = 'eve'");
  cr_assert_eq(web_get(&b, list).status, 200);
  web_sql("UPDATE vg.entry SET perimeter = 'gone'");
  struct pull_result refused = pull_by(id, NULL);
  cr_assert(refused.status == PULL_OK && refused.rejected == 1, "%s", refused.error.message);
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert(reply_says(&r, "Refused by the pull") && reply_says(&r, "expected the code of the source"), "%s", r.body);
}

Test(web_entry, is_chosen_as_any_source_and_keeps_its_kind) {
  struct browser b = person_reading("eve", "ciso", "en");
  web_sql(TWO_PERIMETERS);
  struct reply r = web_get(&b, "/sources");
  cr_assert(reply_says(&r, "/sources/new?connector=form") && reply_says(&r, "Entered in Vigie"), "%s", r.body);
  r = web_get(&b, "/sources/new?connector=form");
  cr_assert(reply_says(&r, "name=\"staleness\" value=\"90 d\"") && !reply_says(&r, "name=\"period\""), "%s", r.body);
  r = SEND(&b, "/sources/new", "connector", "form", "version", "0", "name", "Exercises", "code", "exercises", "perimeter_code", "all", "o_kind", "exercise", "staleness", "90 d", "do", "save");
  cr_assert_eq(r.status, 303, "%s", r.body);
  int64_t id = db_fixture_int(web_db(), "SELECT id FROM vg.source WHERE code = 'exercises'");
  cr_assert_str_eq(reply_header(&r, "Location"), source_path(id, "/entries"));
  cr_assert_str_eq(text("SELECT period_s || ' ' || staleness_s FROM vg.source"), "0 7776000");
  r = SEND(&b, source_path(id, "/edit"), "connector", "form", "version", "1", "name", "Exercises", "perimeter_code", "all", "o_kind", "audit", "staleness", "30 d", "do", "save");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "a register keeps its own"), "%s", r.body);
  r = SEND(&b, source_path(id, "/edit"), "connector", "form", "version", "1", "name", "Exercises", "perimeter_code", "all", "o_kind", "exercise", "staleness", "30 d", "do", "save");
  expect_sent(&r, "edit");
  r = SEND(&b, source_path(id, "/switch"), "to", "off");
  expect_sent(&r, "off");
  cr_assert_eq(web_get(&b, source_path(id, "/entry/new")).status, 409);
  cr_assert_eq(NEW(&b, id, "f_document", "d", "key", "").status, 409);
  r = web_get(&b, source_path(id, "/entries"));
  cr_assert(r.status == 200 && reply_says(&r, "switched off") && !reply_says(&r, "Add an entry"), "%s", r.body);
  const struct option_value options[] = {{"path", "/t.csv"}, {"kind", "asset"}};
  cr_assert_eq(web_get(&b, source_path(entry_source("file", "csv", options, 2), "/entries")).status, 404);
}

Test(web_entry, nobody_attests_alone) {
  struct browser b = person_reading("eve", "ciso", "fr");
  web_sql(TWO_PERIMETERS);
  (void)web_get(&b, "/sources/new?connector=form");
  struct reply r = SEND(&b, "/sources/new", "connector", "form", "version", "0", "name", "x", "code", "x", "perimeter_code", "all", "o_kind", "attestation", "staleness", "90 j", "do", "save");
  cr_assert_eq(r.status, 422, "%d", r.status);
  cr_assert(reply_says(&r, "où quelqu’un d’autre les relit"), "%s", r.body);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.source"), "0");
}

Test(web_entry, goes_with_its_source) {
  struct browser b = person_reading("eve", "ciso", "en");
  int64_t id = a_register("tests", "restore_test");
  struct reply r = NEW(&b, id, GOOD, "key", "");
  expect_sent(&r, "new");
  cr_assert_str_eq(pulled(id), "1/0/0/0");
  r = web_get(&b, source_path(id, "/remove"));
  cr_assert(reply_says(&r, "All that was entered goes"), "%s", r.body);
  r = SEND(&b, source_path(id, "/remove"), "csrf", b.csrf);
  expect_sent(&r, "remove");
  cr_assert_str_eq(text("SELECT (SELECT count(*) FROM vg.entry) || ' ' || (SELECT count(*) FROM vg.register) || ' ' || (SELECT count(*) FROM rec.restore_test)"), "0 0 0");
}
