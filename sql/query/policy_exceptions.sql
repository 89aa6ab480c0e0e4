-- policy_exceptions: where the rules of a pack do not apply, from the day it takes effect; what the version before it stated and this one
-- does not ends that day
-- $1 text policy; $2 text[] rules; $3 text[] perimeters; $4 text[] reasons; $5 text[] authors; $6 text[] reviewers
-- $7 timestamptz the present instant
WITH head AS (SELECT p.code, p.effective_at AS from_at FROM vg.policy p WHERE p.code = $1),
stated AS (
  SELECT n.rule, q.id AS perimeter_id, true AS excluded, n.reason, n.author, n.reviewer
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) n(rule, perimeter, reason, author, reviewer)
  JOIN vg.perimeter q ON q.code = n.perimeter),
former AS (
  SELECT DISTINCT ON (a.rule, a.perimeter_id) a.rule, a.perimeter_id, a.applicable, a.author, a.reviewer
  FROM vg.applicability a JOIN head h ON a.from_at < h.from_at
  WHERE a.policy IS NOT NULL AND a.policy <> h.code
  ORDER BY a.rule, a.perimeter_id, a.from_at DESC, a.id DESC),
wanted AS (
  SELECT s.rule, s.perimeter_id, s.excluded, s.reason, s.author, s.reviewer FROM stated s
  UNION ALL
  SELECT f.rule, f.perimeter_id, false, 'no longer stated by the policy', f.author, f.reviewer
  FROM former f
  WHERE NOT f.applicable AND NOT EXISTS (SELECT FROM stated s WHERE (s.rule, s.perimeter_id) = (f.rule, f.perimeter_id))),
gone AS (
  DELETE FROM vg.applicability a
  WHERE a.policy = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE (w.rule, w.perimeter_id) = (a.rule, a.perimeter_id)))
INSERT INTO vg.applicability AS a (policy, rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at)
SELECT h.code, w.rule, w.perimeter_id, NOT w.excluded, h.from_at, w.reason, w.author, w.reviewer, $7
FROM wanted w CROSS JOIN head h
ON CONFLICT (policy, rule, perimeter_id) WHERE policy IS NOT NULL DO UPDATE
SET applicable = excluded.applicable, from_at = excluded.from_at, reason = excluded.reason, author = excluded.author,
    reviewer = excluded.reviewer, decided_at = excluded.decided_at
WHERE (a.applicable, a.from_at, a.reason, a.author, a.reviewer)
  IS DISTINCT FROM (excluded.applicable, excluded.from_at, excluded.reason, excluded.author, excluded.reviewer);
