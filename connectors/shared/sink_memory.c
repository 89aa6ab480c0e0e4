#include "connectors/shared/sink_memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *list_text(struct vg_arena *arena, const struct record_value *v) {
  BUF(out, 1 << 20);
  for (size_t i = 0; i < v->list.count; i++) {
    if (i > 0) buf_char(&out, '|');
    buf_text(&out, v->list.items[i]);
  }
  return vg_strndup(arena, out.data, out.length);
}

const char *record_value_text(struct vg_arena *arena, const struct record *record, size_t field) {
  const struct record_value *v = &record->values[field];
  char text[TIME_TEXT];
  int year, month, day;
  if (!v->set) return NULL;
  switch (record->kind->fields[field].type) {
  case FIELD_INT: return vg_printf(arena, "%" PRId64, v->integer);
  case FIELD_REAL: return vg_printf(arena, "%.10g", v->real);
  case FIELD_BOOL: return v->boolean ? "true" : "false";
  case FIELD_TIME: return vg_strdup(arena, time_format(v->time, text));
  case FIELD_DATE:
    date_from_days(v->integer, &year, &month, &day);
    return vg_printf(arena, "%04d-%02d-%02d", year, month, day);
  case FIELD_LIST: return list_text(arena, v);
  default: return vg_strdup(arena, v->text);
  }
}

static void *room_for(struct vg_arena *arena, void *rows, size_t count, size_t *room, size_t size) {
  if (count < *room) return rows;
  size_t wanted = *room == 0 ? 64 : *room * 2;
  void *grown = vg_alloc(arena, wanted * size);
  if (grown == NULL) return NULL;
  if (count > 0) memcpy(grown, rows, count * size);
  *room = wanted;
  return grown;
}

static bool memory_put(struct sink *sink, const struct record *record, struct vg_error *err) {
  struct sink_memory *m = (struct sink_memory *)sink;
  m->rows_count++;
  m->by_kind[record->kind->id]++;
  if (m->rows_kept >= m->keep) return true;
  struct memory_row *rows = room_for(m->arena, m->rows, m->rows_kept, &m->rows_room, sizeof *rows);
  size_t fields = (size_t)kind_field_count(record->kind);
  const char **values = vg_alloc(m->arena, fields * sizeof *values);
  if (rows == NULL || values == NULL) return vg_fail(err, VG_E_LIMIT, "too many records to keep in memory");
  m->rows = rows;
  for (size_t i = 0; i < fields; i++) values[i] = record_value_text(m->arena, record, i);
  char *extra = record->extra != NULL ? json_dumps(record->extra, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
  m->rows[m->rows_kept++] = (struct memory_row){.kind = record->kind,
                                                .key = vg_strdup(m->arena, record->key),
                                                .perimeter = vg_strdup(m->arena, record->perimeter),
                                                .effective_at = record->effective_at,
                                                .values = values,
                                                .extra = vg_strdup(m->arena, extra)};
  free(extra);
  return vg_arena_exhausted(m->arena) ? vg_fail(err, VG_E_LIMIT, "too many records to keep in memory") : true;
}

static void memory_reject(struct sink *sink, const char *place, const char *kind, const char *key, const struct vg_error *why) {
  struct sink_memory *m = (struct sink_memory *)sink;
  m->rejects_count++;
  if (m->rejects_kept >= m->keep) return;
  struct memory_reject *all = room_for(m->arena, m->rejects, m->rejects_kept, &m->rejects_room, sizeof *all);
  if (all == NULL) return;
  m->rejects = all;
  m->rejects[m->rejects_kept++] = (struct memory_reject){vg_strdup(m->arena, place), vg_strdup(m->arena, kind),
                                                         vg_strdup(m->arena, key), vg_strdup(m->arena, why->message),
                                                         vg_strdup(m->arena, why->words)};
}

void sink_memory_init(struct sink_memory *m, struct vg_arena *arena, size_t keep, vg_time read_at) {
  static const struct sink_ops ops = {.put = memory_put, .reject = memory_reject};
  *m = (struct sink_memory){.sink = {.ops = &ops, .read_at = read_at}, .arena = arena, .keep = keep};
}

void memory_row_text(const struct memory_row *row, struct buf *out) {
  char at[TIME_TEXT];
  buf_printf(out, "%s %s", row->kind->name, row->key);
  if (row->perimeter != NULL) buf_printf(out, " [%s]", row->perimeter);
  buf_printf(out, " @%s", time_format(row->effective_at, at));
  for (size_t i = 0; row->kind->fields[i].name != NULL; i++)
    if (row->values[i] != NULL) buf_printf(out, " %s=%s", row->kind->fields[i].name, row->values[i]);
  if (row->extra != NULL) buf_printf(out, " %s", row->extra);
}

void memory_row_json(const struct memory_row *row, struct json_writer *w) {
  jw_begin_object(w);
  jw_key(w, "kind");
  jw_text(w, row->kind->name);
  jw_key(w, "key");
  jw_text(w, row->key);
  jw_key(w, "perimeter");
  jw_text(w, row->perimeter);
  jw_key(w, "effective_at");
  jw_time(w, row->effective_at);
  jw_key(w, "fields");
  jw_begin_object(w);
  for (size_t i = 0; row->kind->fields[i].name != NULL; i++) {
    if (row->values[i] == NULL) continue;
    jw_key(w, row->kind->fields[i].name);
    jw_text(w, row->values[i]);
  }
  jw_end_object(w);
  jw_end_object(w);
}
