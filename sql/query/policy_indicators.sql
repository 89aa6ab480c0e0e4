-- policy_indicators: which indicators measure which rule, in the pack's order; a rule that nothing measures any more has no past states
-- $1 text policy; $2 text[] rules; $3 text[] indicators
WITH wanted AS (
  SELECT n.rule, n.indicator, n.position::integer AS position
  FROM unnest($2::text[], $3::text[]) WITH ORDINALITY n(rule, indicator, position)),
gone AS (
  DELETE FROM vg.rule_indicator l
  WHERE l.policy = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE w.rule = l.rule AND w.indicator = l.indicator)),
unmeasured AS (
  DELETE FROM vg.rule_timeline t WHERE t.policy = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE w.rule = t.rule))
INSERT INTO vg.rule_indicator AS l (policy, rule, indicator, position)
SELECT $1, w.rule, w.indicator, w.position FROM wanted w
ON CONFLICT (policy, rule, indicator) DO UPDATE SET position = excluded.position WHERE l.position <> excluded.position;
