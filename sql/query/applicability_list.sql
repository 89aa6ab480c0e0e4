-- applicability_list: statements of (non-)applicability that bear on a perimeter, as known at an instant: those to be reviewed first,
-- then the latest; holds: nothing later was said of the same rule and perimeter
-- $1 bigint perimeter; $2 timestamptz instant; $3 text rule or NULL
-- role: vigie_web, role: vigie_collect
WITH said AS (
  SELECT NULL::bigint AS request, a.rule, a.perimeter_id, a.applicable, a.from_at, a.reason, a.author, a.decided_at AS asked_at, a.reviewer, a.decided_at,
         row_number() OVER (PARTITION BY a.rule, a.perimeter_id ORDER BY a.from_at DESC, a.id DESC) = 1 AS holds, '' AS decision,
         'confirmed' AS status
  FROM vg.applicability a WHERE a.decided_at <= $2
  UNION ALL
  SELECT q.id, q.rule, q.perimeter_id, q.applicable, q.from_at, q.reason, q.author, q.asked_at, CASE WHEN q.decided_at <= $2 THEN q.reviewer END,
         CASE WHEN q.decided_at <= $2 THEN q.decided_at END, false, CASE WHEN q.decided_at <= $2 THEN q.decision ELSE '' END,
         CASE WHEN q.decided_at <= $2 THEN q.status ELSE 'requested' END
  FROM vg.applicability_request q
  WHERE q.asked_at <= $2 AND (q.status <> 'confirmed' OR q.decided_at > $2))
SELECT s.request, s.rule, p.code AS perimeter_code, p.name AS perimeter, s.applicable, s.from_at, s.reason, s.author, s.asked_at, s.reviewer, s.decided_at, s.holds,
       s.decision, s.status
FROM said s
JOIN vg.perimeter p ON p.id = s.perimeter_id
WHERE ($3::text IS NULL OR s.rule = $3)
  AND EXISTS (SELECT FROM vg.perimeter_related r WHERE r.perimeter_id = $1 AND r.other_id = s.perimeter_id)
ORDER BY s.status <> 'requested', NOT s.holds, s.from_at DESC, s.rule;
