-- snapshot_majors: the major incidents (critical or high) and the quarter in which each counts
-- $1 bigint most rows
-- role: vigie_web
SELECT v.perimeter_id, lower(v.during) AS from_at, upper(v.during) AS to_at
FROM vg.dated_value v WHERE v.indicator = 'incident_quarter' AND v.detail IN ('critical', 'high') LIMIT $1::bigint;
