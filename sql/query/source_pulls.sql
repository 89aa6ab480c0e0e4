-- source_pulls: the last pulls of a source
-- $1 bigint  source
-- $2 integer how many
SELECT id, status, read_at, started_at, finished_at, trigger, read, opened, changed, vanished, rejected, error_code, message, hint
FROM vg.pull WHERE source_id = $1::bigint ORDER BY id DESC LIMIT $2::integer
