/* sample/world.h — the sample organisation: who works there, what runs there, what happened. Invented from end to end.
 *
 * Days are counted from the day of the load (0 today, -1 yesterday). A world is a pure function of (seed, origin): the
 * same gives the same facts, for any day before or after the origin. Times of day are UTC unless said otherwise.    */
#ifndef VG_SAMPLE_WORLD_H
#define VG_SAMPLE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/error.h"

enum { SAMPLE_MONTHS = 24, SAMPLE_SYSTEMS = 45, SAMPLE_PERSONS = 92, SAMPLE_INCIDENTS_MAX = 400 };
#define SAMPLE_SEED UINT64_C(20240115)
#define SAMPLE_DOMAIN "solvene.test"
/* "Not in this story". */
#define DAY_NEVER INT64_MAX

struct sample_perimeter {
  const char *code, *parent, *name;
};
/* Parents first; the first one's parent is the root, "all". Ended by a NULL code. */
extern const struct sample_perimeter sample_perimeters[];

struct person {
  int number;
  const char *name, *mail, *login, *job, *department;
  int64_t hired, left; /* days; left is DAY_NEVER while here */
};

enum repository { REPOSITORY_NONE, REPOSITORY_WEST, REPOSITORY_NORTH, REPOSITORY_OFFICE };

struct system {
  const char *name, *type, *title, *perimeter, *environment, *datacenter, *classification;
  bool critical;
  int64_t since;              /* day it entered service */
  enum repository repository; /* where it is backed up */
};
extern const struct system sample_systems[SAMPLE_SYSTEMS];

struct incident {
  int number;
  const char *title, *category, *cause, *severity, *asset;
  bool security, personal_data;
  vg_time occurred, detected, reported, resolved, closed; /* resolved, closed: VG_NEVER while open at any time */
};

struct world {
  uint64_t seed;
  vg_time origin;     /* the instant of the load */
  int64_t today;      /* day 0, as days since 1970 */
  int64_t last_night; /* the last night whose backups had all ended at the origin: 0 or -1 */
  int64_t wave;       /* day of the major incident, last spring */
  struct person persons[SAMPLE_PERSONS];
  struct incident incidents[SAMPLE_INCIDENTS_MAX];
  size_t incident_count;
};

/* The world, in the arena (1 MiB is plenty). NULL when the arena is exhausted. */
struct world *world_new(struct vg_arena *, uint64_t seed, vg_time origin);

/* The instant of a day and a time of day in minutes, UTC. */
vg_time world_at(const struct world *, int64_t day, int64_t minute);
/* The day an instant belongs to, UTC. */
int64_t world_day(const struct world *, vg_time);
/* The day itself, or the Monday after it when it falls on a week-end. */
int64_t world_working_day(const struct world *, int64_t day);

/* ---- people ---- */
void world_people(struct world *, struct vg_arena *);
bool person_here(const struct person *, int64_t day);
/* The one who answers for a system on that day; NULL: nobody. */
const struct person *system_owner(const struct world *, const struct system *, int64_t day);
/* Index of the last leaver, whose accounts are still open, and of the one closed late in the past year. */
enum { LEAVER_NOW = 15, LEAVER_LATE = 11, LEAVERS = 16, VETERANS = 52, NEWCOMERS = 24 };

/* ---- systems ---- */
const struct system *system_find(const char *name);
bool system_production(const struct system *);
bool system_patched(const struct system *); /* a machine that takes security updates */
bool system_public(const struct system *);  /* an application that the internet reaches */
/* The client whose platform it belongs to; "" for the agency's own. */
const char *system_client(const struct system *);

/* ---- what happens to them ---- */
/* When its backup of that night ended; VG_NEVER: it failed, or was not in service. */
vg_time backup_end(const struct world *, const struct system *, int64_t night);

struct patch_state {
  int pending, security;
  vg_time oldest; /* VG_NEVER: none waits */
  bool reboot;
};
/* What updates wait on that system at the end of that day. */
struct patch_state system_patch(const struct world *, const struct system *, int64_t day);

struct alert_event {
  const struct system *system;
  const char *name, *severity, *summary;
  vg_time raised, resolved; /* resolved may lie in the future */
};
/* The alert that this system raised on that day, if any (one a day at most). */
bool system_alert(const struct world *, const struct system *, int64_t day, struct alert_event *out);
/* Share of that day during which the application answered. */
double application_availability(const struct world *, const struct system *, int64_t day);
bool application_watched(const struct system *, int64_t day);

/* Fills the world's incidents; called once, by the making of the world. */
void world_incidents(struct world *);

/* ---- what the registers say ---- */
struct training {
  const char *course, *theme;
  vg_time enrolled, completed; /* completed: VG_NEVER: not yet, and never */
  int score;                   /* 0: none */
};
enum { TRAININGS_MAX = 16 };
/* All trainings of a person, past and to come; returns how many. */
size_t person_trainings(const struct world *, const struct person *, struct training out[TRAININGS_MAX]);

struct account {
  const char *system;
  const char *type;  /* "personal", "admin" */
  const char *roles; /* joined by '|' */
  bool privileged, remote;
  vg_time created, disabled; /* disabled: VG_NEVER while the person is here */
};
enum { ACCOUNTS_MAX = 6 };
/* All accounts of a person, past and to come; returns how many. */
size_t person_accounts(const struct world *, const struct person *, struct account out[ACCOUNTS_MAX]);

/* When the nth version of the incident procedure came into force; the first is 0. */
int64_t procedure_day(const struct world *, int64_t n);

/* The person's computer, "pc-042": written into `out` (16 bytes). */
void person_laptop(const struct person *, char *out);
/* From when the classification of the nth thing of the inventory is known; DAY_NEVER: still not. */
int64_t classified_from(const struct world *, const char *name, int64_t rank);

struct restore_test {
  const struct system *system;
  int64_t day;
  int minutes;
  bool success;
};
/* The nth restore test of a system, oldest first; false: there is no nth. */
bool system_restore_test(const struct world *, const struct system *, int n, struct restore_test *out);

#endif
