/* collect/limits.h — what the process of one pull may use. */
#ifndef VG_COLLECT_LIMITS_H
#define VG_COLLECT_LIMITS_H

#include "core/error.h"

enum { LIMIT_MEMORY_MIB = 1024, LIMIT_CPU_S = 600, LIMIT_FILES = 256 };

/* Memory, processor time, open files, no core file (it would hold secrets); ends with the process that started it. Memory is
 * what may be written to (RLIMIT_DATA), not address space: programs that a connector runs inherit the limit, and those
 * written in Go reserve far more addresses than they use. Not under a sanitizer, whose own maps are larger.        */
bool limits_apply(struct vg_error *err);

#endif
