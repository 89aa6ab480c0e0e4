-- source_secrets_set: which secrets a source has, since when, by whom
-- $1 bigint source
SELECT option, set_at, set_by FROM vg.source_secret WHERE source_id = $1::bigint ORDER BY option
