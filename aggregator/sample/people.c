#include <string.h>

#include "sample/random.h"
#include "sample/world.h"

static const char *const first_names[] = {"Adèle",   "Bastien", "Camille", "Damien",  "Élodie",   "Farid",   "Gaëlle",
                                          "Hugo",    "Inès",    "Jules",   "Karima",  "Léo",      "Margaux", "Nassim",
                                          "Océane",  "Paul",    "Rania",   "Sylvain", "Tiphaine", "Ugo",     "Valérie",
                                          "William", "Yasmine", "Zoé",     "Antoine", "Bérénice", "Clément", "Dounia",
                                          "Émile",   "Fanny",   "Gilles",  "Hélène",  "Ismaël",   "Jeanne",  "Killian"};
static const char *const heads[] = {"Bel", "Cor", "Dau", "Fer",  "Gar", "Hau", "Lam",
                                    "Mor", "Nav", "Per", "Quen", "Ros", "Sau"};
static const char *const tails[] = {"vardet", "nolle", "mirac", "dévan", "lisse", "guéret", "tanier"};

static const char *const jobs[][2] = {{"developer", "Développement"}, {"developer", "Développement"},
                                      {"project_manager", "Projets"}, {"developer", "Développement"},
                                      {"designer", "Création"},       {"developer", "Développement"},
                                      {"sales", "Commercial"},        {"developer", "Développement"},
                                      {"project_manager", "Projets"}, {"system_administrator", "Exploitation"},
                                      {"developer", "Développement"}, {"support", "Assistance"},
                                      {"designer", "Création"},       {"developer", "Développement"},
                                      {"manager", "Direction"},       {"developer", "Développement"}};

/* Departures, oldest first: day and who. The number names the person; LEAVER_NOW and LEAVER_LATE index this table. */
static const struct {
  int64_t day;
  int person;
} leavers[LEAVERS] = {{-690, 4},  {-655, 17}, {-600, 23}, {-560, 53}, {-505, 30}, {-470, 8},  {-430, 41}, {-395, 58},
                      {-330, 12}, {-290, 35}, {-262, 61}, {-240, 27}, {-200, 46}, {-150, 64}, {-95, 38},  {-12, 19}};

/* "Élodie" → "elodie": the accents of the names above are two bytes long in UTF-8. */
static void ascii_lower(const char *text, char *out, size_t size) {
  size_t n = 0;
  for (const unsigned char *p = (const unsigned char *)text; *p != '\0' && n + 1 < size; p++) {
    if (*p == 0xc3) {
      p++;
      out[n++] = *p == 0xab || *p == 0xa8 || *p == 0xa9 || *p == 0x89 ? 'e' : *p == 0xaf ? 'i' : 'o';
    } else {
      out[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    }
  }
  out[n] = '\0';
}

static int64_t hiring_day(const struct world *w, int number) {
  if (number < VETERANS) return world_working_day(w, -735 - chance_between(w->seed, "hired", number, 0, 0, 2600));
  int64_t rank = number - VETERANS;
  if (rank == NEWCOMERS - 1) return world_working_day(w, -16);
  if (rank < NEWCOMERS)
    return world_working_day(w, -712 + rank * 30 + chance_between(w->seed, "hired", number, 0, -9, 9));
  return world_working_day(w, 40 + (rank - NEWCOMERS) * 45); /* those who will come if the sample lives on */
}

static void name_person(struct person *p, struct vg_arena *arena) {
  char first[40], last[40];
  const char *given = first_names[(size_t)p->number % (sizeof first_names / sizeof *first_names)];
  const char *head = heads[(size_t)p->number % 13], *tail = tails[((size_t)p->number * 3 + (size_t)p->number / 13) % 7];
  char *family = vg_printf(arena, "%s%s", head, tail);
  if (family == NULL) return;
  ascii_lower(given, first, sizeof first);
  ascii_lower(family, last, sizeof last);
  p->name = vg_printf(arena, "%s %s", given, family);
  p->mail = vg_printf(arena, "%s.%s@" SAMPLE_DOMAIN, first, last);
  p->login = vg_printf(arena, "%c%s", first[0], last);
}

void world_people(struct world *w, struct vg_arena *arena) {
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    struct person *p = &w->persons[i];
    *p = (struct person){.number = i, .hired = hiring_day(w, i), .left = DAY_NEVER};
    name_person(p, arena);
    const char *const *job = jobs[(size_t)i % (sizeof jobs / sizeof *jobs)];
    p->job = job[0];
    p->department = job[1];
  }
  w->persons[0].job = "ciso", w->persons[0].department = "Direction";
  w->persons[1].job = "network_administrator", w->persons[1].department = "Exploitation";
  for (size_t i = 0; i < LEAVERS; i++) w->persons[leavers[i].person].left = world_working_day(w, leavers[i].day);
}

bool person_here(const struct person *p, int64_t day) {
  return p->hired <= day && day <= p->left;
}

/* The unowned one, and the ones whose owner is the last leaver, make the deviations of today. */
const struct person *system_owner(const struct world *w, const struct system *s, int64_t day) {
  int64_t index = s - sample_systems;
  if (strcmp(s->name, "brv-cache-01") == 0) return NULL;
  if (strcmp(s->name, "api-brevelin") == 0) return &w->persons[leavers[LEAVER_NOW].person];
  if (day < -380 && chance(w->seed, "unowned", index, 0, 22) && day < -640 + index * 6) return NULL;
  static const int owners[] = {0, 1, 2, 9, 25, 14, 24};
  return &w->persons[owners[(size_t)index % (sizeof owners / sizeof *owners)]];
}
