-- given_keep: keeps what an indicator says of its subjects, writing only what differs from what was kept. The engine puts what it says
-- where vg.given_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT g.* FROM vg.given_row g
  WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL
    AND ($4::text[] IS NULL OR g.subject = ANY ($4))),
old AS MATERIALIZED (
  SELECT g.* FROM vg.given g WHERE g.indicator = $5::text AND ($4 IS NULL OR g.subject = ANY ($4))),
difference AS MATERIALIZED (
  SELECT coalesce(n.perimeter_id, o.perimeter_id) AS perimeter_id, coalesce(n.subject, o.subject) AS subject, n.subject IS NULL AS gone,
         n.label, n.judged, n.conforming, n.pending, n.spoken, n.sources, n.detail
  FROM new n FULL JOIN old o USING (perimeter_id, subject)
  WHERE n.subject IS NULL OR o.subject IS NULL
     OR (n.label, n.judged, n.conforming, n.pending, n.spoken, n.sources, n.detail)
        IS DISTINCT FROM (o.label, o.judged, o.conforming, o.pending, o.spoken, o.sources, o.detail)),
gone AS (
  DELETE FROM vg.given g USING difference d
  WHERE d.gone AND g.indicator = $5 AND g.perimeter_id = d.perimeter_id AND g.subject = d.subject)
INSERT INTO vg.given AS g (indicator, perimeter_id, subject, label, judged, conforming, pending, spoken, sources, detail)
SELECT $5, d.perimeter_id, d.subject, d.label, d.judged, d.conforming, d.pending, d.spoken, d.sources, d.detail
FROM difference d WHERE NOT d.gone
ON CONFLICT (indicator, perimeter_id, subject) DO UPDATE
SET label = excluded.label, judged = excluded.judged, conforming = excluded.conforming, pending = excluded.pending,
    spoken = excluded.spoken, sources = excluded.sources, detail = excluded.detail;
