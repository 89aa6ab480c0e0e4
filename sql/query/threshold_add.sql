-- threshold_add: adopts thresholds, written in the unit shown, unless they would rewrite a published figure
-- $1 text indicator; $2 bigint perimeter, NULL: everywhere; $3 text target; $4 text warning; $5 text critical; $6 timestamptz from
-- $7 text author; $8 text reason; $9 timestamptz the present instant
-- role: vigie_web
INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason, decided_at)
SELECT i.code, $2, $3::text::numeric / s.scale, $4::text::numeric / s.scale, $5::text::numeric / s.scale, $6, $7, $8, $9
FROM vg.indicator i
CROSS JOIN LATERAL (SELECT CASE WHEN i.unit = '%' THEN 100 ELSE 1 END AS scale) s
WHERE i.code = $1
  AND NOT EXISTS (SELECT FROM vg.measurement m WHERE m.indicator = $1 AND m.at >= $6)
RETURNING id;
