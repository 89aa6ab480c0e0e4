-- source_pulls: the last pulls of a source by an instant
-- $1 bigint  source
-- $2 integer how many
-- $3 timestamptz the instant; NULL: all there are
SELECT id, status, read_at, started_at, finished_at, trigger, read, opened, changed, vanished, rejected, error_code, message, hint,
       coalesce(message_words, message) AS message_said
FROM vg.pull WHERE source_id = $1::bigint AND ($3::timestamptz IS NULL OR read_at <= $3::timestamptz) ORDER BY id DESC LIMIT $2::integer
