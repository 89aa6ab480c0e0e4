#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "core/typography.h"
#include "indicator/catalogue.h"
#include "indicator/digest.h"

enum key {
  KEY_CODE,
  KEY_RULES,
  KEY_TITLE_FR,
  KEY_TITLE_EN,
  KEY_QUESTION_FR,
  KEY_QUESTION_EN,
  KEY_FORMULA_FR,
  KEY_FORMULA_EN,
  KEY_DENOMINATOR_FR,
  KEY_DENOMINATOR_EN,
  KEY_FORM,
  KEY_READS,
  KEY_STATISTIC,
  KEY_FAMILY,
  KEY_BOARDS,
  KEY_DIRECTION,
  KEY_UNIT,
  KEY_EMPTY,
  KEY_SUBJECT,
  KEY_KINDS,
  KEY_OPTIONAL,
  KEY_PRESENCE,
  KEY_RECENT,
  KEY_BY_NAME,
  KEY_SPOKEN,
  KEY_RECORDS,
  KEY_TOUCHED,
  KEY_GROUND,
  KEY_DEVIATION_FR,
  KEY_DEVIATION_EN,
  KEY_NOTHING_FR,
  KEY_NOTHING_EN,
  KEY_OWNER,
  KEY_COLLECTOR,
  KEY_REVIEWER,
  KEY_REPORTING,
  KEY_FREQUENCY,
  KEY_LIMITS_FR,
  KEY_LIMITS_EN,
  KEY_VERSION,
  KEY_COUNT
};

static const struct {
  const char *name;
  bool optional;
} keys[KEY_COUNT] = {[KEY_CODE] = {"code", false},
                     [KEY_RULES] = {"rules", false},
                     [KEY_TITLE_FR] = {"title_fr", false},
                     [KEY_TITLE_EN] = {"title_en", false},
                     [KEY_QUESTION_FR] = {"question_fr", false},
                     [KEY_QUESTION_EN] = {"question_en", false},
                     [KEY_FORMULA_FR] = {"formula_fr", false},
                     [KEY_FORMULA_EN] = {"formula_en", false},
                     [KEY_DENOMINATOR_FR] = {"denominator_fr", false},
                     [KEY_DENOMINATOR_EN] = {"denominator_en", false},
                     [KEY_FORM] = {"form", false},
                     [KEY_READS] = {"reads", true},
                     [KEY_STATISTIC] = {"statistic", true},
                     [KEY_FAMILY] = {"family", false},
                     [KEY_BOARDS] = {"boards", false},
                     [KEY_DIRECTION] = {"direction", false},
                     [KEY_UNIT] = {"unit", false},
                     [KEY_EMPTY] = {"empty", false},
                     [KEY_SUBJECT] = {"subject", false},
                     [KEY_KINDS] = {"kinds", false},
                     [KEY_OPTIONAL] = {"optional", true},
                     [KEY_PRESENCE] = {"presence", true},
                     [KEY_RECENT] = {"recent", true},
                     [KEY_BY_NAME] = {"by_name", true},
                     [KEY_SPOKEN] = {"spoken", true},
                     [KEY_RECORDS] = {"records", false},
                     [KEY_TOUCHED] = {"touched", true},
                     [KEY_GROUND] = {"ground", true},
                     [KEY_DEVIATION_FR] = {"deviation_fr", false},
                     [KEY_DEVIATION_EN] = {"deviation_en", false},
                     [KEY_NOTHING_FR] = {"nothing_fr", true},
                     [KEY_NOTHING_EN] = {"nothing_en", true},
                     [KEY_OWNER] = {"owner", false},
                     [KEY_COLLECTOR] = {"collector", false},
                     [KEY_REVIEWER] = {"reviewer", false},
                     [KEY_REPORTING] = {"reporting", false},
                     [KEY_FREQUENCY] = {"frequency", false},
                     [KEY_LIMITS_FR] = {"limits_fr", false},
                     [KEY_LIMITS_EN] = {"limits_en", false},
                     [KEY_VERSION] = {"version", false}};

static const char *const forms[] = {"ratio", "attested", "statistic", "composite", NULL};
static const char *const readings[] = {"records", "rules", NULL};
static const char *const statistics[] = {"", "count", "mean", "median", "p90", "sum", "share", NULL};
static const char *const directions[] = {"down", "up", NULL};
static const char *const units[] = {"%", "h", "×", "1", NULL};
static const char *const empties[] = {"unknown", "not_applicable", NULL};
static const char *const subjects[] = {"perimeter", "rule", "source", "process",
                                       NULL}; /* that are no kind of records */
/* besides those of the kind "person" */
static const char *const jobs[] = {"human_resources", "leadership", NULL};
static const char *const readers[] = {"leadership", "ciso", "operator", NULL};
static const char *const rhythms[] = {"daily", "weekly", "monthly", "quarterly", "yearly", NULL};
static const char *const frequencies[] = {"continuous", "daily",         "weekly",     "monthly",      "quarterly", "every 6 months",
                                          "yearly",     "every 2 years", "on arrival", "on departure", NULL};
static const char *const families[] = {"A", "N", "I", "E", NULL};
static const char *const board_sets[] = {"S", "P", "O", "SP", "SO", "PO", "SPO", NULL};

struct sheet {
  struct vg_arena *arena;
  const char *path;
  char *values[KEY_COUNT];
  int lines[KEY_COUNT];
  struct vg_error *err;
};

static bool fail(struct sheet *s, int line, const char *name, const char *expected, const char *found) {
  return vg_fail(s->err, VG_E_INPUT, "%s:%d: %s: expected %s, got \"%s\"", s->path, line, name, expected, found);
}

static bool fail_key(struct sheet *s, enum key key, const char *expected) {
  return fail(s, s->lines[key], keys[key].name, expected, s->values[key]);
}

/* ---- lines ---- */

static bool take_line(struct sheet *s, const char *text, int line, int *open) {
  if (text_starts(text, "  ") && *open >= 0) {
    s->values[*open] = vg_printf(s->arena, "%s %s", s->values[*open], text + 2);
    return s->values[*open] != NULL || vg_fail(s->err, VG_E_LIMIT, "%s: out of memory", s->path);
  }
  size_t name = strcspn(text, ":");
  if (text[name] != ':') return fail(s, line, "sheet", "\"key: value\"", text);
  for (int k = 0; k < KEY_COUNT; k++) {
    if (strlen(keys[k].name) != name || strncmp(keys[k].name, text, name) != 0) continue;
    if (s->values[k] != NULL) return fail(s, line, keys[k].name, "a key given once", text);
    s->values[k] = vg_strdup(s->arena, text + name + 1 + (text[name + 1] == ' '));
    s->lines[k] = line;
    *open = k;
    return s->values[k] != NULL || vg_fail(s->err, VG_E_LIMIT, "%s: out of memory", s->path);
  }
  return fail(s, line, "sheet", "a known key", text);
}

static bool take_lines(struct sheet *s, const char *comment) {
  int line = 1, open = -1;
  for (const char *p = comment; *p != '\0'; line++) {
    size_t n = strcspn(p, "\n");
    char *text = vg_strndup(s->arena, p, n);
    if (text == NULL) return vg_fail(s->err, VG_E_LIMIT, "%s: out of memory", s->path);
    if (!take_line(s, text, line, &open)) return false;
    p += n + (p[n] == '\n');
  }
  for (int k = 0; k < KEY_COUNT; k++) {
    if (s->values[k] == NULL && !keys[k].optional)
      return vg_fail(s->err, VG_E_INPUT, "%s:1: %s: expected this key, got none", s->path, keys[k].name);
    if (s->values[k] != NULL && s->values[k][0] == '\0' && k != KEY_RULES && k != KEY_KINDS)
      return fail_key(s, (enum key)k, "a value");
  }
  return true;
}

/* ---- values ---- */

static bool choice(struct sheet *s, enum key key, const char *const *choices, int *out) {
  char expected[160] = "one of";
  for (int i = 0; choices[i] != NULL; i++) {
    if (strcmp(choices[i], s->values[key]) == 0) return *out = i, true;
    size_t used = strlen(expected);
    (void)snprintf(expected + used, sizeof expected - used, "%s %s", i > 0 ? "," : "", choices[i]);
  }
  return fail_key(s, key, expected);
}

/* The items of "a, b, c", one call each: NULL after the last. */
static char *next_item(struct vg_arena *arena, const char **rest) {
  const char *p = *rest;
  while (*p == ' ' || *p == ',') p++;
  size_t n = strcspn(p, ",");
  *rest = p + n;
  while (n > 0 && p[n - 1] == ' ') n--;
  return n == 0 ? NULL : vg_strndup(arena, p, n);
}

static bool take_kinds(struct sheet *s, enum key key, enum kind_id *out, size_t *count) {
  *count = 0;
  const char *rest = s->values[key] == NULL ? "" : s->values[key];
  for (char *name; (name = next_item(s->arena, &rest)) != NULL; (*count)++) {
    const struct kind *kind = kind_find(name);
    if (kind == NULL || *count == INDICATOR_KINDS_MAX)
      return fail(s, s->lines[key], keys[key].name, strchr(name, ' ') == NULL ? "kinds of records" : "kinds of records, with commas between them", name);
    out[*count] = kind->id;
  }
  return true;
}

static bool among_kinds(enum kind_id id, const enum kind_id *kinds, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (kinds[i] == id) return true;
  }
  return false;
}

static bool take_presence(struct sheet *s, struct indicator *out) {
  if (!take_kinds(s, KEY_PRESENCE, out->presence, &out->presence_count)) return false;
  for (size_t i = 0; i < out->presence_count; i++) {
    const struct kind *kind = kind_get(out->presence[i]);
    bool shown = kind->nature == KIND_STATE || digest_instant(kind->name) != NULL;
    if (!indicator_reads(out, kind->id) || !shown || kind_named(kind) == NULL)
      return fail(s, s->lines[KEY_PRESENCE], keys[KEY_PRESENCE].name, "kinds that it reads, of states of assets or persons or of facts that show names",
                  kind->name);
  }
  return true;
}

/* What else it reads may say something else of the past: none but the inventory, of which it is known whether it does. */
static bool take_recent(struct sheet *s, struct indicator *out) {
  if (!take_kinds(s, KEY_RECENT, out->recent, &out->recent_count) || out->recent_count == 0) return out->recent_count == 0;
  bool all = strcmp(out->subject, "asset") == 0 && out->optional_count == 0 && out->form == FORM_RATIO;
  for (size_t i = 0; i < out->kind_count; i++)
    all &= out->kinds[i] == KIND_ASSET || among_kinds(out->kinds[i], out->recent, out->recent_count);
  for (size_t i = 0; i < out->recent_count; i++) {
    const struct kind *kind = kind_get(out->recent[i]);
    all &= among_kinds(kind->id, out->kinds, out->kind_count) && kind_is_named_state(kind);
  }
  return all || fail_key(s, KEY_RECENT, "all that a ratio of assets reads besides the inventory, states of assets");
}

/* Assets and persons; another kind gives their names. */
static bool take_by_name(struct sheet *s, struct indicator *out) {
  if (!take_kinds(s, KEY_BY_NAME, out->by_name, &out->by_name_count)) return false;
  for (size_t i = 0; i < out->by_name_count; i++) {
    enum kind_id id = out->by_name[i];
    if (!indicator_reads(out, id) || (id != KIND_ASSET && id != KIND_PERSON) || out->by_name_count == out->kind_count + out->optional_count)
      return fail(s, s->lines[KEY_BY_NAME], keys[KEY_BY_NAME].name, "asset or person, read beside other kinds", kind_get(id)->name);
  }
  return true;
}

/* "column": that is one of the statement's. */
static bool take_spoken(struct sheet *s, struct indicator *out) {
  const char *value = s->values[KEY_SPOKEN];
  out->spoken = value != NULL;
  if (value == NULL || (strcmp(value, "column") == 0 && out->form == FORM_RATIO)) return true;
  return fail_key(s, KEY_SPOKEN, "column, of a ratio");
}

static bool rule_number(const char *text) {
  size_t chapter = strspn(text, "0123456789");
  if (chapter == 0 || text[chapter] != '.') return false;
  size_t rule = strspn(text + chapter + 1, "0123456789");
  return rule > 0 && text[chapter + 1 + rule] == '\0';
}

static bool take_rules(struct sheet *s, struct indicator *out) {
  const char *rest = s->values[KEY_RULES];
  for (char *number; (number = next_item(s->arena, &rest)) != NULL; out->rule_count++) {
    if (!rule_number(number) || out->rule_count == INDICATOR_RULES_MAX)
      return fail_key(s, KEY_RULES, "rules such as 11.12, 12.1");
    out->rules[out->rule_count] = number;
  }
  return true;
}

static bool fields_known(const struct kind *kind, const char *fields) {
  char names[200];
  (void)snprintf(names, sizeof names, "%s", fields);
  for (char *rest = names, *name; (name = strsep(&rest, "+")) != NULL;) {
    if (strcmp(name, "key") != 0 && kind_field_index(kind, name) < 0) return false;
  }
  return strlen(fields) < sizeof names;
}

static bool take_records(struct sheet *s, struct indicator *out) {
  if (strcmp(s->values[KEY_RECORDS], "none") == 0) return true;
  char *value = vg_strdup(s->arena, s->values[KEY_RECORDS]), *dot = value == NULL ? NULL : strchr(value, '.');
  if (dot == NULL) return fail_key(s, KEY_RECORDS, "KIND.FIELD, or none");
  *dot = '\0';
  const struct kind *kind = kind_find(value);
  if (kind == NULL || !fields_known(kind, dot + 1))
    return fail_key(s, KEY_RECORDS, "a field of a kind of records, or its key");
  out->records_kind = kind->id;
  out->records_field = dot + 1;
  return true;
}

/* The name of a function of the schema vg. */
static bool take_function(struct sheet *s, enum key key, const char **out) {
  *out = s->values[key];
  if (*out == NULL || (*out)[strspn(*out, "abcdefghijklmnopqrstuvwxyz_")] == '\0') return true;
  return fail_key(s, key, "the name of a function of the schema vg, such as alert_touched");
}

/* Nothing but what was touched, or the ground, makes such an indicator be asked. */
static bool take_touched(struct sheet *s, struct indicator *out) {
  if (!take_function(s, KEY_TOUCHED, &out->touched) || !take_function(s, KEY_GROUND, &out->ground)) return false;
  if (out->touched != NULL && ((out->form != FORM_RATIO && out->form != FORM_STATISTIC) || out->reads != READS_RECORDS))
    return fail_key(s, KEY_TOUCHED, "a ratio or a statistic that reads records");
  return out->ground == NULL || out->touched != NULL || fail_key(s, KEY_GROUND, "touched as well");
}

static bool take_form(struct sheet *s, struct indicator *out) {
  int form, statistic = STATISTIC_NONE, reads = READS_RECORDS;
  if (!choice(s, KEY_FORM, forms, &form)) return false;
  if (s->values[KEY_READS] != NULL && !choice(s, KEY_READS, readings, &reads)) return false;
  if ((form == FORM_STATISTIC) != (s->values[KEY_STATISTIC] != NULL))
    return fail_key(s, KEY_FORM, "a statistic where the form is statistic, and there only");
  if (form == FORM_STATISTIC && !choice(s, KEY_STATISTIC, statistics, &statistic)) return false;
  out->form = (enum indicator_form)form;
  out->reads = (enum indicator_reads)reads;
  out->statistic = (enum statistic)statistic;
  return true;
}

static bool take_subject(struct sheet *s, struct indicator *out) {
  out->subject = s->values[KEY_SUBJECT];
  if (kind_find(out->subject) != NULL) return true;
  for (int i = 0; subjects[i] != NULL; i++) {
    if (strcmp(subjects[i], out->subject) == 0) return true;
  }
  return fail_key(s, KEY_SUBJECT, "a kind of records, perimeter, rule, source or process");
}

static bool take_choices(struct sheet *s, struct indicator *out) {
  int family, boards, up, unit, empty;
  int64_t version;
  if (!choice(s, KEY_FAMILY, families, &family) || !choice(s, KEY_BOARDS, board_sets, &boards) ||
      !choice(s, KEY_DIRECTION, directions, &up) || !choice(s, KEY_UNIT, units, &unit) ||
      !choice(s, KEY_EMPTY, empties, &empty) || !take_subject(s, out))
    return false;
  if (!text_int(s->values[KEY_VERSION], 1, 1000000, &version)) return fail_key(s, KEY_VERSION, "a number from 1");
  if (out->form != FORM_STATISTIC && (up == 0 || strcmp(units[unit], "%") != 0))
    return fail_key(s, KEY_DIRECTION, "up, and unit %, for a ratio: it is the share that conforms");
  out->family = families[family][0];
  out->boards = board_sets[boards];
  out->higher_is_better = up != 0;
  out->unit = units[unit];
  out->empty = (enum indicator_empty)empty;
  out->version = (int)version;
  return true;
}

/* ---- who ---- */

static bool among(const char *const *choices, const char *text, size_t length) {
  for (int i = 0; choices[i] != NULL; i++) {
    if (strlen(choices[i]) == length && strncmp(choices[i], text, length) == 0) return true;
  }
  return false;
}

static bool take_job(struct sheet *s, enum key key, const char **out) {
  const struct kind *person = kind_get(KIND_PERSON);
  *out = s->values[key];
  if (among(jobs, *out, strlen(*out)) ||
      among(person->fields[kind_field_index(person, "job")].choices, *out, strlen(*out)))
    return true;
  return fail_key(s, key, "a job of the kind person, human_resources or leadership");
}

static bool take_reports(struct sheet *s, struct indicator *out) {
  const char *rest = s->values[KEY_REPORTING];
  for (char *item; (item = next_item(s->arena, &rest)) != NULL; out->report_count++) {
    char *space = strchr(item, ' ');
    if (space == NULL || out->report_count == INDICATOR_REPORTS_MAX ||
        !among(readers, item, (size_t)(space - item)) || !among(rhythms, space + 1, strlen(space + 1)))
      return fail_key(s, KEY_REPORTING, "readers and rhythms such as leadership quarterly, ciso monthly, operator daily");
    *space = '\0';
    out->reports[out->report_count] = (struct report){item, space + 1};
  }
  return true;
}

static bool take_people(struct sheet *s, struct indicator *out) {
  int frequency;
  if (!choice(s, KEY_FREQUENCY, frequencies, &frequency)) return false;
  out->frequency = frequencies[frequency];
  if (!take_job(s, KEY_OWNER, &out->owner) || !take_job(s, KEY_COLLECTOR, &out->collector) ||
      !take_job(s, KEY_REVIEWER, &out->reviewer))
    return false;
  if (strcmp(out->reviewer, out->owner) == 0 || strcmp(out->reviewer, out->collector) == 0)
    return fail_key(s, KEY_REVIEWER, "someone else than the owner and the collector");
  return take_reports(s, out);
}

static void take_pair(struct sheet *s, enum key french, struct bilingual *out) {
  out->fr = typography_fr(s->arena, s->values[french]);
  out->en = s->values[french + 1];
}

static bool take_texts(struct sheet *s, struct indicator *out) {
  take_pair(s, KEY_TITLE_FR, &out->title);
  take_pair(s, KEY_QUESTION_FR, &out->question);
  take_pair(s, KEY_FORMULA_FR, &out->formula);
  take_pair(s, KEY_DENOMINATOR_FR, &out->denominator);
  take_pair(s, KEY_DEVIATION_FR, &out->deviation);
  take_pair(s, KEY_NOTHING_FR, &out->nothing);
  take_pair(s, KEY_LIMITS_FR, &out->limits);
  if ((out->nothing.fr == NULL) != (out->nothing.en == NULL))
    return vg_fail(s->err, VG_E_INPUT, "%s:1: nothing_fr, nothing_en: expected both or none", s->path);
  return !vg_arena_exhausted(s->arena) || vg_fail(s->err, VG_E_LIMIT, "%s: out of memory", s->path);
}

static bool take_code(struct sheet *s, struct indicator *out) {
  const char *slash = strrchr(s->path, '/'), *file = slash == NULL ? s->path : slash + 1;
  size_t stem = strcspn(file, ".");
  out->code = s->values[KEY_CODE];
  if (strlen(out->code) == stem && strncmp(out->code, file, stem) == 0) return true;
  return fail_key(s, KEY_CODE, "the name of the file");
}

bool indicator_sheet_parse(struct vg_arena *arena, const char *path, const char *comment, struct indicator *out,
                           struct vg_error *err) {
  struct sheet s = {.arena = arena, .path = path, .err = err};
  *out = (struct indicator){.records_kind = KIND_COUNT};
  return take_lines(&s, comment) && take_code(&s, out) && take_rules(&s, out) && take_form(&s, out) &&
         take_choices(&s, out) && take_kinds(&s, KEY_KINDS, out->kinds, &out->kind_count) &&
         take_kinds(&s, KEY_OPTIONAL, out->optional, &out->optional_count) && take_presence(&s, out) && take_recent(&s, out) && take_by_name(&s, out) &&
         take_spoken(&s, out) && take_records(&s, out) && take_touched(&s, out) && take_people(&s, out) && take_texts(&s, out);
}

bool indicator_reads(const struct indicator *indicator, enum kind_id kind) {
  return among_kinds(kind, indicator->kinds, indicator->kind_count) || among_kinds(kind, indicator->optional, indicator->optional_count);
}

enum field_type indicator_named_by(const struct indicator *indicator) {
  return strcmp(indicator->subject, "person") == 0 ? FIELD_EMAIL : FIELD_HOST;
}

bool indicator_declared(const struct indicator *indicator) {
  return indicator->form == FORM_ATTESTED || indicator_reads(indicator, KIND_ATTESTATION);
}

const char *indicator_form_name(enum indicator_form form) {
  return forms[form];
}
const char *indicator_reads_name(enum indicator_reads reads) {
  return readings[reads];
}
const char *statistic_name(enum statistic statistic) {
  return statistic == STATISTIC_NONE ? NULL : statistics[statistic];
}
