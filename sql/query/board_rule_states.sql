-- board_rule_states: the states of all rules at instants, each under the policy in force then; a rule that nothing measured is unknown
-- $1 bigint perimeter; $2 text[] instants
-- role: vigie_web
SELECT n.place::integer AS place, r.chapter, coalesce(t.state, 'unknown') AS state
FROM unnest($2::text[]) WITH ORDINALITY n(at, place)
JOIN vg.policy_period e ON e.during @> n.at::timestamptz
JOIN vg.rule r ON r.policy = e.policy
LEFT JOIN LATERAL (
  SELECT l.state FROM vg.rule_timeline l
  WHERE l.policy = r.policy AND l.rule = r.number AND l.perimeter_id = $1 AND l.from_at <= n.at::timestamptz
  ORDER BY l.from_at DESC LIMIT 1) t ON true;
