-- threshold_changes: the thresholds of an indicator in a perimeter and everywhere, as known at an instant, the latest first, with
-- those they took the place of
-- $1 text indicator; $2 bigint perimeter; $3 timestamptz instant
-- role: vigie_web
SELECT t.id, p.name AS perimeter, t.target, t.warning, t.critical, t.from_at, t.author, t.reason, t.decided_at,
       lag(t.target) OVER w AS target_before, lag(t.warning) OVER w AS warning_before, lag(t.critical) OVER w AS critical_before
FROM vg.threshold t
LEFT JOIN vg.perimeter p ON p.id = t.perimeter_id
WHERE t.indicator = $1 AND (t.perimeter_id IS NULL OR t.perimeter_id = $2) AND coalesce(t.decided_at, t.from_at) <= $3
WINDOW w AS (PARTITION BY t.perimeter_id ORDER BY t.from_at, t.id)
ORDER BY t.from_at DESC, t.id DESC;
