-- fresh_kind_difference: when each kind is fresh in each perimeter, worked out anew: what is not kept so, and what is kept otherwise
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT perimeter_id, kind, during FROM vg.fresh_kind_of()),
old AS MATERIALIZED (
  SELECT perimeter_id, kind, during FROM vg.fresh_kind)
(TABLE new EXCEPT ALL TABLE old) UNION ALL (TABLE old EXCEPT ALL TABLE new);
