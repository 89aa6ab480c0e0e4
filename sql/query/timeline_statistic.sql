-- timeline_statistic: the step function of a count, sum or mean in each perimeter, from the bounds of its dated values
-- The engine puts this where vg.timeline_row stands.
-- $1 text indicator; $2 timestamptz NULL: such a timeline is always made whole; $3 timestamptz start of the window
-- role: vigie_collect
WITH sheet AS (
  SELECT i.code, i.empty, i.statistic, i.direction = 'up' AS up FROM vg.indicator i WHERE i.code = $1 AND $2::timestamptz IS NULL),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
edge AS MATERIALIZED (
  SELECT v.perimeter_id, e.at, sum(e.step)::integer AS many, sum(e.step * v.value) AS total
  FROM vg.dated_value v
  CROSS JOIN LATERAL (VALUES (lower(v.during), 1), (upper(v.during), -1)) e(at, step)
  WHERE v.indicator = $1 AND e.at IS NOT NULL
  GROUP BY v.perimeter_id, e.at),
mark AS (
  SELECT t.ancestor_id AS perimeter_id, e.at, e.many, e.total
  FROM edge e JOIN vg.perimeter_tree t ON t.descendant_id = e.perimeter_id
  UNION ALL SELECT c.perimeter_id, $3, 0, 0 FROM scope c
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, 0 FROM bound b WHERE lower(b.during) > $3
  UNION ALL SELECT c.perimeter_id, m.at, 0, 0
  FROM scope c CROSS JOIN LATERAL unnest(c.fresh) r CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) m(at) WHERE m.at > $3),
turn AS (
  SELECT m.perimeter_id, m.at, sum(m.many)::integer AS many, sum(m.total) AS total FROM mark m GROUP BY m.perimeter_id, m.at),
step AS MATERIALIZED (
  SELECT t.perimeter_id, t.at, t.many <> 0 AS moved, (sum(t.many) OVER w)::integer AS many, sum(t.total) OVER w AS total
  FROM turn t
  WINDOW w AS (PARTITION BY t.perimeter_id ORDER BY t.at)),
figure AS MATERIALIZED (
  SELECT s.perimeter_id, s.at, s.moved, s.many, g.fresh @> s.at AS fresh,
         CASE WHEN NOT g.fresh @> s.at THEN NULL
              WHEN h.statistic = 'count' THEN s.many
              WHEN h.statistic = 'sum' THEN s.total
              WHEN s.many > 0 THEN round(s.total / s.many, 8) END AS value
  FROM step s JOIN scope g USING (perimeter_id) CROSS JOIN sheet h),
rated AS (
  SELECT f.*, CASE WHEN f.fresh AND f.value IS NULL THEN h.empty ELSE vg.state_of(f.value, h.up, b.target, b.warning) END AS state,
         CASE WHEN h.up THEN f.value < b.critical ELSE f.value > b.critical END AS short
  FROM figure f
  CROSS JOIN sheet h
  LEFT JOIN bound b ON b.perimeter_id = f.perimeter_id AND b.during @> f.at),
changed AS (
  SELECT r.*, coalesce(r.short AND r.state = 'not_applied', false) AS critical, r.state IS DISTINCT FROM lag(r.state) OVER w AS turned,
         r.moved OR r.value IS DISTINCT FROM lag(r.value) OVER w OR r.state IS DISTINCT FROM lag(r.state) OVER w
           OR r.short IS DISTINCT FROM lag(r.short) OVER w OR lag(r.at) OVER w IS NULL AS kept
  FROM rated r
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1 AS indicator, c.perimeter_id, c.at AS from_at, lead(c.at, 1, 'infinity') OVER w AS to_at, c.many AS judged, 0 AS conforming,
       0 AS deviating, 0 AS pending, 0 AS unknown, 0 AS waived, c.value, c.state, c.critical,
       max(c.at) FILTER (WHERE c.turned) OVER w AS since
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
