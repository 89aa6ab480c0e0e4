-- applicability_lock: a statement about to be reviewed
-- $1 bigint request
-- role: vigie_web
SELECT q.rule, q.status, q.author, q.applicable, p.name AS perimeter, q.reason, q.from_at
FROM vg.applicability_request q JOIN vg.perimeter p ON p.id = q.perimeter_id
WHERE q.id = $1 FOR UPDATE OF q;
