-- own_used: where the policy names an indicator
-- $1 text code
SELECT l.policy, l.rule FROM vg.rule_indicator l WHERE l.indicator = $1 ORDER BY l.policy, l.rule LIMIT 1;
