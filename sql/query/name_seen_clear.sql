-- name_seen_clear: forgets the names that facts of a kind bore which were learnt, changed or lost from an instant on
-- $1 text kind, NULL: all kinds; $2 timestamptz from, NULL: all names
-- role: vigie_collect
DELETE FROM vg.name_seen
WHERE ($1::text IS NULL OR kind = $1) AND ($2::timestamptz IS NULL OR name = ANY (ARRAY(SELECT vg.touched_name($1, 'asset', $2))));
