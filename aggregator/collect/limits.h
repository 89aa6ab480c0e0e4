/* collect/limits.h — what the process of one pull may use. */
#ifndef VG_COLLECT_LIMITS_H
#define VG_COLLECT_LIMITS_H

#include "core/error.h"

enum { LIMIT_MEMORY_MIB = 1024, LIMIT_CPU_S = 600, LIMIT_FILES = 256 };

/* Address space, processor time, open files, no core file (it would hold secrets); ends with the process that started it. Not
 * the memory under a sanitizer, whose own maps are larger.                                                        */
bool limits_apply(struct vg_error *err);

#endif
