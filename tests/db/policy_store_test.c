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
