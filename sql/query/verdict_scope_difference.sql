-- verdict_scope_difference: when what an indicator says is fresh, for each perimeter and sources that its subjects have, where that is not
-- what their verdicts were made with; the first instant at which it is not, infinity for those that are new. With some subjects given:
-- those of these, and all that are kept. Those that no subject has any more stay.
-- $1 text indicator; $2 text[] subjects or NULL
-- role: vigie_collect
WITH old AS MATERIALIZED (
  SELECT o.perimeter_id, o.sources, o.fresh FROM vg.verdict_scope o WHERE o.indicator = $1),
place AS (
  SELECT g.perimeter_id, g.sources FROM vg.given g
  WHERE g.indicator = $1 AND NOT isempty(g.judged) AND ($2::text[] IS NULL OR g.subject = ANY ($2))
  UNION SELECT o.perimeter_id, o.sources FROM old o WHERE $2 IS NOT NULL),
new AS MATERIALIZED (
  SELECT p.perimeter_id, p.sources,
         CASE WHEN i.form = 'composite' THEN '{(,)}'::tstzmultirange ELSE vg.fresh(p.perimeter_id, i.kinds, i.optional, p.sources) END AS fresh
  FROM place p JOIN vg.indicator i ON i.code = $1)
SELECT $1 AS indicator, n.perimeter_id, n.sources, n.fresh,
       CASE WHEN o.perimeter_id IS NULL THEN 'infinity' ELSE vg.first_difference(n.fresh, o.fresh) END AS first_at
FROM new n LEFT JOIN old o
  ON n.perimeter_id = o.perimeter_id AND coalesce(n.sources, ARRAY[NULL]::bigint[]) = coalesce(o.sources, ARRAY[NULL]::bigint[])
WHERE o.perimeter_id IS NULL OR n.fresh <> o.fresh;
