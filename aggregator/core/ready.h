/* core/ready.h — how a service tells its supervisor that it answers: a line on the descriptor in VIGIE_READY_FD. */
#ifndef VG_CORE_READY_H
#define VG_CORE_READY_H

/* Tells `text` (one line without '\n': the address of the web server) and closes the descriptor. Only the first call does
 * anything, and only when a supervisor listens. Call it once requests are really answered.                          */
void ready_tell(const char *text);

#endif
