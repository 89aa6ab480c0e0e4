-- board_lifeline: the states of a rule over a period, each stretch under the policy in force then
-- $1 bigint perimeter; $2 text rule; $3 timestamptz from; $4 timestamptz to
-- role: vigie_web
SELECT greatest(t.from_at, lower(e.during), $3) AS from_at, least(t.to_at, upper(e.during), $4) AS to_at, t.state
FROM vg.rule_timeline t
JOIN vg.policy_period e ON e.policy = t.policy
WHERE t.rule = $2 AND t.perimeter_id = $1 AND t.from_at < $4 AND t.to_at > $3
  AND e.during && tstzrange($3, $4) AND tstzrange(t.from_at, t.to_at) && e.during
ORDER BY from_at;
