-- dated_value_difference: the dated values of an indicator that differ from those that are kept; `many`: how many of the same there should
-- be; `there`: some are. The engine puts the values where vg.dated_value_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT n.perimeter_id, n.subject, n.label, n.value, n.during, coalesce(n.detail, '') AS detail,
         coalesce(n.base, -1) AS base, count(*) AS many
  FROM vg.dated_value_row n
  WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL
    AND ($4::text[] IS NULL OR n.subject IN (SELECT unnest($4::text[])))
  GROUP BY 1, 2, 3, 4, 5, 6, 7),
old AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, v.label, v.value, v.during, coalesce(v.detail, '') AS detail,
         coalesce(v.base, -1) AS base, count(*) AS many
  FROM vg.dated_value v WHERE v.indicator = $5::text AND ($4 IS NULL OR v.subject = ANY ($4))
  GROUP BY 1, 2, 3, 4, 5, 6, 7)
SELECT $5 AS indicator, perimeter_id, subject, label, value, during, nullif(detail, '') AS detail, nullif(base, -1) AS base,
       coalesce(n.many, 0) AS many, o.many IS NOT NULL AS there
FROM new n FULL JOIN old o USING (perimeter_id, subject, label, value, during, detail, base)
WHERE n.many IS DISTINCT FROM o.many;
