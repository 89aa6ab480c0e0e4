/* i18n/catalogue.h — a language's texts as the build compiles them (aggregator/tools/poc.c); for i18n.c only. */
#ifndef VG_I18N_CATALOGUE_H
#define VG_I18N_CATALOGUE_H

#include <stddef.h>

struct message {
  const char *key;     /* the English text, with "context\4" before it when it has one */
  const char *text[2]; /* singular and plural; [1] NULL when there is no plural */
};

struct catalogue {
  const struct message *messages;
  size_t count;
  const unsigned short *slots; /* open addressing by FNV-1a of the key: index + 1, 0 empty */
  size_t size;                 /* of slots: a power of two */
};

extern const struct catalogue catalogue_fr;

#endif
