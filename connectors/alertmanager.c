/* alertmanager: the alerts that are active now. One that is no longer there is resolved: Alertmanager forgets. */
#include <stdio.h>
#include <string.h>

#include "connectors/shared/prom.h"

static const struct option_spec options[] = {
    PROM_ACCESS_OPTIONS("http://alertmanager.example.test:9093"),
    {.name = "asset_label", .type = OPTION_TEXT, .dflt = "asset", .label_fr = "Étiquette du système",
     .label_en = "System label", .help_fr = "Étiquette qui nomme le système ; à défaut, l’hôte de « instance ».",
     .help_en = "Label that names the system; without it, the host of \"instance\".", .example = "asset"},
    {.name = "settle", .type = OPTION_DURATION, .dflt = "5 min", .min = 0, .max = 86400, .label_fr = "Mise en route",
     .label_en = "Settling time",
     .help_fr = "Après un redémarrage, temps donné à Prometheus pour renvoyer ses alertes avant de les croire résolues.",
     .help_en = "After a restart, time given to Prometheus to send its alerts again before they are held resolved.",
     .example = "5 min"},
    {.type = OPTION_NONE}};

static const struct emission emits[] = {{KIND_ALERT, COVERS_SNAPSHOT, .may_be_empty = true, .complete = true}};

/* What Alertmanager says of itself: it must have been up long enough to know its alerts again. */
static bool probe(struct connector_ctx *ctx, int64_t *repeat_s, struct vg_error *err) {
  struct json_doc doc;
  if (!prom_get(ctx, "/api/v2/status", NULL, "status", &doc, err)) return false;
  struct jv root = jv_as_object(jv_root(&doc)), cluster = jv_object(root, "cluster");
  const char *version = jv_text(jv_object(root, "versionInfo"), "version"), *state = jv_text(cluster, "status");
  vg_time up_since = jv_time(root, "uptime");
  *repeat_s = prom_repeat_interval(jv_text_or(jv_object(root, "config"), "original", ""));
  bool ok = jv_ok(&doc, err);
  if (ok && (version[0] == '\0' || strcmp(state, "settling") == 0))
    ok = vg_fail(err, VG_E_UNAVAILABLE, "/api/v2/status: the cluster is still settling");
  if (ok && ctx->now - up_since < ctx_int(ctx, "settle") * VG_SECOND) {
    char at[TIME_TEXT];
    ok = vg_fail(err, VG_E_UNAVAILABLE, "/api/v2/status: started %s, less than %s ago: its alerts may not all be back",
                 time_format(up_since, at), ctx_text(ctx, "settle"));
  }
  json_close(&doc);
  return ok;
}

static void fill(struct connector_ctx *ctx, struct record *record, struct jv alert, int64_t repeat_s) {
  struct jv labels = jv_object(alert, "labels"), annotations = jv_get(alert, "annotations");
  struct jv receivers = jv_get(alert, "receivers");
  const char *fingerprint = jv_text(alert, "fingerprint"), *state = jv_text(jv_object(alert, "status"), "state");
  vg_time raised = jv_time(alert, "startsAt"), ends = jv_time(alert, "endsAt");
  char at[TIME_TEXT], key[200];
  (void)snprintf(key, sizeof key, "%.100s@%s", fingerprint, time_format(raised, at));
  record_begin(record, KIND_ALERT, key);
  record_text(record, "asset", prom_asset(ctx->arena, labels, ctx_text(ctx, "asset_label")));
  record_text(record, "name", jv_text(labels, "alertname"));
  record_text(record, "severity", prom_severity(labels));
  if (json_is_object(annotations.value)) record_text(record, "summary", prom_label(annotations, "summary"));
  record_time(record, "raised_at", raised);
  if (ends > raised && ends <= ctx->now) record_time(record, "resolved_at", ends);
  record_bool(record, "suppressed", strcmp(state, "suppressed") == 0);
  if (labels.value != NULL) record_extra(record, "labels", json_incref(labels.value));
  if (receivers.value != NULL) record_extra(record, "receivers", json_incref(receivers.value));
  record_extra(record, "repeat_interval_s", json_integer(repeat_s));
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  int64_t repeat_s;
  struct json_doc doc;
  if (!probe(ctx, &repeat_s, err)) return false;
  if (!prom_get(ctx, "/api/v2/alerts", "active=true&silenced=true&inhibited=true&unprocessed=true", "alerts", &doc, err))
    return false;
  struct jv list = jv_as_array(jv_root(&doc));
  bool ok = jv_ok(&doc, err);
  for (size_t i = 0; ok && i < jv_count(list); i++) {
    struct jv alert = jv_as_object(jv_at(list, i));
    struct vg_error wrong;
    fill(ctx, ctx->record, alert, repeat_s);
    if (jv_forgive(&doc, &wrong)) sink_refuse(sink, alert.path, &wrong);
    else ok = sink_put(sink, ctx->record, alert.path, err);
  }
  json_close(&doc);
  return ok;
}

const struct connector connector_alertmanager = {
    .abi = CONNECTOR_ABI,
    .name = "alertmanager",
    .title_fr = "Alertes d’Alertmanager",
    .title_en = "Alertmanager alerts",
    .summary_fr = "Lit les alertes en cours d’un Alertmanager ; une alerte disparue est résolue.",
    .summary_en = "Reads the active alerts of an Alertmanager; an alert that is gone is resolved.",
    .options = options,
    .emits = emits,
    .emits_count = 1,
    .period_s = 60,
    .staleness_s = 900,
    .collect = collect,
};
