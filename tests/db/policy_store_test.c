#include <criterion/criterion.h>
#include <string.h>

#include "policy/policy.h"
#include "support/db_indicator.h"

TestSuite(policy_store, .init = indicator_world_init, .fini = indicator_world_fini);

#define EXPECT(...) indicator_expect((const struct indicator_expectation[]){__VA_ARGS__, {NULL, NULL}})

static void store(const char *text) {
  struct policy *policy;
  struct vg_error err = {0};
  cr_assert(policy_parse("p.yaml", text, strlen(text), &policy, &err), "%s", err.message);
  cr_assert(policy_store(db_fixture_open("vigie_owner"), policy, &err), "%s", err.message);
  policy_free(policy);
}

Test(policy_store, installing_again_changes_nothing) {
  struct vg_error err = {0};
  EXPECT({"SELECT count(*) FROM vg.rule", "70"}, {"SELECT count(*) = (SELECT count(*) FROM vg.indicator) FROM vg.threshold", "true"},
         {"SELECT trim_scale(target) FROM vg.threshold WHERE indicator = 'asset_owned'", "0.98"},
         {"SELECT trim_scale(critical) FROM vg.threshold WHERE indicator = 'incident_mttr'", "240"},
         {"SELECT from_at FROM vg.threshold WHERE indicator = 'asset_owned'", "2024-01-01 00:00:00+00"});
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

Test(policy_store, a_changed_pack_replaces_its_rules_and_adds_its_thresholds) {
  const char *head = "code: coreoz-2024\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-01-01\"\nchapters:\n  - "
                     "number: 2\n    title_fr: c\n"
                     "    title_en: c\n    rules:\n      - {number: \"2.1\", title_fr: l'an, title_en: a, "
                     "statement_fr: s, statement_en: s,"
                     " indicators: [asset_owned, not_yet]}\nthresholds:\n  - {indicator: asset_owned, target: 90, "
                     "warning: 80, critical: 70}\n"
                     "  - {indicator: not_yet, target: 90, warning: 80, critical: 70}\n";
  store(head);
  store(head);
  EXPECT(
      {"SELECT string_agg(number || ' ' || title_fr, ',') FROM vg.rule", "2.1 l’an"},
      {"SELECT count(*) FROM vg.chapter", "1"}, {"SELECT count(*) FROM vg.rule_indicator", "2"},
      {"SELECT count(*) FROM vg.threshold WHERE indicator = 'asset_owned'", "2"},
      {"SELECT count(*) FROM vg.threshold WHERE indicator = 'asset_owned' AND target = 0.9 AND from_at > '2024-01-01'",
       "1"},
      {"SELECT count(*) = (SELECT count(*) + 1 FROM vg.indicator) FROM vg.threshold", "true"});
}
