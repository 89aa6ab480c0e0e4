-- snapshot_thresholds: all thresholds, a later one of the same indicator and perimeter after an earlier one
-- role: vigie_web
SELECT t.indicator, t.perimeter_id, t.target, t.warning, t.critical, t.from_at, t.author, t.reason FROM vg.threshold t ORDER BY t.from_at, t.id;
