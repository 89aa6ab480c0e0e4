-- pull_abandon: abandons the running pull of a source whose lease its dead runner holds
-- $1 bigint source  $2 text owner  $3 timestamptz now  $4 text why  $5 timestamptz due again  $6 integer failures
-- $7 text words of why
WITH dead AS (
  UPDATE vg.source_state SET lease_owner = NULL, lease_until = NULL, failures = $6::integer, due_at = $5::timestamptz
  WHERE source_id = $1::bigint AND lease_owner = $2::text RETURNING source_id)
UPDATE vg.pull SET status = 'abandoned', finished_at = $3::timestamptz, error_code = 'internal', message = $4::text,
  message_words = $7::text
WHERE source_id IN (SELECT source_id FROM dead) AND status = 'running'
