#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/typography.h"
#include "indicator/catalogue.h"
#include "indicator/percentile.h"
#include "indicator/state.h"
#include "indicator/touched.h"
#include "policy/policy.h"

/* ---- sheets ---- */

static const char sheet[] =
    "code: x\nrules: 12.1, 11.12\ntitle_fr: L'essai : 1\ntitle_en: Trial\nquestion_fr: q\nquestion_en: q\nformula_fr: "
    "f\n"
    "formula_en: f\n  goes on\ndenominator_fr: d\ndenominator_en: d\nform: ratio\nfamily: A\nboards: SP\ndirection: "
    "up\nunit: %\n"
    "empty: unknown\nsubject: asset\nkinds: asset, backup\nrecords: backup.asset\ndeviation_fr: Depuis {detail}.\n"
    "deviation_en: Since {detail}.\nnothing_fr: Rien.\nnothing_en: Nothing.\nowner: ciso\ncollector: developer\nreviewer: leadership\nreporting: leadership quarterly, ciso monthly\nfrequency: daily\nlimits_fr: "
    "l\n"
    "limits_en: l\nversion: 3";

static bool parse(struct vg_arena *arena, const char *comment, struct indicator *out, struct vg_error *err) {
  return indicator_sheet_parse(arena, "sql/indicator/x.sql", comment, out, err);
}

Test(indicator, a_sheet_is_read_whole) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct vg_error err = {0};
  cr_assert(parse(arena, sheet, &i, &err), "%s", err.message);
  cr_expect_str_eq(i.code, "x");
  cr_expect(i.rule_count == 2 && strcmp(i.rules[1], "11.12") == 0);
  cr_expect_str_eq(i.formula.en, "f goes on");
  cr_expect_str_eq(i.title.fr, "L’essai\u00a0: 1");
  cr_expect(i.kind_count == 2 && i.kinds[1] == KIND_BACKUP && i.records_kind == KIND_BACKUP);
  cr_expect_str_eq(i.records_field, "asset");
  cr_expect_str_eq(i.subject, "asset");
  cr_expect_str_eq(i.collector, "developer");
  cr_expect_str_eq(i.reviewer, "leadership");
  cr_expect(i.report_count == 2 && strcmp(i.reports[1].to, "ciso") == 0 && strcmp(i.reports[1].frequency, "monthly") == 0);
  cr_expect(i.form == FORM_RATIO && i.family == 'A' && i.version == 3 && i.higher_is_better);
  cr_expect_str_eq(indicator_sentence(arena, &i, false, "Monday"), "Since Monday.");
  cr_expect_str_eq(indicator_sentence(arena, &i, true, NULL), "Rien.");
}

Test(indicator, a_sheet_may_read_rules_and_no_record) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct vg_error err = {0};
  const char *kinds = strstr(sheet, "kinds:"), *after = strstr(sheet, "deviation_fr:");
  const char *text =
      vg_printf(arena, "%.*skinds:\nreads: rules\nrecords: none\n%s", (int)(kinds - sheet), sheet, after);
  cr_assert(parse(arena, text, &i, &err), "%s", err.message);
  cr_expect(i.kind_count == 0 && i.reads == READS_RULES && i.records_field == NULL && i.records_kind == KIND_COUNT);
}

Test(indicator, a_sheet_may_say_who_is_touched_and_on_what_ground) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct vg_error err = {0};
  cr_assert(parse(arena, vg_printf(arena, "%s\ntouched: night_touched\nground: night_ground", sheet), &i, &err), "%s", err.message);
  cr_expect_str_eq(i.touched, "night_touched");
  cr_expect_str_eq(i.ground, "night_ground");
}

/* Replaces the line that starts with `line` by `by` ("" removes it), and expects that refusal. */
static void refused(const char *line, const char *by, const char *message) {
  VG_ARENA(arena, 1 << 20);
  struct indicator i;
  struct vg_error err = {0};
  const char *at = strstr(sheet, line);
  cr_assert(at != NULL, "%s", line);
  size_t length = strcspn(at, "\n");
  char *text = vg_printf(arena, "%.*s%s%s", (int)(at - sheet), sheet, by, at + length + (*by == '\0'));
  cr_expect(!parse(arena, text, &i, &err), "%s by \"%s\" was accepted", line, by);
  cr_expect(strstr(err.message, message) != NULL, "expected \"%s\" in \"%s\"", message, err.message);
}

Test(indicator, a_wrong_sheet_is_refused_with_its_line) {
  refused("title_en:", "", "sql/indicator/x.sql:1: title_en: expected this key, got none");
  refused("title_en:", "titel_en: Trial", "x.sql:4: sheet: expected a known key, got \"titel_en: Trial\"");
  refused("title_en:", "title_fr: Trial", "x.sql:4: title_fr: expected a key given once");
  refused("title_en:", "title_en:", "x.sql:4: title_en: expected a value");
  refused("title_en:", "Trial", "x.sql:4: sheet: expected \"key: value\"");
  refused("code:", "code: y", "x.sql:1: code: expected the name of the file, got \"y\"");
  refused("rules:", "rules: 12", "x.sql:2: rules: expected rules such as 11.12");
  refused("unit:", "unit: km", "unit: expected one of %, h, ×, 1, got \"km\"");
  refused("kinds:", "kinds: asset, dinosaur", "kinds: expected kinds of records, got \"dinosaur\"");
  refused("kinds:", "kinds: asset backup", "kinds: expected kinds of records, with commas between them, got \"asset backup\"");
  refused("kinds:", "kinds: asset , dinosaur ", "kinds: expected kinds of records, got \"dinosaur\"");
  refused("kinds:", "kinds: asset, backup\npresence: patch", "presence: expected kinds that it reads, of states of assets or persons or of facts that show names, got \"patch\"");
  refused("kinds:", "kinds: asset, restore_test\npresence: restore_test", "presence: expected kinds that it reads, of states of assets or persons or of facts that show names, got \"restore_test\"");
  refused("kinds:", "kinds: asset, backup\nby_name: person", "by_name: expected asset or person, read beside other kinds, got \"person\"");
  refused("kinds:", "kinds: asset, backup\nby_name: backup", "by_name: expected asset or person, read beside other kinds, got \"backup\"");
  refused("kinds:", "kinds: asset\nby_name: asset", "by_name: expected asset or person, read beside other kinds, got \"asset\"");
  refused("kinds:", "kinds: asset, redundancy\npresence: redundancy", "presence: expected kinds that it reads, of states of assets or persons or of facts that show names");
  refused("subject:", "subject: moon", "subject: expected a kind of records, perimeter, rule, source or process, got \"moon\"");
  refused("records:", "records: backup.asset+colour", "records: expected a field of a kind of records, or its key");
  refused("records:", "records: backup.colour", "records: expected a field of a kind of records, or its key");
  refused("form:", "form: statistic", "form: expected a statistic where the form is statistic");
  refused("direction:", "direction: down", "direction: expected up, and unit %");
  refused("form:", "form: attested\nreads: boards", "reads: expected one of records, rules, got \"boards\"");
  refused("records:", "records: none\ntouched: a.b()", "touched: expected the name of a function of the schema vg, such as alert_touched, got \"a.b()\"");
  refused("records:", "records: none\nground: x; y", "ground: expected the name of a function of the schema vg");
  refused("records:", "records: none\nground: alert_ground", "ground: expected touched as well");
  refused("records:", "records: none\nspoken: told", "spoken: expected column, of a ratio, got \"told\"");
  refused("form:", "form: attested\nspoken: column", "spoken: expected column, of a ratio");
  refused("form:", "form: attested\ntouched: x", "touched: expected a ratio or a statistic that reads records");
  refused("form:", "form: ratio\nreads: rules\ntouched: x", "touched: expected a ratio or a statistic that reads records");
  refused("owner:", "owner: king", "owner: expected a job of the kind person, human_resources or leadership, got \"king\"");
  refused("collector:", "", "collector: expected this key, got none");
  refused("collector:", "collector: nobody", "collector: expected a job of the kind person");
  refused("reviewer:", "reviewer: ciso", "reviewer: expected someone else than the owner and the collector, got \"ciso\"");
  refused("reviewer:", "reviewer: developer", "reviewer: expected someone else");
  refused("frequency:", "frequency: now and then", "x.sql:29: frequency: expected one of continuous, daily, weekly, monthly, quarterly, every 6 months, yearly,"
          " every 2 years, on arrival, on departure, got \"now and then\"");
  refused("reporting:", "reporting: ciso", "reporting: expected readers and rhythms such as leadership quarterly");
  refused("reporting:", "reporting: ciso never", "reporting: expected readers and rhythms");
  refused("reporting:", "reporting: reader monthly", "reporting: expected readers and rhythms");
  refused("version:", "version: 0", "version: expected a number from 1");
  refused("nothing_en:", "", "nothing_fr");
}

Test(indicator, what_names_an_asset_or_a_person_is_indexed) {
  for (int id = 0; id < KIND_COUNT; id++) {
    const struct kind_field *named = kind_named(kind_get((enum kind_id)id));
    cr_expect(named == NULL || named->indexed, "%s: records of some names are found by it", kind_get((enum kind_id)id)->name);
  }
}

/* Asked about some only, it must not change with time alone: but for its ground. */
Test(indicator, one_that_says_who_is_touched_is_timeless_or_has_a_ground) {
  size_t count, some = 0;
  struct vg_error err = {0};
  const struct indicator *all = indicator_all(&count, &err);
  cr_assert(all != NULL, "%s", err.message);
  for (size_t i = 0; i < count; i++) {
    some += all[i].touched != NULL;
    cr_expect(all[i].touched == NULL || all[i].ground != NULL || touched_timeless(&all[i]), "%s", all[i].code);
  }
  cr_expect(some > 0);
}

Test(indicator, every_sheet_of_the_program_is_right_and_agrees_with_the_pack) {
  size_t count;
  struct vg_error err = {0};
  struct policy *policy;
  const struct indicator *all = indicator_all(&count, &err);
  cr_assert(all != NULL, "%s", err.message);
  cr_assert(policy_builtin("coreoz-2024", &policy, &err), "%s", err.message);
  for (size_t i = 0; i < count; i++) {
    size_t linked = 0, threshold = 0;
    for (unsigned c = 0; c < policy->chapters_count; c++) {
      for (unsigned r = 0; r < policy->chapters[c].rules_count; r++) {
        const struct policy_rule *rule = &policy->chapters[c].rules[r];
        for (unsigned k = 0; k < rule->indicators_count; k++) {
          if (strcmp(rule->indicators[k], all[i].code) != 0) continue;
          bool told = false;
          for (size_t n = 0; n < all[i].rule_count; n++) told |= strcmp(all[i].rules[n], rule->number) == 0;
          cr_expect(told, "%s: its sheet does not name rule %s", all[i].code, rule->number);
          linked++;
        }
      }
    }
    for (unsigned t = 0; t < policy->thresholds_count; t++) {
      const struct policy_threshold *p = &policy->thresholds[t];
      if (strcmp(p->indicator, all[i].code) != 0) continue;
      cr_expect_eq(p->target > p->critical, all[i].higher_is_better, "%s: thresholds in the other direction",
                   all[i].code);
      threshold++;
    }
    cr_expect_eq(linked, all[i].rule_count, "%s: its sheet names %zu rules, the pack %zu", all[i].code,
                 all[i].rule_count, linked);
    cr_expect_eq(threshold, 1, "%s: %zu thresholds in the pack", all[i].code, threshold);
  }
  policy_free(policy);
}

/* ---- states ---- */

Test(indicator, the_worst_of_states) {
  cr_expect_eq(state_worse(STATE_NOT_APPLIED, STATE_UNKNOWN), STATE_NOT_APPLIED);
  cr_expect_eq(state_worse(STATE_WATCH, STATE_UNKNOWN), STATE_UNKNOWN);
  cr_expect_eq(state_worse(STATE_WATCH, STATE_WAIVED), STATE_WATCH);
  cr_expect_eq(state_worse(STATE_APPLIED, STATE_WAIVED), STATE_WAIVED);
  cr_expect_eq(state_worse(STATE_NOT_APPLICABLE, STATE_APPLIED), STATE_APPLIED);
  cr_expect_eq(state_trend(STATE_APPLIED, STATE_UNKNOWN), -1);
  cr_expect_eq(state_trend(STATE_NOT_APPLIED, STATE_WATCH), 1);
  cr_expect_eq(state_trend(STATE_NOT_APPLIED, STATE_UNKNOWN), -1, "a source that falls silent mends nothing");
  cr_expect_eq(state_trend(STATE_UNKNOWN, STATE_NOT_APPLIED), -1);
  cr_expect_eq(state_trend(STATE_UNKNOWN, STATE_UNKNOWN), 0);
  cr_expect_eq(state_trend(STATE_NOT_APPLICABLE, STATE_WATCH), 0);
}

/* ---- percentiles ---- */

Test(indicator, percentiles_of_values_that_come_and_go) {
  struct percentile_set set = {0};
  cr_expect_eq(percentile_at(&set, 0.5), 0);
  for (int i = 100; i > 0; i--) cr_assert(percentile_enter(&set, i));
  cr_expect_float_eq(percentile_at(&set, 0.5), 50.5, 1e-9);
  cr_expect_float_eq(percentile_at(&set, 0.9), 90.1, 1e-9);
  for (int i = 1; i <= 98; i++) percentile_leave(&set, i);
  percentile_leave(&set, 1000);
  cr_expect_eq(set.count, 2);
  cr_expect_float_eq(percentile_at(&set, 0.5), 99.5, 1e-9);
  cr_expect_float_eq(percentile_at(&set, 1), 100, 1e-9);
  percentile_free(&set);
}

/* ---- typography ---- */

Test(indicator, french_typography) {
  VG_ARENA(arena, 1 << 16);
  static const char *const cases[][2] = {{"l'accès", "l’accès"},
                                         {"quoi ?", "quoi\u202f?"},
                                         {"oui ; non !", "oui\u202f; non\u202f!"},
                                         {"voici : « x »", "voici\u00a0: «\u00a0x\u00a0»"},
                                         {"98 % en 26 heures", "98\u00a0% en 26\u00a0heures"},
                                         {"a b", "a b"},
                                         {"", ""}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    cr_expect_str_eq(typography_fr(arena, cases[i][0]), cases[i][1]);
  cr_expect_null(typography_fr(arena, NULL));
}

/* ---- packs ---- */

#define PACK_HEAD "code: p\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-01-01\"\n"
#define PACK_RULE                                                                                                      \
  "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, indicators: [x, y]}\n"
#define PACK_CHAPTER "chapters:\n  - number: 2\n    title_fr: c\n    title_en: c\n    rules:\n"
#define PACK_END "thresholds:\n  - {indicator: x, target: 100, warning: 98.5, critical: 90}\n"

static void pack_refused(const char *text, const char *message) {
  struct policy *policy;
  struct vg_error err = {0};
  cr_expect(!policy_parse("p.yaml", text, strlen(text), &policy, &err), "accepted: %s", text);
  cr_expect_null(policy);
  cr_expect(strstr(err.message, message) != NULL, "expected \"%s\" in \"%s\"", message, err.message);
}

Test(policy, a_pack_is_read_whole) {
  struct policy *policy;
  struct vg_error err = {0};
  const char text[] = PACK_HEAD PACK_CHAPTER PACK_RULE PACK_END;
  cr_assert(policy_parse("p.yaml", text, strlen(text), &policy, &err), "%s", err.message);
  cr_expect_eq(policy->chapters[0].rules[0].indicators_count, 2);
  cr_expect_float_eq(policy->thresholds[0].warning, 98.5, 1e-9);
  policy_free(policy);
}

Test(policy, a_wrong_pack_is_refused_whole_with_its_place) {
  pack_refused("", "p.yaml");
  pack_refused("{", "p.yaml");
  pack_refused(PACK_HEAD "colour: red\n" PACK_CHAPTER PACK_RULE PACK_END, "p.yaml:5: colour: expected one of code, title_fr,");
  pack_refused(PACK_CHAPTER PACK_RULE PACK_END, "p.yaml:1: code: expected a text of 1 to 1000 bytes, got none");
  pack_refused(PACK_HEAD PACK_CHAPTER PACK_RULE PACK_RULE PACK_END, "p.yaml:11: chapters[0].rules[1].number: expected 2.2 or above, given once, got \"2.1\"");
  pack_refused("code: P!\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-01-01\"\n" PACK_CHAPTER PACK_RULE PACK_END,
               "code: expected a name");
  pack_refused("code: p\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-02-30\"\n" PACK_CHAPTER PACK_RULE PACK_END,
               "effective_on: expected a date");
  pack_refused(PACK_HEAD PACK_CHAPTER PACK_RULE
               "thresholds:\n  - {indicator: x, target: 90, warning: 98, critical: 80}\n",
               "in one direction");
  pack_refused(PACK_HEAD PACK_CHAPTER PACK_RULE
               "thresholds:\n  - {indicator: x, target: .nan, warning: 98, critical: 80}\n",
               "p.yaml:12: thresholds[0].target: expected a number, got \".nan\"");
  pack_refused(PACK_HEAD PACK_CHAPTER PACK_RULE PACK_END "  - {indicator: x, target: 1, warning: 1, critical: 1}\n",
               "an indicator given once");
  pack_refused(PACK_HEAD "title_fr: \xff\n", "p.yaml:5: expected UTF-8, found \"title_fr: ");
  pack_refused(PACK_HEAD "a: &a [*a]\n" PACK_CHAPTER PACK_RULE PACK_END, "p.yaml");
}

Test(policy, the_pack_of_the_program_has_all_70_rules) {
  struct policy *policy;
  struct vg_error err = {0};
  unsigned rules = 0;
  cr_assert(policy_builtin("coreoz-2024", &policy, &err), "%s", err.message);
  for (unsigned i = 0; i < policy->chapters_count; i++) {
    rules += policy->chapters[i].rules_count;
    for (unsigned r = 0; r < policy->chapters[i].rules_count; r++)
      cr_expect_gt(policy->chapters[i].rules[r].indicators_count, 0, "rule %s", policy->chapters[i].rules[r].number);
  }
  cr_expect_eq(policy->chapters_count, 14);
  cr_expect_eq(rules, 70);
  cr_expect_geq(policy->thresholds_count, 87);
  policy_free(policy);
  cr_expect(!policy_builtin("none", &policy, &err) && err.code == VG_E_NOTFOUND);
}

/* Else they would no longer be looked at every night. */
Test(indicator, those_of_alerts_do_not_change_with_time_alone) {
  static const char *const codes[] = {"alert_delay", "alert_open", "alert_resolution"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) cr_expect(touched_timeless(indicator_find(codes[i])), "%s", codes[i]);
}
