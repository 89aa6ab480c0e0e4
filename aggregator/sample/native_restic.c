/* restic 0.17 and later: a snapshot carries a summary of its backup. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"

static bool kept(const struct world *w, int64_t night, vg_time at) {
  int year, month, day;
  vg_time end = world_at(w, night, 0);
  date_from_days(w->today + night, &year, &month, &day);
  return at - end <= 14 * VG_DAY || (day == 1 && at - end <= 95 * VG_DAY);
}

static int64_t size_of(const struct world *w, const struct system *s, int64_t night) {
  int64_t i = s - sample_systems, base = chance_between(w->seed, "size", i, 0, 180, 9000) * 1000000;
  return base + base / 1500 * (night + 760) + chance_between(w->seed, "size-noise", i, night, 0, 3000000);
}

static void snapshot(struct buf *out, const struct world *w, const struct system *s, int64_t night, vg_time end) {
  char id[65], tree[65], from[40], to[40];
  int64_t i = s - sample_systems, size = size_of(w, s, night);
  vg_time start = end - chance_between(w->seed, "backup-length", i, night, 40, 900) * VG_SECOND;
  chance_hex(w->seed, "snapshot", i, night, 32, id);
  chance_hex(w->seed, "tree", i, night, 32, tree);
  native_instant(start, true, from);
  native_instant(end, true, to);
  buf_printf(out,
             "{\"time\":\"%s\",\"tree\":\"%s\",\"paths\":[\"%s\"],\"hostname\":\"%s\",\"username\":\"root\",\"tags\":["
             "\"prod\"],",
             from, tree,
             strcmp(s->type, "database") == 0  ? "/var/backups/base.dump"
             : strcmp(s->type, "network") == 0 ? "/configuration"
                                               : "/srv",
             s->name);
  buf_printf(out,
             "\"program_version\":\"restic "
             "0.17.3\",\"summary\":{\"backup_start\":\"%s\",\"backup_end\":\"%s\",\"files_new\":%d,"
             "\"files_changed\":%d,\"files_unmodified\":%d,\"data_added\":%lld,\"total_files_processed\":%d,\"total_"
             "bytes_processed\":%lld},",
             from, to, (int)(size % 90), (int)(size % 340), (int)(size % 21000), (long long)(size / 90),
             (int)(size % 21000 + 430), (long long)size);
  buf_printf(out, "\"id\":\"%s\",\"short_id\":\"%.8s\"}", id, id);
}

void native_snapshots(const struct world *w, enum repository repository, vg_time at, struct buf *out) {
  int64_t today = world_day(w, at);
  const char *comma = "";
  buf_char(out, '[');
  for (int64_t night = today - 96; night <= today + 1; night++) {
    if (!kept(w, night, at)) continue;
    for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
      const struct system *s = &sample_systems[i];
      vg_time end = s->repository == repository ? backup_end(w, s, night) : VG_NEVER;
      if (end == VG_NEVER || end > at) continue;
      buf_text(out, comma);
      comma = ",\n";
      snapshot(out, w, s, night, end);
    }
  }
  buf_text(out, "]\n");
}
