-- policy_rules_shown: what a version of the policy asks, rule by rule
-- $1 text policy
-- role: vigie_web
SELECT r.number, r.statement_fr, r.statement_en, r.frequency_fr, r.frequency_en, r.owner
FROM vg.rule r WHERE r.policy = $1 ORDER BY r.position;
