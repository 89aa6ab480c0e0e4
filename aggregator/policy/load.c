#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/json.h"
#include "policy/check.h"
#include "policy/framework.h"
#include "policy/store.h"

enum { LOAD_ARENA = 8 << 20, PLACE = 64 };

#define DEFAULT_PACK "coreoz-2024"

struct load {
  struct db *db;
  struct vg_arena *arena;
  struct check check;
  const struct policy *policy;
  struct policy_origin origin;
};

/* ---- what was published stays ---- */

/* Of two versions of one day, one would never be in force. `other`: the version of that day; "": none. */
static bool check_day(const struct load *l, const char *other) {
  char expected[128];
  (void)snprintf(expected, sizeof expected, "another day than that of \"%.63s\", which takes effect on it", other);
  return *other == '\0' || check_failed(&l->check, "effective_on", expected, l->policy->effective_on);
}

/* A pack that is there already, word for word, changes nothing and is always welcome. */
static bool check_published(struct load *l, struct vg_error *err) {
  DB_RESULT(r);
  char expected[128];
  if (!db_run(l->db, &r, SQL_POLICY_PUBLISHED, DB_ONE, err, P_TEXT(l->policy->code), P_TEXT(l->policy->effective_on))) return false;
  const char *last = row_text(r, 0, "last_day"), *former = row_text(r, 0, "effective_on");
  if (!row_ok(r, err)) return false;
  l->origin.anew = strcmp(row_text(r, 0, "pack"), l->origin.text) != 0;
  if (!l->origin.anew) return true;
  if (*last == '\0') return check_day(l, row_text(r, 0, "same_day"));
  (void)snprintf(expected, sizeof expected, "a day after %s, the last one with published figures", last);
  if (strcmp(l->policy->effective_on, last) <= 0)
    (void)check_failed(&l->check, "effective_on", expected, l->policy->effective_on);
  else if (*former != '\0' && strcmp(former, last) <= 0)
    (void)check_failed(&l->check, "code", "another code: figures were published under this version", l->policy->code);
  else
    return check_day(l, row_text(r, 0, "same_day"));
  return vg_hint(err, "what was published stays: give the new version a code of its own and a date of effect to come");
}

/* ---- perimeters ---- */

struct places {
  const struct db_result *rows;
  const struct policy *policy;
};

static long row_of(const struct db_result *r, const char *code) {
  for (size_t i = 0; i < row_count(r); i++) {
    if (strcmp(row_text(r, i, "code"), code) == 0) return (long)i;
  }
  return -1;
}

static bool exists(const struct places *p, const char *code) {
  for (unsigned i = 0; i < p->policy->perimeters_count; i++) {
    if (strcmp(p->policy->perimeters[i].code, code) == 0) return true;
  }
  return row_of(p->rows, code) >= 0;
}

static bool check_places(const struct load *l, const struct places *p) {
  char place[PLACE], expected[128];
  for (unsigned i = 0; i < l->policy->perimeters_count; i++) {
    const struct policy_perimeter *q = &l->policy->perimeters[i];
    (void)snprintf(place, sizeof place, "perimeters[%u].parent", i);
    if (q->parent != NULL && !exists(p, q->parent))
      return check_failed(&l->check, place, "a perimeter of the pack or of the organisation", q->parent);
    long row = row_of(p->rows, q->code);
    if (row < 0) continue;
    const char *parent = row_text(p->rows, (size_t)row, "parent");
    long above = row_of(p->rows, parent);
    bool below_root = above >= 0 && *row_text(p->rows, (size_t)above, "parent") == '\0';
    (void)snprintf(expected, sizeof expected, "%.60s, its parent in the organisation", *parent == '\0' ? "none" : parent);
    if (q->parent == NULL ? !below_root : strcmp(q->parent, parent) != 0)
      return check_failed(&l->check, place, expected, q->parent == NULL ? "" : q->parent);
  }
  for (unsigned i = 0; i < l->policy->not_applicable_count; i++) {
    (void)snprintf(place, sizeof place, "not_applicable[%u].perimeter", i);
    if (!exists(p, l->policy->not_applicable[i].perimeter))
      return check_failed(&l->check, place, "a perimeter of the pack or of the organisation", l->policy->not_applicable[i].perimeter);
  }
  return true;
}

/* Parents may stand after their children: as many turns as something comes of them. */
static bool add_perimeters(const struct load *l, struct vg_error *err) {
  for (size_t added = 1; added > 0;) {
    added = 0;
    for (unsigned i = 0; i < l->policy->perimeters_count; i++) {
      const struct policy_perimeter *q = &l->policy->perimeters[i];
      DB_RESULT(r);
      if (!db_run(l->db, &r, SQL_POLICY_PERIMETER_ADD, DB_NONE, err, P_TEXT(q->code), P_TEXT(q->name), P_TEXT(q->parent)))
        return false;
      added += row_count(r);
    }
  }
  return true;
}

static bool check_perimeters(const struct load *l, struct vg_error *err) {
  DB_RESULT(r);
  if (l->policy->perimeters_count == 0 && l->policy->not_applicable_count == 0) return true;
  if (!db_run(l->db, &r, SQL_POLICY_PERIMETERS, DB_MANY, err)) return false;
  struct places places = {r, l->policy};
  return row_ok(r, err) && check_places(l, &places);
}

/* ---- */

struct told {
  const char *action, *code, *effective_on, *by;
  int64_t rules;
  vg_time at;
};

static bool tell(struct db *db, struct vg_arena *arena, const struct told *t, struct vg_error *err) {
  BUF(detail, 1024);
  struct json_writer w;
  jw_init(&w, &detail);
  jw_begin_object(&w);
  jw_key(&w, "effective_on");
  jw_text(&w, t->effective_on);
  jw_key(&w, "rules");
  jw_int(&w, t->rules);
  jw_end_object(&w);
  const char *object = vg_printf(arena, "policy %s", t->code);
  return buf_check(&detail, "policy", err) &&
         db_run(db, NULL, SQL_JOURNAL_ADD, DB_NONE, err, P_TIME(t->at), P_TEXT(t->by), P_TEXT(t->action), P_TEXT(object), P_TEXT(detail.data),
                P_TEXT(""));
}

static bool tell_loaded(const struct load *l, struct vg_error *err) {
  const struct policy *p = l->policy;
  return tell(l->db, l->arena, &(struct told){"policy.loaded", p->code, p->effective_on, l->origin.by, policy_rules(p), l->origin.at}, err);
}

/* All that only the database can refuse. */
static bool examine(struct load *l, struct policy_vocabulary *v, struct vg_error *err) {
  const char *builtin = policy_builtin_text(l->policy->code);
  bool lenient = builtin != NULL && strcmp(builtin, l->origin.text) == 0;
  return policy_vocabulary_load(l->db, l->arena, v, err) && policy_check(l->check.path, l->origin.text, l->policy, v, lenient, err) &&
         check_published(l, err) && check_perimeters(l, err);
}

bool policy_try(struct db *db, struct vg_arena *arena, const char *path, const char *text, const struct policy *policy,
                struct policy_vocabulary *out, struct vg_error *err) {
  struct load l = {db, arena, {path, text, strlen(text), err}, policy, {.text = text}};
  DB_TX(tx);
  return db_begin_read(db, &tx, err) && examine(&l, out, err);
}

static bool put(struct load *l, struct vg_error *err) {
  struct policy_vocabulary v;
  DB_TX(tx);
  return db_begin(l->db, &tx, err) && db_run(l->db, NULL, SQL_POLICY_LOCK, DB_ONE, err) && examine(l, &v, err) && add_perimeters(l, err) &&
         policy_store(l->db, l->arena, l->policy, &l->origin, err) && (!l->origin.anew || tell_loaded(l, err)) && db_commit(&tx, err);
}

bool policy_load(struct db *db, const char *path, const char *text, size_t length, const char *by, struct policy **out,
                 struct vg_error *err) {
  VG_ARENA(arena, LOAD_ARENA);
  struct policy *policy;
  if (out != NULL) *out = NULL;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  if (!policy_parse(path, text, length, &policy, err)) return false;
  struct load l = {db, arena, {path, text, length, err}, policy, {.text = text, .by = by, .at = clock_now()}};
  bool ok = put(&l, err);
  if (ok && out != NULL)
    *out = policy;
  else
    policy_free(policy);
  return ok;
}

/* ---- away again ---- */

/* A version that comes later ends what this one states: it would have to be read anew without it. */
static bool may_go(const struct db_result *versions, long row, const char *code, vg_time now, struct vg_error *err) {
  if (row < 0) {
    (void)vg_fail(err, VG_E_NOTFOUND, "expected the code of a version of the policy that is loaded, got \"%s\"", code);
    return vg_hint(err, "vigie policy list names them");
  }
  size_t i = (size_t)row;
  if (row_time(versions, i, "from_at") <= now) {
    (void)vg_fail(err, VG_E_CONFLICT, "%s: expected a version that is not in force yet, got one from %s", code,
                  row_text(versions, i, "effective_on"));
    return vg_hint(err, "what was in force stays: load another version, with a date of effect to come");
  }
  if (row == 0) return true;
  const char *later = row_text(versions, i - 1, "code");
  (void)vg_fail(err, VG_E_CONFLICT, "%s: expected the last version to come, got one that \"%s\" comes after", code, later);
  return vg_hint(err, "remove %s first, then load it again", later);
}

bool policy_remove(struct db *db, struct vg_arena *arena, const char *code, const char *by, struct policy_removed *out,
                   struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(versions); /* the newest first */
  vg_time now = clock_now();
  if (!db_begin(db, &tx, err) || !db_run(db, NULL, SQL_POLICY_LOCK, DB_ONE, err) ||
      !db_run(db, &versions, SQL_POLICY_VERSIONS, DB_MANY, err))
    return false;
  long row = row_of(versions, code);
  if (!may_go(versions, row, code, now, err)) return false;
  size_t i = (size_t)row, former = i + 1;
  *out = (struct policy_removed){vg_strdup(arena, row_text(versions, i, "effective_on")),
                                 former == row_count(versions) ? NULL : vg_strdup(arena, row_text(versions, former, "code"))};
  struct told told = {"policy.removed", code, out->effective_on, by, row_int(versions, i, "rules"), now};
  return row_ok(versions, err) && db_run(db, NULL, SQL_POLICY_REMOVE, DB_NONE, err, P_TEXT(code)) && tell(db, arena, &told, err) &&
         db_commit(&tx, err);
}

/* ---- with the program ---- */

static bool install(struct db *db, struct vg_arena *arena, const struct policy *policy, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(r);
  struct policy_origin origin = {.text = policy_builtin_text(policy->code), .by = "vigie", .at = clock_now()};
  if (!db_begin(db, &tx, err) || !db_run(db, &r, SQL_POLICY_PUBLISHED, DB_ONE, err, P_TEXT(policy->code), P_TEXT(policy->effective_on))) return false;
  const char *by = row_text(r, 0, "loaded_by");
  if (*by != '\0' && strcmp(by, "vigie") != 0) return true;
  return policy_store(db, arena, policy, &origin, err) && db_commit(&tx, err);
}

bool policy_install(struct db *db, struct vg_error *err) {
  VG_ARENA(arena, LOAD_ARENA);
  struct policy *policy;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  if (!framework_install(db, err) || !policy_builtin(DEFAULT_PACK, &policy, err)) return false;
  bool ok = install(db, arena, policy, err);
  policy_free(policy);
  return ok || vg_context(err, "policy " DEFAULT_PACK ": ");
}
