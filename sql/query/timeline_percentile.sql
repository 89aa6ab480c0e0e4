-- timeline_percentile: the step function of a median or percentile in each perimeter, from the figures swept beforehand, each of which
-- holds until the next one; from an instant on, it goes on from the step of the present timeline that leads there, of which the figure is swept
-- too.
-- The engine puts this where vg.timeline_row stands.
-- $1 text indicator; $2 timestamptz from, after the start of the window, NULL: whole; $3 timestamptz start of the window
-- $4 bigint[] perimeters; $5 bigint[] instants in microseconds since 1970; $6 bigint[] how many values; $7 text[] percentiles, NULL for none
-- role: vigie_collect
WITH sheet AS (
  SELECT i.code, i.empty, i.direction = 'up' AS up FROM vg.indicator i WHERE i.code = $1),
scope AS MATERIALIZED (
  SELECT c.perimeter_id, c.fresh, c.waived FROM vg.timeline_scope c WHERE c.indicator = $1),
bound AS MATERIALIZED (
  SELECT b.perimeter_id, b.target, b.warning, b.critical, b.during FROM vg.threshold_period b WHERE b.indicator = $1),
base AS MATERIALIZED (
  SELECT t.perimeter_id, t.from_at, t.since FROM vg.timeline t WHERE t.indicator = $1 AND t.from_at < $2 AND t.to_at >= $2),
mark AS (
  SELECT f.perimeter_id, '1970-01-01 00:00+00'::timestamptz + f.at * interval '1 microsecond' AS at, f.many::integer AS many,
         f.value::numeric AS value, true AS swept
  FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) f(perimeter_id, at, many, value)
  UNION ALL SELECT b.perimeter_id, b.from_at, 0, NULL, false FROM base b
  UNION ALL SELECT c.perimeter_id, $3, 0, NULL, false FROM scope c WHERE $2 IS NULL
  UNION ALL SELECT b.perimeter_id, lower(b.during), 0, NULL, false
  FROM bound b WHERE lower(b.during) > $3 AND ($2 IS NULL OR lower(b.during) >= $2)
  UNION ALL SELECT c.perimeter_id, m.at, 0, NULL, false
  FROM scope c
  CROSS JOIN LATERAL (SELECT unnest(c.fresh) UNION ALL SELECT unnest(c.waived)) p(r)
  CROSS JOIN LATERAL (VALUES (lower(p.r)), (upper(p.r))) m(at)
  WHERE m.at > $3 AND ($2 IS NULL OR m.at >= $2)),
instant AS (
  SELECT m.perimeter_id, m.at, max(m.many) AS many, max(m.value) AS value, bool_or(m.swept) AS swept
  FROM mark m GROUP BY m.perimeter_id, m.at),
run AS (
  SELECT i.perimeter_id, i.at, i.many, i.value,
         count(*) FILTER (WHERE i.swept) OVER (PARTITION BY i.perimeter_id ORDER BY i.at) AS place
  FROM instant i),
held AS (
  SELECT r.perimeter_id, r.at, first_value(r.many) OVER w AS many, first_value(r.value) OVER w AS value
  FROM run r WINDOW w AS (PARTITION BY r.perimeter_id, r.place ORDER BY r.at)),
figure AS MATERIALIZED (
  SELECT h.perimeter_id, h.at, h.many, g.fresh @> h.at AS fresh, g.waived @> h.at AS waived, CASE WHEN g.fresh @> h.at THEN h.value END AS value
  FROM held h JOIN scope g USING (perimeter_id)),
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
         (r.many, r.value, r.state, r.short) IS DISTINCT FROM lag((r.many, r.value, r.state, r.short)) OVER w AS kept
  FROM rated r
  LEFT JOIN base a ON a.perimeter_id = r.perimeter_id AND a.from_at = r.at
  WINDOW w AS (PARTITION BY r.perimeter_id ORDER BY r.at))
SELECT $1 AS indicator, c.perimeter_id, c.at AS from_at, lead(c.at, 1, 'infinity') OVER w AS to_at, c.many AS judged, 0 AS conforming,
       0 AS deviating, 0 AS pending, 0 AS unknown, 0 AS waived, c.value, c.state, c.critical,
       max(c.turned_at) OVER w AS since
FROM changed c
WHERE c.kept
WINDOW w AS (PARTITION BY c.perimeter_id ORDER BY c.at);
