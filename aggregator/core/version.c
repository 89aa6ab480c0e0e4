#include "core/version.h"

const char *vigie_version(void) { return VIGIE_VERSION; }
