/* tests/support/web_corpus.h — requests that no server should take, each one aimed at a page that exists. */
#ifndef VG_TESTS_WEB_CORPUS_H
#define VG_TESTS_WEB_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

struct hostile {
  const char *group;
  const char *bytes; /* with the host in place */
  size_t length;
  bool mended; /* a careful proxy may turn it into a good request: any answer will do behind one */
};

/* Calls `f` on each of them; how many there were. `host` is what a right Host header holds. */
size_t corpus_each(const char *host, void (*f)(const struct hostile *, void *user), void *user);

#endif
