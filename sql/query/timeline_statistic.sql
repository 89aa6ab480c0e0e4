-- timeline_statistic: the step function of a count, sum or mean in each perimeter, from the bounds of its dated values
-- $1 text indicator; $2 timestamptz start of the window
-- role: vigie_collect
INSERT INTO vg.timeline_next (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value,
                              state, critical, since)
WITH sheet AS (
  SELECT i.code, i.empty, i.statistic, i.direction = 'up' AS up FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
edge AS MATERIALIZED (
  SELECT v.perimeter_id, e.at, sum(e.step) AS many, sum(e.step * v.value) AS total
  FROM vg.dated_value v
  CROSS JOIN LATERAL (VALUES (lower(v.during), 1), (upper(v.during), -1)) e(at, step)
  WHERE v.indicator = $1 AND e.at IS NOT NULL
  GROUP BY v.perimeter_id, e.at),
mark AS (
  SELECT t.ancestor_id AS perimeter_id, e.at, e.many, e.total
  FROM edge e JOIN vg.perimeter_tree t ON t.descendant_id = e.perimeter_id
  UNION ALL SELECT c.perimeter_id, $2, 0, 0 FROM scope c
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, 0 FROM bound b WHERE lower(b.during) > $2
  UNION ALL SELECT c.perimeter_id, m.at, 0, 0
  FROM scope c CROSS JOIN LATERAL unnest(c.fresh) r CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) m(at) WHERE m.at > $2),
step AS MATERIALIZED (
  SELECT m.perimeter_id, m.at, (sum(sum(m.many)) OVER w)::integer AS many, sum(sum(m.total)) OVER w AS total
  FROM mark m
  GROUP BY m.perimeter_id, m.at
  WINDOW w AS (PARTITION BY m.perimeter_id ORDER BY m.at)),
figure AS MATERIALIZED (
  SELECT s.perimeter_id, s.at, s.many, g.fresh @> s.at AS fresh,
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
         (r.many, r.value, r.state, r.short) IS DISTINCT FROM lag((r.many, r.value, r.state, r.short)) OVER w AS kept
  FROM rated r
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1, c.perimeter_id, c.at, lead(c.at, 1, 'infinity') OVER w, c.many, 0, 0, 0, 0, 0, c.value, c.state, c.critical,
       max(c.at) FILTER (WHERE c.turned) OVER w
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
