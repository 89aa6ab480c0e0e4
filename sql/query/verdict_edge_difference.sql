-- verdict_edge_difference: the edges of the verdicts of an indicator, counted anew, that are not what is kept of them
-- $1 text indicator
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.* FROM (
    SELECT v.perimeter_id, v.scope, e.at, sum(e.conforming)::integer AS conforming, sum(e.deviating)::integer AS deviating,
           sum(e.pending)::integer AS pending, sum(e.unknown)::integer AS unknown, sum(e.waived)::integer AS waived
    FROM vg.verdict_kept v
    CROSS JOIN LATERAL vg.edges_of(v.conforming, v.deviating, v.pending, v.unknown, v.waived) e
    WHERE v.indicator = $1
    GROUP BY v.perimeter_id, v.scope, e.at) s
  WHERE (s.conforming, s.deviating, s.pending, s.unknown, s.waived) <> (0, 0, 0, 0, 0)),
old AS MATERIALIZED (
  SELECT o.* FROM vg.verdict_edge o WHERE o.indicator = $1)
SELECT $1 AS indicator, perimeter_id, scope, at, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.conforming IS NULL AS gone
FROM new n FULL JOIN old o USING (perimeter_id, scope, at)
WHERE (n.conforming, n.deviating, n.pending, n.unknown, n.waived) IS DISTINCT FROM (o.conforming, o.deviating, o.pending, o.unknown, o.waived);
