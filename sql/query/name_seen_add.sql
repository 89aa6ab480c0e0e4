-- name_seen_add: adds when facts of a kind that were learnt from an instant on show the names they bear
-- $1 text kind; $2 timestamptz as known at; $3 timestamptz from
-- role: vigie_collect
INSERT INTO vg.name_seen AS o (kind, name, perimeter_id, source_id, during, kept_at)
SELECT s.kind, s.name, s.perimeter_id, s.source_id, s.during, $2 FROM vg.name_shown($2, NULL, $3) s WHERE s.kind = $1
ON CONFLICT (kind, name, perimeter_id, source_id) DO UPDATE SET during = o.during + excluded.during WHERE NOT o.during @> excluded.during;
