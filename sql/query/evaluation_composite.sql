-- evaluation_composite: subjects judged by what all indicators of assets say of them: deviating where one at least deviates without a
-- waiver, else unknown where one at least is. Verdicts whose end is past are taken ended, the others as if they had none: the composite
-- ends with the first of these (verdict_scope_difference). The engine puts the indicator's statement where vg.composite_row stands, and this where
-- vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH given AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged
  FROM vg.composite_row g
  WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject IN (SELECT unnest($4::text[])))),
scope AS MATERIALIZED (
  SELECT p.perimeter_id, CASE WHEN upper(f.fresh) > $1 THEN vg.unended(f.fresh) ELSE f.fresh END AS fresh
  FROM (SELECT DISTINCT g.perimeter_id FROM given g) p
  JOIN vg.indicator i ON i.code = $5::text
  CROSS JOIN LATERAL vg.fresh_in(p.perimeter_id, i.kinds, i.optional, NULL) f),
part AS MATERIALIZED (
  SELECT array_agg(i.code) AS codes FROM vg.indicator i WHERE i.subject = 'asset' AND i.form IN ('ratio', 'attested')),
ended AS MATERIALIZED (
  SELECT s.id AS scope, tstzmultirange(tstzrange(NULL, s.until)) AS before
  FROM vg.verdict_scope s CROSS JOIN part p WHERE s.indicator = ANY (p.codes) AND s.until <= $1),
verdict AS (
  SELECT k.perimeter_id, k.subject, k.indicator,
         CASE WHEN e.scope IS NULL THEN k.deviating - k.waived ELSE (k.deviating - k.waived) * e.before END AS deviating,
         CASE WHEN e.scope IS NULL THEN k.unknown ELSE k.unknown + (k.conforming + k.deviating - e.before) END AS unknown
  FROM given g
  CROSS JOIN LATERAL (
    SELECT v.* FROM vg.verdict_kept v
    WHERE v.indicator = ANY (ARRAY(SELECT unnest(p.codes) FROM part p)) AND v.perimeter_id = g.perimeter_id AND v.subject = g.subject
      AND NOT (isempty(v.deviating) AND isempty(v.unknown) AND v.scope <> ALL (ARRAY(SELECT e.scope FROM ended e)))
    OFFSET 0) k
  LEFT JOIN ended e USING (scope)),
said AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, range_agg(v.deviating) AS deviating, range_agg(v.unknown) AS unknown,
         string_agg(v.indicator, ', ' ORDER BY v.indicator) FILTER (WHERE v.deviating @> $1::timestamptz) AS detail
  FROM verdict v
  GROUP BY v.perimeter_id, v.subject)
SELECT g.perimeter_id, g.subject, g.label, g.judged, g.judged - coalesce(s.deviating, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       (c.fresh - coalesce(s.unknown, '{}')) + coalesce(s.deviating, '{}') AS spoken, NULL::bigint[] AS sources, s.detail
FROM given g
JOIN scope c USING (perimeter_id)
LEFT JOIN said s USING (perimeter_id, subject)
