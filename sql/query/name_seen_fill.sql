-- name_seen_fill: the names that facts bear
-- $1 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.name_seen (kind, name, perimeter_id, source_id, during, kept_at)
SELECT s.kind, s.name, s.perimeter_id, s.source_id, s.during, $1 FROM vg.name_shown($1) s;
