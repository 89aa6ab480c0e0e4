-- pull_lease: takes a source's lease, by the database's clock; gives what the pull needs to know
-- A holder that is dead is one that left a running pull, or that took the lease 15 seconds ago and opened none.
-- $1 bigint source  $2 text owner  $3 integer seconds  $4 boolean whether the former holder is known to be dead
UPDATE vg.source_state SET lease_owner = $2::text, lease_until = clock_timestamp() + make_interval(secs => $3::integer),
  lease_at = clock_timestamp()
WHERE source_id = $1::bigint AND (lease_until IS NULL OR lease_until < clock_timestamp() OR lease_owner = $2::text OR
  ($4::boolean AND (lease_at < clock_timestamp() - interval '15 s' OR
    EXISTS (SELECT FROM vg.pull p WHERE p.source_id = $1::bigint AND p.status = 'running'))))
RETURNING history_to, failures,
  (SELECT max(p.read_at) FROM vg.pull p WHERE p.source_id = source_state.source_id AND p.status = 'ok') AS last_read_at
