-- name_seen_fill: the names that facts bear
-- $1 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.name_seen (kind, name, perimeter_id, source_id, during)
SELECT s.kind, s.name, s.perimeter_id, s.source_id, s.during FROM vg.name_shown($1) s;
