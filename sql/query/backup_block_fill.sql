-- backup_block_fill: the blocks of all backups
-- $1 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.backup_block SELECT b.* FROM vg.backup_block_of($1, '-infinity', 'infinity') b;
