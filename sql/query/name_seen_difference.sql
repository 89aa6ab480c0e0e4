-- name_seen_difference: the names that facts bear, worked out anew: what is not kept so, and what is kept otherwise
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT kind, name, perimeter_id, source_id, during FROM vg.name_shown($1)),
old AS MATERIALIZED (
  SELECT kind, name, perimeter_id, source_id, during FROM vg.name_seen)
(TABLE new EXCEPT ALL TABLE old) UNION ALL (TABLE old EXCEPT ALL TABLE new);
