/* The budget of security: seven lines a year, committed as orders are signed. What they are does not depend on the day of the load. */
#include "sample/native.h"
#include "sample/sheet.h"

enum { ORDERS = 4, FIRST_YEARS = 3 };

static const struct {
  const char *code, *title, *theme;
  int64_t planned; /* euros */
  struct {
    int month, day; /* 0: none */
    int64_t amount;
  } orders[ORDERS];
} lines[] = {
    {"SEC-01", "Licences de protection des postes", "Les terminaux", 14000, {{1, 20, 11800}, {9, 8, 1900}}},
    {"SEC-02", "Second site de sauvegarde", "Les sauvegardes", 18500, {{3, 12, 4200}, {6, 25, 6500}, {9, 22, 1700}}},
    {"SEC-03", "Tests d’intrusion", "Les solutions web", 16000, {{2, 10, 8000}, {8, 28, 7600}}},
    {"SEC-04", "Formation et sensibilisation", "Les collaborateurs", 7500, {{2, 3, 2400}, {5, 19, 2100}, {10, 6, 2300}}},
    {"SEC-05", "Supervision et journaux", "Les incidents", 9000, {{1, 8, 2250}, {4, 7, 2250}, {7, 7, 2250}, {10, 7, 2250}}},
    {"SEC-06", "Double authentification", "Les accès", 4500, {{4, 21, 1650}, {9, 15, 1150}}},
    {"SEC-07", "Audits", "L’amélioration continue", 8500, {{5, 5, 5200}, {9, 2, 2650}}},
};

static int64_t committed(size_t line, int year, int64_t on) {
  int64_t sum = 0;
  for (int i = 0; i < ORDERS; i++)
    if (lines[line].orders[i].month != 0 && date_to_days(year, lines[line].orders[i].month, lines[line].orders[i].day) <= on)
      sum += lines[line].orders[i].amount;
  return sum;
}

/* Each year a tenth more than the one before. */
static int64_t of_year(int64_t amount, int year, int this_year) {
  for (; year < this_year; year++) amount = amount * 9 / 10;
  return amount;
}

/* This year, those before, and in December the one to come, which is voted then. */
void native_budget(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';', .french = true};
  size_t from = out->length;
  int64_t on = at / VG_DAY;
  int year, load_year, month, load_month, day;
  date_from_days(w->today, &load_year, &load_month, &day);
  date_from_days(on, &year, &month, &day);
  HEADING(&s, "Code", "Intitulé", "Thème", "Début", "Fin", "Prévu", "Engagé", "Devise", "Responsable");
  for (int y = load_year - FIRST_YEARS; y <= year + (month == 12); y++) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
      cell(&s, lines[i].code);
      cell(&s, lines[i].title);
      cell(&s, lines[i].theme);
      cell_days(&s, date_to_days(y, 1, 1));
      cell_days(&s, date_to_days(y, 12, 31));
      cell_int(&s, of_year(lines[i].planned, y, load_year));
      cell_int(&s, of_year(committed(i, y, on), y, load_year));
      cell(&s, "EUR");
      cell(&s, w->persons[0].mail);
      end(&s);
    }
  }
  native_windows_1252(out, from);
}
