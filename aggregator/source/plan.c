/* Checking what a person typed: source_plan() of source/source.h. */
#include <string.h>

#include "source/options.h"
#include "source/seal.h"
#include "source/source.h"

/* Stands for a secret whose value is not known here, where the connector's check wants one. */
static const char kept_secret[] = "********";

struct planning {
  struct db *db;
  struct vg_arena *arena;
  const struct source_draft *draft;
  struct source_plan *out;
  struct vg_error *err;
};

static bool code_ok(const char *code) {
  size_t n = strlen(code);
  return n >= 1 && n <= 63 && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n && code[0] != '-' && code[0] != '_';
}

static bool plan_identity(struct planning *p) {
  const struct source_draft *d = p->draft;
  struct source *w = &p->out->wanted;
  if (d->id == 0) {
    if (d->code == NULL || !code_ok(d->code)) {
      return vg_refuse(p->err, "code", "expected 1 to 63 of a-z, 0-9, - and _, got \"%.80s\"", d->code != NULL ? d->code : "");
    }
    if (d->connector == NULL) return vg_refuse(p->err, "connector", "expected a value, found nothing");
    w->code = vg_strdup(p->arena, d->code), w->connector = vg_strdup(p->arena, d->connector), w->enabled = d->enabled;
    w->name = w->code, w->is_sample = d->is_sample, w->perimeter = "all";
  } else {
    if (!source_load(p->db, p->arena, d->id, &p->out->stored, p->err)) return false;
    *w = p->out->stored;
    w->enabled = d->enabled;
    if (d->version != 0 && d->version != w->version) {
      vg_fail(p->err, VG_E_CONFLICT, N_("source \"%s\" was changed meanwhile"), w->code);
      return vg_hint(p->err, N_("read it again, then make the change again"));
    }
    if (d->connector != NULL && strcmp(d->connector, w->connector) != 0) {
      return vg_refuse(p->err, "connector", "a source keeps its own, which is \"%s\"", w->connector);
    }
  }
  p->out->connector = connector_find(w->connector);
  return p->out->connector != NULL || vg_refuse(p->err, "connector", "there is none named \"%.80s\"", w->connector);
}

static bool plan_perimeter(struct planning *p) {
  struct source *w = &p->out->wanted;
  if (p->draft->perimeter != NULL) w->perimeter = vg_strdup(p->arena, p->draft->perimeter);
  DB_RESULT(r);
  if (!db_run(p->db, &r, SQL_PERIMETER_FIND, DB_ZERO_OR_ONE, p->err, P_TEXT(w->perimeter))) return false;
  if (row_count(r) == 0) return vg_fail(p->err, VG_E_NOTFOUND, N_("perimeter: there is none with code \"%.80s\""), w->perimeter);
  w->perimeter_id = row_int(r, 0, "id");
  return row_ok(r, p->err);
}

static bool plan_numbers(struct planning *p) {
  const struct source_draft *d = p->draft;
  const struct connector *c = p->out->connector;
  struct source *w = &p->out->wanted;
  if (d->name != NULL) w->name = vg_strdup(p->arena, d->name);
  if (w->name[0] == '\0' || strlen(w->name) > 200) return vg_refuse(p->err, "name", "expected 1 to 200 bytes, found %zu", strlen(w->name));
  if (c->entered && d->period_s != 0) return vg_refuse(p->err, "period", "expected none, for it is read when somebody enters or confirms something");
  if (d->period_s != 0 || w->period_s == 0) w->period_s = d->period_s != 0 ? d->period_s : c->period_s;
  if (d->staleness_s != 0 || w->staleness_s == 0) w->staleness_s = d->staleness_s != 0 ? d->staleness_s : c->staleness_s;
  if (d->staleness_s == 0 && w->staleness_s < w->period_s) w->staleness_s = 2 * w->period_s;
  if (!c->entered && (w->period_s < 1 || w->period_s > 31622400)) return vg_refuse(p->err, "period", "expected 1 s to 366 d, found %lld s", (long long)w->period_s);
  if (w->staleness_s > 63244800) return vg_refuse(p->err, "staleness", "expected at most 732 d, found %lld s", (long long)w->staleness_s);
  if (w->staleness_s < w->period_s) {
    return vg_refuse(p->err, "staleness", "%lld s is less than the period, %lld s: figures would be unknown between two readings",
                   (long long)w->staleness_s, (long long)w->period_s);
  }
  return true;
}

static bool plan_options(struct planning *p) {
  struct source *w = &p->out->wanted;
  for (size_t i = 0; i < p->draft->options_count; i++) {
    const char *name = vg_strdup(p->arena, p->draft->options[i].name), *value = vg_strdup(p->arena, p->draft->options[i].value);
    if (vg_arena_exhausted(p->arena)) return vg_fail(p->err, VG_E_LIMIT, N_("options: more text than is allowed"));
    const struct option_spec *spec = option_spec_of(p->out->connector, name);
    bool secret = spec != NULL && spec->type == OPTION_SECRET;
    if (secret && p->out->secrets_count == SOURCE_OPTIONS_MAX) return vg_fail(p->err, VG_E_LIMIT, N_("too many options"));
    if (secret) p->out->secrets[p->out->secrets_count++] = (struct option_value){name, value};
    else if (!option_put(w->options, SOURCE_OPTIONS_MAX, &w->options_count, name, value)) {
      return vg_fail(p->err, VG_E_LIMIT, N_("more than %d options"), SOURCE_OPTIONS_MAX);
    }
  }
  return true;
}

/* What was entered stays of its kind. What takes two people is not entered by one. */
static bool plan_kind(struct planning *p) {
  const struct source *s = &p->out->stored, *w = &p->out->wanted;
  if (!p->out->connector->entered) return true;
  const char *kind = option_given(s->options, s->options_count, "kind"), *wanted = option_given(w->options, w->options_count, "kind");
  if (wanted != NULL && strcmp(wanted, kind_get(KIND_ATTESTATION)->name) == 0)
    return vg_refuse(p->err, "kind", "attestations have a page of their own, where somebody else reads them over");
  if (s->id == 0 || kind == NULL || (wanted != NULL && strcmp(kind, wanted) == 0)) return true;
  return vg_refuse(p->err, "kind", "a register keeps its own, which is \"%s\"", kind);
}

/* The values as the connector wants them; stored secrets count unless `fresh`. */
static bool check_values(struct planning *p, const struct source *s, bool stored, const char ***values, struct vg_error *err) {
  struct option_value all[2 * SOURCE_OPTIONS_MAX];
  size_t n = s->options_count;
  memcpy(all, s->options, n * sizeof *all);
  for (size_t i = 0; stored && i < p->out->stored.secrets_count; i++) {
    (void)option_put(all, 2 * SOURCE_OPTIONS_MAX, &n, p->out->stored.secrets[i], kept_secret);
  }
  for (size_t i = 0; i < p->out->secrets_count; i++) {
    (void)option_put(all, 2 * SOURCE_OPTIONS_MAX, &n, p->out->secrets[i].name, p->out->secrets[i].value);
  }
  return connector_options(p->out->connector, p->arena, all, n, values, err);
}

static bool destination_changed(struct planning *p, const char *const *before, const char *const *after) {
  BUF(old, 64 << 10);
  BUF(now, 64 << 10);
  seal_destination(p->out->connector, before, &old);
  seal_destination(p->out->connector, after, &now);
  return old.length != now.length || memcmp(old.data, now.data, now.length) != 0;
}

static bool plan_secrets(struct planning *p) {
  const char **values, **before;
  if (!check_values(p, &p->out->wanted, true, &values, p->err)) return false;
  p->out->kinds_count = source_kinds(p->out->connector, values, p->out->kinds);
  if (p->out->stored.id == 0 || p->out->stored.secrets_count == 0) return true;
  struct vg_error ignored = {0};
  p->out->wipes_secrets =
      !check_values(p, &p->out->stored, true, &before, &ignored) || destination_changed(p, before, values);
  if (!p->out->wipes_secrets || check_values(p, &p->out->wanted, false, &values, p->err)) return true;
  return vg_hint(p->err, N_("the address changed, so secrets must be typed again: they were given to another address"));
}

bool source_plan(struct db *db, struct vg_arena *arena, const struct source_draft *draft, struct source_plan *out,
                 struct vg_error *err) {
  *out = (struct source_plan){0};
  struct planning p = {.db = db, .arena = arena, .draft = draft, .out = out, .err = err};
  return plan_identity(&p) && plan_perimeter(&p) && plan_numbers(&p) && plan_options(&p) && plan_kind(&p) && plan_secrets(&p) &&
         (!vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "source: out of memory"));
}
