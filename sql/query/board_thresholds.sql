-- board_thresholds: the thresholds in force at an instant
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT DISTINCT ON (t.indicator) t.indicator, t.target, t.warning, t.critical, t.from_at, t.author, t.reason
FROM vg.threshold t
WHERE (t.perimeter_id = $1 OR t.perimeter_id IS NULL) AND t.from_at <= $2
ORDER BY t.indicator, t.perimeter_id NULLS LAST, t.from_at DESC, t.id DESC;
