/* A server that answers badly, each path in its own way: /500 /401 /404 /half /redirect /endless /declared /silence
 * /drip /close /headers /text /deep /duplicate /encoded /echo (the request's headers, status 400), anything else: {}. */
#ifndef VG_TESTS_FAULT_SERVER_H
#define VG_TESTS_FAULT_SERVER_H

#include <sys/types.h>

/* Starts it in a process of its own on a free port of 127.0.0.1; it ends with the test. Gives its port. */
int fault_server_start(pid_t *pid);
void fault_server_stop(pid_t pid);

#endif
