/* All connectors by name, and the check that each is well formed. The table itself is generated. */
#include <string.h>

#include "connectors/connector.h"

const struct connector *connector_find(const char *name) {
  for (size_t i = 0; i < connectors_count; i++)
    if (strcmp(connectors[i]->name, name) == 0) return connectors[i];
  return NULL;
}

static bool name_fits(const char *name) {
  size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return n > 0 && n < 40 && name[n] == '\0' && name[0] >= 'a' && name[0] <= 'z';
}

static bool filled(const char *text) { return text != NULL && text[0] != '\0'; }

static bool check_option(const struct connector *c, const struct option_spec *o, struct vg_error *err) {
  if (!filled(o->name) || !name_fits(o->name))
    return vg_fail(err, VG_E_INTERNAL, "connector %s: an option has no good name", c->name);
  if (!filled(o->label_fr) || !filled(o->label_en) || !filled(o->help_fr) || !filled(o->help_en))
    return vg_fail(err, VG_E_INTERNAL, "connector %s: option %s lacks a label or a help", c->name, o->name);
  if (o->min > o->max || (o->type == OPTION_CHOICE) != (o->choices != NULL))
    return vg_fail(err, VG_E_INTERNAL, "connector %s: option %s has a wrong range or choices", c->name, o->name);
  if (o->type == OPTION_SECRET && o->dflt != NULL)
    return vg_fail(err, VG_E_INTERNAL, "connector %s: secret %s has a default", c->name, o->name);
  for (const struct option_spec *p = c->options; p < o; p++)
    if (strcmp(p->name, o->name) == 0)
      return vg_fail(err, VG_E_INTERNAL, "connector %s: option %s is declared twice", c->name, o->name);
  return true;
}

static bool check_defaults(const struct connector *c, struct vg_error *err) {
  VG_ARENA(arena, 1 << 16);
  for (const struct option_spec *o = c->options; o->type != OPTION_NONE; o++) {
    const struct option_spec alone[] = {*o, {.type = OPTION_NONE}};
    const struct connector probe = {.name = c->name, .options = alone};
    const struct option_value given = {o->name, o->dflt != NULL ? o->dflt : o->example};
    const char **values;
    if (given.value == NULL || arena == NULL) continue;
    if (!connector_options(&probe, arena, &given, 1, &values, err)) {
      err->code = VG_E_INTERNAL;
      return vg_context(err, "connector %s: default or example: ", c->name);
    }
  }
  return true;
}

static bool check_emits(const struct connector *c, struct vg_error *err) {
  if (c->emits == NULL || c->emits_count == 0) return vg_fail(err, VG_E_INTERNAL, "connector %s emits nothing", c->name);
  for (size_t i = 0; i < c->emits_count; i++) {
    if ((unsigned)c->emits[i].kind >= KIND_COUNT)
      return vg_fail(err, VG_E_INTERNAL, "connector %s emits an unknown kind", c->name);
    for (size_t j = 0; j < i; j++)
      if (c->emits[i].kind == c->emits[j].kind)
        return vg_fail(err, VG_E_INTERNAL, "connector %s emits %s twice", c->name, kind_get(c->emits[i].kind)->name);
  }
  return true;
}

static bool check_one(const struct connector *c, struct vg_error *err) {
  if (c->abi != CONNECTOR_ABI)
    return vg_fail(err, VG_E_INTERNAL, "connector %s: abi %u, expected %d", filled(c->name) ? c->name : "?", c->abi,
                   CONNECTOR_ABI);
  if (!filled(c->name) || !name_fits(c->name)) return vg_fail(err, VG_E_INTERNAL, "a connector has no good name");
  if (!filled(c->title_fr) || !filled(c->title_en) || !filled(c->summary_fr) || !filled(c->summary_en))
    return vg_fail(err, VG_E_INTERNAL, "connector %s lacks a title or a summary", c->name);
  if (c->options == NULL || c->collect == NULL)
    return vg_fail(err, VG_E_INTERNAL, "connector %s lacks options or collect", c->name);
  if (c->period_s < 0 || c->staleness_s <= 0 || c->staleness_s < c->period_s)
    return vg_fail(err, VG_E_INTERNAL, "connector %s: its staleness must be at least its period", c->name);
  if (c->entered != (c->period_s == 0))
    return vg_fail(err, VG_E_INTERNAL, "connector %s: only what people enter is never pulled on schedule", c->name);
  for (const struct option_spec *o = c->options; o->type != OPTION_NONE; o++)
    if (!check_option(c, o, err)) return false;
  return check_defaults(c, err) && check_emits(c, err);
}

bool connectors_check(struct vg_error *err) {
  for (size_t i = 0; i < connectors_count; i++) {
    if (!check_one(connectors[i], err)) return false;
    if (i > 0 && strcmp(connectors[i - 1]->name, connectors[i]->name) >= 0)
      return vg_fail(err, VG_E_INTERNAL, "connectors are not sorted by name at %s", connectors[i]->name);
  }
  return true;
}
