/* i18n/i18n.h — what is shown, in French and English at once, without locales.
 *
 * msgids are English; web/po/fr.po gives the French, compiled in by the build (aggregator/tools/poc.c). A msgid that has no
 * translation is shown as it is; tests/lint refuses that for every msgid used. Mark texts in tables with N_("…") and
 * translate them where they are shown. Formats stay formats: use them with a printf-like function of your own, and keep
 * their arguments in the order of the msgid (or numbered, %1$s).                                                   */
#ifndef VG_I18N_I18N_H
#define VG_I18N_I18N_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h" /* N_ */

enum lang { LANG_FR, LANG_EN, LANG_COUNT };

/* Never NULL; static. NULL and "" give "". */
const char *tr(enum lang, const char *msgid) __attribute__((format_arg(2)));
/* The plural form for `n`: French has the singular for 0 and 1, English for 1 only. */
const char *tr_n(enum lang, const char *one, const char *many, int64_t n) __attribute__((format_arg(2), format_arg(3)));
/* For a word that means several things: tr_c(lang, "rule", "applied"). */
const char *tr_c(enum lang, const char *context, const char *msgid);

/* "fr", "en": the lang attribute, the query parameter. */
const char *lang_code(enum lang);
bool lang_parse(const char *code, enum lang *out);
/* The best of an Accept-Language header; French when it says nothing of either. NULL allowed. */
enum lang lang_accept(const char *header);

#endif
