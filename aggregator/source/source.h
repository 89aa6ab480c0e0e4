/* source/source.h — the configured sources: read, checked, created, edited. For the command line, the web and the collector.
 *
 * A source's secrets are never among its options: they are sealed (source/seal.h), and nobody but the collector opens
 * them. Every change leaves a line in vg.journal.                                                                */
#ifndef VG_SOURCE_SOURCE_H
#define VG_SOURCE_SOURCE_H

#include "connectors/connector.h"
#include "db/db.h"

enum { SOURCE_OPTIONS_MAX = 32 };

struct source {
  int64_t id;
  const char *code, *name;
  const char *connector; /* its name; connector_find() gives NULL when this build has it no more */
  int64_t perimeter_id;
  const char *perimeter; /* code */
  struct option_value options[SOURCE_OPTIONS_MAX];
  size_t options_count;
  int64_t period_s, staleness_s;
  bool enabled, is_sample;
  int version;
  const char *secrets[SOURCE_OPTIONS_MAX]; /* names of the secret options that are set */
  size_t secrets_count;
};

/* All texts live in the arena. VG_E_NOTFOUND. */
bool source_load(struct db *, struct vg_arena *, int64_t id, struct source *out, struct vg_error *err);
/* The same, to change it: VG_E_DENIED of one of the sample organisation, which tells its own story and goes as a whole. */
bool source_load_own(struct db *, struct vg_arena *, int64_t id, struct source *out, struct vg_error *err);
bool source_find(struct db *, struct vg_arena *, const char *code, struct source *out, struct vg_error *err);

/* What a person typed. NULL or 0 where nothing was: for a new source the default, for an existing one what is stored. */
struct source_draft {
  int64_t id;      /* 0: a new source */
  int version;     /* the one the person saw; 0: not checked */
  const char *code, *name, *connector, *perimeter; /* perimeter: code; a source keeps its code and connector for life */
  const struct option_value *options; /* secrets too. A value "" clears the option; a secret not given is kept */
  size_t options_count;
  int64_t period_s, staleness_s;
  bool enabled, is_sample;
  const char *actor; /* login, "vigie" or "command line" */
  vg_time now;
};

struct source_saved {
  int64_t id;
  bool secrets_wiped; /* the address changed: stored secrets that were not typed again are gone */
};

/* A draft checked and completed with what is stored, ready to be saved or tested. Lives in the arena. */
struct source_plan {
  const struct connector *connector;
  struct source stored;                            /* id 0 for a new source */
  struct source wanted;                            /* with options, without secrets */
  struct option_value secrets[SOURCE_OPTIONS_MAX]; /* typed now; "" clears it */
  size_t secrets_count;
  bool wipes_secrets; /* an address changed: stored secrets go, and required ones must be typed again */
  enum kind_id kinds[KIND_COUNT];
  size_t kinds_count;
};

/* VG_E_INPUT naming what is wrong, VG_E_NOTFOUND (source, perimeter), VG_E_CONFLICT (code taken, version changed). Nothing
 * is written.                                                                                                     */
bool source_plan(struct db *, struct vg_arena *, const struct source_draft *, struct source_plan *out, struct vg_error *err);

/* Where the planned source's secrets may be sent (seal_destination() of its options). */
bool source_destination(const struct source_plan *, struct vg_arena *, struct buf *out, struct vg_error *err);

/* Plans, then writes all of it in one transaction: the source, its kinds, its sealed secrets, its due date (now), the
 * journal. VG_E_CONFIG when secrets were typed and no collector has published its key yet.                         */
bool source_save(struct db *, const struct source_draft *, struct source_saved *out, struct vg_error *err);

/* Starts or stops its pulls; written in the journal under `actor`. VG_E_NOTFOUND. */
bool source_enable(struct db *, int64_t id, bool enabled, const char *actor, vg_time now, struct vg_error *err);
/* With its pulls, records and history. */
bool source_remove(struct db *, int64_t id, const char *actor, vg_time now, struct vg_error *err);

/* The kinds that these values give. `values` as connector_options() makes them. Returns their number. */
size_t source_kinds(const struct connector *, const char *const *values, enum kind_id out[KIND_COUNT]);

/* ---- what is asked of the collector (vg.request) ---- */

/* Asks for the test of a draft: secrets travel sealed. *request is its id: poll vg.request for the answer. */
bool source_ask_test(struct db *, const struct source_draft *, int64_t *request, struct vg_error *err);
/* type: "pull" (pull_id 0), "accept" or "refuse" (a suspect pull). */
bool source_ask(struct db *, const char *type, int64_t source_id, int64_t pull_id, const char *actor, vg_time now,
                int64_t *request, struct vg_error *err);

#endif
