/* web/view/policy.h — versions of the policy and frameworks: from the rows of sql/query/policy_*_shown.sql to their views. */
#ifndef VG_WEB_VIEW_POLICY_H
#define VG_WEB_VIEW_POLICY_H

#include "db/db.h"
#include "policy/diff.h"
#include "web/view/figures.h"

/* The column NAME_fr or NAME_en, by the reader's language; in the arena. */
const char *policy_column(const struct desk *, const struct db_result *, size_t row, const char *fr, const char *en);

struct policy_rows {
  const struct db_result *rules, *mapping, *frameworks, *versions;
};
/* Fills all but the frame and the versions' differences. `at`: the instant shown. */
void policy_fill(const struct desk *, const struct board *, const struct policy_rows *, vg_time at, struct view_policy *out);
/* The differences of a version to the one before it. */
void policy_fill_differences(const struct desk *, const struct policy_differences *, struct view_policy_version *out);

/* The controls that a rule answers, from rows of policy_mapping_shown. */
void policy_fill_controls(const struct desk *, const struct db_result *mapping, struct view_rule *out);

struct framework_wanted {
  int cover; /* 1: answered by a rule, 0: by none, -1: all */
  int state; /* an enum vg_state, or -1: all */
};
/* Fills all but the frame, from rows of policy_framework_shown: at least one. */
void framework_fill(const struct desk *, const struct board *, const struct db_result *, const char *code,
                    const struct framework_wanted *, struct view_framework *out);

#endif
