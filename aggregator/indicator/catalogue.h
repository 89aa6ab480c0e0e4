/* indicator/catalogue.h — the indicators and their sheets, read from the heading comments of sql/indicator/CODE.sql, and those that
 * the organisation added (own.h).
 *
 * A sheet is the measurement construct of ISO/IEC 27004 as "key: value" lines; a line that starts with two spaces goes
 * on with the value above. Keys are known, given once, and all there: anything else is an error with file and line.  */
#ifndef VG_INDICATOR_CATALOGUE_H
#define VG_INDICATOR_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/error.h"
#include "db/sql_text.h"
#include "kind/kind.h"

struct bilingual {
  const char *fr, *en;
};

/* to whom a figure is reported, and how often: a role of who uses Vigie ("leadership", "ciso", "operator"), "monthly" */
struct report {
  const char *to, *frequency;
};

/* attested: a ratio made of what persons said, each time for a while; composite: a ratio whose subjects are judged by
 * what the other indicators say of them */
enum indicator_form { FORM_RATIO, FORM_ATTESTED, FORM_STATISTIC, FORM_COMPOSITE };
/* rules: evaluated after the rules, whose states it reads */
enum indicator_reads { READS_RECORDS, READS_RULES };
/* share: the sum of the values, divided by the sum of what each is a share of; the detail is the unit of both, and several have no sum */
enum statistic { STATISTIC_NONE, STATISTIC_COUNT, STATISTIC_MEAN, STATISTIC_MEDIAN, STATISTIC_P90, STATISTIC_SUM, STATISTIC_SHARE };
enum indicator_empty {
  EMPTY_UNKNOWN,
  EMPTY_NOT_APPLICABLE
}; /* the state when nobody is judged and sources are fresh */

enum {
  INDICATOR_RULES_MAX = 8,
  INDICATOR_KINDS_MAX = KIND_COUNT,
  INDICATOR_REPORTS_MAX = 3,
  INDICATOR_OWN_MAX = 64,                         /* that an organisation may add */
  INDICATORS_MAX = SQL_COUNT + INDICATOR_OWN_MAX /* more than there can be */
};

struct indicator {
  const char *code; /* "backup_daily" */
  const struct sql_text *statement;
  const char *rules[INDICATOR_RULES_MAX]; /* "11.12", "12.1"; none for a figure of the strategic questions only */
  size_t rule_count;
  struct bilingual title, question, formula, denominator;
  enum indicator_form form;
  enum indicator_reads reads;
  enum statistic statistic; /* STATISTIC_NONE for a ratio */
  char family;              /* A application, N level of security, I incidents, E effectiveness */
  const char *boards;       /* some of "SPO" */
  bool higher_is_better;
  const char *unit; /* "%": values are 0..1; "h"; "×": times something; "1" */
  enum indicator_empty empty;
  const char *subject; /* what is judged: a kind of records ("asset"), or perimeter, rule, source, process */
  enum kind_id kinds[INDICATOR_KINDS_MAX]; /* what it reads; none: the product's own tables, always fresh */
  size_t kind_count;
  enum kind_id optional[INDICATOR_KINDS_MAX]; /* what it also reads where some source gives it */
  size_t optional_count;
  enum kind_id presence[INDICATOR_KINDS_MAX]; /* of these, it reads under which names, from where and when there are records, no other field */
  size_t presence_count;
  enum kind_id by_name[INDICATOR_KINDS_MAX]; /* of these, it looks up the records under the names that its others give: they add no subject */
  size_t by_name_count;
  enum kind_id recent[INDICATOR_KINDS_MAX]; /* of these, to say what conforms or is pending at an instant it reads the records seen then, none before */
  size_t recent_count;
  bool spoken;         /* of a ratio: its statement says of what time anything is told of a subject, which is unknown the rest of the time */
  struct bilingual deviation; /* beside a deviating subject; "{detail}" stands for the row's detail */
  struct bilingual nothing;   /* the same when the row has no detail */
  enum kind_id records_kind;  /* the records of a subject: those of this kind (KIND_COUNT: it has none) … */
  const char *records_field;  /* … whose field ("key" for the record's key), or fields "a+b", are the subject; NULL: none */
  const char *touched; /* function of vg that gives the subjects of which what was learnt may make it say something else; NULL: none */
  const char *ground;  /* function of vg that gives the text of all else this depends on; NULL: it depends on nothing else */
  const char *owner;          /* a job: "system_administrator" */
  const char *collector;      /* the job that sees to it that the records come */
  const char *reviewer;       /* the job that reads the figure over: another one than the owner and the collector */
  struct report reports[INDICATOR_REPORTS_MAX];
  size_t report_count;
  const char *frequency;      /* "daily" */
  struct bilingual limits;    /* what the figure does not say */
  int version;                /* of the formula */
  unsigned char sha256[32];   /* of the statement */
  bool own;                   /* added by the organisation: its statement runs in the cage only */
  int line;                   /* of its file, at which the statement begins; own ones only */
  size_t place;               /* for indicator_place() */
};

/* Parses one sheet. `path` names it in errors ("sql/indicator/backup_daily.sql"). Texts live in the arena.
 * VG_E_INPUT "sql/indicator/x.sql:3: unit: expected one of %, h, ×, 1, got \"km\"".                              */
bool indicator_sheet_parse(struct vg_arena *, const char *path, const char *comment, struct indicator *out,
                           struct vg_error *err);

/* All indicators: the program's by code, parsed once for the process, then the organisation's by code, as they were last set
 * (thread-safe; what was once given stays valid until the process ends). NULL and *err when a sheet is wrong. */
const struct indicator *indicator_all(size_t *count, struct vg_error *err);
/* NULL when there is none of that code (or when the sheets are wrong). */
const struct indicator *indicator_find(const char *code);

/* A number below indicator_places() that the indicator of this code keeps as long as the process lives. */
size_t indicator_place(const struct indicator *);
size_t indicator_places(void);

/* The organisation's indicators are these, by code, from now on. Takes the arena in which they live in every case. `digest` says which
 * they are: see indicator_own_is(). */
bool indicator_own_set(struct vg_arena *, const char *digest, const struct indicator *, size_t count, struct vg_error *err);
bool indicator_own_is(const char *digest);

/* Does it read records of this kind, needed or optional? */
bool indicator_reads(const struct indicator *, enum kind_id);
/* How records name its subjects when these are assets or persons, and the assets that records are about when they are something else. */
enum field_type indicator_named_by(const struct indicator *);
/* Does it rest on what persons declare (the kind "attestation"), and not on what systems show? */
bool indicator_declared(const struct indicator *);

/* "ratio", "attested", "statistic", "composite"; "records", "rules"; "count", "mean" …, NULL for none */
const char *indicator_form_name(enum indicator_form);
const char *indicator_reads_name(enum indicator_reads);
const char *statistic_name(enum statistic);

/* The sentence beside a deviating subject in one language (`french` or English): `detail` as it is to be read (a date
 * already in the reader's form), NULL for none. In the arena; NULL past its limit.                                 */
const char *indicator_sentence(struct vg_arena *, const struct indicator *, bool french, const char *detail);
/* The detail of a composite's subject, "backup_daily, patch_current", as the titles of these indicators. */
const char *indicator_titles(struct vg_arena *, bool french, const char *codes);

#endif
