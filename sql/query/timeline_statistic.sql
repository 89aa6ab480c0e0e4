-- timeline_statistic: the step function of a count, sum or mean in each perimeter, from the bounds of its dated values; from an instant on,
-- it goes on from the step of the present timeline that leads there, with the values that were in force then
-- The engine puts this where vg.timeline_row stands.
-- $1 text indicator; $2 timestamptz from, after the start of the window, NULL: whole; $3 timestamptz start of the window
-- role: vigie_collect
WITH sheet AS (
  SELECT i.code, i.empty, i.statistic, i.direction = 'up' AS up FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh, c.waived FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
base AS MATERIALIZED (
  SELECT t.perimeter_id, t.from_at, t.since FROM vg.timeline t WHERE t.indicator = $1 AND t.from_at < $2 AND t.to_at >= $2),
worth AS MATERIALIZED ( -- a count sums no values
  SELECT v.perimeter_id, CASE WHEN h.statistic <> 'count' THEN v.value END AS value, lower(v.during) AS from_at, upper(v.during) AS to_at
  FROM vg.dated_value v CROSS JOIN sheet h
  WHERE v.indicator = $1 AND ($2::timestamptz IS NULL OR coalesce(upper(v.during), 'infinity') >= $2)),
edge AS MATERIALIZED (
  SELECT v.perimeter_id, e.at, sum(e.step)::integer AS many, sum(e.step * v.value) AS total
  FROM worth v
  CROSS JOIN LATERAL (VALUES (v.from_at, 1), (v.to_at, -1)) e(at, step)
  WHERE e.at IS NOT NULL AND ($2 IS NULL OR e.at >= $2)
  GROUP BY v.perimeter_id, e.at),
led AS MATERIALIZED (
  SELECT v.perimeter_id, count(*) AS many, sum(v.value) AS total FROM worth v WHERE v.from_at < $2 GROUP BY v.perimeter_id),
mark AS (
  SELECT t.ancestor_id AS perimeter_id, e.at, e.many, e.total
  FROM edge e JOIN vg.perimeter_tree t ON t.descendant_id = e.perimeter_id
  UNION ALL SELECT b.perimeter_id, b.from_at, 0, 0 FROM base b
  UNION ALL SELECT b.perimeter_id, b.from_at, l.many, l.total
  FROM led l JOIN vg.perimeter_tree t ON t.descendant_id = l.perimeter_id JOIN base b ON b.perimeter_id = t.ancestor_id
  UNION ALL SELECT c.perimeter_id, $3, 0, 0 FROM scope c WHERE $2 IS NULL
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, 0 FROM bound b WHERE lower(b.during) > $3 AND ($2 IS NULL OR lower(b.during) >= $2)
  UNION ALL SELECT c.perimeter_id, m.at, 0, 0
  FROM scope c
  CROSS JOIN LATERAL (SELECT unnest(c.fresh) UNION ALL SELECT unnest(c.waived)) p(r)
  CROSS JOIN LATERAL (VALUES (lower(p.r)), (upper(p.r))) m(at)
  WHERE m.at > $3 AND ($2 IS NULL OR m.at >= $2)),
turn AS (
  SELECT m.perimeter_id, m.at, sum(m.many)::integer AS many, sum(m.total) AS total FROM mark m GROUP BY m.perimeter_id, m.at),
step AS MATERIALIZED (
  SELECT t.perimeter_id, t.at, t.many <> 0 AS moved, (sum(t.many) OVER w)::integer AS many, sum(t.total) OVER w AS total
  FROM turn t
  WINDOW w AS (PARTITION BY t.perimeter_id ORDER BY t.at)),
figure AS MATERIALIZED (
  SELECT s.perimeter_id, s.at, s.moved, s.many, g.fresh @> s.at AS fresh, g.waived @> s.at AS waived,
         CASE WHEN NOT g.fresh @> s.at THEN NULL
              WHEN h.statistic = 'count' THEN s.many
              WHEN h.statistic = 'sum' THEN trim_scale(s.total)
              WHEN s.many > 0 THEN round(s.total / s.many, 8) END AS value
  FROM step s JOIN scope g USING (perimeter_id) CROSS JOIN sheet h),
rated AS (
  SELECT f.*, vg.waived_state(CASE WHEN f.fresh AND f.value IS NULL THEN h.empty ELSE vg.state_of(f.value, h.up, b.target, b.warning) END,
                               f.waived) AS state,
         CASE WHEN h.up THEN f.value < b.critical ELSE f.value > b.critical END AS short
  FROM figure f
  CROSS JOIN sheet h
  LEFT JOIN bound b ON b.perimeter_id = f.perimeter_id AND b.during @> f.at),
changed AS (
  SELECT r.*, coalesce(r.short AND r.state = 'not_applied', false) AS critical,
         CASE WHEN r.state IS DISTINCT FROM lag(r.state) OVER w THEN coalesce(a.since, r.at) END AS turned_at,
         r.moved OR r.value IS DISTINCT FROM lag(r.value) OVER w OR r.state IS DISTINCT FROM lag(r.state) OVER w
           OR r.short IS DISTINCT FROM lag(r.short) OVER w OR lag(r.at) OVER w IS NULL AS kept
  FROM rated r
  LEFT JOIN base a ON a.perimeter_id = r.perimeter_id AND a.from_at = r.at
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1 AS indicator, c.perimeter_id, c.at AS from_at, lead(c.at, 1, 'infinity') OVER w AS to_at, c.many AS judged, 0 AS conforming,
       0 AS deviating, 0 AS pending, 0 AS unknown, 0 AS waived, c.value, c.state, c.critical,
       max(c.turned_at) OVER w AS since
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
