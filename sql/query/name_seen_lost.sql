-- name_seen_lost: the names that facts of a kind showed and show no more, or not then or there, for what was learnt from an instant on
-- $1 text kind; $2 text the field that says when; $3 timestamptz as known at; $4 timestamptz from
-- role: vigie_collect
SELECT l.name FROM vg.name_lost($1, $2, $3, $4) l(name) WHERE l.name <> '';
