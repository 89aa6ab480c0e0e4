-- pull_insert: announces a pull
-- $1 bigint source  $2 timestamptz read_at  $3 text trigger
INSERT INTO vg.pull (source_id, status, read_at, started_at, trigger)
VALUES ($1::bigint, 'running', $2::timestamptz, $2::timestamptz, $3::text) RETURNING id
