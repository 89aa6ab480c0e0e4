-- indicator_keep: removes the indicators that are no longer in the program, with their figures; those of the organisation stay
-- $1 text[] codes to keep
DELETE FROM vg.indicator i WHERE i.code <> ALL ($1) AND NOT EXISTS (SELECT FROM vg.own_indicator o WHERE o.code = i.code);
