-- name_seen_clear: forgets the names that facts bear
-- role: vigie_collect
DELETE FROM vg.name_seen;
