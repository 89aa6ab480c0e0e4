#include "policy/framework.h"

#include <stdio.h>

#include "core/arena.h"
#include "core/typography.h"
#include "db/sql_file.h"
#include "policy/pack.h"

enum { FRAMEWORK_ARENA = 1 << 20 };

bool framework_builtin(unsigned rank, struct framework **out, struct vg_error *err) {
  char path[128];
  void *loaded = NULL;
  const struct sql_file *f = sql_frameworks;
  *out = NULL;
  for (unsigned i = 0; i < rank && f->name != NULL; i++) f++;
  if (f->name == NULL) return true;
  (void)snprintf(path, sizeof path, "sql/policy/framework/%s.yaml", f->name);
  bool ok = pack_read(path, f->text, f->length, &framework_schema, &loaded, err);
  *out = loaded;
  return ok;
}

void framework_free(struct framework *framework) {
  pack_free(&framework_schema, framework);
}

static bool put(struct db *db, struct vg_arena *a, const struct framework *f, unsigned rank, struct vg_error *err) {
  size_t n = f->controls_count;
  const char **columns[3];
  for (int i = 0; i < 3; i++) columns[i] = vg_alloc(a, n * sizeof **columns);
  if (vg_arena_exhausted(a)) return vg_fail(err, VG_E_LIMIT, "framework: out of memory");
  for (size_t i = 0; i < n; i++) {
    columns[0][i] = f->controls[i].number;
    columns[1][i] = typography_fr(a, f->controls[i].title_fr);
    columns[2][i] = f->controls[i].title_en;
  }
  return db_run(db, NULL, SQL_POLICY_FRAMEWORK, DB_NONE, err, P_TEXT(f->code), P_TEXT(typography_fr(a, f->title_fr)),
                P_TEXT(f->title_en), P_INT(rank)) &&
         db_run(db, NULL, SQL_POLICY_FRAMEWORK_CONTROLS, DB_NONE, err, P_TEXT(f->code), P_TEXTS(columns[0], n),
                P_TEXTS(columns[1], n), P_TEXTS(columns[2], n));
}

bool framework_install(struct db *db, struct vg_error *err) {
  VG_ARENA(arena, FRAMEWORK_ARENA);
  DB_TX(tx);
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "framework: out of memory");
  if (!db_begin(db, &tx, err)) return false;
  for (unsigned rank = 0;; rank++) {
    struct framework *f;
    if (!framework_builtin(rank, &f, err)) return false;
    if (f == NULL) break;
    bool ok = put(db, arena, f, rank, err);
    framework_free(f);
    if (!ok) return false;
  }
  return db_commit(&tx, err);
}
