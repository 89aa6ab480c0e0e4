-- indicator_keep: removes the indicators that are no longer in the program, with their figures
-- $1 text[] codes to keep
DELETE FROM vg.indicator WHERE code <> ALL ($1);
