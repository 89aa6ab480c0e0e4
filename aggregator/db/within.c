#include "db/within.h"

#include <string.h>

#include "db/direct.h"
#include "kind/kind.h"

enum { WITHIN_LIMIT = 256 << 10, PARAMS_MAX = 8 };

/* Puts a statement whose records are those of the parameter `names`; false when none of its kinds name anything. */
static bool put_narrowed(struct buf *out, const char *text, size_t names) {
  static const char head[] = "rec.", tail[] = "_known($1)";
  bool any = false;
  for (const char *at; (at = strstr(text, head)) != NULL;) {
    const char *name = at + strlen(head);
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_"), suffix = strlen("_known");
    char kind_name[64] = "";
    if (length > suffix && length - suffix < sizeof kind_name &&
        strncmp(name + length - suffix, tail, strlen(tail)) == 0)
      memcpy(kind_name, name, length - suffix);
    const struct kind *kind = kind_find(kind_name);
    const struct kind_field *field = kind == NULL ? NULL : kind_named(kind);
    const char *end = field == NULL ? name : name + length - suffix + strlen(tail);
    buf_put(out, text, (size_t)(at - text));
    if (field == NULL)
      buf_put(out, at, (size_t)(end - at));
    else
      buf_printf(out, "(SELECT * FROM %.*s WHERE \"%s\" = ANY ($%zu::text[]))", (int)(end - at), at, field->name,
                 names);
    any |= field != NULL;
    text = end;
  }
  buf_text(out, text);
  return any;
}

static bool run(struct db *db, struct db_result **out, enum sql_id frame, const char *stand_in,
                const struct sql_text *inside, enum db_rows shape, struct vg_error *err, const struct db_param *params,
                size_t count, bool narrowed) {
  const struct sql_text *outside = &sql_texts[frame];
  const char *place = strstr(outside->text, stand_in);
  if (place == NULL || strstr(place + 1, stand_in) != NULL)
    return vg_fail(err, VG_E_INTERNAL, "%s: expected %s once", outside->name, stand_in);
  if ((int)count != outside->parameters + narrowed)
    return vg_fail(err, VG_E_INTERNAL, "%s: %d parameters were expected, got %zu", outside->name, outside->parameters,
                   count - narrowed);
  BUF(text, WITHIN_LIMIT);
  buf_put(&text, outside->text, (size_t)(place - outside->text));
  buf_text(&text, "(\n");
  if (!narrowed)
    buf_text(&text, inside->text);
  else if (!put_narrowed(&text, inside->text, count))
    count--;
  buf_text(&text, "\n)");
  buf_text(&text, place + strlen(stand_in));
  if (!buf_check(&text, inside->name, err)) return false;
  return db_direct(db, out, text.data, shape, err, params, count) || vg_context(err, "%s: ", inside->name);
}

bool db_run_within(struct db *db, struct db_result **out, enum sql_id frame, const char *stand_in,
                   const struct sql_text *inside, enum db_rows shape, struct vg_error *err,
                   const struct db_param *params, size_t count) {
  return run(db, out, frame, stand_in, inside, shape, err, params, count, false);
}

bool db_run_within_names(struct db *db, struct db_result **out, enum sql_id frame, const char *stand_in,
                         const struct sql_text *inside, enum db_rows shape, struct vg_error *err,
                         const struct db_param *params, size_t count, struct db_param names) {
  struct db_param all[PARAMS_MAX];
  if (count >= PARAMS_MAX) return vg_fail(err, VG_E_INTERNAL, "%s: too many parameters", inside->name);
  memcpy(all, params, count * sizeof *params);
  all[count] = names;
  return run(db, out, frame, stand_in, inside, shape, err, all, count + 1, true);
}
