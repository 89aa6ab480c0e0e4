-- percentile_events: when each dated value of an indicator begins and ends to count in each perimeter, in time order; from an instant on:
-- those in force there begin with the step of the present timeline that leads there
-- $1 text indicator; $2 timestamptz from, NULL: all
-- role: vigie_collect
WITH base AS MATERIALIZED (
  SELECT t.perimeter_id, t.from_at FROM vg.timeline t WHERE t.indicator = $1 AND t.from_at < $2 AND t.to_at >= $2),
worth AS MATERIALIZED (
  SELECT v.perimeter_id, v.value, v.base, v.detail, lower(v.during) AS from_at, upper(v.during) AS to_at FROM vg.dated_value v
  WHERE v.indicator = $1 AND ($2::timestamptz IS NULL OR coalesce(upper(v.during), 'infinity') >= $2)),
event AS (
  SELECT t.ancestor_id AS perimeter_id, CASE WHEN e.at < $2 THEN b.from_at ELSE e.at END AS at, e.enters, v.value, v.base, v.detail
  FROM worth v
  JOIN vg.perimeter_tree t ON t.descendant_id = v.perimeter_id
  LEFT JOIN base b ON b.perimeter_id = t.ancestor_id
  CROSS JOIN LATERAL (VALUES (v.from_at, true), (v.to_at, false)) e(at, enters)
  WHERE e.at IS NOT NULL)
SELECT e.perimeter_id, e.at, e.enters, e.value, e.base, e.detail FROM event e WHERE e.at IS NOT NULL ORDER BY e.perimeter_id, e.at, e.value;
