-- threshold_changes: the thresholds of an indicator that are or were in force in a perimeter, or will be, as known at an instant, the latest
-- first, with those they took the place of
-- $1 text indicator; $2 bigint perimeter; $3 timestamptz instant
-- role: vigie_web
SELECT t.id, p.name AS perimeter, t.target, t.warning, t.critical, t.from_at, t.author, t.reason, t.decided_at,
       lag(t.target) OVER w AS target_before, lag(t.warning) OVER w AS warning_before, lag(t.critical) OVER w AS critical_before
FROM vg.threshold_known($3) k
JOIN vg.threshold t USING (id)
LEFT JOIN vg.perimeter p ON p.id = t.perimeter_id
WHERE k.indicator = $1 AND k.perimeter_id = $2
WINDOW w AS (ORDER BY k.during)
ORDER BY k.during DESC;
