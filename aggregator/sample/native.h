/* sample/native.h — writes the sample's facts as the tools themselves would: the formats that the connectors read.
 *
 * Each function appends to `out` what its tool would answer at the instant `at`: nothing that happens later.        */
#ifndef VG_SAMPLE_NATIVE_H
#define VG_SAMPLE_NATIVE_H

#include "core/buf.h"
#include "sample/world.h"

/* Files of a directory, spreadsheet exports. French ones: Windows-1252, ';', dates dd/mm/yyyy and times in Paris. */
void native_persons(const struct world *, vg_time at, struct buf *out);       /* French */
void native_trainings(const struct world *, vg_time at, struct buf *out);     /* French */
void native_incidents(const struct world *, vg_time at, struct buf *out);     /* French */
void native_assets(const struct world *, vg_time at, struct buf *out);        /* UTF-8, ';', ISO dates */
void native_accounts(const struct world *, vg_time at, struct buf *out);      /* UTF-8, ',', ISO dates */
void native_restore_tests(const struct world *, vg_time at, struct buf *out); /* UTF-8, ';', dd/mm/yyyy */
void native_patches(const struct world *, vg_time at, struct buf *out);       /* UTF-8, ',', ISO dates */

void native_partner_patches(const struct world *, vg_time at, struct buf *out); /* of the host of Quélune */

/* ---- registers of the whole policy ---- */
void native_documents(const struct world *, vg_time at, struct buf *out); /* French */
void native_exercises(const struct world *, vg_time at, struct buf *out);
void native_account_reviews(const struct world *, vg_time at, struct buf *out);
void native_reviews(const struct world *, vg_time at, struct buf *out);
void native_publications(const struct world *, vg_time at, struct buf *out);
void native_audits(const struct world *, vg_time at, struct buf *out);
void native_findings(const struct world *, vg_time at, struct buf *out);
void native_actions(const struct world *, vg_time at, struct buf *out);
void native_contracts(const struct world *, vg_time at, struct buf *out); /* French */
void native_places(const struct world *, vg_time at, struct buf *out);
void native_badges(const struct world *, vg_time at, struct buf *out);
void native_attestations(const struct world *, vg_time at, struct buf *out);
void native_endpoints(const struct world *, vg_time at, struct buf *out);
void native_hardening(const struct world *, vg_time at, struct buf *out);
void native_vulnerabilities(const struct world *, vg_time at, struct buf *out);
void native_exposures(const struct world *, vg_time at, struct buf *out);
void native_redundancy(const struct world *, vg_time at, struct buf *out);
void native_probes(const struct world *, vg_time at, struct buf *out);
void native_logs(const struct world *, vg_time at, struct buf *out);
void native_network_tests(const struct world *, vg_time at, struct buf *out);
void native_tls(const struct world *, vg_time at, struct buf *out);
void native_deployments(const struct world *, vg_time at, struct buf *out);
void native_changes(const struct world *, vg_time at, struct buf *out);
void native_budget(const struct world *, vg_time at, struct buf *out);
void native_pentests(const struct world *, vg_time at, struct buf *out);
void native_advisories(const struct world *, vg_time at, struct buf *out);
void native_data_accesses(const struct world *, vg_time at, struct buf *out);

/* `restic snapshots --json` of a repository: what `forget --keep-within 14d --keep-monthly 3` leaves. */
void native_snapshots(const struct world *, enum repository, vg_time at, struct buf *out);

/* Prometheus: /api/v1/status/buildinfo, rules, targets, alertmanagers, and query_range answers. */
void native_buildinfo(const struct world *, vg_time at, struct buf *out);
void native_rules(const struct world *, vg_time at, struct buf *out);
void native_targets(const struct world *, vg_time at, struct buf *out);
void native_alertmanagers(const struct world *, vg_time at, struct buf *out);
void native_range_alerts(const struct world *, vg_time at, struct buf *out);
void native_range_count(const struct world *, vg_time at, struct buf *out);
void native_range_ratio(const struct world *, vg_time at, struct buf *out);
void native_range_samples(const struct world *, vg_time at, struct buf *out);

/* Alertmanager: /api/v2/status and /api/v2/alerts. */
void native_alertmanager_status(const struct world *, vg_time at, struct buf *out);
void native_alertmanager_alerts(const struct world *, vg_time at, struct buf *out);

/* ---- for the writers ---- */
/* Offset of Paris from UTC at that instant: 1 or 2 hours. */
vg_time paris_offset(vg_time at);
/* "2026-11-23T03:10:02.123+01:00" when `zone`, else "…02.123Z". `out` has 40 bytes. */
char *native_instant(vg_time at, bool zone, char *out);
/* Re-encodes the text from byte `from` on as Windows-1252; what has no place there becomes '?'. */
void native_windows_1252(struct buf *, size_t from);

#endif
