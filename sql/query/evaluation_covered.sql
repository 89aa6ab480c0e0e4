-- evaluation_covered: adds the coverage of pulls to the merged one
-- $1 bigint only those of this evaluation; NULL: all that were known
-- $2 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.covered AS v (source_id, kind, during)
SELECT c.source_id, c.kind, c.during FROM vg.covered_of($2, $1) c
ON CONFLICT (source_id, kind) DO UPDATE SET during = v.during + excluded.during WHERE v.during <> v.during + excluded.during;
