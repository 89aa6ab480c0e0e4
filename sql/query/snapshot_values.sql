-- snapshot_values: the dated values of an indicator
-- $1 text indicator; $2 bigint most rows
-- role: vigie_web
SELECT d.perimeter_id, d.subject, d.label, d.detail, lower(d.during) AS from_at, upper(d.during) AS to_at
FROM vg.dated_value d WHERE d.indicator = $1 LIMIT $2::bigint;
