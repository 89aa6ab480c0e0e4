-- board_left_out: at which of these instants no rule that an indicator measures, of the policy in force then, applies, and since when
-- $1 bigint perimeter; $2 text[] instants; $3 text indicator
-- role: vigie_web
SELECT n.place::integer AS place, max(t.from_at) AS since
FROM unnest($2::text[]) WITH ORDINALITY n(at, place)
JOIN vg.policy_period e ON e.during @> n.at::timestamptz
JOIN vg.rule_indicator i ON i.policy = e.policy AND i.indicator = $3
LEFT JOIN LATERAL (
  SELECT l.state, l.from_at FROM vg.rule_timeline l
  WHERE l.policy = i.policy AND l.rule = i.rule AND l.perimeter_id = $1 AND l.from_at <= n.at::timestamptz
  ORDER BY l.from_at DESC LIMIT 1) t ON true
GROUP BY n.place
HAVING bool_and(coalesce(t.state, 'unknown') = 'not_applicable');
