/* Instants and dates: what is read is written back to the same instant; calendars agree with themselves. */
#include "core/clock.h"
#include "core/text.h"
#include "core/zone.h"
#include "fuzz/fuzz.h"
#include "i18n/format.h"

static void round_trip(vg_time at) {
  char text[TIME_TEXT];
  struct vg_error err = {0};
  vg_time back;
  int64_t first = date_to_days(1, 1, 1) * VG_DAY, last = date_to_days(9999, 12, 31) * VG_DAY;
  if (at < first || at > last) return;
  fuzz_assert(time_parse(time_format(at, text), &back, &err) && back == at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = fuzz_text(data, size);
  struct vg_error err = {0};
  vg_time at;
  int64_t day;
  if (time_parse(text, &at, &err)) round_trip(at);
  err = (struct vg_error){0};
  const struct zone *paris = zone_get("Europe/Paris", &err);
  fuzz_assert(paris != NULL);
  if (zone_parse(paris, text, &at, &err)) {
    round_trip(at);
    fuzz_assert(zone_midnight(paris, zone_day(paris, at)) <= at);
  } else {
    fuzz_assert(err.code == VG_E_INPUT && text_utf8(err.message, strlen(err.message)));
  }
  err = (struct vg_error){0};
  if (date_parse(text, &day, &err)) {
    BUF(out, 1000);
    put_date_long(&out, LANG_FR, day);
    put_date_iso(&out, day);
    fuzz_assert(text_utf8(out.data, out.length));
  }
  free(text);
  return 0;
}
