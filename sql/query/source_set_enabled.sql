-- source_set_enabled: enables a source (due at once) or disables it
-- $1 bigint id  $2 boolean enabled  $3 timestamptz now
WITH s AS (
  UPDATE vg.source SET enabled = $2::boolean, version = version + 1 WHERE id = $1::bigint RETURNING id, code),
t AS (UPDATE vg.source_state SET due_at = $3::timestamptz, failures = 0 WHERE source_id IN (SELECT id FROM s) AND $2::boolean)
SELECT id, code FROM s
