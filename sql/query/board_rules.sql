-- board_rules: the rules of the policy in force at an instant, in its order, with their states then and at another instant, under the
-- policy in force there; then the rules that only the latter had
-- $1 bigint perimeter; $2 timestamptz instant; $3 timestamptz instant to compare with, or NULL
-- role: vigie_web
WITH side AS (
  SELECT d.side, e.policy, d.at
  FROM (VALUES ('now', $2::timestamptz), ('before', $3::timestamptz)) d(side, at)
  JOIN vg.policy_period e ON e.during @> d.at),
line AS (
  SELECT s.side, r.policy, r.number, r.chapter, r.position, r.title_fr, r.title_en, t.state, t.from_at
  FROM side s
  JOIN vg.rule r ON r.policy = s.policy
  LEFT JOIN LATERAL (
    SELECT l.state, l.from_at FROM vg.rule_timeline l
    WHERE l.policy = r.policy AND l.rule = r.number AND l.perimeter_id = $1 AND l.from_at <= s.at
    ORDER BY l.from_at DESC LIMIT 1) t ON true),
link AS (
  SELECT i.policy, i.rule, string_agg(i.indicator, ',' ORDER BY i.position) AS indicators FROM vg.rule_indicator i GROUP BY i.policy, i.rule)
SELECT p.code AS policy, p.title_fr AS policy_fr, p.title_en AS policy_en, coalesce(n.number, b.number) AS number, coalesce(n.chapter, b.chapter) AS chapter,
       coalesce(n.title_fr, b.title_fr) AS title_fr, coalesce(n.title_en, b.title_en) AS title_en,
       c.title_fr AS chapter_fr, c.title_en AS chapter_en, n.state, n.from_at AS since, b.state AS before,
       n.number IS NOT NULL AS is_now, b.number IS NOT NULL AS is_before, l.indicators, lb.indicators AS indicators_before
FROM (SELECT o.policy, o.number, o.chapter, o.position, o.title_fr, o.title_en, o.state, o.from_at FROM line o WHERE o.side = 'now') n
FULL JOIN (SELECT o.policy, o.number, o.chapter, o.position, o.title_fr, o.title_en, o.state, o.from_at FROM line o WHERE o.side = 'before') b ON b.number = n.number
JOIN vg.policy p ON p.code = coalesce(n.policy, b.policy)
JOIN vg.chapter c ON c.policy = p.code AND c.number = coalesce(n.chapter, b.chapter)
LEFT JOIN link l ON l.policy = n.policy AND l.rule = n.number
LEFT JOIN link lb ON lb.policy = b.policy AND lb.rule = b.number
ORDER BY n.position NULLS LAST, b.position;
