-- backup_block_difference: a row when the blocks of backups, worked out anew, are not what is kept of them. Their hashes are added up: sets that
-- are not the same add up to the same once in 2^64.
-- $1 timestamptz as known at
-- role: vigie_collect
SELECT true AS differs
WHERE (SELECT ROW(count(*), sum(hash_record_extended(b, 0))) FROM vg.backup_block_of($1, '-infinity', 'infinity') b)
      IS DISTINCT FROM (SELECT ROW(count(*), sum(hash_record_extended(b, 0))) FROM vg.backup_block b);
