/* core/version.h — the version of this build. */
#ifndef VG_CORE_VERSION_H
#define VG_CORE_VERSION_H

/* "0.1.0": the project's version in CMakeLists.txt. */
const char *vigie_version(void);

#endif
