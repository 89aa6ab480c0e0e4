-- policy_mapping_shown: the controls that rules answer, in the order of the policy and of the frameworks
-- $1 text policy; $2 text rule, or NULL for all
-- role: vigie_web
SELECT c.rule, f.code AS framework, f.title_fr AS framework_fr, f.title_en AS framework_en, k.number, k.title_fr, k.title_en
FROM vg.rule_control c
JOIN vg.rule r ON r.policy = c.policy AND r.number = c.rule
JOIN vg.framework f ON f.code = c.framework
JOIN vg.framework_control k ON k.framework = c.framework AND k.number = c.control
WHERE c.policy = $1 AND ($2::text IS NULL OR c.rule = $2)
ORDER BY r.position, f.position, k.position;
