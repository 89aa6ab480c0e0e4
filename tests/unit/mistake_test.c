/* What a person did wrong, said in their language; words for every choice of every kind. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "kind/kind.h"
#include "web/http/params.h"
#include "web/http/route.h"
#include "web/view/mistake.h"
#include "web/view/record_text.h"
#include "web/view/source_text.h"

#define N "\xC2\xA0"

static const struct html french = {.lang = LANG_FR}, english = {.lang = LANG_EN};

static void says(struct vg_arena *a, const struct vg_error *err, const char *fr, const char *en) {
  cr_assert_str_eq(mistake_text(&french, a, err), fr);
  cr_assert_str_eq(mistake_text(&english, a, err), en);
}

Test(mistake, a_refusal_is_english_in_the_log_and_translated_on_the_page) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0};
  vg_refuse(&err, "until", N_("expected %s or later, found %s"), "2026-11-25", "2026-11-24");
  cr_assert_str_eq(err.message, "until: expected 2026-11-25 or later, found 2026-11-24");
  says(a, &err, "Jusqu’au" N ": attendu le 25/11/2026 ou plus tard, reçu 24/11/2026", "Until: expected 25/11/2026 or later, found 24/11/2026");
}

Test(mistake, what_was_typed_is_shown_as_it_is) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0};
  vg_refuse(&err, "perimeter_code", N_("expected the code of a perimeter, found \"%.64s\""), "requested");
  says(a, &err, "Périmètre" N ": attendu le code d’un périmètre, reçu «" N "requested" N "»",
       "Perimeter: expected the code of a perimeter, found \"requested\"");
}

Test(mistake, words_and_figures_of_ours_are_written_as_the_language_does) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0}, other = {0};
  vg_refuse(&err, "warning", N_("expected at most %s (%s), since higher is better, found %s"), N_("the target"), "97.5%", "99%");
  says(a, &err, "Alerte" N ": attendu au plus la cible (97,5" N "%), car le plus haut est le meilleur, reçu 99" N "%",
       "Warning: expected at most the target (97.5%), since higher is better, found 99%");
  (void)vg_fail(&other, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), "12.3");
  says(a, &other, "règle 12.3" N ": la politique n’en a pas de ce numéro", "rule 12.3: the policy has none of that number");
}

Test(mistake, every_conversion_is_kept) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0};
  (void)vg_fail(&err, VG_E_INPUT, "%c %d %ld %lld %zu %.1f %.*s %5d%% %x %s", 'c', -1, -2L, -3LL, (size_t)4, 5.25, 2, "abc", 6, 255u, "end");
  cr_assert_str_neq(err.words, "");
  cr_assert_str_eq(mistake_text(&french, a, &err), err.message);
  cr_assert_str_eq(err.message, "c -1 -2 -3 4 5.2 ab     6% ff end");
}

Test(mistake, what_cannot_be_translated_stays_english) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0}, unknown = {0};
  char words[1200];
  memset(words, 'x', sizeof words - 1);
  words[sizeof words - 1] = '\0';
  vg_refuse(&err, "until", N_("expected %s or later, found %s"), words, "y");
  cr_assert_str_eq(err.words, "");
  cr_assert_str_eq(mistake_text(&french, a, &err), err.message);
  (void)vg_fail(&unknown, VG_E_INPUT, "no catalogue holds %s", "this");
  (void)vg_context(&unknown, "source %s: ", "12");
  says(a, &unknown, "source 12" N ": no catalogue holds this", "source 12: no catalogue holds this");
}

/* A pull's message goes through contexts and through the database: words alone say it. */
Test(mistake, words_say_all_that_was_put_together) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0};
  (void)vg_fail(&err, VG_E_INPUT, "expected an integer in %lld..%lld, got %s", 0LL, 15LL, "string");
  (void)vg_more(&err, ", got \"%.*s\"", 3, "string");
  (void)vg_context(&err, "%s: ", "$.data.items[1].level");
  (void)vg_context(&err, "source %s: ", "owner");
  (void)vg_hint(&err, "chmod 600 %s", "owner");
  cr_assert_str_eq(err.message, "source owner: $.data.items[1].level: expected an integer in 0..15, got string, got \"str\"");
  cr_assert_str_eq(said_text(&french, a, NULL, err.words), "source owner" N ": $.data.items[1].level" N ": attendu" N ": un entier de 0 à 15" N
                                                           "; trouvé" N ": un texte" N "; trouvé" N ": «" N "str" N "»");
  cr_assert_str_eq(said_text(&english, a, NULL, err.words), err.message);
  cr_assert_str_eq(said_text(&french, a, NULL, err.hint_words), "exécutez" N ": chmod 600 owner");
  cr_assert_str_eq(mistake_hint(&french, a, &err), "exécutez" N ": chmod 600 owner");
  cr_assert_str_eq(said_text(&french, a, NULL, err.message), err.message, "what was stored without words");
}

/* The label of a form's field is not the name of a field in a source. */
Test(mistake, places_of_a_source_stay_as_they_are) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0}, kind = {0};
  vg_refuse(&err, "until", N_("expected a date, found nothing"));
  cr_assert_str_eq(said_text(&english, a, NULL, err.words), "until: expected a date, found nothing");
  cr_assert_str_eq(mistake_text(&english, a, &err), "Until: expected a date, found nothing");
  (void)vg_fail(&kind, VG_E_SUSPECT, "kind %s: %zu records instead of %zu", "backup", (size_t)1, (size_t)20);
  cr_assert_str_eq(said_text(&french, a, NULL, kind.words), "Sauvegardes" N ": enregistrements lus" N ": 1 au lieu de 20");
  struct vg_error required = {0};
  (void)vg_fail(&required, VG_E_INPUT, "%s: required", "name");
  (void)vg_context(&required, "%s \"%s\": ", "asset", "name");
  cr_assert_str_eq(said_text(&french, a, kind_get(KIND_ASSET), required.words), "Bien «" N "name" N "»" N ": Nom" N ": obligatoire");
  cr_assert_str_eq(said_text(&french, a, NULL, required.words), "asset «" N "name" N "»" N ": name" N ": obligatoire");
  cr_assert_str_eq(place_text(&french, a, "line 12, column Level"), "ligne 12, colonne Level");
  cr_assert_str_eq(place_text(&french, a, "line of command"), "line of command");
  cr_assert_str_eq(place_text(&french, a, "$[3]"), "$[3]");
}

Test(mistake, words_of_any_form_are_shown_without_harm) {
  static const char *const words[] = {"\x1F",
                                      "\x1F\x1F\x1F",
                                      "\x1F%",
                                      "\x1F%%",
                                      "\x1F%s",
                                      "\x1F%s\x1F",
                                      "\x1F%9$s\x1Fx",
                                      "\x1F%s%s%s%s%s%s%s%s%s%s%s%s%s%s\x1Fx",
                                      "\x1Fkind %s\x1Fnosuch",
                                      "\x1F%n%n%n\x1F%s",
                                      "\x1F%.200000d",
                                      "plain %s",
                                      "",
                                      "\x1F\xC3"};
  VG_ARENA(a, 1 << 20);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    cr_expect_not_null(said_text(&french, a, NULL, words[i]), "%zu", i);
    cr_expect_not_null(said_text(&english, a, NULL, words[i]), "%zu", i);
  }
  struct vg_error err = {0};
  (void)vg_fail(&err, VG_E_INPUT, "%s: %s", "one\x1Ftwo", "three");
  cr_assert_str_eq(said_text(&french, a, NULL, err.words), "one two" N ": three", "what a source says parts no words");
}

Test(mistake, the_first_failure_wins) {
  VG_ARENA(a, 1 << 20);
  struct vg_error err = {0}, why = {0};
  struct params p = {0};
  vg_refuse(&err, "from", N_("expected a date, found nothing"));
  vg_refuse(&err, "until", N_("expected a page of Vigie"));
  cr_assert_str_eq(err.message, "from: expected a date, found nothing");
  param_fail(&p, "reason", "expected a value, found nothing");
  (void)vg_fail(&why, VG_E_INPUT, "late");
  param_refused(&p, "attested_on", &why);
  says(a, &p.error, "Raison" N ": attendu une valeur, rien n’est saisi", "Reason: expected a value, found nothing");
}

Test(mistake, options_are_called_as_on_the_form) {
  VG_ARENA(a, 1 << 20);
  const struct option_spec many = {.name = "limit", .type = OPTION_INT, .min = 1, .max = 5000};
  cr_assert_str_eq(option_problem(&french, a, &many, "Limite", "abc"), "Limite" N ": attendu un entier entre 1 et 5" "\xE2\x80\xAF" "000, reçu «" N "abc" N "»");
  cr_assert_str_eq(option_problem(&english, a, &many, "Limit", NULL), "Limit: expected an integer between 1 and 5,000");
}

/* Each name that a form or a query takes has a label, but for what no person types. */
static void check_names(const struct route *r, const char *names) {
  static const char *const untyped[] = {"id", "of", "at", "seen", "confirmed", "next", "back", "held", "asked", "cursor", "add", NULL};
  char name[80];
  for (const char *p = names; p != NULL && *p != '\0' && *p != '*'; p += strspn(p, " ")) {
    size_t n = strcspn(p, " ");
    (void)snprintf(name, sizeof name, "%.*s", (int)n, p);
    name[strcspn(name, "[")] = '\0';
    p += n;
    bool skip = false;
    for (size_t i = 0; untyped[i] != NULL; i++) skip |= strcmp(untyped[i], name) == 0;
    cr_expect(skip || mistake_label(&french, name) != NULL, "%s: no label for %s", r->pattern, name);
  }
}

Test(mistake, every_field_of_every_page_has_a_label) {
  for (const struct route *const *t = route_tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      check_names(r, r->query);
      check_names(r, r->form);
    }
}

static bool same_everywhere(const char *choice) {
  static const char *const same[] = {"utf-8", "windows-1252", "tcp", "udp", "A+", "A", "A-", "B", "C", "D", "E", "F", "T", "M", NULL};
  for (size_t i = 0; same[i] != NULL; i++)
    if (strcmp(same[i], choice) == 0) return true;
  return strlen(choice) == 3 && strspn(choice, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3; /* a currency */
}

Test(choices, of_every_kind_have_a_word_in_both_languages) {
  for (int k = 0; k < KIND_COUNT; k++)
    for (const struct kind_field *f = kind_get((enum kind_id)k)->fields; f->name != NULL; f++)
      for (size_t i = 0; f->type == FIELD_ENUM && f->choices[i] != NULL; i++) {
        const char *fr = choice_word(LANG_FR, f->choices[i]), *en = choice_word(LANG_EN, f->choices[i]);
        cr_expect(fr != NULL && en != NULL, "%s.%s: no word for %s", kind_get((enum kind_id)k)->name, f->name, f->choices[i]);
        cr_expect(fr != en || same_everywhere(f->choices[i]), "%s.%s: no French for %s", kind_get((enum kind_id)k)->name, f->name, f->choices[i]);
      }
}

Test(choices, of_every_connector_have_a_word_in_both_languages) {
  for (size_t c = 0; c < connectors_count; c++)
    for (const struct option_spec *o = connectors[c]->options; o->type != OPTION_NONE; o++)
      for (size_t i = 0; o->type == OPTION_CHOICE && strcmp(o->name, "kind") != 0 && o->choices[i] != NULL; i++) {
        const char *fr = option_word(&french, o, o->choices[i]), *en = option_word(&english, o, o->choices[i]);
        cr_expect(same_everywhere(o->choices[i]) || (fr != o->choices[i] && fr != en), "%s.%s: no word for %s", connectors[c]->name, o->name, o->choices[i]);
      }
}
