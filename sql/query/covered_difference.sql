-- covered_difference: the merged coverage of pulls, worked out anew: what is not kept so, and what is kept otherwise
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT source_id, kind, during FROM vg.covered_of($1, NULL)),
old AS MATERIALIZED (
  SELECT source_id, kind, during FROM vg.covered)
(TABLE new EXCEPT ALL TABLE old) UNION ALL (TABLE old EXCEPT ALL TABLE new);
