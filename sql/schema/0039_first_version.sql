-- A formula has changed here when it is not the one that was installed first: a new installation told of changes that nobody there had seen, since
-- the formulas that it came with were not their first version.

ALTER TABLE vg.indicator ADD COLUMN first_version integer NOT NULL DEFAULT 1;
-- those of the first installation that are as they came
UPDATE vg.indicator SET first_version = version WHERE changed_at = (SELECT min(i.changed_at) FROM vg.indicator i);
