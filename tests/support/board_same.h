/* tests/support/board_same.h — does a snapshot say what the database says? */
#ifndef VG_TESTS_BOARD_SAME_H
#define VG_TESTS_BOARD_SAME_H

#include "indicator/board.h"

/* Reads all that boards show through both connections, at `count` pseudo-random moments of each perimeter between two instants,
 * and compares it field by field. Stops the test at the first difference. */
void board_same(struct db *plain, struct db *kept, vg_time from, vg_time to, int count);
/* The same at one moment. */
void board_same_at(struct db *plain, struct db *kept, const char *perimeter, vg_time at, vg_time versus);

#endif
