-- source_secret_read: the sealed secrets of a source: the collector only
-- $1 bigint source
SELECT option, sealed FROM vg.source_secret WHERE source_id = $1::bigint ORDER BY option
