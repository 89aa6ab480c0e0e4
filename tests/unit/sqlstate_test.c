#include <criterion/criterion.h>

#include "core/arena.h"
#include "db/conninfo.h"
#include "db/sqlstate.h"

Test(sqlstate, each_class_has_its_code) {
  static const struct {
    const char *state;
    enum vg_code run, connect;
  } cases[] = {{"23505", VG_E_CONFLICT, VG_E_CONFLICT},       {"23502", VG_E_INPUT, VG_E_INPUT},
               {"40001", VG_E_UNAVAILABLE, VG_E_UNAVAILABLE}, {"57P03", VG_E_UNAVAILABLE, VG_E_UNAVAILABLE},
               {"57014", VG_E_TIMEOUT, VG_E_TIMEOUT},         {"53100", VG_E_STORAGE, VG_E_STORAGE},
               {"53300", VG_E_UNAVAILABLE, VG_E_UNAVAILABLE}, {"42501", VG_E_DENIED, VG_E_CONFIG},
               {"28000", VG_E_INTERNAL, VG_E_CONFIG},         {"3D000", VG_E_INTERNAL, VG_E_CONFIG},
               {"42P01", VG_E_INTERNAL, VG_E_UNAVAILABLE},    {NULL, VG_E_INTERNAL, VG_E_UNAVAILABLE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_assert_eq(sqlstate_code(cases[i].state), cases[i].run, "%s", cases[i].state);
    cr_assert_eq(sqlstate_connect_code(cases[i].state), cases[i].connect, "%s", cases[i].state);
  }
}

Test(conninfo, both_forms_are_understood_and_never_told) {
  struct vg_error err = {0};
  VG_ARENA(a, 1 << 16);
  cr_assert(conninfo_check("postgresql://h1,h2/vigie?target_session_attrs=read-write", &err), "%s", err.message);
  cr_assert_str_eq(conninfo_get(a, "postgresql://h/one?password=p", "dbname"), "one");
  cr_assert_str_eq(conninfo_set(a, "host=h dbname=one password='it\\'s'", "dbname", "t wo"),
                   "password='it\\'s' host='h' dbname='t wo'");
  cr_assert_not(conninfo_check("host=h password=hunter2 nonsense", &err));
  cr_assert_eq(err.code, VG_E_CONFIG);
  cr_assert_null(strstr(err.message, "hunter2"));
}
