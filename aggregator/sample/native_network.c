/* What is tried from outside: flows of the matrix, paths between centres, remote access, encryption of public sites. */
#include <stdio.h>
#include <string.h>

#include "sample/native.h"
#include "sample/random.h"
#include "sample/sheet.h"

struct flow {
  const char *code, *type, *from, *to;
  bool open; /* as it should be */
  const char *system; /* of remote accesses; NULL: nobody says whose accounts enter by it */
};

static const struct flow flows[] = {
    {"FLX-001", "flow", "VLAN invités", "VLAN serveurs", false},
    {"FLX-002", "flow", "VLAN postes", "VLAN serveurs, SSH", false},
    {"FLX-003", "flow", "VLAN postes", "Messagerie, HTTPS", true},
    {"FLX-004", "flow", "VLAN administration", "VLAN serveurs, SSH", true},
    {"FLX-005", "flow", "Internet", "VLAN postes", false},
    {"FLX-006", "flow", "Internet", "Répartiteur Brévelin, HTTPS", true},
    {"FLX-007", "flow", "Internet", "Base Brévelin", false},
    {"FLX-008", "flow", "Internet", "Base Ostrave", false},
    {"FLX-009", "flow", "Web Ostrave", "Base Ostrave", true},
    {"FLX-010", "flow", "Recette Ostrave", "Base Ostrave", false},
    {"FLX-011", "flow", "VLAN imprimantes", "Internet", false},
    {"FLX-012", "flow", "Supervision", "Tous les serveurs", true},
    {"DC-001", "datacenter_path", "DC-Nord, Brévelin", "Réseau des bureaux", false},
    {"DC-002", "datacenter_path", "DC-Nord, Ostrave", "Réseau des bureaux", false},
    {"DC-003", "datacenter_path", "DC-Ouest, Quélune", "Réseau des bureaux", false},
    {"DC-004", "datacenter_path", "DC-Ouest", "Annuaire", false},
    {"DC-005", "datacenter_path", "DC-Nord, Brévelin", "DC-Nord, Ostrave", false},
    {"AD-001", "remote_access", "Internet", "vpn-01", true, "vpn-01"},
    {"AD-002", "remote_access", "Internet", "Bastion des prestataires", true},
};

/* The printers reached the internet two springs ago; the test bench saw a hole between the acceptance servers and the
 * database. */
static bool observed_open(const struct flow *f, int64_t day) {
  bool hole =
      (strcmp(f->code, "FLX-011") == 0 && day < -560) || (strcmp(f->code, "FLX-010") == 0 && day > -90 && day < -45);
  return hole ? !f->open : f->open;
}

static void flow_row(struct sheet *s, const struct world *w, const struct flow *f, int64_t day, vg_time at) {
  bool remote = strcmp(f->type, "remote_access") == 0, bastion = strcmp(f->code, "AD-002") == 0;
  cell(s, f->code);
  cell(s, f->type);
  cell(s, f->from);
  cell(s, f->to);
  cell(s, f->open ? "open" : "blocked");
  cell(s, observed_open(f, day) ? "open" : "blocked");
  cell(s, remote ? "true" : "");
  cell(s, remote ? "true" : "");
  cell(s, !remote ? "" : bastion && day < -610 ? "false" : "true");
  cell_time(s, world_at(w, day, 245), at);
  cell(s, f->system);
  end(s);
}

/* Every four weeks, at night. */
void native_network_tests(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';'};
  HEADING(&s, "flow", "type", "from", "to", "expected", "observed", "encrypted", "authenticated", "mfa", "tested_at", "system");
  for (int64_t day = -742; world_at(w, day, 245) <= at; day += 28)
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) flow_row(&s, w, &flows[i], day, at);
}

/* ---- public sites, every night: the report keeps two months ---- */

static const char *grade(const struct system *y, int64_t day) {
  if (strcmp(y->name, "site-ostrave") == 0 && day >= -2 && day < 20) return "B";
  if (day < -520 && strcmp(y->name, "site-solvene") == 0) return "C";
  return day < -300 ? "A" : "A+";
}

static void tls_row(struct sheet *s, const struct world *w, const struct system *y, int64_t day, vg_time at) {
  int64_t i = y - sample_systems, expires = day - (((day + i * 11) % 75) + 75) % 75 + 90;
  if (strcmp(y->name, "billetterie-quelune") == 0 && day >= -20 && day < 9) expires = 9;
  cell(s, y->name);
  cell_time(s, world_at(w, day, 150 + i), at);
  cell(s, grade(y, day));
  cell_bool(s, true);
  cell_bool(s, true);
  cell_bool(s, day > -600 || i % 2 == 0);
  char until[40];
  cell(s, native_instant(world_at(w, expires, 720), false, until));
  cell(s, "AC des Marais");
  end(s);
}

void native_tls(const struct world *w, vg_time at, struct buf *out) {
  struct sheet s = {.out = out, .separator = ';'};
  HEADING(&s, "asset", "tested_at", "grade", "reachable", "redirects", "hsts", "expires_at", "issuer");
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *y = &sample_systems[i];
    if (!system_public(y)) continue;
    for (int64_t day = world_day(w, at) - 60; day <= world_day(w, at); day++)
      if (day >= y->since && world_at(w, day, 150 + (int64_t)i) <= at) tls_row(&s, w, y, day, at);
  }
}
