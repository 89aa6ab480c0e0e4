/* form: records of one kind that people enter in Vigie itself, by the pages of the source. */
#include <string.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_import.h"
#include "connectors/shared/csv_reader.h"
#include "connectors/transport.h"

enum { ENTERED_MAX = 64 << 20 };

#define NAME(id, name, nature) #name,
static const char *const kinds[] = {KIND_LIST(NAME) NULL};

static const struct option_spec options[] = {
    {.name = "kind", .type = OPTION_CHOICE, .required = true, .choices = kinds, .label_fr = "Nature", .label_en = "Kind",
     .help_fr = "Ce que décrit chaque saisie, mais pas les déclarations, qui ont leur page. Un registre garde sa nature : pour une autre, ajouter une source.",
     .help_en = "What each entry describes, but for attestations, which have their own page. A register keeps its kind: add a source for another one.", .example = "restore_test"},
    {.type = OPTION_NONE}};

/* Nothing at all is no silence here: somebody said so. */
#define EMISSION_STATE(k) {(k), COVERS_SNAPSHOT, .may_be_empty = true, .complete = true},
#define EMISSION_EVENT(k) {(k), COVERS_HISTORY, .may_be_empty = true, .complete = true},
#define EMISSION(id, name, nature) EMISSION_##nature(KIND_##id)
static const struct emission emits[] = {KIND_LIST(EMISSION)};

static bool emits_kind(const struct connector_ctx *ctx, enum kind_id kind) {
  const char *wanted = ctx_text(ctx, "kind");
  return wanted != NULL && strcmp(kind_get(kind)->name, wanted) == 0;
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  struct csv_text entered = {.kind = kind_find(ctx_text(ctx, "kind")), .zone = zone_utc(), .delimiter = ';'};
  struct file_info info;
  struct buf content;
  if (!ctx_file_info(ctx, ENTERED_FILE, &info, err) || !ctx_file(ctx, ENTERED_FILE, ENTERED_MAX, &content, err)) return false;
  ctx->said_at = info.modified;
  bool ok = csv_decode(ctx->arena, &content, CSV_UTF8, &entered.text, &entered.length, err) && csv_import(ctx, sink, &entered, err);
  buf_free(&content);
  return ok;
}

const struct connector connector_form = {
    .abi = CONNECTOR_ABI,
    .name = "form",
    .title_fr = "Saisie dans Vigie",
    .title_en = "Entered in Vigie",
    .summary_fr = "Registre tenu à la main, dans Vigie : une nature d’enregistrements, un formulaire, pour ce qu’aucun outil ne sait dire.",
    .summary_en = "A register kept by hand, in Vigie: one kind of records, one form, for what no tool can tell.",
    .options = options,
    .emits = emits,
    .emits_count = sizeof emits / sizeof *emits,
    .emits_kind = emits_kind,
    .staleness_s = 90 * 86400,
    .entered = true,
    .collect = collect,
};
