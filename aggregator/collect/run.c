#include "collect/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "collect/transport_entered.h"
#include "collect/transport_live.h"
#include "connectors/transport.h"
#include "source/options.h"

enum { OPTIONS_ROOM = 2 * SOURCE_OPTIONS_MAX };

struct preparing {
  struct run *run;
  struct db *db;
  const struct pull_conf *conf;
  struct option_value all[OPTIONS_ROOM];
  size_t count;
};

/* The options and, in place of each secret that is stored, a text that passes for one: enough to know the destination. */
static bool without_secrets(struct preparing *p, struct buf *destination, struct vg_error *err) {
  const struct source *s = p->run->source;
  struct option_value shown[OPTIONS_ROOM];
  size_t n = p->count;
  memcpy(shown, p->all, n * sizeof *shown);
  for (size_t i = 0; i < s->secrets_count; i++) {
    if (option_given(shown, n, s->secrets[i]) == NULL) (void)option_put(shown, OPTIONS_ROOM, &n, s->secrets[i], "********");
  }
  const char **values;
  if (!connector_options(p->run->connector, p->run->arena, shown, n, &values, err)) return false;
  seal_destination(p->run->connector, values, destination);
  return buf_check(destination, "destination", err);
}

static bool open_secrets(struct preparing *p, const char *destination, struct vg_error *err) {
  const struct source *s = p->run->source;
  if (s->secrets_count == 0 || s->id == 0) return true;
  struct collector_key key;
  if (p->conf->key != NULL) key = *p->conf->key;
  else if (!collector_key_load(p->conf->data_dir, &key, err)) return false;
  struct secrets_from from = {.source_id = s->id, .destination = destination, .draft = p->run->draft};
  bool ok = secrets_load(p->db, &key, &from, p->run->arena, p->all, OPTIONS_ROOM, &p->count, err);
  collector_key_wipe(&key);
  return ok;
}

bool run_prepare(struct run *run, struct db *db, const struct pull_conf *conf, const struct option_value *typed,
                 size_t typed_count, struct vg_error *err) {
  struct preparing p = {.run = run, .db = db, .conf = conf};
  BUF(destination, 64 << 10);
  run->connector = connector_find(run->source->connector);
  run->db = db;
  if (run->connector == NULL) {
    vg_fail(err, VG_E_CONFIG, "connector \"%.80s\" is not in this build", run->source->connector);
    return vg_hint(err, "remove the source, or install the version of vigie that has this connector");
  }
  for (size_t i = 0; i < run->source->options_count; i++) {
    (void)option_put(p.all, OPTIONS_ROOM, &p.count, run->source->options[i].name, run->source->options[i].value);
  }
  if (!without_secrets(&p, &destination, err) || !open_secrets(&p, destination.data, err)) return false;
  for (size_t i = 0; i < typed_count; i++) (void)option_put(p.all, OPTIONS_ROOM, &p.count, typed[i].name, typed[i].value);
  return connector_options(run->connector, run->arena, p.all, p.count, &run->values, err);
}

static bool collect(struct run *run, struct transport *transport, struct sink *sink, struct vg_error *err) {
  struct record record;
  if (!record_init(&record, err)) return false;
  struct connector_ctx ctx = {.arena = run->arena,
                              .connector = run->connector,
                              .values = run->values,
                              .now = run->now,
                              .since = run->since,
                              .said_at = VG_NEVER,
                              .covered_since = VG_NEVER,
                              .record = &record,
                              .transport = transport,
                              .preview = run->preview};
  bool ok = run->connector->collect(&ctx, sink, err);
  run->said_at = ctx.said_at;
  run->covered_since = ctx.covered_since;
  record_free(&record);
  if (!ok && err->code == VG_OK) vg_fail(err, VG_E_INTERNAL, "connector %s failed without saying why", run->connector->name);
  return ok;
}

static bool make_folders(char *path, struct vg_error *err) {
  for (char *p = path + 1;; p++) {
    char kept = *p;
    if (kept != '/' && kept != '\0') continue;
    *p = '\0';
    bool ok = mkdir(path, 0700) == 0 || errno == EEXIST;
    if (!ok) vg_fail(err, VG_E_STORAGE, "%s: %s", path, vg_errno(errno));
    *p = kept;
    if (!ok || kept == '\0') return ok;
  }
}

static bool collect_sample(struct run *run, const struct pull_conf *conf, struct sink *sink, struct vg_error *err) {
  char directory[4096];
  (void)snprintf(directory, sizeof directory, "%s/sample/%s", conf->data_dir, run->source->code);
  if (conf->sample != NULL &&
      (!make_folders(directory, err) || !conf->sample(run->source->code, run->now, directory, err))) {
    return false;
  }
  struct transport_recorded recorded;
  transport_recorded_init(&recorded, directory);
  return collect(run, &recorded.base, sink, err);
}

static bool collect_by(struct run *run, const struct pull_conf *conf, struct transport *transport, struct sink *sink, struct vg_error *err) {
  if (conf->record == NULL) return collect(run, transport, sink, err);
  struct transport_recorder recorder;
  transport_recorder_init(&recorder, transport, conf->record);
  return collect(run, &recorder.base, sink, err);
}

bool run_connector(struct run *run, const struct pull_conf *conf, struct sink *sink, struct vg_error *err) {
  if (conf->transport != NULL) return collect(run, conf->transport, sink, err);
  if (run->source->is_sample) return collect_sample(run, conf, sink, err);
  if (run->connector->entered) {
    struct transport_entered entered;
    const struct kind *kind = kind_find(option_given(run->source->options, run->source->options_count, "kind"));
    transport_entered_init(&entered, run->db, run->source->id, kind);
    return collect_by(run, conf, &entered.base, sink, err);
  }
  struct transport_live live;
  const char *const denied[] = {conf->data_dir, NULL};
  transport_live_init(&live, denied);
  return collect_by(run, conf, &live.base, sink, err);
}
