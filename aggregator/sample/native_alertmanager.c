#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "sample/native.h"
#include "sample/random.h"

/* Alertmanager serves the agency's own systems; what runs on the platforms alerts through Prometheus. */
static bool internal(const struct system *s) {
  return strncmp(s->perimeter, "solvene-", 8) == 0 && strcmp(s->type, "application") != 0;
}

static void alert(struct buf *out, const struct world *w, const struct alert_event *a, vg_time at) {
  char start[40], end[40], fingerprint[17];
  native_instant(a->raised, false, start);
  native_instant(at + 4 * VG_MINUTE, false, end); /* while it burns, its end is always a little later */
  chance_hex(w->seed, a->name, a->system - sample_systems, 0, 8, fingerprint);
  buf_text(out, "{\"annotations\":{\"summary\":");
  text_json(out, a->summary, strlen(a->summary));
  buf_printf(
      out,
      "},\"endsAt\":\"%s\",\"fingerprint\":\"%s\",\"receivers\":[{\"name\":\"exploitation\"}],\"startsAt\":\"%s\",",
      end, fingerprint, start);
  buf_printf(out, "\"status\":{\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"active\"},\"updatedAt\":\"%s\",",
             start);
  buf_printf(out,
             "\"generatorURL\":\"http://supervision." SAMPLE_DOMAIN
             ":9090/graph\",\"labels\":{\"alertname\":\"%s\",\"asset\":\"%s\","
             "\"instance\":\"%s." SAMPLE_DOMAIN ":9100\",\"job\":\"node\",\"severity\":\"%s\",\"site\":\"solvene\"}}",
             a->name, a->system->name, a->system->name, a->severity);
}

void native_alertmanager_alerts(const struct world *w, vg_time at, struct buf *out) {
  int64_t today = world_day(w, at);
  const char *comma = "";
  buf_char(out, '[');
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
    for (int64_t day = today - 9; internal(&sample_systems[i]) && day <= today; day++) {
      struct alert_event a;
      if (!system_alert(w, &sample_systems[i], day, &a) || a.raised > at || a.resolved <= at) continue;
      buf_text(out, comma);
      comma = ",\n";
      alert(out, w, &a, at);
    }
  buf_text(out, "]\n");
}

void native_alertmanager_status(const struct world *w, vg_time at, struct buf *out) {
  static const char configuration[] = "global:\n  resolve_timeout: 5m\nroute:\n  receiver: exploitation\n  group_by:\n "
                                      " - alertname\n  group_wait: 30s\n"
                                      "  group_interval: 5m\n  repeat_interval: 4h\nreceivers:\n- name: exploitation\n "
                                      " email_configs:\n  - send_resolved: true\n"
                                      "    to: exploitation@" SAMPLE_DOMAIN "\n    from: alertes@" SAMPLE_DOMAIN
                                      "\n    smarthost: messagerie." SAMPLE_DOMAIN ":25\n";
  char since[40];
  native_instant(world_at(w, world_day(w, at) / 60 * 60 - 60, 300), false, since);
  buf_text(out, "{\"cluster\":{\"peers\":[],\"status\":\"disabled\"},\"config\":{\"original\":");
  text_json(out, configuration, sizeof configuration - 1);
  buf_printf(out,
             "},\"uptime\":\"%s\",\"versionInfo\":{\"branch\":\"HEAD\",\"buildDate\":\"20230101\",\"buildUser\":\"\","
             "\"goVersion\":\"go1.19\","
             "\"revision\":\"\",\"version\":\"0.25.0\"}}\n",
             since);
}
