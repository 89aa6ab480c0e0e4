#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "policy/policy.h"
#include "support/db_indicator.h"

TestSuite(policy_store, .init = indicator_world_init, .fini = indicator_world_fini);

/* The error of a load, or "" when it was loaded. */
static const char *load(const char *text) {
  static struct vg_error err;
  err = (struct vg_error){0};
  bool ok = policy_load(db_fixture_open("vigie_owner"), "p.yaml", text, strlen(text), "tester", NULL, &err);
  cr_assert_eq(ok, err.code == VG_OK);
  return err.message;
}

#define LOADED(text) cr_assert_str_empty(load(text))
#define REFUSED(text, message) cr_expect(strstr(load(text), message) != NULL, "expected \"%s\", got \"%s\"", message, load(text))

Test(policy_store, installing_again_changes_nothing) {
  struct vg_error err = {0};
  EXPECT({"SELECT count(*) FROM vg.rule", "70"}, {"SELECT count(*) = (SELECT count(*) FROM vg.indicator) FROM vg.threshold", "true"},
         {"SELECT trim_scale(target) FROM vg.threshold WHERE indicator = 'asset_owned'", "0.98"},
         {"SELECT trim_scale(critical) FROM vg.threshold WHERE indicator = 'incident_mttr'", "240"},
         {"SELECT from_at FROM vg.threshold WHERE indicator = 'asset_owned'", "2024-01-01 00:00:00.000001+00"});
  db_fixture_sql(indicator_world(),
                 "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)"
                 " VALUES ('asset_owned', 0.5, 0.4, 0.3, '2026-01-01', 'ciso', 'x')");
  cr_assert(policy_install(db_fixture_open("vigie_owner"), &err), "%s", err.message);
  EXPECT({"SELECT count(*) = (SELECT count(*) + 1 FROM vg.indicator) FROM vg.threshold", "true"},
         {"SELECT trim_scale(target) FROM vg.threshold_period WHERE indicator = 'asset_owned' AND during @> "
          "'2026-06-01'::timestamptz"
          " AND perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'all')",
          "0.5"});
}

Test(policy_store, registers_owners_and_mappings_are_kept) {
  EXPECT({"SELECT string_agg(topic || ' ' || severity || ' ' || days, ',' ORDER BY topic, days) FROM vg.deadline()",
          "exploited  3,incident critical 1,incident high 3,incident medium 10,incident low 30,vulnerability critical 7,"
          "vulnerability high 30,vulnerability medium 90"},
         {"SELECT string_agg(code || ' ' || hours, ',' ORDER BY hours) FROM vg.backup_class()",
          "hourly 2,daily 26,weekly 170,monthly 745"},
         {"SELECT string_agg(what || ' ' || name, ',' ORDER BY what, name) FROM vg.profile_right() WHERE job = 'developer'",
          "privilege application,privilege code,zone offices"},
         {"SELECT count(*) FROM vg.incompatible_role() WHERE (one, other) = ('code', 'deploy_approve')", "1"},
         {"SELECT count(*) FROM vg.required_process() WHERE title_fr = 'Arrivée d’un collaborateur'", "1"},
         {"SELECT string_agg(code, ',' ORDER BY code) FROM vg.watch_topic() WHERE days = 30", "regulation,standards,threats"},
         {"SELECT string_agg(code || ' ' || rule || ' ' || subject || ' ' || days, ',' ORDER BY code) FROM vg.control()",
          "clean_desk 6.5 site 183,data_resale 10.4 perimeter 365,intrusion_system 6.1 site 183,"
          "secure_area 6.3 secure_area 183"},
         {"SELECT owner FROM vg.rule WHERE number = '11.12'", "system_administrator"},
         {"SELECT count(*) FROM vg.rule WHERE owner = ''", "0"},
         {"SELECT string_agg(framework || ' ' || control, ',' ORDER BY framework) FROM vg.rule_control WHERE rule = '12.4'",
          "anssi-hygiene 37,iso27001-2022 8.13"},
         {"SELECT string_agg(n::text, ',' ORDER BY framework) FROM (SELECT framework, count(*) AS n FROM vg.framework_control"
          " GROUP BY 1) c",
          "42,93"});
}

/* clang-format off */
#define PACK(code, day, rules, rest) "code: " code "\ntitle_fr: l'essai\ntitle_en: t\neffective_on: \"" day "\"\nchapters:\n" \
  "  - number: 2\n    title_fr: c\n    title_en: c\n    rules:\n" rules rest
#define RULE(number, more) "      - {number: \"" number "\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, " more "}\n"
#define OWNED(target) "thresholds:\n  - {indicator: asset_owned, target: " target ", warning: 80, critical: 70}\n"
#define PUBLISHED "INSERT INTO vg.measurement (indicator, perimeter_id, day, revision, at, known_at, evaluation_id, judged, conforming," \
  " deviating, pending, unknown, waived, state) SELECT 'asset_owned', id, '2026-03-01', 1, now(), now(), 1, 0, 0, 0, 0, 0, 0, 'unknown'" \
  " FROM vg.perimeter WHERE code = 'all'"
/* clang-format on */

Test(policy_store, a_pack_under_which_nothing_was_published_is_written_anew) {
  LOADED(PACK("next", "2026-01-01", RULE("2.1", "indicators: [asset_owned]") RULE("2.3", "indicators: []"), OWNED("90")));
  LOADED(PACK("next", "2026-01-01", RULE("2.1", "indicators: [asset_owned]") RULE("2.3", "indicators: []"), OWNED("90")));
  EXPECT({"SELECT string_agg(number, ',' ORDER BY position) FROM vg.rule WHERE policy = 'next'", "2.1,2.3"},
         {"SELECT title_fr FROM vg.policy WHERE code = 'next'", "l’essai"},
         {"SELECT string_agg(trim_scale(target)::text || ' ' || from_at::date, ',' ORDER BY from_at) FROM vg.threshold"
          " WHERE indicator = 'asset_owned'",
          "0.98 2024-01-01,0.9 2026-01-01"},
         {"SELECT string_agg(policy, ',' ORDER BY lower(during)) FROM vg.policy_period", "coreoz-2024,next"},
         {"SELECT count(*) FROM vg.journal WHERE action = 'policy.loaded' AND object = 'policy next' AND actor = 'tester'", "1"});
  LOADED(PACK("next", "2026-02-01", RULE("2.1", "indicators: [asset_classified]"), OWNED("85")));
  EXPECT({"SELECT string_agg(trim_scale(target)::text || ' ' || from_at::date, ',' ORDER BY from_at) FROM vg.threshold"
          " WHERE indicator = 'asset_owned'",
          "0.98 2024-01-01,0.85 2026-02-01"},
         {"SELECT string_agg(rule || ' ' || indicator, ',') FROM vg.rule_indicator WHERE policy = 'next'", "2.1 asset_classified"},
         {"SELECT count(*) FROM vg.rule WHERE policy = 'coreoz-2024'", "70"});
}

Test(policy_store, what_was_published_stays) {
  struct vg_error err = {0};
#define NEXT(day, target) PACK("next", day, RULE("2.1", "indicators: [asset_owned]"), OWNED(target))
  LOADED(NEXT("2026-02-15", "90"));
  db_fixture_sql(indicator_world(), PUBLISHED);
  LOADED(NEXT("2026-02-15", "90")); /* the same, word for word */
  REFUSED(NEXT("2026-02-15", "85"), "p.yaml:4: effective_on: expected a day after 2026-03-01, the last one with published figures,"
                                    " got \"2026-02-15\"");
  REFUSED(NEXT("2026-04-01", "85"), "p.yaml:1: code: expected another code: figures were published under this version, got \"next\"");
  REFUSED(PACK("other", "2026-03-01", RULE("2.1", "indicators: []"), "thresholds: []\n"), "p.yaml:4: effective_on: expected a day after");
  LOADED(PACK("other", "2026-03-02", RULE("2.1", "indicators: []"), "thresholds: []\n"));
  cr_assert(policy_install(db_fixture_open("vigie_owner"), &err), "%s", err.message); /* the program's own may always come back */
  EXPECT({"SELECT count(*) FROM vg.rule WHERE policy = 'next'", "1"}, {"SELECT count(*) FROM vg.policy", "3"});
}

Test(policy_store, two_versions_never_begin_on_one_day) {
  struct vg_error err = {0};
#define PLAIN(code, day) PACK(code, day, RULE("2.1", "indicators: []"), "thresholds: []\n")
  REFUSED(PLAIN("next", "2024-01-01"), "p.yaml:4: effective_on: expected another day than that of \"coreoz-2024\", which takes effect on it, got"
                                       " \"2024-01-01\"");
  LOADED(PLAIN("next", "2126-12-15"));
  REFUSED(PLAIN("other", "2126-12-15"), "p.yaml:4: effective_on: expected another day than that of \"next\"");
  LOADED(PACK("next", "2126-12-15", RULE("2.2", "indicators: []"), "thresholds: []\n")); /* another text of the same version */
  LOADED(PLAIN("other", "2126-12-16"));
  db_fixture_sql(indicator_world(), PUBLISHED);
  REFUSED(PLAIN("third", "2126-12-15"), "p.yaml:4: effective_on: expected another day than that of \"next\"");
  cr_assert(policy_install(db_fixture_open("vigie_owner"), &err), "%s", err.message);
  EXPECT({"SELECT string_agg(code, ',' ORDER BY effective_on) FROM vg.policy", "coreoz-2024,next,other"});
}

/* The error of a removal and its hint, or what was said of it. */
static const char *removed(const char *code) {
  static char said[800];
  struct vg_error err = {0};
  struct policy_removed r;
  VG_ARENA(arena, 1 << 20);
  if (policy_remove(db_fixture_open("vigie_owner"), arena, code, "tester", &r, &err))
    (void)snprintf(said, sizeof said, "removed %s, then %s", r.effective_on, r.former);
  else
    (void)snprintf(said, sizeof said, "%d %s / %s", vg_error_info(err.code)->exit_code, err.message, err.hint);
  return said;
}

Test(policy_store, a_version_that_is_still_to_come_may_be_removed) {
  const char *everything = "SELECT (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM vg.threshold t) ||"
                           " (SELECT md5(string_agg(p::text, ',' ORDER BY code)) FROM vg.policy p) ||"
                           " (SELECT count(*) FROM vg.rule) || ' ' || (SELECT count(*) FROM vg.rule_control) || ' ' ||"
                           " (SELECT count(*) FROM vg.applicability)";
  char before[128];
  LOADED(PACK("past", "2026-01-01", RULE("2.1", "indicators: [asset_owned]"), OWNED("80")));
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(indicator_world(), everything));
  LOADED(PACK("next", "2126-01-01", RULE("2.1", "indicators: [asset_owned]"),
              OWNED("90") "not_applicable:\n  - {rule: \"2.1\", perimeter: site, reason: r, author: A, reviewer: B}\n"));
  LOADED(PLAIN("later", "2126-02-01"));
  cr_expect_str_eq(removed("none"), "5 expected the code of a version of the policy that is loaded, got \"none\" / vigie policy list names them");
  cr_expect_str_eq(removed("past"), "6 past: expected a version that is not in force yet, got one from 2026-01-01 / what was in force stays: load"
                                    " another version, with a date of effect to come");
  cr_expect_str_eq(removed("next"), "6 next: expected the last version to come, got one that \"later\" comes after / remove later first, then load"
                                    " it again");
  cr_expect_str_eq(removed("later"), "removed 2126-02-01, then next");
  db_fixture_sql(indicator_world(), "UPDATE vg.indicator SET stale = false");
  cr_expect_str_eq(removed("next"), "removed 2126-01-01, then past");
  EXPECT({everything, before}, {"SELECT bool_and(stale) FROM vg.indicator", "true"},
         {"SELECT string_agg(object || ' ' || actor || ' ' || (detail ->> 'effective_on') || ' ' || (detail ->> 'rules'), ',' ORDER BY id)"
          " FROM vg.journal WHERE action = 'policy.removed'",
          "policy later tester 2126-02-01 1,policy next tester 2126-01-01 1"});
  LOADED(PLAIN("again", "2126-01-01")); /* its day is free again */
}

Test(policy_store, nothing_of_a_wrong_pack_is_kept) {
#define BAD(rules, rest, message) REFUSED(PACK("bad", "2026-01-01", rules, rest), message)
  BAD(RULE("2.1", "indicators: [asset_ownd]"), "thresholds: []\n",
      "p.yaml:10: chapters[0].rules[0].indicators[0]: expected an indicator that exists (asset_owned?), got \"asset_ownd\"");
  BAD(RULE("2.1", "indicators: []"), "thresholds:\n  - {indicator: none_such, target: 1, warning: 1, critical: 1}\n",
      "p.yaml:12: thresholds[0].indicator: expected an indicator that exists");
  BAD(RULE("2.1", "indicators: []"), "thresholds:\n  - {indicator: asset_owned, target: 90,\n     warning: 95, critical: 98}\n",
      "p.yaml:13: thresholds[0].warning: expected target >= warning >= critical, for higher is better for asset_owned, got"
      " \"90, 95, 98\"");
  BAD(RULE("2.1", "indicators: []"), "thresholds:\n  - {indicator: alert_open, target: 9, warning: 5, critical: 1}\n",
      "expected target <= warning <= critical, for lower is better for alert_open");
  BAD(RULE("2.1", "indicators: []"), "thresholds:\n  - {indicator: asset_owned, target: 120, warning: 95, critical: 90}\n",
      "p.yaml:12: thresholds[0].target: expected a number from 0 to 100, got \"120\"");
  BAD(RULE("2.1", "indicators: []"), "thresholds:\n  - {indicator: alert_open, target: -1, warning: 5, critical: 9}\n",
      "p.yaml:12: thresholds[0].target: expected a number, 0 or more, got \"-1\"");
  BAD(RULE("2.1", "mapping: [{framework: iso27001-2022, controls: [\"8.99\"]}], indicators: []"), "thresholds: []\n",
      "p.yaml:10: chapters[0].rules[0].mapping[0].controls[0]: expected a number of iso27001-2022, got \"8.99\"");
  BAD(RULE("2.1", "mapping: [{framework: iso27001, controls: [\"8.9\"]}], indicators: []"), "thresholds: []\n",
      "expected a framework that exists");
  BAD(RULE("2.1", "indicators: []"),
      "thresholds: []\nnot_applicable:\n  - {rule: \"2.1\", perimeter: mars, reason: r, author: a, reviewer: b}\n",
      "p.yaml:13: not_applicable[0].perimeter: expected a perimeter of the pack or of the organisation, got \"mars\"");
  BAD(RULE("2.1", "indicators: []"), "thresholds: []\nperimeters:\n  - {code: new, name: New, parent: mars}\n",
      "p.yaml:13: perimeters[0].parent: expected a perimeter of the pack");
  BAD(RULE("2.1", "indicators: []"), "thresholds: []\nperimeters:\n  - {code: new, name: New}\n  - {code: site, name: S, parent: new}\n",
      "p.yaml:14: perimeters[1].parent: expected all, its parent in the organisation, got \"new\"");
  EXPECT({"SELECT count(*) FROM vg.policy WHERE code = 'bad'", "0"}, {"SELECT count(*) FROM vg.perimeter", "3"},
         {"SELECT count(*) FROM vg.threshold WHERE author = 'policy bad'", "0"});
}

/* `vigie policy check` of that text, with more environment: the exit status; what it said in `out`. */
static int checked(const char *text, const char *environment, char *out, size_t size) {
  char path[] = "/tmp/vigie-pack-XXXXXX", arguments[64];
  FILE *f = fdopen(mkstemp(path), "w");
  cr_assert(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
  (void)snprintf(arguments, sizeof arguments, "check %s", path);
  int status = db_fixture_vigie("policy", arguments, environment, out, size);
  (void)unlink(path);
  return status;
}

#define OWN PACK("mine", "2026-04-01", RULE("2.1", "indicators: [owner_named]"), "thresholds:\n  - {indicator: owner_named, target: 90, warning: 80, critical: 70}\n")
#define AWAY "VIGIE_DATABASE='host=/nonexistent dbname=none'"

Test(policy_store, a_check_knows_what_the_database_knows) {
  static char out[8192];
  int refused = vg_error_info(VG_E_INPUT)->exit_code;
  db_fixture_sql(indicator_world(), "INSERT INTO vg.indicator SELECT (jsonb_populate_record(i, '{\"code\": \"owner_named\"}')).* FROM vg.indicator i WHERE i.code = 'asset_owned'");
  db_fixture_sql(indicator_world(), PUBLISHED);
  cr_expect_eq(checked(OWN, "", out, sizeof out), 0, "%s", out);
  cr_expect_not_null(strstr(out, "1 of 1 rules measurable"), "%s", out);
  cr_expect_null(strstr(out, "could not be looked at"), "%s", out);
  EXPECT({"SELECT count(*) FROM vg.policy WHERE code = 'mine'", "0"});
  cr_expect_eq(checked(PACK("late", "2026-03-01", RULE("2.1", "indicators: []"), "thresholds: []\n"), "", out, sizeof out), refused, "%s", out);
  cr_expect_not_null(strstr(out, ":4: effective_on: expected a day after 2026-03-01, the last one with published figures"), "%s", out);
  cr_expect_eq(checked(PACK("far", "2026-04-01", RULE("2.1", "indicators: []"),
                            "thresholds: []\nnot_applicable:\n  - {rule: \"2.1\", perimeter: mars, reason: r, author: a, reviewer: b}\n"), "", out, sizeof out), refused, "%s", out);
  cr_expect_not_null(strstr(out, ":13: not_applicable[0].perimeter: expected a perimeter of the pack or of the organisation, got \"mars\""), "%s", out);
}

Test(policy_store, a_check_without_the_database_says_so) {
  static char out[8192];
  cr_expect_eq(checked(PACK("mine", "2026-04-01", RULE("2.1", "indicators: [asset_owned]"), OWNED("90")), AWAY, out, sizeof out), 0, "%s", out);
  cr_expect_not_null(strstr(out, "mine: 1 chapter, 1 rule, 1 threshold: nothing wrong\n"), "%s", out);
  cr_expect_not_null(strstr(out, "indicators of the organisation, its perimeters and what was published could not be looked at: "), "%s", out);
  cr_expect_null(strstr(out, "no threshold in this pack"), "%s", out);
  cr_expect_eq(checked(PACK("mine", "2026-04-01", RULE("2.1", "indicators: [asset_owned]"), "thresholds: []\n"), AWAY, out, sizeof out), 0, "%s", out);
  cr_expect_not_null(strstr(out, "mine: 1 chapter, 1 rule, 0 thresholds: nothing wrong\n"), "%s", out);
  cr_expect_not_null(strstr(out, "no threshold in this pack: 2.1 asset_owned"), "%s", out);
  cr_expect_eq(checked(OWN, AWAY, out, sizeof out), vg_error_info(VG_E_INPUT)->exit_code, "%s", out);
  cr_expect_not_null(strstr(out, ":10: chapters[0].rules[0].indicators[0]: expected an indicator that exists"), "%s", out);
  cr_expect_not_null(strstr(out, "could not be looked at: "), "%s", out);
}

Test(policy_store, perimeters_and_exceptions_come_with_the_pack_and_end_with_it) {
#define SITES "perimeters:\n  - {code: lyon, name: Lyon, parent: france}\n  - {code: france, name: France}\n"
  LOADED(PACK("v1", "2026-01-01", RULE("2.1", "indicators: []") RULE("2.2", "indicators: []"),
              SITES "not_applicable:\n  - {rule: \"2.1\", perimeter: lyon, reason: no server there, author: A, reviewer: B}\n"
                    "  - {rule: \"2.2\", perimeter: lyon, reason: none, author: A, reviewer: B}\nthresholds: []\n"));
  LOADED(PACK("v2", "2026-02-01", RULE("2.1", "indicators: []") RULE("2.2", "indicators: []"),
              SITES "not_applicable:\n  - {rule: \"2.2\", perimeter: lyon, reason: none, author: A, reviewer: B}\nthresholds: []\n"));
  EXPECT({"SELECT string_agg(p.code || '<' || u.code, ',' ORDER BY p.id) FROM vg.perimeter p JOIN vg.perimeter u ON u.id = p.parent_id"
          " WHERE p.code IN ('lyon', 'france')",
          "france<all,lyon<france"},
         {"SELECT string_agg(a.policy || ' ' || a.rule || ' ' || a.applicable || ' ' || a.from_at::date, ',' ORDER BY a.from_at, a.rule)"
          " FROM vg.applicability a",
          "v1 2.1 false 2026-01-01,v1 2.2 false 2026-01-01,v2 2.1 true 2026-02-01,v2 2.2 false 2026-02-01"});
}

/* A name that is nothing, a pack that is wrong, a database that is away: each command of packs ends with the same status. */
Test(policy_store, commands_of_packs_agree_on_what_is_not_there) {
  static const struct {
    const char *command, *environment, *says;
    enum vg_code code;
  } cases[] = {
      {"diff coreoz-2024 hygiene-minimal", AWAY, "- chapter", VG_OK},
      {"diff coreoz-2024 coreoz-2024", AWAY, "no difference", VG_OK},
      {"check nope", "", "nope: expected a file, or the code of a pack of the program", VG_E_NOTFOUND},
      {"check nope", AWAY, "nope: expected a file, or the code of a pack of the program", VG_E_NOTFOUND},
      {"load nope", "", "nope: expected a file, or the code of a pack of the program", VG_E_NOTFOUND},
      {"show nope", "", "nope: expected a file, or the code of a pack of the program", VG_E_NOTFOUND},
      {"diff coreoz-2024 nope", "", "nope: expected a file, or the code of a pack of the program or of a version that is loaded", VG_E_NOTFOUND},
      {"diff coreoz-2024 nope", AWAY, "nope is no file and no pack of the program: database, as vigie_owner", VG_E_UNAVAILABLE},
      {"check /dev/null", "", "/dev/null: expected UTF-8 text, found an empty file", VG_E_INPUT},
      {"diff /dev/null coreoz-2024", "", "/dev/null: expected UTF-8 text, found an empty file", VG_E_INPUT},
      {"diff coreoz-2024 /proc/self/mem", "", "/proc/self/mem cannot be read: Input/output error", VG_E_INPUT},
  };
  static char out[64 << 10];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_expect_eq(db_fixture_vigie("policy", cases[i].command, cases[i].environment, out, sizeof out), vg_error_info(cases[i].code)->exit_code,
                 "%s: %s", cases[i].command, out);
    cr_expect_not_null(strstr(out, cases[i].says), "%s: %s", cases[i].command, out);
    if (cases[i].code == VG_E_NOTFOUND)
      cr_expect_not_null(strstr(out, "the packs of the program: coreoz-2024, hygiene-minimal; vigie policy list names"), "%s: %s", cases[i].command, out);
  }
}
