-- evaluation_covered: adds the coverage of pulls to the merged one
-- $1 bigint only those of this evaluation; NULL: all that were known
-- $2 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.covered AS v (source_id, kind, during)
SELECT c.source_id, c.kind, range_agg(c.during)
FROM vg.pull p
JOIN vg.coverage c ON c.pull_id = p.id
WHERE p.status = 'ok' AND p.read_at <= $2 AND ($1::bigint IS NULL OR p.evaluation_id = $1)
GROUP BY c.source_id, c.kind
ON CONFLICT (source_id, kind) DO UPDATE SET during = v.during + excluded.during WHERE v.during <> v.during + excluded.during;
