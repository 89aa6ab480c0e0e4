/* indicator/attestation.h — what persons are asked to attest: what is late, what is due soon. */
#ifndef VG_INDICATOR_ATTESTATION_H
#define VG_INDICATOR_ATTESTATION_H

#include "indicator/board.h"

enum attestation_due { ATTESTATION_LATE, ATTESTATION_SOON, ATTESTATION_LATER, ATTESTATION_DUES };

/* "late", "soon", "later": as addresses of pages name them. */
extern const char *const attestation_due_names[];
/* How what is due at an instant stands at another: soon is within 30 days. */
enum attestation_due attestation_due_at(vg_time due, vg_time at);

/* Each thing to attest in a perimeter and below at an instant: the rows of attestation_due.sql. */
bool attestation_rows(struct db *, int64_t perimeter_id, vg_time at, struct db_result **out, struct vg_error *err);

/* How many of them are late, due soon, due later: from the snapshot that the connection carries, else from these rows. */
struct attestations_due {
  int64_t of[ATTESTATION_DUES], all;
};
bool attestations_count(struct db *, const struct moment *, struct attestations_due *out, struct vg_error *err);
/* The same of rows that were read. */
struct attestations_due attestations_due(const struct db_result *, vg_time at);

#endif
