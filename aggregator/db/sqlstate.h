/* db/sqlstate.h — which of our codes a SQLSTATE of PostgreSQL is. Pure. */
#ifndef VG_DB_SQLSTATE_H
#define VG_DB_SQLSTATE_H

#include "core/error.h"

/* `state`: five characters; NULL and unknown ones are VG_E_INTERNAL. 23505 and 23P01 are conflicts, the rest of class 23
 * wrong input; 40001, 40P01, 55P03 and classes 08, 53, 57P are VG_E_UNAVAILABLE (the transaction may be tried again);
 * 57014 is VG_E_TIMEOUT; a full or broken disk VG_E_STORAGE; 42501 VG_E_DENIED.                                   */
enum vg_code sqlstate_code(const char *state);
/* The same for a refused connection: class 28 and 3D000 are VG_E_CONFIG; else as above, VG_E_UNAVAILABLE when unknown. */
enum vg_code sqlstate_connect_code(const char *state);

#endif
