-- person_alias_difference: the names of persons, worked out anew: what is not kept so, and what is kept otherwise
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT mail, perimeter_id, subject FROM vg.person_subject($1)),
old AS MATERIALIZED (
  SELECT mail, perimeter_id, subject FROM vg.person_alias)
(TABLE new EXCEPT ALL TABLE old) UNION ALL (TABLE old EXCEPT ALL TABLE new);
