-- entry_read: all that was entered in a source
-- $1 bigint source
SELECT key, perimeter, fields::text AS fields FROM vg.entry WHERE source_id = $1::bigint ORDER BY id
