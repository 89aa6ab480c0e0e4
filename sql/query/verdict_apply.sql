-- verdict_apply: brings what is kept of the verdicts of an indicator to what it should be, and what is counted of their edges with them; the subjects of
-- which anything differed, up to one more than TOUCHED_MAX, with the first instant at which as many are not what they were. The
-- engine puts verdict_difference where vg.verdict_difference stands.
-- $1 text indicator
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.verdict_difference d),
gone AS (
  DELETE FROM vg.verdict_kept v USING difference d
  WHERE d.gone AND v.indicator = $1::text AND v.perimeter_id = d.perimeter_id AND v.subject = d.subject),
written AS (
  INSERT INTO vg.verdict_kept AS v (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail, scope)
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.judged, d.conforming, d.deviating, d.pending, d.unknown, d.waived, d.detail,
         d.scope
  FROM difference d WHERE NOT d.gone
  ON CONFLICT (indicator, perimeter_id, subject) DO UPDATE
  SET label = excluded.label, judged = excluded.judged, conforming = excluded.conforming, deviating = excluded.deviating,
      pending = excluded.pending, unknown = excluded.unknown, waived = excluded.waived, detail = excluded.detail,
      scope = excluded.scope),
part AS (
  SELECT d.perimeter_id, d.scope, p.part, p.now, CASE WHEN d.was_scope = d.scope THEN p.was ELSE '{}' END AS was
  FROM difference d
  CROSS JOIN LATERAL (VALUES (1, d.conforming, d.was_conforming), (2, d.deviating, d.was_deviating), (3, d.pending, d.was_pending),
                             (4, d.unknown, d.was_unknown), (5, d.waived, d.was_waived)) p(part, now, was)
  WHERE NOT d.gone AND p.now <> CASE WHEN d.was_scope = d.scope THEN p.was ELSE '{}' END
  UNION ALL
  SELECT d.perimeter_id, d.was_scope, p.part, '{}', p.was
  FROM difference d
  CROSS JOIN LATERAL (VALUES (1, d.was_conforming), (2, d.was_deviating), (3, d.was_pending), (4, d.was_unknown), (5, d.was_waived)) p(part, was)
  WHERE (d.gone OR d.was_scope <> d.scope) AND NOT isempty(p.was)),
change AS MATERIALIZED ( -- a pull changes many alike: to take a range out of them costs more than to count them
  SELECT p.perimeter_id, p.scope, p.part, p.now - p.was AS more, p.was - p.now AS less, count(*) AS many
  FROM part p
  GROUP BY p.perimeter_id, p.scope, p.part, p.now - p.was, p.was - p.now),
edge AS (
  SELECT c.perimeter_id, c.scope, c.part, e.at, e.step * c.many AS step
  FROM (SELECT g.perimeter_id, g.scope, g.part, g.many, unnest(g.more) AS more, unnest(g.less) AS less FROM change g) c
  CROSS JOIN LATERAL (VALUES (lower(c.more), 1), (upper(c.more), -1), (lower(c.less), -1), (upper(c.less), 1)) e(at, step)
  WHERE e.at IS NOT NULL),
moved AS MATERIALIZED (
  SELECT m.* FROM (
    SELECT e.perimeter_id, e.scope, e.at, coalesce(sum(e.step) FILTER (WHERE e.part = 1), 0)::integer AS conforming,
           coalesce(sum(e.step) FILTER (WHERE e.part = 2), 0)::integer AS deviating, coalesce(sum(e.step) FILTER (WHERE e.part = 3), 0)::integer AS pending,
           coalesce(sum(e.step) FILTER (WHERE e.part = 4), 0)::integer AS unknown, coalesce(sum(e.step) FILTER (WHERE e.part = 5), 0)::integer AS waived
    FROM edge e
    GROUP BY e.perimeter_id, e.scope, e.at) m
  WHERE (m.conforming, m.deviating, m.pending, m.unknown, m.waived) <> (0, 0, 0, 0, 0)),
kept AS MATERIALIZED (
  SELECT k.* FROM vg.verdict_edge k WHERE k.indicator = $1 AND k.at >= (SELECT min(m.at) FROM moved m)),
counted AS MATERIALIZED (
  SELECT m.perimeter_id, m.scope, m.at, m.conforming + coalesce(k.conforming, 0) AS conforming, m.deviating + coalesce(k.deviating, 0) AS deviating,
         m.pending + coalesce(k.pending, 0) AS pending, m.unknown + coalesce(k.unknown, 0) AS unknown,
         m.waived + coalesce(k.waived, 0) AS waived
  FROM moved m LEFT JOIN kept k USING (perimeter_id, scope, at)),
edge_gone AS (
  DELETE FROM vg.verdict_edge k USING counted c
  WHERE (c.conforming, c.deviating, c.pending, c.unknown, c.waived) = (0, 0, 0, 0, 0)
    AND k.indicator = $1 AND k.perimeter_id = c.perimeter_id AND k.scope = c.scope AND k.at = c.at),
edge_written AS (
  INSERT INTO vg.verdict_edge AS k (indicator, perimeter_id, scope, at, conforming, deviating, pending, unknown, waived)
  SELECT $1, c.perimeter_id, c.scope, c.at, c.conforming, c.deviating, c.pending, c.unknown, c.waived FROM counted c
  WHERE (c.conforming, c.deviating, c.pending, c.unknown, c.waived) <> (0, 0, 0, 0, 0)
  ON CONFLICT (indicator, scope, perimeter_id, at) DO UPDATE
  SET conforming = excluded.conforming, deviating = excluded.deviating, pending = excluded.pending, unknown = excluded.unknown,
      waived = excluded.waived)
SELECT d.perimeter_id, d.subject, (SELECT min(m.at) FROM moved m) AS first_at FROM difference d LIMIT 5001;
