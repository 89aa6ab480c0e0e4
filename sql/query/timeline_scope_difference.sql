-- timeline_scope_difference: when each of some indicators is fresh in each perimeter, by which thresholds it is judged and, of a statistic, when it
-- is waived whole, where that is not what its timeline was made with; the first instant at which it is not, -infinity when the timeline is to be
-- made whole
-- $1 text[] indicators; $2 timestamptz start of the window
-- role: vigie_collect
WITH sheet AS MATERIALIZED (
  SELECT i.code, i.form, i.kinds, i.optional, concat_ws(' ', i.version, i.sha256) AS formula, vg.own_spoken(i.code) AS spoken
  FROM vg.indicator i WHERE i.code = ANY ($1::text[])),
kind AS MATERIALIZED (
  SELECT s.code, k AS kind, true AS required FROM sheet s CROSS JOIN LATERAL unnest(s.kinds) k
  UNION ALL SELECT s.code, k, false FROM sheet s CROSS JOIN LATERAL unnest(s.optional) k),
fresh AS MATERIALIZED (
  SELECT k.code, p.id AS perimeter_id, range_intersect_agg(coalesce(f.during, '{}')) AS during
  FROM vg.perimeter p
  CROSS JOIN kind k
  LEFT JOIN vg.fresh_kind f ON f.perimeter_id = p.id AND f.kind = k.kind
  WHERE k.required OR f.kind IS NOT NULL
  GROUP BY k.code, p.id),
term AS MATERIALIZED (
  SELECT b.indicator AS code, b.perimeter_id,
         string_agg(concat_ws(' ', b.during, b.target, b.warning, b.critical), ' ' ORDER BY b.during, b.target, b.warning, b.critical) AS terms
  FROM vg.threshold_period b WHERE b.indicator = ANY ($1) GROUP BY b.indicator, b.perimeter_id),
waiver AS MATERIALIZED (
  SELECT s.code, w.perimeter_id, range_agg(w.during) AS during
  FROM vg.waiver_reach w JOIN sheet s ON s.code = w.indicator WHERE w.subjects IS NULL AND s.form = 'statistic' GROUP BY s.code, w.perimeter_id),
reach AS MATERIALIZED (
  SELECT t.ancestor_id AS perimeter_id, string_agg(t.descendant_id::text, ',' ORDER BY t.descendant_id) AS below
  FROM vg.perimeter_tree t GROUP BY t.ancestor_id),
new AS MATERIALIZED (
  SELECT s.code AS indicator, p.id AS perimeter_id,
         coalesce(f.during, CASE WHEN s.kinds = '{}' THEN '{(,)}'::tstzmultirange ELSE '{}' END) * s.spoken AS fresh,
         coalesce(a.during, '{}') AS waived, concat_ws(' ', s.formula, w.below, t.terms) AS terms
  FROM vg.perimeter p
  CROSS JOIN sheet s
  LEFT JOIN fresh f ON f.code = s.code AND f.perimeter_id = p.id
  LEFT JOIN waiver a ON a.code = s.code AND a.perimeter_id = p.id
  LEFT JOIN reach w ON w.perimeter_id = p.id
  LEFT JOIN term t ON t.code = s.code AND t.perimeter_id = p.id),
old AS MATERIALIZED (
  SELECT o.* FROM vg.timeline_scope o WHERE o.indicator = ANY ($1))
SELECT d.indicator, d.perimeter_id, $2 AS since, d.fresh, d.waived, d.terms, d.first_at, d.fresh IS NULL AS gone
FROM (SELECT indicator, perimeter_id, n.fresh, n.waived, n.terms,
             CASE WHEN n.terms = o.terms AND o.since = $2 THEN least(vg.first_difference(n.fresh, o.fresh), vg.first_difference(n.waived, o.waived))
                  ELSE '-infinity' END AS first_at
      FROM new n FULL JOIN old o USING (indicator, perimeter_id)) d
WHERE d.first_at < 'infinity';
