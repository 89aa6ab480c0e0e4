-- evaluation_judged: of which assets the indicators that composites are made of say something else than at the evaluation before: those
-- given, and those of which they do by what was known then already; and all their names. For the latter, only the indicators whose figures
-- moved in between are looked at.
-- $1 timestamptz the evaluation before; $2 timestamptz this one, later; $3 bigint at most so many; $4 text[] subjects
-- role: vigie_collect
WITH moved AS MATERIALIZED (
  SELECT DISTINCT i.code FROM vg.indicator i
  CROSS JOIN vg.perimeter p
  CROSS JOIN LATERAL (SELECT FROM vg.timeline t
                      WHERE t.indicator = i.code AND t.perimeter_id = p.id AND t.from_at > $1 AND t.from_at <= $2 LIMIT 1) t
  WHERE i.subject = 'asset' AND i.form IN ('ratio', 'attested')),
subject AS MATERIALIZED (
  SELECT u.subject FROM unnest($4::text[]) u(subject)
  UNION (
    SELECT v.subject FROM moved m
    CROSS JOIN LATERAL (
      SELECT v.subject FROM vg.verdict_kept v
      WHERE v.indicator = m.code AND ((v.deviating - v.waived) @> $1::timestamptz) <> ((v.deviating - v.waived) @> $2::timestamptz)
      OFFSET 0) v
    LIMIT $3))
SELECT true AS subject, s.subject AS name FROM subject s
UNION ALL SELECT false, s.subject FROM subject s
UNION ALL SELECT false, a.name FROM vg.asset_alias a WHERE a.subject = ANY (ARRAY(SELECT s.subject FROM subject s)) AND a.name <> a.subject;
