-- policy_framework_shown: the controls of a framework, each with the rules of a policy that answer it
-- $1 text framework; $2 text policy
-- role: vigie_web
SELECT f.title_fr AS framework_fr, f.title_en AS framework_en, k.number, k.title_fr, k.title_en,
       coalesce((SELECT string_agg(c.rule, ',' ORDER BY r.position)
                 FROM vg.rule_control c JOIN vg.rule r ON r.policy = c.policy AND r.number = c.rule
                 WHERE (c.policy, c.framework, c.control) = ($2, k.framework, k.number)), '') AS rules
FROM vg.framework f JOIN vg.framework_control k ON k.framework = f.code
WHERE f.code = $1
ORDER BY k.position;
