-- policy_versions: the versions of the policy, the newest first, and when each is in force
-- role: vigie_web
SELECT p.code, p.title_fr, p.title_en, p.effective_on::text AS effective_on, lower(e.during) AS from_at, upper(e.during) AS to_at,
       isempty(e.during) AS never, p.loaded_at, p.loaded_by, p.pack,
       (SELECT count(*) FROM vg.rule r WHERE r.policy = p.code) AS rules
FROM vg.policy p
JOIN vg.policy_period e ON e.policy = p.code
ORDER BY p.effective_on DESC, p.code DESC;
