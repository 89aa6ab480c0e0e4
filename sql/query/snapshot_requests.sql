-- snapshot_requests: what somebody asked for and nobody decided: waivers, until they would be over, and statements of applicability
-- role: vigie_web
SELECT true AS waiver, w.perimeter_id, w.requested_at AS from_at, coalesce(w.until_at, upper(w.during)) AS to_at
FROM vg.waiver w WHERE w.status = 'requested'
UNION ALL
SELECT false, q.perimeter_id, q.asked_at, NULL FROM vg.applicability_request q WHERE q.status = 'requested';
