-- source_secret_names: which secrets a source has, never what they are
-- $1 bigint source
SELECT option, set_at, set_by FROM vg.source_secret WHERE source_id = $1::bigint ORDER BY option
