/* connectors/connector.h — the contract between a connector and the rest of Vigie.
 *
 * A connector is one file, connectors/NAME.c, that exports one symbol, `const struct connector connector_NAME`. It
 * reads one kind of system and pushes records into a sink. It sees core/, kind/ and this header: never the database,
 * the web or a socket of its own; the context fetches, runs and reads for it, with limits. To add a connector, write
 * that file and its tests: the build finds it (see docs/connectors.md).                                           */
#ifndef VG_CONNECTOR_H
#define VG_CONNECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/json.h"
#include "kind/kind.h"
#include "kind/record.h"

#define CONNECTOR_ABI 1

enum option_type {
  OPTION_NONE, /* ends a table */
  OPTION_TEXT,
  OPTION_URL,      /* http or https, no credentials inside */
  OPTION_SECRET,   /* sealed at rest, never shown again, no %s form: see ctx_secret() */
  OPTION_PATH,     /* absolute */
  OPTION_INT,      /* min..max */
  OPTION_DURATION, /* "26h", "10 min", "30d"; kept in seconds */
  OPTION_BOOL,
  OPTION_CHOICE
};

struct option_spec {
  const char *name; /* [a-z][a-z0-9_]* */
  enum option_type type;
  bool required;
  const char *dflt; /* as text; NULL: none */
  int64_t min, max;
  const char *const *choices; /* OPTION_CHOICE: NULL-terminated */
  const char *label_fr, *label_en;
  const char *help_fr, *help_en; /* one sentence */
  const char *example;
  bool destination; /* says where secrets are sent, as any OPTION_URL does: changing it wipes the source's secrets */
};

/* What a complete reading of a kind means. */
enum coverage {
  COVERS_SNAPSHOT, /* says what is true at the instant of the reading */
  COVERS_HISTORY   /* also gives all facts back to the cursor (ctx->since), or to where the source's memory starts */
};

struct emission {
  enum kind_id kind;
  enum coverage coverage;
  bool may_be_empty; /* false: zero records of this kind make the pull suspect (silence must not look like health) */
  bool complete;     /* the reading shows all that exists: what is no longer there is closed as vanished */
};

/* ---- sink: where records go (memory in tests, a preview for `source test`, PostgreSQL in production) ---- */
struct sink;
struct sink_ops {
  bool (*put)(struct sink *, const struct record *, struct vg_error *err);
  void (*reject)(struct sink *, const char *place, const char *kind, const char *key, const struct vg_error *why);
};
struct sink {
  const struct sink_ops *ops;
  vg_time read_at;   /* the instant of the reading: records without a date of their own get it */
  const char *place; /* of the record being put: set by sink_put() */
};

/* Finishes and stores the record. A record that does not fit its kind is put on the reject list with `place`
 * ("line 12", "$[3]") and the pull goes on: true. False only when the pull must stop (limit, storage, a bug).      */
bool sink_put(struct sink *, struct record *, const char *place, struct vg_error *err);
/* An item that could not even be made into a record: why, or what jv_forgive() took. */
void sink_reject(struct sink *, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));
void sink_refuse(struct sink *, const char *place, const struct vg_error *why);

/* ---- context: what a connector may use ---- */
struct transport; /* live, or recorded answers: transport.h */

struct connector_ctx {
  struct vg_arena *arena;
  const struct connector *connector;
  const char *const *values;   /* option values as text, in the order of connector->options; NULL: not set */
  vg_time now;                 /* the instant of this reading */
  vg_time since;               /* from when history is wanted: the end of the last good pull less an overlap; VG_NEVER: all */
  vg_time said_at;             /* out: when people last said all of what was read, which is good for from then; VG_NEVER: now */
  vg_time covered_since;       /* out: how far back the answer really reaches (COVERS_HISTORY); VG_NEVER: as asked */
  struct record *record;       /* one to reuse: record_begin(ctx->record, …) */
  struct transport *transport;
  bool preview;                /* only the first records are wanted */
};

/* Option values, checked against their spec before the connector is called. */
const char *ctx_text(const struct connector_ctx *, const char *option); /* NULL when not set */
int64_t ctx_int(const struct connector_ctx *, const char *option);      /* also DURATION, in seconds */
bool ctx_bool(const struct connector_ctx *, const char *option);
/* The secret itself: hand it to ctx_http_* or ctx_command's environment, never to a message. NULL when not set. */
const char *ctx_secret(const struct connector_ctx *, const char *option);

struct http_call {
  const char *url;            /* whole */
  const char *user, *secret;  /* Basic when user is set; Bearer when only secret is set; NULL: none */
  const char *accept;         /* NULL: application/json */
  size_t limit;               /* most bytes of body; 0: 64 MiB */
  const char *ca_file;        /* NULL: the system's */
  const char *label;          /* names the call in a recorded answer: "query_range-ALERTS"; NULL: made of the path */
};
/* GET. Yours on success: buf_free(body). No redirect is followed. Anything but 200 is VG_E_UNAVAILABLE (5xx, 429),
 * VG_E_DENIED (401, 403) or VG_E_INPUT, with the status and the start of the body in the message; VG_E_TIMEOUT,
 * VG_E_LIMIT. TLS is verified, always.                                                                           */
bool ctx_http_get(struct connector_ctx *, const struct http_call *, struct buf *body, struct vg_error *err);

struct program_call {
  const char *const *argv;
  const char *const *environment; /* NAME=value, may hold secrets; never logged */
  int timeout_ms;
  size_t limit; /* most bytes of output; 0: 64 MiB */
  const char *label;
};
/* Runs without a shell. True when it ran, whatever *exit_status; `errors` (4097 bytes) gets the end of its standard error.
 * Yours on success: buf_free(output).                                                                            */
bool ctx_command(struct connector_ctx *, const struct program_call *, struct buf *output, int *exit_status, char *errors,
                 struct vg_error *err);

/* Reads a file (regular, at most `limit` bytes). Yours on success: buf_free(content). VG_E_NOTFOUND, VG_E_DENIED (not
 * readable, or a place that sources may not read), VG_E_LIMIT, VG_E_INPUT (not a regular file).                   */
bool ctx_file(struct connector_ctx *, const char *path, size_t limit, struct buf *content, struct vg_error *err);

struct file_info {
  bool directory;
  int64_t size;
  vg_time modified; /* of the content; never after ctx->now in recorded answers */
};
/* What is at that path. Errors as ctx_file(). */
bool ctx_file_info(struct connector_ctx *, const char *path, struct file_info *, struct vg_error *err);
/* The names in a directory, sorted, without "." and "..", in ctx->arena; at most 100,000. Errors as ctx_file(). */
bool ctx_list(struct connector_ctx *, const char *path, const char *const **names, size_t *count, struct vg_error *err);
/* What a symbolic link says, in ctx->arena. NULL when there is none or it cannot be read. */
const char *ctx_link(struct connector_ctx *, const char *path);

struct connector {
  unsigned abi;
  const char *name;
  const char *title_fr, *title_en;     /* "Sauvegardes restic" */
  const char *summary_fr, *summary_en; /* one sentence: what it reads, from where */
  const struct option_spec *options;   /* ended by OPTION_NONE */
  const struct emission *emits;        /* `emits_count` of them */
  size_t emits_count;
  /* Which of `emits` these options give (a csv source gives the one kind of its template). NULL: all of them. */
  bool (*emits_kind)(const struct connector_ctx *, enum kind_id);
  int64_t period_s;    /* how often to pull by default; 0 with `entered` only: never but when somebody asks */
  int64_t staleness_s; /* how long a reading stays good by default */
  bool (*collect)(struct connector_ctx *, struct sink *, struct vg_error *err);
  bool entered; /* people enter its records in Vigie (source/entry.h), of the kind of option "kind": read when they do */
  bool local; /* reads this very machine, at paths that no option gives: /proc, /etc … are open to it only */
};

/* All connectors, by name (generated from the file names). */
extern const struct connector *const connectors[];
extern const size_t connectors_count;
const struct connector *connector_find(const char *name); /* NULL when there is none */
/* Checks abi, name, option and emission tables of every connector: false and a message at the first that is wrong. */
bool connectors_check(struct vg_error *err);
/* Checks raw option values (by name) against the specs: fills `values` in option order from the arena, defaults applied.
 * VG_E_INPUT naming the option, expected and found; unknown names are refused.                                     */
struct option_value {
  const char *name, *value;
};
bool connector_options(const struct connector *, struct vg_arena *, const struct option_value *given, size_t count,
                       const char ***values, struct vg_error *err);

/* "90 s", "10 min", "26h", "30d" (also "30 j", "2 w"): a whole number and a unit, in seconds. False: not a duration. */
bool duration_parse(const char *text, int64_t *seconds);
/* "an http or https address without credentials", "a duration between 1 min and 30 d": for errors, forms and docs. */
char *option_expects(const struct option_spec *, char *out, size_t size);

#endif
