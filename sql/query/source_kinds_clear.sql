-- source_kinds_clear: forgets which kinds a source gives
-- $1 bigint source
DELETE FROM vg.source_kind WHERE source_id = $1::bigint
