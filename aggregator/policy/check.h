/* policy/check.h — what the shape of a pack cannot say. Each function is true, or fails with VG_E_INPUT
 * "p.yaml:12: chapters[0].rules[2].number: expected 2.4 or above, got "2.3"".                                      */
#ifndef VG_POLICY_CHECK_H
#define VG_POLICY_CHECK_H

#include "policy/policy.h"

struct check {
  const char *path, *text; /* of the pack, to tell lines */
  size_t length;
  struct vg_error *err;
};

/* Always false. `place` is a path of policy/marks.h. */
bool check_failed(const struct check *, const char *place, const char *expected, const char *found);

/* Head, chapters, rules, thresholds, perimeters, exceptions. */
bool check_pack(const struct check *, const struct policy *);
/* Registers. */
bool check_registers(const struct check *, const struct policy *);

/* [a-z0-9] and the characters of `extra`, at least one. */
bool check_name(const char *text, const char *extra);
/* A job of the kind "person". */
bool check_job(const struct check *, const char *place, const char *job);

#endif
