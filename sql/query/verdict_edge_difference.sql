-- verdict_edge_difference: the edges of the verdicts of an indicator, counted anew, that are not what is kept of them
-- $1 text indicator
-- role: vigie_collect
WITH verdict AS MATERIALIZED ( -- many are alike
  SELECT v.perimeter_id, v.scope, v.conforming, v.deviating, v.pending, v.unknown, v.waived, count(*) AS many
  FROM vg.verdict_kept v WHERE v.indicator = $1
  GROUP BY v.perimeter_id, v.scope, v.conforming, v.deviating, v.pending, v.unknown, v.waived),
span AS (
  SELECT v.perimeter_id, v.scope, v.many, 1 AS part, unnest(v.conforming) AS r FROM verdict v WHERE NOT isempty(v.conforming)
  UNION ALL SELECT v.perimeter_id, v.scope, v.many, 2, unnest(v.deviating) FROM verdict v WHERE NOT isempty(v.deviating)
  UNION ALL SELECT v.perimeter_id, v.scope, v.many, 3, unnest(v.pending) FROM verdict v WHERE NOT isempty(v.pending)
  UNION ALL SELECT v.perimeter_id, v.scope, v.many, 4, unnest(v.unknown) FROM verdict v WHERE NOT isempty(v.unknown)
  UNION ALL SELECT v.perimeter_id, v.scope, v.many, 5, unnest(v.waived) FROM verdict v WHERE NOT isempty(v.waived)),
new AS MATERIALIZED (
  SELECT s.* FROM (
    SELECT s.perimeter_id, s.scope, e.at, coalesce(sum(e.step * s.many) FILTER (WHERE s.part = 1), 0)::integer AS conforming,
           coalesce(sum(e.step * s.many) FILTER (WHERE s.part = 2), 0)::integer AS deviating, coalesce(sum(e.step * s.many) FILTER (WHERE s.part = 3), 0)::integer AS pending,
           coalesce(sum(e.step * s.many) FILTER (WHERE s.part = 4), 0)::integer AS unknown, coalesce(sum(e.step * s.many) FILTER (WHERE s.part = 5), 0)::integer AS waived
    FROM span s
    CROSS JOIN LATERAL (VALUES (lower(s.r), 1), (upper(s.r), -1)) e(at, step)
    WHERE e.at IS NOT NULL
    GROUP BY s.perimeter_id, s.scope, e.at) s
  WHERE (s.conforming, s.deviating, s.pending, s.unknown, s.waived) <> (0, 0, 0, 0, 0)),
old AS MATERIALIZED (
  SELECT o.* FROM vg.verdict_edge o WHERE o.indicator = $1)
SELECT $1 AS indicator, perimeter_id, scope, at, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.conforming IS NULL AS gone
FROM new n FULL JOIN old o USING (perimeter_id, scope, at)
WHERE (n.conforming, n.deviating, n.pending, n.unknown, n.waived) IS DISTINCT FROM (o.conforming, o.deviating, o.pending, o.unknown, o.waived);
