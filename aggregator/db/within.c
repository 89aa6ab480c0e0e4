#include "db/within.h"

#include <string.h>

#include "db/direct.h"

enum { WITHIN_LIMIT = 256 << 10 };

bool db_run_within(struct db *db, struct db_result **out, enum sql_id frame, const char *stand_in,
                   const struct sql_text *inside, enum db_rows shape, struct vg_error *err,
                   const struct db_param *params, size_t count) {
  const struct sql_text *outside = &sql_texts[frame];
  const char *place = strstr(outside->text, stand_in);
  if (place == NULL || strstr(place + 1, stand_in) != NULL)
    return vg_fail(err, VG_E_INTERNAL, "%s: expected %s once", outside->name, stand_in);
  if ((int)count != outside->parameters)
    return vg_fail(err, VG_E_INTERNAL, "%s: %d parameters were expected, got %zu", outside->name, outside->parameters,
                   count);
  BUF(text, WITHIN_LIMIT);
  buf_put(&text, outside->text, (size_t)(place - outside->text));
  buf_printf(&text, "(\n%s\n)", inside->text);
  buf_text(&text, place + strlen(stand_in));
  if (!buf_check(&text, inside->name, err)) return false;
  return db_direct(db, out, text.data, shape, err, params, count) || vg_context(err, "%s: ", inside->name);
}
