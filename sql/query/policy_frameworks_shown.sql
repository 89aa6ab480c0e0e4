-- policy_frameworks_shown: the frameworks, and how many of their controls the rules of a policy answer
-- $1 text policy
-- role: vigie_web
SELECT f.code, f.title_fr, f.title_en, count(*) AS of,
       count(*) FILTER (WHERE EXISTS (SELECT FROM vg.rule_control c WHERE (c.policy, c.framework, c.control) = ($1, k.framework, k.number)))
         AS covered
FROM vg.framework f JOIN vg.framework_control k ON k.framework = f.code
GROUP BY f.code ORDER BY f.position;
