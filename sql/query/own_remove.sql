-- own_remove: takes away an indicator that the organisation added, with its figures; what was published of it stays
-- $1 text code
DELETE FROM vg.indicator i USING vg.own_indicator o WHERE o.code = i.code AND i.code = $1 RETURNING i.code;
