#include "connectors/shared/reference.h"

#include <inttypes.h>
#include <string.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_kind.h"

static void period(struct buf *out, int64_t seconds) {
  if (seconds % 86400 == 0) buf_printf(out, "%" PRId64 " d", seconds / 86400);
  else if (seconds % 3600 == 0) buf_printf(out, "%" PRId64 " h", seconds / 3600);
  else buf_printf(out, "%" PRId64 " min", seconds / 60);
}

static void emission(struct buf *out, const struct emission *e) {
  buf_printf(out, "- **%s** (%s): %s", kind_get(e->kind)->name, kind_get(e->kind)->label_en,
             e->coverage == COVERS_HISTORY ? "with its history" : "as it is at the reading");
  buf_text(out, e->complete ? "; what is no longer there is closed" : "; only what is new or changed");
  buf_text(out, e->may_be_empty ? ".\n" : "; none at all is suspect.\n");
}

static void option_row(struct buf *out, const struct option_spec *o) {
  char expects[300];
  buf_printf(out, "| `%s` | %s | %s", o->name, o->label_en, o->help_en);
  if (o->type != OPTION_TEXT && o->type != OPTION_SECRET)
    buf_printf(out, " Expected: %s.", option_expects(o, expects, sizeof expects));
  if (o->type == OPTION_SECRET) buf_text(out, " A secret: kept sealed, never shown again.");
  buf_text(out, " | ");
  if (o->required) buf_text(out, "required");
  else if (o->dflt != NULL && strchr(o->dflt, '|') == NULL) buf_printf(out, "`%s`", o->dflt);
  for (const char *p = o->dflt != NULL && strchr(o->dflt, '|') != NULL ? o->dflt : ""; *p != '\0'; p++) {
    if (*p == '|') buf_char(out, '\\');
    buf_char(out, *p);
  }
  buf_text(out, " |\n");
}

static void connector(struct buf *out, const struct connector *c) {
  buf_printf(out, "\n## %s: %s\n\n%s Read ", c->name, c->title_en, c->summary_en);
  if (!c->entered) buf_text(out, "every "), period(out, c->period_s);
  buf_text(out, c->entered ? "when somebody enters or confirms something, never on schedule; stale " : " by default; stale after ");
  period(out, c->staleness_s);
  buf_text(out, c->entered ? " later.\n\n" : ".\n\n");
  for (size_t i = 0; i < c->emits_count; i++) emission(out, &c->emits[i]);
  buf_text(out, "\n| option | label | what it is | default |\n| --- | --- | --- | --- |\n");
  for (const struct option_spec *o = c->options; o->type != OPTION_NONE; o++) option_row(out, o);
}

void connectors_reference(struct buf *out) {
  buf_text(out, "# Connectors\n\n<!-- Made by `vigie help connectors`; tests/lint checks that it is current. -->\n\n"
                "A source is a connector with its options, declared on the page *Sources* or by `vigie source add`; both can test\n"
                "it before it is saved. How each behaves, and how to write another one: [connectors.md](../connectors.md).\n");
  for (size_t i = 0; i < connectors_count; i++) connector(out, connectors[i]);
}

static void field_row(struct buf *out, const struct kind_field *f) {
  char expects[300];
  buf_printf(out, "| `%s` | %s | %s | %s%s", f->name, f->label_fr, f->label_en, kind_field_expects(f, expects, sizeof expects),
             f->required ? ", **required**" : "");
  if (f->unit != NULL && !kind_field_is_duration(f)) buf_printf(out, ", in %s", f->unit);
  if (f->not_before != NULL) buf_printf(out, ", not before `%s`", f->not_before);
  if (f->personal) buf_text(out, ", personal data");
  if (f->help != NULL) buf_printf(out, "; %s", f->help);
  buf_text(out, " |\n");
}

/* How long superseded versions are kept. */
static void retention(struct buf *out, const struct kind *kind) {
  if (kind->retention_days == 0) buf_text(out, " All versions are kept.");
  else buf_printf(out, " Superseded versions are kept for %d days.", kind->retention_days);
}

void kinds_reference(struct buf *out) {
  char key[200];
  buf_text(out, "# Kinds of records\n\n<!-- Made by `vigie help kinds`; tests/lint checks that it is current. -->\n\n"
                "Their fields are also the headings of CSV files: the name, or the label in French or English, whatever its case\n"
                "and accents. Two more columns are known: `key` (or `clé`) and `perimeter` (or `périmètre`); any other is kept as\n"
                "the source's own. `vigie source template KIND` prints a template. An *event* carries its own dates; a *state* is\n"
                "what a source says now.\n");
  for (int k = 0; k < KIND_COUNT; k++) {
    const struct kind *kind = kind_get((enum kind_id)k);
    buf_printf(out, "\n## %s\n\n%s %s. Key: %s; in a CSV file without a `key` column: %s.", kind->name, kind->help,
               kind->nature == KIND_EVENT ? "An event" : "A state", kind->key_help, csv_natural_key_help(kind, key, sizeof key));
    retention(out, kind);
    buf_text(out, "\n\n| field | in French | in English | expected |\n| --- | --- | --- | --- |\n");
    for (const struct kind_field *f = kind->fields; f->name != NULL; f++) field_row(out, f);
  }
}
