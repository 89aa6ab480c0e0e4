/* What is typed in the form of a kind: checked, kept, shown again. The first part of source/entry.h. */
#include <stdio.h>
#include <string.h>

#include "connectors/shared/csv_kind.h"
#include "connectors/shared/sink_memory.h"
#include "core/json.h"
#include "core/text.h"
#include "source/entry.h"
#include "source/options.h"

enum { LATE_MAX_S = 300 }; /* clocks differ a little */

const struct kind *entry_kind(const struct source *s) {
  const struct connector *c = connector_find(s->connector);
  const char *kind = c != NULL && c->entered ? option_given(s->options, s->options_count, "kind") : NULL;
  return kind != NULL ? kind_find(kind) : NULL;
}

struct checking {
  struct vg_arena *arena;
  const struct entry_draft *draft;
  const struct kind *kind;
  const struct zone *zone;
  vg_time now;
  struct record record;
  struct entry_draft shown, stored; /* what the form showed, and the texts it was made of */
  struct entry_checked *out;
};

/* ---- one field ---- */

/* As it stands in a CSV file. */
static char *cell_of(struct vg_arena *arena, const struct kind_field *f, const char *typed) {
  char *text = vg_strdup(arena, typed != NULL ? typed : "");
  if (text == NULL) return NULL;
  size_t n = strlen(text);
  while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL) text[--n] = '\0';
  text += strspn(text, " \t\r\n");
  for (char *p = text; f->type == FIELD_LIST && *p != '\0'; p++)
    if (*p == '\r' || *p == '\n') *p = '|';
  return text;
}

static bool wrong(struct checking *c, size_t i, const struct vg_error *why) {
  const struct kind_field *f = &c->kind->fields[i];
  struct vg_error *problem = &c->out->problems[i];
  size_t n = strlen(f->name);
  *problem = *why;
  c->out->wrong++;
  if (strncmp(problem->message, f->name, n) != 0 || problem->message[n] != ':') (void)vg_context(problem, "%s: ", f->name);
  return false;
}

/* What was shown and not touched stays what it was, to the second and to the last digit. */
static bool untouched(const struct checking *c, size_t i) {
  const char *shown = c->shown.fields[i], *typed = c->draft->fields[i];
  return shown != NULL && typed != NULL && strcmp(shown, typed) == 0;
}

/* The value in c->record, which holds nothing else. */
static bool read_field(struct checking *c, size_t i, struct vg_error *err) {
  const struct kind_field *f = &c->kind->fields[i];
  struct vg_error why = {0};
  bool kept = untouched(c, i);
  const char *cell = kept ? c->stored.fields[i] : cell_of(c->arena, f, c->draft->fields[i]);
  if (cell == NULL) return vg_fail(err, VG_E_LIMIT, "entry: out of memory");
  record_begin(&c->record, c->kind->id, "-");
  if (!csv_value(&c->record, f, cell, kept ? zone_utc() : c->zone, &why)) return wrong(c, i, &why);
  if (c->record.error.code != VG_OK) return wrong(c, i, &c->record.error);
  if (c->record.values[i].set || !f->required) return true;
  (void)vg_fail(&why, VG_E_INPUT, "expected a value, found nothing");
  return wrong(c, i, &why);
}

static void put_field(struct json_writer *w, struct checking *c, size_t i) {
  const struct record_value *v = &c->record.values[i];
  if (!v->set) return;
  jw_key(w, c->kind->fields[i].name);
  if (c->kind->fields[i].type != FIELD_LIST) {
    jw_text(w, record_value_text(c->arena, &c->record, i));
    return;
  }
  jw_begin_array(w);
  for (size_t n = 0; n < v->list.count; n++) jw_text(w, v->list.items[n]);
  jw_end_array(w);
}

static bool whole_wrong(struct checking *c, const struct vg_error *why) {
  c->out->problem = *why;
  c->out->wrong++;
  return false;
}

static bool read_fields(struct checking *c, struct vg_error *err) {
  BUF(text, ENTRY_TEXT_MAX);
  struct vg_error why = {0};
  struct json_writer w;
  jw_init(&w, &text);
  jw_begin_object(&w);
  for (size_t i = 0; c->kind->fields[i].name != NULL; i++)
    if (read_field(c, i, err)) put_field(&w, c, i);
  jw_end_object(&w);
  if (err->code != VG_OK) return false;
  if (!buf_ok(&text)) {
    (void)vg_fail(&why, VG_E_INPUT, "expected at most %d bytes in all the fields, found more", ENTRY_TEXT_MAX);
    return whole_wrong(c, &why);
  }
  c->out->fields = vg_strndup(c->arena, text.data, text.length);
  return !vg_arena_exhausted(c->arena) || vg_fail(err, VG_E_LIMIT, "entry: out of memory");
}

/* ---- the whole ---- */

static bool take_key(struct checking *c) {
  const char *typed = c->draft->key;
  struct vg_error why = {0};
  c->out->own_key = typed != NULL && *typed != '\0';
  c->out->key = c->out->own_key ? typed : csv_natural_key(c->arena, &c->record);
  if (c->out->key != NULL && strlen(c->out->key) <= KIND_KEY_MAX) return true;
  (void)vg_fail(&why, VG_E_INPUT, "key: expected at most %d bytes, got %zu", KIND_KEY_MAX, c->out->key != NULL ? strlen(c->out->key) : 0);
  return whole_wrong(c, &why);
}

/* A fact dated after its reading holds the whole pull: it is told while it can be mended. */
static bool in_time(struct checking *c) {
  char latest[TIME_TEXT], found[TIME_TEXT];
  struct vg_error why = {0};
  int i = c->kind->effective == NULL ? -1 : kind_field_index(c->kind, c->kind->effective);
  if (i < 0 || c->kind->nature != KIND_EVENT || c->record.effective_at <= c->now + LATE_MAX_S * VG_SECOND) return true;
  (void)vg_fail(&why, VG_E_INPUT, "expected %s or earlier, found %s", time_format(c->now, latest), time_format(c->record.effective_at, found));
  return wrong(c, (size_t)i, &why);
}

/* The record as a pull will make it. */
static bool check_whole(struct checking *c, struct vg_error *err) {
  struct entry_draft stored;
  struct vg_error why = {0};
  if (!entry_stored(c->arena, c->kind, c->out->fields, &stored, err)) return false;
  record_begin(&c->record, c->kind->id, "-");
  for (size_t i = 0; c->kind->fields[i].name != NULL; i++)
    if (stored.fields[i] != NULL) (void)csv_value(&c->record, &c->kind->fields[i], stored.fields[i], zone_utc(), &why);
  if (why.code != VG_OK || !record_finish(&c->record, c->now, &why)) return whole_wrong(c, &why);
  return take_key(c) && in_time(c);
}

bool entry_check(struct vg_arena *arena, const struct entry_draft *draft, const struct zone *zone, vg_time now, struct entry_checked *out,
                 struct vg_error *err) {
  struct checking *c = vg_alloc(arena, sizeof *c);
  if (c == NULL) return vg_fail(err, VG_E_LIMIT, "entry: out of memory");
  *out = (struct entry_checked){.perimeter = draft->perimeter != NULL ? draft->perimeter : ""};
  *c = (struct checking){.arena = arena, .draft = draft, .kind = draft->kind, .zone = zone, .now = now, .out = out};
  if (draft->stored != NULL && (!entry_stored(arena, c->kind, draft->stored, &c->stored, err) ||
                                !entry_typed(arena, c->kind, zone, draft->comma, draft->stored, &c->shown, err)))
    return false;
  if (!record_init(&c->record, err)) return false;
  bool ok = read_fields(c, err) && out->wrong == 0 && check_whole(c, err);
  out->key = vg_strdup(arena, out->key);
  record_free(&c->record);
  return ok;
}

bool entry_fit(struct vg_arena *arena, const struct kind *kind, const char *fields, vg_time now, struct entry_draft *stored, struct entry_checked *out,
               struct vg_error *err) {
  struct checking *c = vg_alloc(arena, sizeof *c);
  if (c == NULL) return vg_fail(err, VG_E_LIMIT, "entry: out of memory");
  if (!entry_stored(arena, kind, fields, stored, err)) return false;
  *out = (struct entry_checked){.perimeter = ""};
  *c = (struct checking){.arena = arena, .draft = stored, .kind = kind, .zone = zone_utc(), .now = now, .out = out};
  if (!record_init(&c->record, err)) return false;
  bool ok = read_fields(c, err);
  record_free(&c->record);
  return ok || err->code == VG_OK;
}

/* ---- what is stored, as text ---- */

static const char *items(struct vg_arena *arena, json_t *list) {
  BUF(out, ENTRY_TEXT_MAX);
  size_t i;
  json_t *item;
  json_array_foreach(list, i, item) buf_printf(&out, "%s%s", i > 0 ? "|" : "", json_string_value(item));
  return vg_strndup(arena, out.data, out.length);
}

bool entry_stored(struct vg_arena *arena, const struct kind *kind, const char *fields, struct entry_draft *out, struct vg_error *err) {
  struct json_doc doc;
  *out = (struct entry_draft){.kind = kind};
  if (!json_parse(&doc, fields, strlen(fields), "entry", JSON_DEFAULTS, err)) return false;
  for (size_t i = 0; kind->fields[i].name != NULL; i++) {
    json_t *value = json_object_get(doc.root, kind->fields[i].name);
    out->fields[i] = json_is_array(value) ? items(arena, value) : vg_strdup(arena, json_string_value(value));
  }
  json_close(&doc);
  return !vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "entry: out of memory");
}

static const char *moment(struct vg_arena *arena, const struct zone *zone, const char *text) {
  vg_time at;
  struct vg_error ignored = {0};
  if (!time_parse(text, &at, &ignored)) return text;
  struct civil c = zone_civil(zone, at);
  const char *day = vg_printf(arena, "%02d/%02d/%04d", c.day, c.month, c.year);
  if (c.second != 0) return vg_printf(arena, "%s %02d:%02d:%02d", day, c.hour, c.minute, c.second);
  return c.hour == 0 && c.minute == 0 ? day : vg_printf(arena, "%s %02d:%02d", day, c.hour, c.minute);
}

static const char *civil_day(struct vg_arena *arena, const char *text) {
  int year, month, day;
  int64_t days;
  struct vg_error ignored = {0};
  if (!date_parse(text, &days, &ignored)) return text;
  date_from_days(days, &year, &month, &day);
  return vg_printf(arena, "%02d/%02d/%04d", day, month, year);
}

static const char *seconds(struct vg_arena *arena, const char *text) {
  int64_t s;
  if (!text_int(text, 1, INT64_MAX, &s)) return text;
  if (s % 3600 == 0) return vg_printf(arena, "%lld h", (long long)(s / 3600));
  return s % 60 == 0 ? vg_printf(arena, "%lld min", (long long)(s / 60)) : text;
}

static const char *replaced(struct vg_arena *arena, const char *text, char from, char to) {
  char *copy = vg_strdup(arena, text);
  for (char *p = copy; p != NULL && *p != '\0'; p++) *p = *p == from ? to : *p;
  return copy;
}

static const char *typed_text(struct vg_arena *arena, const struct kind_field *f, const struct zone *zone, bool comma, const char *text) {
  switch (f->type) {
  case FIELD_TIME: return moment(arena, zone, text);
  case FIELD_DATE: return civil_day(arena, text);
  case FIELD_LIST: return replaced(arena, text, '|', '\n');
  case FIELD_INT: return kind_field_is_duration(f) ? seconds(arena, text) : text;
  case FIELD_REAL: return comma ? replaced(arena, text, '.', ',') : text;
  default: return text;
  }
}

bool entry_typed(struct vg_arena *arena, const struct kind *kind, const struct zone *zone, bool comma, const char *fields,
                 struct entry_draft *out, struct vg_error *err) {
  if (!entry_stored(arena, kind, fields, out, err)) return false;
  for (size_t i = 0; kind->fields[i].name != NULL; i++)
    if (out->fields[i] != NULL) out->fields[i] = typed_text(arena, &kind->fields[i], zone, comma, out->fields[i]);
  return !vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "entry: out of memory");
}
