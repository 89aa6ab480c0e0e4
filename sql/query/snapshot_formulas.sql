-- snapshot_formulas: when formulas changed
-- role: vigie_web
SELECT i.changed_at FROM vg.indicator i WHERE i.version > i.first_version;
