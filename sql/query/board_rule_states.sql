-- board_rule_states: the states of measured rules at instants
-- $1 bigint perimeter; $2 text policy; $3 text[] instants
-- role: vigie_web
SELECT n.place::integer AS place, r.number, t.state
FROM vg.rule r
CROSS JOIN unnest($3::text[]) WITH ORDINALITY n(at, place)
CROSS JOIN LATERAL (
  SELECT l.state FROM vg.rule_timeline l
  WHERE l.policy = r.policy AND l.rule = r.number AND l.perimeter_id = $1 AND l.from_at <= n.at::timestamptz
  ORDER BY l.from_at DESC LIMIT 1) t
WHERE r.policy = $2 AND EXISTS (SELECT FROM vg.rule_indicator i JOIN vg.indicator x ON x.code = i.indicator
                                WHERE i.policy = r.policy AND i.rule = r.number);
