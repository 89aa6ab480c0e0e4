/* db/cage_memory.h — how much memory the server may take for a caged session. */
#ifndef VG_DB_CAGE_MEMORY_H
#define VG_DB_CAGE_MEMORY_H

#include "db/db.h"

/* PostgreSQL limits its sorts, not what an expression builds: repeat() or an aggregate takes all of the machine's memory, and the kernel
 * then ends the whole server. The process that serves this session gets a limit of its own, beyond which a statement fails: when it runs
 * on this machine, as our user, as in the embedded cluster. Elsewhere nothing is done. */
void cage_limit_memory(struct db *, int64_t bytes);

#endif
