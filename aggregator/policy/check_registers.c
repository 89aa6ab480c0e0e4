#include <stdio.h>
#include <string.h>

#include "policy/check.h"

enum { PLACE = 96, DAYS_MAX = 3660, HOURS_MAX = 24 * 3660 };

static char *place_of(char out[PLACE], const char *list, unsigned i, const char *member) {
  (void)snprintf(out, PLACE, "registers.%s[%u]%s", list, i, member);
  return out;
}

static bool check_count(const struct check *c, const char *place, int count, int most, const char *expected) {
  char found[16];
  (void)snprintf(found, sizeof found, "%d", count);
  return (count >= 1 && count <= most) || check_failed(c, place, expected, found);
}

static bool one_of(const char *text, const char *const *names) {
  for (; *names != NULL; names++) {
    if (strcmp(*names, text) == 0) return true;
  }
  return false;
}

static bool same(const char *a, const char *b) {
  return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool check_deadlines(const struct check *c, const struct policy_registers *r) {
  static const char *const topics[] = {"incident", "vulnerability", "exploited", NULL},
                           *const severities[] = {"critical", "high", "medium", "low", NULL};
  char at[PLACE];
  for (unsigned i = 0; i < r->deadlines_count; i++) {
    const struct policy_deadline *d = &r->deadlines[i];
    bool any = strcmp(d->topic, "exploited") == 0;
    if (!one_of(d->topic, topics))
      return check_failed(c, place_of(at, "deadlines", i, ".topic"), "incident, vulnerability or exploited", d->topic);
    if (any != (d->severity == NULL) || (!any && !one_of(d->severity, severities)))
      return check_failed(c, place_of(at, "deadlines", i, ".severity"),
                          any ? "none for exploited" : "critical, high, medium or low", d->severity == NULL ? "" : d->severity);
    if (!check_count(c, place_of(at, "deadlines", i, ".days"), d->days, DAYS_MAX, "1 to 3660 days")) return false;
    for (unsigned j = 0; j < i; j++) {
      if (same(r->deadlines[j].topic, d->topic) && same(r->deadlines[j].severity, d->severity))
        return check_failed(c, place_of(at, "deadlines", i, ""), "a topic and a severity given once", d->topic);
    }
  }
  return true;
}

static bool check_classes(const struct check *c, const struct policy_registers *r) {
  char at[PLACE];
  for (unsigned i = 0; i < r->backup_classes_count; i++) {
    const struct policy_backup_class *b = &r->backup_classes[i];
    for (unsigned j = 0; j < i; j++) {
      if (same(r->backup_classes[j].code, b->code))
        return check_failed(c, place_of(at, "backup_classes", i, ".code"), "a code given once", b->code);
    }
    if (!check_name(b->code, "_-"))
      return check_failed(c, place_of(at, "backup_classes", i, ".code"), "a name of [a-z0-9_-]", b->code);
    if (!check_count(c, place_of(at, "backup_classes", i, ".hours"), b->hours, HOURS_MAX, "1 to 87840 hours")) return false;
  }
  return true;
}

static bool check_profiles(const struct check *c, const struct policy_registers *r) {
  char at[PLACE];
  for (unsigned i = 0; i < r->profiles_count; i++) {
    if (!check_job(c, place_of(at, "profiles", i, ".job"), r->profiles[i].job)) return false;
    for (unsigned j = 0; j < i; j++) {
      if (same(r->profiles[j].job, r->profiles[i].job))
        return check_failed(c, place_of(at, "profiles", i, ".job"), "a job given once", r->profiles[i].job);
    }
  }
  for (unsigned i = 0; i < r->incompatible_roles_count; i++) {
    if (same(r->incompatible_roles[i].one, r->incompatible_roles[i].other))
      return check_failed(c, place_of(at, "incompatible_roles", i, ".other"), "another role", r->incompatible_roles[i].other);
  }
  return true;
}

static bool check_topics(const struct check *c, const char *list, const struct policy_topic *topics, unsigned count,
                         bool timed) {
  char at[PLACE];
  for (unsigned i = 0; i < count; i++) {
    if (!check_name(topics[i].code, "_"))
      return check_failed(c, place_of(at, list, i, ".code"), "a code of [a-z0-9_]", topics[i].code);
    for (unsigned j = 0; j < i; j++) {
      if (same(topics[j].code, topics[i].code))
        return check_failed(c, place_of(at, list, i, ".code"), "a code given once", topics[i].code);
    }
    if (timed && !check_count(c, place_of(at, list, i, ".days"), topics[i].days, DAYS_MAX, "1 to 3660 days")) return false;
  }
  return true;
}

static bool check_controls(const struct check *c, const struct policy *p) {
  static const char *const subjects[] = {"site", "secure_area", "perimeter", NULL};
  const struct policy_registers *r = &p->registers;
  char at[PLACE];
  for (unsigned i = 0; i < r->controls_count; i++) {
    const struct policy_control *k = &r->controls[i];
    if (!check_name(k->code, "_"))
      return check_failed(c, place_of(at, "controls", i, ".code"), "a code of [a-z0-9_]", k->code);
    for (unsigned j = 0; j < i; j++) {
      if (same(r->controls[j].code, k->code))
        return check_failed(c, place_of(at, "controls", i, ".code"), "a code given once", k->code);
    }
    if (policy_rule_find(p, k->rule) == NULL)
      return check_failed(c, place_of(at, "controls", i, ".rule"), "a rule of this pack", k->rule);
    if (!one_of(k->subject, subjects))
      return check_failed(c, place_of(at, "controls", i, ".subject"), "site, secure_area or perimeter", k->subject);
    if (!check_count(c, place_of(at, "controls", i, ".days"), k->days, DAYS_MAX, "1 to 3660 days")) return false;
  }
  return true;
}

bool check_registers(const struct check *c, const struct policy *p) {
  const struct policy_registers *r = &p->registers;
  return check_deadlines(c, r) && check_classes(c, r) && check_profiles(c, r) &&
         check_topics(c, "processes", r->processes, r->processes_count, false) &&
         check_topics(c, "watch_topics", r->watch_topics, r->watch_topics_count, true) && check_controls(c, p);
}
