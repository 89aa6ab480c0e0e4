-- evaluation_composite: subjects judged by what all indicators of assets say of them: deviating where one at least deviates without a
-- waiver, else unknown where one at least is. The engine puts the indicator's statement where vg.composite_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator; $6 text[] kinds it reads; $7 text[] optional ones
-- role: vigie_collect
INSERT INTO vg.verdict_next (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)
WITH given AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged
  FROM vg.composite_row g
  WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject = ANY ($4))),
said AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, range_agg(v.deviating - v.waived) AS deviating, range_agg(v.waived) AS waived,
         range_agg(v.unknown) AS unknown,
         string_agg(i.code, ', ' ORDER BY i.code) FILTER (WHERE (v.deviating - v.waived) @> $1::timestamptz) AS detail
  FROM vg.verdict v
  JOIN vg.indicator i ON i.code = v.indicator
  WHERE i.subject = 'asset' AND i.form = 'ratio'
  GROUP BY v.perimeter_id, v.subject),
judged AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged, g.judged * coalesce(s.deviating, '{}') AS deviating,
         g.judged * (coalesce(s.unknown, '{}') + (g.judged - vg.fresh(g.perimeter_id, $6::text[], $7::text[], NULL))) AS unknown,
         coalesce(s.waived, '{}') AS waived, s.detail
  FROM given g LEFT JOIN said s USING (perimeter_id, subject)
  WHERE NOT isempty(g.judged))
SELECT $5::text, j.perimeter_id, j.subject, j.label, j.judged, j.judged - j.deviating - j.unknown, j.deviating, '{}', j.unknown - j.deviating,
       '{}', j.detail
FROM judged j;
