-- evaluation_ratio: periods of a ratio's subjects. The engine puts the indicator's statement where vg.ratio_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator; $6 text[] kinds it reads; $7 text[] optional ones
-- role: vigie_collect
INSERT INTO vg.verdict_next (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)
WITH given AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged, g.conforming,
         g.pending, g.sources, g.detail
  FROM vg.ratio_row g
  WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject = ANY ($4))),
scope AS MATERIALIZED (
  SELECT s.perimeter_id, s.sources, vg.fresh(s.perimeter_id, $6::text[], $7::text[], s.sources) AS fresh
  FROM (SELECT DISTINCT g.perimeter_id, g.sources FROM given g) s),
waiver AS MATERIALIZED (
  SELECT w.perimeter_id, w.subjects, w.during FROM vg.waiver_reach w WHERE w.indicator = $5::text),
judged AS MATERIALIZED (
  SELECT g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.judged * g.pending AS pending, s.fresh, g.detail
  FROM given g JOIN scope s ON s.perimeter_id = g.perimeter_id AND s.sources IS NOT DISTINCT FROM g.sources
  WHERE NOT isempty(g.judged)),
split AS MATERIALIZED (
  SELECT j.perimeter_id, j.subject, j.label, j.judged, j.pending, j.judged * j.conforming * j.fresh - j.pending AS conforming,
         j.judged - j.pending - j.fresh AS unknown, j.detail
  FROM judged j),
verdict AS MATERIALIZED (
  SELECT s.perimeter_id, s.subject, s.label, s.judged, s.conforming, s.pending, s.unknown,
         s.judged - s.conforming - s.pending - s.unknown AS deviating, s.detail
  FROM split s)
SELECT $5::text, v.perimeter_id, v.subject, v.label, v.judged, v.conforming, v.deviating, v.pending, v.unknown,
       coalesce(v.deviating * (SELECT range_agg(w.during) FROM waiver w
                               WHERE w.perimeter_id = v.perimeter_id AND (w.subjects IS NULL OR v.subject = ANY (w.subjects))), '{}'),
       v.detail
FROM verdict v;
