-- backup_block_clear: forgets all blocks of backups
-- role: vigie_collect
DELETE FROM vg.backup_block;
