-- backup_block_difference: the blocks of backups, worked out anew: what is not kept so, and what is kept otherwise
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT asset, perimeter_id, source_id, datacenter, block, first_at, last_at, nights, good_nights, failures, successes, first_good,
         pruned, held, recorded_at, again FROM vg.backup_block_of($1, '-infinity', 'infinity')),
old AS MATERIALIZED (
  SELECT asset, perimeter_id, source_id, datacenter, block, first_at, last_at, nights, good_nights, failures, successes, first_good,
         pruned, held, recorded_at, again FROM vg.backup_block)
(TABLE new EXCEPT ALL TABLE old) UNION ALL SELECT old.* FROM old WHERE (SELECT count(*) FROM old) > (SELECT count(*) FROM new);
