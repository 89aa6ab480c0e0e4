-- percentile_events: when each dated value of an indicator begins and ends to count in each perimeter, in time order
-- $1 text indicator
-- role: vigie_collect
SELECT t.ancestor_id AS perimeter_id, e.at, e.enters, v.value
FROM vg.dated_value v
JOIN vg.perimeter_tree t ON t.descendant_id = v.perimeter_id
CROSS JOIN LATERAL (VALUES (lower(v.during), true), (upper(v.during), false)) e(at, enters)
WHERE v.indicator = $1 AND e.at IS NOT NULL
ORDER BY t.ancestor_id, e.at;
