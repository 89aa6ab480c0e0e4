-- board_lifeline: the states of a rule of the latest policy over a period
-- $1 bigint perimeter; $2 text rule; $3 timestamptz from; $4 timestamptz to
-- role: vigie_web
SELECT greatest(t.from_at, $3) AS from_at, least(t.to_at, $4) AS to_at, t.state
FROM vg.rule_timeline t
WHERE t.policy = (SELECT p.code FROM vg.policy p ORDER BY p.effective_on DESC, p.code LIMIT 1)
  AND t.rule = $2 AND t.perimeter_id = $1 AND t.from_at < $4 AND t.to_at > $3
ORDER BY t.from_at;
