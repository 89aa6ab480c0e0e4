-- source_update: edits a source that still has the version read; due at once
-- $1 bigint id  $2 integer version  $3 text name  $4 bigint perimeter  $5 jsonb options  $6 integer period, s
-- $7 integer staleness, s  $8 boolean enabled  $9 timestamptz now
WITH s AS (
  UPDATE vg.source SET name = $3::text, perimeter_id = $4::bigint, options = $5::jsonb, period_s = $6::integer,
         staleness_s = $7::integer, enabled = $8::boolean, version = version + 1
  WHERE id = $1::bigint AND version = $2::integer RETURNING id),
t AS (UPDATE vg.source_state SET due_at = $9::timestamptz, failures = 0 WHERE source_id IN (SELECT id FROM s))
SELECT id FROM s
