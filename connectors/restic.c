/* restic: the snapshots of one repository, each a backup of its host. A run that failed leaves no snapshot: what is
 * missing is the signal. Reads by `restic snapshots`, or the JSON of it that a backup host drops in a file. */
#include <stdio.h>
#include <string.h>

#include "connectors/connector.h"
#include "core/text.h"

enum { DATASET_MAX = 900, FILE_MAX = 64 << 20 };

static const struct option_spec options[] = {
    {.name = "repository", .type = OPTION_TEXT, .label_fr = "Dépôt", .label_en = "Repository",
     .help_fr = "Chemin absolu, ou adresse s3:, rest:, sftp:, b2:, azure:, gs: ou swift: du dépôt, sans mot de passe.",
     .help_en = "Absolute path, or s3:, rest:, sftp:, b2:, azure:, gs: or swift: address of the repository, without password.",
     .example = "/srv/restic/clients", .destination = true},
    {.name = "password", .type = OPTION_SECRET, .label_fr = "Mot de passe du dépôt", .label_en = "Repository password",
     .help_fr = "Une clé restic propre à Vigie (restic key add) se retire sans toucher aux autres.",
     .help_en = "A restic key of Vigie's own (restic key add) can be removed without touching the others."},
    {.name = "password_file", .type = OPTION_PATH, .label_fr = "Fichier du mot de passe", .label_en = "Password file",
     .help_fr = "À la place du mot de passe : un fichier que le collecteur peut lire.",
     .help_en = "Instead of the password: a file that the collector can read.",
     .example = "/srv/vigie/restic-password"},
    {.name = "access_key", .type = OPTION_TEXT, .label_fr = "Identifiant d’accès", .label_en = "Access key",
     .help_fr = "Pour s3:, b2:, azure: ou rest: : identifiant du compte.",
     .help_en = "For s3:, b2:, azure: or rest:: name of the account.", .example = "vigie-lecture"},
    {.name = "secret_key", .type = OPTION_SECRET, .label_fr = "Clé secrète", .label_en = "Secret key",
     .help_fr = "Pour s3:, b2:, azure: ou rest: : secret du compte.",
     .help_en = "For s3:, b2:, azure: or rest:: secret of the account."},
    {.name = "snapshots_file", .type = OPTION_PATH, .label_fr = "Fichier des instantanés", .label_en = "Snapshots file",
     .help_fr = "Au lieu du dépôt : la sortie de « restic snapshots --json » déposée par la machine qui sauvegarde.",
     .help_en = "Instead of the repository: the output of \"restic snapshots --json\", dropped by the machine that backs up.",
     .example = "/srv/vigie/restic-clients.json"},
    {.name = "max_age", .type = OPTION_DURATION, .dflt = "26h", .min = 60, .max = 31622400,
     .label_fr = "Âge maximal du fichier", .label_en = "Oldest file",
     .help_fr = "Un fichier plus ancien est refusé : ce qu’il ne dit pas serait pris pour une absence.",
     .help_en = "An older file is refused: what it does not say would be taken for missing.", .example = "26h"},
    {.name = "asset", .type = OPTION_TEXT, .label_fr = "Système", .label_en = "System",
     .help_fr = "Nom du système sauvegardé, quand celui que restic a noté n’est pas le bon.",
     .help_en = "Name of the system backed up, when the one that restic wrote down is not the right one.",
     .example = "srv-db-01"},
    {.name = "label", .type = OPTION_TEXT, .label_fr = "Nom du dépôt", .label_en = "Name of the repository",
     .help_fr = "Nom affiché, à la place de l’adresse du dépôt.", .help_en = "Shown instead of the repository's address.",
     .example = "Dépôt de Lille"},
    {.name = "datacenter", .type = OPTION_TEXT, .label_fr = "Centre de données de la copie",
     .label_en = "Datacenter of the copy", .help_fr = "Où est le dépôt : sert à juger les copies hors site.",
     .help_en = "Where the repository is: decides whether copies are off-site.", .example = "DC-Roubaix"},
    {.name = "timeout", .type = OPTION_DURATION, .dflt = "2 min", .min = 1, .max = 3600, .label_fr = "Délai",
     .label_en = "Time-out", .help_fr = "Temps laissé à restic pour répondre.", .help_en = "How long restic may take.",
     .example = "2 min"},
    {.type = OPTION_NONE}};

static const struct emission emits[] = {{KIND_BACKUP, COVERS_HISTORY, .may_be_empty = false, .complete = true}};

/* ---- running restic ---- */

static bool repository_fits(const char *repository, struct vg_error *err) {
  static const char *const schemes[] = {"s3:", "rest:", "sftp:", "b2:", "azure:", "gs:", "swift:"};
  if (repository[0] == '/') return true;
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
    if (!text_starts(repository, schemes[i])) continue;
    const char *rest = repository + strlen(schemes[i]), *at = strchr(rest, '@');
    const char *authority = strstr(rest, "://");
    authority = authority != NULL ? authority + 3 : rest;
    const char *colon = memchr(authority, ':', strcspn(authority, "/@"));
    if (at != NULL && colon != NULL && colon < at && at < authority + strcspn(authority, "/"))
      return vg_fail(err, VG_E_INPUT, "option \"repository\": expected an address without password");
    if (authority[0] != '-' && authority[0] != '\0') return true;
  }
  return vg_fail(err, VG_E_INPUT,
                 "option \"repository\": expected an absolute path or a s3:, rest:, sftp:, b2:, azure:, gs: or swift: "
                 "address, got \"%.100s\"",
                 strchr(repository, '@') != NULL ? "…" : repository);
}

static void add(struct connector_ctx *ctx, const char **environment, size_t *count, const char *name, const char *value) {
  if (value != NULL && value[0] != '\0') environment[(*count)++] = vg_printf(ctx->arena, "%s=%s", name, value);
}

static const char *const *environment_of(struct connector_ctx *ctx, const char *repository) {
  static const struct {
    const char *scheme, *user, *secret;
  } names[] = {{"s3:", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
               {"b2:", "B2_ACCOUNT_ID", "B2_ACCOUNT_KEY"},
               {"azure:", "AZURE_ACCOUNT_NAME", "AZURE_ACCOUNT_KEY"},
               {"rest:", "RESTIC_REST_USERNAME", "RESTIC_REST_PASSWORD"}};
  const char **environment = vg_alloc(ctx->arena, 8 * sizeof *environment);
  size_t n = 0;
  if (environment == NULL) return NULL;
  add(ctx, environment, &n, "RESTIC_REPOSITORY", repository);
  add(ctx, environment, &n, "RESTIC_PASSWORD", ctx_secret(ctx, "password"));
  if (ctx_secret(ctx, "password") == NULL)
    add(ctx, environment, &n, "RESTIC_PASSWORD_FILE", ctx_text(ctx, "password_file"));
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!text_starts(repository, names[i].scheme)) continue;
    add(ctx, environment, &n, names[i].user, ctx_text(ctx, "access_key"));
    add(ctx, environment, &n, names[i].secret, ctx_secret(ctx, "secret_key"));
  }
  return vg_arena_exhausted(ctx->arena) ? NULL : environment;
}

/* What restic's exit status (0.17 and later) or words (all versions) mean. First match. */
static const struct trouble {
  int exit_status; /* 0: words only */
  const char *words;
  enum vg_code code;
  const char *what, *hint;
} troubles[] = {
    {12, "wrong password or no key found", VG_E_DENIED, N_("the repository refuses the password"),
     N_("check option password, or add a key for Vigie: restic key add")},
    {0, "an empty password is not a password", VG_E_DENIED, N_("no password is set"), N_("set option password or password_file")},
    {0, "is damaged", VG_E_INPUT, N_("the repository is corrupted"), N_("run: restic check --read-data")},
    {0, "ciphertext verification failed", VG_E_INPUT, N_("the repository is corrupted"), N_("run: restic check --read-data")},
    {0, "invalid data returned", VG_E_INPUT, N_("the repository is corrupted"), N_("run: restic check --read-data")},
    {0, "could not load snapshot", VG_E_INPUT, N_("the repository is corrupted"), N_("run: restic check --read-data")},
    {0, "Unmarshal", VG_E_INPUT, N_("the repository is corrupted"), N_("run: restic check --read-data")},
    {11, "already locked", VG_E_UNAVAILABLE, N_("the repository is locked"),
     N_("wait for the maintenance to end; restic unlock removes a stale lock")},
    {0, "permission denied", VG_E_DENIED, N_("the collector may not read the repository"), N_("let the account that runs the collector read it")},
    {10, "unable to open config file", VG_E_NOTFOUND, N_("there is no repository at this address"), N_("check option repository")},
    {0, "repository does not exist", VG_E_NOTFOUND, N_("there is no repository at this address"), N_("check option repository")},
    {0, "unable to open repository", VG_E_UNAVAILABLE, N_("the repository does not answer"), N_("check the network and the account of the storage")},
};

static bool fail_restic(const char *where, int exit_status, const char *errors, struct vg_error *err) {
  const struct trouble *found = NULL;
  char shown[280];
  for (size_t i = 0; found == NULL && i < sizeof troubles / sizeof *troubles; i++)
    if ((troubles[i].exit_status != 0 && troubles[i].exit_status == exit_status) || strstr(errors, troubles[i].words) != NULL)
      found = &troubles[i];
  (void)text_show(errors, shown, sizeof shown);
  if (found == NULL)
    return vg_fail(err, VG_E_UNAVAILABLE, "restic on %s: exit status %d: %s", where, exit_status, shown);
  (void)vg_fail(err, found->code, "restic on %s: %s (exit status %d: %s)", where, found->what, exit_status, shown);
  return vg_hint(err, "%s", found->hint);
}

/* --no-lock: listing needs none, works on read-only storage, and never disturbs a backup or a prune. */
static bool run_restic(struct connector_ctx *ctx, const char *repository, struct buf *json, struct vg_error *err) {
  static const char *const local[] = {"restic", "snapshots", "--json", "--no-lock", "--no-cache", NULL};
  static const char *const remote[] = {"restic", "snapshots", "--json", "--no-lock", NULL};
  char errors[4097];
  int exit_status;
  if (!repository_fits(repository, err)) return false;
  const struct program_call call = {.argv = repository[0] == '/' ? local : remote,
                                    .environment = environment_of(ctx, repository),
                                    .timeout_ms = (int)(ctx_int(ctx, "timeout") * 1000),
                                    .label = "snapshots"};
  if (call.environment == NULL) return vg_fail(err, VG_E_LIMIT, "restic: options too long");
  if (!ctx_command(ctx, &call, json, &exit_status, errors, err)) {
    if (err->code == VG_E_NOTFOUND) return vg_hint(err, "install restic, or use option snapshots_file");
    return false;
  }
  if (exit_status == 0 && strstr(errors, "could not load") == NULL && strstr(errors, "Fatal:") == NULL) return true;
  buf_free(json);
  return fail_restic(repository, exit_status, errors, err);
}

static bool read_file(struct connector_ctx *ctx, const char *path, struct buf *json, struct vg_error *err) {
  struct file_info info;
  char at[TIME_TEXT];
  if (!ctx_file_info(ctx, path, &info, err)) return false;
  if (ctx->now - info.modified > ctx_int(ctx, "max_age") * VG_SECOND) {
    (void)vg_fail(err, VG_E_UNAVAILABLE, "file \"%s\": written %s, expected within the last %s", path,
                  time_format(info.modified, at), ctx_text(ctx, "max_age"));
    return vg_hint(err, "the machine that drops this file has stopped doing so");
  }
  return ctx_file(ctx, path, FILE_MAX, json, err);
}

/* ---- snapshots ---- */

static const char *joined_paths(struct connector_ctx *ctx, struct jv paths) {
  BUF(out, 1 << 20);
  for (size_t i = 0; i < jv_count(paths); i++) {
    const char *path = jv_text_at(paths, i);
    if (i > 0 && out.length + strlen(path) > DATASET_MAX) {
      buf_printf(&out, " … (+%zu)", jv_count(paths) - i);
      break;
    }
    if (i > 0) buf_text(&out, ", ");
    buf_text(&out, path);
  }
  return vg_strndup(ctx->arena, out.data, out.length);
}

static void keep_extra(struct record *record, struct jv snapshot) {
  static const char *const names[] = {"short_id", "username", "tags", "paths", "program_version", "parent"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct jv value = jv_get(snapshot, names[i]);
    if (value.value != NULL) record_extra(record, names[i], json_incref(value.value));
  }
}

static void fill_record(struct connector_ctx *ctx, struct record *record, struct jv snapshot, const char *repository) {
  const char *asset = ctx_text(ctx, "asset"), *label = ctx_text(ctx, "label");
  struct jv summary = jv_get(snapshot, "summary");
  vg_time at = jv_time(snapshot, "time"), start = at, end = at;
  record_begin(record, KIND_BACKUP, jv_text(snapshot, "id"));
  if (json_is_object(summary.value)) {
    start = jv_time_or(summary, "backup_start", at);
    end = jv_time_or(summary, "backup_end", at);
    int64_t size = jv_int_or(summary, "total_bytes_processed", 0, INT64_MAX, -1);
    if (size >= 0) record_int(record, "size", size);
  }
  const char *host = jv_text(snapshot, "hostname");
  record_text(record, "asset", asset != NULL ? asset : host);
  record_text(record, "dataset", joined_paths(ctx, jv_array(snapshot, "paths")));
  record_text(record, "tool", "restic");
  record_text(record, "status", "ok");
  record_time(record, "started_at", start);
  record_time(record, "finished_at", end);
  record_text(record, "repository", label != NULL ? label : repository);
  record_text(record, "datacenter", ctx_text(ctx, "datacenter"));
  if (asset != NULL) record_extra(record, "hostname", json_string(host));
  keep_extra(record, snapshot);
}

static bool put_snapshots(struct connector_ctx *ctx, struct sink *sink, struct jv list, const char *repository,
                          struct vg_error *err) {
  for (size_t i = 0; i < jv_count(list); i++) {
    struct jv snapshot = jv_as_object(jv_at(list, i));
    struct vg_error wrong;
    struct jv grouped = snapshot.value != NULL ? jv_get(snapshot, "snapshots") : (struct jv){0};
    if (json_is_array(grouped.value)) {
      if (!put_snapshots(ctx, sink, grouped, repository, err)) return false;
      continue;
    }
    fill_record(ctx, ctx->record, snapshot, repository);
    if (jv_forgive(snapshot.doc, &wrong)) sink_refuse(sink, snapshot.path, &wrong);
    else if (!sink_put(sink, ctx->record, snapshot.path, err)) return false;
  }
  return true;
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  const char *repository = ctx_text(ctx, "repository"), *file = ctx_text(ctx, "snapshots_file");
  struct buf json;
  struct json_doc doc = {0};
  if ((repository == NULL) == (file == NULL))
    return vg_fail(err, VG_E_INPUT, "options: expected either \"repository\" or \"snapshots_file\", got %s",
                   file == NULL ? N_("neither") : N_("both"));
  if (!(file != NULL ? read_file(ctx, file, &json, err) : run_restic(ctx, repository, &json, err))) return false;
  bool ok = json_parse(&doc, json.data, json.length, file != NULL ? file : "restic snapshots", JSON_DEFAULTS, err);
  if (ok && json_is_null(doc.root)) /* some versions say null for no snapshot */
    ok = true;
  else if (ok) {
    struct jv list = jv_as_array(jv_root(&doc));
    ok = jv_ok(&doc, err) && put_snapshots(ctx, sink, list, file != NULL ? file : repository, err);
  }
  json_close(&doc);
  buf_free(&json);
  return ok;
}

const struct connector connector_restic = {
    .abi = CONNECTOR_ABI,
    .name = "restic",
    .title_fr = "Sauvegardes restic",
    .title_en = "restic backups",
    .summary_fr = "Lit les instantanés d’un dépôt restic : chaque instantané est une sauvegarde réussie de sa machine.",
    .summary_en = "Reads the snapshots of a restic repository: each is a successful backup of its host.",
    .options = options,
    .emits = emits,
    .emits_count = 1,
    .period_s = 900,
    .staleness_s = 7200,
    .collect = collect,
};
