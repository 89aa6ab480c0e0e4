-- evaluation_composite: subjects judged by what all indicators of assets say of them: deviating where one at least deviates without a
-- waiver, else unknown where one at least is. The engine puts the indicator's statement where vg.composite_row stands, and this where
-- vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
WITH given AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged
  FROM vg.composite_row g
  WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject IN (SELECT unnest($4::text[])))),
scope AS MATERIALIZED (
  SELECT p.perimeter_id, vg.fresh(p.perimeter_id, i.kinds, i.optional, NULL) AS fresh
  FROM (SELECT DISTINCT g.perimeter_id FROM given g) p JOIN vg.indicator i ON i.code = $5::text),
said AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, range_agg(v.deviating - v.waived) AS deviating, range_agg(v.unknown) AS unknown,
         string_agg(v.indicator, ', ' ORDER BY v.indicator) FILTER (WHERE (v.deviating - v.waived) @> $1::timestamptz) AS detail
  FROM given g
  CROSS JOIN LATERAL (
    SELECT v.* FROM vg.verdict v
    WHERE v.indicator = ANY (ARRAY(SELECT i.code FROM vg.indicator i WHERE i.subject = 'asset' AND i.form IN ('ratio', 'attested')))
      AND v.perimeter_id = g.perimeter_id AND v.subject = g.subject AND NOT (isempty(v.deviating) AND isempty(v.unknown))
    OFFSET 0) v
  GROUP BY g.perimeter_id, g.subject)
SELECT g.perimeter_id, g.subject, g.label, g.judged, g.judged - coalesce(s.deviating, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       (c.fresh - coalesce(s.unknown, '{}')) + coalesce(s.deviating, '{}') AS spoken, NULL::bigint[] AS sources, s.detail
FROM given g
JOIN scope c USING (perimeter_id)
LEFT JOIN said s USING (perimeter_id, subject)
