#include "connectors/shared/csv_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_reader.h"
#include "connectors/shared/sink_memory.h"
#include "core/text.h"

int csv_column(struct vg_arena *arena, const struct kind *kind, const char *heading) {
  static const char *const keys[] = {"key", "cle"}, *const perimeters[] = {"perimeter", "perimetre"};
  const char *folded = csv_fold(arena, heading);
  if (folded == NULL) return CSV_COLUMN_EXTRA;
  for (size_t i = 0; i < 2; i++) {
    if (strcmp(folded, keys[i]) == 0) return CSV_COLUMN_KEY;
    if (strcmp(folded, perimeters[i]) == 0) return CSV_COLUMN_PERIMETER;
  }
  for (int i = 0; kind->fields[i].name != NULL; i++)
    if (strcmp(folded, kind->fields[i].name) == 0) return i;
  for (int i = 0; kind->fields[i].name != NULL; i++) {
    const char *fr = csv_fold(arena, kind->fields[i].label_fr), *en = csv_fold(arena, kind->fields[i].label_en);
    if ((fr != NULL && strcmp(folded, fr) == 0) || (en != NULL && strcmp(folded, en) == 0)) return i;
  }
  return CSV_COLUMN_EXTRA;
}

/* ---- values ---- */

/* French words of enum codes, folded; one word may stand for several codes: the one that the field has counts. */
static const struct {
  const char *word, *code;
} words[] = {
    {"serveur", "server"}, {"poste", "workstation"}, {"poste_de_travail", "workstation"}, {"portable", "laptop"},
    {"ordinateur_portable", "laptop"}, {"telephone", "phone"}, {"tablette", "tablet"}, {"reseau", "network"},
    {"base_de_donnees", "database"}, {"stockage", "storage"}, {"amovible", "removable"}, {"support_amovible", "removable"},
    {"autre", "other"}, {"interne", "internal"}, {"confidentiel", "confidential"}, {"recette", "staging"},
    {"preproduction", "staging"}, {"developpement", "development"}, {"bureautique", "office"}, {"bureau", "office"},
    {"en_service", "in_service"}, {"en_stock", "in_stock"}, {"stock", "in_stock"}, {"retire", "retired"},
    {"rebut", "retired"}, {"reforme", "retired"}, {"developpeur", "developer"}, {"developpeuse", "developer"},
    {"administrateur_systeme", "system_administrator"}, {"administratrice_systeme", "system_administrator"},
    {"administrateur_reseau", "network_administrator"}, {"administratrice_reseau", "network_administrator"},
    {"rssi", "ciso"}, {"responsable", "manager"}, {"encadrant", "manager"}, {"chef_de_projet", "project_manager"},
    {"cheffe_de_projet", "project_manager"}, {"graphiste", "designer"}, {"concepteur", "designer"},
    {"commercial", "sales"}, {"commerciale", "sales"}, {"assistance", "support"}, {"nominatif", "personal"},
    {"personnel", "personal"}, {"administrateur", "admin"}, {"administration", "admin"}, {"partage", "shared"},
    {"generique", "shared"}, {"accueil", "welcome"}, {"securite", "security"}, {"ssi", "security"},
    {"hameconnage", "phishing"}, {"avertissement", "warning"}, {"echec", "failed"}, {"echec", "failure"},
    {"reussi", "ok"}, {"reussie", "ok"}, {"succes", "ok"}, {"succes", "success"}, {"reussi", "success"},
    {"reussite", "success"}, {"partiel", "partial"}, {"partielle", "partial"}, {"critique", "critical"},
    {"elevee", "high"}, {"haute", "high"}, {"forte", "high"}, {"majeure", "high"}, {"moyenne", "medium"},
    {"faible", "low"}, {"basse", "low"}, {"mineure", "low"}, {"alerte", "warning"}, {"information", "info"},
    {"aucune", "none"}, {"materiel", "hardware"}, {"applicatif", "application"}, {"applicative", "application"},
    {"disponible", "up"}, {"indisponible", "down"}, {"inconnu", "unknown"}, {"inconnue", "unknown"},
    {"locale", "local"}, {"en_marche", "running"}, {"actif", "running"}, {"arrete", "stopped"}, {"en_panne", "failed"},
    {"politique", "policy"}, {"procedure", "procedure"}, {"procedure_d_incident", "incident_procedure"},
    {"procedure_d_intervention", "intervention_procedure"}, {"plan_de_continuite", "continuity_plan"},
    {"plan_de_reprise", "recovery_plan"}, {"brouillon", "draft"}, {"en_vigueur", "in_force"}, {"retire", "withdrawn"},
    {"zone_securisee", "secure_area"}, {"conforme", "passed"}, {"reussi", "passed"}, {"non_conforme", "failed"},
    {"flux", "flow"}, {"acces_distant", "remote_access"}, {"ouvert", "open"}, {"bloque", "blocked"}, {"ferme", "blocked"},
    {"systeme", "system"}, {"bibliotheque", "library"}, {"menaces", "threats"}, {"normes", "standards"},
    {"reglementation", "regulation"}, {"continuite", "continuity"}, {"reprise", "recovery"}, {"regle", "rule"},
    {"veille", "watch"}, {"strategique", "strategic"}, {"pilotage", "steering"}, {"externe", "external"},
    {"decision", "decision"}, {"revue", "review"}, {"intergiciel", "middleware"},
};

static const char *enum_code(struct vg_arena *arena, const struct kind_field *field, const char *cell) {
  const char *folded = csv_fold(arena, cell);
  for (size_t c = 0; folded != NULL && field->choices[c] != NULL; c++)
    if (strcmp(field->choices[c], folded) == 0 || strcasecmp(field->choices[c], cell) == 0) return field->choices[c];
  for (size_t w = 0; folded != NULL && w < sizeof words / sizeof *words; w++) {
    if (strcmp(words[w].word, folded) != 0) continue;
    for (size_t c = 0; field->choices[c] != NULL; c++)
      if (strcmp(field->choices[c], words[w].code) == 0) return field->choices[c];
  }
  return NULL;
}

static bool refuse(const char *expects, const char *cell, struct vg_error *err) {
  char shown[100];
  return vg_fail(err, VG_E_INPUT, "expected %s, got \"%s\"", expects, text_show(cell, shown, sizeof shown));
}

/* Digits with a '.', without spaces of thousands and "%". */
static char *plain_number(struct vg_arena *arena, const struct kind_field *field, const char *cell) {
  size_t n = strlen(cell), used = 0;
  char *out = vg_alloc(arena, n + 1);
  for (size_t i = 0; out != NULL && i < n; i++) {
    if (cell[i] == ' ') continue;
    if (strncmp(cell + i, "\xc2\xa0", 2) == 0) { i += 1; continue; }
    if (strncmp(cell + i, "\xe2\x80\xaf", 3) == 0) { i += 2; continue; }
    out[used++] = cell[i] == ',' ? '.' : cell[i];
  }
  if (used > 0 && out[used - 1] == '%' && field->unit != NULL && strcmp(field->unit, "%") == 0) out[--used] = '\0';
  return out;
}

static bool number_value(struct record *record, const struct kind_field *field, const char *cell, struct vg_error *err) {
  const char *text = plain_number(record->arena, field, cell);
  int64_t integer;
  double real;
  if (text != NULL && field->type == FIELD_REAL && text_real(text, &real)) return record_real(record, field->name, real), true;
  if (text != NULL && field->type == FIELD_INT) {
    if (text_int(text, INT64_MIN, INT64_MAX, &integer)) return record_int(record, field->name, integer), true;
    if (kind_field_is_duration(field) && duration_parse(cell, &integer)) return record_int(record, field->name, integer), true;
  }
  return kind_field_refuse(field, cell, err);
}

static bool bool_value(struct record *record, const struct kind_field *field, const char *cell, struct vg_error *err) {
  static const char *const yes[] = {"oui", "vrai", "true", "yes", "x", "1", "o", "y"},
                          *const no[] = {"non", "faux", "false", "no", "0", "n"};
  const char *folded = csv_fold(record->arena, cell);
  for (size_t i = 0; folded != NULL && i < sizeof yes / sizeof *yes; i++)
    if (strcmp(folded, yes[i]) == 0) return record_bool(record, field->name, true), true;
  for (size_t i = 0; folded != NULL && i < sizeof no / sizeof *no; i++)
    if (strcmp(folded, no[i]) == 0) return record_bool(record, field->name, false), true;
  return refuse(N_("oui or non (true or false)"), cell, err);
}

static bool date_value(struct record *record, const struct kind_field *field, const char *cell, const struct zone *zone,
                       struct vg_error *err) {
  struct vg_error wrong = {0};
  int64_t day;
  vg_time at;
  if (field->type == FIELD_DATE && date_parse(cell, &day, &wrong)) return record_date(record, field->name, day), true;
  if (field->type == FIELD_TIME && zone_parse(zone, cell, &at, &wrong)) return record_time(record, field->name, at), true;
  if (field->type == FIELD_DATE && zone_parse(zone, cell, &at, &wrong))
    return record_date(record, field->name, zone_day(zone, at)), true;
  return refuse(field->type == FIELD_DATE ? N_("a day such as 23/11/2026 or 2026-11-23")
                                          : N_("a date such as 23/11/2026 02:14 or 2026-11-23T02:14:00Z"),
                cell, err);
}

static void list_value(struct record *record, const struct kind_field *field, const char *cell) {
  const char *items[1000];
  size_t count = 0;
  char *rest = vg_strdup(record->arena, cell);
  while (rest != NULL && count < sizeof items / sizeof *items) {
    char *item = strsep(&rest, "|");
    while (*item == ' ') item++;
    size_t n = strlen(item);
    while (n > 0 && item[n - 1] == ' ') item[--n] = '\0';
    if (n > 0) items[count++] = item;
  }
  record_list(record, field->name, items, count);
}

bool csv_value(struct record *record, const struct kind_field *field, const char *cell, const struct zone *zone,
               struct vg_error *err) {
  if (cell[0] == '\0') return true;
  switch (field->type) {
  case FIELD_INT:
  case FIELD_REAL: return number_value(record, field, cell, err);
  case FIELD_BOOL: return bool_value(record, field, cell, err);
  case FIELD_TIME:
  case FIELD_DATE: return date_value(record, field, cell, zone, err);
  case FIELD_LIST: list_value(record, field, cell); return true;
  case FIELD_ENUM: {
    const char *code = enum_code(record->arena, field, cell);
    if (code == NULL) return kind_field_refuse(field, cell, err);
    record_text(record, field->name, code);
    return true;
  }
  default: record_text(record, field->name, cell); return true;
  }
}

/* ---- keys ---- */

/* Fields of the natural key; "a/b": the first of them that is set. */
static const char *const natural[KIND_COUNT][5] = {
    [KIND_ASSET] = {"serial/name"},
    [KIND_PERSON] = {"mail"},
    [KIND_ACCOUNT] = {"login", "system"},
    [KIND_TRAINING] = {"person", "course", "enrolled_at/completed_at"},
    [KIND_BACKUP] = {"tool", "asset", "dataset", "finished_at"},
    [KIND_RESTORE_TEST] = {"asset", "tested_at"},
    [KIND_INCIDENT] = {"title", "occurred_at"},
    [KIND_ALERT] = {"asset", "name", "raised_at"},
    [KIND_MONITOR] = {"asset", "name"},
    [KIND_AVAILABILITY] = {"asset", "day"},
    [KIND_PATCH] = {"asset"},
    [KIND_EXPOSURE] = {"asset", "protocol", "address", "port"},
    [KIND_SERVICE] = {"asset", "name"},
    [KIND_DISK] = {"asset", "mount"},
    [KIND_ACCOUNT_REVIEW] = {"system", "reviewed_at"},
    [KIND_DOCUMENT] = {"reference"},
    [KIND_BADGE] = {"number"},
    [KIND_PLACE] = {"name"},
    [KIND_ATTESTATION] = {"control", "subject", "attested_at"},
    [KIND_ENDPOINT] = {"asset"},
    [KIND_CONTRACT] = {"number"},
    [KIND_NETWORK_TEST] = {"flow", "tested_at"},
    [KIND_HARDENING] = {"asset", "check", "checked_at"},
    [KIND_DATA_ACCESS] = {"system", "person", "accessed_at"},
    [KIND_VULNERABILITY] = {"asset", "identifier", "component"},
    [KIND_TLS] = {"asset", "tested_at"},
    [KIND_DEPLOYMENT] = {"asset", "deployed_at"},
    [KIND_LOG_SOURCE] = {"asset"},
    [KIND_ADVISORY] = {"reference"},
    [KIND_PENTEST] = {"asset", "ran_at"},
    [KIND_CHANGE] = {"repository", "number"},
    [KIND_EXERCISE] = {"document", "held_at"},
    [KIND_REDUNDANCY] = {"group", "member"},
    [KIND_REVIEW] = {"object", "reference", "reviewed_at"},
    [KIND_PUBLICATION] = {"board", "due_on"},
    [KIND_AUDIT] = {"title", "planned_on"},
    [KIND_FINDING] = {"title", "raised_on"},
    [KIND_ACTION] = {"title", "due_on"},
    [KIND_BUDGET] = {"code", "begins_on"},
};

static const char *part_value(struct vg_arena *arena, const struct record *record, const char *part) {
  char names[100];
  (void)snprintf(names, sizeof names, "%s", part);
  for (char *rest = names, *name; (name = strsep(&rest, "/")) != NULL;) {
    int i = kind_field_index(record->kind, name);
    const char *value = i < 0 ? NULL : record_value_text(arena, record, (size_t)i);
    if (value != NULL) return value;
  }
  return NULL;
}

const char *csv_natural_key(struct vg_arena *arena, const struct record *record) {
  const char *const *parts = natural[record->kind->id];
  BUF(out, 1 << 16);
  bool any = false;
  for (size_t i = 0; parts[i] != NULL; i++) {
    const char *value = part_value(arena, record, parts[i]);
    if (i > 0) buf_char(&out, record->kind->id == KIND_ACCOUNT ? '@' : '|');
    buf_text(&out, value);
    any = any || value != NULL;
  }
  return any ? vg_strndup(arena, out.data, out.length) : NULL;
}

char *csv_natural_key_help(const struct kind *kind, char *out, size_t size) {
  const char *const *parts = natural[kind->id];
  size_t used = 0;
  out[0] = '\0';
  for (size_t i = 0; parts[i] != NULL && used < size; i++) {
    const char *slash = strchr(parts[i], '/');
    int n = slash == NULL ? (int)strlen(parts[i]) : (int)(slash - parts[i]);
    used += (size_t)snprintf(out + used, size - used, "%s%.*s%s%s", i == 0 ? "" : " + ", n, parts[i],
                             slash != NULL ? ", else " : "", slash != NULL ? slash + 1 : "");
  }
  return out;
}

/* ---- template ---- */

void csv_cell(struct buf *out, const char *text) {
  if (text == NULL || strpbrk(text, ";\"\r\n") == NULL) {
    buf_text(out, text);
    return;
  }
  buf_char(out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"') buf_char(out, '"');
    buf_char(out, *p);
  }
  buf_char(out, '"');
}

/* A register numbers its own lines; elsewhere the natural key is enough. */
static const char *example_key(enum kind_id kind) {
  return kind == KIND_INCIDENT ? "INC-2026-042" : kind == KIND_RESTORE_TEST ? "PV-2026-11" : NULL;
}

void csv_template(const struct kind *kind, struct buf *out) {
  const char *key = example_key(kind->id);
  buf_text(out, "\xef\xbb\xbf");
  if (key != NULL) buf_text(out, "key;");
  for (size_t i = 0; kind->fields[i].name != NULL; i++) {
    if (i > 0) buf_char(out, ';');
    csv_cell(out, kind->fields[i].name);
  }
  buf_text(out, "\r\n");
  if (key != NULL) buf_printf(out, "%s;", key);
  for (size_t i = 0; kind->fields[i].name != NULL; i++) {
    if (i > 0) buf_char(out, ';');
    csv_cell(out, kind->fields[i].example);
  }
  buf_text(out, "\r\n");
}
