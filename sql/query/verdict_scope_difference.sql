-- verdict_scope_difference: when what some indicators say is fresh, for each perimeter and sources that their subjects have, as if it were for
-- ever, and until when it is, where that is not what is kept; the first instant at which verdicts are others for that, infinity where they
-- are not, and where the end moved the first instant at which a figure is. With some subjects given: those of these; with an empty list of
-- them: all that are kept. Those that no subject has any more stay. A composite is made of verdicts that are ended already where their end is
-- past: it ends with the first of the others.
-- $1 text[] indicators; $2 text[] subjects or NULL; $3 timestamptz as known at
-- role: vigie_collect
WITH old AS MATERIALIZED (
  SELECT o.indicator, o.perimeter_id, o.sources, o.fresh, o.until FROM vg.verdict_scope o WHERE o.indicator = ANY ($1::text[])),
place AS (
  SELECT g.indicator, g.perimeter_id, g.sources FROM vg.given g
  WHERE g.indicator = ANY ($1) AND NOT isempty(g.judged) AND ($2::text[] IS NULL OR g.subject = ANY ($2))
  UNION SELECT o.indicator, o.perimeter_id, o.sources FROM old o WHERE $2 = '{}'),
said AS MATERIALIZED (
  SELECT p.indicator, p.perimeter_id, p.sources, i.form = 'composite' AS composite, f.fresh
  FROM place p JOIN vg.indicator i ON i.code = p.indicator CROSS JOIN LATERAL vg.fresh_in(p.perimeter_id, i.kinds, i.optional, p.sources) f),
part AS MATERIALIZED (
  SELECT s.perimeter_id, min(s.until) AS until
  FROM (SELECT i.code FROM vg.indicator i WHERE i.subject = 'asset' AND i.form IN ('ratio', 'attested') AND EXISTS (SELECT FROM said c WHERE c.composite)) i
  JOIN vg.verdict_scope s ON s.indicator = i.code
  CROSS JOIN LATERAL (SELECT FROM vg.verdict_edge e WHERE e.indicator = s.indicator AND e.scope = s.id LIMIT 1) used
  WHERE s.until > $3::timestamptz
  GROUP BY s.perimeter_id),
new AS MATERIALIZED (
  SELECT s.indicator, s.perimeter_id, s.sources, CASE WHEN s.composite THEN '{(,)}'::tstzmultirange ELSE vg.unended(s.fresh) END AS fresh,
         coalesce(CASE WHEN s.composite THEN least(p.until, CASE WHEN upper(s.fresh) > $3 THEN upper(s.fresh) END) ELSE upper(s.fresh) END, 'infinity') AS until
  FROM said s LEFT JOIN part p USING (perimeter_id))
SELECT n.indicator, n.perimeter_id, n.sources, n.fresh, n.until,
       CASE WHEN o.perimeter_id IS NULL THEN 'infinity' ELSE vg.first_difference(n.fresh, o.fresh) END AS first_at,
       CASE WHEN n.until <> o.until THEN least(n.until, o.until) ELSE 'infinity' END AS end_moved
FROM new n LEFT JOIN old o
  ON n.indicator = o.indicator AND n.perimeter_id = o.perimeter_id AND coalesce(n.sources, ARRAY[NULL]::bigint[]) = coalesce(o.sources, ARRAY[NULL]::bigint[])
WHERE o.perimeter_id IS NULL OR (n.fresh, n.until) <> (o.fresh, o.until);
