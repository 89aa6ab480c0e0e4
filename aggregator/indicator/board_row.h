/* indicator/board_row.h — how board_*.c turn rows into structs. */
#ifndef VG_INDICATOR_BOARD_ROW_H
#define VG_INDICATOR_BOARD_ROW_H

#include "indicator/board.h"

/* Copies a text column into the arena; NULL stays NULL. */
const char *board_text(struct vg_arena *, const struct db_result *, size_t row, const char *column);
struct bilingual board_pair(struct vg_arena *, const struct db_result *, size_t row, const char *fr, const char *en);
/* Columns state, critical, value, judged … since of a timeline. */
struct reading board_reading(const struct db_result *, size_t row);
/* Columns target, warning, critical, from_at, author, reason of a threshold. */
struct threshold board_threshold_row(struct vg_arena *, const struct db_result *, size_t row);
/* Columns of a perimeter. */
struct perimeter board_perimeter_row(struct vg_arena *, const struct db_result *, size_t row);
/* Columns of board_alerts but for `fresh`. */
struct alert_line board_alert_row(struct vg_arena *, const struct db_result *, size_t row);
/* A reading that says nothing: unknown, no value, since never. */
struct reading board_no_reading(void);
/* Where no rule that it measures applies, an indicator is not applicable either, whatever it says; false: it said so by itself. */
bool board_leave_out(struct reading *, vg_time since);
enum vg_state board_state(const struct db_result *, size_t row, const char *column);
/* The rules, chapters and totals of a board whose indicators are there. */
bool board_load_rules(struct db *, struct vg_arena *, struct board *, struct vg_error *err);

/* The enabled sources that speak of a perimeter at an instant. */
struct sources_said {
  int count, fresh;
  const char *stale;                /* names of those that are not fresh, ", " between */
  vg_time oldest_read, oldest_any;  /* the oldest last reading; oldest_any is VG_NEVER as soon as one was never read */
  bool is_sample;                   /* one of them; from memory only */
};
bool board_sources_said(struct db *, struct vg_arena *, int64_t perimeter_id, vg_time at, struct sources_said *out, struct vg_error *err);
/* Subjects whose verdict changed between the two instants of a moment: by indicator, the latest first. */
struct board_causes {
  struct change_cause *items;
  size_t count;
};
/* Those of these indicators, at most five of each verdict, from memory; false: the database must say. */
bool board_kept_causes(struct db *, struct vg_arena *, const struct moment *, const char **codes, size_t count, struct board_causes *out);
/* The grid of board_nights() by label, up to so many nights back, from memory; false: the database must say. */
bool board_kept_nights(struct db *, struct vg_arena *, const struct moment *, int back, struct night_grid *out);
/* What the budget of the board's perimeter is at instants. */
bool board_budget(struct db *, struct vg_arena *, const struct board *, const vg_time *at, size_t count, struct budget_sum *out, struct vg_error *err);
/* Instants as RFC 3339 texts, for a parameter of type text[]. NULL past the arena's limit. */
const char **board_instants(struct vg_arena *, const vg_time *, size_t count);
/* VG_E_LIMIT "board: out of memory" when the arena is exhausted. */
bool board_arena_ok(const struct vg_arena *, struct vg_error *err);

#endif
