/* indicator/board_row.h — how board_*.c turn rows into structs. */
#ifndef VG_INDICATOR_BOARD_ROW_H
#define VG_INDICATOR_BOARD_ROW_H

#include "indicator/board.h"

/* Copies a text column into the arena; NULL stays NULL. */
const char *board_text(struct vg_arena *, const struct db_result *, size_t row, const char *column);
struct bilingual board_pair(struct vg_arena *, const struct db_result *, size_t row, const char *fr, const char *en);
/* Columns state, critical, value, judged … since of a timeline. */
struct reading board_reading(const struct db_result *, size_t row);
/* A reading that says nothing: unknown, no value, since never. */
struct reading board_no_reading(void);
enum vg_state board_state(const struct db_result *, size_t row, const char *column);
/* Instants as RFC 3339 texts, for a parameter of type text[]. NULL past the arena's limit. */
const char **board_instants(struct vg_arena *, const vg_time *, size_t count);
/* VG_E_LIMIT "board: out of memory" when the arena is exhausted. */
bool board_arena_ok(const struct vg_arena *, struct vg_error *err);

#endif
