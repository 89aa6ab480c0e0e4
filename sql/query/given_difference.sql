-- given_difference: what an indicator says of its subjects otherwise than it is kept. The engine puts what it says where vg.given_row
-- stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT g.* FROM vg.given_row g
  WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL
    AND ($4::text[] IS NULL OR g.subject IN (SELECT unnest($4::text[])))),
old AS MATERIALIZED (
  SELECT g.* FROM vg.given g WHERE g.indicator = $5::text AND ($4 IS NULL OR g.subject = ANY ($4)))
SELECT $5 AS indicator, coalesce(n.perimeter_id, o.perimeter_id) AS perimeter_id, coalesce(n.subject, o.subject) AS subject, n.label, n.judged,
       n.conforming, n.pending, n.spoken, n.sources, n.detail, n.subject IS NULL AS gone
FROM new n FULL JOIN old o USING (perimeter_id, subject)
WHERE n.subject IS NULL OR o.subject IS NULL
   OR (n.label, n.judged, n.conforming, n.pending, n.spoken, n.sources, n.detail)
      IS DISTINCT FROM (o.label, o.judged, o.conforming, o.pending, o.spoken, o.sources, o.detail);
