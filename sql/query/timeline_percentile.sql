-- timeline_percentile: the step function of a median or percentile in each perimeter. At each bound the values in force are those
-- that began by then and have not ended: found through the days that each touches, since a percentile cannot be cumulated.
-- $1 text indicator; $2 timestamptz start of the window; $3 double precision fraction
-- role: vigie_collect
INSERT INTO vg.timeline_next (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value,
                              state, critical, since)
WITH sheet AS (
  SELECT i.code, i.kinds, i.optional, i.empty, i.direction = 'up' AS up FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT p.id AS perimeter_id, vg.fresh_scope(p.id, s.kinds, s.optional) AS fresh FROM vg.perimeter p CROSS JOIN sheet s),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
dated AS MATERIALIZED (
  SELECT t.ancestor_id AS perimeter_id, v.value, v.during
  FROM vg.dated_value v JOIN vg.perimeter_tree t ON t.descendant_id = v.perimeter_id
  WHERE v.indicator = $1),
mark AS MATERIALIZED (
  SELECT d.perimeter_id, lower(d.during) AS at FROM dated d
  UNION SELECT d.perimeter_id, upper(d.during) FROM dated d WHERE upper(d.during) IS NOT NULL
  UNION SELECT c.perimeter_id, $2 FROM scope c
  UNION SELECT b.perimeter_id, lower(b.during) FROM bound b WHERE lower(b.during) > $2
  UNION SELECT c.perimeter_id, m.at
  FROM scope c CROSS JOIN LATERAL unnest(c.fresh) r CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) m(at) WHERE m.at > $2),
last AS (SELECT max(m.at) AS at FROM mark m),
touched AS (
  SELECT d.perimeter_id, d.value, d.during, day
  FROM dated d CROSS JOIN last l
  CROSS JOIN LATERAL generate_series(date_trunc('day', lower(d.during), 'UTC'), coalesce(upper(d.during), l.at), interval '1 day') day),
force AS (
  SELECT m.perimeter_id, m.at, count(*)::integer AS many, round((percentile_cont($3) WITHIN GROUP (ORDER BY t.value))::numeric, 4) AS value
  FROM mark m
  JOIN touched t ON t.perimeter_id = m.perimeter_id AND t.day = date_trunc('day', m.at, 'UTC') AND t.during @> m.at
  GROUP BY m.perimeter_id, m.at),
figure AS MATERIALIZED (
  SELECT m.perimeter_id, m.at, coalesce(f.many, 0) AS many, g.fresh @> m.at AS fresh, CASE WHEN g.fresh @> m.at THEN f.value END AS value
  FROM mark m JOIN scope g USING (perimeter_id) LEFT JOIN force f USING (perimeter_id, at)),
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
