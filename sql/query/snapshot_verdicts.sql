-- snapshot_verdicts: the periods of some subjects of an indicator that were once deviating or unknown (the others explain no change),
-- one row a stretch
-- $1 text indicator; $2 bigint perimeter and $3 text subject after which to begin; $4 bigint how many subjects
-- role: vigie_web
WITH said AS (
  SELECT v.perimeter_id, v.subject, v.label, v.detail, v.deviating, v.unknown, v.conforming
  FROM vg.verdict v
  WHERE v.indicator = $1 AND (NOT isempty(v.deviating) OR NOT isempty(v.unknown)) AND (v.perimeter_id, v.subject) > ($2::bigint, $3::text)
  ORDER BY v.perimeter_id, v.subject LIMIT $4::bigint)
SELECT s.perimeter_id, s.subject, s.label, s.detail, w.what, lower(r) AS from_at, upper(r) AS to_at
FROM said s
CROSS JOIN LATERAL (VALUES ('deviating', s.deviating), ('unknown', s.unknown), ('conforming', s.conforming)) w(what, during)
CROSS JOIN LATERAL unnest(w.during) r
ORDER BY s.perimeter_id, s.subject;
