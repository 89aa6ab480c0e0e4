-- backup_series_difference: a row when the series of backups, worked out anew from their blocks, are not what is kept of them: see
-- backup_block_difference
-- role: vigie_collect
SELECT true AS differs
WHERE (SELECT ROW(count(*), sum(hash_record_extended(s, 0))) FROM vg.backup_series_of(NULL) s)
      IS DISTINCT FROM (SELECT ROW(count(*), sum(hash_record_extended(s, 0))) FROM vg.backup_series s);
