/* Prometheus 2.42. It watches the applications from outside (probes) and the machines of the platforms. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "sample/native.h"
#include "sample/random.h"

/* A machine that nobody put in the inventory, found by the monitoring two months ago. */
#define FORGOTTEN "brv-ancien-01"
enum { FORGOTTEN_SINCE = -60 };

static bool application(const struct system *s) {
  return strcmp(s->type, "application") == 0;
}

static bool machine_watched(const struct system *s, int64_t day) {
  return s->since <= day && !application(s) && strncmp(s->perimeter, "plateforme-", 11) == 0;
}

static bool alerts_here(const struct system *s) {
  return application(s) || strncmp(s->perimeter, "plateforme-", 11) == 0;
}

static void success(struct buf *out) {
  buf_text(out, "{\"status\":\"success\",\"data\":");
}

void native_buildinfo(const struct world *w, vg_time at, struct buf *out) {
  (void)w, (void)at;
  success(out);
  buf_text(out, "{\"version\":\"2.42.0+ds\",\"revision\":\"2.42.0+ds-5+deb12u1\",\"branch\":\"debian/"
                "sid\",\"buildUser\":\"team+pkg-go@tracker.debian.org\","
                "\"buildDate\":\"20260604-00:58:54\",\"goVersion\":\"go1.19.8\"}}\n");
}

void native_alertmanagers(const struct world *w, vg_time at, struct buf *out) {
  (void)w, (void)at;
  success(out);
  buf_text(out, "{\"activeAlertmanagers\":[{\"url\":\"http://supervision." SAMPLE_DOMAIN
                ":9093/api/v2/alerts\"}],\"droppedAlertmanagers\":[]}}\n");
}

static const struct {
  const char *name, *query, *severity, *summary;
  int duration;
} rules[] = {
    {"ApplicationIndisponible", "up{job=\\\"applications\\\"} == 0", "critical",
     "Application {{ $labels.asset }} indisponible", 120},
    {"ServiceArrete", "up{job=\\\"node\\\"} == 0", "critical", "Un service de {{ $labels.asset }} ne répond plus", 120},
    {"DisquePresquePlein", "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1", "warning",
     "Disque presque plein sur {{ $labels.asset }}", 600},
    {"ChargeElevee", "node_load5 > 8", "warning", "Charge élevée sur {{ $labels.asset }}", 600},
    {"MemoireBasse", "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.05", "warning",
     "Mémoire presque épuisée sur {{ $labels.asset }}", 600},
    {"SauvegardeManquante", "time() - sauvegarde_derniere_seconds > 93600", "critical",
     "Pas de sauvegarde de {{ $labels.asset }} depuis plus de 26 heures", 60},
};

void native_rules(const struct world *w, vg_time at, struct buf *out) {
  char evaluated[40];
  (void)w;
  native_instant(at - 12 * VG_SECOND, false, evaluated);
  success(out);
  buf_text(out, "{\"groups\":[{\"name\":\"pssi\",\"file\":\"/etc/prometheus/pssi.yml\",\"rules\":[");
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    buf_printf(out,
               "%s{\"state\":\"inactive\",\"name\":\"%s\",\"query\":\"%s\",\"duration\":%d,\"keepFiringFor\":0,"
               "\"labels\":{\"severity\":\"%s\"},\"annotations\":{\"summary\":",
               i > 0 ? "," : "", rules[i].name, rules[i].query, rules[i].duration, rules[i].severity);
    text_json(out, rules[i].summary, strlen(rules[i].summary));
    buf_printf(out,
               "},\"alerts\":[],\"health\":\"ok\",\"evaluationTime\":0.0011,\"lastEvaluation\":\"%s\",\"type\":"
               "\"alerting\"}\n",
               evaluated);
  }
  buf_text(out, "],\"interval\":15,\"limit\":0,\"evaluationTime\":0.002,\"lastEvaluation\":");
  buf_printf(out, "\"%s\"}]}}\n", evaluated);
}

static void target(struct buf *out, const char **comma, const char *asset, const char *job, bool up, vg_time at) {
  char instance[120], scraped[40];
  bool site = strcmp(job, "applications") == 0;
  (void)snprintf(instance, sizeof instance, site ? "https://%s.example" : "%s." SAMPLE_DOMAIN ":9100", asset);
  native_instant(at - 7 * VG_SECOND, false, scraped);
  buf_printf(out, "%s{\"discoveredLabels\":{\"__address__\":\"%s\",\"asset\":\"%s\",\"job\":\"%s\"},", *comma, instance,
             asset, job);
  buf_printf(out,
             "\"labels\":{\"asset\":\"%s\",\"instance\":\"%s\",\"job\":\"%s\"},\"scrapePool\":\"%s\",\"scrapeUrl\":\"%"
             "s\",\"globalUrl\":\"%s\",",
             asset, instance, job, job, instance, instance);
  buf_printf(out,
             "\"lastError\":\"%s\",\"lastScrape\":\"%s\",\"lastScrapeDuration\":0.0133,\"health\":\"%s\","
             "\"scrapeInterval\":\"15s\",\"scrapeTimeout\":\"10s\"}",
             up ? "" : "context deadline exceeded", scraped, up ? "up" : "down");
  *comma = ",\n";
}

void native_targets(const struct world *w, vg_time at, struct buf *out) {
  int64_t day = world_day(w, at);
  const char *comma = "";
  success(out);
  buf_text(out, "{\"activeTargets\":[");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *s = &sample_systems[i];
    struct alert_event a;
    bool down = system_alert(w, s, day, &a) && a.raised <= at && at < a.resolved &&
                strcmp(a.name, "ApplicationIndisponible") == 0;
    if (application_watched(s, day) || machine_watched(s, day))
      target(out, &comma, s->name, application(s) ? "applications" : "node", !down, at);
  }
  if (day >= FORGOTTEN_SINCE) target(out, &comma, FORGOTTEN, "node", true, at);
  buf_text(out, "],\"droppedTargets\":[]}}\n");
}

/* ---- query_range ---- */
enum { RANGE_DAYS = 10, STEP_S = 300 };

static int rule_wait_s(const char *name) {
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
    if (strcmp(rules[i].name, name) == 0) return rules[i].duration;
  return 0;
}

/* ALERTS_FOR_STATE: the value is the second since which the condition holds; the alert fires once the rule's wait is
 * over. */
static void series_alert(struct buf *out, const struct alert_event *a, vg_time at) {
  const char *job = application(a->system) ? "applications" : "node", *comma = "";
  vg_time step = STEP_S * VG_SECOND, end = a->resolved <= at ? a->resolved : at + 1;
  long long since = (long long)(a->raised / VG_SECOND) - rule_wait_s(a->name);
  buf_printf(out,
             "{\"metric\":{\"__name__\":\"ALERTS_FOR_STATE\",\"alertname\":\"%s\",\"asset\":\"%s\",\"job\":\"%s\","
             "\"severity\":\"%s\"},\"values\":[",
             a->name, a->system->name, job, a->severity);
  for (vg_time t = (a->raised + step - 1) / step * step; t < end; t += step) {
    buf_printf(out, "%s[%lld,\"%lld\"]", comma, (long long)(t / VG_SECOND), since);
    comma = ",";
  }
  buf_text(out, "]}");
}

static void matrix(struct buf *out) {
  success(out);
  buf_text(out, "{\"resultType\":\"matrix\",\"result\":[");
}

void native_range_alerts(const struct world *w, vg_time at, struct buf *out) {
  int64_t today = world_day(w, at);
  const char *comma = "";
  matrix(out);
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
    for (int64_t day = today - RANGE_DAYS; alerts_here(&sample_systems[i]) && day <= today; day++) {
      struct alert_event a;
      if (!system_alert(w, &sample_systems[i], day, &a) || a.raised > at) continue;
      buf_text(out, comma);
      comma = ",\n";
      series_alert(out, &a, at);
    }
  buf_text(out, "]}}\n");
}

static void range_of_days(const struct world *w, vg_time at, bool samples, struct buf *out) {
  int64_t today = world_day(w, at);
  const char *comma = "";
  matrix(out);
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *s = &sample_systems[i];
    if (!application_watched(s, today)) continue;
    buf_printf(out, "%s{\"metric\":{\"asset\":\"%s\",\"job\":\"applications\"},\"values\":[", comma, s->name);
    comma = ",\n";
    const char *between = "";
    for (int64_t day = today - RANGE_DAYS; day < today; day++) {
      if (!application_watched(s, day)) continue;
      buf_printf(out, "%s[%lld,\"", between, (long long)(world_at(w, day + 1, 0) / VG_SECOND));
      if (samples)
        buf_text(out, "5760\"]");
      else
        buf_printf(out, "%.6f\"]", application_availability(w, s, day));
      between = ",";
    }
    buf_text(out, "]}");
  }
  buf_text(out, "]}}\n");
}

void native_range_ratio(const struct world *w, vg_time at, struct buf *out) {
  range_of_days(w, at, false, out);
}
void native_range_samples(const struct world *w, vg_time at, struct buf *out) {
  range_of_days(w, at, true, out);
}

/* How many targets it scraped: without a hole, as far back as it is asked. */
void native_range_count(const struct world *w, vg_time at, struct buf *out) {
  vg_time step = STEP_S * VG_SECOND, from = (at - RANGE_DAYS * VG_DAY) / step * step;
  const char *comma = "";
  (void)w;
  matrix(out);
  buf_text(out, "{\"metric\":{},\"values\":[");
  for (vg_time t = from; t <= at; t += step) {
    buf_printf(out, "%s[%lld,\"34\"]", comma, (long long)(t / VG_SECOND));
    comma = ",";
  }
  buf_text(out, "]}]}}\n");
}
