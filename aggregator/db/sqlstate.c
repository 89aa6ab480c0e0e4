#include "db/sqlstate.h"

#include <stddef.h>
#include <string.h>

/* The first prefix that fits decides. */
static const struct {
  const char *prefix;
  enum vg_code code;
} states[] = {
    {"23505", VG_E_CONFLICT},  {"23P01", VG_E_CONFLICT},  {"23", VG_E_INPUT},       {"40", VG_E_UNAVAILABLE},
    {"55P03", VG_E_UNAVAILABLE}, {"57014", VG_E_TIMEOUT}, {"53100", VG_E_STORAGE},  {"58030", VG_E_STORAGE},
    {"XX001", VG_E_STORAGE},   {"XX002", VG_E_STORAGE},   {"53", VG_E_UNAVAILABLE}, {"08", VG_E_UNAVAILABLE},
    {"57P", VG_E_UNAVAILABLE}, {"25P03", VG_E_UNAVAILABLE}, {"26000", VG_E_UNAVAILABLE}, {"42501", VG_E_DENIED},
};

static enum vg_code find(const char *state, enum vg_code otherwise) {
  for (size_t i = 0; state != NULL && i < sizeof states / sizeof *states; i++) {
    if (strncmp(state, states[i].prefix, strlen(states[i].prefix)) == 0) return states[i].code;
  }
  return otherwise;
}

enum vg_code sqlstate_code(const char *state) { return find(state, VG_E_INTERNAL); }

enum vg_code sqlstate_connect_code(const char *state) {
  if (state != NULL && (strncmp(state, "28", 2) == 0 || strcmp(state, "3D000") == 0)) return VG_E_CONFIG;
  enum vg_code code = find(state, VG_E_UNAVAILABLE);
  return code == VG_E_DENIED ? VG_E_CONFIG : code;
}
