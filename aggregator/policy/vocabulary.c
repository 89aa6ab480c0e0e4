#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "policy/check.h"
#include "policy/framework.h"

enum { PLACE = 96, FRAMEWORKS_MAX = 16 };

bool policy_vocabulary_load(struct db *db, struct vg_arena *arena, struct policy_vocabulary *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_POLICY_KNOWN, DB_MANY, err)) return false;
  size_t n = row_count(r);
  const char **codes = vg_alloc(arena, (n + 1) * sizeof *codes);
  bool *up = vg_alloc(arena, (n + 1) * sizeof *up);
  bool *percent = vg_alloc(arena, (n + 1) * sizeof *percent);
  if (codes == NULL || up == NULL || percent == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < n; i++) {
    codes[i] = vg_strdup(arena, row_text(r, i, "code"));
    up[i] = row_bool(r, i, "up");
    percent[i] = row_bool(r, i, "percent");
  }
  *out = (struct policy_vocabulary){codes, up, percent, n};
  return row_ok(r, err) && (!vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "policy: out of memory"));
}

static const bool *direction(const struct policy_vocabulary *v, const char *code) {
  for (size_t i = 0; i < v->count; i++) {
    if (strcmp(v->codes[i], code) == 0) return &v->up[i];
  }
  return NULL;
}

bool policy_knows(const struct policy_vocabulary *v, const char *indicator) {
  return direction(v, indicator) != NULL;
}

bool policy_measurable(const struct policy *p, const struct policy_vocabulary *v, const struct policy_rule *rule) {
  for (unsigned i = 0; i < rule->indicators_count; i++) {
    if (policy_knows(v, rule->indicators[i])) return true;
  }
  for (unsigned i = 0; i < p->registers.controls_count; i++) {
    if (strcmp(p->registers.controls[i].rule, rule->number) == 0) return true;
  }
  return false;
}

/* ---- indicators and thresholds ---- */

static bool known(const struct check *c, const struct policy_vocabulary *v, const char *place, const char *code) {
  char expected[128] = "an indicator that exists";
  if (policy_knows(v, code)) return true;
  const char *near = text_nearest(code, v->codes, v->count);
  if (near != NULL) (void)snprintf(expected, sizeof expected, "an indicator that exists (%s?)", near);
  return check_failed(c, place, expected, code);
}

/* As the form of a target asks. */
static bool check_range(const struct check *c, const struct policy_threshold *t, unsigned i, bool percent) {
  const double values[] = {t->target, t->warning, t->critical};
  static const char *const names[] = {"target", "warning", "critical"};
  for (size_t n = 0; n < 3; n++) {
    char place[PLACE], found[40];
    if (values[n] >= 0 && (!percent || values[n] <= 100)) continue;
    (void)snprintf(place, sizeof place, "thresholds[%u].%s", i, names[n]);
    (void)snprintf(found, sizeof found, "%g", values[n]);
    return check_failed(c, place, percent ? "a number from 0 to 100" : "a number, 0 or more", found);
  }
  return true;
}

static bool check_threshold(const struct check *c, const struct policy_vocabulary *v, const struct policy_threshold *t,
                            unsigned i, bool lenient) {
  char place[PLACE], expected[160], found[96];
  const bool *up = direction(v, t->indicator);
  (void)snprintf(place, sizeof place, "thresholds[%u].indicator", i);
  if (up == NULL) return lenient || known(c, v, place, t->indicator);
  bool right = *up ? t->target >= t->warning && t->warning >= t->critical
                   : t->target <= t->warning && t->warning <= t->critical;
  if (right) return check_range(c, t, i, v->percent[up - v->up]);
  (void)snprintf(place, sizeof place, "thresholds[%u].warning", i);
  (void)snprintf(expected, sizeof expected, "target %s warning %s critical, for %s is better for %.60s", *up ? ">=" : "<=",
                 *up ? ">=" : "<=", *up ? "higher" : "lower", t->indicator);
  (void)snprintf(found, sizeof found, "%g, %g, %g", t->target, t->warning, t->critical);
  return check_failed(c, place, expected, found);
}

/* ---- frameworks ---- */

struct frameworks {
  struct framework *items[FRAMEWORKS_MAX];
  unsigned count;
};

static void frameworks_free(struct frameworks *f) {
  for (unsigned i = 0; i < f->count; i++) framework_free(f->items[i]);
}

static bool frameworks_open(struct frameworks *f, struct vg_error *err) {
  for (struct framework *next; f->count < FRAMEWORKS_MAX; f->items[f->count++] = next) {
    if (!framework_builtin(f->count, &next, err)) return false;
    if (next == NULL) break;
  }
  return true;
}

static bool has_control(const struct framework *f, const char *number) {
  for (unsigned i = 0; i < f->controls_count; i++) {
    if (strcmp(f->controls[i].number, number) == 0) return true;
  }
  return false;
}

static bool check_mapping(const struct check *c, const struct frameworks *all, const struct policy_mapping *m, const char *at) {
  const char *codes[FRAMEWORKS_MAX];
  char place[PLACE + 32], expected[128];
  const struct framework *found = NULL;
  for (unsigned i = 0; i < all->count; i++) {
    codes[i] = all->items[i]->code;
    if (strcmp(codes[i], m->framework) == 0) found = all->items[i];
  }
  (void)snprintf(place, sizeof place, "%s.framework", at);
  const char *near = text_nearest(m->framework, codes, all->count);
  (void)snprintf(expected, sizeof expected, "a framework that exists (%s?)", near != NULL ? near : codes[0]);
  if (found == NULL) return check_failed(c, place, expected, m->framework);
  for (unsigned i = 0; i < m->controls_count; i++) {
    (void)snprintf(place, sizeof place, "%s.controls[%u]", at, i);
    (void)snprintf(expected, sizeof expected, "a number of %s", found->code);
    if (!has_control(found, m->controls[i])) return check_failed(c, place, expected, m->controls[i]);
  }
  return true;
}

static bool check_rule(const struct check *c, const struct frameworks *all, const struct policy_vocabulary *v,
                       const struct policy_rule *rule, const char *at, bool lenient) {
  char place[PLACE];
  for (unsigned i = 0; !lenient && i < rule->indicators_count; i++) {
    (void)snprintf(place, sizeof place, "%s.indicators[%u]", at, i);
    if (!known(c, v, place, rule->indicators[i])) return false;
  }
  for (unsigned i = 0; i < rule->mapping_count; i++) {
    (void)snprintf(place, sizeof place, "%s.mapping[%u]", at, i);
    if (!check_mapping(c, all, &rule->mapping[i], place)) return false;
  }
  return true;
}

static bool check_all(const struct check *c, const struct frameworks *all, const struct policy *p,
                      const struct policy_vocabulary *v, bool lenient) {
  char at[PLACE / 2];
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      (void)snprintf(at, sizeof at, "chapters[%u].rules[%u]", i, r);
      if (!check_rule(c, all, v, &p->chapters[i].rules[r], at, lenient)) return false;
    }
  }
  for (unsigned i = 0; i < p->thresholds_count; i++) {
    if (!check_threshold(c, v, &p->thresholds[i], i, lenient)) return false;
  }
  return true;
}

bool policy_check(const char *path, const char *text, const struct policy *p, const struct policy_vocabulary *v,
                  bool lenient, struct vg_error *err) {
  struct check c = {path, text, strlen(text), err};
  struct frameworks all = {0};
  bool ok = frameworks_open(&all, err) && check_all(&c, &all, p, v, lenient);
  frameworks_free(&all);
  return ok;
}
