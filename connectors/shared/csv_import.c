/* Reading a CSV text of one kind: headings, lines, keys. */
#include "connectors/shared/csv_import.h"

#include <stdio.h>
#include <string.h>

#include "connectors/shared/csv_kind.h"
#include "connectors/shared/csv_reader.h"
#include "core/text.h"

/* One text being read. */
struct import {
  struct connector_ctx *ctx;
  struct sink *sink;
  const struct kind *kind;
  const struct zone *zone;
  size_t count; /* columns */
  int columns[CSV_CELLS_MAX];
  const char *headings[CSV_CELLS_MAX];
  int column_of[KIND_FIELDS_MAX]; /* field → column, -1 */
  struct seen_key {
    const char *key;
    size_t line;
  } *seen;
  size_t seen_count, seen_room; /* a power of two, at most half full */
};

/* ---- heading ---- */

static const char *headings_text(const struct import *in) {
  BUF(out, 300);
  for (size_t i = 0; i < in->count; i++) buf_printf(&out, "%s\"%s\"", i == 0 ? "" : ", ", in->headings[i]);
  return vg_printf(in->ctx->arena, "%s%s", out.data, buf_ok(&out) ? "" : " …");
}

static bool map_column(struct import *in, size_t i, int8_t *used, struct vg_error *err) {
  int column = in->columns[i] = csv_column(in->ctx->arena, in->kind, in->headings[i]);
  if (column == CSV_COLUMN_EXTRA) return true;
  if (used[column + 2]++ > 0)
    return vg_fail(err, VG_E_INPUT, "heading: column \"%s\" is there twice", in->headings[i]);
  if (column >= 0) in->column_of[column] = (int)i;
  return true;
}

static bool map_heading(struct import *in, const struct csv_row *row, struct vg_error *err) {
  int8_t used[KIND_FIELDS_MAX + 2] = {0};
  char shown[120];
  for (size_t f = 0; f < KIND_FIELDS_MAX; f++) in->column_of[f] = -1;
  in->count = row->count;
  for (size_t i = 0; i < row->count; i++)
    in->headings[i] = vg_strdup(in->ctx->arena, text_show(row->cells[i], shown, sizeof shown));
  for (size_t i = 0; i < row->count; i++)
    if (in->headings[i] == NULL || !map_column(in, i, used, err)) return vg_fail(err, VG_E_LIMIT, "heading: too long");
  for (size_t f = 0; in->kind->fields[f].name != NULL; f++) {
    const struct kind_field *field = &in->kind->fields[f];
    if (!field->required || in->column_of[f] >= 0) continue;
    (void)vg_fail(err, VG_E_INPUT, "heading: expected a column \"%s\" (or \"%s\"), found %s", field->name, field->label_fr,
                  headings_text(in));
    return vg_hint(err, "the template of this kind has all columns: vigie source template %s", in->kind->name);
  }
  return true;
}

/* ---- keys: one line a key ---- */

static uint64_t hash_text(const char *text) {
  uint64_t h = UINT64_C(14695981039346656037);
  for (; *text != '\0'; text++) h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
  return h ^ h >> 32;
}

static struct seen_key *seen_slot(struct seen_key *table, size_t room, const char *key) {
  size_t i = hash_text(key) & (room - 1);
  while (table[i].key != NULL && strcmp(table[i].key, key) != 0) i = (i + 1) & (room - 1);
  return &table[i];
}

static bool seen_grow(struct import *in, struct vg_error *err) {
  if (in->seen_count * 2 < in->seen_room) return true;
  size_t room = in->seen_room == 0 ? 1024 : in->seen_room * 2;
  struct seen_key *table = vg_alloc(in->ctx->arena, room * sizeof *table);
  if (table == NULL) return vg_fail(err, VG_E_LIMIT, "too many lines for the memory of a pull");
  for (size_t i = 0; i < in->seen_room; i++)
    if (in->seen[i].key != NULL) *seen_slot(table, room, in->seen[i].key) = in->seen[i];
  in->seen = table;
  in->seen_room = room;
  return true;
}

/* The line that has this key already, or 0 and it is noted for `line`. */
static bool note_key(struct import *in, const char *key, size_t line, size_t *former, struct vg_error *err) {
  if (!seen_grow(in, err)) return false;
  struct seen_key *slot = seen_slot(in->seen, in->seen_room, key);
  *former = slot->key != NULL ? slot->line : 0;
  if (*former != 0) return true;
  *slot = (struct seen_key){vg_strdup(in->ctx->arena, key), line};
  in->seen_count++;
  return slot->key != NULL ? true : vg_fail(err, VG_E_LIMIT, "too many lines for the memory of a pull");
}

/* ---- lines ---- */

static bool reject(struct import *in, const char *place, const char *key, const struct vg_error *why) {
  in->sink->ops->reject(in->sink, place, in->kind->name, key, why);
  return true;
}

static const char *key_of(const struct import *in, const struct csv_row *row) {
  for (size_t i = 0; i < row->count; i++)
    if (in->columns[i] == CSV_COLUMN_KEY && row->cells[i][0] != '\0') return row->cells[i];
  return NULL;
}

/* The key under which a line is refused, so that its record is not taken for vanished: "" when the file does not say. */
static const char *refused_key(const struct import *in, const struct csv_row *row) {
  const char *key = key_of(in, row);
  return key != NULL && strlen(key) <= KIND_KEY_MAX ? key : "";
}

static bool fill(struct import *in, const struct csv_row *row, char place[200]) {
  struct record *record = in->ctx->record;
  for (size_t i = 0; i < row->count; i++) {
    struct vg_error wrong = {0};
    int column = in->columns[i];
    if (column == CSV_COLUMN_PERIMETER && row->cells[i][0] != '\0') record_perimeter(record, row->cells[i]);
    if (column == CSV_COLUMN_EXTRA && row->cells[i][0] != '\0') record_extra(record, in->headings[i], json_string(row->cells[i]));
    if (column < 0 || csv_value(record, &in->kind->fields[column], row->cells[i], in->zone, &wrong)) continue;
    (void)snprintf(place, 200, "line %zu, column %s", row->line, in->headings[i]);
    return !reject(in, place, refused_key(in, row), &wrong);
  }
  return true;
}

/* Nothing is missing or refused: only such a line takes its key. */
static bool whole(const struct record *record) {
  if (record->error.code != VG_OK) return false;
  for (size_t f = 0; record->kind->fields[f].name != NULL; f++)
    if (record->kind->fields[f].required && !record->values[f].set) return false;
  return true;
}

static bool put_row(struct import *in, const struct csv_row *row, struct vg_error *err) {
  struct record *record = in->ctx->record;
  const char *key = key_of(in, row);
  struct vg_error wrong = {0};
  char place[200];
  size_t former;
  record_begin(record, in->kind->id, key != NULL ? key : "-");
  if (!fill(in, row, place)) return true;
  (void)snprintf(place, sizeof place, "line %zu", row->line);
  if (record->error.code == VG_E_INPUT) return reject(in, place, refused_key(in, row), &record->error);
  if (key == NULL) key = csv_natural_key(record->arena, record);
  if (key != NULL && strlen(key) <= KIND_KEY_MAX) {
    record->key = key;
    former = 0;
    if (whole(record) && !note_key(in, key, row->line, &former, err)) return false;
    if (former != 0) {
      (void)vg_fail(&wrong, VG_E_INPUT, "the same key as line %zu", former);
      return reject(in, place, key, &wrong);
    }
  } else if (key != NULL) {
    (void)vg_fail(&wrong, VG_E_INPUT, "key: expected at most %d bytes, got %zu", KIND_KEY_MAX, strlen(key));
    return reject(in, place, "", &wrong);
  }
  return sink_put(in->sink, record, place, err);
}

/* Empty cells after the last heading are what spreadsheets leave. */
static bool right_width(const struct import *in, struct csv_row *row) {
  while (row->count > in->count && row->cells[row->count - 1][0] == '\0') row->count--;
  return row->count == in->count;
}

static bool read_rows(struct import *in, struct csv_reader *reader, struct vg_error *err) {
  struct csv_row row;
  char place[60];
  while (csv_next(reader, &row, err)) {
    if (right_width(in, &row)) {
      if (!put_row(in, &row, err)) return false;
      continue;
    }
    if (!row.ended && row.count < in->count)
      return vg_fail(err, VG_E_INPUT, "line %zu: expected %zu columns, found %zu, and no line break: the file is cut", row.line, in->count,
                     row.count);
    struct vg_error wrong = {0};
    (void)snprintf(place, sizeof place, "line %zu", row.line);
    (void)vg_fail(&wrong, VG_E_INPUT, "expected %zu columns, found %zu", in->count, row.count);
    (void)reject(in, place, "", &wrong);
  }
  return err->code == VG_OK;
}

bool csv_import(struct connector_ctx *ctx, struct sink *sink, const struct csv_text *text, struct vg_error *err) {
  struct import *in = vg_alloc(ctx->arena, sizeof *in);
  struct csv_reader reader;
  struct csv_row heading;
  if (in == NULL) return vg_fail(err, VG_E_LIMIT, "csv: out of memory");
  *in = (struct import){.ctx = ctx, .sink = sink, .kind = text->kind, .zone = text->zone};
  csv_open(&reader, text->text, text->length, text->delimiter);
  if (!csv_next(&reader, &heading, err)) return vg_fail(err, VG_E_INPUT, "the file has no heading line");
  return map_heading(in, &heading, err) && read_rows(in, &reader, err);
}
