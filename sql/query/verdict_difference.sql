-- verdict_difference: crosses what an indicator said with freshness as if it were for ever, as kept with vg.verdict_scope, and waivers;
-- what differs from what is kept of verdicts
-- $1 text indicator; $2 text[] subjects or NULL: all
-- role: vigie_collect
-- OFFSET 0: each step is worked out once a subject, and not copied
WITH given AS MATERIALIZED (
  SELECT g.* FROM vg.given g
  WHERE g.indicator = $1 AND NOT isempty(g.judged) AND ($2::text[] IS NULL OR g.subject = ANY ($2))),
own AS MATERIALIZED (SELECT vg.own_spoken($1) AS spoken),
scope AS MATERIALIZED (
  SELECT s.id, s.perimeter_id, s.sources, s.fresh FROM vg.verdict_scope s WHERE s.indicator = $1),
waiver AS MATERIALIZED (
  SELECT w.perimeter_id, w.subjects, w.during FROM vg.waiver_reach w WHERE w.indicator = $1),
judged AS (
  SELECT g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.judged * g.pending AS pending, s.fresh * g.spoken * o.spoken AS fresh, g.detail,
         s.id AS scope
  FROM given g
  JOIN scope s ON s.perimeter_id = g.perimeter_id AND s.sources IS NOT DISTINCT FROM g.sources
  CROSS JOIN own o
  OFFSET 0),
split AS (
  SELECT j.perimeter_id, j.subject, j.label, j.judged, j.pending, j.judged * j.conforming * j.fresh - j.pending AS conforming,
         j.judged - j.pending - j.fresh AS unknown, j.detail, j.scope
  FROM judged j
  OFFSET 0),
part AS (
  SELECT s.perimeter_id, s.subject, s.label, s.judged, s.conforming, s.pending, s.unknown,
         s.judged - s.conforming - s.pending - s.unknown AS deviating, s.detail, s.scope
  FROM split s
  OFFSET 0),
new AS (
  SELECT p.perimeter_id, p.subject, p.label, p.judged, p.conforming, p.deviating, p.pending, p.unknown,
         CASE WHEN isempty(p.deviating) THEN '{}'
              ELSE coalesce(p.deviating * (SELECT range_agg(w.during) FROM waiver w
                                           WHERE w.perimeter_id = p.perimeter_id AND (w.subjects IS NULL OR p.subject = ANY (w.subjects))), '{}')
              END AS waived,
         p.detail, p.scope
  FROM part p
  OFFSET 0),
old AS MATERIALIZED (
  SELECT v.* FROM vg.verdict_kept v WHERE v.indicator = $1 AND ($2 IS NULL OR v.subject = ANY ($2)))
SELECT $1 AS indicator, coalesce(n.perimeter_id, o.perimeter_id) AS perimeter_id, coalesce(n.subject, o.subject) AS subject, n.label, n.judged, n.conforming,
       n.deviating, n.pending, n.unknown, n.waived, n.detail, n.scope, o.conforming AS was_conforming,
       o.deviating AS was_deviating, o.pending AS was_pending, o.unknown AS was_unknown, o.waived AS was_waived, o.scope AS was_scope, n.subject IS NULL AS gone
FROM new n FULL JOIN old o USING (perimeter_id, subject)
WHERE n.subject IS NULL OR o.subject IS NULL
   OR (n.label, n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.detail, n.scope)
      IS DISTINCT FROM (o.label, o.judged, o.conforming, o.deviating, o.pending, o.unknown, o.waived, o.detail, o.scope);
