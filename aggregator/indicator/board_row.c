#include "indicator/board_row.h"

#include <math.h>

const char *board_text(struct vg_arena *arena, const struct db_result *r, size_t row, const char *column) {
  return row_null(r, row, column) ? NULL : vg_strdup(arena, row_text(r, row, column));
}

struct bilingual board_pair(struct vg_arena *arena, const struct db_result *r, size_t row, const char *fr,
                            const char *en) {
  return (struct bilingual){vg_strdup(arena, row_text(r, row, fr)), vg_strdup(arena, row_text(r, row, en))};
}

enum vg_state board_state(const struct db_result *r, size_t row, const char *column) {
  enum vg_state state = STATE_UNKNOWN;
  (void)state_parse(row_text(r, row, column), &state);
  return state;
}

struct threshold board_threshold_row(struct vg_arena *arena, const struct db_result *r, size_t row) {
  return (struct threshold){.set = true,
                            .target = row_real(r, row, "target"),
                            .warning = row_real(r, row, "warning"),
                            .critical = row_real(r, row, "critical"),
                            .from = row_time(r, row, "from_at"),
                            .author = vg_strdup(arena, row_text(r, row, "author")),
                            .reason = vg_strdup(arena, row_text(r, row, "reason"))};
}

struct perimeter board_perimeter_row(struct vg_arena *arena, const struct db_result *r, size_t row) {
  return (struct perimeter){.id = row_int(r, row, "id"),
                            .parent_id = row_int(r, row, "parent_id"),
                            .code = vg_strdup(arena, row_text(r, row, "code")),
                            .name = vg_strdup(arena, row_text(r, row, "name")),
                            .depth = (int)row_int(r, row, "depth"),
                            .is_sample = row_bool(r, row, "is_sample")};
}

struct alert_line board_alert_row(struct vg_arena *arena, const struct db_result *r, size_t row) {
  return (struct alert_line){.record_id = row_int(r, row, "record_id"),
                             .perimeter_id = row_int(r, row, "perimeter_id"),
                             .key = vg_strdup(arena, row_text(r, row, "key")),
                             .label = vg_strdup(arena, row_text(r, row, "label")),
                             .severity = vg_strdup(arena, row_text(r, row, "severity")),
                             .summary = vg_strdup(arena, row_text(r, row, "summary")),
                             .raised_at = row_time(r, row, "raised_at")};
}

struct reading board_no_reading(void) {
  return (struct reading){.state = STATE_UNKNOWN, .since = VG_NEVER};
}

bool board_leave_out(struct reading *reading, vg_time since) {
  if (reading->state == STATE_NOT_APPLICABLE) return false;
  reading->state = STATE_NOT_APPLICABLE;
  reading->critical = false;
  reading->since = since;
  return true;
}

struct reading board_reading(const struct db_result *r, size_t row) {
  struct reading out = {.state = board_state(r, row, "state"), .critical = row_bool(r, row, "critical")};
  out.has_value = !row_null(r, row, "value");
  out.value = out.has_value ? row_real(r, row, "value") : 0;
  out.judged = (int)row_int(r, row, "judged");
  out.conforming = (int)row_int(r, row, "conforming");
  out.deviating = (int)row_int(r, row, "deviating");
  out.pending = (int)row_int(r, row, "pending");
  out.unknown = (int)row_int(r, row, "unknown");
  out.waived = (int)row_int(r, row, "waived");
  out.since = row_time(r, row, "since");
  return out;
}

const char **board_instants(struct vg_arena *arena, const vg_time *instants, size_t count) {
  const char **out = vg_alloc(arena, (count + 1) * sizeof *out);
  char text[TIME_TEXT];
  for (size_t i = 0; out != NULL && i < count; i++) {
    out[i] = vg_strdup(arena, time_format(instants[i], text));
    if (out[i] == NULL) return NULL;
  }
  return out;
}

bool board_arena_ok(const struct vg_arena *arena, struct vg_error *err) {
  return !vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "board: out of memory");
}
