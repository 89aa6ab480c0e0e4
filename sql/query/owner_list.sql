-- owner_list: who answers for a rule: the word of the policy in force and what was decided since, as known at an instant, the latest first
-- $1 text rule; $2 timestamptz instant
-- role: vigie_web
SELECT o.owner, o.deputy, o.from_at, o.author, o.reason, o.from_at <= $2 AS begun
FROM vg.rule_owner o WHERE o.rule = $1 AND o.decided_at <= $2
UNION ALL
SELECT r.owner, '', p.effective_at, '', '', true
FROM vg.policy_period e
JOIN vg.policy p ON p.code = e.policy
JOIN vg.rule r ON r.policy = p.code
WHERE e.during @> $2 AND r.number = $1 AND r.owner <> ''
ORDER BY 3 DESC, 4 DESC;
