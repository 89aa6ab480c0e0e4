#include "policy/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/text.h"
#include "kind/kind.h"
#include "policy/marks.h"

enum { PLACE = 96 };

bool check_failed(const struct check *c, const char *place, const char *expected, const char *found) {
  return vg_fail(c->err, VG_E_INPUT, "%s:%u: %s: expected %s, got \"%.60s\"", c->path,
                 marks_line(c->text, c->length, place), place, expected, found);
}

bool check_name(const char *text, const char *extra) {
  size_t n = 0;
  for (; text[n] != '\0'; n++) {
    bool plain = (text[n] >= 'a' && text[n] <= 'z') || (text[n] >= '0' && text[n] <= '9');
    if (!plain && strchr(extra, text[n]) == NULL) return false;
  }
  return n > 0 && n <= 63;
}

bool check_job(const struct check *c, const char *place, const char *job) {
  const struct kind *person = kind_get(KIND_PERSON);
  const char *const *jobs = person->fields[kind_field_index(person, "job")].choices;
  char expected[128] = "a job of the kind person";
  size_t n = 0;
  for (; jobs[n] != NULL; n++) {
    if (strcmp(jobs[n], job) == 0) return true;
  }
  const char *near = text_nearest(job, jobs, n);
  if (near != NULL) (void)snprintf(expected, sizeof expected, "a job of the kind person (%s?)", near);
  return check_failed(c, place, expected, job);
}

/* ---- rules ---- */

static bool check_indicators(const struct check *c, const struct policy_rule *rule, const char *at) {
  char place[PLACE + 32];
  for (unsigned i = 0; i < rule->indicators_count; i++) {
    (void)snprintf(place, sizeof place, "%.60s.indicators[%u]", at, i);
    if (!check_name(rule->indicators[i], "_")) return check_failed(c, place, "a code of [a-z0-9_]", rule->indicators[i]);
    for (unsigned j = 0; j < i; j++) {
      if (strcmp(rule->indicators[i], rule->indicators[j]) == 0)
        return check_failed(c, place, "a code given once", rule->indicators[i]);
    }
  }
  return true;
}

/* "12.3" in chapter 12: the 3, or 0. */
static int64_t rank_of(int chapter, const char *number) {
  char head[16];
  int64_t rank;
  int n = snprintf(head, sizeof head, "%d.", chapter);
  return text_starts(number, head) && number[n] != '0' && text_int(number + n, 1, 999, &rank) ? rank : 0;
}

static bool check_rule(const struct check *c, const struct policy_chapter *chapter, unsigned i, unsigned n) {
  const struct policy_rule *rule = &chapter->rules[n];
  char at[PLACE], place[PLACE + 16], expected[48];
  (void)snprintf(at, sizeof at, "chapters[%u].rules[%u]", i, n);
  (void)snprintf(place, sizeof place, "%s.number", at);
  int64_t before = n == 0 ? 0 : rank_of(chapter->number, chapter->rules[n - 1].number);
  (void)snprintf(expected, sizeof expected, "%d.%d or above, given once", chapter->number, (int)before + 1);
  if (rank_of(chapter->number, rule->number) <= before) return check_failed(c, place, expected, rule->number);
  (void)snprintf(place, sizeof place, "%s.owner", at);
  return (rule->owner == NULL || check_job(c, place, rule->owner)) && check_indicators(c, rule, at);
}

static bool check_chapters(const struct check *c, const struct policy *policy) {
  for (unsigned i = 0; i < policy->chapters_count; i++) {
    const struct policy_chapter *chapter = &policy->chapters[i];
    char place[PLACE], found[16];
    (void)snprintf(place, sizeof place, "chapters[%u].number", i);
    (void)snprintf(found, sizeof found, "%d", chapter->number);
    if (chapter->number < 1 || (i > 0 && chapter->number <= policy->chapters[i - 1].number))
      return check_failed(c, place, "numbers from 1 that go up", found);
    for (unsigned n = 0; n < chapter->rules_count; n++) {
      if (!check_rule(c, chapter, i, n)) return false;
    }
  }
  return true;
}

/* ---- thresholds ---- */

static bool check_thresholds(const struct check *c, const struct policy *policy) {
  for (unsigned i = 0; i < policy->thresholds_count; i++) {
    const struct policy_threshold *t = &policy->thresholds[i];
    char place[PLACE], found[96];
    (void)snprintf(place, sizeof place, "thresholds[%u]", i);
    (void)snprintf(found, sizeof found, "%g, %g, %g", t->target, t->warning, t->critical);
    bool up = t->target >= t->warning && t->warning >= t->critical,
         down = t->target <= t->warning && t->warning <= t->critical;
    if (!isfinite(t->target) || !isfinite(t->warning) || !isfinite(t->critical) || (!up && !down))
      return check_failed(c, place, "target, warning and critical in one direction", found);
    for (unsigned j = 0; j < i; j++) {
      if (strcmp(policy->thresholds[j].indicator, t->indicator) == 0)
        return check_failed(c, place, "an indicator given once", t->indicator);
    }
  }
  return true;
}

/* ---- perimeters and exceptions ---- */

static const struct policy_perimeter *perimeter(const struct policy *p, const char *code) {
  for (unsigned i = 0; i < p->perimeters_count; i++) {
    if (strcmp(p->perimeters[i].code, code) == 0) return &p->perimeters[i];
  }
  return NULL;
}

/* Goes up from one; a parent that the pack does not hold is of the organisation, and ends the way. */
static bool check_cycle(const struct check *c, const struct policy *policy, unsigned i) {
  char place[PLACE];
  const struct policy_perimeter *p = &policy->perimeters[i];
  (void)snprintf(place, sizeof place, "perimeters[%u].parent", i);
  for (unsigned steps = 0; p != NULL && p->parent != NULL; steps++) {
    if (steps == policy->perimeters_count || strcmp(p->parent, policy->perimeters[i].code) == 0)
      return check_failed(c, place, "a perimeter that is not below this one", policy->perimeters[i].parent);
    p = perimeter(policy, p->parent);
  }
  return true;
}

static bool check_perimeters(const struct check *c, const struct policy *policy) {
  char place[PLACE];
  for (unsigned i = 0; i < policy->perimeters_count; i++) {
    const struct policy_perimeter *p = &policy->perimeters[i];
    (void)snprintf(place, sizeof place, "perimeters[%u].code", i);
    if (!check_name(p->code, "-_")) return check_failed(c, place, "a name of [a-z0-9_-]", p->code);
    if (perimeter(policy, p->code) != p) return check_failed(c, place, "a code given once", p->code);
    if (!check_cycle(c, policy, i)) return false;
  }
  return true;
}

static bool check_exceptions(const struct check *c, const struct policy *policy) {
  char place[PLACE];
  for (unsigned i = 0; i < policy->not_applicable_count; i++) {
    const struct policy_exception *e = &policy->not_applicable[i];
    (void)snprintf(place, sizeof place, "not_applicable[%u].rule", i);
    if (policy_rule_find(policy, e->rule) == NULL) return check_failed(c, place, "a rule of this pack", e->rule);
    (void)snprintf(place, sizeof place, "not_applicable[%u].reviewer", i);
    if (strcmp(e->author, e->reviewer) == 0) return check_failed(c, place, "another person than the author", e->reviewer);
    (void)snprintf(place, sizeof place, "not_applicable[%u]", i);
    for (unsigned j = 0; j < i; j++) {
      const struct policy_exception *o = &policy->not_applicable[j];
      if (strcmp(o->rule, e->rule) == 0 && strcmp(o->perimeter, e->perimeter) == 0)
        return check_failed(c, place, "a rule and a perimeter given once", e->perimeter);
    }
  }
  return true;
}

/* ---- */

static bool check_head(const struct check *c, const struct policy *policy) {
  struct vg_error ignored = {0};
  vg_time at;
  if (!check_name(policy->code, "-_")) return check_failed(c, "code", "a name of [a-z0-9_-]", policy->code);
  if (strlen(policy->effective_on) != 10 || !time_parse(policy->effective_on, &at, &ignored))
    return check_failed(c, "effective_on", "a date such as 2024-01-31", policy->effective_on);
  return true;
}

bool check_pack(const struct check *c, const struct policy *policy) {
  return check_head(c, policy) && check_chapters(c, policy) && check_thresholds(c, policy) &&
         check_perimeters(c, policy) && check_exceptions(c, policy);
}
