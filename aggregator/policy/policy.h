/* policy/policy.h — a policy pack, from YAML: chapters, rules, the indicators of each and their thresholds, owners, mappings to
 * frameworks, registers, where rules do not apply.
 *
 * A pack is loaded all or nothing. Errors name file and line, path, what was expected and what was found.          */
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

struct policy_mapping {
  const char *framework; /* "iso27001-2022" */
  const char **controls; /* their numbers: "8.13" */
  unsigned controls_count;
};

struct policy_rule {
  const char *number; /* "12.3" */
  const char *title_fr, *title_en;
  const char *statement_fr, *statement_en; /* in our own words */
  const char *frequency_fr, *frequency_en; /* what the policy asks: "daily", "every 6 months"; NULL: none said */
  const char *owner;                       /* a job of the kind "person"; NULL: nobody named */
  struct policy_mapping *mapping;
  unsigned mapping_count;
  const char **indicators; /* codes; a code may be of an indicator that does not exist yet */
  unsigned indicators_count;
};

struct policy_chapter {
  int number;
  const char *title_fr, *title_en;
  struct policy_rule *rules;
  unsigned rules_count;
};

/* ---- registers: see the functions of sql/schema/0003_governance.sql that read them ---- */

struct policy_deadline {
  const char *topic;    /* "incident", "vulnerability", "exploited" */
  const char *severity; /* NULL: whatever it is */
  int days;
};
struct policy_backup_class {
  const char *code; /* "daily" */
  int hours;
};
struct policy_profile {
  const char *job;
  const char **privileges; /* roles of accounts; "*": any */
  unsigned privileges_count;
  const char **zones; /* of badges; "*": any */
  unsigned zones_count;
};
struct policy_incompatible {
  const char *one, *other; /* roles of accounts */
};
struct policy_topic { /* a process, or a topic of the watch */
  const char *code, *title_fr, *title_en;
  int days; /* of a topic: how long without an item; 0 for a process */
};
struct policy_control { /* what persons attest */
  const char *code, *rule;
  const char *subject; /* "site", "secure_area", "perimeter" */
  int days;            /* how long an attestation holds */
  const char *question_fr, *question_en;
};

struct policy_registers {
  struct policy_deadline *deadlines;
  unsigned deadlines_count;
  struct policy_backup_class *backup_classes;
  unsigned backup_classes_count;
  struct policy_profile *profiles;
  unsigned profiles_count;
  struct policy_incompatible *incompatible_roles;
  unsigned incompatible_roles_count;
  struct policy_topic *processes;
  unsigned processes_count;
  struct policy_topic *watch_topics;
  unsigned watch_topics_count;
  struct policy_control *controls;
  unsigned controls_count;
};

/* ---- where rules do not apply ---- */

struct policy_perimeter {
  const char *code, *name;
  const char *parent; /* NULL: right below the root */
};
struct policy_exception {
  const char *rule, *perimeter, *reason;
  const char *author, *reviewer; /* who stated it, who agreed: two persons */
};

struct policy {
  const char *code, *title_fr, *title_en;
  const char *effective_on; /* "2024-01-01" */
  struct policy_chapter *chapters;
  unsigned chapters_count;
  struct policy_registers registers;
  struct policy_perimeter *perimeters;
  unsigned perimeters_count;
  struct policy_exception *not_applicable;
  unsigned not_applicable_count;
  struct policy_threshold *thresholds;
  unsigned thresholds_count;
};

enum { POLICY_BYTES_MAX = 1 << 20 };

/* Yours: policy_free(). `path` names the text in errors. VG_E_INPUT. Says all that can be said without knowing which
 * indicators and frameworks exist. */
bool policy_parse(const char *path, const char *text, size_t length, struct policy **out, struct vg_error *err);
/* The pack of that code compiled in ("coreoz-2024"). Yours: policy_free(). */
bool policy_builtin(const char *code, struct policy **out, struct vg_error *err);
void policy_free(struct policy *);

unsigned policy_rules(const struct policy *); /* how many */
/* NULL when the policy has none of that number. */
const struct policy_rule *policy_rule_find(const struct policy *, const char *number);

/* The text of the pack of that code compiled in; NULL when there is none. */
const char *policy_builtin_text(const char *code);

/* ---- what a pack may name ---- */

struct policy_vocabulary { /* the indicators that exist, in any order */
  const char *const *codes;
  const bool *up;      /* higher is better */
  const bool *percent; /* its unit is "%" */
  size_t count;
};
/* Those of the database, in the arena. */
bool policy_vocabulary_load(struct db *, struct vg_arena *, struct policy_vocabulary *out, struct vg_error *err);

/* That indicators and framework controls exist and each threshold is on the right side of its target. `lenient`: an
 * indicator that does not exist is let through, as in the pack of the program. `path` and `text` are those of
 * policy_parse(). VG_E_INPUT. */
bool policy_check(const char *path, const char *text, const struct policy *, const struct policy_vocabulary *,
                  bool lenient, struct vg_error *err);

/* Does the vocabulary hold that code? */
bool policy_knows(const struct policy_vocabulary *, const char *indicator);
/* At least one of its indicators exists, or persons attest it. */
bool policy_measurable(const struct policy *, const struct policy_vocabulary *, const struct policy_rule *);

/* ---- into the database, as vigie_owner ---- */

/* Reads, checks and writes a pack, whole or not at all: its perimeters that do not exist yet, chapters, rules, indicators,
 * mapping, registers, exceptions, thresholds. Refused when it would change a day for which figures were published, or
 * takes effect on the day of another version. `by` is told in the journal. *out (NULL allowed) is yours: policy_free(). VG_E_INPUT. */
bool policy_load(struct db *, const char *path, const char *text, size_t length, const char *by, struct policy **out,
                 struct vg_error *err);

/* What policy_load() would refuse, without writing: VG_E_INPUT. *out: the indicators that exist, in the arena. */
bool policy_try(struct db *, struct vg_arena *, const char *path, const char *text, const struct policy *,
                struct policy_vocabulary *out, struct vg_error *err);
struct policy_removed {
  const char *effective_on; /* "2026-12-15" */
  const char *former;       /* code of the version before it, which goes on; NULL: none */
};
/* Takes away the last version, when it is not in force yet, with its thresholds and what it states. *out is in the arena. `by` is
 * told in the journal. VG_E_NOTFOUND, VG_E_CONFLICT. */
bool policy_remove(struct db *, struct vg_arena *, const char *code, const char *by, struct policy_removed *out, struct vg_error *err);

/* The frameworks and the built-in pack into the database: part of migrate, after indicator_install(). A version of that
 * code that somebody loaded stays. Idempotent. */
bool policy_install(struct db *, struct vg_error *err);

#endif
