-- pull_orphans: ends the running pulls of a source whose lease we hold: nobody runs them any more
-- $1 bigint source  $2 timestamptz now  $3 text why  $4 text its words
UPDATE vg.pull SET status = 'abandoned', finished_at = $2::timestamptz, error_code = 'internal', message = $3::text,
  message_words = $4::text
WHERE source_id = $1::bigint AND status = 'running'
