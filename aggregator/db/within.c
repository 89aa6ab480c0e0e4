#include "db/within.h"

#include <string.h>

#include "core/text.h"
#include "db/direct.h"
#include "db/internal.h"
#include "kind/kind.h"

enum { WITHIN_LIMIT = 256 << 10, PARAMS_MAX = 8 };

/* Of which records rec.KIND_known($1) are, that name what they are about by a field of the type; NULL when that is not what stands at `at`, or
 * they name none. */
static const struct kind *kind_of_records(const char *at, enum field_type type, size_t *length) {
  static const char head[] = "rec.", tail[] = "_known($1)";
  if (strncmp(at, head, strlen(head)) != 0) return NULL;
  const char *name = at + strlen(head);
  size_t known = strspn(name, "abcdefghijklmnopqrstuvwxyz_"), suffix = strlen("_known");
  char kind_name[64] = "";
  if (known <= suffix || known - suffix >= sizeof kind_name || strncmp(name + known - suffix, tail, strlen(tail)) != 0) return NULL;
  memcpy(kind_name, name, known - suffix);
  const struct kind *kind = kind_find(kind_name);
  *length = strlen(head) + known - suffix + strlen(tail);
  return kind == NULL || kind_named(kind) == NULL || kind_named(kind)->type != type ? NULL : kind;
}

/* What the product itself made of records, and the column that names what it is about. */
static const char *field_of_ours(const char *at, enum field_type type, size_t *length) {
  static const struct ours {
    const char *relation, *field;
    enum field_type type;
  } all[] = {{"vg.name_seen", "name", FIELD_HOST},
             {"vg.backup_series", "asset", FIELD_HOST},
             {"vg.asset_alias", "name", FIELD_HOST},
             {"vg.person_alias", "mail", FIELD_EMAIL}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    *length = strlen(all[i].relation);
    if (all[i].type == type && strncmp(at, all[i].relation, *length) == 0) return all[i].field;
  }
  return NULL;
}

/* ---- the text that asks of some ---- */

struct putting {
  struct buf *out;
  size_t names;      /* the parameter that names what is asked about; 0: none does */
  const struct db_narrow *narrow;
  unsigned lists;    /* bit n: parameter $n + 1 is a list */
  unsigned instants; /* the same: an instant, not NULL */
  bool narrowed;     /* `names` is in the text */
  bool some;         /* what is asked of all, where a list or an instant is NULL, is asked of those in it, or from it on */
  bool open;         /* a condition is left that is void where a parameter is NULL */
};

/* "$4::text[] IS NULL OR v.subject = ANY ($4)" */
struct condition {
  size_t list;
  const char *what; /* "v.subject" */
  int what_length;
  bool hashed; /* it says IN (SELECT unnest($4)) instead */
  size_t length;
};

/* The length of "$4" or "$4::text[]" (`type`); 0: something else stands there. */
static size_t parameter_at(const char *at, const char *type, size_t *out) {
  if (at[0] != '$' || at[1] < '1' || at[1] > '9') return 0;
  *out = (size_t)(at[1] - '0');
  return text_starts(at + 2, type) ? 2 + strlen(type) : 2;
}

static size_t list_at(const char *at, size_t *list) {
  return parameter_at(at, "::text[]", list);
}

static bool condition_at(const char *at, struct condition *out) {
  static const char head[] = " IS NULL OR ", any[] = " = ANY (", in[] = " IN (SELECT unnest(";
  size_t again = 0, length = list_at(at, &out->list);
  if (length == 0 || !text_starts(at + length, head)) return false;
  const char *p = out->what = at + length + strlen(head);
  out->what_length = (int)strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_.\"");
  p += out->what_length;
  out->hashed = text_starts(p, in);
  if (!out->hashed && !text_starts(p, any)) return false;
  p += strlen(out->hashed ? in : any);
  length = list_at(p, &again);
  p += length;
  out->length = (size_t)(p - at) + (out->hashed ? 2 : 1);
  return length > 0 && again == out->list && text_starts(p, out->hashed ? "))" : ")");
}

/* A condition whose list is there, for a plan that does not know how long the list is: = ANY finds rows by an index, but would go through
 * the list for each row that is there already. Those are an indicator's, and where a statement says IN: they are looked up by hash. */
static size_t put_condition(struct putting *p, const char *at, bool indicator) {
  struct condition c;
  if (!condition_at(at, &c) || (p->lists >> (c.list - 1) & 1) == 0) return 0;
  if (c.hashed || indicator) buf_printf(p->out, "%.*s IN (SELECT unnest($%zu::text[]))", c.what_length, c.what, c.list);
  else buf_printf(p->out, "%.*s = ANY ($%zu::text[])", c.what_length, c.what, c.list);
  p->some = true;
  return c.length;
}

/* "$2::timestamptz IS NULL OR " of an instant that is given: nothing is left of it. */
static size_t put_instant(struct putting *p, const char *at) {
  static const char head[] = " IS NULL OR ";
  size_t instant = 0, length = parameter_at(at, "::timestamptz", &instant);
  if (length == 0 || !text_starts(at + length, head) || (p->instants >> (instant - 1) & 1) == 0) return 0;
  p->some = true;
  return length + strlen(head);
}

static size_t put_parameter(struct putting *p, const char *at, bool indicator) {
  size_t length = put_condition(p, at, indicator), any = 0;
  if (length == 0) length = put_instant(p, at);
  p->open |= length == 0 && parameter_at(at, "", &any) > 0 && text_starts(at + strcspn(at, " \n,)"), " IS NULL");
  return length;
}

static void put_named(struct putting *p, const char *relation, size_t length, const char *field) {
  buf_printf(p->out, "(SELECT * FROM %.*s WHERE \"%s\" = ANY ($%zu::text[]))", (int)length, relation, field, p->names);
}

static void put_recent(struct putting *p, const struct kind *kind) {
  char relation[96];
  (void)snprintf(relation, sizeof relation, "rec.%s_recent($1, $%zu::timestamptz)", kind->name, p->narrow->since);
  put_named(p, relation, strlen(relation), kind_named(kind)->name);
}

static bool only_recent(const struct putting *p, const struct kind *kind) {
  bool found = false;
  for (size_t i = 0; p->narrow->since != 0 && i < p->narrow->recent_count; i++) found |= p->narrow->recent[i] == kind->id;
  return found;
}

/* Records are those of the names. What joins aliases itself has another function for it. */
static size_t put_records(struct putting *p, const char *at) {
  static const char versions[] = "vg.asset_version($1)";
  size_t length = strlen(versions), records = 0, ours = 0;
  enum field_type type = p->narrow->type;
  const struct kind *kind = kind_of_records(at, type, &records);
  const char *field = kind != NULL ? NULL : field_of_ours(at, type, &ours);
  if (kind != NULL) length = records;
  else if (field != NULL) length = ours;
  else if (type != FIELD_HOST || !text_starts(at, versions)) return 0;
  p->narrowed = true;
  if (kind != NULL && only_recent(p, kind)) put_recent(p, kind);
  else if (kind != NULL) put_named(p, at, length, kind_named(kind)->name);
  else if (field != NULL) put_named(p, at, length, field);
  else buf_printf(p->out, "vg.asset_version_of($1, $%zu::text[])", p->names);
  return length;
}

/* `inside`: it reads records. */
static void put_text(struct putting *p, const char *text, size_t size, bool inside, bool indicator) {
  const char *from = text, *end = text + size;
  for (const char *at = text; at < end;) {
    if (*at != '$' && *at != 'r' && *at != 'v' && ++at) continue;
    buf_put(p->out, from, (size_t)(at - from));
    from = at;
    size_t length = *at == '$' ? put_parameter(p, at, indicator) : inside && p->names != 0 ? put_records(p, at) : 0;
    from += length;
    at += length > 0 ? length : 1;
  }
  buf_put(p->out, from, (size_t)(end - from));
}

/* The place of the stand-in, NULL when it is not there exactly once. */
static const char *place_in(const struct db_frame *frame, struct vg_error *err) {
  const struct sql_text *outside = &sql_texts[frame->sql];
  const char *place = strstr(outside->text, frame->stand_in);
  if (place != NULL && strstr(place + 1, frame->stand_in) == NULL) return place;
  (void)vg_fail(err, VG_E_INTERNAL, "%s: expected %s once", outside->name, frame->stand_in);
  return NULL;
}

static bool put_frames(struct putting *p, const struct db_frame *frames, size_t count, const struct sql_text *inside, struct vg_error *err) {
  const char *places[FRAMES_MAX];
  if (count > FRAMES_MAX) return vg_fail(err, VG_E_INTERNAL, "%s: too many frames", inside->name);
  for (size_t i = 0; i < count; i++) {
    const char *text = sql_texts[frames[i].sql].text;
    places[i] = place_in(&frames[i], err);
    if (places[i] == NULL) return false;
    put_text(p, text, (size_t)(places[i] - text), false, false);
    buf_text(p->out, "(\n");
  }
  put_text(p, inside->text, strlen(inside->text), true, inside->indicator);
  for (size_t i = count; i-- > 0;) {
    const char *rest = places[i] + strlen(frames[i].stand_in);
    buf_text(p->out, "\n)");
    put_text(p, rest, strlen(rest), false, false);
  }
  return buf_check(p->out, inside->name, err);
}

static int parameters_of(const struct db_frame *frames, size_t count, const struct sql_text *inside) {
  int most = inside->parameters;
  for (size_t i = 0; i < count; i++)
    if (sql_texts[frames[i].sql].parameters > most) most = sql_texts[frames[i].sql].parameters;
  return most;
}

/* Which of them are there, of a type. */
static unsigned given(const struct db_param *params, size_t count, enum db_type type) {
  unsigned found = 0;
  for (size_t i = 0; i < count; i++)
    if (params[i].type == type && (type != DB_P_TIME || params[i].integer != VG_NEVER)) found |= 1u << i;
  return found;
}

bool db_run_within(struct db *db, struct db_result **out, const struct db_frame *frames, size_t frame_count, const struct sql_text *inside,
                   enum db_rows shape, const struct db_param *params, size_t count, const struct db_narrow *narrow, struct vg_error *err) {
  struct db_param all[PARAMS_MAX];
  int expected = parameters_of(frames, frame_count, inside);
  if (out != NULL) *out = NULL;
  if ((int)count != expected || count >= PARAMS_MAX)
    return vg_fail(err, VG_E_INTERNAL, "%s: %d parameters were expected, got %zu", inside->name, expected, count);
  memcpy(all, params, count * sizeof *params);
  if (narrow != NULL) all[count] = narrow->names;
  size_t most = count + (narrow != NULL);
  struct db_framed want = {frames[0].sql, inside, .lists = given(all, most, DB_P_TEXTS), .instants = given(all, most, DB_P_TIME)};
  bool look = frames[0].sql == SQL_DIFFERS; /* at one indicator after the other where its code is a parameter */
  if (!db_ready(db, inside->name, err)) return false;
  const struct db_framed *known = db_framed_known(db, &want);
  if (known == NULL) {
    BUF(text, WITHIN_LIMIT);
    struct putting p = {.out = &text, .names = narrow != NULL ? count + 1 : 0, .narrow = narrow, .lists = want.lists, .instants = want.instants};
    if (!put_frames(&p, frames, frame_count, inside, err)) return false;
    want.parameters = count + p.narrowed;
    want.once = p.some || p.narrowed || (!inside->indicator && (look ? given(all, most, DB_P_TEXT) != 0 : !p.open));
    if (!want.once && inside->indicator)
      return db_direct(db, out, text.data, shape, err, all, count) || vg_context(err, "%s: ", inside->name);
    known = db_framed_prepare(db, &want, text.data, err);
  }
  return known != NULL && db_run_framed(db, out, known, shape, err, all);
}
