-- snapshot_timeline: the step functions of all indicators in a perimeter
-- $1 bigint perimeter; $2 bigint most rows
-- role: vigie_web
SELECT t.indicator, t.from_at, t.state, t.critical, t.value, t.judged, t.conforming, t.deviating, t.pending, t.unknown, t.waived, t.since
FROM vg.timeline t WHERE t.perimeter_id = $1 ORDER BY t.indicator, t.from_at LIMIT $2::bigint;
