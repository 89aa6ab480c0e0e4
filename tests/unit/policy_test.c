#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text.h"
#include "policy/diff.h"
#include "policy/framework.h"
#include "policy/marks.h"
#include "policy/pack.h"
#include "policy/policy.h"
#include "support/output.h"

TestSuite(policy_pack);

/* clang-format off */
#define HEAD "code: p\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-01-01\"\nchapters:\n  - number: 2\n    title_fr: c\n" \
             "    title_en: c\n    rules:\n"
#define RULE "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, indicators: [x]}\n"
#define END "thresholds: []\n"
/* clang-format on */

static void refused(const char *text, const char *message) {
  struct policy *policy;
  struct vg_error err = {0};
  cr_expect(!policy_parse("p.yaml", text, strlen(text), &policy, &err), "accepted: %s", text);
  cr_expect(strstr(err.message, message) != NULL, "expected \"%s\" in \"%s\"", message, err.message);
}

Test(policy_pack, a_missing_translation_is_refused_with_its_line) {
  refused(HEAD "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: s,\n         indicators: [x]}\n" END,
          "p.yaml:10: chapters[0].rules[0].statement_en: expected the text in English, got none");
  refused("code: p\ntitle_en: t\n", "p.yaml:2: title_fr: expected the text in French, got none");
  refused("code: p\ntitle_en: t\ntitle_fr: \" \"\n", "p.yaml:3: title_fr: expected the text in French, got an empty one");
  refused(HEAD RULE END "registers:\n  processes:\n    - {code: a, title_fr: b}\n",
          "p.yaml:14: registers.processes[0].title_en: expected the text in English, got none");
}

Test(policy_pack, a_misspelt_key_is_told_as_such_and_none_is_given_twice) {
  refused("code: p\nxtitle_fr: t\ntitle_en: t\n", "p.yaml:2: xtitle_fr: expected a key that exists (title_fr?), got \"xtitle_fr\"");
  refused("code: p\ntitle_fr: t\ntitle_en: t\ntitle_fr: u\n", "p.yaml:4: title_fr: expected each key once, got it again");
}

Test(policy_pack, rules_are_given_once_and_owned_by_a_job) {
  refused(HEAD RULE RULE END, "p.yaml:11: chapters[0].rules[1].number: expected 2.2 or above, given once, got \"2.1\"");
  refused(HEAD "      - {number: \"3.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s, indicators: []}\n" END,
          "p.yaml:10: chapters[0].rules[0].number: expected 2.1 or above");
  refused(HEAD "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: s, statement_en: s,\n"
               "         owner: cisso, indicators: []}\n" END,
          "p.yaml:11: chapters[0].rules[0].owner: expected a job of the kind person (ciso?), got \"cisso\"");
}

Test(policy_pack, perimeters_make_no_cycle) {
  refused(HEAD RULE "perimeters:\n  - {code: a, name: A, parent: b}\n  - {code: b, name: B, parent: c}\n"
                    "  - {code: c, name: C, parent: a}\n" END,
          "p.yaml:12: perimeters[0].parent: expected a perimeter that is not below this one, got \"b\"");
  refused(HEAD RULE "perimeters:\n  - {code: a, name: A}\n  - {code: b, name: B, parent: b}\n" END,
          "p.yaml:13: perimeters[1].parent: expected a perimeter that is not below this one, got \"b\"");
  refused(HEAD RULE "perimeters:\n  - {code: a, name: A}\n  - {code: a, name: B}\n" END, "p.yaml:13: perimeters[1].code");
}

Test(policy_pack, exceptions_have_a_rule_and_two_persons) {
  refused(HEAD RULE "not_applicable:\n  - {rule: \"2.2\", perimeter: a, reason: r, author: x, reviewer: y}\n" END,
          "p.yaml:12: not_applicable[0].rule: expected a rule of this pack, got \"2.2\"");
  refused(HEAD RULE "not_applicable:\n  - {rule: \"2.1\", perimeter: a, reason: r, author: x, reviewer: x}\n" END,
          "p.yaml:12: not_applicable[0].reviewer: expected another person than the author");
}

Test(policy_pack, registers_are_checked) {
#define REGISTER(text) HEAD RULE END "registers:\n" text
  refused(REGISTER("  deadlines: [{topic: fire, days: 1}]\n"), "registers.deadlines[0].topic: expected incident, vuln");
  refused(REGISTER("  deadlines: [{topic: incident, days: 1}]\n"), "registers.deadlines[0].severity: expected critical");
  refused(REGISTER("  deadlines: [{topic: incident, severity: grave, days: 1}]\n"), "expected critical, high, medium or low, got \"grave\"");
  refused(REGISTER("  deadlines: [{topic: exploited, severity: low, days: 1}]\n"), "expected none for exploited, got \"low\"");
  refused(REGISTER("  deadlines: [{topic: exploited, days: 0}]\n"), "p.yaml:13: registers.deadlines[0].days: expected 1");
  refused(REGISTER("  deadlines: [{topic: exploited, days: 3}, {topic: exploited, days: 4}]\n"), "given once");
  refused(REGISTER("  backup_classes: [{code: Daily, hours: 26}]\n"), "registers.backup_classes[0].code: expected a name");
  refused(REGISTER("  profiles: [{job: pilot, privileges: [], zones: []}]\n"), "registers.profiles[0].job: expected a job");
  refused(REGISTER("  incompatible_roles: [{one: code, other: code}]\n"), "registers.incompatible_roles[0].other");
  refused(REGISTER("  watch_topics: [{code: a, title_fr: a, title_en: a, days: -1}]\n"), "expected 1 to 3660 days");
  refused(REGISTER("  controls: [{code: a, rule: \"9.9\", subject: site, days: 1, question_fr: q, question_en: q}]\n"),
          "registers.controls[0].rule: expected a rule of this pack, got \"9.9\"");
  refused(REGISTER("  controls: [{code: a, rule: \"2.1\", subject: car, days: 1, question_fr: q, question_en: q}]\n"),
          "registers.controls[0].subject: expected site, secure_area or perimeter");
}

Test(policy_pack, a_wrong_shape_is_refused_with_its_line_and_path) {
#define WRONG(text, message) refused(HEAD RULE text, message)
  WRONG(END "registers:\n  deadlines:\n    - topic: incident\n      severity: low\n      dais: 3\n",
        "p.yaml:16: registers.deadlines[0].dais: expected a key that exists (days?), got \"dais\"");
  WRONG(END "nothing_near: 3\n", "p.yaml:12: nothing_near: expected one of code, title_fr, title_en, effective_on, chapters, registers, perimeters,"
                                 " not_applicable, thresholds, got \"nothing_near\"");
  WRONG("", "p.yaml:1: thresholds: expected a list of 0 to 1000 items, got none");
  WRONG("thresholds:\n", "p.yaml:11: thresholds: expected a list of 0 to 1000 items, got nothing");
  WRONG("thresholds:\n  - indicator: x\n    target: 90\n    warning: 80\n",
        "p.yaml:12: thresholds[0].critical: expected a number, got none");
  WRONG("thresholds:\n  - {indicator: x, target: 90,\n     warning: .nan, critical: 1}\n",
        "p.yaml:13: thresholds[0].warning: expected a number, got \".nan\"");
  WRONG("thresholds: {indicator: x}\n", "p.yaml:11: thresholds: expected a list of 0 to 1000 items, got keys and values");
  WRONG("thresholds: [x]\n", "p.yaml:11: thresholds[0]: expected keys and values, got \"x\"");
  WRONG(END "registers:\n  deadlines: [{topic: exploited, days: 1.5}]\n",
        "p.yaml:13: registers.deadlines[0].days: expected a whole number, got \"1.5\"");
  WRONG(END "registers:\n  profiles: [{job: ciso, privileges: [\"*\"], zones: [[a, b]]}]\n",
        "p.yaml:13: registers.profiles[0].zones[0]: expected a text of 1 to 63 bytes, got a list of 2");
  WRONG(END "perimeters:\n  - {code: a, name: \"\"}\n", "p.yaml:13: perimeters[0].name: expected a text of 1 to 1000 bytes, got nothing");
  refused("code: p\ntitle_fr: t\ntitle_en: t\neffective_on: \"2024-01-01\"\nchapters: []\n" END,
          "p.yaml:5: chapters: expected a list of 1 to 100 items, got a list of 0");
}

Test(policy_pack, a_text_holds_no_control_characters) {
  refused("code: p\ntitle_fr: \"Sauve\\a\"\ntitle_en: t\n", "p.yaml:2: title_fr: expected a text without control characters, got \"Sauve\xEF\xBF\xBD\"");
  refused("code: p\ntitle_fr: t\ntitle_en: \"a\\e[31mb\"\n", "p.yaml:3: title_en: expected a text without control characters, got \"a");
  refused("code: p\ntitle_fr: t\ntitle_en: \"a\\u202eb\"\n", "p.yaml:3: title_en: expected a text without control characters");
  refused("code: p\ntitle_fr: t\ntitle_en: \"a\\0b\"\n", "p.yaml:3: title_en: expected a text without control characters");
  refused(HEAD "      - {number: \"2.1\", title_fr: a, title_en: a,\n         statement_fr: \"s\\x85\\x9b\", statement_en: s, indicators: [x]}\n" END,
          "p.yaml:11: chapters[0].rules[0].statement_fr: expected a text without control characters");
  struct policy *p;
  struct vg_error err = {0};
  const char *text = HEAD "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: \"s\\n\\tt\", statement_en: s, indicators: [x]}\n" END;
  cr_assert(policy_parse("p.yaml", text, strlen(text), &p, &err), "lines and tabs are no harm: %s", err.message);
  policy_free(p);
}

Test(policy_pack, a_text_that_is_no_pack_is_refused_with_its_line) {
  refused("", "p.yaml:1: expected keys and values, got nothing");
  refused("[a]\n", "p.yaml:1: expected keys and values, got a list of 1");
  refused("code: p\ntitle_fr: [\n", "p.yaml:3: expected YAML, got what it refuses: did not find expected node content");
  refused("code: p\n b: c: d\n", "p.yaml:2: expected YAML, got what it refuses: mapping values are not allowed in this context");
  refused(HEAD RULE "thresholds:\n  - &a {indicator: x, target: 9, warning: 8, critical: 7}\n  - *a\n",
          "p.yaml:12: thresholds[1]: expected a value of its own, got an alias");
}

Test(policy_pack, a_second_document_is_not_left_unread) {
  refused(HEAD RULE END "---\n\ncode: other\n", "p.yaml:14: expected one document, got another");
  refused(HEAD RULE END "---\n- {\n", "p.yaml:14: expected YAML, got what it refuses: ");
  struct policy *p;
  struct vg_error err = {0};
  const char *text = "---\n" HEAD RULE END "...\n# the end\n";
  cr_assert(policy_parse("p.yaml", text, strlen(text), &p, &err), "%s", err.message);
  policy_free(p);
}

Test(policy_pack, a_text_that_refers_to_itself_ends) {
  refused("a: &a [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n", "p.yaml");
  refused(HEAD RULE "thresholds: &a [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n", "p.yaml:11: thresholds");
}

Test(policy_pack, a_line_is_that_of_the_nearest_thing) {
  const char text[] = "a:\n  - b: 1\n    c: 2\n  - d\n";
  cr_expect_eq(marks_line(text, strlen(text), "a[0].c"), 3);
  cr_expect_eq(marks_line(text, strlen(text), "a[0].none"), 2);
  cr_expect_eq(marks_line(text, strlen(text), "a[1]"), 4);
  cr_expect_eq(marks_line(text, strlen(text), "a[7]"), 2);
  cr_expect_eq(marks_line("{", 1, "a"), 0);
}

Test(policy_pack, the_frameworks_are_whole) {
  static const unsigned controls[] = {42, 93};
  struct vg_error err = {0};
  struct framework *f;
  for (unsigned i = 0; i < 2; i++) {
    cr_assert(framework_builtin(i, &f, &err) && f != NULL, "%s", err.message);
    cr_expect_eq(f->controls_count, controls[i]);
    framework_free(f);
  }
  cr_assert(framework_builtin(2, &f, &err));
  cr_expect_null(f);
}

static bool has(const struct policy_rule *rule, const char *framework, unsigned least) {
  for (unsigned m = 0; m < rule->mapping_count; m++) {
    if (strcmp(rule->mapping[m].framework, framework) == 0) return rule->mapping[m].controls_count >= least;
  }
  return false;
}

Test(policy_pack, each_rule_of_the_program_is_owned_and_mapped) {
  struct policy *p;
  struct vg_error err = {0};
  unsigned measures = 0;
  cr_assert(policy_builtin("coreoz-2024", &p, &err), "%s", err.message);
  for (unsigned c = 0; c < p->chapters_count; c++) {
    for (unsigned r = 0; r < p->chapters[c].rules_count; r++) {
      const struct policy_rule *rule = &p->chapters[c].rules[r];
      cr_expect(rule->owner != NULL && has(rule, "iso27001-2022", 1), "rule %s", rule->number);
      measures += has(rule, "anssi-hygiene", 1);
    }
  }
  cr_expect_geq(measures, 50);
  policy_free(p);
}

/* ---- what differs ---- */

Test(policy_pack, differences_are_told_part_by_part) {
  struct policy *a, *b;
  struct vg_error err = {0};
  struct policy_differences d;
  VG_ARENA(arena, 1 << 20);
  const char one[] = HEAD RULE "      - {number: \"2.2\", title_fr: b, title_en: b, statement_fr: s, statement_en: s, indicators: []}\n"
                               "thresholds:\n  - {indicator: x, target: 9, warning: 8, critical: 7}\n";
  const char two[] = HEAD "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: autre, statement_en: s, owner: ciso,\n"
                          "         indicators: [y]}\nthresholds:\n  - {indicator: x, target: 9, warning: 8, critical: 6}\n"
                          "registers:\n  deadlines: [{topic: exploited, days: 3}]\n";
  cr_assert(policy_parse("a", one, strlen(one), &a, &err) && policy_parse("b", two, strlen(two), &b, &err), "%s", err.message);
  cr_assert(policy_diff(arena, a, a, true, &d, &err) && d.count == 0);
  cr_assert(policy_diff(arena, a, b, false, &d, &err), "%s", err.message);
  static const struct policy_difference expected[] = {{PART_RULE, "2.2", "b", NULL},       {PART_STATEMENT, "2.2", "s", NULL},
                                                      {PART_STATEMENT, "2.1", "s", "autre"}, {PART_OWNER, "2.1", NULL, "ciso"},
                                                      {PART_INDICATOR, "2.1 x", "", NULL},  {PART_INDICATOR, "2.1 y", NULL, ""},
                                                      {PART_THRESHOLD, "x", "9, 8, 7", "9, 8, 6"},
                                                      {PART_DEADLINE, "exploited", NULL, "3"}};
  cr_assert_eq(d.count, sizeof expected / sizeof *expected);
  for (size_t i = 0; i < d.count; i++) {
    const struct policy_difference *e = &expected[i], *f = &d.items[i];
    cr_expect(f->part == e->part && text_equal(f->name, e->name) && text_equal(f->before, e->before) && text_equal(f->after, e->after),
              "%zu: %s %s: %s -> %s", i, policy_part_name(f->part), f->name, f->before, f->after);
  }
  policy_free(a);
  policy_free(b);
}

Test(policy_pack, differences_in_french_are_written_as_pages_are) {
  struct policy *a, *b, *c;
  struct vg_error err = {0};
  struct policy_differences d;
  VG_ARENA(arena, 1 << 20);
#define SAYS(statement) HEAD "      - {number: \"2.1\", title_fr: a, title_en: a, statement_fr: \"" statement "\", statement_en: s, indicators: []}\n" END
  const char one[] = SAYS("Autre."), two[] = SAYS("L'amélioration : oui."), three[] = SAYS("L’amélioration : oui.");
  cr_assert(policy_parse("a", one, strlen(one), &a, &err) && policy_parse("b", two, strlen(two), &b, &err) &&
                policy_parse("c", three, strlen(three), &c, &err), "%s", err.message);
  cr_assert(policy_diff(arena, a, b, true, &d, &err) && d.count == 1);
  cr_expect_str_eq(d.items[0].after, "L’amélioration : oui.");
  cr_assert(policy_diff(arena, b, c, true, &d, &err) && d.count == 0, "the same, typed otherwise");
  policy_free(a);
  policy_free(b);
  policy_free(c);
}

Test(policy_pack, a_second_pack_comes_with_the_program) {
  struct policy *p;
  struct vg_error err = {0};
  cr_assert(policy_builtin("hygiene-minimal", &p, &err), "%s", err.message);
  cr_expect_eq(policy_rules(p), 8);
  cr_expect_not_null(policy_rule_find(p, "3.3"));
  cr_expect_null(policy_rule_find(p, "12.1"));
  policy_free(p);
}

/* ---- the reference page ---- */

static struct buf page;

static void find_fields(const cyaml_schema_field_t *fields, const char *at, size_t *count);

static void find_value(const cyaml_schema_value_t *value, const char *path, size_t *count) {
  char below[160];
  if (value->type == CYAML_MAPPING) find_fields(value->mapping.fields, path, count);
  if (value->type != CYAML_SEQUENCE || value->sequence.entry->type != CYAML_MAPPING) return;
  (void)snprintf(below, sizeof below, "%s[]", path);
  find_fields(value->sequence.entry->mapping.fields, below, count);
}

static void find_fields(const cyaml_schema_field_t *fields, const char *at, size_t *count) {
  for (; fields->key != NULL; fields++, (*count)++) {
    char path[160], line[200];
    (void)snprintf(path, sizeof path, "%s%s%s", at, *at == '\0' ? "" : ".", fields->key);
    bool optional = (fields->value.flags & CYAML_FLAG_OPTIONAL) != 0;
    (void)snprintf(line, sizeof line, "\n| `%s` | %s |", path, optional ? "optional" : "required");
    cr_expect(strstr(page.data, line) != NULL, "docs/reference/policy.md: expected%s", line);
    find_value(&fields->value, path, count);
  }
}

Test(policy_pack, the_reference_page_tells_every_key) {
  char path[512], part[4096];
  size_t fields = 0, rows;
  (void)snprintf(path, sizeof path, "%s/../docs/reference/policy.md", getenv("VIGIE_TESTS"));
  FILE *f = fopen(path, "re");
  cr_assert_not_null(f, "%s", path);
  BUF(text, 1 << 20);
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&text, part, n);
  (void)fclose(f);
  page = text;
  find_fields(policy_pack_schema.mapping.fields, "", &fields);
  rows = count_of(text.data, "\n| `");
  cr_expect_eq(rows, fields, "the page tells %zu keys, the schema %zu", rows, fields);
}
