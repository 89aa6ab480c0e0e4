-- rule_marks: what happened to a rule in a period besides its state: versions of the policy, waivers, statements of applicability
-- $1 bigint perimeter; $2 text rule; $3 timestamptz from; $4 timestamptz to
-- role: vigie_web
WITH waiver AS (
  SELECT w.during, w.ended_at FROM vg.waiver w
  JOIN vg.perimeter_tree t ON t.ancestor_id = w.perimeter_id AND t.descendant_id = $1
  WHERE w.status = 'approved' AND coalesce(w.decided_at, w.requested_at) < $4
    AND (w.rule = $2 OR w.indicator IN (SELECT l.indicator FROM vg.rule_indicator l WHERE l.rule = $2))),
mark AS (
  SELECT p.effective_at AS at, 'policy' AS what, p.title_fr, p.title_en
  FROM vg.policy p JOIN vg.rule r ON r.policy = p.code AND r.number = $2
  UNION ALL SELECT lower(w.during), 'waiver_begins', '', '' FROM waiver w
  UNION ALL SELECT upper(w.during), 'waiver_ends', '', '' FROM waiver w
  UNION ALL
  SELECT a.from_at, CASE WHEN a.applicable THEN 'applicable' ELSE 'not_applicable' END, a.reason, a.reason
  FROM vg.applicability a JOIN vg.perimeter_tree t ON t.ancestor_id = a.perimeter_id AND t.descendant_id = $1 WHERE a.rule = $2)
SELECT m.at, m.what, m.title_fr, m.title_en FROM mark m WHERE m.at >= $3 AND m.at < $4 ORDER BY m.at, m.what;
