-- source_kinds_given: the kinds that a source gives
-- $1 bigint source
SELECT kind FROM vg.source_kind WHERE source_id = $1::bigint ORDER BY kind
