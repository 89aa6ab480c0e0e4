-- timeline_ratio: the step function of a ratio in each perimeter, from the edges of its verdicts, ended; from an instant on, it goes on from the
-- step of the present timeline that leads there
-- The engine puts this where vg.timeline_row stands.
-- $1 text indicator; $2 timestamptz from, after the start of the window, NULL: whole; $3 timestamptz start of the window
-- role: vigie_collect
WITH sheet AS (SELECT i.code, i.empty FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
base AS MATERIALIZED (
  SELECT t.* FROM vg.timeline t WHERE t.indicator = $1 AND t.from_at < $2 AND t.to_at >= $2),
place AS MATERIALIZED (
  SELECT 0 AS scope, 'infinity'::timestamptz AS until
  UNION ALL SELECT s.id, s.until FROM vg.verdict_scope s WHERE s.indicator = $1),
known AS ( -- up to the end
  SELECT e.scope, e.perimeter_id, p.until AS at, sum(e.conforming) AS conforming, sum(e.deviating) AS deviating, sum(e.waived) AS waived
  FROM vg.verdict_edge e JOIN place p USING (scope)
  WHERE e.indicator = $1 AND e.at < p.until AND p.until < 'infinity' AND ($2::timestamptz IS NULL OR p.until >= $2)
  GROUP BY e.scope, e.perimeter_id, p.until),
edge AS MATERIALIZED ( -- what is known turns unknown at the end, and is unknown after it
  SELECT e.perimeter_id, e.at, CASE WHEN b.ended THEN 0 ELSE e.conforming END AS conforming, CASE WHEN b.ended THEN 0 ELSE e.deviating END AS deviating,
         e.pending, e.unknown + CASE WHEN b.ended THEN e.conforming + e.deviating ELSE 0 END AS unknown, CASE WHEN b.ended THEN 0 ELSE e.waived END AS waived
  FROM vg.verdict_edge e JOIN place p USING (scope)
  CROSS JOIN LATERAL (SELECT e.at >= p.until AS ended) b
  WHERE e.indicator = $1 AND ($2::timestamptz IS NULL OR e.at >= $2)
  UNION ALL SELECT k.perimeter_id, k.at, -k.conforming, -k.deviating, 0, k.conforming + k.deviating, -k.waived FROM known k),
mark AS (
  SELECT t.ancestor_id AS perimeter_id, e.at, e.conforming, e.deviating, e.pending, e.unknown, e.waived
  FROM edge e JOIN vg.perimeter_tree t ON t.descendant_id = e.perimeter_id
  UNION ALL SELECT b.perimeter_id, b.from_at, b.conforming, b.deviating, b.pending, b.unknown, b.waived FROM base b
  UNION ALL SELECT c.perimeter_id, $3, 0, 0, 0, 0, 0 FROM scope c WHERE $2 IS NULL
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, 0, 0, 0, 0 FROM bound b WHERE lower(b.during) > $3 AND ($2 IS NULL OR lower(b.during) >= $2)
  UNION ALL SELECT c.perimeter_id, m.at, 0, 0, 0, 0, 0
  FROM scope c CROSS JOIN LATERAL unnest(c.fresh) r CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) m(at)
  WHERE m.at > $3 AND ($2 IS NULL OR m.at >= $2)),
turn AS (
  SELECT m.perimeter_id, m.at, sum(m.conforming)::integer AS conforming, sum(m.deviating)::integer AS deviating,
         sum(m.pending)::integer AS pending, sum(m.unknown)::integer AS unknown, sum(m.waived)::integer AS waived
  FROM mark m
  GROUP BY m.perimeter_id, m.at),
step AS (
  SELECT t.perimeter_id, t.at, t.conforming <> 0 OR t.deviating <> 0 OR t.pending <> 0 OR t.unknown <> 0 OR t.waived <> 0 AS moved,
         (sum(t.conforming) OVER w)::integer AS conforming, (sum(t.deviating) OVER w)::integer AS deviating,
         (sum(t.pending) OVER w)::integer AS pending, (sum(t.unknown) OVER w)::integer AS unknown, (sum(t.waived) OVER w)::integer AS waived
  FROM turn t
  WINDOW w AS (PARTITION BY t.perimeter_id ORDER BY t.at)),
count AS (
  SELECT s.*, s.conforming + s.deviating + s.unknown AS judged FROM step s),
figure AS (
  SELECT c.*, CASE WHEN c.conforming + c.deviating > 0 THEN c.conforming::numeric / c.judged END AS value FROM count c),
rated AS (
  SELECT f.*,
         CASE WHEN f.judged = 0 THEN CASE WHEN g.fresh @> f.at THEN s.empty ELSE 'unknown' END
              WHEN f.value IS NULL OR b.target IS NULL THEN 'unknown'
              WHEN f.value >= b.target THEN 'applied'
              WHEN (f.conforming + f.unknown)::numeric / f.judged >= b.target THEN 'unknown'
              WHEN f.deviating = f.waived THEN CASE WHEN f.unknown = 0 THEN 'waived' ELSE 'unknown' END
              ELSE vg.state_of(f.value, true, b.target, b.warning) END AS state,
         f.value < b.critical AS short
  FROM figure f
  CROSS JOIN sheet s
  JOIN scope g USING (perimeter_id)
  LEFT JOIN bound b ON b.perimeter_id = f.perimeter_id AND b.during @> f.at),
judged AS (
  SELECT r.*, coalesce(r.short AND r.state = 'not_applied', false) AS critical FROM rated r),
changed AS (
  SELECT r.*, CASE WHEN r.state IS DISTINCT FROM lag(r.state) OVER w THEN coalesce(a.since, r.at) END AS turned_at,
         r.moved OR r.state IS DISTINCT FROM lag(r.state) OVER w OR r.critical IS DISTINCT FROM lag(r.critical) OVER w AS kept
  FROM judged r
  LEFT JOIN base a ON a.perimeter_id = r.perimeter_id AND a.from_at = r.at
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1 AS indicator, c.perimeter_id, c.at AS from_at, lead(c.at, 1, 'infinity') OVER w AS to_at, c.judged, c.conforming, c.deviating,
       c.pending, c.unknown, c.waived, c.value, c.state, c.critical, max(c.turned_at) OVER w AS since
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
