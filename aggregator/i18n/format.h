/* i18n/format.h — numbers, dates and durations as people write them, in French and English.
 *
 * Each appends UTF-8 text to a buffer. French: U+202F between thousands, decimal comma, U+00A0 before % and within dates
 * and times; English: comma between thousands, decimal point. Both: U+2212 as minus. NaN is written "–" (U+2013).
 * These texts are data: escape them for HTML like any other.                                                     */
#ifndef VG_I18N_FORMAT_H
#define VG_I18N_FORMAT_H

#include "core/buf.h"
#include "core/clock.h"
#include "core/zone.h"
#include "i18n/i18n.h"

#define NBSP "\xC2\xA0"          /* U+00A0 no-break space */
#define NNBSP "\xE2\x80\xAF"     /* U+202F narrow no-break space */
#define MINUS_SIGN "\xE2\x88\x92" /* U+2212 */
#define EN_DASH "\xE2\x80\x93"   /* U+2013 */
#define APOSTROPHE "\xE2\x80\x99" /* U+2019 */

/* "62 400" / "62,400" */
void put_integer(struct buf *, enum lang, int64_t);
/* Rounded half away from zero to `decimals` (0..6), trailing zeros kept: "1 234,50" / "1,234.50". */
void put_decimal(struct buf *, enum lang, double, int decimals);
/* As many decimals as needed, at most `most`: "87,5", "88". */
void put_number(struct buf *, enum lang, double, int most);
/* A ratio 0..1 as a percentage with at most one decimal, never rounded up to 100 nor down to 0: 0.9996 gives "99,9 %". */
void put_percent(struct buf *, enum lang, double ratio);
/* With its sign always: "+ 3", "− 1,3" / "+3", "−1.3"; zero is "0" without sign. */
void put_delta(struct buf *, enum lang, double, int most);
/* 1 KB = 1000 bytes: "1,5 Mo" / "1.5 MB". */
void put_bytes(struct buf *, enum lang, int64_t);
/* A duration in two units at most, rounded down: "6 h 40", "96 jours", "3 min", "45 s"; "0 s" at least. */
void put_duration(struct buf *, enum lang, vg_time length);

/* Dates of a civil day. */
void put_date_long(struct buf *, enum lang, int64_t day);    /* "lundi 23 novembre 2026" / "Monday 23 November 2026" */
void put_date(struct buf *, enum lang, int64_t day);         /* "1er octobre 2026" / "1 October 2026" */
void put_date_short(struct buf *, enum lang, int64_t day);   /* "23 nov." / "23 Nov" */
void put_date_medium(struct buf *, enum lang, int64_t day);  /* "23 nov. 2026" / "23 Nov 2026" */
void put_date_numeric(struct buf *, enum lang, int64_t day); /* "23/11/2026" / "23/11/2026" */
void put_date_iso(struct buf *, int64_t day);                /* "2026-11-23" */
void put_month(struct buf *, enum lang, int64_t day);        /* "novembre 2026" / "November 2026" */

/* Instants, in a zone. VG_NEVER is written "–". */
void put_clock(struct buf *, enum lang, const struct zone *, vg_time);   /* "09 h 12" / "09:12" */
void put_instant(struct buf *, enum lang, const struct zone *, vg_time); /* "23 nov. 2026, 09 h 12" / "23 Nov 2026, 09:12" */
/* The same of what a source told: where it tells a day, the instant is its midnight, and no hour was told: "23 nov. 2026". */
void put_told(struct buf *, enum lang, const struct zone *, vg_time);

#endif
