-- backup_series_clear: forgets all series of backups
-- role: vigie_collect
DELETE FROM vg.backup_series;
