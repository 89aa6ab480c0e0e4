/* Machines: device management, hardening checks, vulnerabilities, open ports, redundancy, collected logs. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

static bool serving(const struct world *w, const struct system *y, vg_time at) {
  return world_at(w, y->since, 0) <= at;
}

static bool is_type(const struct system *y, const char *type) {
  return strcmp(y->type, type) == 0;
}

/* ---- device management ---- */

/* Encryption came with a campaign last year; two antiviruses are behind since the last update failed. */
static void endpoint_row(struct sheet *s, const struct world *w, const struct person *p, vg_time at) {
  int64_t day = world_day(w, at), away = chance_between(w->seed, "away", p->number, day / 7, 0, 5);
  bool behind = (p->number == 33 || p->number == 47) && day >= -6 && day < 9;
  char name[16];
  person_laptop(p, name);
  cell(s, name);
  cell_time(s, at - (away + 1) * 3 * VG_HOUR, at);
  cell_bool(s, true);
  cell_bool(s, day > -500 || !chance(w->seed, "unlocked", p->number, 0, 9));
  cell_bool(s, true);
  cell_time(s, at - (behind ? 5 + day / 2 + 3 : 0) * VG_DAY - (away + 4) * 3 * VG_HOUR, at);
  cell_bool(s, day > -233 || !chance(w->seed, "unencrypted", p->number, 0, day > -420 ? 6 : 22));
  cell_bool(s, true);
  end(s);
}

void native_endpoints(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "asset", "seen_at", "authentication", "autolock", "antivirus", "signatures_at", "encrypted", "managed");
  for (int i = 0; i < SAMPLE_PERSONS; i++)
    if (person_here(&w->persons[i], world_day(w, at))) endpoint_row(&s, w, &w->persons[i], at);
}

/* ---- hardening: once a month on machines, once a year on applications ---- */

static void check_row(struct sheet *s, const struct system *y, const char *check, bool passed, const char *message,
                      vg_time when, vg_time at) {
  cell(s, y->name);
  cell(s, check);
  cell(s, passed ? "passed" : "failed");
  cell(s, "audit-conf");
  cell_time(s, when, at);
  cell(s, passed ? "" : message);
  end(s);
}

static void machine_checks(struct sheet *s, const struct world *w, const struct system *y, int64_t round, vg_time at) {
  int64_t i = y - sample_systems, day = -740 + round * 30 + i % 5;
  vg_time when = world_at(w, day, 270);
  bool young = day < -560;
  if (when > at || world_at(w, y->since, 0) > when) return;
  check_row(s, y, "baseline", !young || !chance(w->seed, "baseline", i, 0, 30), "12 écarts au référentiel", when, at);
  check_row(s, y, "host_firewall", !young || i % 4 != 0, "aucune règle locale", when, at);
  bool tools = strcmp(y->name, "ci-01") == 0 || (young && i % 3 == 0);
  check_row(s, y, "packages", !tools, "compilateurs et outils de mise au point installés", when, at);
  if (is_type(y, "database") || is_type(y, "storage"))
    check_row(s, y, "middleware_authentication", day > -650 || i % 2 == 0, "accès sans mot de passe", when, at);
}

static void application_checks(struct sheet *s, const struct world *w, const struct system *y, int64_t round,
                               vg_time at) {
  int64_t i = y - sample_systems, day = world_working_day(w, -735 + round * 340 + i % 9 * 4);
  vg_time when = world_at(w, day, 900);
  if (when > at || world_at(w, y->since, 0) > when) return;
  check_row(s, y, "service_authentication", true, "", when, at);
  check_row(s, y, "session_isolation", round > 0 || i % 3 != 0, "session partagée entre deux services", when, at);
  check_row(s, y, "password_hashing", round > 0 || strcmp(y->name, "gestion-temps") != 0, "empreinte MD5", when, at);
}

void native_hardening(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "asset", "check", "result", "tool", "checked_at", "message");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    if (!system_production(y)) continue;
    for (int64_t round = 0; system_patched(y) && round < 60; round++) machine_checks(&s, w, y, round, at);
    for (int64_t round = 0; is_type(y, "application") && round < 5; round++) application_checks(&s, w, y, round, at);
  }
}

/* ---- vulnerabilities ---- */

static void vulnerability_row(struct sheet *s, const struct world *w, int64_t week, int64_t n, vg_time at) {
  static const char *const severities[] = {"critical", "high", "high", "medium", "medium", "medium", "low", "low"};
  static const char *const components[] = {"openssl", "nginx", "glibc", "postgresql", "curl", "noyau", "sudo", "php"};
  static const char *const libraries[] = {"jackson-databind", "lodash", "guzzle", "symfony", "log4j", "axios", "twig",
                                          "express"};
  static const int days[] = {4, 18, 18, 60, 60, 60, 100, 100};
  uint64_t seed = w->seed;
  const struct system *y = &sample_systems[chance_between(seed, "vuln-system", week, n, 0, SAMPLE_SYSTEMS - 1)];
  int64_t what = chance_between(seed, "vuln-severity", week, n, 0, 7),
          found = week * 7 + chance_between(seed, "vuln-day", week, n, 0, 6);
  bool library = is_type(y, "application"), exploited = what == 0 && chance(seed, "vuln-kev", week, n, 20);
  int64_t mended = found + chance_between(seed, "vuln-mended", week, n, 1, exploited ? 2 : days[what]);
  if (chance(seed, "vuln-late", week, n, found < -400 ? 16 : 3)) mended = found + days[what] * 3;
  char id[32];
  if (is_type(y, "network") || world_at(w, found, 500) > at || world_at(w, y->since, 0) > world_at(w, found, 500))
    return;
  (void)snprintf(id, sizeof id, "CVE-%d-%04lld", 2024 + (int)((found + 730) / 365),
                 (long long)chance_between(seed, "vuln-id", week, n, 1000, 9999));
  cell(s, y->name);
  cell(s, id);
  cell(s, library ? libraries[what] : components[what]);
  cell(s, library ? "library" : "system");
  cell(s, severities[what]);
  cell_bool(s, exploited);
  cell_time(s, world_at(w, found, 500), at);
  cell_time(s, world_at(w, mended, 900), at);
  end(s);
}

void native_vulnerabilities(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "asset", "identifier", "component", "type", "severity", "exploited", "found_at", "fixed_at");
  for (int64_t week = -112; week * 7 <= world_day(w, at); week++)
    for (int64_t n = 0; n < 5; n++) vulnerability_row(&s, w, week, n, at);
}

/* ---- open ports ---- */

static void port_row(struct sheet *s, const struct system *y, int port, const char *reach, const char *process,
                     bool allowed) {
  cell(s, y->name);
  cell_int(s, port);
  cell(s, "tcp");
  cell(s, "0.0.0.0");
  cell(s, reach);
  cell(s, process);
  cell_bool(s, allowed);
  end(s);
}

/* A monitoring port was left open towards the internet for two weeks this autumn; a database answered it the year
 * before.
 */
void native_exposures(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  int64_t day = world_day(w, at);
  HEADING(&s, "asset", "port", "protocol", "address", "reach", "process", "allowed");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    if (!system_patched(y) || !serving(w, y, at)) continue;
    bool front = strstr(y->name, "front") != NULL || strstr(y->name, "web") != NULL;
    port_row(&s, y, 22, "network", "sshd", true);
    if (front) port_row(&s, y, 443, "internet", "nginx", true);
    if (is_type(y, "database"))
      port_row(&s, y, 5432, strcmp(y->name, "qln-db-01") == 0 && day < -340 ? "internet" : "network", "postgres", true);
    if (strcmp(y->name, "ost-web-02") == 0 && day >= -50 && day < -36)
      port_row(&s, y, 9100, "internet", "exportateur", false);
    if (day < -480 && i % 6 == 0) port_row(&s, y, 111, "network", "rpcbind", false);
  }
}

/* ---- redundancy: the second internet line has been down for four days ---- */

void native_redundancy(const struct world *w, vg_time at, struct buf *out) {
  static const char *const members[][2] = {{"pare-feu", "fw-nord-01"},
                                           {"pare-feu", "fw-ouest-01"},
                                           {"liaisons internet", "fibre-marais"},
                                           {"liaisons internet", "fibre-kermorvan"},
                                           {"web Brévelin", "brv-web-01"},
                                           {"web Brévelin", "brv-web-02"},
                                           {"web Ostrave", "ost-web-01"},
                                           {"web Ostrave", "ost-web-02"},
                                           {"bases Ostrave", "ost-db-01"},
                                           {"bases Ostrave", "ost-db-02"},
                                           {"alimentation", "onduleur-a"},
                                           {"alimentation", "onduleur-b"}};
  struct sheet s = {.out = out, .separator = ';', .french = true};
  int64_t day = world_day(w, at);
  HEADING(&s, "Groupe", "Membre", "Sain", "Message");
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    const struct system *y = system_find(members[i][1]);
    bool down = (i == 3 && day >= -4 && day < 3) || (i == 11 && day >= -210 && day < -190);
    if (y != NULL && !serving(w, y, at)) continue;
    cell(&s, members[i][0]);
    cell(&s, members[i][1]);
    cell_bool(&s, !down);
    cell(&s, down ? "hors service, intervention demandée" : "");
    end(&s);
  }
}

/* ---- logs ---- */

void native_logs(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  HEADING(&s, "asset", "last_event_at", "type");
  for (int64_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    int64_t minutes = chance_between(w->seed, "log", i, world_day(w, at), 1, 40);
    if (!system_production(y) || !serving(w, y, at)) continue;
    cell(&s, y->name);
    cell_time(&s, at - minutes * VG_MINUTE, at);
    cell(&s, "syslog");
    end(&s);
  }
}

/* ---- probes of the machines: disks, fans, links; the video workstation has had none since it moved ---- */

void native_probes(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ','};
  int64_t day = world_day(w, at);
  HEADING(&s, "asset", "name", "type", "alerting", "repeat", "state");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    bool moved = strcmp(y->name, "montage-01") == 0 && day >= -70 && day < 15;
    if (is_type(y, "application") || !system_production(y) || !serving(w, y, at) || moved) continue;
    cell(&s, y->name);
    cell(&s, "sonde-materiel");
    cell(&s, "hardware");
    cell_bool(&s, true);
    cell_int(&s, 14400);
    cell(&s, "up");
    end(&s);
  }
}
