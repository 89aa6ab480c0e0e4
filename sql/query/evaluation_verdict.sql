-- evaluation_verdict: what indicators said, crossed with freshness and waivers
-- $1 text[] indicators
-- role: vigie_collect
INSERT INTO vg.verdict_next (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)
WITH given AS MATERIALIZED (
  SELECT g.* FROM vg.given_next g WHERE g.indicator = ANY ($1) AND NOT isempty(g.judged)),
scope AS MATERIALIZED (
  SELECT s.indicator, s.perimeter_id, s.sources,
         CASE WHEN i.form = 'composite' THEN '{(,)}'::tstzmultirange ELSE vg.fresh(s.perimeter_id, i.kinds, i.optional, s.sources) END AS fresh
  FROM (SELECT DISTINCT g.indicator, g.perimeter_id, g.sources FROM given g) s
  JOIN vg.indicator i ON i.code = s.indicator),
waiver AS MATERIALIZED (
  SELECT w.indicator, w.perimeter_id, w.subjects, w.during FROM vg.waiver_reach w WHERE w.indicator = ANY ($1)),
judged AS MATERIALIZED (
  SELECT g.indicator, g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.judged * g.pending AS pending,
         s.fresh * g.spoken AS fresh, g.detail
  FROM given g
  JOIN scope s ON s.indicator = g.indicator AND s.perimeter_id = g.perimeter_id AND s.sources IS NOT DISTINCT FROM g.sources),
split AS MATERIALIZED (
  SELECT j.indicator, j.perimeter_id, j.subject, j.label, j.judged, j.pending, j.judged * j.conforming * j.fresh - j.pending AS conforming,
         j.judged - j.pending - j.fresh AS unknown, j.detail
  FROM judged j),
verdict AS MATERIALIZED (
  SELECT s.indicator, s.perimeter_id, s.subject, s.label, s.judged, s.conforming, s.pending, s.unknown,
         s.judged - s.conforming - s.pending - s.unknown AS deviating, s.detail
  FROM split s)
SELECT v.indicator, v.perimeter_id, v.subject, v.label, v.judged, v.conforming, v.deviating, v.pending, v.unknown,
       coalesce(v.deviating * (SELECT range_agg(w.during) FROM waiver w
                               WHERE w.indicator = v.indicator AND w.perimeter_id = v.perimeter_id
                                 AND (w.subjects IS NULL OR v.subject = ANY (w.subjects))), '{}'),
       v.detail
FROM verdict v;
