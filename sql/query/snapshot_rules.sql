-- snapshot_rules: the rules of every policy that is or was in force, in its order, with its period
-- role: vigie_web
SELECT p.code AS policy, p.title_fr AS policy_fr, p.title_en AS policy_en, lower(e.during) AS from_at, upper(e.during) AS to_at,
       r.number, r.chapter, r.title_fr, r.title_en, c.title_fr AS chapter_fr, c.title_en AS chapter_en, l.indicators
FROM vg.policy p
JOIN vg.policy_period e ON e.policy = p.code AND NOT isempty(e.during)
LEFT JOIN vg.rule r ON r.policy = p.code
LEFT JOIN vg.chapter c ON c.policy = r.policy AND c.number = r.chapter
LEFT JOIN (
  SELECT i.policy, i.rule, string_agg(i.indicator, ',' ORDER BY i.position) AS indicators FROM vg.rule_indicator i GROUP BY i.policy, i.rule) l
  ON l.policy = r.policy AND l.rule = r.number
ORDER BY p.effective_on, p.code, r.position;
