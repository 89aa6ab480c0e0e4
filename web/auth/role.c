#include "web/auth/role.h"

#include <stddef.h>
#include <string.h>

#include "core/error.h"

#define BIT(capability) (1u << (capability))
#define READER (BIT(CAP_SELF) | BIT(CAP_BOARD) | BIT(CAP_SOURCE) | BIT(CAP_RECORD))
#define OPERATOR (READER | BIT(CAP_EXPORT) | BIT(CAP_PULL) | BIT(CAP_ENTER) | BIT(CAP_PROPOSE))

static const struct {
  const char *name, *title, *summary;
  unsigned capabilities;
} roles[ROLE_COUNT] = {
    [ROLE_NONE] = {"none", N_("Nobody"), N_("Not signed in."), 0},
    [ROLE_READER] = {"reader", N_("Reader"), N_("Reads everything; takes no list away."), READER},
    [ROLE_LEADERSHIP] = {"leadership", N_("Leadership"), N_("Reads the boards and the indicators, without names of people."),
                         BIT(CAP_SELF) | BIT(CAP_BOARD) | BIT(CAP_SOURCE)},
    [ROLE_OPERATOR] = {"operator", N_("Operator"), N_("Reads and exports everything, enters records, asks for pulls and waivers, says why deviations happened."), OPERATOR},
    [ROLE_CISO] = {"ciso", N_("CISO"), N_("Governs: targets, waivers, sources, journal; manages no users."),
                   OPERATOR | BIT(CAP_CONNECT) | BIT(CAP_DECIDE) | BIT(CAP_GOVERN) | BIT(CAP_JOURNAL) | BIT(CAP_DOCTOR)},
    [ROLE_ADMINISTRATOR] = {"administrator", N_("Administrator"),
                            N_("Manages users and sources, decides on waivers with the CISO; changes no target."),
                            OPERATOR | BIT(CAP_CONNECT) | BIT(CAP_DECIDE) | BIT(CAP_JOURNAL) | BIT(CAP_DOCTOR) | BIT(CAP_USERS)},
};

static bool is_role(enum role role) { return (unsigned)role < ROLE_COUNT; }

const char *role_name(enum role role) { return is_role(role) ? roles[role].name : NULL; }
const char *role_title(enum role role) { return is_role(role) ? roles[role].title : NULL; }
const char *role_summary(enum role role) { return is_role(role) ? roles[role].summary : NULL; }

enum role role_parse(const char *name) {
  for (enum role role = ROLE_READER; role < ROLE_COUNT; role++)
    if (strcmp(roles[role].name, name) == 0) return role;
  return ROLE_NONE;
}

bool role_may(enum role role, enum capability capability) {
  if (capability == CAP_PUBLIC) return true;
  if (capability <= CAP_INVALID || capability >= CAP_COUNT || !is_role(role)) return false;
  return (roles[role].capabilities & BIT(capability)) != 0;
}

const char *capability_title(enum capability capability) {
  static const char *const titles[CAP_COUNT] = {
      [CAP_INVALID] = "",
      [CAP_PUBLIC] = N_("use the sign-in page"),
      [CAP_SELF] = N_("use Vigie"),
      [CAP_BOARD] = N_("read the boards"),
      [CAP_RECORD] = N_("read records and names"),
      [CAP_EXPORT] = N_("export lists"),
      [CAP_SOURCE] = N_("see the sources"),
      [CAP_PULL] = N_("ask for a pull"),
      [CAP_ENTER] = N_("enter records by hand"),
      [CAP_CONNECT] = N_("change the sources"),
      [CAP_PROPOSE] = N_("ask for waivers and explain deviations"),
      [CAP_DECIDE] = N_("decide on waivers and on where rules apply"),
      [CAP_GOVERN] = N_("change targets and owners"),
      [CAP_JOURNAL] = N_("read the journal"),
      [CAP_DOCTOR] = N_("see what Vigie finds wrong with itself"),
      [CAP_USERS] = N_("manage users"),
  };
  return (unsigned)capability < CAP_COUNT ? titles[capability] : "";
}
