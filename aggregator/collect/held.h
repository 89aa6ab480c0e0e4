/* collect/held.h — suspect readings, kept in the database until a person answers. Within the caller's transaction. */
#ifndef VG_COLLECT_HELD_H
#define VG_COLLECT_HELD_H

#include "collect/reading.h"

/* Keeps the reading's rows under its pull. */
bool held_write(struct db *, struct reading *, struct vg_error *err);
/* Fills an initialised reading with what its pull held, refused keys included. */
bool held_read(struct db *, struct reading *, struct vg_error *err);

#endif
