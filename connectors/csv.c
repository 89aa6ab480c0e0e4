/* csv: a file, or the newest file of a drop directory, that holds records of one kind. */
#include <stdio.h>
#include <string.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_kind.h"
#include "connectors/shared/csv_reader.h"
#include "core/text.h"

enum { FILE_MAX = 64 << 20 };

#define NAME(id, name, nature) #name,
static const char *const kinds[] = {KIND_LIST(NAME) NULL};
static const char *const delimiters[] = {"auto", "semicolon", "comma", "tab", NULL};
static const char *const encodings[] = {"auto", "utf-8", "windows-1252", NULL};

static const struct option_spec options[] = {
    {.name = "path", .type = OPTION_PATH, .required = true, .label_fr = "Fichier ou répertoire", .label_en = "File or directory",
     .help_fr = "Fichier CSV, ou répertoire de dépôt dont le fichier .csv le plus récent est lu.",
     .help_en = "CSV file, or drop directory whose newest .csv file is read.", .example = "/srv/vigie/rh/personnes.csv"},
    {.name = "kind", .type = OPTION_CHOICE, .required = true, .choices = kinds, .label_fr = "Nature", .label_en = "Kind",
     .help_fr = "Ce que décrit chaque ligne ; un modèle de fichier existe pour chaque nature.",
     .help_en = "What each line describes; there is a template for each kind.", .example = "person"},
    {.name = "delimiter", .type = OPTION_CHOICE, .dflt = "auto", .choices = delimiters, .label_fr = "Séparateur",
     .label_en = "Delimiter", .help_fr = "« auto » : celui que la ligne de titres emploie le plus.",
     .help_en = "\"auto\": the one most used by the heading line.", .example = "auto"},
    {.name = "encoding", .type = OPTION_CHOICE, .dflt = "auto", .choices = encodings, .label_fr = "Codage",
     .label_en = "Encoding", .help_fr = "« auto » : UTF-8 si le fichier en est, sinon Windows-1252.",
     .help_en = "\"auto\": UTF-8 when the file is, else Windows-1252.", .example = "auto"},
    {.name = "timezone", .type = OPTION_TEXT, .dflt = "Europe/Paris", .label_fr = "Fuseau horaire", .label_en = "Time zone",
     .help_fr = "Des heures écrites sans décalage.", .help_en = "Of the times written without an offset.", .example = "Europe/Paris"},
    {.name = "max_age", .type = OPTION_DURATION, .min = 60, .max = 63244800, .label_fr = "Âge maximal du fichier",
     .label_en = "Oldest file", .help_fr = "Un fichier plus ancien est refusé : le dépôt s’est arrêté.",
     .help_en = "An older file is refused: its export has stopped.", .example = "8d"},
    {.type = OPTION_NONE}};

/* A register may have nothing to say yet; what runs every day may not. */
#define NEVER_EMPTY(k) ((k) == KIND_TRAINING || (k) == KIND_BACKUP || (k) == KIND_AVAILABILITY || (k) == KIND_TLS)
#define EMISSION_STATE(k) {(k), COVERS_SNAPSHOT, .may_be_empty = false, .complete = true},
#define EMISSION_EVENT(k) {(k), COVERS_HISTORY, .may_be_empty = !NEVER_EMPTY(k), .complete = true},
#define EMISSION(id, name, nature) EMISSION_##nature(KIND_##id)
static const struct emission emits[] = {KIND_LIST(EMISSION)};

static bool emits_kind(const struct connector_ctx *ctx, enum kind_id kind) {
  const char *wanted = ctx_text(ctx, "kind");
  return wanted != NULL && strcmp(kind_get(kind)->name, wanted) == 0;
}

/* One file being read. */
struct import {
  struct connector_ctx *ctx;
  struct sink *sink;
  const struct kind *kind;
  const struct zone *zone;
  const char *path;
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

/* ---- finding the file ---- */

static bool ends_with_csv(const char *name) {
  size_t n = strlen(name);
  return n > 4 && name[0] != '.' && strcasecmp(name + n - 4, ".csv") == 0;
}

static bool newest(struct connector_ctx *ctx, const char *directory, const char **path, struct file_info *info, struct vg_error *err) {
  const char *const *names;
  size_t count;
  struct vg_error ignored = {0};
  *path = NULL;
  if (!ctx_list(ctx, directory, &names, &count, err)) return false;
  for (size_t i = 0; i < count; i++) {
    struct file_info one;
    const char *candidate = ends_with_csv(names[i]) ? vg_printf(ctx->arena, "%s/%s", directory, names[i]) : NULL;
    if (candidate == NULL || !ctx_file_info(ctx, candidate, &one, &ignored) || one.directory) continue;
    if (*path != NULL && one.modified < info->modified) continue;
    *path = candidate;
    *info = one;
  }
  return *path != NULL ? true : vg_fail(err, VG_E_NOTFOUND, "directory \"%s\": no .csv file", directory);
}

static bool find_file(struct import *in, struct vg_error *err) {
  struct connector_ctx *ctx = in->ctx;
  struct file_info info;
  char at[TIME_TEXT];
  in->path = ctx_text(ctx, "path");
  if (!ctx_file_info(ctx, in->path, &info, err)) return false;
  if (info.directory && !newest(ctx, in->path, &in->path, &info, err)) return false;
  int64_t oldest = ctx_int(ctx, "max_age");
  if (oldest == 0 || ctx->now - info.modified <= oldest * VG_SECOND) return true;
  (void)vg_fail(err, VG_E_UNAVAILABLE, "file \"%s\": written %s, expected within the last %s", in->path,
                time_format(info.modified, at), ctx_text(ctx, "max_age"));
  return vg_hint(err, "what drops this file has stopped doing so");
}

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

static bool read_text(struct import *in, char *text, size_t length, struct vg_error *err) {
  static const char separators[] = {'\0', ';', ',', '\t'};
  struct csv_reader reader;
  struct csv_row heading;
  size_t d = 0;
  while (strcmp(delimiters[d], ctx_text(in->ctx, "delimiter")) != 0) d++;
  csv_open(&reader, text, length, separators[d]);
  if (!csv_next(&reader, &heading, err)) return vg_fail(err, VG_E_INPUT, "the file has no heading line");
  return map_heading(in, &heading, err) && read_rows(in, &reader, err);
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  struct import *in = vg_alloc(ctx->arena, sizeof *in);
  struct buf content;
  char *text;
  size_t length, e = 0;
  if (in == NULL) return vg_fail(err, VG_E_LIMIT, "csv: out of memory");
  *in = (struct import){.ctx = ctx, .sink = sink, .kind = kind_find(ctx_text(ctx, "kind"))};
  in->zone = zone_get(ctx_text(ctx, "timezone"), err);
  if (in->zone == NULL) return vg_context(err, "option \"timezone\": ");
  if (!find_file(in, err) || !ctx_file(ctx, in->path, FILE_MAX, &content, err)) return false;
  while (strcmp(encodings[e], ctx_text(ctx, "encoding")) != 0) e++;
  bool ok = csv_decode(ctx->arena, &content, (enum csv_encoding)e, &text, &length, err) && read_text(in, text, length, err);
  if (!ok) (void)vg_context(err, "file \"%s\": ", in->path);
  buf_free(&content);
  return ok;
}

const struct connector connector_csv = {
    .abi = CONNECTOR_ABI,
    .name = "csv",
    .title_fr = "Fichier CSV",
    .title_en = "CSV file",
    .summary_fr = "Lit les enregistrements d’une nature dans un fichier CSV déposé : registre, export des ressources humaines, inventaire.",
    .summary_en = "Reads the records of one kind from a CSV file that is dropped: register, human-resources export, inventory.",
    .options = options,
    .emits = emits,
    .emits_count = sizeof emits / sizeof *emits,
    .emits_kind = emits_kind,
    .period_s = 300,
    .staleness_s = 86400,
    .collect = collect,
};
