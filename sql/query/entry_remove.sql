-- entry_remove: takes an entry away
-- $1 bigint entry
DELETE FROM vg.entry WHERE id = $1::bigint
RETURNING key
