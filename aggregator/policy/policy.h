/* policy/policy.h — a policy pack: chapters, rules, the indicators of each and their thresholds, from YAML.
 *
 * A pack is loaded all or nothing. Errors name file, line and path, what was expected and what was found.          */
#ifndef VG_POLICY_POLICY_H
#define VG_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"
#include "db/db.h"

struct policy_threshold {
  const char *indicator;
  double target, warning, critical; /* in the unit shown: 98 for 98 % */
};

struct policy_rule {
  const char *number; /* "12.3" */
  const char *title_fr, *title_en;
  const char *statement_fr, *statement_en; /* in our own words */
  const char *frequency_fr, *frequency_en; /* what the policy asks: "daily", "every 6 months"; NULL: none said */
  const char **indicators;                 /* codes; a code may be of an indicator that does not exist yet */
  unsigned indicators_count;
};

struct policy_chapter {
  int number;
  const char *title_fr, *title_en;
  struct policy_rule *rules;
  unsigned rules_count;
};

struct policy {
  const char *code, *title_fr, *title_en;
  const char *effective_on; /* "2024-01-01" */
  struct policy_chapter *chapters;
  unsigned chapters_count;
  struct policy_threshold *thresholds;
  unsigned thresholds_count;
};

/* Yours: policy_free(). `path` names the text in errors. VG_E_INPUT. */
bool policy_parse(const char *path, const char *text, size_t length, struct policy **out, struct vg_error *err);
/* The pack of that code compiled in ("coreoz-2024"). Yours: policy_free(). */
bool policy_builtin(const char *code, struct policy **out, struct vg_error *err);
void policy_free(struct policy *);

/* Writes the pack into vg.policy, vg.chapter, vg.rule, vg.rule_indicator and its thresholds (for the indicators that
 * exist), in one transaction; what is no longer in the pack goes. Thresholds set by people stay. Idempotent. */
bool policy_store(struct db *, const struct policy *, struct vg_error *err);

/* The built-in pack into the database: part of migrate, after indicator_install(). Role vigie_owner. Idempotent. */
bool policy_install(struct db *, struct vg_error *err);

#endif
