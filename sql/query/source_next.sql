-- source_next: when a source is due again; gives its lease back
-- $1 bigint source  $2 timestamptz due_at  $3 integer failures  $4 timestamptz history_to, NULL: as it is
UPDATE vg.source_state SET due_at = $2::timestamptz, failures = $3::integer, lease_owner = NULL, lease_until = NULL,
  history_to = coalesce($4::timestamptz, history_to)
WHERE source_id = $1::bigint
