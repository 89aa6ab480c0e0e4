/* host: the machine that runs the collector: what it is, what listens, who may log in, what runs, disks, updates. */
#include <stdlib.h>
#include <string.h>

#include "connectors/shared/host.h"

static const char *const types[] = {"server", "workstation", "laptop", "other", NULL};
static const char *const environments[] = {"production", "staging", "test", "development", "office", NULL};

static const struct option_spec options[] = {
    {.name = "type", .type = OPTION_CHOICE, .dflt = "server", .choices = types, .label_fr = "Type", .label_en = "Type",
     .help_fr = "Ce qu’est cette machine dans l’inventaire.", .help_en = "What this machine is in the inventory.", .example = "server"},
    {.name = "environment", .type = OPTION_CHOICE, .dflt = "office", .choices = environments, .label_fr = "Environnement",
     .label_en = "Environment", .help_fr = "À quoi elle sert : la production est jugée plus sévèrement.",
     .help_en = "What it is for: production is judged more strictly.", .example = "office"},
    {.name = "owner", .type = OPTION_TEXT, .label_fr = "Responsable", .label_en = "Owner",
     .help_fr = "Courriel de la personne qui en répond.", .help_en = "Mail of the person who answers for it.",
     .example = "claire.morvan@example.test"},
    {.name = "datacenter", .type = OPTION_TEXT, .label_fr = "Centre de données", .label_en = "Datacenter",
     .help_fr = "Où elle est, pour juger si ses sauvegardes sont hors site.",
     .help_en = "Where it is, to judge whether its backups are off-site.", .example = "DC-Lille"},
    {.name = "lists_max_age", .type = OPTION_DURATION, .dflt = "7d", .min = 3600, .max = 31622400,
     .label_fr = "Âge maximal des listes de paquets", .label_en = "Oldest package lists",
     .help_fr = "Au-delà, l’état des mises à jour est tenu pour inconnu.",
     .help_en = "Past it, the state of updates is held unknown.", .example = "7d"},
    {.type = OPTION_NONE}};

static const struct emission emits[] = {
    {KIND_ASSET, COVERS_SNAPSHOT, .may_be_empty = false, .complete = true},
    {KIND_EXPOSURE, COVERS_SNAPSHOT, .may_be_empty = true, .complete = true},
    {KIND_PATCH, COVERS_SNAPSHOT, .may_be_empty = true, .complete = true},
    {KIND_ACCOUNT, COVERS_SNAPSHOT, .may_be_empty = false, .complete = true},
    {KIND_SERVICE, COVERS_SNAPSHOT, .may_be_empty = true, .complete = true},
    {KIND_DISK, COVERS_SNAPSHOT, .may_be_empty = true, .complete = true},
};

/* The value of NAME=value or NAME="value" in os-release. */
static const char *os_value(struct host *h, const char *text, const char *name) {
  size_t n = strlen(name);
  for (const char *p = text; p != NULL && *p != '\0'; p = strchr(p, '\n'), p = p != NULL ? p + 1 : NULL) {
    if (strncmp(p, name, n) != 0 || p[n] != '=') continue;
    p += n + 1;
    if (*p == '"') return vg_strndup(h->ctx->arena, p + 1, strcspn(p + 1, "\"\n"));
    return vg_strndup(h->ctx->arena, p, strcspn(p, "\n"));
  }
  return NULL;
}

static bool put_asset(struct host *h, struct vg_error *err) {
  struct connector_ctx *ctx = h->ctx;
  struct record *record = ctx->record;
  const char *os = host_text(h, "/etc/os-release"), *id = os_value(h, os, "ID");
  const char *kernel = host_line(h, "/proc/sys/kernel/osrelease");
  record_begin(record, KIND_ASSET, h->name);
  record_text(record, "name", h->name);
  record_text(record, "type", ctx_text(ctx, "type"));
  record_text(record, "title", os_value(h, os, "PRETTY_NAME"));
  record_text(record, "owner", ctx_text(ctx, "owner"));
  record_text(record, "environment", ctx_text(ctx, "environment"));
  record_text(record, "status", "in_service");
  record_text(record, "datacenter", ctx_text(ctx, "datacenter"));
  if (kernel != NULL) record_extra(record, "kernel", json_string(kernel));
  if (id != NULL) record_extra(record, "system", json_string(id));
  return sink_put(h->sink, record, "machine", err);
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  struct host h = {.ctx = ctx, .sink = sink};
  h.name = host_line(&h, "/proc/sys/kernel/hostname");
  if (h.name == NULL || h.name[0] == '\0') return vg_fail(err, VG_E_UNAVAILABLE, "this machine does not say its name");
  return put_asset(&h, err) && host_ports(&h, err) && host_patches(&h, err) && host_accounts(&h, err) && host_services(&h, err) &&
         host_disks(&h, err);
}

const struct connector connector_host = {
    .abi = CONNECTOR_ABI,
    .name = "host",
    .title_fr = "Cette machine",
    .title_en = "This machine",
    .summary_fr = "Lit la machine qui exécute le collecteur : ports ouverts, mises à jour, comptes, services, disques.",
    .summary_en = "Reads the machine that runs the collector: open ports, updates, accounts, services, disks.",
    .options = options,
    .emits = emits,
    .emits_count = sizeof emits / sizeof *emits,
    .period_s = 900,
    .staleness_s = 3600,
    .collect = collect,
    .local = true,
};
