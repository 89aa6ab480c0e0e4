-- name_seen_fill: the names that facts of a kind bear, of those that were learnt, changed or lost from an instant on
-- $1 text kind, NULL: all kinds; $2 timestamptz from, NULL: all names; $3 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.name_seen (kind, name, perimeter_id, source_id, during)
SELECT s.kind, s.name, s.perimeter_id, s.source_id, s.during
FROM vg.name_shown($3) s
WHERE ($1::text IS NULL OR s.kind = $1) AND ($2::timestamptz IS NULL OR s.name = ANY (ARRAY(SELECT vg.touched_name($1, 'asset', $2))))
ON CONFLICT (kind, name, perimeter_id, source_id) DO UPDATE SET during = excluded.during;
