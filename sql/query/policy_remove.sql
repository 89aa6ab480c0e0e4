-- policy_remove: takes away a version of the policy, with what it states and its thresholds
-- $1 text code
WITH threshold AS (
  DELETE FROM vg.threshold t WHERE t.perimeter_id IS NULL AND t.author = 'policy ' || $1::text)
DELETE FROM vg.policy p WHERE p.code = $1::text;
