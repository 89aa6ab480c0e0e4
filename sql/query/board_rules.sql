-- board_rules: the rules of the latest policy in its order, with their states at two instants
-- $1 bigint perimeter; $2 timestamptz instant; $3 timestamptz instant to compare with, or NULL
-- role: vigie_web
WITH policy AS (SELECT p.code, p.title_fr, p.title_en FROM vg.policy p ORDER BY p.effective_on DESC, p.code LIMIT 1)
SELECT p.code AS policy, p.title_fr AS policy_fr, p.title_en AS policy_en, r.number, r.chapter, r.title_fr, r.title_en,
       c.title_fr AS chapter_fr, c.title_en AS chapter_en, n.state, n.from_at AS since, b.state AS before,
       l.indicators
FROM policy p
JOIN vg.rule r ON r.policy = p.code
JOIN vg.chapter c ON c.policy = r.policy AND c.number = r.chapter
LEFT JOIN (
  SELECT i.policy, i.rule, string_agg(i.indicator, ',' ORDER BY i.position) AS indicators FROM vg.rule_indicator i GROUP BY i.policy, i.rule) l
  ON l.policy = r.policy AND l.rule = r.number
LEFT JOIN LATERAL (
  SELECT t.state, t.from_at FROM vg.rule_timeline t
  WHERE t.policy = r.policy AND t.rule = r.number AND t.perimeter_id = $1 AND t.from_at <= $2
  ORDER BY t.from_at DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (
  SELECT t.state FROM vg.rule_timeline t
  WHERE t.policy = r.policy AND t.rule = r.number AND t.perimeter_id = $1 AND t.from_at <= $3
  ORDER BY t.from_at DESC LIMIT 1) b ON true
ORDER BY r.position;
