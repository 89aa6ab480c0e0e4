#include "indicator/run.h"

#include <string.h>

#include "indicator/check.h"

/* ---- which indicators ---- */

/* One that reads no kind at all reads the product's own tables, which any pull writes. */
static bool reads(const struct indicator *indicator, const char *kind) {
  return indicator->kind_count + indicator->optional_count == 0 || indicator_reads(indicator, kind_find(kind)->id);
}

static bool reads_by_name(const struct indicator *indicator, const char *kind) {
  bool found = false;
  for (size_t i = 0; i < indicator->by_name_count; i++) found |= strcmp(kind_get(indicator->by_name[i])->name, kind) == 0;
  return found;
}

/* A composite is due when one of those it is made of is; one that reads the rules, when any is. */
static void mark_dependants(struct run *run) {
  bool assets = false, any = false;
  for (size_t i = 0; i < run->count; i++) assets |= run->due[i] && !run->all[i].own && strcmp(run->all[i].subject, "asset") == 0;
  for (size_t i = 0; i < run->count; i++) run->due[i] |= assets && run->all[i].form == FORM_COMPOSITE;
  for (size_t i = 0; i < run->count; i++) any |= run->due[i] && !run->all[i].own;
  for (size_t i = 0; i < run->count; i++) run->due[i] |= any && run->all[i].reads == READS_RULES;
}

/* A composite says of a subject what its indicators say of it, as long as what it reads itself is what it was. */
static bool follows(const struct run *run, const struct indicator *i) {
  if (i->form != FORM_COMPOSITE) return false;
  for (size_t k = 0; k < run->kind_count; k++) {
    if (reads(i, run->kinds[k])) return false;
  }
  return true;
}

/* It says of a rule what the states of that rule are. */
static bool rules_only(const struct indicator *i) {
  return !i->own && i->reads == READS_RULES && strcmp(i->subject, "rule") == 0 && i->kind_count + i->optional_count == 0 && touched_timeless(i);
}

static bool load_kinds(struct run *run, struct vg_error *err) {
  DB_RESULT(kinds);
  if (!db_run(run->db, &kinds, SQL_EVALUATION_KINDS, DB_MANY, err, P_INT(run->id))) return false;
  for (size_t r = 0; r < row_count(kinds); r++) {
    const struct kind *kind = kind_find(row_text(kinds, r, "kind"));
    if (kind != NULL && run->kind_count < KIND_COUNT) run->kinds[run->kind_count++] = kind->name;
  }
  return row_ok(kinds, err);
}

bool run_mark_due(struct run *run, bool everything, struct vg_error *err) {
  DB_RESULT(stale);
  if (!db_run(run->db, &stale, SQL_EVALUATION_STALE, DB_MANY, err) || !load_kinds(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) {
    run->due[i] = everything || (run->refresh && !check_covers(&run->all[i]));
    for (size_t r = 0; r < row_count(stale); r++)
      run->due[i] |= strcmp(row_text(stale, r, "code"), run->all[i].code) == 0;
    run->forced[i] = run->due[i];
    run->whole[i] = run->due[i] || !(touched_allows(&run->all[i], run->kinds, run->kind_count) || follows(run, &run->all[i]) || rules_only(&run->all[i]));
    for (size_t k = 0; k < run->kind_count; k++) {
      run->due[i] |= reads(&run->all[i], run->kinds[k]);
      run->brought[i] |= reads(&run->all[i], run->kinds[k]) && !reads_by_name(&run->all[i], run->kinds[k]);
    }
    run->if_shifted[i] = run->refresh && !run->due[i] && run->all[i].ground != NULL;
  }
  run->anew = everything || row_count(stale) > 0;
  for (size_t r = 0; r < row_count(stale); r++) run->check &= row_bool(stale, r, "own");
  run->check &=  run->pulls == 0 && !run->back;
  mark_dependants(run);
  return row_ok(stale, err);
}

struct touched_news run_news(const struct run *run) {
  return (struct touched_news){run->kinds, run->kind_count, run->first_read, run->known_at, run->since, &run->renamed};
}

/* Once, when somebody asks. */
static bool load_touched(struct run *run, struct vg_error *err) {
  const struct touched_news news = run_news(run);
  return run->touched.result != NULL || touched_load(run->db, &news, NULL, &run->touched, err);
}

static bool has_field(const struct kind *kind, enum field_type type) {
  const struct kind_field *f = kind->fields;
  while (f->name != NULL && f->type != type) f++;
  return f->name != NULL;
}

/* One that reads no kind at all reads what others say. */
static bool reads_names(const struct indicator *i, enum field_type type) {
  bool found = i->own || i->kind_count + i->optional_count == 0;
  for (size_t k = 0; k < i->kind_count; k++) found |= has_field(kind_get(i->kinds[k]), type);
  for (size_t k = 0; k < i->optional_count; k++) found |= has_field(kind_get(i->optional[k]), type);
  return found;
}

/* It looks up records by the names that pulls brought, or names that are others' than before. */
static bool looks_up(const struct run *run, const struct indicator *i, bool assets, bool persons) {
  bool found = (assets && reads_names(i, FIELD_HOST)) || (persons && reads_names(i, FIELD_EMAIL));
  for (size_t k = 0; k < run->kind_count; k++) found |= reads_by_name(i, run->kinds[k]);
  return found;
}

/* A kind that it reads, but for what it looks up there, is one of these; of one that reads no kind, or the organisation's own, it is not known. */
static bool reads_one_of(const struct indicator *i, const bool kinds[KIND_COUNT]) {
  bool found = i->own || i->kind_count + i->optional_count == 0;
  for (enum kind_id k = 0; k < KIND_COUNT; k++) found |= kinds[k] && indicator_reads(i, k) && !reads_by_name(i, kind_get(k)->name);
  return found;
}

bool run_mark_named(struct run *run, bool assets, bool persons, struct vg_error *err) {
  bool looking[INDICATORS_MAX], kinds[KIND_COUNT] = {false}, any = false;
  for (size_t n = 0; n < run->count; n++) {
    const struct indicator *i = &run->all[n];
    run->whole[n] |= run->renamed.too_many;
    looking[n] = !run->forced[n] && !run->brought[n] && i->form != FORM_COMPOSITE && looks_up(run, i, assets, persons);
    any |= looking[n];
    for (enum kind_id k = 0; looking[n] && k < KIND_COUNT; k++) kinds[k] |= indicator_reads(i, k);
  }
  if (!any) return true;
  if (!load_touched(run, err) || !touched_named(run->db, &run->touched, kinds, err)) return false;
  for (size_t n = 0; n < run->count; n++) {
    bool named = looking[n] && reads_one_of(&run->all[n], kinds);
    run->due[n] |= named;
    run->spared[n] = looking[n] && !named;
  }
  mark_dependants(run);
  return true;
}

bool run_anything_due(const struct run *run) {
  for (size_t i = 0; i < run->count; i++) {
    if (run->due[i]) return true;
  }
  return run->days || run->pulls > 0 || run->refresh;
}

/* ---- the transaction ---- */

bool run_settle(struct db *db, struct vg_error *err) {
  return db_run(db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, err) && db_run(db, NULL, SQL_EVALUATION_LOCK, DB_ONE, err);
}

/* ---- how much of each ---- */

static bool mark_kept(struct run *run, struct vg_error *err) {
  DB_RESULT(kept);
  if (!db_run(run->db, &kept, SQL_GIVEN_LIST, DB_MANY, err, P_TIME(run->since))) return false;
  for (size_t i = 0; i < run->count; i++) {
    bool there = false;
    for (size_t r = 0; r < row_count(kept); r++) there |= strcmp(row_text(kept, r, "indicator"), run->all[i].code) == 0;
    run->kept[i] = there;
    run->whole[i] |= !there;
  }
  return row_ok(kept, err);
}

/* It is asked of those that any record touched; others have theirs worked out when they are asked. */
static bool asked_of_touched(const struct run *run, size_t n) {
  const struct indicator *i = &run->all[n];
  bool records = i->reads == READS_RECORDS && (!follows(run, i) || run->renamed.subject_count > 0);
  return run->due[n] && !run->whole[n] && records && i->touched == NULL && !touched_presence(i, run->kinds, run->kind_count);
}

/* States are true from when they are read: those of the pulls, from the first reading on. */
static bool load_differs_from(struct run *run, struct vg_error *err) {
  DB_RESULT(inventory);
  if (run->back || run->renamed.subject_count > 0) return true;
  if (!db_run(run->db, &inventory, SQL_EVALUATION_INVENTORY, DB_ONE, err, P_TIME(run->first_read))) return false;
  if (!row_bool(inventory, 0, "touched")) run->differs_from = run->first_read;
  return row_ok(inventory, err);
}

bool run_load_touched(struct run *run, struct vg_error *err) {
  bool some = false;
  run->differs_from = VG_NEVER;
  if (!mark_kept(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) some |= asked_of_touched(run, i);
  if (!some || run->pulls + (int64_t)run->renamed.subject_count == 0) return true;
  if (!load_touched(run, err) || !load_differs_from(run, err)) return false;
  for (size_t i = 0; run->touched.too_many && i < run->count; i++) run->whole[i] = true;
  return true;
}

void run_free(struct run *run) {
  touched_free(&run->renamed);
  touched_free(&run->touched);
  touched_free(&run->told);
  touched_free(&run->judged);
  touched_free(&run->turned);
  touched_free(&run->rules);
}
