-- snapshot_thresholds: all thresholds, a later one of the same indicator and perimeter after an earlier one; the general ones are the root's
-- role: vigie_web
SELECT t.indicator, coalesce(t.perimeter_id, r.id) AS perimeter_id, t.target, t.warning, t.critical, t.from_at, t.author, t.reason
FROM vg.threshold t JOIN vg.perimeter r ON r.parent_id IS NULL
ORDER BY t.from_at, t.id;
