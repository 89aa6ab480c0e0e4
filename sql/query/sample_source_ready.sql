-- sample_source_ready: the history of this source is loaded; the collector takes over
-- $1 bigint source  $2 timestamptz when it is due
WITH s AS (UPDATE vg.source SET enabled = true WHERE id = $1::bigint RETURNING id)
UPDATE vg.source_state SET due_at = $2::timestamptz WHERE source_id = (SELECT id FROM s)
