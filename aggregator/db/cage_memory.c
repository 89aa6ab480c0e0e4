#include "db/cage_memory.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "core/text.h"
#include "db/internal.h"

/* 0: there is no such process here. */
static int64_t parent_of(int pid) {
  static const char key[] = "PPid:\t";
  char path[40], line[200];
  int64_t parent = 0;
  (void)snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *f = fopen(path, "re");
  if (f == NULL) return 0;
  while (fgets(line, sizeof line, f) != NULL) {
    if (!text_starts(line, key)) continue;
    line[strcspn(line, "\n")] = '\0';
    if (!text_int(line + strlen(key), 1, INT32_MAX, &parent)) parent = 0;
    break;
  }
  (void)fclose(f);
  return parent;
}

void cage_limit_memory(struct db *db, int64_t bytes) {
  struct ucred server = {0}; /* who listens on the socket: the postmaster, of which the session's process is a child */
  socklen_t size = sizeof server;
  int pid = PQbackendPID(db->conn);
  const struct rlimit most = {(rlim_t)bytes, (rlim_t)bytes};
  if (getsockopt(PQsocket(db->conn), SOL_SOCKET, SO_PEERCRED, &server, &size) != 0 || server.pid <= 0) return;
  if (pid > 0 && parent_of(pid) == server.pid) (void)prlimit(pid, RLIMIT_DATA, &most, NULL);
}
