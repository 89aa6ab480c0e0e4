/* kind/kind.h — the kinds of records: one declaration that drives validation, tables, CSV templates, forms and docs.
 *
 * A kind is a table of fields. Two natures:
 *   event  a fact that carries its own dates (a backup, an incident): its latest version tells the whole truth;
 *   state  what a source says *now* of something (an asset, an account): true from when it was read until the next
 *          version, or until a complete reading no longer shows it.
 * Nothing here knows SQL: db/kind_tables.c derives the tables, connectors/csv.c the templates.                  */
#ifndef VG_KIND_KIND_H
#define VG_KIND_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum kind_nature { KIND_EVENT, KIND_STATE };

enum field_type {
  FIELD_TEXT,  /* UTF-8, at most `max` bytes (default 1000), no NUL */
  FIELD_HOST,  /* a machine or application: stored as text_host() makes it */
  FIELD_EMAIL, /* a person: lower-case, with one '@' */
  FIELD_INT,   /* 64 bits, within min..max */
  FIELD_REAL,  /* finite, within min..max */
  FIELD_BOOL,
  FIELD_TIME, /* an instant (timestamptz) */
  FIELD_DATE, /* a civil day (date) */
  FIELD_ENUM, /* one of `choices` */
  FIELD_LIST  /* texts, stored as text[]; in CSV separated by '|' */
};

struct kind_field {
  const char *name; /* [a-z][a-z0-9_]*: column name and CSV heading */
  enum field_type type;
  bool required, indexed, personal; /* personal: personal data (GDPR): masked by default for some roles */
  const char *indexed_with;         /* the field by which its index orders the records of one value; NULL: none */
  const char *not_before;           /* FIELD_DATE: another date of the record, which it does not come before; NULL: any */
  int64_t min, max;                 /* both 0: the type's whole range */
  const char *const *choices;       /* FIELD_ENUM: NULL-terminated */
  const char *unit;                 /* "s", "bytes", "ratio"; NULL when none */
  bool process;                     /* FIELD_TEXT: the code of a process of the policy, which has a title there */
  const char *label_fr, *label_en;
  const char *help;    /* msgid: for the reference page and under the field of a form */
  const char *example; /* for the CSV template */
};

/* Every kind: X(id, name, nature). Its declaration: catalogue.c. */
#define KIND_LIST(X) \
  X(ASSET, asset, STATE) X(PERSON, person, STATE) X(ACCOUNT, account, STATE) X(TRAINING, training, EVENT) \
  X(BACKUP, backup, EVENT) X(RESTORE_TEST, restore_test, EVENT) X(INCIDENT, incident, EVENT) X(ALERT, alert, EVENT) \
  X(MONITOR, monitor, STATE) X(AVAILABILITY, availability, EVENT) X(PATCH, patch, STATE) \
  X(EXPOSURE, exposure, STATE) X(SERVICE, service, STATE) X(DISK, disk, STATE) \
  X(ACCOUNT_REVIEW, account_review, EVENT) X(DOCUMENT, document, STATE) X(BADGE, badge, STATE) \
  X(PLACE, place, STATE) X(ATTESTATION, attestation, EVENT) X(ENDPOINT, endpoint, STATE) \
  X(CONTRACT, contract, STATE) X(NETWORK_TEST, network_test, EVENT) X(HARDENING, hardening, EVENT) \
  X(DATA_ACCESS, data_access, EVENT) X(VULNERABILITY, vulnerability, EVENT) X(TLS, tls, EVENT) \
  X(DEPLOYMENT, deployment, EVENT) X(LOG_SOURCE, log_source, STATE) X(ADVISORY, advisory, EVENT) \
  X(PENTEST, pentest, EVENT) X(CHANGE, change, EVENT) X(EXERCISE, exercise, EVENT) X(REDUNDANCY, redundancy, STATE) \
  X(REVIEW, review, EVENT) X(PUBLICATION, publication, EVENT) X(AUDIT, audit, EVENT) X(FINDING, finding, EVENT) \
  X(ACTION, action, EVENT) X(BUDGET, budget, STATE)

enum kind_id {
#define KIND_ID(id, name, nature) KIND_##id,
  KIND_LIST(KIND_ID)
#undef KIND_ID
  KIND_COUNT
};

enum { KIND_FIELDS_MAX = 32, KIND_KEY_MAX = 500 };

struct kind {
  enum kind_id id;
  const char *name; /* "backup": the table is rec.backup */
  enum kind_nature nature;
  const char *label_fr, *label_en, *plural_fr, *plural_en;
  const char *help;             /* msgid */
  const char *key_help;         /* what the natural key is made of */
  const char *subject;          /* the field that names the thing it concerns ("asset", "person"), NULL: the key */
  const char *effective;        /* the field that says when the fact was true; NULL: the instant of the reading */
  int retention_days;           /* how long superseded versions are kept; 0: for ever */
  const struct kind_field *fields; /* ended by name == NULL */
};

/* Never NULL for an id below KIND_COUNT. */
const struct kind *kind_get(enum kind_id);
/* NULL when there is no such kind. */
const struct kind *kind_find(const char *name);
/* Index of the field, or -1. */
int kind_field_index(const struct kind *, const char *name);
int kind_field_count(const struct kind *);
/* The field that names the asset (FIELD_HOST) or the person (FIELD_EMAIL) that a record of the kind is about; NULL when it
 * is about something else. */
const struct kind_field *kind_named(const struct kind *);
/* Says it what something of a name is now? */
bool kind_is_named_state(const struct kind *);
/* What sources observe of an asset that the inventory names: a state, of which the subject is no record of the kind itself. */
bool kind_is_observed(const struct kind *);
/* Seconds, that files and forms take as people write durations, too. */
bool kind_field_is_duration(const struct kind_field *);
/* Refuses what came in place of a value of the field: "expected an integer between 0 and 100, got \"many\"". Always false. */
bool kind_field_refuse(const struct kind_field *, const char *got, struct vg_error *);
/* "text", "integer between 0 and 100", "one of critical, high, medium, low": for errors and docs. Returns `out`. */
char *kind_field_expects(const struct kind_field *, char *out, size_t size);

#endif
