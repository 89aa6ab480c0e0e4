/* prometheus: what is watched (targets and alerting rules), the history of alerts, and availability day by day. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connectors/shared/prom.h"
#include "core/text.h"

enum { POINTS_MAX = 10000, RULES_MAX = 5000, SERVERS_MAX = 100, CHUNKS_MAX = 400 };

static const struct option_spec options[] = {
    PROM_ACCESS_OPTIONS("http://prometheus.example.test:9090"),
    {.name = "asset_label", .type = OPTION_TEXT, .dflt = "asset", .label_fr = "Étiquette du système",
     .label_en = "System label", .help_fr = "Étiquette qui nomme le système ; à défaut, l’hôte de « instance ».",
     .help_en = "Label that names the system; without it, the host of \"instance\".", .example = "asset"},
    {.name = "hardware_jobs", .type = OPTION_TEXT, .dflt = "node.*|windows.*|snmp.*|ipmi.*|smartctl.*",
     .label_fr = "Travaux matériels", .label_en = "Hardware jobs",
     .help_fr = "Expression rationnelle des travaux (job) qui surveillent des machines ; les autres surveillent des applications.",
     .help_en = "Regular expression of the jobs that watch machines; the others watch applications.", .example = "node.*|snmp.*"},
    {.name = "repeat", .type = OPTION_DURATION, .min = 0, .max = 31536000, .label_fr = "Répétition des alertes",
     .label_en = "Repeat interval",
     .help_fr = "Intervalle de répétition réglé dans Alertmanager, que Prometheus ignore ; « 0 s » : pas de répétition.",
     .help_en = "Repeat interval set in Alertmanager, which Prometheus does not know; \"0 s\": no repetition.", .example = "4h"},
    {.name = "history", .type = OPTION_DURATION, .dflt = "15d", .min = 3600, .max = 63244800, .label_fr = "Historique",
     .label_en = "History", .help_fr = "Jusqu’où remonter au premier relevé ; au plus la rétention de Prometheus.",
     .help_en = "How far back the first pull goes; at most the retention of Prometheus.", .example = "15d"},
    {.name = "step", .type = OPTION_DURATION, .dflt = "1 min", .min = 1, .max = 3600, .label_fr = "Pas",
     .label_en = "Step", .help_fr = "Finesse de l’historique des alertes ; au moins l’intervalle d’évaluation des règles.",
     .help_en = "Fineness of the history of alerts; at least the evaluation interval of the rules.", .example = "1 min"},
    {.type = OPTION_NONE}};

static const struct emission emits[] = {
    {KIND_MONITOR, COVERS_SNAPSHOT, .may_be_empty = false, .complete = true},
    {KIND_ALERT, COVERS_HISTORY, .may_be_empty = true, .complete = false},
    {KIND_AVAILABILITY, COVERS_HISTORY, .may_be_empty = true, .complete = false},
};

struct rule {
  const char *name, *query, *summary, *health;
  int64_t wait_s; /* "for" */
};

/* One alert, from the samples of its series. */
struct episode {
  const char *series;
  int64_t active_at, first, last; /* epoch seconds */
  json_t *labels;                 /* a reference of ours */
};

struct day_ratio {
  const char *asset;
  int64_t day;
  bool hardware;
  double up, samples; /* up: ratio × samples */
};

struct reading {
  struct connector_ctx *ctx;
  struct sink *sink;
  struct rule *rules;
  size_t rules_count, servers; /* Alertmanagers that get the alerts */
  struct episode *episodes;
  size_t episodes_count, episodes_room;
  struct day_ratio *days;
  size_t days_count, days_room;
};

static void *grown(struct vg_arena *arena, void *items, size_t count, size_t *room, size_t size) {
  if (count < *room) return items;
  size_t wanted = *room == 0 ? 256 : *room * 2;
  void *more = vg_alloc(arena, wanted * size);
  if (more == NULL) return NULL;
  if (count > 0) memcpy(more, items, count * size);
  *room = wanted;
  return more;
}

static bool too_many(const char *what, struct vg_error *err) {
  return vg_fail(err, VG_E_LIMIT, "too many %s for the memory of a pull", what);
}

/* ---- rules, targets, Alertmanagers ---- */

static bool probe(struct connector_ctx *ctx, struct vg_error *err) {
  struct json_doc doc;
  struct jv data;
  if (!prom_regex_ok(ctx_text(ctx, "hardware_jobs")))
    return vg_fail(err, VG_E_INPUT, "option \"hardware_jobs\": expected a POSIX regular expression");
  if (!prom_api(ctx, "/api/v1/status/buildinfo", NULL, "buildinfo", &doc, &data, err)) return false;
  (void)jv_text(jv_as_object(data), "version");
  bool ok = jv_ok(&doc, err);
  json_close(&doc);
  return ok;
}

static void take_rule(struct reading *r, struct jv rule) {
  struct vg_arena *arena = r->ctx->arena;
  if (strcmp(jv_text(rule, "type"), "alerting") != 0 || r->rules_count == RULES_MAX) return;
  struct jv annotations = jv_get(rule, "annotations");
  const char *summary = json_is_object(annotations.value) ? prom_label(annotations, "summary") : NULL;
  r->rules[r->rules_count++] = (struct rule){.name = vg_strdup(arena, jv_text(rule, "name")),
                                             .query = vg_strdup(arena, jv_text(rule, "query")),
                                             .summary = vg_strdup(arena, summary),
                                             .health = vg_strdup(arena, jv_text(rule, "health")),
                                             .wait_s = (int64_t)jv_real(rule, "duration")};
}

static bool read_rules(struct reading *r, struct vg_error *err) {
  struct json_doc doc;
  struct jv data;
  r->rules = vg_alloc(r->ctx->arena, RULES_MAX * sizeof *r->rules);
  if (r->rules == NULL) return too_many(N_("rules"), err);
  if (!prom_api(r->ctx, "/api/v1/rules", "type=alert", "rules", &doc, &data, err)) return false;
  struct jv groups = jv_array(data, "groups");
  for (size_t g = 0; g < jv_count(groups); g++) {
    struct jv rules = jv_array(jv_at(groups, g), "rules");
    for (size_t i = 0; i < jv_count(rules); i++) take_rule(r, jv_as_object(jv_at(rules, i)));
  }
  bool ok = jv_ok(&doc, err) && (!vg_arena_exhausted(r->ctx->arena) || too_many(N_("rules"), err));
  json_close(&doc);
  return ok;
}

static bool read_servers(struct reading *r, struct vg_error *err) {
  struct json_doc doc;
  struct jv data;
  if (!prom_api(r->ctx, "/api/v1/alertmanagers", NULL, "alertmanagers", &doc, &data, err)) return false;
  r->servers = jv_count(jv_array(data, "activeAlertmanagers"));
  bool ok = jv_ok(&doc, err);
  json_close(&doc);
  return ok;
}

/* The healthy rule that watches this target; else *broken is one that would, or NULL. */
static const struct rule *watching(const struct reading *r, struct jv labels, const struct rule **broken) {
  *broken = NULL;
  for (size_t i = 0; i < r->rules_count; i++) {
    if (!prom_watches(r->rules[i].query, labels)) continue;
    if (strcmp(r->rules[i].health, "err") != 0) return &r->rules[i];
    *broken = &r->rules[i];
  }
  return NULL;
}

static bool hardware(const struct connector_ctx *ctx, struct jv labels) {
  const char *job = prom_label(labels, "job");
  return job != NULL && prom_matches(ctx_text(ctx, "hardware_jobs"), job);
}

static void fill_monitor(struct reading *r, struct record *record, struct jv target) {
  struct connector_ctx *ctx = r->ctx;
  struct jv labels = jv_object(target, "labels");
  const char *job = jv_text(labels, "job"), *instance = prom_label(labels, "instance"), *health = jv_text(target, "health");
  const char *scrape = jv_text_or(target, "scrapeUrl", ""), *failure = jv_text_or(target, "lastError", "");
  const struct rule *broken, *rule = watching(r, labels, &broken);
  const char *name = vg_printf(ctx->arena, "%s %s", job, instance != NULL ? instance : scrape), *message = NULL;
  record_begin(record, KIND_MONITOR, name);
  record_text(record, "asset", prom_asset(ctx->arena, labels, ctx_text(ctx, "asset_label")));
  record_text(record, "name", name);
  record_text(record, "type", hardware(ctx, labels) ? "hardware" : "application");
  record_bool(record, "alerting", rule != NULL && r->servers > 0);
  if (rule != NULL && r->servers > 0 && ctx_text(ctx, "repeat") != NULL) record_int(record, "repeat", ctx_int(ctx, "repeat"));
  record_text(record, "state", strcmp(health, "up") == 0 ? "up" : strcmp(health, "down") == 0 ? "down" : "unknown");
  if (rule == NULL && broken != NULL) message = vg_printf(ctx->arena, "rule %s is in error", broken->name);
  else if (rule == NULL) message = "no alerting rule on up or probe_success selects it";
  else if (r->servers == 0) message = "no Alertmanager gets the alerts";
  record_text(record, "message", message);
  if (rule != NULL) record_extra(record, "rule", json_string(rule->name));
  if (failure[0] != '\0') record_extra(record, "last_error", json_string(failure));
  if (labels.value != NULL) record_extra(record, "labels", json_incref(labels.value));
}

static bool read_targets(struct reading *r, struct vg_error *err) {
  struct json_doc doc;
  struct jv data;
  if (!prom_api(r->ctx, "/api/v1/targets", "state=active", "targets", &doc, &data, err)) return false;
  struct jv targets = jv_array(data, "activeTargets");
  bool ok = jv_ok(&doc, err);
  for (size_t i = 0; ok && i < jv_count(targets); i++) {
    struct jv target = jv_as_object(jv_at(targets, i));
    struct vg_error wrong;
    fill_monitor(r, r->ctx->record, target);
    if (jv_forgive(&doc, &wrong)) sink_refuse(r->sink, target.path, &wrong);
    else ok = sink_put(r->sink, r->ctx->record, target.path, err);
  }
  json_close(&doc);
  return ok;
}

/* ---- query_range ---- */

struct range {
  const char *query, *label;
  int64_t start, end, step; /* epoch seconds; points at start, start + step … at most end */
};
typedef bool on_series(struct reading *, struct jv labels, struct jv values, const struct range *, struct vg_error *);

/* A point [seconds, "value"] that lies in the range; others are dropped. */
static bool point(struct jv values, size_t i, const struct range *range, int64_t *at, double *value) {
  struct jv pair = jv_as_array(jv_at(values, i));
  const json_t *t = json_array_get(pair.value, 0);
  const char *text = json_string_value(json_array_get(pair.value, 1));
  if (pair.value == NULL) return false;
  if (!json_is_number(t) || text == NULL || json_array_size(pair.value) != 2) return jv_fail(pair, "expected [seconds, \"value\"]"), false;
  double seconds = json_number_value(t);
  if (!(seconds >= -1e11 && seconds <= 1e11)) return jv_fail(pair, "expected seconds since 1970"), false;
  *at = (int64_t)seconds;
  if (*at < range->start || *at > range->end) return false;
  return text_real(text, value); /* NaN and Inf are no measure */
}

static bool one_range(struct reading *r, const struct range *range, on_series *use, struct vg_error *err) {
  struct json_doc doc;
  struct jv data;
  BUF(query, 4096);
  buf_text(&query, "query=");
  prom_encode(&query, range->query);
  buf_printf(&query, "&start=%" PRId64 "&end=%" PRId64 "&step=%" PRId64, range->start, range->end, range->step);
  if (!prom_api(r->ctx, "/api/v1/query_range", query.data, range->label, &doc, &data, err)) return false;
  struct jv series = jv_array(data, "result");
  bool ok = true;
  for (size_t i = 0; ok && i < jv_count(series); i++) {
    struct jv one = jv_as_object(jv_at(series, i));
    ok = use(r, jv_object(one, "metric"), jv_array(one, "values"), range, err);
  }
  ok = ok && jv_ok(&doc, err);
  json_close(&doc);
  return ok;
}

/* The whole range, in pieces that Prometheus accepts (at most 11,000 points a series). */
static bool each_series(struct reading *r, struct range range, on_series *use, struct vg_error *err) {
  int64_t end = range.end;
  for (int chunk = 0; range.start <= end; chunk++, range.start = range.end + range.step) {
    if (chunk == CHUNKS_MAX) return vg_fail(err, VG_E_LIMIT, "history: more than %d windows of %d points; raise option \"step\"", CHUNKS_MAX, POINTS_MAX);
    range.end = range.start + (POINTS_MAX - 1) * range.step;
    if (range.end > end) range.end = end;
    if (!one_range(r, &range, use, err)) return false;
  }
  return true;
}

/* ---- how far back its memory really goes ---- */

struct presence {
  struct reading base;
  int64_t first, last; /* of the latest stretch without a hole */
};

static bool use_presence(struct reading *r, struct jv labels, struct jv values, const struct range *range, struct vg_error *err) {
  struct presence *p = (struct presence *)r;
  (void)labels;
  (void)err;
  for (size_t i = 0; i < jv_count(values); i++) {
    int64_t at;
    double count;
    if (!point(values, i, range, &at, &count)) continue;
    if (p->last == 0 || at > p->last + 2 * range->step) p->first = at;
    p->last = at;
  }
  return true;
}

/* Prometheus had data without a hole from ctx->covered_since on. What came before a hole was covered by former pulls, or
 * was never seen. */
static bool read_presence(struct reading *r, int64_t start, int64_t end, struct vg_error *err) {
  struct presence p = {.base = *r};
  int64_t step = 300;
  const struct range range = {"count(up)", "query_range-up_count", start / step * step, end, step};
  if (!each_series(&p.base, range, use_presence, err)) return false;
  if (p.last == 0 || end - p.last > 2 * step) p.first = end;
  r->ctx->covered_since = p.first <= start + step ? start * VG_SECOND : p.first * VG_SECOND;
  return true;
}

/* ---- alerts ---- */

static struct episode *episode_of(struct reading *r, struct jv labels, const char *series, int64_t active_at) {
  for (size_t i = r->episodes_count; i > 0 && r->episodes_count - i < 8; i--)
    if (r->episodes[i - 1].active_at == active_at && strcmp(r->episodes[i - 1].series, series) == 0) return &r->episodes[i - 1];
  struct episode *all = grown(r->ctx->arena, r->episodes, r->episodes_count, &r->episodes_room, sizeof *all);
  if (all == NULL) return NULL;
  r->episodes = all;
  all[r->episodes_count] = (struct episode){.series = series, .active_at = active_at, .first = INT64_MAX, .last = INT64_MIN,
                                            .labels = json_incref(labels.value)};
  return &all[r->episodes_count++];
}

/* The value of ALERTS_FOR_STATE is the second since which the alert is active: it tells two alerts of a series apart, and
 * is the same whatever the window. */
static bool use_alert(struct reading *r, struct jv labels, struct jv values, const struct range *range, struct vg_error *err) {
  const char *series = prom_series(r->ctx->arena, labels);
  if (series == NULL) return too_many(N_("alerts"), err);
  for (size_t i = 0; labels.value != NULL && i < jv_count(values); i++) {
    int64_t at;
    double since;
    if (!point(values, i, range, &at, &since)) continue;
    if (!(since > 0 && since <= (double)at)) return jv_fail(values, "expected the second since which the alert is active, got %g", since), true;
    struct episode *e = episode_of(r, labels, series, (int64_t)since);
    if (e == NULL) return too_many(N_("alerts"), err);
    if (at < e->first) e->first = at;
    if (at > e->last) e->last = at;
  }
  return true;
}

static int by_episode(const void *a, const void *b) {
  const struct episode *x = a, *y = b;
  int c = strcmp(x->series, y->series);
  return c != 0 ? c : (x->active_at > y->active_at) - (x->active_at < y->active_at);
}

static const struct rule *rule_named(const struct reading *r, const char *name) {
  for (size_t i = 0; name != NULL && i < r->rules_count; i++)
    if (strcmp(r->rules[i].name, name) == 0) return &r->rules[i];
  return NULL;
}

static bool put_alert(struct reading *r, const struct episode *e, int64_t end, int64_t step, struct vg_error *err) {
  struct record *record = r->ctx->record;
  struct jv labels = {.value = e->labels};
  const char *name = prom_label(labels, "alertname");
  const struct rule *rule = rule_named(r, name);
  int64_t raised = e->active_at + (rule != NULL ? rule->wait_s : 0);
  char fingerprint[17], key[60];
  (void)snprintf(key, sizeof key, "%s@%" PRId64, prom_fingerprint(e->series, fingerprint), e->active_at);
  record_begin(record, KIND_ALERT, key);
  record_text(record, "asset", prom_asset(r->ctx->arena, labels, ctx_text(r->ctx, "asset_label")));
  record_text(record, "name", name);
  record_text(record, "severity", prom_severity(labels));
  if (rule != NULL && rule->summary != NULL) record_text(record, "summary", prom_expand(r->ctx->arena, rule->summary, labels));
  record_time(record, "raised_at", raised * VG_SECOND);
  if (e->last + step <= end) record_time(record, "resolved_at", (e->last + step) * VG_SECOND);
  json_t *kept = json_copy(e->labels);
  (void)json_object_del(kept, "__name__");
  record_extra(record, "labels", kept);
  char place[120];
  return sink_put(r->sink, record, text_show(name != NULL ? name : "alert", place, sizeof place), err);
}

static bool read_alerts(struct reading *r, int64_t start, int64_t end, struct vg_error *err) {
  int64_t step = ctx_int(r->ctx, "step");
  const struct range range = {"ALERTS_FOR_STATE and ignoring(alertstate) ALERTS{alertstate=\"firing\"}", "query_range-ALERTS",
                              start / step * step, end / step * step, step};
  bool ok = each_series(r, range, use_alert, err);
  if (r->episodes_count > 0) qsort(r->episodes, r->episodes_count, sizeof *r->episodes, by_episode);
  for (size_t i = 0; ok && i < r->episodes_count; i++) {
    struct episode *e = &r->episodes[i], *next = e + 1;
    bool same = i + 1 < r->episodes_count && by_episode(e, next) == 0; /* the next window shows it again */
    if (same && e->first < next->first) next->first = e->first;
    if (same && e->last > next->last) next->last = e->last;
    if (!same) ok = put_alert(r, e, range.end, step, err);
  }
  for (size_t i = 0; i < r->episodes_count; i++) json_decref(r->episodes[i].labels);
  return ok;
}

/* ---- availability ---- */

static struct day_ratio *day_of(struct reading *r, const char *asset, int64_t day, bool machine) {
  struct day_ratio *all = grown(r->ctx->arena, r->days, r->days_count, &r->days_room, sizeof *all);
  if (all == NULL) return NULL;
  r->days = all;
  all[r->days_count] = (struct day_ratio){.asset = asset, .day = day, .hardware = machine};
  return &all[r->days_count++];
}

/* A value at the midnight that ends a day. Twelve hours earlier is that day, whatever the zone of the midnight. */
static bool use_day(struct reading *r, struct jv labels, struct jv values, const struct range *range, bool samples, struct vg_error *err) {
  const char *asset = prom_asset(r->ctx->arena, labels, ctx_text(r->ctx, "asset_label"));
  const char *name = asset != NULL ? text_host(r->ctx->arena, asset) : NULL;
  for (size_t i = 0; name != NULL && i < jv_count(values); i++) {
    int64_t at;
    double value;
    if (!point(values, i, range, &at, &value)) continue;
    struct day_ratio *d = day_of(r, name, (at - 43200) / 86400, hardware(r->ctx, labels));
    if (d == NULL) return too_many(N_("days of availability"), err);
    if (samples) d->samples = value;
    else d->up = value;
  }
  return true;
}

static bool use_ratio(struct reading *r, struct jv labels, struct jv values, const struct range *range, struct vg_error *err) {
  return use_day(r, labels, values, range, false, err);
}

static bool use_samples(struct reading *r, struct jv labels, struct jv values, const struct range *range, struct vg_error *err) {
  return use_day(r, labels, values, range, true, err);
}

/* Applications first: a machine's probes do not count for an asset that has an application's. */
static int by_day(const void *a, const void *b) {
  const struct day_ratio *x = a, *y = b;
  int c = strcmp(x->asset, y->asset);
  if (c == 0) c = (x->day > y->day) - (x->day < y->day);
  return c != 0 ? c : (int)x->hardware - (int)y->hardware;
}

static bool put_day(struct reading *r, const struct day_ratio *d, double ratio, double samples, struct vg_error *err) {
  struct record *record = r->ctx->record;
  char key[300];
  int year, month, day;
  date_from_days(d->day, &year, &month, &day);
  (void)snprintf(key, sizeof key, "%.250s@%04d-%02d-%02d", d->asset, year, month, day);
  record_begin(record, KIND_AVAILABILITY, key);
  record_text(record, "asset", d->asset);
  record_date(record, "day", d->day);
  record_real(record, "ratio", ratio > 1 ? 1 : ratio);
  record_int(record, "samples", (int64_t)samples);
  return sink_put(r->sink, record, key, err);
}

/* The mean of an asset's probes of a day. */
static bool put_days(struct reading *r, struct vg_error *err) {
  if (r->days_count > 0) qsort(r->days, r->days_count, sizeof *r->days, by_day);
  for (size_t i = 0, next; i < r->days_count; i = next) {
    double up = 0, samples = 0;
    size_t series = 0;
    for (next = i; next < r->days_count && r->days[next].day == r->days[i].day && strcmp(r->days[next].asset, r->days[i].asset) == 0; next++) {
      if (r->days[next].hardware != r->days[i].hardware) continue;
      up += r->days[next].up;
      samples += r->days[next].samples;
      series += r->days[next].samples > 0;
    }
    if (series > 0 && !put_day(r, &r->days[i], up / (double)series, samples, err)) return false;
  }
  return true;
}

/* Whole days only, one day before the cursor again: late samples revise it. */
static bool read_availability(struct reading *r, int64_t start, int64_t end, struct vg_error *err) {
  struct range range = {"avg_over_time(up[1d])", "query_range-up_ratio", start / 86400 * 86400, end / 86400 * 86400, 86400};
  if (!each_series(r, range, use_ratio, err)) return false;
  range.query = "count_over_time(up[1d])";
  range.label = "query_range-up_samples";
  return each_series(r, range, use_samples, err) && put_days(r, err);
}

static bool collect(struct connector_ctx *ctx, struct sink *sink, struct vg_error *err) {
  struct reading r = {.ctx = ctx, .sink = sink};
  int64_t end = ctx->now / VG_SECOND, oldest = end - ctx_int(ctx, "history");
  int64_t start = ctx->since == VG_NEVER ? oldest : ctx->since / VG_SECOND;
  if (ctx->preview && start < end - 86400) start = end - 86400;
  return probe(ctx, err) && read_rules(&r, err) && read_servers(&r, err) && read_targets(&r, err) &&
         read_presence(&r, start, end, err) && read_alerts(&r, start, end, err) && read_availability(&r, start, end, err);
}

const struct connector connector_prometheus = {
    .abi = CONNECTOR_ABI,
    .name = "prometheus",
    .title_fr = "Supervision Prometheus",
    .title_en = "Prometheus monitoring",
    .summary_fr = "Lit ce que Prometheus surveille, ses règles, l’historique de ses alertes et la disponibilité de chaque jour.",
    .summary_en = "Reads what Prometheus watches, its rules, the history of its alerts and the availability of each day.",
    .options = options,
    .emits = emits,
    .emits_count = sizeof emits / sizeof *emits,
    .period_s = 60,
    .staleness_s = 900,
    .collect = collect,
};
