#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/typography.h"
#include "policy/registers.h"
#include "policy/store.h"

static size_t count_links(const struct policy *p) {
  size_t n = 0;
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) n += p->chapters[i].rules[r].indicators_count;
  }
  return n;
}

static bool store_head(struct db *db, struct vg_arena *a, const struct policy *p, const struct policy_origin *o,
                       struct vg_error *err) {
  const char *registers = registers_json(a, &p->registers);
  if (registers == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  return db_run(db, NULL, SQL_POLICY_PUT, DB_NONE, err, P_TEXT(p->code), P_TEXT(typography_fr(a, p->title_fr)),
                P_TEXT(p->title_en), P_TEXT(p->effective_on), P_TEXT(registers), P_TEXT(o->text), P_TIME(o->at), P_TEXT(o->by));
}

static bool store_chapters(struct db *db, struct vg_arena *a, const struct policy *p, struct vg_error *err) {
  size_t n = p->chapters_count;
  int64_t *numbers = vg_alloc(a, n * sizeof *numbers);
  const char **fr = vg_alloc(a, n * sizeof *fr), **en = vg_alloc(a, n * sizeof *en);
  if (en == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < n; i++) {
    numbers[i] = p->chapters[i].number;
    fr[i] = typography_fr(a, p->chapters[i].title_fr);
    en[i] = p->chapters[i].title_en;
  }
  return db_run(db, NULL, SQL_POLICY_CHAPTERS, DB_NONE, err, P_TEXT(p->code), P_INTS(numbers, n), P_TEXTS(fr, n),
                P_TEXTS(en, n));
}

enum {
  RULE_NUMBER,
  RULE_TITLE_FR,
  RULE_TITLE_EN,
  RULE_STATEMENT_FR,
  RULE_STATEMENT_EN,
  RULE_FREQUENCY_FR,
  RULE_FREQUENCY_EN,
  RULE_OWNER,
  RULE_COLUMNS
};

static void rule_row(struct vg_arena *a, const struct policy_rule *r, const char **columns[RULE_COLUMNS], size_t n) {
  columns[RULE_NUMBER][n] = r->number;
  columns[RULE_TITLE_FR][n] = typography_fr(a, r->title_fr);
  columns[RULE_TITLE_EN][n] = r->title_en;
  columns[RULE_STATEMENT_FR][n] = typography_fr(a, r->statement_fr);
  columns[RULE_STATEMENT_EN][n] = r->statement_en;
  columns[RULE_FREQUENCY_FR][n] = r->frequency_fr == NULL ? "" : typography_fr(a, r->frequency_fr);
  columns[RULE_FREQUENCY_EN][n] = r->frequency_en == NULL ? "" : r->frequency_en;
  columns[RULE_OWNER][n] = r->owner == NULL ? "" : r->owner;
}

static bool store_rules(struct db *db, struct vg_arena *a, const struct policy *p, struct vg_error *err) {
  size_t total = policy_rules(p), n = 0;
  const char **columns[RULE_COLUMNS];
  int64_t *chapters = vg_alloc(a, total * sizeof *chapters);
  for (int i = 0; i < RULE_COLUMNS; i++) columns[i] = vg_alloc(a, total * sizeof **columns);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      chapters[n] = p->chapters[i].number;
      rule_row(a, &p->chapters[i].rules[r], columns, n++);
    }
  }
  return db_run(db, NULL, SQL_POLICY_RULES, DB_NONE, err, P_TEXT(p->code), P_INTS(chapters, total),
                P_TEXTS(columns[RULE_NUMBER], total), P_TEXTS(columns[RULE_TITLE_FR], total),
                P_TEXTS(columns[RULE_TITLE_EN], total), P_TEXTS(columns[RULE_STATEMENT_FR], total),
                P_TEXTS(columns[RULE_STATEMENT_EN], total), P_TEXTS(columns[RULE_FREQUENCY_FR], total),
                P_TEXTS(columns[RULE_FREQUENCY_EN], total),
                P_TEXTS(columns[RULE_OWNER], total));
}

static bool store_links(struct db *db, struct vg_arena *a, const struct policy *p, struct vg_error *err) {
  size_t total = count_links(p), n = 0;
  const char **rules = vg_alloc(a, total * sizeof *rules), **codes = vg_alloc(a, total * sizeof *codes);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      const struct policy_rule *rule = &p->chapters[i].rules[r];
      for (unsigned k = 0; k < rule->indicators_count; k++, n++) {
        rules[n] = rule->number;
        codes[n] = rule->indicators[k];
      }
    }
  }
  return db_run(db, NULL, SQL_POLICY_INDICATORS, DB_NONE, err, P_TEXT(p->code), P_TEXTS(rules, total),
                P_TEXTS(codes, total));
}

static size_t count_controls(const struct policy *p) {
  size_t n = 0;
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      const struct policy_rule *rule = &p->chapters[i].rules[r];
      for (unsigned m = 0; m < rule->mapping_count; m++) n += rule->mapping[m].controls_count;
    }
  }
  return n;
}

static size_t put_controls(const struct policy_rule *rule, const char **columns[3], size_t n) {
  for (unsigned m = 0; m < rule->mapping_count; m++) {
    for (unsigned k = 0; k < rule->mapping[m].controls_count; k++, n++) {
      columns[0][n] = rule->number;
      columns[1][n] = rule->mapping[m].framework;
      columns[2][n] = rule->mapping[m].controls[k];
    }
  }
  return n;
}

static bool store_controls(struct db *db, struct vg_arena *a, const struct policy *p, struct vg_error *err) {
  size_t total = count_controls(p), n = 0;
  const char **columns[3];
  for (int i = 0; i < 3; i++) columns[i] = vg_alloc(a, (total + 1) * sizeof **columns);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) n = put_controls(&p->chapters[i].rules[r], columns, n);
  }
  return db_run(db, NULL, SQL_POLICY_CONTROLS, DB_NONE, err, P_TEXT(p->code), P_TEXTS(columns[0], total),
                P_TEXTS(columns[1], total), P_TEXTS(columns[2], total));
}

static bool store_thresholds(struct db *db, struct vg_arena *a, const struct policy *p, const struct policy_origin *o,
                             struct vg_error *err) {
  size_t n = p->thresholds_count;
  const char **columns[4];
  for (int i = 0; i < 4; i++) columns[i] = vg_alloc(a, (n + 1) * sizeof **columns);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < n; i++) {
    columns[0][i] = p->thresholds[i].indicator;
    columns[1][i] = vg_printf(a, "%.10g", p->thresholds[i].target);
    columns[2][i] = vg_printf(a, "%.10g", p->thresholds[i].warning);
    columns[3][i] = vg_printf(a, "%.10g", p->thresholds[i].critical);
  }
  return db_run(db, NULL, SQL_POLICY_THRESHOLDS, DB_NONE, err, P_TEXT(p->code), P_TEXTS(columns[0], n),
                P_TEXTS(columns[1], n), P_TEXTS(columns[2], n), P_TEXTS(columns[3], n), P_TIME(o->at), P_BOOL(o->anew));
}

static bool store_exceptions(struct db *db, struct vg_arena *a, const struct policy *p, const struct policy_origin *o,
                             struct vg_error *err) {
  size_t n = p->not_applicable_count;
  const char **columns[5];
  for (int i = 0; i < 5; i++) columns[i] = vg_alloc(a, (n + 1) * sizeof **columns);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < n; i++) {
    const struct policy_exception *e = &p->not_applicable[i];
    columns[0][i] = e->rule;
    columns[1][i] = e->perimeter;
    columns[2][i] = e->reason;
    columns[3][i] = e->author;
    columns[4][i] = e->reviewer;
  }
  return db_run(db, NULL, SQL_POLICY_EXCEPTIONS, DB_NONE, err, P_TEXT(p->code), P_TEXTS(columns[0], n),
                P_TEXTS(columns[1], n), P_TEXTS(columns[2], n), P_TEXTS(columns[3], n), P_TEXTS(columns[4], n),
                P_TIME(o->at));
}

bool policy_store(struct db *db, struct vg_arena *a, const struct policy *p, const struct policy_origin *o,
                  struct vg_error *err) {
  return store_head(db, a, p, o, err) && store_chapters(db, a, p, err) && store_rules(db, a, p, err) &&
         store_links(db, a, p, err) && store_controls(db, a, p, err) && store_exceptions(db, a, p, o, err) &&
         store_thresholds(db, a, p, o, err);
}
