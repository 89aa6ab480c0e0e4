-- source_insert: a new source and its scheduling state, due at once
-- $1 text code  $2 text name  $3 text connector  $4 bigint perimeter  $5 jsonb options  $6 integer period, s
-- $7 integer staleness, s  $8 boolean enabled  $9 boolean sample  $10 timestamptz now  $11 text actor
WITH s AS (
  INSERT INTO vg.source (code, name, connector, perimeter_id, options, period_s, staleness_s, enabled, is_sample, created_at, created_by)
  VALUES ($1::text, $2::text, $3::text, $4::bigint, $5::jsonb, $6::integer, $7::integer, $8::boolean, $9::boolean,
          $10::timestamptz, $11::text)
  RETURNING id),
t AS (INSERT INTO vg.source_state (source_id, due_at) SELECT id, $10::timestamptz FROM s)
SELECT id FROM s
