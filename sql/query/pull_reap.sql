-- pull_reap: abandons the running pulls whose lease has ended or whose session is gone (pull_alive)
-- $1 timestamptz now  $2 timestamptz due again  $3 text why  $4 text its words
WITH dead AS (
  UPDATE vg.source_state t SET lease_owner = NULL, lease_until = NULL, failures = t.failures + 1, due_at = $2::timestamptz
  FROM vg.pull p
  WHERE p.source_id = t.source_id AND p.status = 'running' AND (t.lease_until IS NULL OR t.lease_until < clock_timestamp() OR
    NOT EXISTS (SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
      WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = 7645
        AND l.objid = t.source_id::integer::oid))
  RETURNING p.id)
UPDATE vg.pull SET status = 'abandoned', finished_at = $1::timestamptz, error_code = 'internal',
  message = $3::text, message_words = $4::text
WHERE id IN (SELECT id FROM dead)
RETURNING id
