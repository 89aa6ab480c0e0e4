-- source_claim: takes the lease of one source that is due; none when nothing is due or free. One without a period is never due
-- $1 text owner  $2 timestamptz now  $3 integer lease, seconds
UPDATE vg.source_state SET lease_owner = $1::text, lease_until = clock_timestamp() + make_interval(secs => $3::integer), lease_at = clock_timestamp()
WHERE source_id = (
  SELECT t.source_id FROM vg.source_state t JOIN vg.source s ON s.id = t.source_id
  WHERE s.enabled AND s.period_s > 0 AND t.due_at <= $2::timestamptz AND (t.lease_until IS NULL OR t.lease_until < clock_timestamp())
  ORDER BY t.due_at FOR UPDATE OF t SKIP LOCKED LIMIT 1)
RETURNING source_id
