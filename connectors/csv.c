/* csv: a file, or the newest file of a drop directory, that holds records of one kind. */
#include <stdio.h>
#include <string.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_import.h"
#include "connectors/shared/csv_reader.h"

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

static bool find_file(struct connector_ctx *ctx, const char **path, struct vg_error *err) {
  struct file_info info;
  char at[TIME_TEXT];
  *path = ctx_text(ctx, "path");
  if (!ctx_file_info(ctx, *path, &info, err)) return false;
  if (info.directory && !newest(ctx, *path, path, &info, err)) return false;
  int64_t oldest = ctx_int(ctx, "max_age");
  if (oldest == 0 || ctx->now - info.modified <= oldest * VG_SECOND) return true;
  (void)vg_fail(err, VG_E_UNAVAILABLE, "file \"%s\": written %s, expected within the last %s", *path,
                time_format(info.modified, at), ctx_text(ctx, "max_age"));
  return vg_hint(err, "what drops this file has stopped doing so");
}

static char delimiter(const struct connector_ctx *ctx) {
  static const char separators[] = {'\0', ';', ',', '\t'};
  size_t d = 0;
  while (strcmp(delimiters[d], ctx_text(ctx, "delimiter")) != 0) d++;
  return separators[d];
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  struct csv_text read = {.kind = kind_find(ctx_text(ctx, "kind")), .zone = zone_get(ctx_text(ctx, "timezone"), err), .delimiter = delimiter(ctx)};
  struct buf content;
  const char *path;
  size_t e = 0;
  if (read.zone == NULL) return vg_context(err, "option \"timezone\": ");
  if (!find_file(ctx, &path, err) || !ctx_file(ctx, path, FILE_MAX, &content, err)) return false;
  while (strcmp(encodings[e], ctx_text(ctx, "encoding")) != 0) e++;
  bool ok = csv_decode(ctx->arena, &content, (enum csv_encoding)e, &read.text, &read.length, err) && csv_import(ctx, sink, &read, err);
  if (!ok) (void)vg_context(err, "file \"%s\": ", path);
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
