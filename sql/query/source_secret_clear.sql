-- source_secret_clear: forgets secrets of a source
-- $1 bigint source  $2 text[] options, or NULL for all of them
DELETE FROM vg.source_secret WHERE source_id = $1::bigint AND ($2::text[] IS NULL OR option = ANY ($2::text[]))
