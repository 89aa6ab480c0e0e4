/* policy/diff.h — what differs between two versions of the policy, part by part. */
#ifndef VG_POLICY_DIFF_H
#define VG_POLICY_DIFF_H

#include "core/arena.h"
#include "policy/policy.h"

enum policy_part { /* in this order */
  PART_TITLE,
  PART_EFFECT,
  PART_CHAPTER,
  PART_RULE,
  PART_STATEMENT,
  PART_FREQUENCY,
  PART_OWNER,
  PART_INDICATOR,
  PART_MAPPING,
  PART_THRESHOLD,
  PART_DEADLINE,
  PART_BACKUP_CLASS,
  PART_PROFILE,
  PART_INCOMPATIBLE,
  PART_PROCESS,
  PART_TOPIC,
  PART_CONTROL,
  PART_PERIMETER,
  PART_EXCEPTION,
  PART_COUNT
};

struct policy_difference {
  enum policy_part part;
  const char *name;          /* "3.2", "3.2 asset_classified", "incident critical"; "" for the title */
  const char *before, *after; /* NULL: was not there, is there no more; "" where being there says it all */
};
struct policy_differences {
  struct policy_difference *items; /* part by part, in the order of the packs */
  size_t count;
};

/* "statement", "threshold": as the command line says it. */
const char *policy_part_name(enum policy_part);

/* Texts in French, or in English; where only the other language's differ, these. All lives in the arena, or in the two policies.
 * VG_E_LIMIT. */
bool policy_diff(struct vg_arena *, const struct policy *before, const struct policy *after, bool french,
                 struct policy_differences *out, struct vg_error *err);

#endif
