-- snapshot_rule_timeline: the step functions of all rules in a perimeter
-- $1 bigint perimeter; $2 bigint most rows
-- role: vigie_web
SELECT t.policy, t.rule, t.from_at, t.state FROM vg.rule_timeline t WHERE t.perimeter_id = $1 ORDER BY t.policy, t.rule, t.from_at LIMIT $2::bigint;
