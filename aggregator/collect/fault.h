/* collect/fault.h — places where a test can make this process die at once, as a power cut would: VIGIE_FAULT=NAME. Built
 * in only where tests are (VIGIE_FAULTS); nothing otherwise.                                                      */
#ifndef VG_COLLECT_FAULT_H
#define VG_COLLECT_FAULT_H

#ifdef VIGIE_FAULTS
void fault(const char *name);
#else
#define fault(name) ((void)0)
#endif

#endif
