#include <criterion/criterion.h>
#include <math.h>

#include "web/export/csv.h"

Test(csv_export, speaks_french_to_french_spreadsheets) {
  BUF(out, 1000);
  struct csv c;
  csv_begin(&c, &out, LANG_FR);
  csv_text(&c, "a;\"b\"");
  csv_real(&c, 0.5);
  csv_integer(&c, -3);
  csv_real(&c, NAN);
  csv_end_row(&c);
  cr_assert_str_eq(out.data, "\xEF\xBB\xBF\"a;\"\"b\"\"\";0,5;-3;\r\n");
}

Test(csv_export, neutralises_formulas) {
  static const char *const live[] = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\xEF\xBC\x9D" "1"};
  for (size_t i = 0; i < sizeof live / sizeof *live; i++) {
    BUF(out, 1000);
    struct csv c;
    csv_begin(&c, &out, LANG_EN);
    csv_text(&c, live[i]);
    cr_assert_eq(out.data[0], '"');
    cr_assert_eq(out.data[1], '\'', "%s", live[i]);
  }
}
