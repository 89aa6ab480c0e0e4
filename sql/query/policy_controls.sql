-- policy_controls: which controls of which frameworks the rules of a policy answer
-- $1 text policy; $2 text[] rules; $3 text[] frameworks; $4 text[] controls
WITH wanted AS (
  SELECT DISTINCT n.rule, n.framework, n.control FROM unnest($2::text[], $3::text[], $4::text[]) n(rule, framework, control)),
gone AS (
  DELETE FROM vg.rule_control c
  WHERE c.policy = $1
    AND NOT EXISTS (SELECT FROM wanted w WHERE (w.rule, w.framework, w.control) = (c.rule, c.framework, c.control)))
INSERT INTO vg.rule_control (policy, rule, framework, control)
SELECT $1, w.rule, w.framework, w.control FROM wanted w
ON CONFLICT DO NOTHING;
