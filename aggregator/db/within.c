#include "db/within.h"

#include <string.h>

#include "db/direct.h"
#include "db/internal.h"
#include "kind/kind.h"

enum { WITHIN_LIMIT = 256 << 10, PARAMS_MAX = 8 };

/* The field of the records rec.KIND_known($1) that names what they are about; NULL when that is not what stands at `at`, or they name none. */
static const char *field_of_records(const char *at, size_t *length) {
  static const char head[] = "rec.", tail[] = "_known($1)";
  if (strncmp(at, head, strlen(head)) != 0) return NULL;
  const char *name = at + strlen(head);
  size_t known = strspn(name, "abcdefghijklmnopqrstuvwxyz_"), suffix = strlen("_known");
  char kind_name[64] = "";
  if (known <= suffix || known - suffix >= sizeof kind_name || strncmp(name + known - suffix, tail, strlen(tail)) != 0) return NULL;
  memcpy(kind_name, name, known - suffix);
  const struct kind *kind = kind_find(kind_name);
  const struct kind_field *field = kind == NULL ? NULL : kind_named(kind);
  *length = strlen(head) + known - suffix + strlen(tail);
  return field == NULL ? NULL : field->name;
}

/* What the product itself made of records, and the column that names what it is about. */
static const char *field_of_ours(const char *at, size_t *length) {
  static const struct ours {
    const char *relation, *field;
  } all[] = {{"vg.asset_version($1)", "name"}, {"vg.name_seen", "name"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    *length = strlen(all[i].relation);
    if (strncmp(at, all[i].relation, *length) == 0) return all[i].field;
  }
  return NULL;
}

/* Puts a statement whose records are those of the parameter `names`; false when none of what it reads names anything. */
static bool put_narrowed(struct buf *out, const char *text, size_t names) {
  bool any = false;
  const char *from = text;
  for (const char *at = text; *at != '\0';) {
    size_t length = 0;
    const char *field = field_of_records(at, &length);
    if (field == NULL) field = field_of_ours(at, &length);
    if (field == NULL && ++at) continue;
    buf_put(out, from, (size_t)(at - from));
    buf_printf(out, "(SELECT * FROM %.*s WHERE \"%s\" = ANY ($%zu::text[]))", (int)length, at, field, names);
    any = true;
    from = at += length;
  }
  buf_text(out, from);
  return any;
}

/* The place of the stand-in, NULL when it is not there exactly once. */
static const char *place_in(const struct db_frame *frame, struct vg_error *err) {
  const struct sql_text *outside = &sql_texts[frame->sql];
  const char *place = strstr(outside->text, frame->stand_in);
  if (place != NULL && strstr(place + 1, frame->stand_in) == NULL) return place;
  (void)vg_fail(err, VG_E_INTERNAL, "%s: expected %s once", outside->name, frame->stand_in);
  return NULL;
}

static bool put_frames(struct buf *out, const struct db_frame *frames, size_t count, const struct sql_text *inside, size_t names,
                       bool *narrowed, struct vg_error *err) {
  const char *places[FRAMES_MAX];
  if (count > FRAMES_MAX) return vg_fail(err, VG_E_INTERNAL, "%s: too many frames", inside->name);
  for (size_t i = 0; i < count; i++) {
    const char *text = sql_texts[frames[i].sql].text;
    places[i] = place_in(&frames[i], err);
    if (places[i] == NULL) return false;
    buf_put(out, text, (size_t)(places[i] - text));
    buf_text(out, "(\n");
  }
  if (names != 0) *narrowed = put_narrowed(out, inside->text, names);
  else buf_text(out, inside->text);
  for (size_t i = count; i-- > 0;) {
    buf_text(out, "\n)");
    buf_text(out, places[i] + strlen(frames[i].stand_in));
  }
  return buf_check(out, inside->name, err);
}

/* Is it one of sql/query: always the same text within the same frames? */
static bool is_query(const struct sql_text *text, enum sql_id *out) {
  for (int id = 0; id < (int)SQL_COUNT && !text->indicator; id++) {
    *out = (enum sql_id)id;
    if (&sql_texts[id] == text) return true;
  }
  return false;
}

static int parameters_of(const struct db_frame *frames, size_t count, const struct sql_text *inside) {
  int most = inside->parameters;
  for (size_t i = 0; i < count; i++)
    if (sql_texts[frames[i].sql].parameters > most) most = sql_texts[frames[i].sql].parameters;
  return most;
}

bool db_run_within(struct db *db, struct db_result **out, const struct db_frame *frames, size_t frame_count, const struct sql_text *inside,
                   enum db_rows shape, const struct db_param *params, size_t count, const struct db_param *names, struct vg_error *err) {
  struct db_param all[PARAMS_MAX];
  int expected = parameters_of(frames, frame_count, inside);
  bool narrowed = false;
  enum sql_id id;
  if ((int)count != expected || count >= PARAMS_MAX)
    return vg_fail(err, VG_E_INTERNAL, "%s: %d parameters were expected, got %zu", inside->name, expected, count);
  BUF(text, WITHIN_LIMIT);
  if (!put_frames(&text, frames, frame_count, inside, names != NULL ? count + 1 : 0, &narrowed, err)) return false;
  if (names == NULL && is_query(inside, &id)) return db_run_framed(db, out, frames[0].sql, id, text.data, shape, err, params, count);
  memcpy(all, params, count * sizeof *params);
  if (narrowed) all[count++] = *names;
  return db_direct(db, out, text.data, shape, err, all, count) || vg_context(err, "%s: ", inside->name);
}
