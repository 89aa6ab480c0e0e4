-- board_thresholds: the thresholds in force at an instant
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT t.indicator, t.target, t.warning, t.critical, t.from_at, t.author, t.reason
FROM vg.threshold_period p JOIN vg.threshold t USING (id)
WHERE p.perimeter_id = $1 AND p.during @> $2::timestamptz;
