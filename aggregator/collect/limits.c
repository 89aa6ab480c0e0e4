#include "collect/limits.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static bool limit(__rlimit_resource_t what, rlim_t most, const char *name, struct vg_error *err) {
  struct rlimit now;
  if (getrlimit(what, &now) != 0) return vg_fail(err, VG_E_INTERNAL, "limit on %s: %s", name, vg_errno(errno));
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) most = now.rlim_max;
  struct rlimit wanted = {most, most};
  return setrlimit((__rlimit_resource_t)what, &wanted) == 0 || vg_fail(err, VG_E_INTERNAL, "limit on %s: %s", name, vg_errno(errno));
}

bool limits_apply(struct vg_error *err) {
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  (void)prctl(PR_SET_DUMPABLE, 0);
  return (SANITIZED || limit(RLIMIT_DATA, (rlim_t)LIMIT_MEMORY_MIB << 20, "memory", err)) &&
         limit(RLIMIT_CPU, LIMIT_CPU_S, "processor time", err) && limit(RLIMIT_NOFILE, LIMIT_FILES, "open files", err) &&
         limit(RLIMIT_CORE, 0, "core files", err);
}
