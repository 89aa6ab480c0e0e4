-- entry_get: one entry of a source; none when there is none, or no more
-- $1 bigint source  $2 bigint entry
SELECT id, key, own_key, perimeter, fields::text AS fields, version, entered_at, entered_by, changed_at, changed_by
FROM vg.entry WHERE source_id = $1::bigint AND id = $2::bigint
