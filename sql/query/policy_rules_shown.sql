-- policy_rules_shown: what a version of the policy asks, rule by rule, and who answers for each at an instant: its word, or what was
-- decided since
-- $1 text policy; $2 timestamptz instant
-- role: vigie_web
SELECT r.number, r.statement_fr, r.statement_en, r.frequency_fr, r.frequency_en, coalesce(d.owner, r.owner) AS owner
FROM vg.rule r
JOIN vg.policy p ON p.code = r.policy
LEFT JOIN LATERAL (
  SELECT o.owner FROM vg.rule_owner o
  WHERE o.rule = r.number AND o.from_at <= $2 AND o.decided_at <= $2 AND o.from_at >= p.effective_at
  ORDER BY o.from_at DESC, o.id DESC LIMIT 1) d ON true
WHERE r.policy = $1
ORDER BY r.position;
