#include <criterion/criterion.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

Test(i18n, two_languages_at_once) {
  const char *title = vg_error_info(VG_E_NOTFOUND)->title;
  cr_assert_str_eq(tr(LANG_EN, title), "Nothing here");
  cr_assert_str_eq(tr(LANG_FR, title), "Il n\xE2\x80\x99y a rien ici");
  cr_assert_str_eq(tr(LANG_FR, "there is no such text"), "there is no such text");
  cr_assert_str_eq(tr(LANG_FR, ""), "");
  cr_assert_str_eq(tr(LANG_FR, NULL), "");
  for (int code = 0; code < VG_CODE_COUNT; code++) {
    title = vg_error_info((enum vg_code)code)->title;
    cr_assert_str_neq(tr(LANG_FR, title), title);
  }
}

Test(i18n, plurals_of_texts_without_translation_are_english) {
  cr_assert_str_eq(tr_n(LANG_EN, "%d thing", "%d things", 0), "%d things");
  cr_assert_str_eq(tr_n(LANG_EN, "%d thing", "%d things", 1), "%d thing");
  cr_assert_str_eq(tr_n(LANG_FR, "%d thing", "%d things", 0), "%d thing");
  cr_assert_str_eq(tr_n(LANG_FR, "%d thing", "%d things", 2), "%d things");
}

Test(i18n, language_is_negotiated) {
  static const struct {
    const char *header;
    enum lang lang;
  } cases[] = {{NULL, LANG_FR}, {"", LANG_FR}, {"en", LANG_EN}, {"en-GB,en;q=0.9", LANG_EN}, {"fr;q=0.4, en;q=0.8", LANG_EN},
               {"en;q=0.4,fr-CA;q=0.8", LANG_FR}, {"de, en;q=0.1", LANG_EN}, {"de", LANG_FR}, {"english", LANG_FR}, {"en;q=0", LANG_FR},
               {",,;q=,en;q=99999999999", LANG_EN}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_assert_eq(lang_accept(cases[i].header), cases[i].lang, "%s", cases[i].header);
  }
}

enum form { INTEGER, DECIMAL2, NUMBER1, PERCENT, DELTA, BYTES, DURATION };

static void put(struct buf *b, enum lang lang, enum form form, double v) {
  switch (form) {
  case INTEGER: put_integer(b, lang, (int64_t)v); break;
  case DECIMAL2: put_decimal(b, lang, v, 2); break;
  case NUMBER1: put_number(b, lang, v, 1); break;
  case PERCENT: put_percent(b, lang, v); break;
  case DELTA: put_delta(b, lang, v, 1); break;
  case BYTES: put_bytes(b, lang, (int64_t)v); break;
  case DURATION: put_duration(b, lang, (vg_time)v); break;
  }
}

Test(format, numbers_by_bytes) {
  static const struct {
    enum form form;
    double value;
    const char *fr, *en;
  } cases[] = {
      {INTEGER, 62400, "62\xE2\x80\xAF" "400", "62,400"},
      {INTEGER, -1234567, "\xE2\x88\x92" "1\xE2\x80\xAF" "234\xE2\x80\xAF" "567", "\xE2\x88\x92" "1,234,567"},
      {INTEGER, 999, "999", "999"},
      {DECIMAL2, 1234.5, "1\xE2\x80\xAF" "234,50", "1,234.50"},
      {DECIMAL2, 0.285, "0,29", "0.29"},
      {DECIMAL2, 1.005, "1,01", "1.01"},
      {DECIMAL2, -0.004, "0,00", "0.00"},
      {DECIMAL2, 1e21, "1\xE2\x80\xAF" "000\xE2\x80\xAF" "000\xE2\x80\xAF" "000\xE2\x80\xAF" "000\xE2\x80\xAF" "000\xE2\x80\xAF" "000\xE2\x80\xAF" "000,00",
       "1,000,000,000,000,000,000,000.00"},
      {NUMBER1, 87.5, "87,5", "87.5"},
      {NUMBER1, 88.04, "88", "88"},
      {NUMBER1, 9.95, "10", "10"},
      {NUMBER1, NAN, "\xE2\x80\x93", "\xE2\x80\x93"},
      {NUMBER1, INFINITY, "\xE2\x80\x93", "\xE2\x80\x93"},
      {PERCENT, 0.875, "87,5\xC2\xA0%", "87.5%"},
      {PERCENT, 1, "100\xC2\xA0%", "100%"},
      {PERCENT, 0.99996, "99,9\xC2\xA0%", "99.9%"},
      {PERCENT, 0.00001, "0,1\xC2\xA0%", "0.1%"},
      {PERCENT, 0, "0\xC2\xA0%", "0%"},
      {PERCENT, NAN, "\xE2\x80\x93", "\xE2\x80\x93"},
      {DELTA, 3, "+\xC2\xA0" "3", "+3"},
      {DELTA, -1.3, "\xE2\x88\x92\xC2\xA0" "1,3", "\xE2\x88\x92" "1.3"},
      {DELTA, -0.04, "0", "0"},
      {DELTA, 0, "0", "0"},
      {BYTES, 0, "0\xC2\xA0o", "0\xC2\xA0" "B"},
      {BYTES, 1500000, "1,5\xC2\xA0Mo", "1.5\xC2\xA0MB"},
      {BYTES, 999999, "1\xC2\xA0Mo", "1\xC2\xA0MB"},
      {BYTES, 320e9, "320\xC2\xA0Go", "320\xC2\xA0GB"},
      {DURATION, 45e6, "45\xC2\xA0s", "45\xC2\xA0s"},
      {DURATION, -5, "0\xC2\xA0s", "0\xC2\xA0s"},
      {DURATION, 240e6, "4\xC2\xA0min", "4\xC2\xA0min"},
      {DURATION, 24000e6, "6\xC2\xA0h\xC2\xA0" "40", "6\xC2\xA0h\xC2\xA0" "40\xC2\xA0min"},
      {DURATION, 3600e6 * 6 + 60e6 * 4, "6\xC2\xA0h\xC2\xA0" "04", "6\xC2\xA0h\xC2\xA0" "4\xC2\xA0min"},
      {DURATION, 7200e6, "2\xC2\xA0h", "2\xC2\xA0h"},
      {DURATION, 86400e6, "1\xC2\xA0jour", "1\xC2\xA0" "day"},
      {DURATION, 86400e6 * 2 + 3600e6 * 3, "2\xC2\xA0jours\xC2\xA0" "3\xC2\xA0h", "2\xC2\xA0" "days\xC2\xA0" "3\xC2\xA0h"},
      {DURATION, 86400e6 * 96.5, "96\xC2\xA0jours", "96\xC2\xA0" "days"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    BUF(fr, 200);
    BUF(en, 200);
    put(&fr, LANG_FR, cases[i].form, cases[i].value);
    put(&en, LANG_EN, cases[i].form, cases[i].value);
    cr_assert_str_eq(fr.data, cases[i].fr, "case %zu: %s", i, fr.data);
    cr_assert_str_eq(en.data, cases[i].en, "case %zu: %s", i, en.data);
  }
  BUF(b, 200);
  put_integer(&b, LANG_EN, INT64_MIN);
  cr_assert_str_eq(b.data, "\xE2\x88\x92" "9,223,372,036,854,775,808");
}

Test(format, dates_by_bytes) {
  struct vg_error err = {0};
  const struct zone *paris = zone_get("Europe/Paris", &err);
  cr_assert_not_null(paris);
  int64_t day = date_to_days(2026, 11, 23), first = date_to_days(2026, 10, 1);
  vg_time at = zone_instant(paris, day, 9 * VG_HOUR + 12 * VG_MINUTE);
  for (int lang = LANG_FR; lang <= LANG_EN; lang++) {
    BUF(b, 1000);
    put_date_long(&b, (enum lang)lang, day), buf_char(&b, '|');
    put_date(&b, (enum lang)lang, first), buf_char(&b, '|');
    put_date_short(&b, (enum lang)lang, day), buf_char(&b, '|');
    put_date_medium(&b, (enum lang)lang, first), buf_char(&b, '|');
    put_date_numeric(&b, (enum lang)lang, first), buf_char(&b, '|');
    put_month(&b, (enum lang)lang, day), buf_char(&b, '|');
    put_clock(&b, (enum lang)lang, paris, at), buf_char(&b, '|');
    put_instant(&b, (enum lang)lang, paris, at), buf_char(&b, '|');
    put_instant(&b, (enum lang)lang, paris, VG_NEVER), buf_char(&b, '|');
    put_told(&b, (enum lang)lang, paris, at), buf_char(&b, '|');
    put_told(&b, (enum lang)lang, paris, zone_midnight(paris, day)), buf_char(&b, '|');
    put_told(&b, (enum lang)lang, paris, VG_NEVER);
    cr_assert_str_eq(b.data, lang == LANG_FR
        ? "lundi 23\xC2\xA0novembre 2026|1er\xC2\xA0octobre 2026|23\xC2\xA0nov.|1er\xC2\xA0oct.\xC2\xA0" "2026|01/10/2026|novembre 2026|"
          "09\xC2\xA0h\xC2\xA0" "12|23\xC2\xA0nov.\xC2\xA0" "2026, 09\xC2\xA0h\xC2\xA0" "12|\xE2\x80\x93|"
          "23\xC2\xA0nov.\xC2\xA0" "2026, 09\xC2\xA0h\xC2\xA0" "12|23\xC2\xA0nov.\xC2\xA0" "2026|\xE2\x80\x93"
        : "Monday 23\xC2\xA0November 2026|1\xC2\xA0October 2026|23\xC2\xA0Nov|1\xC2\xA0Oct\xC2\xA0" "2026|01/10/2026|November 2026|"
          "09:12|23\xC2\xA0Nov\xC2\xA0" "2026, 09:12|\xE2\x80\x93|23\xC2\xA0Nov\xC2\xA0" "2026, 09:12|23\xC2\xA0Nov\xC2\xA0" "2026|\xE2\x80\x93", "%s", b.data);
  }
  BUF(iso, 100);
  put_date_iso(&iso, first);
  cr_assert_str_eq(iso.data, "2026-10-01");
}
