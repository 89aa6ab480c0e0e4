-- verdict_scope_ended: the verdicts of assets that ended since composites were last made, or go on that had ended then: how many scopes
-- $1 timestamptz as known at
-- role: vigie_collect
WITH now AS MATERIALIZED (
  SELECT s.id, CASE WHEN s.until <= $1::timestamptz THEN s.until END AS ended_at
  FROM vg.verdict_scope s
  JOIN vg.indicator i ON i.code = s.indicator
  WHERE i.subject = 'asset' AND i.form IN ('ratio', 'attested')),
moved AS (
  UPDATE vg.verdict_scope s SET ended_at = n.ended_at FROM now n WHERE s.id = n.id AND s.ended_at IS DISTINCT FROM n.ended_at RETURNING s.id)
SELECT count(*) AS moved FROM moved;
