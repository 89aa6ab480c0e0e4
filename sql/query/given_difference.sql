-- given_difference: what an indicator says of its subjects otherwise than it is kept. The engine puts what it says where vg.given_row
-- stands.
-- A statement should say one thing of a subject. Where it says two, which is a fault of ours, the worse of both is kept, and by night the evaluation
-- disagrees with it: one fault in one indicator must not stop all figures.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH said AS MATERIALIZED (
  SELECT g.* FROM vg.given_row g
  WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL
    AND ($4::text[] IS NULL OR g.subject IN (SELECT unnest($4::text[])))),
twice AS MATERIALIZED (
  SELECT s.perimeter_id, s.subject FROM said s GROUP BY s.perimeter_id, s.subject HAVING count(*) > 1),
new AS (
  SELECT s.* FROM said s WHERE NOT EXISTS (SELECT FROM twice t WHERE t.perimeter_id = s.perimeter_id AND t.subject = s.subject)
  UNION ALL
  SELECT s.perimeter_id, s.subject, min(s.label), range_agg(s.judged), range_intersect_agg(s.conforming), range_intersect_agg(s.pending),
         range_intersect_agg(s.spoken), CASE WHEN bool_and(o.id IS NOT NULL) THEN array_agg(DISTINCT o.id) END, min(s.detail)
  FROM said s JOIN twice t USING (perimeter_id, subject) LEFT JOIN LATERAL unnest(s.sources) o(id) ON true
  GROUP BY s.perimeter_id, s.subject),
old AS MATERIALIZED (
  SELECT g.* FROM vg.given g WHERE g.indicator = $5::text AND ($4 IS NULL OR g.subject = ANY ($4)))
SELECT $5 AS indicator, coalesce(n.perimeter_id, o.perimeter_id) AS perimeter_id, coalesce(n.subject, o.subject) AS subject, n.label, n.judged,
       n.conforming, n.pending, n.spoken, n.sources, n.detail, n.subject IS NULL AS gone
FROM new n FULL JOIN old o USING (perimeter_id, subject)
WHERE n.subject IS NULL OR o.subject IS NULL
   OR (n.label, n.judged, n.conforming, n.pending, n.spoken, n.sources, n.detail)
      IS DISTINCT FROM (o.label, o.judged, o.conforming, o.pending, o.spoken, o.sources, o.detail);
