-- backup_series_fill: the series of all backups, from their blocks
-- role: vigie_collect
INSERT INTO vg.backup_series SELECT s.* FROM vg.backup_series_of(NULL) s;
