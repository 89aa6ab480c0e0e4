-- timeline_ratio: the step function of a ratio in each perimeter, from the bounds of its verdicts; from an instant on, it goes on from the
-- step of the present timeline that leads there
-- $1 text indicator; $2 timestamptz start of the window; $3 timestamptz from, after the start of the window; NULL: whole
-- role: vigie_collect
INSERT INTO vg.timeline_next (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value,
                              state, critical, since)
WITH sheet AS (SELECT i.code, i.empty FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
base AS MATERIALIZED (
  SELECT t.* FROM vg.timeline t WHERE t.indicator = $1 AND t.from_at < $3 AND t.to_at >= $3),
edge AS MATERIALIZED (
  SELECT v.perimeter_id, e.at,
         sum(e.step) FILTER (WHERE p.part = 1) AS conforming, sum(e.step) FILTER (WHERE p.part = 2) AS deviating,
         sum(e.step) FILTER (WHERE p.part = 3) AS pending, sum(e.step) FILTER (WHERE p.part = 4) AS unknown,
         sum(e.step) FILTER (WHERE p.part = 5) AS waived
  FROM vg.verdict v
  CROSS JOIN LATERAL (VALUES (1, v.conforming), (2, v.deviating), (3, v.pending), (4, v.unknown), (5, v.waived)) p(part, during)
  CROSS JOIN LATERAL unnest(p.during) r
  CROSS JOIN LATERAL (VALUES (lower(r), 1), (upper(r), -1)) e(at, step)
  WHERE v.indicator = $1 AND e.at IS NOT NULL
    AND ($3::timestamptz IS NULL OR (coalesce(upper(p.during), 'infinity') >= $3 AND e.at >= $3))
  GROUP BY v.perimeter_id, e.at),
mark AS (
  SELECT t.ancestor_id AS perimeter_id, e.at, e.conforming, e.deviating, e.pending, e.unknown, e.waived
  FROM edge e JOIN vg.perimeter_tree t ON t.descendant_id = e.perimeter_id
  UNION ALL SELECT b.perimeter_id, b.from_at, b.conforming, b.deviating, b.pending, b.unknown, b.waived FROM base b
  UNION ALL SELECT c.perimeter_id, $2, 0, 0, 0, 0, 0 FROM scope c WHERE $3 IS NULL
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, 0, 0, 0, 0 FROM bound b WHERE lower(b.during) > $2 AND ($3 IS NULL OR lower(b.during) >= $3)
  UNION ALL SELECT c.perimeter_id, m.at, 0, 0, 0, 0, 0
  FROM scope c CROSS JOIN LATERAL unnest(c.fresh) r CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) m(at)
  WHERE m.at > $2 AND ($3 IS NULL OR m.at >= $3)),
step AS (
  SELECT m.perimeter_id, m.at, sum(sum(m.conforming)) OVER w AS conforming, sum(sum(m.deviating)) OVER w AS deviating,
         sum(sum(m.pending)) OVER w AS pending, sum(sum(m.unknown)) OVER w AS unknown, sum(sum(m.waived)) OVER w AS waived
  FROM mark m
  GROUP BY m.perimeter_id, m.at
  WINDOW w AS (PARTITION BY m.perimeter_id ORDER BY m.at)),
count AS MATERIALIZED (
  SELECT s.perimeter_id, s.at, coalesce(s.conforming, 0)::integer AS conforming, coalesce(s.deviating, 0)::integer AS deviating,
         coalesce(s.pending, 0)::integer AS pending, coalesce(s.unknown, 0)::integer AS unknown, coalesce(s.waived, 0)::integer AS waived,
         (coalesce(s.conforming, 0) + coalesce(s.deviating, 0) + coalesce(s.unknown, 0))::integer AS judged
  FROM step s),
figure AS MATERIALIZED (
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
changed AS (
  SELECT r.*, coalesce(r.short AND r.state = 'not_applied', false) AS critical,
         CASE WHEN r.state IS DISTINCT FROM lag(r.state) OVER w THEN coalesce(a.since, r.at) END AS turned_at,
         (r.conforming, r.deviating, r.pending, r.unknown, r.waived, r.state, coalesce(r.short AND r.state = 'not_applied', false))
           IS DISTINCT FROM lag((r.conforming, r.deviating, r.pending, r.unknown, r.waived, r.state,
                                 coalesce(r.short AND r.state = 'not_applied', false))) OVER w AS kept
  FROM rated r
  LEFT JOIN base a ON a.perimeter_id = r.perimeter_id AND a.from_at = r.at
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1, c.perimeter_id, c.at, lead(c.at, 1, 'infinity') OVER w, c.judged, c.conforming, c.deviating, c.pending, c.unknown, c.waived,
       c.value, c.state, c.critical, max(c.turned_at) OVER w
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
