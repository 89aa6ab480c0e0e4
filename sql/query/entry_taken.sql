-- entry_taken: the other entry of a source that has this key
-- $1 bigint source  $2 text key  $3 bigint the entry itself; 0: a new one
SELECT id FROM vg.entry WHERE source_id = $1::bigint AND key = $2::text AND id <> $3::bigint
