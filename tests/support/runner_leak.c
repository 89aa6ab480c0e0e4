/* Criterion's runner keeps the timer of a test when the thread that ends timers has not done with it at exit: 48 bytes
 * of its own, now and then. Only the runner's own thread is let off: each test is a process of its own, started anew,
 * and stays checked. */
#include <criterion/hooks.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>

ReportHook(PRE_ALL)(struct criterion_test_set *set) {
  (void)set;
  __lsan_disable();
}
#endif
