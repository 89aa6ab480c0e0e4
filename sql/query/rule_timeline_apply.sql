-- rule_timeline_apply: brings the states of rules over time to what they should be; the rules of which anything differed, up to one
-- more than TOUCHED_MAX. The engine puts rule_timeline_difference where vg.rule_timeline_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.rule_timeline_difference d),
gone AS (
  DELETE FROM vg.rule_timeline t USING difference d
  WHERE d.gone AND t.policy = d.policy AND t.rule = d.rule AND t.perimeter_id = d.perimeter_id AND t.from_at = d.from_at
    -- found by when they end
    AND t.rule = ANY (ARRAY(SELECT DISTINCT g.rule FROM difference g WHERE g.gone)) AND t.to_at > (SELECT min(g.from_at) FROM difference g WHERE g.gone)),
written AS (
  INSERT INTO vg.rule_timeline AS t (policy, rule, perimeter_id, from_at, to_at, state)
  SELECT d.policy, d.rule, d.perimeter_id, d.from_at, d.to_at, d.state FROM difference d WHERE NOT d.gone
  ON CONFLICT (policy, rule, perimeter_id, from_at) DO UPDATE SET to_at = excluded.to_at, state = excluded.state)
SELECT DISTINCT d.perimeter_id, d.rule AS subject FROM difference d LIMIT 5001;
