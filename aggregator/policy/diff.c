#include "policy/diff.h"

#include <string.h>

#include "core/typography.h"

/* A pack flattened: what stands where, in both languages. */
struct fact {
  enum policy_part part;
  const char *name, *fr, *en;
};
struct facts {
  struct vg_arena *arena;
  struct fact *items;
  size_t count, room;
};

static void put(struct facts *f, enum policy_part part, const char *name, const char *fr, const char *en) {
  if (f->count == f->room) {
    size_t room = f->room == 0 ? 512 : 2 * f->room;
    struct fact *items = vg_alloc(f->arena, room * sizeof *items);
    if (items == NULL) return;
    if (f->count > 0) memcpy(items, f->items, f->count * sizeof *items);
    f->items = items;
    f->room = room;
  }
  f->items[f->count++] = (struct fact){part, name == NULL ? "" : name, fr == NULL ? "" : fr, en == NULL ? "" : en};
}

/* French as it is shown everywhere else; the same typed with other apostrophes is no difference. */
static void add(struct facts *f, enum policy_part part, const char *name, const char *fr, const char *en) {
  put(f, part, name, typography_fr(f->arena, fr), en);
}

static void add_one(struct facts *f, enum policy_part part, const char *name, const char *text) {
  put(f, part, name, text, text);
}

static const char *joined(struct vg_arena *a, const char *const *texts, unsigned count) {
  const char *out = "";
  for (unsigned i = 0; i < count && out != NULL; i++) out = vg_printf(a, "%s%s%s", out, i == 0 ? "" : ", ", texts[i]);
  return out;
}

static void flatten_rule(struct facts *f, const struct policy_rule *r) {
  add(f, PART_RULE, r->number, r->title_fr, r->title_en);
  add(f, PART_STATEMENT, r->number, r->statement_fr, r->statement_en);
  if (r->frequency_fr != NULL) add(f, PART_FREQUENCY, r->number, r->frequency_fr, r->frequency_en);
  if (r->owner != NULL) add_one(f, PART_OWNER, r->number, r->owner);
  for (unsigned i = 0; i < r->indicators_count; i++)
    add_one(f, PART_INDICATOR, vg_printf(f->arena, "%s %s", r->number, r->indicators[i]), "");
  for (unsigned i = 0; i < r->mapping_count; i++)
    add_one(f, PART_MAPPING, vg_printf(f->arena, "%s %s", r->number, r->mapping[i].framework),
            joined(f->arena, r->mapping[i].controls, r->mapping[i].controls_count));
}

static void flatten_rights(struct facts *f, const struct policy_registers *r) {
  for (unsigned i = 0; i < r->profiles_count; i++) {
    const struct policy_profile *p = &r->profiles[i];
    add_one(f, PART_PROFILE, p->job,
            vg_printf(f->arena, "%s; %s", joined(f->arena, p->privileges, p->privileges_count),
                      joined(f->arena, p->zones, p->zones_count)));
  }
  for (unsigned i = 0; i < r->incompatible_roles_count; i++)
    add_one(f, PART_INCOMPATIBLE, vg_printf(f->arena, "%s, %s", r->incompatible_roles[i].one, r->incompatible_roles[i].other), "");
}

static void flatten_registers(struct facts *f, const struct policy_registers *r) {
  struct vg_arena *a = f->arena;
  for (unsigned i = 0; i < r->deadlines_count; i++) {
    const struct policy_deadline *d = &r->deadlines[i];
    add_one(f, PART_DEADLINE, vg_printf(a, "%s%s%s", d->topic, d->severity == NULL ? "" : " ", d->severity == NULL ? "" : d->severity),
            vg_printf(a, "%d", d->days));
  }
  for (unsigned i = 0; i < r->backup_classes_count; i++)
    add_one(f, PART_BACKUP_CLASS, r->backup_classes[i].code, vg_printf(a, "%d", r->backup_classes[i].hours));
  flatten_rights(f, r);
  for (unsigned i = 0; i < r->processes_count; i++)
    add(f, PART_PROCESS, r->processes[i].code, r->processes[i].title_fr, r->processes[i].title_en);
  for (unsigned i = 0; i < r->watch_topics_count; i++) {
    const struct policy_topic *t = &r->watch_topics[i];
    add(f, PART_TOPIC, t->code, vg_printf(a, "%s (%d)", t->title_fr, t->days), vg_printf(a, "%s (%d)", t->title_en, t->days));
  }
  for (unsigned i = 0; i < r->controls_count; i++) {
    const struct policy_control *c = &r->controls[i];
    add(f, PART_CONTROL, vg_printf(a, "%s %s", c->rule, c->code), vg_printf(a, "%s (%s, %d)", c->question_fr, c->subject, c->days),
        vg_printf(a, "%s (%s, %d)", c->question_en, c->subject, c->days));
  }
}

static void flatten(struct facts *f, const struct policy *p) {
  add(f, PART_TITLE, "", p->title_fr, p->title_en);
  add_one(f, PART_EFFECT, "", p->effective_on);
  for (unsigned i = 0; i < p->chapters_count; i++) {
    const struct policy_chapter *c = &p->chapters[i];
    add(f, PART_CHAPTER, vg_printf(f->arena, "%d", c->number), c->title_fr, c->title_en);
    for (unsigned r = 0; r < c->rules_count; r++) flatten_rule(f, &c->rules[r]);
  }
  for (unsigned i = 0; i < p->thresholds_count; i++) {
    const struct policy_threshold *t = &p->thresholds[i];
    add_one(f, PART_THRESHOLD, t->indicator, vg_printf(f->arena, "%g, %g, %g", t->target, t->warning, t->critical));
  }
  flatten_registers(f, &p->registers);
  for (unsigned i = 0; i < p->perimeters_count; i++)
    add_one(f, PART_PERIMETER, p->perimeters[i].code, p->perimeters[i].name);
  for (unsigned i = 0; i < p->not_applicable_count; i++) {
    const struct policy_exception *e = &p->not_applicable[i];
    add_one(f, PART_EXCEPTION, vg_printf(f->arena, "%s %s", e->rule, e->perimeter), e->reason);
  }
}

static const struct fact *twin(const struct facts *f, const struct fact *of) {
  for (size_t i = 0; i < f->count; i++) {
    if (f->items[i].part == of->part && strcmp(f->items[i].name, of->name) == 0) return &f->items[i];
  }
  return NULL;
}

static void compare(const struct fact *before, const struct fact *after, bool french, struct policy_differences *out) {
  const struct fact *any = after != NULL ? after : before;
  bool fr = before == NULL || after == NULL || strcmp(before->fr, after->fr) != 0,
       en = before == NULL || after == NULL || strcmp(before->en, after->en) != 0;
  if (!fr && !en) return;
  bool show_french = french ? fr : !en;
  out->items[out->count++] = (struct policy_difference){any->part, any->name,
                                                        before == NULL ? NULL : show_french ? before->fr : before->en,
                                                        after == NULL ? NULL : show_french ? after->fr : after->en};
}

bool policy_diff(struct vg_arena *arena, const struct policy *before, const struct policy *after, bool french,
                 struct policy_differences *out, struct vg_error *err) {
  struct facts old = {.arena = arena}, new = {.arena = arena};
  flatten(&old, before);
  flatten(&new, after);
  *out = (struct policy_differences){.items = vg_alloc(arena, (old.count + new.count + 1) * sizeof *out->items)};
  if (vg_arena_exhausted(arena)) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (int part = 0; part < PART_COUNT; part++) {
    for (size_t i = 0; i < old.count; i++) {
      if ((int)old.items[i].part == part && twin(&new, &old.items[i]) == NULL) compare(&old.items[i], NULL, french, out);
    }
    for (size_t i = 0; i < new.count; i++) {
      if ((int)new.items[i].part == part) compare(twin(&old, &new.items[i]), &new.items[i], french, out);
    }
  }
  return true;
}

const char *policy_part_name(enum policy_part part) {
  static const char *const names[PART_COUNT] = {
      [PART_TITLE] = "title",         [PART_EFFECT] = "effective_on",   [PART_CHAPTER] = "chapter",
      [PART_RULE] = "rule",           [PART_STATEMENT] = "statement",   [PART_FREQUENCY] = "frequency",
      [PART_OWNER] = "owner",         [PART_INDICATOR] = "indicator",   [PART_MAPPING] = "mapping",
      [PART_THRESHOLD] = "threshold", [PART_DEADLINE] = "deadline",     [PART_BACKUP_CLASS] = "backup_class",
      [PART_PROFILE] = "profile",     [PART_INCOMPATIBLE] = "incompatible_roles",
      [PART_PROCESS] = "process",     [PART_TOPIC] = "watch_topic",     [PART_CONTROL] = "control",
      [PART_PERIMETER] = "perimeter", [PART_EXCEPTION] = "not_applicable",
  };
  return names[part];
}
